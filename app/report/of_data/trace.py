"""For the auditor: what exactly was looked at, and by which rules kinds were chosen."""

from __future__ import annotations

import json

from app.report.blocks import Block, Code, Grid, Heading, Paragraph, Section
from app.report.sheet import Sheet


def body(sheet: Sheet) -> list[Block]:
    rows = tuple((column.name, column.kind, column.reason) for column in sheet.profile.columns)
    return [
        Paragraph("The same cells in the same order always give this fingerprint, whatever the file format."),
        Grid(("what", "hash"), (("content of the table (sha256)", sheet.table.fingerprint),), (), (30, 70), (1,)),
        Heading("What reading assumed"),
        Code(json.dumps(dict(sheet.profile.assumed), ensure_ascii=False, indent=1, default=str)),
        Heading("Why each column has its kind"),
        Grid(("column", "kind", "why"), rows, (), (28, 14, 58)),
    ]


SECTION = Section("trace", "Reading and hashes", 60, "auditor", body)
