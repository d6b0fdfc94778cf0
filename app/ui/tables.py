"""Tables and bars that are read, as HTML: aligned headers, chips in cells, small histograms, a row that is chosen.

Tables that are edited or long are st.data_editor and st.dataframe instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.ui.formats import count, decimals, percent
from app.ui.text import esc

LONG_LABEL = 12  # characters, beyond which the label of a bar would be cut in a narrow card


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a table: its header, how cells are aligned (numbers right), its width in CSS ("22%", "" = automatic),
    whether a narrow screen may do without it, and whether long words are cut (then the column gets what is left)."""

    title: str
    align: Literal["left", "right", "center"] = "left"
    width: str = ""
    optional: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row as markup (escape words with `text.esc`); a chosen row is tinted; with `href` the whole row
    leads there."""

    cells: tuple[str, ...]
    chosen: bool = False
    href: str = ""


def table_html(columns: Sequence[Col], rows: Sequence[Row], *, label: str, style: str = "") -> str:
    """A table; `label` names it for screen readers."""
    head = "".join(f'<th scope="col"{_attributes(c)}>{esc(c.title)}</th>' for c in columns)
    body = "".join(_row_html(columns, row) for row in rows)
    return (
        f'<div class="table-scroll"><table class="read {style}" aria-label="{esc(label)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row_html(columns: Sequence[Col], row: Row) -> str:
    cells = "".join(f"<td{_attributes(c)}>{cell}</td>" for c, cell in zip(columns, row.cells, strict=True))
    return f"<tr{' class=chosen aria-selected=true' if row.chosen else ''}>{cells}</tr>"


def _attributes(column: Col) -> str:
    classes = f"{column.align}{' optional' if column.optional else ''}{' cut' if column.cut else ''}"
    return f' class="{classes}"' + (f' style="width:{column.width}"' if column.width else "")


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled bar: its length `share` (0..1), what is printed at its end, and whether it is chosen."""

    label: str
    share: float
    text: str
    chosen: bool = False


def bars_html(bars: Sequence[Bar], *, label: str, above: bool = False) -> str:
    """Horizontal bars with their labels left (`above`, and on a narrow screen: above them) and values right."""
    rows = "".join(
        f'<div class="bar{" chosen" if b.chosen else ""}">'
        f'<span class="name" title="{esc(b.label)}">{esc(b.label)}</span>'
        f'<span class="track"><span{"" if b.share else " class=none"} '
        f'style="width:{100 * min(max(b.share, 0.0), 1.0):.2f}%"></span></span>'
        f'<span class="value">{esc(b.text)}</span></div>'
        for b in bars
    )
    return f'<div class="bars{" above" if above else ""}" role="img" aria-label="{esc(label)}">{rows}</div>'


def counts_html(labels: Sequence[str], counts: Sequence[int], n_rows: int, *, chosen: str = "", label: str = "") -> str:
    """Bars for the values of a column: the count and its share of `n_rows` beside each. Long values, which may differ
    only at their end, stand above their bars."""
    largest = max(counts, default=0) or 1
    bars = [
        Bar(name, n / largest, f"{count(n)}\u2002{percent(n / n_rows if n_rows else 0.0)}", name == chosen)
        for name, n in zip(labels, counts, strict=True)
    ]
    above = max(map(len, labels), default=0) > LONG_LABEL
    return bars_html(bars, label=label or "How often each value occurs", above=above)


def histogram_html(counts: Sequence[int], label: str, height: int = 26) -> str:
    """A small histogram for a table cell; `label` says in words what it shows."""
    largest = max(counts, default=0) or 1
    columns = "".join(f'<span style="height:{max(height * n / largest, 1 if n else 0):.1f}px"></span>' for n in counts)
    return f'<span class="histogram" style="height:{height}px" role="img" aria-label="{esc(label)}">{columns}</span>'


def meter_html(share: float | None, text: str = "") -> str:
    """A thin bar for a share (0..1) with its number; nothing when unknown."""
    if share is None:
        return ""
    width = 100 * min(max(share, 0.0), 1.0)
    track = f'<span class="track"><span style="width:{width:.1f}%"></span></span>'
    return f'<span class="meter">{track}<span>{esc(text or decimals(share, 2))}</span></span>'


def position_html(share: float | None, low: float | None = None, high: float | None = None) -> str:
    """A dot on a line from 0 to 1, with its interval when both ends are given; nothing when unknown."""
    if share is None:
        return ""

    def at(x: float) -> float:
        return 100 * min(max(x, 0.0), 1.0)

    band = ""
    if low is not None and high is not None:
        band = f'<span class="band" style="left:{at(low):.1f}%;width:{at(high) - at(low):.1f}%"></span>'
    return f'<span class="position">{band}<span class="point" style="left:{at(share):.1f}%"></span></span>'
