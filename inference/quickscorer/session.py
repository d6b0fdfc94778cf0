"""A model's graph whose trees are answered by bit vectors, and the choice between that and the runtime alone."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from inference.pool import processors
from inference.quickscorer.ensemble import UnsupportedTreesError, ensemble_of
from inference.quickscorer.vectors import Vectors, Walked, vectors_of
from inference.session import open_session

if TYPE_CHECKING:
    import onnxruntime
    from onnx import NodeProto

    from inference.quickscorer.parts import Parts
    from inference.quickscorer.questions import Codes

Feed = dict[str, npt.NDArray[Any]]
NEEDED = ("numba", "onnx")
LEAST_ROWS = 256  # of fewer rows, blocks and three calls in the place of one win nothing
WORTH_S = 1.0  # that the runtime has ahead of it; bit vectors take half of that, the first time on a machine 2 s more


@dataclass(frozen=True)
class _Scores:
    """The node with trees that reads `input` and gives `output`."""

    input: str
    output: str
    codes: Codes
    vectors: Vectors
    walked: Walked
    n_targets: int


class QuickSession:
    """A model whose trees are answered by bit vectors; several threads may run it at once."""

    def __init__(self, parts: Parts) -> None:
        self._before = open_session(parts.before, threads=1)
        self._after = open_session(parts.after, threads=1)
        self._given = [one.name for one in self._before.get_outputs()]
        self._trees, self._reads = [_scores(node) for node in parts.trees], parts.reads

    def run(self, names: Sequence[str], feed: Feed) -> list[Any]:
        """The outputs `names` for a feed of the model's inputs, as the runtime's own session gives them."""
        from inference.quickscorer.kernel import scores_of

        known = {**feed, **dict(zip(self._given, self._before.run(self._given, feed), strict=True))}
        for one in self._trees:
            known[one.output] = scores_of(known[one.input], one.codes, one.vectors, one.walked, one.n_targets)
        late = [name for name in names if name not in known]
        made = self._after.run(late, {name: known[name] for name in self._reads})
        known.update(zip(late, made, strict=True))
        return [known[name] for name in names]


def open_quick(model: bytes) -> QuickSession | None:
    """A model with bit vectors, or None where it has no trees, others than Easel writes, or Numba is not there."""
    if any(find_spec(name) is None for name in NEEDED):
        return None
    from inference.quickscorer.parts import parts_of

    try:
        return QuickSession(parts_of(model))
    except UnsupportedTreesError:
        return None


class Tables:
    """Runs a graph on tables: by the runtime's session, until the rows ahead of it would take that longer than making
    bit vectors, and these give the same answers for the piece at hand, bit for bit. Threads may share it."""

    def __init__(self, model: bytes, session: onnxruntime.InferenceSession) -> None:
        self._model, self._session = model, session
        self._quick: QuickSession | None = None
        self._tried, self._lock = False, threading.Lock()
        self._done, self._worked_s = 0, 0.0

    def run(self, names: Sequence[str], feed: Feed, ahead: int) -> list[Any]:
        """The outputs `names` for a feed of the model's inputs, with so many rows to come after it."""
        n_rows = len(next(iter(feed.values())))
        if n_rows < LEAST_ROWS:
            return list(self._session.run(names, feed))
        if self._quick is not None:
            return self._quick.run(names, feed)
        started = time.thread_time()
        found = list(self._session.run(names, feed))
        if self._is_worth_it(n_rows, time.thread_time() - started, ahead):
            self._try(names, feed, found)
        return found

    def _is_worth_it(self, n_rows: int, worked_s: float, ahead: int) -> bool:
        """Counts what a piece took; true once, for whoever first sees enough work ahead."""
        with self._lock:
            self._done += n_rows
            self._worked_s += worked_s
            ahead_s = ahead * self._worked_s / self._done / processors()
            first = not self._tried and ahead_s > WORTH_S
            self._tried |= first
            return first

    def _try(self, names: Sequence[str], feed: Feed, expected: list[Any]) -> None:
        try:
            quick = open_quick(self._model)
            if quick is not None and all(map(_same_bits, quick.run(names, feed), expected)):
                self._quick = quick
        except Exception:  # the runtime's answers are right whatever a compiler on some machine cannot do
            logging.getLogger(__name__).info("The trees of this model stay with the runtime.", exc_info=True)


def _same_bits(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    return np.array_equal(one, other) if one.dtype == object else one.tobytes() == other.tobytes()


def _scores(node: NodeProto) -> _Scores:
    trees = ensemble_of(node)
    codes, vectors, walked = vectors_of(trees)
    return _Scores(node.input[0], node.output[0], codes, vectors, walked, trees.n_targets)
