"""The files that an import is about: uploaded, on this computer, or several as one."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import takewhile
from pathlib import Path

from app.verbs.sources import size_of

ENDINGS = frozenset(
    {"csv", "tsv", "tab", "txt", "psv", "data", "gz", "gzip", "zip", "parquet"}
    | {"xlsx", "xls", "xlsm", "xlsb", "ods", "json", "jsonl", "ndjson"}
)
BETWEEN = "0123456789-_. ()"


@dataclass(frozen=True, slots=True)
class File:
    """A file to import: either uploaded (`data`) or on this computer (`path`). `id` changes with its content."""

    id: str
    name: str
    size: int
    data: bytes | None = None
    path: Path | None = None

    def source(self) -> Path | tuple[str, BytesIO]:
        """What the service reads."""
        return self.path if self.path is not None else (self.name, BytesIO(self.data or b""))

    @property
    def title(self) -> str:
        """The name without the endings of table files."""
        path = Path(self.name)
        while path.suffix.lower().lstrip(".") in ENDINGS:
            path = path.with_suffix("")
        return path.name


def at(typed: str) -> File:
    """A file or a folder on this computer."""
    path = Path(typed).expanduser()
    stamp = f"{path}:{path.stat().st_mtime_ns if path.exists() else ''}"
    return File(hashlib.sha256(stamp.encode()).hexdigest()[:12], path.name, size_of(path) or 0, path=path)


def as_one(files: Sequence[File]) -> File:
    """Uploaded files as one that is read as one table; it is called what their names begin with."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for i, file in enumerate(files):
            archive.writestr(f"{i:04d}/{file.name}", file.data or b"")
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*(file.title for file in files), strict=False))
    start = "".join(letters[0] for letters in same).rstrip(BETWEEN)
    key = hashlib.sha256(" ".join(file.id for file in files).encode()).hexdigest()[:12]
    return File(key, f"{start or files[0].title}.zip", sum(file.size for file in files), data=packed.getvalue())


__all__ = ["File", "as_one", "at"]
