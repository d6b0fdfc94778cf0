"""Where it errs: groups of rows that are answered clearly worse than the others, each beside the rest."""

from __future__ import annotations

from app.ui import formats, parts
from app.ui.impact_words import part
from app.ui.text import esc, plural
from app.ui.units import Unit, of_target
from automl.insights import ErrorSlices, Slice
from automl.record import BuildRecord


def errs_card(record: BuildRecord, measured_on: str) -> None:
    """The slices, the worst first, or one sentence that nothing stands out."""
    found = record.insights.slices
    with parts.card("errs"):
        parts.card_title(
            "Where it errs",
            f"{measured_on}. Groups of rows that are answered clearly worse than all others.",
            means="errs",
        )
        if found is None:
            parts.notice("This version was built by an older Easel; build it again to see where it errs.")
            return
        if not found.found:
            parts.notice(nothing(found), tone="good")
        else:
            parts.draw(f'<p class="reading">{esc(reading(found.found[0], record))}</p>', slices_html(found, record))
        parts.caption(rule(found))


def nothing(found: ErrorSlices) -> str:
    """Why no slice is shown."""
    if not found.n_tried:
        return f"{plural(found.n_rows, 'row')} are too few to compare groups of {found.least_rows} rows or more."
    return (
        f"Nothing stands out: of {plural(found.n_tried, 'group')} of rows that were compared, none is answered worse "
        "than the others by more than chance gives."
    )


def rule(found: ErrorSlices) -> str:
    """What the bars show, and by which rule groups are told."""
    what = (
        "The bars show how far answers are off on average. "
        if found.loss == "absolute error"
        else "The bars show what is missing to 100\u00a0% in the probability that the truth is given, on average; "
        "wrong classes are counted at the threshold of the build. "
    )
    some = (
        f"{formats.count(found.n_rows)} of {formats.count(found.n_of)} measured rows, drawn by chance, were looked at. "
        if found.n_rows < found.n_of
        else ""
    )
    return (
        f"{what}{some}{formats.count(found.n_tried)} groups by one and two columns were tried, of {found.least_rows} "
        "rows or more and half of all at most. One is shown when it is clearly worse than the others and hardly by "
        f"chance: that even one is shown for nothing happens in fewer than 5{formats.SPACE}% of models."
    )


def name(found: Slice, record: BuildRecord) -> str:
    """ "Contract is Month-to-month, tenure is 3 to 8"."""
    return ", ".join(
        f"{column} is {part(record, column, said)}" for column, said in zip(found.columns, found.labels, strict=True)
    )


def reading(found: Slice, record: BuildRecord) -> str:
    """The worst slice in a sentence."""
    n = record.insights.slices.n_rows if record.insights.slices else found.n_rows
    where = (
        f"It errs most where {name(found, record)}: {plural(found.n_rows, 'row')} ({formats.percent(found.n_rows / n)})"
    )
    if found.wrong is None or found.wrong_rest is None:
        leans = _leans(found, of_target(record))
        return (
            f"{where}, where it is off by {of_target(record).write(found.value, 3)} on average, elsewhere by "
            f"{of_target(record).write(found.rest, 3)}{'. ' + leans if leans else '.'}"
        )
    return (
        f"{where}, where it gives the truth a probability of {formats.percent(1 - found.value)} on average, elsewhere "
        f"{formats.percent(1 - found.rest)}, and gives a wrong answer in {formats.percent(found.wrong)} of the rows, "
        f"elsewhere in {formats.percent(found.wrong_rest)}."
    )


def _leans(found: Slice, unit: Unit) -> str:
    """Whether answers are too high or too low there, where that is much of the error."""
    if found.bias is None or abs(found.bias) < found.value / 3:
        return ""
    way = "too high" if found.bias > 0 else "too low"
    return f"Its answers there are {way} by {unit.write(abs(found.bias), 3)} on average."


def slices_html(found: ErrorSlices, record: BuildRecord) -> str:
    """One block a slice: what it is, and its loss as a bar over that of the rest."""
    largest = max(one.value for one in found.found)
    return f'<div class="slices">{"".join(_slice_html(one, found, largest, record) for one in found.found)}</div>'


def _slice_html(one: Slice, found: ErrorSlices, largest: float, record: BuildRecord) -> str:
    unit = of_target(record)
    conditions = "".join(
        f'<span class="condition"><b>{esc(column)}</b> {esc(part(record, column, said))}</span>'
        for column, said in zip(one.columns, one.labels, strict=True)
    )
    rows = f"{plural(one.n_rows, 'row')}, {formats.percent(one.n_rows / found.n_rows)}"
    if one.wrong is not None and one.wrong_rest is not None:
        more = f"wrong in {formats.percent(one.wrong)}, elsewhere in {formats.percent(one.wrong_rest)}"
        here, rest = (f"{formats.percent(value)} off" for value in (one.value, one.rest))
    else:
        more = _leans(one, unit)
        here, rest = (f"\u00b1 {unit.write(value, 3)}" for value in (one.value, one.rest))
    below = f"{rows}; {more}" if one.wrong is not None else " ".join(filter(None, [f"{rows}.", more]))
    return (
        f'<div class="slice"><div><p class="conditions">{conditions}</p><p class="caption">{esc(below)}</p></div>'
        f'<div class="twin" role="img" aria-label="{esc(f"{here} there, {rest} elsewhere")}">'
        f"{_bar_html('here', one.value / largest, here)}{_bar_html('rest', one.rest / largest, rest)}</div></div>"
    )


def _bar_html(style: str, share: float, text: str) -> str:
    word = "there" if style == "here" else "elsewhere"
    return (
        f'<span class="word">{word}</span><span class="track {style}"><i style="width:{100 * share:.1f}%"></i></span>'
        f'<span class="value">{esc(text)}</span>'
    )
