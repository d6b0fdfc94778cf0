"""The page at /docs: what the model reads, and a place to try it. All of it is in one answer, nothing is fetched."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from string import Template

from inference.manifest import InputColumn, Manifest
from inference.server.openapi import example_csv
from inference.server.schema import example_row
from inference.server.settings import Settings

MOST_TEXTS = 8
_KINDS = {"numeric": "number", "category": "text of a list", "boolean": "yes or no", "datetime": "date"}


def page(manifest: Manifest, settings: Settings) -> str:
    """The whole page, as HTML."""
    template = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    document = json.dumps({"instances": [example_row(manifest)]}, ensure_ascii=False, indent=2)
    return template.substitute(
        name=escape(manifest.name or "Model"),
        target=escape(manifest.target.name),
        score=escape(f"{manifest.score.title} {manifest.score.value:.4g}"),
        json=_script({"application/json": document, "text/csv": example_csv(manifest)}),
        rows="".join(map(_column, manifest.asks)),
        limits=f"{settings.max_rows:,} rows, {settings.max_bytes:,} bytes",
    )


def _column(column: InputColumn) -> str:
    cells = (column.name, _KINDS.get(str(column.kind), str(column.kind)), _values(column), _text(column.typical))
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _values(column: InputColumn) -> str:
    if column.minimum is not None and column.maximum is not None:
        return f"{_text(column.minimum)} to {_text(column.maximum)}"
    more = ", ..." if len(column.categories) > MOST_TEXTS else ""
    return ", ".join(text[:40] for text in column.categories[:MOST_TEXTS]) + more


def _text(value: float | str | None) -> str:
    return f"{value:,.6g}" if isinstance(value, float | int) else str(value or "")[:40]


def _script(value: object) -> str:
    """JSON that may stand inside a script element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
