"""The files that an import is about: uploaded, on this computer, or several as one."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app.settings import settings
from app.ui import formats, parts, state
from app.verbs.sources import size_of

if TYPE_CHECKING:
    from datasets.databases import Address
    from datasets.record import ReadOptions

ENDINGS = frozenset(
    {"csv", "tsv", "tab", "txt", "psv", "data", "gz", "gzip", "zip", "parquet", "json", "jsonl", "ndjson"}
    | {"xlsx", "xls", "xlsm", "xlsb", "ods", "arrow", "feather", "ipc", "arrows"}
    | {"sqlite", "sqlite3", "db", "db3", "duckdb", "ddb", "html", "htm", "md"}
)
BETWEEN = "0123456789-_. ()"
SMALL_BYTES = 4_000_000


def _nothing() -> ReadOptions:
    from datasets.record import ReadOptions

    return ReadOptions()


@dataclass(frozen=True, slots=True)
class File:
    """A table to import: uploaded (`data`), on this computer (`path`), or in a database (`address`, and what it `asks`
    for). `id` changes with its content."""

    id: str
    name: str
    size: int
    data: bytes | None = None
    path: Path | None = None
    address: Address | None = None
    asks: ReadOptions = field(default_factory=_nothing)

    def source(self) -> Path | tuple[str, BytesIO] | Address:
        """What the service reads."""
        if self.address is not None:
            return self.address
        return self.path if self.path is not None else (self.name, BytesIO(self.data or b""))

    @property
    def small(self) -> bool:
        """Whether all of it is read at once for the preview."""
        return self.address is None and self.size <= SMALL_BYTES

    @property
    def title(self) -> str:
        """The name without the endings of table files."""
        if self.address is not None:
            return self.name
        path = Path(self.name)
        while path.suffix.lower().lstrip(".") in ENDINGS:
            path = path.with_suffix("")
        return path.name


def choose(several: bool) -> list[File]:
    """Draw a place for files; those that were dropped there, or the one whose path was typed."""
    limit = settings().upload_mb
    uploaded = st.file_uploader(
        "Drop one or several files here" if several else "Drop a file here",
        accept_multiple_files=True,
        key="import_upload",
        max_upload_size=limit,
        label_visibility="collapsed",
    )
    files = [File(str(one.file_id), one.name, one.size, data=one.getvalue()) for one in uploaded or []]
    if len(files) > 1 and several:
        return [_together(files)] if _one_table() else files
    if files:
        return files[-1:]
    parts.caption(
        "CSV, TSV, Excel, Parquet, Arrow, JSON, SQLite or DuckDB; a table of a web page (HTML), or one drawn with bars "
        "and lines (Markdown). Also packed with gzip or zip. Nothing is kept before you agree."
    )
    typed = st.text_input(
        f"Larger than {formats.count(limit)}\u00a0MB, or a folder of files? Give its path on this computer",
        placeholder="/home/anna/tables/orders.parquet",
        key="import_path",
        disabled=not state.may("admin"),
    )
    return [at(typed.strip())] if typed and typed.strip() else []


def _one_table() -> bool:
    return st.toggle(
        "Read them as one table",
        key="import_together",
        persist_state="page",
        help="For files with the same columns, such as one for each month: their rows follow each other.",
    )


def _together(files: Sequence[File]) -> File:
    return state.remembered("import_together_file", tuple(file.id for file in files), lambda: as_one(files))


def in_view(files: Sequence[File]) -> File:
    """The file whose rows are shown: the only one, or the one chosen."""
    if len(files) == 1:
        return files[0]
    by_id = {file.id: file for file in files}
    chosen = st.segmented_control(
        "File",
        list(by_id),
        default=files[0].id,
        required=True,
        format_func=lambda file_id: by_id[file_id].name if file_id in by_id else "",
        key="import_file",
        label_visibility="collapsed",
    )
    return by_id.get(chosen or "", files[0])


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


__all__ = ["File", "as_one", "at", "choose", "in_view"]
