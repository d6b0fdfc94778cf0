"""Dates as parts: elapsed days, year, month, day, weekday and hour, by integer arithmetic on whole seconds (UTC).

The calendar is the proleptic Gregorian one, counted in years that begin on 1 March (Howard Hinnant,
"chrono-Compatible Low-Level Date Algorithms"). Seconds are limited to the years 1 to 9999 and then shifted to a
count that is never negative, so that the truncating division of ONNX is a floor division. Missing dates are NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from automl.contracts import Matrix
from automl.features import MISSING_SECONDS, Features
from automl.graph.builder import Graph
from automl.graph.types import FLOAT
from automl.strategies._blocks import chosen

PARTS = ("days", "year", "month", "day", "weekday", "hour")
FIRST_SECOND = -62135596800  # 0001-01-01T00:00:00Z
LAST_SECOND = 253402300799  # 9999-12-31T23:59:59Z
DAYS_TO_1970 = 719468  # from 0000-03-01 to 1970-01-01
DAYS_OF_400_YEARS = 146097


@dataclass(frozen=True)
class Dates:
    """Parts of datetime columns; `parts` are (column, part) pairs."""

    parts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, features: Features) -> Dates:
        """Every part of every datetime column of the table."""
        return cls(tuple((name, part) for name in features.seconds for part in PARTS))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"{name} ({part})" for name, part in self.parts)

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.parts)

    @property
    def columns(self) -> tuple[str, ...]:
        """The datetime columns that are read, each once."""
        return tuple(dict.fromkeys(self.sources))

    def transform(self, features: Features) -> Matrix:
        values = np.empty((features.n_rows, len(self.parts)), dtype=np.float32)
        for name in self.columns:
            seconds = features.seconds[name]
            parts = calendar(_Numpy(), np.clip(seconds, FIRST_SECOND, LAST_SECOND))
            for j, (source, part) in enumerate(self.parts):
                if source == name:
                    values[:, j] = np.where(seconds == MISSING_SECONDS, np.float32(np.nan), parts[part])
        return values

    def emit(self, graph: Graph) -> str:
        seconds = graph.join([(graph.column(name), 1) for name in self.columns])
        parts = calendar(_Nodes(graph), limited(graph, seconds))
        every = graph.node("Concat", *(parts[part] for part in PARTS), axis=1)
        values = graph.node("Cast", graph.node("Gather", every, self._positions(graph), axis=1), to=FLOAT)
        missing = graph.node("Equal", seconds, graph.constant(np.array(MISSING_SECONDS)))
        sources = [self.columns.index(source) for source in self.sources]
        is_missing = graph.node("Gather", missing, graph.constant(np.array(sources)), axis=1)
        return graph.node("Where", is_missing, graph.constant(np.array(np.nan, dtype=np.float32)), values)

    def _positions(self, graph: Graph) -> str:
        columns = self.columns
        places = [PARTS.index(part) * len(columns) + columns.index(source) for source, part in self.parts]
        return graph.constant(np.array(places))

    def keep(self, columns: npt.NDArray[np.bool_]) -> Dates:
        return Dates(chosen(self.parts, columns))


def limited(graph: Graph, seconds: str) -> str:
    """The seconds within the known years; by comparison, as Clip of ONNX Runtime 1.31 errs on large int64."""
    first, last = graph.constant(np.array(FIRST_SECOND)), graph.constant(np.array(LAST_SECOND))
    seconds = graph.node("Where", graph.node("Less", seconds, first), first, seconds)
    return graph.node("Where", graph.node("Greater", seconds, last), last, seconds)


class _Arithmetic(Protocol):
    """Integer arithmetic of values with numbers or other values; what is divided is never negative."""

    def add(self, a: Any, b: Any) -> Any: ...
    def sub(self, a: Any, b: Any) -> Any: ...
    def mul(self, a: Any, b: int) -> Any: ...
    def div(self, a: Any, b: int) -> Any: ...
    def mod(self, a: Any, b: int) -> Any: ...


class _Numpy:
    """The arithmetic on int64 arrays."""

    def add(self, a: Any, b: Any) -> Any:
        return a + b

    def sub(self, a: Any, b: Any) -> Any:
        return a - b

    def mul(self, a: Any, b: int) -> Any:
        return a * b

    def div(self, a: Any, b: int) -> Any:
        return a // b

    def mod(self, a: Any, b: int) -> Any:
        return a % b


class _Nodes:
    """The arithmetic as nodes of a graph, on int64 tensors."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def _node(self, op: str, a: str, b: str | int) -> str:
        other = b if isinstance(b, str) else self._graph.constant(np.array(b, dtype=np.int64))
        return self._graph.node(op, a, other)

    def add(self, a: Any, b: Any) -> Any:
        return self._node("Add", a, b)

    def sub(self, a: Any, b: Any) -> Any:
        return self._node("Sub", a, b)

    def mul(self, a: Any, b: int) -> Any:
        return self._node("Mul", a, b)

    def div(self, a: Any, b: int) -> Any:
        return self._node("Div", a, b)

    def mod(self, a: Any, b: int) -> Any:
        return self._node("Mod", a, b)


def calendar(do: _Arithmetic, seconds: Any) -> dict[str, Any]:
    """The parts of whole seconds since 1970 (UTC) within the years 1 to 9999; weekday 0 is Monday."""
    since_march_0 = do.add(seconds, DAYS_TO_1970 * 86400)
    z = do.div(since_march_0, 86400)
    era = do.div(z, DAYS_OF_400_YEARS)
    day_of_era = do.mod(z, DAYS_OF_400_YEARS)
    leap_days = do.sub(do.add(do.div(day_of_era, 1460), do.div(day_of_era, 146096)), do.div(day_of_era, 36524))
    year_of_era = do.div(do.sub(day_of_era, leap_days), 365)
    days_before = do.sub(do.add(do.mul(year_of_era, 365), do.div(year_of_era, 4)), do.div(year_of_era, 100))
    day_of_year = do.sub(day_of_era, days_before)
    month_from_march = do.div(do.add(do.mul(day_of_year, 5), 2), 153)
    days_in_months = do.div(do.add(do.mul(month_from_march, 153), 2), 5)
    year = do.add(do.add(do.mul(era, 400), year_of_era), do.div(month_from_march, 10))
    return {
        "days": do.sub(z, DAYS_TO_1970),
        "year": year,
        "month": do.add(do.mod(do.add(month_from_march, 2), 12), 1),
        "day": do.add(do.sub(day_of_year, days_in_months), 1),
        "weekday": do.mod(do.add(z, 2), 7),
        "hour": do.mod(do.div(since_march_0, 3600), 24),
    }


__all__ = ["PARTS", "Dates", "calendar", "limited"]
