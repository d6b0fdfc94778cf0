"""The dialog that imports a table: choose a file, see its first rows and what was assumed, change it, agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.settings import settings
from app.ui import assumptions, errors, formats, parts, preview_rows, state
from app.ui.import_files import File, as_one, at
from app.ui.text import esc, plural
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.records import DatasetView, VersionView
    from datasets.record import ReadOptions
    from datasets.table import Table

PREVIEW_ROWS = 100
ALL_ROWS = 1_000_000_000
SMALL_BYTES = 4_000_000


def dialog(into: DatasetView | None = None, then: Callable[[VersionView], object] | None = None) -> None:
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


def _body(into: DatasetView | None, then: Callable[[VersionView], object]) -> None:
    files = _files(several=into is None)
    if not files:
        return
    file = _in_view(files)
    try:
        with st.spinner("Reading the first rows"):
            first = _preview(file, None)
            options = assumptions.choose(first, file.id)
            table = first if options is None else _preview(file, options)
    except EaselError as error:
        parts.notice(str(error), tone="bad")
        return
    state.put(_options_key(file), options)
    assumptions.told(table)
    preview_rows.grid(table.head(PREVIEW_ROWS), key=f"import_rows_{file.id}", rows_shown=7)
    _agree(files, file, table, into, then)


def _files(several: bool) -> list[File]:
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
        "CSV, TSV, Excel, Parquet or JSON Lines, also packed with gzip or zip. Nothing is kept before you agree."
    )
    typed = st.text_input(
        f"Larger than {formats.count(limit)}\u00a0MB, or a folder of files? Give its path on this computer",
        placeholder="/home/anna/tables/orders.parquet",
        key="import_path",
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


def _in_view(files: Sequence[File]) -> File:
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


def _preview(file: File, options: ReadOptions | None) -> Table:
    """The first rows; all of a small file, so that everything it holds is known before it is imported."""
    n = ALL_ROWS if file.size <= SMALL_BYTES else PREVIEW_ROWS

    def read() -> Table:
        return state.service().preview_file(file.source(), options=options, n=n)

    slot = "import_preview" if options is None else "import_preview_changed"
    return state.remembered(slot, (file.id, options), read)


def _agree(
    files: Sequence[File],
    file: File,
    table: Table,
    into: DatasetView | None,
    then: Callable[[VersionView], object],
) -> None:
    name = into.name if into else None
    with parts.row("import_agree", align="bottom"):
        if into is None:
            key = _name_key(file)
            name = st.text_input("Dataset name", value=file.title, key=key, width=260, persist_state="page")
        same = into or _own_dataset(name or "")
        parts.draw(f'<p class="caption import-says">{esc(_says(table, file, same))}</p>')
        st.space("stretch")
        if st.button("Cancel", key="import_cancel"):
            st.rerun()
        label = _label(files, file, table)
        if st.button(label, type="primary", icon=":material/download_done:", key="import_go", disabled=not name):
            versions = [_import(one, into) for one in files]
            state.tell_next(_told(versions))
            then(versions[-1])


def _import(file: File, into: DatasetView | None) -> VersionView:
    name = (into.name if into else state.widget(_name_key(file))) or file.title
    same = into or _own_dataset(name)
    options = state.widget(_options_key(file))
    with st.spinner(f"Reading all of {file.name}"):
        return state.service().import_file(file.source(), name=name, options=options, into=same.id if same else None)


def _label(files: Sequence[File], file: File, table: Table) -> str:
    if len(files) > 1:
        return f"Import {plural(len(files), 'table')}"
    return f"Import {plural(table.n_rows, 'row')}" if file.size <= SMALL_BYTES else "Import all rows"


def _says(table: Table, file: File, same: DatasetView | None) -> str:
    shown = (
        "All rows" if table.n_rows <= PREVIEW_ROWS and file.size <= SMALL_BYTES else f"The first {PREVIEW_ROWS} rows"
    )
    number = same.latest.number + 1 if same else 1
    return f"{shown}, {plural(table.n_columns, 'column')}. Imports as version {number}."


def _told(versions: Sequence[VersionView]) -> str:
    last = versions[-1]
    if len(versions) > 1:
        return f"{plural(len(versions), 'table')} are imported."
    return f"{plural(last.rows, 'row')} and {plural(last.columns, 'column')} are imported as version {last.number}."


def _own_dataset(name: str) -> DatasetView | None:
    wanted = " ".join(name.split())
    return next((one for one in state.service().datasets() if one.name == wanted and not one.sample), None)


def _name_key(file: File) -> str:
    return f"import_name_{file.id}"


def _options_key(file: File) -> str:
    return f"import_options_{file.id}"
