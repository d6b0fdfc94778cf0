"""Raw columns made by hand for tests of strategies, algorithms and graphs: every kind, each with its difficulty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import onnxruntime as ort

from automl.contracts import ProblemName, Target
from automl.features import MISSING_SECONDS, Features, TextColumn
from datasets.schema import Column, Kind

PROBLEMS: tuple[ProblemName, ...] = ("binary", "multiclass", "regression")
CLASSES = {"binary": ("No", "Yes"), "multiclass": ("high", "low", "middle"), "regression": ()}
COLOURS = ("", "red", "green", "blue", "violet", "seldom", "once")


def features(n: int = 200, seed: int = 0, missing: bool = True) -> Features:
    """Two numbers, a category with a rare level, a text with 30 levels, a text that is different in every row, a
    yes/no, a date before and after 1970, and a number and a text that never change; with or without gaps."""
    rng = np.random.default_rng(seed)
    numbers = {
        "age": rng.integers(18, 90, n).astype(np.float32),
        "income": rng.lognormal(10, 1, n).astype(np.float32),
        "same": np.full(n, 7, dtype=np.float32),
    }
    shares = [0.1, 0.3, 0.3, 0.2, 0.08, 0.01, 0.01] if missing else [0, 0.35, 0.3, 0.25, 0.08, 0.01, 0.01]
    texts = {
        "colour": TextColumn(COLOURS, rng.choice(len(COLOURS), n, p=shares).astype(np.int32)),
        "town": TextColumn(tuple(f"town {i}" for i in range(30)), rng.integers(0, 30, n).astype(np.int32)),
        "note": TextColumn(tuple(f"note {i}" for i in range(n)), np.arange(n, dtype=np.int32)),
        "member": TextColumn(("1", "0"), rng.integers(0, 2, n).astype(np.int32)),
        "country": TextColumn(("here",), np.zeros(n, dtype=np.int32)),
    }
    seconds = {"born": rng.integers(-2_000_000_000, 1_700_000_000, n)}
    if missing:
        numbers["income"][rng.random(n) < 0.2] = np.nan
        seconds["born"][rng.random(n) < 0.2] = MISSING_SECONDS
    kinds = dict.fromkeys(numbers, Kind.NUMERIC) | dict.fromkeys(texts, Kind.CATEGORY)
    kinds |= {"note": Kind.TEXT, "member": Kind.BOOLEAN, "born": Kind.DATETIME}
    return Features(tuple(Column(name, kind) for name, kind in kinds.items()), n, numbers, texts, seconds)


def target(rows: Features, problem: ProblemName, seed: int = 0) -> Target:
    """What follows from age, colour, town and the gaps of income, with noise."""
    rng = np.random.default_rng(seed)
    colour, town = rows.texts["colour"].codes, rows.texts["town"].codes
    signal = rows.numbers["age"] / 30 + (colour == 1) - (colour == 2) + 0.4 * (town % 3)
    signal = signal + np.isnan(rows.numbers["income"]) + rng.normal(0, 0.5, rows.n_rows)
    if problem == "regression":
        return Target(problem, (signal - signal.mean()) / signal.std())
    cuts = np.quantile(signal, [0.6] if problem == "binary" else [0.3, 0.7])
    return Target(problem, np.digitize(signal, cuts).astype(np.int64), CLASSES[problem])


def only(rows: Features, *names: str) -> Features:
    """The named columns."""
    return replace(
        rows,
        columns=tuple(column for column in rows.columns if column.name in names),
        numbers={name: values for name, values in rows.numbers.items() if name in names},
        texts={name: text for name, text in rows.texts.items() if name in names},
        seconds={name: values for name, values in rows.seconds.items() if name in names},
    )


def run(model: bytes, rows: Features) -> list[np.ndarray]:
    """Every output of an ONNX model on the rows."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    answers: list[np.ndarray] = ort.InferenceSession(model, options).run(None, rows.inputs())
    return answers
