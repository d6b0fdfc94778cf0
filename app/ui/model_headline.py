"""The headline of a model that is ready: a sentence, a number with its interval, a picture of both, a few facts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.ui import formats, parts
from app.ui.in_notation import in_notation
from app.ui.meanings import MEANINGS, help_for, help_html, metric_meaning
from app.ui.model_candidates import dullest_name
from app.ui.model_curve import ticks
from app.ui.model_measured import headline
from app.ui.model_profit import share_text
from app.ui.parts import Fact
from app.ui.text import SURE, esc, plural
from app.ui.units import of_target
from automl.record import BuildRecord, MeasuredScore


def headline_html(record: BuildRecord, *, best: float) -> str:
    """The card's upper half. `best` is the value of a perfect model in the objective."""
    claim, below = split_claim(headline(record))
    means = help_html(record.score.title, metric_meaning(record.metric), MEANINGS["headline"], name="headline")
    return (
        '<div class="headline"><div class="claim">'
        f'{parts.label_html(measured_on(record.score))}<h2>{esc(claim)}</h2><p class="subtitle">{esc(below)}</p></div>'
        f'<div class="figure"><p class="big"><strong>{formats.score(record.score.value)}</strong> '
        f"<span>{_with_mark(interval_words(record.score), means)}</span></p>{scale_html(record, best=best)}</div></div>"
    )


def _with_mark(words: str, mark: str) -> str:
    """The words with a mark that stays on the line of the last of them."""
    *first, last = words.split(" ")
    return f'{esc(" ".join(first))} <span class="kept">{esc(last)}{mark}</span>'


def split_claim(headline: str) -> tuple[str, str]:
    """The headline as (first sentence, the rest); a lone sentence splits at its semicolon."""
    first, *rest = re.split(r"(?<=[.!?])\s+(?=[A-Z])", headline.strip(), maxsplit=1)
    if rest:
        return first, rest[0]
    claim, _, below = first.partition("; ")
    return (f"{claim}.", below[:1].upper() + below[1:]) if below else (first, "")


def measured_on(score: MeasuredScore) -> str:
    """ "Score on 1,409 rows the model never saw", or how a small table was measured."""
    if score.how == "holdout":
        return f"Score on {plural(score.n_rows, 'row')} the model never saw"
    return f"Score on {plural(score.n_rows, 'row')}, each answered by models that had not seen it"


def interval_words(score: MeasuredScore) -> str:
    """ "ROC AUC, 90 % sure between 0.825 and 0.866"."""
    return f"{score.title}, {SURE} sure between {formats.score(score.low)} and {formats.score(score.high)}"


def scale_html(record: BuildRecord, *, best: float) -> str:
    """Dullest model, this model with its interval, and the axis between the dullest and a perfect model."""
    score, dull = record.score, record.baseline.value
    low, high = _bounds((score.low, score.high, score.value, dull, best))

    def at(value: float) -> str:
        return f"{100 * (value - low) / (high - low):.2f}%"

    marks = "".join(f'<b style="left:{at(m)}">{formats.number(m, 3)}</b>' for m in ticks(low, high, 6))
    band = f'<i class="band" style="left:{at(score.low)};width:calc({at(score.high)} - {at(score.low)})"></i>'
    dull_name = dullest_name(record)
    dull_side, own_side = _sides((dull - low) / (high - low), (score.value - low) / (high - low))
    words = (
        f"{dull_name}: {formats.score(dull)}. This model: {formats.score(score.value)}, "
        f"{SURE} sure between {formats.score(score.low)} and {formats.score(score.high)}."
    )
    return (
        f'<div class="score-scale" role="img" aria-label="{esc(words)}">'
        f'<span class="word {dull_side}" style="left:{at(dull)}">{esc(dull_name.lower())}</span>'
        f'<span class="word own {own_side}" style="left:{at(score.value)}">this model</span>'
        f'<div class="line"><i class="dull" style="left:{at(dull)}"></i>{band}'
        f'<i class="own" style="left:{at(score.value)}"></i></div><div class="marks">{marks}</div></div>'
    )


def _bounds(values: tuple[float, ...]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = 0.04 * (high - low) or abs(high) * 0.04 or 1.0
    return low - room, high + room


def _sides(dull: float, own: float) -> tuple[str, str]:
    """On which side of its mark each word stands, so that the two never overlap and none leaves the picture."""
    if abs(dull - own) >= 0.34:
        return _edge(dull), _edge(own)
    return f"low {_edge(dull)}", _edge(own)


def _edge(share: float) -> str:
    return "to-right" if share < 0.12 else "to-left" if share > 0.88 else ""


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
        "The file answers alike",
        f"within {difference(record.parity, least=1e-6)}",
        f"checked on {rows}",
        help_for("parity", "The file answers alike"),
    )


def difference(parity: Mapping[str, object], least: float = 0.0) -> str:
    """The largest difference between bundle and engine, at least `least`, written out: 0.0000002."""
    largest = max(float(str(parity["largest_difference"])), least)
    return in_notation("0" if largest == 0 else f"{largest:.10f}".rstrip("0") if largest < 1e-4 else f"{largest:.2g}")
