"""The model file: a zip with the ONNX graph, its manifest, and a page for people."""

from __future__ import annotations

import json
import math
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from datasets.atomic import write_atomically
from datasets.errors import InputError
from inference.manifest import Manifest

# The format of bundles. Raise it when a bundle of the new kind would be read wrongly, or not at all, by the code of
# the last release: a field that changed its meaning or went away, an input or output of the graph that is named or
# typed differently, another reading rule. A new field that old code may ignore does not need it. To raise it:
# 1. add one; 2. let `read_bundle` turn a manifest of the format before into the new one, so that no user's model is
# lost; 3. describe the change in docs/manifest.md and docs/manifest.schema.json; 4. keep every file in tests/golden/
# as it is and add one of the new format (tests/golden/make_bundle.py); 5. say it in CHANGELOG.md.
FORMAT = 1

MODEL = "model.onnx"
MANIFEST = "manifest.json"
README = "README.md"
RECORD = "record.json"  # bundles of the first versions have none
AGAIN = "Copy it once more from where it came from, or build the model again."
LARGEST = 2**31  # bytes: no ONNX file can be larger
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same model gives the same bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """A model with its description: the manifest, the bytes of the ONNX file, a page in Markdown, and the record of its
    build as JSON data (None in bundles of the first versions), from which reports are written."""

    manifest: Manifest
    model: bytes
    readme: str
    record: dict[str, Any] | None = None


def write_bundle(path: str | Path, bundle: Bundle) -> None:
    """Write the zip; the file of that name is replaced only when the new one is whole.

    Raises EaselError when the disk is full and InputError when there is no such folder; the old file then stays.
    """
    document = {"format": FORMAT, **bundle.manifest.to_dict()}
    manifest = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"

    members = [(MANIFEST, manifest.encode()), (README, bundle.readme.encode()), (MODEL, bundle.model)]
    if bundle.record is not None:
        record = json.dumps(_finite(bundle.record), ensure_ascii=False, allow_nan=False)
        members.append((RECORD, record.encode()))

    def write(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in members:
                info = zipfile.ZipInfo(name, _WHEN)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, content, compresslevel=6)

    check_target(path)
    write_atomically(path, write)


def check_target(path: str | Path) -> None:
    """Raises InputError when no file can have that name: the folder is not there, or the name is a folder's."""
    path = Path(path)
    if path.is_dir():
        raise InputError(f"{path} must be the name of a file; it is a folder. Give a file name inside it.")
    if not path.parent.is_dir():
        raise InputError(
            f"The folder {path.parent} must exist to write {path.name} into it; it does not. Make it first."
        )


def read_bundle(path: str | Path) -> Bundle:
    """Read the zip that `write_bundle` wrote, or the folder that it was unpacked into.

    Raises InputError when there is no such file, when it is damaged or no bundle at all, and when its format is newer.
    """
    path = Path(path)
    members = _members(path)
    document = _document(members[MANIFEST], path, MANIFEST)
    _check_format(document, path)
    manifest = Manifest.from_dict(document, f"{MANIFEST} of {path.name}")
    record = _document(members[RECORD], path, RECORD) if RECORD in members else None
    return Bundle(manifest, members[MODEL], _text(members[README], README, path), record)


def _finite(value: Any) -> Any:
    """The same with None for every number that JSON cannot write (an end of an interval that is not known)."""
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _members(path: Path) -> dict[str, bytes]:
    if path.is_dir() and (path / MANIFEST).is_file():
        return {name: _unpacked(path / name) for name in (MANIFEST, README, MODEL)}
    try:
        with zipfile.ZipFile(path) as archive:
            known = (MANIFEST, README, MODEL, *({RECORD} & set(archive.namelist())))
            return {name: _member(archive, name, path) for name in known}
    except FileNotFoundError:
        raise InputError(f"There is no model file {path}. Check the name, or build a model first.") from None
    except IsADirectoryError:
        raise InputError(f"{path} must be a model file (.zip); it is a folder. Name the file in it.") from None
    except PermissionError:
        raise InputError(f"The model file {path} must be readable; this user may not. Change its rights.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(
            f"{path} must be a model file that Easel wrote (.zip); it is damaged or something else ({error}). {AGAIN}"
        ) from error
    except OSError as error:
        raise InputError(f"The model file {path} cannot be read: {error.strerror or error}. {AGAIN}") from error


def _unpacked(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"An unpacked model must hold {path.name}; {path} cannot be read ({error.strerror or error}). {AGAIN}"
        ) from error


def _member(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise InputError(
            f"A model file must hold {name}; {path} does not. It is damaged or something else. {AGAIN}"
        ) from None
    if info.file_size > LARGEST:
        raise InputError(f"{name} in {path} claims {info.file_size:,} bytes, more than a model can have. {AGAIN}")
    return archive.read(info)


def _document(content: bytes, path: Path, name: str) -> dict[str, Any]:
    try:
        document = json.loads(_text(content, name, path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{name} in {path} must be JSON; it is damaged ({error}). {AGAIN}") from error
    if not isinstance(document, dict):
        raise InputError(f"{name} in {path} must be a JSON object; it is not. {AGAIN}")
    return document


def _check_format(document: dict[str, Any], path: Path) -> None:
    number = document.get("format")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise InputError(f"{MANIFEST} in {path} must say its format as a number from 1; it says {number!r}. {AGAIN}")
    if number > FORMAT:
        raise InputError(
            f"{path} is a model file of format {number}; this Easel reads formats up to {FORMAT}. "
            "Install a newer Easel, or build the model again with this one."
        )


def _text(content: bytes, name: str, path: Path) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise InputError(f"{name} in {path} must be UTF-8 text; it is damaged. {AGAIN}") from None
