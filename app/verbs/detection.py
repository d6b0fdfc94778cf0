"""Before a build: which kind of question it is, and what would stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records import Detection, ModelSettings
from datasets.errors import InputError
from datasets.schema import Kind
from datasets.table import Table

if TYPE_CHECKING:
    from automl.contracts import Metric

UNUSED = (Kind.ID, Kind.CONSTANT)  # kinds that no model reads


def detect(table: Table, settings: ModelSettings) -> Detection:
    """What a build of this table with these settings would be; never raises for what the analyst can mend."""
    from automl import metrics, splits
    from automl.problems import resolve

    target = settings.target
    if target is None:
        return Detection(None, "", None, (), 0, ("Choose the column to predict.",))
    if target not in table.schema:
        return Detection(None, "", None, (), 0, (f"This version of the table has no column {target}. Choose another.",))
    n_missing = int(table.missing(target).sum())
    try:
        found = resolve(table, target, settings.problem, settings.metric)
    except InputError as error:
        return Detection(None, "", None, (), n_missing, (str(error),))
    problem = found.problem
    default = settings.metric or problem.default_metric
    fitting = metrics.for_problem(problem.name)
    order = sorted(fitting, key=lambda name: (name != problem.default_metric, name))
    blocks, classes = _blocks(table, settings, problem.name, metrics.get(default))
    if default not in fitting:
        blocks = (*blocks, f"{metrics.get(default).title} does not fit this problem. Choose another metric.")
    return Detection(
        problem=problem.name,
        sentence=found.sentence,
        default_metric=problem.default_metric,
        metrics=tuple((name, fitting[name].title) for name in order),
        n_missing=n_missing,
        blocks=blocks,
        classes=classes,
        measured_on=splits.ALL[splits.named(settings.split)[0]].measured_on(table.n_rows - n_missing),
    )


def _blocks(
    table: Table, settings: ModelSettings, problem: str, metric: Metric
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences that block a build, and the classes of the target."""
    from automl import splits
    from automl.problems import ALL
    from automl.target import encode_target

    assert settings.target is not None
    blocks: list[str] = []
    classes: tuple[str, ...] = ()
    try:
        target = encode_target(table, settings.target, ALL[problem]).target
        classes = target.classes
        if problem in metric.problems and (refusal := metric.refuses(target.y)) is not None:
            blocks.append(f"{refusal} Choose another metric.")
    except InputError as error:
        blocks.append(str(error))
    try:
        splits.choose(settings.split, table, settings.target)
    except InputError as error:
        blocks.append(str(error))
    without = {settings.target, *settings.exclude}
    if not any(column.kind not in UNUSED for column in table.schema if column.name not in without):
        blocks.append("A build needs at least one column to learn from; none is left. Use at least one more column.")
    return tuple(blocks), classes
