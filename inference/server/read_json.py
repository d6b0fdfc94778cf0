"""JSON: {"instances": [...]} or a bare list; an instance maps column names to values, or lists them in order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from inference.manifest import Manifest
from inference.server.asked import Asked, no_rows, too_many_rows, wrong_width
from inference.server.errors import RefusalError

FORMS = 'Send {"instances": [...]} or a list; each instance maps column names to values, or lists the values in order.'


class _Repeated(dict[str, Any]):
    """A JSON object that has a key more than once."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        (self.name, _), *_ = Counter(name for name, _ in pairs).most_common(1)


def read_json(body: bytes, manifest: Manifest, most_rows: int) -> Asked:
    """The rows in a JSON document. Raises RefusalError when it is no JSON, or of another form."""
    instances = _instances(_document(body))
    if not instances:
        raise no_rows()
    if len(instances) > most_rows:
        raise too_many_rows(most_rows)
    return Asked([_row(instance, manifest, number) for number, instance in enumerate(instances, 1)])


def _document(body: bytes) -> Any:
    try:
        return json.loads(body, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise RefusalError(
            400, f"The body must be JSON; it is not (line {error.lineno}, letter {error.colno}: {error.msg}). {FORMS}"
        ) from error
    except UnicodeDecodeError as error:
        raise RefusalError(400, f"JSON must be UTF-8 text; the byte at position {error.start:,} is not.") from error
    except RecursionError as error:
        raise RefusalError(400, f"The body is nested too deeply. {FORMS}") from error
    except ValueError as error:  # a whole number of thousands of digits
        raise RefusalError(400, f"The body holds a number that cannot be read: {error}.") from error


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Repeated(pairs)


def _instances(document: Any) -> list[Any]:
    if isinstance(document, Mapping):
        if isinstance(document, _Repeated):
            raise RefusalError(
                400, f"The field {document.name[:100]!r} must be there once; it is there more than once. {FORMS}"
            )
        if "instances" not in document:
            raise RefusalError(400, f"The JSON object must have the field 'instances'; it has not. {FORMS}")
        if other := [name for name in document if name != "instances"]:
            raise RefusalError(400, f"The field {other[0][:100]!r} is not known. {FORMS}")
        document = document["instances"]
    if not isinstance(document, list):
        raise RefusalError(400, f"The instances must be a list; they are {_kind(document)}. {FORMS}")
    return document


def _row(instance: Any, manifest: Manifest, number: int) -> Mapping[str, Any]:
    if isinstance(instance, _Repeated):
        raise _column_twice(instance.name, number)
    if isinstance(instance, dict):
        return instance
    if isinstance(instance, list):
        if len(instance) != len(manifest.asked_names):
            raise wrong_width(len(instance), manifest, number)
        return dict(zip(manifest.asked_names, instance, strict=True))
    raise RefusalError(400, f"Row {number:,} must be a mapping or a list; it is {_kind(instance)}. {FORMS}", row=number)


def _column_twice(name: str, number: int) -> RefusalError:
    said = f"Row {number:,} must name every column once; it names {name[:100]!r} more than once."
    return RefusalError(400, f"{said} Keep one of the values.", name, number)


def _kind(value: Any) -> str:
    kinds = {
        dict: "an object",
        _Repeated: "an object",
        list: "a list",
        str: "a text",
        bool: "true or false",
        type(None): "null",
    }
    return kinds.get(type(value), "a number")
