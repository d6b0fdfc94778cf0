"""The charts of the reports: numbers in, a picture out."""

from __future__ import annotations

from collections.abc import Sequence

from app.report.axes import Frame, Write, number, padded, share
from app.report.picture import Anchor, Box, Dot, Label, Picture, Shape, Stroke, short
from app.ui import formats

WIDE, HALF = 500.0, 244.0
BAR, GAP = 13.0, 9.0
MOST_BARS = 14


def bars(labels: Sequence[str], values: Sequence[float], write: Write, width: float = WIDE,
         texts: Sequence[str] = ()) -> Picture:  # fmt: skip
    """One bar for each label, in the given order; negative values go to the left of the middle. `texts` stand at the
    ends of the bars in place of what `write` makes of the values."""
    name_width, value_width = (0.32 * width, 52.0) if width == WIDE else (0.45 * width, 32.0)
    value_width = max(value_width, 4.7 * max(map(len, texts), default=0))
    low, high = min(0.0, *values), max(0.0, *values)
    span, room = (high - low) or 1.0, width - name_width - value_width - (value_width if low < 0 else 0)
    start = name_width + (value_width if low < 0 else 0)
    zero = start + room * -low / span
    shapes: list[Shape] = []
    letters = int(name_width / 4.7)
    for i, (label, value) in enumerate(zip(labels, values, strict=True)):
        y, length = i * (BAR + GAP) + 4, room * abs(value) / span
        shapes.append(Label(name_width - 8, y + 10, short(label, letters), "end", "ink"))
        x = zero if value >= 0 else zero - length
        shapes.append(Box(x, y, max(length, 0.8), BAR, "chart" if value >= 0 else "other"))
        anchor: Anchor = "start" if value >= 0 else "end"
        shapes.append(
            Label(zero + length + 5 if value >= 0 else x - 5, y + 10, texts[i] if texts else write(value), anchor)
        )
    return Picture(width, len(labels) * (BAR + GAP) + 4, tuple(shapes))


def histogram(edges: Sequence[float], counts: Sequence[int], title: str, width: float = WIDE, height: float = 150.0,
              write: Write = number) -> Picture:  # fmt: skip
    """Counts of rows between edges (one edge more than counts)."""
    frame = Frame(width, height, (edges[0], edges[-1]), (0.0, max(max(counts), 1) * 1.08))
    shapes = frame.grid(formats.count, "rows", 3)
    for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True):
        x, y = frame.at(low, count)
        shapes.append(Box(x + 0.4, y, max(frame.px(high) - x - 0.8, 0.6), frame.py(0) - y, "chart"))
    return Picture(width, height, (*shapes, *frame.marks(write, title)))


def curve(xs: Sequence[float], ys: Sequence[float], titles: tuple[str, str], diagonal: bool = True) -> Picture:
    """A curve of shares (0..1) over shares, with the diagonal of a coin toss."""
    frame = Frame(HALF, 200.0, (0.0, 1.0), (0.0, 1.0), top=16)
    shapes = [*frame.grid(share, titles[1]), *frame.marks(share, titles[0])]
    if diagonal:
        shapes.append(Stroke((frame.at(0, 0), frame.at(1, 1)), "muted", 0.8, dashed=True))
    return Picture(HALF, 200.0, (*shapes, frame.line(xs, ys, "chart")))


def reliability(said: Sequence[float], seen: Sequence[float], low: Sequence[float], high: Sequence[float]) -> Picture:
    """Probabilities that were said against shares that happened, with their intervals."""
    top = min(1.0, 1.1 * max(*said, *high, 0.1))
    frame = Frame(HALF, 200.0, (0.0, top), (0.0, top), top=16)
    shapes = [*frame.grid(share, "happened"), *frame.marks(share, "probability said")]
    shapes.append(Stroke((frame.at(0, 0), frame.at(top, top)), "muted", 0.8, dashed=True))
    for x, y, a, b in zip(said, seen, low, high, strict=True):
        shapes.append(Stroke((frame.at(x, a), frame.at(x, min(b, top))), "soft", 2.4))
        shapes.append(Dot(*frame.at(x, y), 2.6, "chart"))
    return Picture(HALF, 200.0, tuple(shapes))


def scatter(actual: Sequence[float], predicted: Sequence[float], band: tuple[float, float], most: int) -> Picture:
    """Predicted against actual numbers, at most `most` of them, with the line of right answers and the error band."""
    step = max(1, -(-len(actual) // most))
    pairs = list(zip(predicted[::step], actual[::step], strict=True))
    values = [v for pair in pairs for v in pair]
    ends = padded(min(values), max(values), 0.03)
    frame = Frame(WIDE, 300.0, ends, ends, top=16)
    shapes = [*frame.grid(number, "actual"), *frame.marks(number, "predicted")]
    shapes += [Dot(*frame.at(x, y), 1.6, "chart", 0.45) for x, y in pairs]
    for offset, dashed in ((0.0, False), (band[0], True), (band[1], True)):
        x0, x1 = max(ends[0], ends[0] - offset), min(ends[1], ends[1] - offset)
        shapes.append(Stroke((frame.at(x0, x0 + offset), frame.at(x1, x1 + offset)), "other", 1.1, dashed))
    return Picture(WIDE, 300.0, tuple(shapes))


def effect_curve(xs: Sequence[float], ys: Sequence[float], counts: Sequence[int], title: str,
                 write: Write, write_x: Write = number) -> Picture:  # fmt: skip
    """How a number moves the answer, above small bars of how many rows lie there."""
    xs, ys, counts = zip(*sorted(zip(xs, ys, counts, strict=True)), strict=True)
    frame = Frame(HALF, 168.0, padded(min(xs), max(xs), 0.04), padded(min(*ys, 0.0), max(*ys, 0.0), 0.15), bottom=44)
    shapes = frame.grid(write)
    foot, tallest = 168.0 - frame.bottom, max(max(counts), 1)
    for x, n in zip(xs, counts, strict=True):
        shapes.append(Box(frame.px(x) - 2, foot + 10 - 9 * n / tallest, 4, 9 * n / tallest, "stone"))
    shapes.append(Stroke((frame.at(frame.x[0], 0), frame.at(frame.x[1], 0)), "muted", 0.8, dashed=True))
    moved = [
        Label(s.x, s.y + 10, s.text, s.anchor) if isinstance(s, Label) and s.y < 160 else s
        for s in frame.marks(write_x, short(title, 44), 4)
    ]
    return Picture(HALF, 168.0, (*shapes, frame.line(xs, ys, "chart"), *moved))


def scale(rows: Sequence[tuple[str, float, float, float]], reference: tuple[str, float]) -> Picture:
    """Values with their intervals on one line each (label, low, value, high), and a dashed reference."""
    every = [v for _, *three in rows for v in three] + [reference[1]]
    height = 26.0 * len(rows) + 46
    frame = Frame(WIDE, height, padded(min(every), max(every), 0.12), (0.0, float(len(rows))), left=112, top=14)
    x = frame.px(reference[1])
    shapes: list[Shape] = [Stroke(((x, 12), (x, height - frame.bottom)), "other", 1.2, dashed=True)]
    side: Anchor = "start" if x < WIDE / 2 else "end"
    shapes.append(Label(x, 8, reference[0], side, "other"))
    for i, (label, low, value, high) in enumerate(rows):
        y = frame.py(len(rows) - i - 0.5)
        shapes.append(Label(frame.left - 10, y + 3, short(label, 22), "end", "ink"))
        shapes.append(Stroke((frame.at(frame.x[0], len(rows) - i - 0.5), frame.at(frame.x[1], len(rows) - i - 0.5)),
                             "line", 0.7))  # fmt: skip
        shapes.append(Stroke(((frame.px(low), y), (frame.px(high), y)), "soft", 6))
        shapes.append(Dot(frame.px(value), y, 4, "chart"))
    return Picture(WIDE, height, (*shapes, *frame.marks()))
