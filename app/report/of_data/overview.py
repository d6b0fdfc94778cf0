"""The page for the one who decides: what the table is, whether it is fit to learn from, what to do first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.report.blocks import Block, Bullets, Fact, Facts, Heading, Paragraph, Section
from app.report.sheet import Sheet
from app.ui import formats
from app.ui.text import KIND_WORDS, plural

FEW_ROWS = 500


def body(sheet: Sheet) -> list[Block]:
    found = sheet.profile
    cells = max(found.n_rows * found.n_columns, 1)
    gaps = sum(column.n_missing for column in found.columns) / cells
    facts = (
        Fact("Rows", formats.count(found.n_rows)),
        Fact("Columns", formats.count(found.n_columns), _kinds(sheet)),
        Fact("Missing cells", formats.percent(gaps)),
        Fact("Findings", formats.count(len(sheet.findings)), "see section Findings"),
    )
    blocks: list[Block] = [Paragraph(_verdict(sheet), lead=True), Facts(facts)]
    if found.sentences:
        blocks += [Heading("How it was read"), Bullets(tuple(found.sentences))]
    return [*blocks, Heading("What to do next"), Bullets(tuple(_next(sheet)))]


def _kinds(sheet: Sheet) -> str:
    counts = Counter(column.kind for column in sheet.profile.columns)
    named = ((n, KIND_WORDS.get(kind, (kind, kind))) for kind, n in counts.most_common())
    return ", ".join(f"{n} {words[0] if n == 1 else words[1]}" for n, words in named)


def _verdict(sheet: Sheet) -> str:
    worst = {finding.severity for finding in sheet.findings}
    if "block" in worst:
        return "Not fit to build from yet: something in it prevents a build."
    if "warning" in worst:
        return "Fit to build from, with care: some findings could make a score look better or worse than it is."
    if sheet.profile.n_rows < FEW_ROWS:
        return "Clean, but small: a model can be built, and its score will be unsure."
    return "Fit to build from: nothing was found that stands in the way."


def _next(sheet: Sheet) -> Iterator[str]:
    serious = [f for f in sheet.findings if f.severity != "note"]
    if serious:
        yield f"Look at {plural(len(serious), 'finding')} that need a decision; most have a fix of one click on Build."
    if sheet.target is None:
        yield "Choose the column to predict; leaks and relations can only be looked for then."
    if sheet.profile.n_rows < FEW_ROWS:
        yield "Collect more rows where you can."
    yield "Build a quick model (one minute) to see whether the columns say anything about the answer."


SECTION = Section("overview", "Overview", 10, "manager", body)
