"""What a row may be, as JSON Schema (draft 2020-12): worked out from the manifest, exactly what the server takes."""

from __future__ import annotations

import re
from typing import Any

from datasets.clock import PATTERN as CLOCK_PATTERN
from datasets.numbers import PLAIN, pattern
from datasets.schema import Kind
from inference.manifest import InputColumn, Manifest

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_BLANKS = " *"
_DAY = (
    "[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ISO = f"{_DAY}(?:[T ]{_TIME}|T{_TIME}(?:Z|[+-](?:0[0-9]|1[0-2]):[0-5][0-9]))?"
_HINTS = {
    Kind.NUMERIC: "A number, or a text as it stands in a file.",
    Kind.DATETIME: "A date or a time, in ISO notation or as it stands in the files the model learnt from.",
    Kind.CATEGORY: "One of the texts it knows; another one is predicted as one that was never seen.",
    Kind.BOOLEAN: "Yes or no, in the words that it knows.",
    Kind.TEXT: "A text.",
}


def row_schema(manifest: Manifest) -> dict[str, Any]:
    """A row by column names. What is absent, null or empty counts as not known."""
    return {
        "title": f"A row for {manifest.name or 'the model'}",
        "description": "Column names and values. A column that is absent, null or empty counts as not known.",
        "type": "object",
        "properties": {
            **{column.name: column_schema(column) for column in manifest.asks},
            **{name: {"description": "Not read by the model."} for name in sorted(manifest.spare)},
        },
        "additionalProperties": False,
        "examples": [example_row(manifest)],
    }


def list_schema(manifest: Manifest) -> dict[str, Any]:
    """A row as a list of values in the order of the manifest."""
    n = len(manifest.asks)
    return {
        "title": "A row without names",
        "description": f"One value for each column, in this order: {', '.join(manifest.asked_names)}.",
        "type": "array",
        "prefixItems": [{"$ref": _reference(column.name)} for column in manifest.asks],
        "items": False,
        "minItems": n,
        "maxItems": n,
        "examples": [list(example_row(manifest).values())],
    }


def column_schema(column: InputColumn) -> dict[str, Any]:
    """The values that a column takes, with what the model has seen of it."""
    hint = _HINTS[column.kind]
    if column.minimum is not None and column.maximum is not None:
        hint += f" Seen from {_shown(column.minimum)} to {_shown(column.maximum)}."
    known = {
        "description": hint,
        **_takes(column),
        "examples": [] if column.typical is None else [column.typical],
        "x-kind": str(column.kind),
        "x-typical": column.typical,
        "x-minimum": column.minimum,
        "x-maximum": column.maximum,
        "x-missing-share": column.missing_share,
    }
    return {name: value for name, value in known.items() if value not in (None, [])}


def example_row(manifest: Manifest) -> dict[str, Any]:
    """The typical value of every column."""
    return {column.name: column.typical for column in manifest.asks}


def _takes(column: InputColumn) -> dict[str, Any]:
    anything = {"type": ["string", "number", "boolean", "null"]}
    if column.kind is Kind.NUMERIC:
        return {**anything, "pattern": _number_pattern(column)}
    if column.kind is Kind.DATETIME:
        return {"type": ["string", "null"], "pattern": f"^{_BLANKS}(?:{_ISO}{_words(column)})?{_BLANKS}$"}
    if column.kind is Kind.TEXT or not column.categories:
        return anything
    return {"anyOf": [{"enum": list(column.categories)}, anything]}


def _number_pattern(column: InputColumn) -> str:
    """Numbers in the column's notation, with at most two digits of an exponent, or nothing."""
    number = column.column.number or PLAIN
    form = re.sub(r"\?P<\w+>", "?:", pattern(number))
    form = form.strip("^$").replace("[eE][+\\-]?[0-9]+", "[eE][+\\-]?[0-9]{1,2}").replace("\\s", " \\t\\n\\f\\r")
    times = f"|{CLOCK_PATTERN}" if number.clock else ""
    return f"^(?:{form}{times}{_words(column)}|{_BLANKS})$"


def _words(column: InputColumn) -> str:
    """The words that mean "not known", as further choices of a pattern."""
    return "".join(f"|{re.escape(word)}" for word in column.column.missing)


def _reference(name: str) -> str:
    escaped = name.replace("~", "~0").replace("/", "~1")
    return f"#/components/schemas/Row/properties/{escaped}"


def _shown(end: float | str) -> str:
    return f"{end:,.6g}" if isinstance(end, float | int) else end[:10]
