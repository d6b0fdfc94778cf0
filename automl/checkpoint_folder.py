"""Checkpoints in a folder: one file for each candidate, written whole or not at all.

A file is named by its candidate and the sha256 of its content, so that it is never changed: what is kept anew gets
another name, and the file before goes. It holds a line for its format, one for the build it belongs to, one for its
checksum and length, then the pickled record. Pickles are safe to read here: the folder lies in the user's own home
folder, or in the place that the user gave Easel for its files, written by Easel alone; whoever can write there can
change the program's own data as well. What is torn, damaged, of another build, of another version of Easel or of its
libraries is passed over.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from automl.checkpoint import Kept, key_of_kept
from automl.spec import BuildSpec
from datasets.atomic import write_atomically
from datasets.errors import EaselError
from datasets.table import Table

FORMAT = 2  # raise it when Kept, or what its parts hold, changes
MAGIC = f"easel checkpoint {FORMAT}"
SUFFIX = ".checkpoint"
FITTING = "fitting.json"


@dataclass(frozen=True)
class FolderCheckpoints:
    """Checkpoints of one build in a folder of its own, made when the first is kept.

    context  what the build is, by `context_of`; files of another one are passed over
    say      is told when a file cannot be written or read
    changed  is told of every file after it was written or removed
    """

    folder: Path
    context: str
    say: Callable[[str], object] = id
    changed: Callable[[Path], object] = id

    def kept(self) -> list[Kept]:
        found: dict[str, Kept] = {}
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            kept = self._read(path)
            if kept is not None:  # of two the one with more parts: a process ended before it removed the other
                key = key_of_kept(kept)
                found[key] = max(kept, found.get(key, kept), key=lambda one: len(one.parts))
        return sorted(found.values(), key=lambda kept: kept.index)

    def keep(self, kept: Kept) -> None:
        content = pickle.dumps(kept, protocol=5)
        digest = _digest(content)
        head = f"{MAGIC}\n{self.context}\n{digest} {len(content)}\n".encode("ascii")
        packed = pa.compress(content, codec="lz4", asbytes=True)

        def write(file: BinaryIO) -> None:
            file.write(head)
            file.write(packed)

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            candidate = _digest(key_of_kept(kept).encode())[:24]
            path = self.folder / f"{candidate}-{digest}{SUFFIX}"
            write_atomically(path, write)
            self.changed(path)
            self._remove_others(candidate, path)
        except (EaselError, OSError) as error:
            self.say(f"A candidate could not be kept for a restart. {error}")

    def _remove_others(self, candidate: str, newest: Path) -> None:
        for path in self.folder.glob(f"{candidate}*{SUFFIX}"):
            if path != newest:
                path.unlink(missing_ok=True)
                self.changed(path)

    def begin(self, key: str) -> int:
        fitting = self._fitting()
        times = fitting.get(key, 0)
        self._write_fitting({**fitting, key: times + 1})
        return times

    def end(self, key: str) -> None:
        fitting = self._fitting()
        times = fitting.pop(key, 1) - 1
        self._write_fitting({**fitting, key: times} if times else fitting)

    def _read(self, path: Path) -> Kept | None:
        try:
            magic, context, check, packed = path.read_bytes().split(b"\n", 3)
            if [magic.decode(), context.decode()] != [MAGIC, self.context]:
                return None
            digest, length = check.decode().split()
            content = pa.decompress(packed, decompressed_size=int(length), codec="lz4", asbytes=True)
            if _digest(content) != digest:
                raise ValueError("its checksum is another")
            kept = pickle.loads(content)
        except Exception as error:  # whatever is wrong with a file, the build does without it
            self.say(f"{path.name} is passed over: {type(error).__name__}: {error}")
            return None
        return kept if isinstance(kept, Kept) else None

    def _fitting(self) -> dict[str, int]:
        """How often each candidate was begun and not ended."""
        try:
            found = json.loads((self.folder / FITTING).read_text(encoding="utf-8"))
            return {str(key): int(times) for key, times in found.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}

    def _write_fitting(self, fitting: dict[str, int]) -> None:
        """Renamed into place, not flushed: it matters when a process ends, not when the power does."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part = self.folder / f".{FITTING}.part"
            part.write_text(json.dumps(fitting), encoding="utf-8")
            part.replace(self.folder / FITTING)
            self.changed(self.folder / FITTING)
        except OSError as error:
            self.say(f"{FITTING} could not be written: {error}")


def context_of(table: Table, spec: BuildSpec) -> str:
    """What a build is, as one word: the table and how its columns are read, the spec, and the versions that decide
    whether a pickle can be read."""
    from importlib.metadata import PackageNotFoundError, version

    from automl.export import versions

    try:
        easel = version("easel-studio")
    except PackageNotFoundError:
        easel = ""
    what: dict[str, Any] = {
        "table": table.fingerprint,
        "columns": table.schema.to_dict(),
        "spec": spec.to_dict(),
        "versions": dict(versions()),
        "easel": easel,
        "python": list(sys.version_info[:2]),
    }
    return _digest(json.dumps(what, sort_keys=True).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


__all__ = ["FolderCheckpoints", "context_of"]
