"""The live curve of a build: the best score so far, the candidates as dots, the time still to come.

Lines are inline SVG (stretched to the card, strokes of constant width), dots and words are HTML laid over it, so that
words keep their size on a narrow screen and nothing flickers when it is drawn again every second.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.job_records import Progress
from app.ui import formats
from app.ui.text import esc

MINUTES_FROM_S = 150.0
DIGIT_PX = 7.4  # of a digit at 12px


@dataclass(frozen=True, slots=True)
class Curve:
    """What the picture shows. `best` are the corners (second, score) of the best score so far, `dots` the candidates
    within `low`..`high`, `n_outside` those that are worse than the picture reaches; `elapsed_s` of `total_s`."""

    best: tuple[tuple[float, float], ...]
    dots: tuple[tuple[float, float], ...]
    n_outside: int
    low: float
    high: float
    elapsed_s: float
    total_s: float

    def x(self, second: float) -> float:
        """Per cent from the left."""
        return 100 * min(max(second / self.total_s, 0.0), 1.0)

    def y(self, score: float) -> float:
        """Per cent from the top."""
        return 100 * (self.high - score) / (self.high - self.low)


def curve(progress: Progress) -> Curve | None:
    """The curve of a build that goes on; None until the first candidate has a score."""
    points = sorted((c.at_s, c.score) for c in progress.candidates if c.score is not None and math.isfinite(c.score))
    if not points:
        return None
    best = best_so_far(points, higher=progress.higher_is_better)
    low, high = window([score for _, score in best], [score for _, score in points], progress.higher_is_better)
    inside = tuple(point for point in points if low <= point[1] <= high)
    corners = tuple((second, score) for second, score in best if low <= score <= high)
    total = max(progress.budget_s or 0.0, progress.elapsed_s, points[-1][0], 1.0)
    return Curve(corners, inside, len(points) - len(inside), low, high, max(progress.elapsed_s, points[-1][0]), total)


def best_so_far(points: Sequence[tuple[float, float]], *, higher: bool) -> list[tuple[float, float]]:
    """The points (second, score), in order of time, at which the best score got better."""
    kept: list[tuple[float, float]] = []
    for second, score in points:
        if not kept or (score > kept[-1][1] if higher else score < kept[-1][1]):
            kept.append((second, score))
    return kept


def window(best: Sequence[float], scores: Sequence[float], higher: bool) -> tuple[float, float]:
    """The range of scores worth showing: the best curve and what lies close to it; far losers stay outside."""
    top, first = best[-1], best[0]
    others = sorted(scores, reverse=higher)
    usual = others[min(len(others) - 1, math.ceil(0.75 * len(others)))]
    reach = max(abs(top - first), abs(top - usual) if len(others) > 3 else 0.0)
    reach = min(reach, 3 * abs(top - others[len(others) // 2])) or abs(top - others[-1]) or abs(top) * 0.01 or 0.01
    reach = max(reach, 1e-9, 1e-9 * abs(top))
    far, near = (top - 1.15 * reach, top + 0.15 * reach) if higher else (top + 1.15 * reach, top - 0.15 * reach)
    return min(far, near), max(far, near)


def ticks(low: float, high: float, n: int = 5) -> tuple[float, ...]:
    """About `n` round numbers from `low` to `high`."""
    step = _step((high - low) / max(n, 1))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(i * step, 12) for i in range(first, last + 1))


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    return next(power * nice for nice in (1.0, 2.0, 2.5, 5.0, 10.0) if power * nice >= rough * 0.999)


def curve_html(made: Curve) -> str:
    """The picture; one line of markup, since Markdown would take a blank line for the end of it."""
    marks = ticks(made.low, made.high)
    digits = _digits(made)
    labels = [formats.score(mark, digits) for mark in marks]
    room = f"padding-left:{_gutter(labels)}px"
    return (
        f'<div class="live-curve" role="img" aria-label="{esc(in_words(made))}" style="{room}">'
        f'<div class="plot"><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        f"{_to_come(made)}{_grid(made, marks)}{_line(made)}</svg>"
        f"{_dots(made)}{_score_labels(made, marks, labels)}{_time_labels(made)}{_note(made)}</div>"
        f'<p class="axis">{"minutes" if made.total_s >= MINUTES_FROM_S else "seconds"}{_outside(made)}</p></div>'
    )


def in_words(made: Curve) -> str:
    """What the picture shows, for those who do not see it."""
    first, last = made.best[0] if made.best else made.dots[0], made.best[-1] if made.best else made.dots[-1]
    digits = _digits(made)
    return (
        f"Best score so far: {formats.score(first[1], digits)} after {formats.duration(first[0])}, "
        f"{formats.score(last[1], digits)} after {formats.duration(last[0])}."
    )


def _to_come(made: Curve) -> str:
    at = made.x(made.elapsed_s)
    return f'<rect class="to-come" x="{at:.2f}" y="0" width="{100 - at:.2f}" height="100"/>'


def _grid(made: Curve, marks: Sequence[float]) -> str:
    return "".join(
        f'<line class="rule" x1="0" x2="100" y1="{made.y(m):.2f}" y2="{made.y(m):.2f}" '
        'vector-effect="non-scaling-stroke"/>'
        for m in marks
    )


def _line(made: Curve) -> str:
    if not made.best:
        return ""
    path, height = "", 0.0
    for second, score in made.best:
        x, height = made.x(second), made.y(score)
        path += f"H{x:.2f}V{height:.2f}" if path else f"M{x:.2f} {height:.2f}"
    path += f"H{made.x(made.elapsed_s):.2f}"
    return f'<path class="best-line" d="{path}" fill="none" vector-effect="non-scaling-stroke"/>'


def _dots(made: Curve) -> str:
    dots = "".join(f'<i style="left:{made.x(s):.2f}%;top:{made.y(v):.2f}%"></i>' for s, v in made.dots)
    if made.best:
        at, score = made.x(made.elapsed_s), made.y(made.best[-1][1])
        dots += f'<i class="head-dot" style="left:{at:.2f}%;top:{score:.2f}%"></i>'
    return dots


def _gutter(labels: Sequence[str]) -> int:
    """Pixels left of the picture, wide enough for the longest number in one line."""
    return max((math.ceil(DIGIT_PX * len(label)) for label in labels), default=0) + 14


def _score_labels(made: Curve, marks: Sequence[float], labels: Sequence[str]) -> str:
    placed = zip(marks, labels, strict=True)
    return "".join(f'<b class="y" style="top:{made.y(m):.2f}%">{label}</b>' for m, label in placed)


def _time_labels(made: Curve) -> str:
    unit = 60.0 if made.total_s >= MINUTES_FROM_S else 1.0
    return "".join(
        f'<b class="x" style="left:{made.x(t * unit):.2f}%">{formats.number(t)}</b>'
        for t in ticks(0, made.total_s / unit)
    )


def _note(made: Curve) -> str:
    if made.x(made.elapsed_s) >= 80:
        return ""
    return f'<span class="still" style="left:{(100 + made.x(made.elapsed_s)) / 2:.2f}%">still to come</span>'


def _outside(made: Curve) -> str:
    if not made.n_outside:
        return ""
    which = "candidate is" if made.n_outside == 1 else "candidates are"
    return f" \u00b7 {made.n_outside} {which} worse than the picture reaches"


def _digits(made: Curve) -> int:
    """Enough decimals to tell the marks apart."""
    step = _step((made.high - made.low) / 5)
    return min(max(3, -math.floor(math.log10(step)) if step < 1 else 0), 7) if abs(made.high) < 100 else 1
