"""A few facts below the headline of a model: how far off, what is found, whether the file answers alike."""

from __future__ import annotations

from collections.abc import Mapping

from app.ui import formats
from app.ui.in_notation import in_notation
from app.ui.meanings import help_for
from app.ui.model_profit import share_text
from app.ui.parts import Fact
from app.ui.text import SURE, plural
from app.ui.units import of_target
from automl.record import BuildRecord


def facts(record: BuildRecord) -> tuple[Fact, ...]:
    """Four facts below the headline."""
    own = {"regression": _number_facts, "binary": _binary_facts, "multiclass": _several_facts}[record.problem](record)
    team = sum(1 for candidate in record.candidates if candidate.weight)
    tried = plural(len(record.candidates), "candidate")
    return (
        *own,
        _parity_fact(record),
        Fact(
            "Built in",
            formats.duration(record.seconds),
            f"{tried}, {team} in the team" if len(record.candidates) > 1 else tried,
            help_for("built_in", "Built in"),
        ),
    )


def _number_facts(record: BuildRecord) -> tuple[Fact, ...]:
    seen = {score.metric: score.value for score in record.metrics}
    band, unit = record.evaluation, of_target(record)
    found = [
        Fact(
            f"{SURE} of the answers are",
            f"{unit.change(band.low_offset)} to {unit.change(band.high_offset)}",
            "off" if unit.sign else f"off, in the unit of {record.target}",
            help_for("error_band", "Nine in ten answers"),
        )
    ]
    if "r2" in seen:
        found.append(
            Fact(
                "Explained",
                formats.percent(max(seen["r2"], 0.0), 0),
                "of what differs between rows (R squared)",
                help_for("explained", "Explained"),
            )
        )
    return tuple(found)


def _binary_facts(record: BuildRecord) -> tuple[Fact, ...]:
    classes, matrix = record.classes, record.evaluation.confusion
    positive = classes.index(record.positive) if record.positive in classes else 1
    other = 1 - positive
    there = sum(matrix[positive])
    return (
        _right_answers(record),
        Fact(
            f"{classes[positive]} found",
            f"{formats.count(matrix[positive][positive])} of {formats.count(there)}",
            f"with {plural(matrix[other][positive], 'false alarm')}{_from(record.threshold)}",
            help_for("found", "Found"),
        ),
    )


def _from(threshold: float | None) -> str:
    """ ", at a threshold of 20 %": where the line lies, when it is not in the middle."""
    return "" if threshold is None or abs(threshold - 0.5) < 5e-4 else f", at a threshold of {share_text(threshold)}"


def _several_facts(record: BuildRecord) -> tuple[Fact, ...]:
    matrix = record.evaluation.confusion
    known = [i for i, row in enumerate(matrix) if sum(row)]
    if not known:
        return (_right_answers(record),)
    hardest = min(known, key=lambda i: matrix[i][i] / sum(matrix[i]))
    right = f"{formats.count(matrix[hardest][hardest])} of {formats.count(sum(matrix[hardest]))} found"
    return (
        _right_answers(record),
        Fact("Hardest to find", record.classes[hardest], right, help_for("hardest", "Hardest to find")),
    )


def _right_answers(record: BuildRecord) -> Fact:
    matrix = record.evaluation.confusion
    total = sum(map(sum, matrix)) or 1
    right = sum(row[i] for i, row in enumerate(matrix)) / total
    most = max(range(len(matrix)), key=lambda i: sum(matrix[i]))
    dull = formats.percent(sum(matrix[most]) / total)
    return Fact(
        "Right answers",
        formats.percent(right),
        f"always saying {record.classes[most]}: {dull}",
        help_for("right_answers", "Right answers"),
    )


def _parity_fact(record: BuildRecord) -> Fact:
    rows = plural(int(record.parity["n_rows"]), "row")
    return Fact(
        "The model file",
        "Gives the same answers",
        f"checked on {rows}, rounding aside",
        help_for("parity", "The model file"),
    )


def difference(parity: Mapping[str, object]) -> str:
    """The largest difference between bundle and engine, written out: 0.0000002."""
    largest = float(str(parity["largest_difference"]))
    return in_notation("0" if largest == 0 else f"{largest:.10f}".rstrip("0") if largest < 1e-4 else f"{largest:.2g}")
