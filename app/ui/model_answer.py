"""The answer for one row, as a sentence one can see: the word or number, how sure, and the average to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.ui import formats, parts
from app.ui.meanings import help_for
from app.ui.model_profit import share_text
from app.ui.tables import Bar, bars_html
from app.ui.text import esc
from app.ui.units import Unit, of_column

if TYPE_CHECKING:
    from inference.manifest import Manifest
    from inference.prediction import Prediction

MOST_CLASSES = 6
LONG_LABEL = 12


def answer_html(answer: Prediction, manifest: Manifest, average: float | None) -> str:
    """The card's content. `average` is the average answer (share of the shown class, or value); None: not known yet."""
    if answer.value is not None:
        label = parts.label_html(manifest.target.name, help_for("value", "This answer"))
        return f'<div class="answer">{label}{_value(answer, manifest, average)}</div>'
    label = parts.label_html(manifest.target.name, help_for("answer", "This answer"))
    shares = answer.probabilities or {}
    if manifest.problem == "binary":
        return f'<div class="answer">{label}{_yes_no(answer, shares, manifest, average)}</div>'
    return f'<div class="answer">{label}{_one_of_several(answer, shares)}</div>'


def shown_class(manifest: Manifest) -> str:
    """The class whose probability is shown for a yes / no question."""
    return manifest.positive or manifest.classes[-1]


def _yes_no(answer: Prediction, shares: Mapping[str, float], manifest: Manifest, average: float | None) -> str:
    shown = shown_class(manifest)
    share = shares.get(shown, 0.0)
    words = (
        f'<p class="verdict">{_label(answer)} '
        f"<span><b>{formats.percent(share)}</b> likely to be {esc(shown)}</span></p>"
    )
    said = " ".join(filter(None, [against_line(share, manifest.threshold or 0.5, answer), compared(share, average)]))
    return words + _scale(share, average) + f'<p class="subtitle">{esc(said)}</p>'


def against_line(share: float, line: float, answer: Prediction) -> str:
    """ "Below the line of 50 %, so the answer is No."."""
    return f"{'Below' if share < line else 'Above'} the line of {share_text(line)}, so the answer is {answer.label}."


def _label(answer: Prediction) -> str:
    style = ' class="long"' if len(str(answer.label)) > LONG_LABEL else ""
    return f"<strong{style}>{esc(answer.label)}</strong>"


def compared(share: float, average: float | None) -> str:
    """ "2.8 times as likely as the average row."."""
    if average is None or average <= 0 or share <= 0:
        return ""
    times = share / average
    if 0.9 <= times <= 1.1:
        return "About as likely as the average row."
    if times > 1:
        return f"{formats.number(times, 2)} times as likely as the average row."
    return f"{formats.percent(times, 0)} as likely as the average row."


def _scale(share: float, average: float | None) -> str:
    mark = note = ""
    if average is not None:
        at = 100 * min(max(average, 0.0), 1.0)
        side = "to-right" if at < 12 else "to-left" if at > 88 else ""
        mark = f'<i class="average" style="left:{at:.2f}%"></i>'
        note = f'<p class="at {side}" style="left:{at:.2f}%">average {formats.percent(average)}</p>'
    label = f"Probability {formats.percent(share)}" + (
        f", average {formats.percent(average)}" if average is not None else ""
    )
    return (
        f'<div class="answer-scale" role="img" aria-label="{esc(label)}">'
        f'<div class="track"><span style="width:{100 * share:.2f}%"></span>{mark}</div>{note}</div>'
    )


def _one_of_several(answer: Prediction, shares: Mapping[str, float]) -> str:
    ordered = sorted(shares.items(), key=lambda pair: -pair[1])
    sure = shares.get(answer.label or "", 0.0)
    bars = [Bar(name, share, formats.percent(share), name == answer.label) for name, share in ordered[:MOST_CLASSES]]
    rest = ordered[MOST_CLASSES:]
    if rest:
        left = sum(share for _, share in rest)
        bars.append(Bar(f"{len(rest)} more", left, formats.percent(left)))
    return f'<p class="verdict">{_label(answer)} <span><b>{formats.percent(sure)}</b> likely</span></p>' + bars_html(
        bars, label="Probability of every answer"
    )


def _value(answer: Prediction, manifest: Manifest, average: float | None) -> str:
    low, high, unit = answer.low, answer.high, of_column(manifest.target)
    words = f'<p class="verdict"><strong>{esc(unit.write(answer.value, 5))}</strong></p>'
    if low is None or high is None or answer.value is None:
        return words
    sure = f"{formats.short_percent(manifest.interval)} sure between {unit.write(low)} and {unit.write(high)}."
    others = " ".join(
        f"{formats.short_percent(band.level)}: {unit.write(answer.value + band.low_offset)} to "
        f"{unit.write(answer.value + band.high_offset)}."
        for band in manifest.intervals
        if band.level != manifest.interval
    )
    below = f'<p class="caption">{esc(others)}</p>' if others else ""
    return words + _interval(answer.value, low, high, average, unit) + f'<p class="subtitle">{esc(sure)}</p>{below}'


def _interval(value: float, low: float, high: float, average: float | None, unit: Unit) -> str:
    """The value in its interval, with the average where it lies."""
    points = [low, high, value, *([average] if average is not None else [])]
    first, last = min(points), max(points)
    room = 0.08 * (last - first) or abs(last) * 0.1 or 1.0
    first, last = first - room, last + room

    def at(x: float) -> float:
        return 100 * (x - first) / (last - first)

    mark = note = ""
    if average is not None:
        side = "to-right" if at(average) < 14 else "to-left" if at(average) > 86 else ""
        mark = f'<i class="average" style="left:{at(average):.2f}%"></i>'
        note = f'<p class="at {side}" style="left:{at(average):.2f}%">average {esc(unit.write(average))}</p>'
    band = f'<i class="band" style="left:{at(low):.2f}%;width:{at(high) - at(low):.2f}%"></i>'
    return (
        '<div class="answer-scale number"><div class="track">'
        f'{band}{mark}<i class="point" style="left:{at(value):.2f}%"></i></div>{note}</div>'
    )
