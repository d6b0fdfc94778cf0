"""How long models take to answer one row, measured on the graph as it will be answered from."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from automl.bench import Evaluated
from automl.contracts import BagPart, Ensemble, Member
from automl.features import Features
from automl.graph.assemble import assemble
from automl.prepare import Workspace
from inference.manifest import input_name
from inference.session import open_session

if TYPE_CHECKING:
    import onnxruntime

CALLS = 60


def row_ms_and_bytes(parts: Sequence[BagPart], work: Workspace) -> tuple[float, int]:
    """What these parts take as a model of their own: milliseconds a row on one thread, and bytes of the graph."""
    bench = work.bench
    alone = Ensemble(bench.target, (Member("alone", 1.0, tuple(parts)),), 1.0, bench.shift, bench.scale)
    columns = bench.features.columns
    names = {column.name: input_name(column.name, bench.target.problem) for column in columns}
    model = assemble(alone, columns, names)
    return _one_row_ms(open_session(model, threads=1), bench.features, names), len(model)


class AnswerTimes:
    """Milliseconds a row of each candidate alone, on one thread, measured when first asked for."""

    def __init__(self, evaluated: Sequence[Evaluated], work: Workspace) -> None:
        self._evaluated, self._work = evaluated, work
        self._known: dict[int, float] = {}

    def __getitem__(self, i: int) -> float:
        if i not in self._known:
            parts = self._evaluated[i].parts[:1] if self._work.quality.refits else self._evaluated[i].parts
            self._known[i], _ = row_ms_and_bytes(parts, self._work)
        return self._known[i]


def _one_row_ms(session: onnxruntime.InferenceSession, features: Features, input_names: dict[str, str]) -> float:
    """The median of CALLS answers to single rows, in milliseconds, the session's own work alone."""
    names = [output.name for output in session.get_outputs()]
    feeds = [features.take(np.array([i % features.n_rows])).inputs(input_names) for i in range(CALLS)]
    seconds = []
    for feed in feeds:
        began = time.perf_counter()
        session.run(names, feed)
        seconds.append(time.perf_counter() - began)
    return 1000 * float(np.median(seconds))


__all__ = ["AnswerTimes", "row_ms_and_bytes"]
