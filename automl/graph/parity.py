"""The check that a graph answers as the engine does, on given rows and on rows made to be difficult."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Ensemble
from automl.features import MISSING_SECONDS, Features, TextColumn
from automl.graph.assemble import HIGH, LABEL, LOW, PREDICTION, PROBABILITIES
from automl.graph.reference import answers, labels
from datasets.cells import FLOAT32_MAX
from datasets.errors import EaselError

if TYPE_CHECKING:
    import onnxruntime

TOLERANCE = 1e-5
ROWS_AT_ONCE = 2048
MIXED_ROWS = 200
MOST_EXTREME_CELLS = 400_000
EXTREME_NUMBERS = (1e30, -1e30, 0.0, FLOAT32_MAX, -FLOAT32_MAX)
UNSEEN_TEXTS = ("a text that was never seen", "  ", "NaN", "\u00e9\u4e2d\U0001f600")
EXTREME_SECONDS = (-1, 0, -2208988800, -62135596801, 253402300800, MISSING_SECONDS + 1, int(np.iinfo(np.int64).max))


@dataclass(frozen=True)
class Parity:
    """The largest difference over `n_rows` rows: in probability, or in shares of max(|value|, standard deviation)."""

    largest_difference: float
    n_rows: int
    tolerance: float = TOLERANCE


def check(
    session: onnxruntime.InferenceSession,
    ensemble: Ensemble,
    features: Features,
    input_names: Mapping[str, str],
    target_std: float,
    seed: int = 0,
    threads: int = 1,
) -> Parity:
    """Compares an open ONNX model with the engine on `features` and on rows made of them.

    Raises EaselError when any answer differs by more than TOLERANCE, is not a number, or when a label is not the one
    that the decision names.
    """
    rows = (features, made_rows(features, np.random.default_rng(seed)))
    largest = max(_largest_difference(session, ensemble, some, dict(input_names), target_std, threads) for some in rows)
    n_rows = sum(some.n_rows for some in rows)
    if not largest <= TOLERANCE:
        raise EaselError(
            f"The ONNX model must answer as the engine does, within {TOLERANCE:g}; on {n_rows:,} checked rows the "
            f"largest difference is {largest:.3g}. The model was not written; build again with another seed."
        )
    return Parity(largest, n_rows)


def _largest_difference(
    session: onnxruntime.InferenceSession,
    ensemble: Ensemble,
    features: Features,
    input_names: dict[str, str],
    target_std: float,
    threads: int,
) -> float:
    if not features.n_rows:
        return 0.0
    got = _run(session, features.inputs(input_names))
    expected = answers(ensemble, features, threads)
    if ensemble.target.problem == "regression":
        return _number_difference(got, expected[:, 0], ensemble, target_std)
    if np.any(got[LABEL] != labels(got[PROBABILITIES], ensemble.target.classes, ensemble.decision)):
        return float("inf")
    return _worst(np.abs(got[PROBABILITIES] - expected))


def _number_difference(got: Mapping[str, Array], value: Array, ensemble: Ensemble, target_std: float) -> float:
    unit = np.maximum(np.abs(value), target_std)
    offsets = ((PREDICTION, 0.0), (LOW, ensemble.low_offset), (HIGH, ensemble.high_offset))
    units = {name: np.maximum(unit, np.abs(value + offset)) for name, offset in offsets}
    return max(_worst(np.abs(got[name] - (value + offset)) / units[name]) for name, offset in offsets)


def _worst(differences: Array) -> float:
    """The largest difference; infinite when one is not a number."""
    return float(differences.max()) if np.isfinite(differences).all() else float("inf")


def _run(session: onnxruntime.InferenceSession, feed: dict[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """All outputs of the model for the feed, numbers as float64."""
    names = [output.name for output in session.get_outputs()]
    n_rows = len(next(iter(feed.values())))
    chunks = [
        session.run(names, {name: values[start : start + ROWS_AT_ONCE] for name, values in feed.items()})
        for start in range(0, n_rows, ROWS_AT_ONCE)
    ]
    columns = [np.concatenate(parts) for parts in zip(*chunks, strict=True)]
    wide = [values if values.dtype == object else values.astype(np.float64) for values in columns]
    return dict(zip(names, wide, strict=True))


def made_rows(features: Features, rng: np.random.Generator) -> Features:
    """Rows made of the given ones: everything missing, each column missing in turn, texts never seen, extreme
    numbers, dates before 1970 and far away, and rows whose cells come from different rows."""
    names = [column.name for column in features.columns]
    some = names
    per_column = len(EXTREME_SECONDS) + len(EXTREME_NUMBERS)
    most = max(1, MOST_EXTREME_CELLS // (per_column * max(1, len(names))))
    if most < len(names):
        some = [names[j] for j in np.sort(rng.choice(len(names), most, replace=False))]
    cells = [(name, value) for name in some for value in (None, *_difficult(features, name))]
    made = _mixed(features, MIXED_ROWS + 2 + len(cells), rng)
    for name in names:
        made = _with_cell(made, name, MIXED_ROWS, None)
        made = _with_cell(made, name, MIXED_ROWS + 1, _difficult(features, name)[0])
    for row, (name, value) in enumerate(cells, start=MIXED_ROWS + 2):
        made = _with_cell(made, name, row, value)
    return made


def _difficult(features: Features, name: str) -> tuple[float | int | str, ...]:
    if name in features.numbers:
        return EXTREME_NUMBERS
    return EXTREME_SECONDS if name in features.seconds else UNSEEN_TEXTS


def _mixed(features: Features, n_rows: int, rng: np.random.Generator) -> Features:
    """Rows whose every cell is drawn from its column; the dictionaries also hold the missing and the unseen texts."""

    def drawn() -> npt.NDArray[np.int64]:
        return rng.integers(features.n_rows, size=n_rows)

    return replace(
        features,
        n_rows=n_rows,
        numbers={name: values[drawn()] for name, values in features.numbers.items()},
        texts={
            name: TextColumn(tuple(dict.fromkeys((*text.words, "", *UNSEEN_TEXTS))), text.codes[drawn()])
            for name, text in features.texts.items()
        },
        seconds={name: values[drawn()] for name, values in features.seconds.items()},
    )


def _with_cell(made: Features, name: str, row: int, value: float | int | str | None) -> Features:
    """Sets one cell of rows that nobody else holds; None is the missing cell."""
    if name in made.numbers:
        made.numbers[name][row] = np.nan if value is None else value
    elif name in made.seconds:
        made.seconds[name][row] = MISSING_SECONDS if value is None else value
    else:
        text = made.texts[name]
        text.codes[row] = text.words.index(str(value or ""))
    return made


__all__ = ["TOLERANCE", "Parity", "check", "made_rows"]
