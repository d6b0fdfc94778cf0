"""Why a row got its answer: a waterfall from the average to the answer whose steps add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.ui import formats
from app.ui.text import esc
from app.ui.units import Unit
from automl.explain import Reasons

MOST_STEPS = 10
MIDNIGHT = " 00:00:00"
WHOLE = ("base", "answer")
DIGIT_PX = 8.4  # of a bold digit at 14px, at most
NO_TEXTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of the waterfall from `start` to `end`; `kind` "base" and "answer" start at the axis."""

    name: str
    value: str
    start: float
    end: float
    kind: str

    @property
    def change(self) -> float:
        return self.end - self.start


def steps(
    reasons: Reasons, most: int = MOST_STEPS, base_name: str = "Average row", texts: Mapping[str, str] = NO_TEXTS
) -> tuple[Step, ...]:
    """The average, the `most` largest contributions, the rest joined, and the answer. They add up to the answer.
    `texts` says how values are written where that is known better (column -> "$84.50")."""
    at = reasons.base
    found = [Step(base_name, "", at, at, "base")]
    shown, rest = reasons.reasons[:most], reasons.reasons[most:]
    if len(rest) == 1:
        shown, rest = reasons.reasons[: most + 1], ()
    for reason in shown:
        text = texts.get(reason.column, reason.value.removesuffix(MIDNIGHT))
        found.append(Step(reason.column, text, at, at + reason.contribution, "column"))
        at += reason.contribution
    if rest:
        joined = sum(reason.contribution for reason in rest)
        found.append(Step(f"{formats.count(len(rest))} more columns", "", at, at + joined, "rest"))
    found.append(Step("This row", "", reasons.answer, reasons.answer, "answer"))
    return tuple(found)


def waterfall_html(found: tuple[Step, ...], *, unit: Unit | None, up: str, down: str) -> str:
    """The bars. The values are numbers in `unit`, or (None) shares shown as percentage points; `up` and `down` say what
    blue and orange mean."""
    write, sign = (formats.percent, _points) if unit is None else (unit.write, unit.change)
    low, high = _range(found, unit is not None)
    texts = [write(step.end) if step.kind in WHOLE else sign(step.change) for step in found]
    room = round(max(map(len, texts)) * DIGIT_PX + 10)
    rows = "".join(_row(step, low, high, text, room) for step, text in zip(found, texts, strict=True))
    legend = (
        f'<p class="legend"><span><i class="up"></i>{esc(up)}</span><span><i class="down"></i>{esc(down)}</span></p>'
    )
    return f'<div class="waterfall">{rows}</div>{legend}'


def _range(found: tuple[Step, ...], number: bool) -> tuple[float, float]:
    """The axis: shares start at 0; numbers start at 0 too unless all bars lie far from it."""
    ends = [x for step in found for x in (step.start, step.end)]
    low, high = min(ends), max(ends)
    if number and low > 0 and (high - low) < 0.5 * high:
        low -= 0.6 * (high - low) or 0.05 * high
    else:
        low = min(low, 0.0)
    return low, max(high, low + 1e-12)


def _row(step: Step, low: float, high: float, text: str, room: int) -> str:
    """A bar with its `text` behind it, for which there are `room` pixels right of the lane."""
    whole = step.kind in WHOLE
    start, end = (low, step.end) if whole else sorted((step.start, step.end))
    left, width = 100 * (start - low) / (high - low), 100 * (end - start) / (high - low)
    tone = step.kind if whole else "up" if step.change >= 0 else "down"
    value = f" <b>{esc(step.value)}</b>" if step.value else ""
    place = f"left:{left:.2f}%;width:{width:.2f}%"
    return (
        f'<div class="step {step.kind}"><span class="name" title="{esc(step.name)}">'
        f"<span>{esc(step.name)}</span>{value}</span>"
        f'<span class="lane" style="margin-right:{room}px"><i class="{tone}" style="{place}"></i>'
        f'<em style="left:{left + width:.2f}%">{text}</em></span></div>'
    )


def _points(change: float) -> str:
    return formats.signed(100 * change)
