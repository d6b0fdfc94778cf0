"""How to use it: by command, from Python, by a server, and in any ONNX runtime."""

from __future__ import annotations

import shlex

from app.report.blocks import Block, Code, Heading, Paragraph, Section
from app.report.story import Story
from app.ui.text import plural
from inference.manifest import InputColumn

MOST_COLUMNS = 5


def body(story: Story) -> list[Block]:
    file = shlex.quote(story.file)
    blocks: list[Block] = [
        Heading("By command"),
        Paragraph("A file in, the same file with answers out. What does not fit is named before anything is written."),
        Code(f"easel predict {file} new.csv --out scored.csv"),
        Heading("From Python"),
        Paragraph("Needs numpy, Arrow, DuckDB and ONNX Runtime; none of the libraries that trained it."),
        Code(_snippet(story)),
    ]
    if _serves():
        blocks += [Heading("As a server"), Code(f"easel serve {file}")]
    columns = plural(len(story.manifest.asks), "column")
    said = (
        f"The zip holds model.onnx, which takes {columns}, each as an input of its own, and manifest.json, which says "
        "how cells become inputs (docs/manifest.md in Easel). Any ONNX runtime gives the same answers."
    )
    return [*blocks, Heading("Anywhere else"), Paragraph(said)]


def _serves() -> bool:
    from app.cli import commands

    return "serve" in commands()


def _snippet(story: Story) -> str:
    columns = story.manifest.asks[:MOST_COLUMNS]
    row = ",\n".join(f"    {column.name!r}: {_value(column)}" for column in columns)
    more = ",\n    # ... and the other columns" if len(story.manifest.asks) > MOST_COLUMNS else ""
    answer = (
        "answer.value, answer.low, answer.high"
        if story.manifest.is_regression
        else "answer.label, answer.probabilities"
    )
    load = f"from inference import load\n\nmodel = load({story.file!r})\nanswer = model.predict({{\n"
    return f"{load}{row}{more}\n}})\nprint({answer})"


def _value(column: InputColumn) -> str:
    if isinstance(column.typical, float):
        number = float(f"{column.typical:.7g}")
        return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return repr(column.typical)


SECTION = Section("usage", "How to use it", 120, "everyone", body)
