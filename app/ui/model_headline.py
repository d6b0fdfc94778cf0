"""The headline of a model that is ready: a sentence, a number with its interval, a picture of both."""

from __future__ import annotations

import re

from app.ui import formats, parts
from app.ui.meanings import MEANINGS, help_html, metric_meaning
from app.ui.model_candidates import dullest_name
from app.ui.model_curve import ticks
from app.ui.model_measured import headline
from app.ui.text import SURE, esc, plural
from automl.record import BuildRecord, MeasuredScore

APART = (
    0.48  # of the picture's width, which on a phone two words beside each other need when one of them is at its edge
)


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
    if abs(dull - own) >= APART:
        return _edge(dull), _edge(own)
    return f"low {_edge(dull)}", _edge(own)


def _edge(share: float) -> str:
    return "to-right" if share < 0.12 else "to-left" if share > 0.88 else ""
