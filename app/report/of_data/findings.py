"""What the data check found, each with an example and what to do about it."""

from __future__ import annotations

from app.report.blocks import Block, Heading, Paragraph, Remark, Section, Tone
from app.report.sheet import Sheet
from datasets.findings import Finding


def body(sheet: Sheet) -> list[Block]:
    if not sheet.findings:
        return [Remark("Nothing needs attention, as far as Easel can tell.", "good")]
    said = "Looked for by published rules with fixed thresholds; each shows what it saw."
    return [Paragraph(said), *(block for finding in sheet.findings for block in _finding(finding))]


def _finding(finding: Finding) -> list[Block]:
    tone: Tone = "plain" if finding.severity == "note" else "warn"
    blocks: list[Block] = [Heading(finding.title), Remark(f"{finding.sentence} {finding.example}".strip(), tone)]
    todo = finding.fix.label if finding.fix is not None else finding.advice
    return [*blocks, Paragraph(f"What to do: {todo}{'' if todo.endswith('.') else '.'}")] if todo else blocks


SECTION = Section("findings", "Findings", 30, "analyst", body)
