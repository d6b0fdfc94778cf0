"""Which rows the joined model is measured on, what it said of them, and the error bands that come from them."""

from __future__ import annotations

from automl import problems
from automl.calibrate import temper
from automl.certainty import error_bands
from automl.contracts import Target
from automl.graph.reference import untempered
from automl.join import Joined
from automl.labels import named
from automl.measure import Measured
from automl.prepare import Workspace
from automl.record import ErrorBand


def measured_on(joined: Joined, work: Workspace, seed: int) -> Measured:
    """The rows the score is measured on: the hold-out, or on small tables all rows, cross-fitted."""
    bench = work.bench
    original = Target(bench.target.problem, bench.original(bench.target.y), bench.target.classes)
    dullest = problems.ALL[bench.target.problem].baseline(original)
    temperature = joined.ensemble.temperature
    if joined.honest is not None:
        y, answers, before, names = original.y[bench.valid_rows], joined.honest, joined.untempered, joined.honest_names
        how = "cross-fitted"
    else:
        before = untempered(joined.ensemble, work.holdout, bench.threads)
        y, names, how = work.y_holdout, None, "holdout"
        answers = before
        if bench.target.problem != "regression":
            answers = temper(before, temperature)
            names = named(answers, joined.ensemble.decision)
    return Measured(original, y, answers, dullest, how, bench.positive, seed, names, before, temperature)


def bands(measured: Measured, joined: Joined, work: Workspace) -> tuple[ErrorBand, ...]:
    """The error bands of numbers, from rows nobody trained on, and what they hold of the measured rows."""
    bench = work.bench
    if bench.target.problem != "regression":
        return ()
    seen = None if joined.honest is not None else (bench.original(bench.target.y[bench.valid_rows]), joined.answers)
    return error_bands(measured.y, measured.answers, seen, bench.seed)


__all__ = ["bands", "measured_on"]
