"""What a manifest says of how good a model is: its scores, its intervals, and what they were measured on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from inference.fields import Fields


@dataclass(frozen=True, slots=True)
class Score:
    """A metric in its own sign with its 90 % interval, the rows it was measured on, and `how` they were kept apart
    ("holdout" or "cross-fitted"); `baseline` is the dullest model's value, None in bundles of the first versions."""

    metric: str
    title: str
    value: float
    low: float | None
    high: float | None
    n_rows: int
    how: str
    baseline: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Any, where: str = "score") -> Score:
        found = Fields.of(data, where)
        return cls(
            metric=found.text("metric"),
            title=found.text("title"),
            value=found.number("value"),
            low=found.number_or_none("low"),
            high=found.number_or_none("high"),
            n_rows=found.whole("n_rows"),
            how=found.text("how"),
            baseline=found.number_or_none("baseline") if "baseline" in found.data else None,
        )


@dataclass(frozen=True, slots=True)
class Baseline:
    """The score of the dullest possible model, in the metric of the headline, and the sentence that says so."""

    metric: str
    value: float
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Any, where: str = "baseline") -> Baseline:
        found = Fields.of(data, where)
        return cls(found.text("metric"), found.number("value"), found.text("sentence"))


@dataclass(frozen=True, slots=True)
class Interval:
    """Around the answer, from `low_offset` to `high_offset`, the truth is meant to lie with the chance `level`;
    `coverage` is the share of the measured rows for which it did."""

    level: float
    low_offset: float
    high_offset: float
    coverage: float

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Any, where: str = "interval") -> Interval:
        found = Fields.of(data, where)
        return cls(*(found.number(name) for name in ("level", "low_offset", "high_offset", "coverage")))


@dataclass(frozen=True, slots=True)
class Parity:
    """The largest difference between the graph and the engine that trained it, over `n_rows` checked rows."""

    largest_difference: float
    n_rows: int
    tolerance: float
    unit: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Any, where: str = "parity") -> Parity:
        found = Fields.of(data, where)
        return cls(
            found.number("largest_difference"), found.whole("n_rows"), found.number("tolerance"), found.text("unit")
        )


@dataclass(frozen=True, slots=True)
class DataInfo:
    """The table the model was built from: its content fingerprint (sha256, hexadecimal), its size, and how its columns
    were spread (`to_dict` of datasets.shift.Spread; none in bundles of the first versions)."""

    fingerprint: str
    n_rows: int
    n_columns: int
    spread: tuple[dict[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "fingerprint": self.fingerprint,
            "n_rows": self.n_rows,
            "n_columns": self.n_columns,
            **({"spread": list(self.spread)} if self.spread else {}),
        }

    @classmethod
    def from_dict(cls, data: Any, where: str = "data") -> DataInfo:
        found = Fields.of(data, where)
        spread = tuple(dict(item.data) for item in found.each("spread")) if "spread" in found.data else ()
        return cls(found.text("fingerprint"), found.whole("n_rows"), found.whole("n_columns"), spread)
