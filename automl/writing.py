"""The finished model as a graph: assembled, opened, and held to the engine's answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from automl.contracts import Array, Ensemble
from automl.ensemble import sample_rows
from automl.export import input_columns, session_answers
from automl.graph.assemble import assemble
from automl.graph.parity import check
from automl.prepare import Workspace
from automl.refit import PARITY_ROWS
from automl.shapley import Answer
from inference.manifest import InputColumn, Parity, output_names
from inference.session import open_session

if TYPE_CHECKING:
    import onnxruntime


@dataclass(frozen=True)
class Written:
    """The bytes of the graph, the columns it reads, how near it comes to the engine, and the graph as a function of raw
    columns under their own names."""

    model: bytes
    columns: tuple[InputColumn, ...]
    parity: Parity
    answer: Answer


def write_graph(ensemble: Ensemble, work: Workspace) -> Written:
    """The graph of an ensemble. Raises EaselError when it does not answer as the engine does."""
    bench = work.bench
    columns = input_columns(bench.features, bench.target.problem)
    names = {column.name: column.input for column in columns}
    model = assemble(ensemble, bench.features.columns, names)
    session = open_session(model, bench.threads)
    return Written(model, columns, _parity(session, ensemble, work, names), _answer(session, work, names))


def _parity(
    session: onnxruntime.InferenceSession, ensemble: Ensemble, work: Workspace, names: dict[str, str]
) -> Parity:
    """Compares graph and engine on held-out rows (small tables: training rows) and made ones."""
    bench = work.bench
    rows = work.holdout if work.holdout.n_rows else bench.features
    if rows.n_rows > PARITY_ROWS:
        rows = rows.take(sample_rows(rows.n_rows, bench.seed, PARITY_ROWS))
    found = check(session, ensemble, rows, names, bench.scale, threads=bench.threads)
    unit = "share of max(|value|, std)" if bench.target.problem == "regression" else "probability"
    return Parity(found.largest_difference, found.n_rows, found.tolerance, unit)


def _answer(session: onnxruntime.InferenceSession, work: Workspace, names: dict[str, str]) -> Answer:
    """The graph as a function of raw columns under their own names."""
    answers = session_answers(session, output_names(work.bench.target.problem))

    def answer(feed: dict[str, Any]) -> Array:
        return answers({names[name]: values for name, values in feed.items()})

    return answer


__all__ = ["Written", "write_graph"]
