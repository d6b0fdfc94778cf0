"""The dialog that imports a table: choose a file, see its first rows and what was assumed, change it, agree."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app.settings import settings
from app.ui import assumptions, errors, formats, parts, preview_rows, state
from app.ui.text import esc, plural
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.records import DatasetView, VersionView
    from datasets.record import ReadOptions
    from datasets.table import Table

PREVIEW_ROWS = 100
KINDS_OF_FILE = [
    "csv",
    "tsv",
    "txt",
    "gz",
    "zip",
    "parquet",
    "xlsx",
    "xls",
    "xlsm",
    "xlsb",
    "ods",
    "json",
    "jsonl",
    "ndjson",
]


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


def dialog(into: DatasetView | None = None, then: Callable[[VersionView], None] | None = None) -> None:
    """Open the dialog. `into` makes the import the next version of that dataset; `then` is called with the version that
    was imported (by default the list of datasets is shown, with the new one chosen)."""
    title = f"Import a new version of {into.name}" if into else "Import a table"

    @st.dialog(title, width="large")
    @errors.calm
    def opened() -> None:
        _body(into, then or _show)

    opened()


def _show(version: VersionView) -> None:
    state.go("datasets", dataset=version.dataset_id)


def _body(into: DatasetView | None, then: Callable[[VersionView], None]) -> None:
    files = _files()
    if not files:
        return
    file = files[0]
    if len(files) > 1:
        names = {one.id: one.name for one in files}
        chosen = st.segmented_control(
            "File",
            list(names),
            default=file.id,
            required=True,
            format_func=lambda i: names.get(i, ""),
            key="import_file",
        )
        file = next((one for one in files if one.id == chosen), file)
    try:
        with st.spinner("Reading the first rows"):
            first = _preview(file, None)
            options = assumptions.choose(first, file.id)
            table = first if options is None else _preview(file, options)
    except EaselError as error:
        parts.notice(str(error), tone="bad")
        return
    assumptions.told(table)
    preview_rows.grid(table, key=f"import_rows_{file.id}", rows_shown=7)
    _agree(file, options, table, into, then)


def _files() -> list[File]:
    limit = settings().upload_mb
    uploaded = st.file_uploader(
        "Drop one or several files here",
        accept_multiple_files=True,
        key="import_upload",
        max_upload_size=limit,
        label_visibility="collapsed",
    )
    files = [File(f"{one.file_id}", one.name, one.size, data=one.getvalue()) for one in uploaded or []]
    typed = st.text_input(
        f"Larger than {formats.count(limit)}\u00a0MB? Give its path on this computer",
        placeholder="/home/anna/tables/orders.parquet",
        key="import_path",
    )
    if typed and typed.strip():
        path = Path(typed.strip()).expanduser()
        exists = path.is_file()
        stamp = f"{path}:{path.stat().st_mtime_ns}" if exists else str(path)
        digest = hashlib.sha256(stamp.encode()).hexdigest()[:12]
        files.append(File(digest, path.name, path.stat().st_size if exists else 0, path=path))
    return files


def _preview(file: File, options: ReadOptions | None) -> Table:
    def read() -> Table:
        return state.service().preview_file(file.source(), options=options, n=PREVIEW_ROWS)

    slot = "import_preview" if options is None else "import_preview_changed"
    return state.remembered(slot, (file.id, options), read)


def _agree(
    file: File,
    options: ReadOptions | None,
    table: Table,
    into: DatasetView | None,
    then: Callable[[VersionView], None],
) -> None:
    with parts.row("import_agree", align="bottom"):
        name = (
            into.name
            if into
            else st.text_input("Dataset name", value=_stem(file.name), key=f"import_name_{file.id}", width=260)
        )
        same = into or _own_dataset(name or "")
        number = same.latest.number + 1 if same else 1
        parts.draw(f'<p class="caption import-says">{esc(_says(table, number))}</p>')
        st.space("stretch")
        if st.button("Cancel", key="import_cancel"):
            st.rerun()
        if st.button("Import", type="primary", icon=":material/download_done:", key="import_go", disabled=not name):
            with st.spinner(f"Reading all of {file.name}"):
                version = state.service().import_file(
                    file.source(), name=name, options=options, into=same.id if same else None
                )
            state.tell_next(f"{name} is imported: {plural(version.rows, 'row')}, {plural(version.columns, 'column')}.")
            then(version)


def _says(table: Table, number: int) -> str:
    shown = "All rows are shown" if table.n_rows < PREVIEW_ROWS else f"The first {PREVIEW_ROWS} rows are shown"
    return f"{shown}, {plural(table.n_columns, 'column')}. Imports as version {number}."


def _own_dataset(name: str) -> DatasetView | None:
    wanted = name.strip()
    return next((one for one in state.service().datasets() if one.name == wanted and not one.sample), None)


def _stem(name: str) -> str:
    path = Path(name)
    while path.suffix.lower().lstrip(".") in KINDS_OF_FILE:
        path = path.with_suffix("")
    return path.name
