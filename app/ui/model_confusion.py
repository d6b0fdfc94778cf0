"""Predicted against actual classes: four named boxes for two classes, a tinted grid for more. Blue is right, orange
is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.ui import formats
from app.ui.tables import Col, Row, table_html
from app.ui.text import esc, plural

MOST_CLASSES = 12
MOST_PAIRS = 12
Matrix = Sequence[Sequence[int]]


def binary_html(classes: Sequence[str], matrix: Matrix, positive: str | None) -> str:
    """Four boxes, the positive class first: found, missed, false alarms, rightly left alone."""
    yes = classes.index(positive) if positive in classes else 1
    no = 1 - yes
    hit, miss = matrix[yes][yes], matrix[yes][no]
    alarm, quiet = matrix[no][yes], matrix[no][no]
    head = f"<span></span><span>said {esc(classes[yes])}</span><span>said {esc(classes[no])}</span>"
    upper = _box(hit, "found", right=True) + _box(miss, "missed", right=False)
    lower = _box(alarm, _false_alarms(alarm), right=False) + _box(quiet, "rightly left alone", right=True)
    boxes = f"<span>is {esc(classes[yes])}</span>{upper}<span>is {esc(classes[no])}</span>{lower}"
    words = (
        f"{classes[yes]}: {hit} found, {miss} missed; {classes[no]}: {alarm} false alarms, {quiet} rightly left alone."
    )
    return f'<div class="confusion-two" role="img" aria-label="{esc(words)}">{head}{boxes}</div>'


def _false_alarms(n: int) -> str:
    return "false alarm" if n == 1 else "false alarms"


def _box(n: int, word: str, *, right: bool) -> str:
    return f'<div class="{"right" if right else "wrong"}"><strong>{formats.count(n)}</strong><span>{word}</span></div>'


def sentence(classes: Sequence[str], matrix: Matrix, positive: str | None) -> str:
    """What the four boxes say, in words."""
    yes = classes.index(positive) if positive in classes else 1
    no = 1 - yes
    there, said = sum(matrix[yes]), matrix[yes][yes] + matrix[no][yes]
    found = f"Of {plural(there, 'row')} that are {classes[yes]}, {formats.count(matrix[yes][yes])} were found."
    if not said:
        return f"{found} It never said {classes[yes]}."
    right = formats.count(matrix[yes][yes])
    return f"{found} Of {formats.count(said)} times it said {classes[yes]}, it was right {right} times."


def grid_html(classes: Sequence[str], matrix: Matrix) -> str:
    """A grid of counts, actual classes down, predicted across; the colour is the share of the actual class."""
    head = "".join(f'<th scope="col"><span>{esc(name)}</span></th>' for name in classes)
    rows = "".join(
        f'<tr><th scope="row">{esc(name)}</th>{_cells(i, row)}<td class="sum">{formats.count(sum(row))}</td></tr>'
        for i, (name, row) in enumerate(zip(classes, matrix, strict=True))
    )
    corner = '<th class="corner">is, down; said, across</th>'
    return (
        '<div class="table-scroll"><table class="confusion-many" aria-label="Predicted against actual">'
        f'<thead><tr>{corner}{head}<th scope="col"><span>rows</span></th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cells(i: int, row: Sequence[int]) -> str:
    total = sum(row) or 1
    return "".join(
        f'<td class="{"right" if i == j else "wrong"}" style="--share:{100 * n / total:.1f}%">'
        f"{formats.count(n) if n else '<span>0</span>'}</td>"
        for j, n in enumerate(row)
    )


@dataclass(frozen=True, slots=True)
class Mixup:
    """Rows of the class `actual` that were taken for `said`; `share` is of all rows of the actual class."""

    actual: str
    said: str
    n: int
    share: float


def mixups(classes: Sequence[str], matrix: Matrix, most: int = MOST_PAIRS) -> tuple[Mixup, ...]:
    """The commonest mistakes, largest first."""
    found = [
        Mixup(classes[i], classes[j], n, n / (sum(row) or 1))
        for i, row in enumerate(matrix)
        for j, n in enumerate(row)
        if i != j and n
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.n, pair.actual, pair.said))[:most])


def mixups_html(pairs: Sequence[Mixup]) -> str:
    """The commonest mistakes as a table."""
    columns = (Col("Is"), Col("Taken for"), Col("Rows", "right"), Col("Of its class", "right"))
    rows = [Row((esc(p.actual), esc(p.said), formats.count(p.n), formats.percent(p.share))) for p in pairs]
    return table_html(columns, rows, label="The commonest mistakes")


def per_class_html(classes: Sequence[str], matrix: Matrix) -> str:
    """For every class: rows, how many of them were found, and how often saying it was right."""
    columns = (Col("Class"), Col("Rows", "right"), Col("Found", "right"), Col("Right when said", "right"))
    rows = []
    for i, name in enumerate(classes):
        there, said = sum(matrix[i]), sum(row[i] for row in matrix)
        found = formats.percent(matrix[i][i] / there) if there else ""
        right = formats.percent(matrix[i][i] / said) if said else ""
        rows.append(Row((esc(name), formats.count(there), found, right)))
    return table_html(columns, rows, label="Every class")
