"""Where the answers are right and wrong: counts of classes with their curves, or predicted against actual numbers."""

from __future__ import annotations

from app.report import charts
from app.report.blocks import Block, Figure, Grid, Heading, Paragraph, Row, Section
from app.report.story import Story
from app.ui import formats
from automl.record import BuildRecord, Curve

MOST_CLASSES = 12
MOST_LETTERS = 60  # of all names of classes side by side
MOST_POINTS = 600
LEAST_SHARE = 0.002


def body(story: Story) -> list[Block]:
    record = story.record
    if record is None:
        return []
    return _numbers(record) if record.problem == "regression" else _classes(record)


def _numbers(record: BuildRecord) -> list[Block]:
    seen, blocks = record.evaluation, list[Block]()
    if seen.actual:
        picture = charts.scatter(seen.actual, seen.predicted, (seen.low_offset, seen.high_offset), MOST_POINTS)
        shown = formats.count(min(MOST_POINTS, len(seen.actual)))
        words = (
            f"About {shown} rows, drawn by chance. On the full line an answer is right; nine in ten lie between the "
            "dashed lines."
        )
        blocks.append(Figure("Predicted against actual", picture, words))
    if seen.residual_counts:
        picture = charts.histogram(seen.residual_edges, seen.residual_counts, "truth less answer")
        words = "Right of 0 the truth was higher than the answer. The outermost bars hold all rows beyond them."
        blocks.append(Figure("How far answers are off", picture, words))
    return blocks


def _classes(record: BuildRecord) -> list[Block]:
    blocks: list[Block] = []
    matrix, names = record.evaluation.confusion, record.classes
    if matrix and len(names) <= MOST_CLASSES:
        blocks += [Heading("Predicted against actual"), *_confusion(record)]
    elif matrix:
        blocks += [Heading("What is mixed up most"), _mixups(record)]
    blocks += _curves(record)
    return blocks


def _confusion(record: BuildRecord) -> list[Block]:
    """The counts; where names are too long to stand above columns, numbers stand for them."""
    matrix, names = record.evaluation.confusion, [name or "(empty)" for name in record.classes]
    narrow = (len(names) + 2) * max(map(len, names)) <= MOST_LETTERS
    rows = tuple(
        _row(name if narrow else f"{i + 1}. {name}", row, i)
        for i, (name, row) in enumerate(zip(names, matrix, strict=True))
    )
    said = [f"said {name}" if narrow else f"said {i}" for i, name in enumerate(names, start=1)]
    heads = ("actual", *said, "found")
    figures = tuple(range(1, len(heads)))
    if narrow:
        return [Grid(heads, rows, figures)]
    told = Paragraph("Answers stand above the columns, numbered like the rows.")
    return [told, Grid(heads, rows, figures, (26, *[64 / len(names)] * len(names), 10))]


def _row(name: str, row: tuple[int, ...], place: int) -> tuple[str, ...]:
    return (name, *map(formats.count, row), formats.percent(row[place] / (sum(row) or 1)))


def _mixups(record: BuildRecord) -> Grid:
    matrix, names = record.evaluation.confusion, record.classes
    wrong = sorted(((n, i, j) for i, row in enumerate(matrix) for j, n in enumerate(row) if i != j and n), reverse=True)
    rows = tuple((names[i], names[j], formats.count(n)) for n, i, j in wrong[:MOST_CLASSES])
    return Grid(("actual", "said", "rows"), rows, (2,))


def _curves(record: BuildRecord) -> list[Block]:
    roc, found = record.evaluation.roc, record.evaluation.precision_recall
    if roc is None or found is None:
        return []
    yes = record.positive or record.classes[-1]
    values = {score.metric: score.value for score in record.metrics}
    area = f"Area {formats.score(values['roc_auc'])}; the dashed line is a coin toss." if "roc_auc" in values else ""
    mean = f"Average precision {formats.score(values['pr_auc'])}." if "pr_auc" in values else ""
    return [
        Heading("Every threshold at once"),
        Paragraph(f"How many rows of {yes} are found, and what that costs, when the line is moved."),
        Row((_figure("ROC curve", roc, (f"no {yes}, yet said", "found"), area, True),
             _figure("Precision and recall", found, ("found", "of those said, right"), mean, False))),
    ]  # fmt: skip


def _figure(title: str, curve: Curve, axes: tuple[str, str], words: str, diagonal: bool) -> Figure:
    return Figure(title, charts.curve(curve.x, curve.y, axes, diagonal), words)


SECTION = Section("answers", "Right and wrong answers", 50, "analyst", body)
