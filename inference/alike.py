"""Answers written like the file that came in: its delimiter, quote, encoding and decimal mark."""

from __future__ import annotations

from dataclasses import replace

from datasets.record import ReadRecord
from inference.manifest import InputColumn, Manifest
from inference.output import PLAIN, CsvStyle


def style_like(record: ReadRecord, manifest: Manifest, otherwise: CsvStyle | None = None) -> CsvStyle:
    """The style of the CSV file that was read. `otherwise` (default: the plain one) is for rows that came from no CSV
    file; where it is given, UTF-8 takes the place of an encoding that lacks a letter of the classes."""
    if "delimiter" not in record.assumed:
        return otherwise or PLAIN
    style = CsvStyle.like(record.assumed)
    style = replace(style, decimal=_decimal(record, manifest, otherwise or PLAIN, style.delimiter))
    if otherwise is None or style.has_letters("".join(manifest.classes)):
        return style
    return replace(style, encoding="utf-8")


def _decimal(record: ReadRecord, manifest: Manifest, otherwise: CsvStyle, delimiter: str) -> str:
    """The mark that was asked for, or that the columns have in this table as in the one that the model learnt from;
    where no number has a fraction, that of `otherwise` if the delimiter is the same."""
    if asked := record.asked.get("decimal"):
        return str(asked)
    formats = [one.column.number for one in manifest.asks] + [manifest.target.number]
    if any(form is not None and form.decimal == "," for form in formats):
        return ","
    if any(map(_has_fraction, manifest.asks)) or delimiter != otherwise.delimiter:
        return "."
    return otherwise.decimal


def _has_fraction(column: InputColumn) -> bool:
    seen = (column.minimum, column.maximum, column.typical)
    return any(isinstance(value, float) and not value.is_integer() for value in seen)


__all__ = ["style_like"]
