"""JSON Lines: one object a line, its keys are the columns; a file that is one list of objects is read as well, also one
that lies in an object ({"orders": [...]})."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from datasets.errors import InputError
from datasets.formats._nested import flat
from datasets.formats._text import as_utf8
from datasets.formats._values import column_array
from datasets.reading import Format, Reading, Source
from datasets.record import ReadOptions


def read_json_lines(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """Columns in order of first appearance; a key that a line lacks is an empty cell; objects inside become columns of
    their own, lists stay JSON text.

    Raises InputError with the line number where a line is not a JSON object.
    """
    text, sentences = as_utf8(source, options.encoding)
    rows, said = flat(list(islice(_objects(text.path, source.name), max_rows)))
    names = list(dict.fromkeys(key for row in rows for key in row))
    if not names:
        raise InputError(f"A table needs at least one column; {source.name} holds no object with a key.")
    cells = pa.table([column_array([row.get(name) for row in rows]) for name in names], names=names)
    return Reading(cells, {"encoding": text.encoding}, (*sentences, *said))


def _objects(path: Path, name: str) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        first = file.read(1 << 12).lstrip()
        file.seek(0)
        if first.startswith("["):
            yield from _list(_document(file.read(), name), name)
            return
        if (inside := _list_inside(file)) is not None:
            yield from _list(inside, name)
            return
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _object(line, f"Line {number:,}", name)


def _object(line: str, where: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} of {name} is not JSON. Every line must be one object such as {_EXAMPLE}.") from error
    if not isinstance(value, dict):
        raise InputError(f"{where} of {name} is no object. Every line must be one object such as {_EXAMPLE}.")
    return value


def _document(text: str, name: str) -> list[Any]:
    try:
        return list(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} starts like a JSON list but is not one to its end. Get a fresh copy.") from error


def _list_inside(file: TextIO) -> list[Any] | None:
    """The list of objects in a file that is one object on several lines, or with such a list and nothing else; None in
    a file of lines. The file stands at its beginning afterwards."""
    first = file.readline()
    try:
        whole = json.loads(first)
        rest = file.read(_LOOKED_AT).strip()
    except (ValueError, RecursionError):
        whole, rest = None, ""
    file.seek(0)
    if rest or (whole is not None and not _lists(whole)):
        return None
    try:
        whole = whole if whole is not None else json.loads(file.read())
    except (ValueError, RecursionError):
        whole = None
    file.seek(0)
    found = _lists(whole)
    return found[0] if len(found) == 1 else None


def _lists(whole: Any) -> list[list[Any]]:
    """The lists of objects directly inside an object."""
    inside = whole.values() if isinstance(whole, dict) else ()
    return [one for one in inside if isinstance(one, list) and one and all(isinstance(row, dict) for row in one)]


def _list(values: list[Any], name: str) -> Iterator[dict[str, Any]]:
    for number, value in enumerate(values, start=1):
        if not isinstance(value, dict):
            raise InputError(f"Entry {number:,} of {name} is no object. Every entry must be one such as {_EXAMPLE}.")
        yield value


def _recognises(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"["):
        return start[1:].lstrip().startswith(b"{")
    if not start.startswith(b"{"):
        return False
    lines = start.split(b"\n")
    whole = [line for line in lines[:-1] if line.strip()] or lines[:1]
    try:
        return all(isinstance(json.loads(line), dict) for line in whole)
    except ValueError:
        return len(lines) == 1 and b'":' in start  # one line longer than the head


_LOOKED_AT = 1 << 12
_EXAMPLE = '{"age": 41}'

FORMAT = Format(
    name="json_lines",
    title="JSON Lines",
    suffixes=(".jsonl", ".ndjson", ".json"),
    recognises=_recognises,
    read=read_json_lines,
)
