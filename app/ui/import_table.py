"""The dialog that imports a table: choose a file or ask a database, see the first rows and what was assumed, agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import (
    assumptions,
    errors,
    import_database,
    import_files,
    parts,
    preview_rows,
    reading_told,
    running_imports,
    state,
)
from app.ui.import_files import File
from app.ui.in_notation import in_notation
from app.ui.text import esc, plural
from app.verbs.intake import without_rows
from datasets.errors import EaselError

if TYPE_CHECKING:
    from app.records import DatasetView, VersionView
    from datasets.record import ReadOptions, ReadRecord
    from datasets.table import Table

PREVIEW_ROWS = 100
ALL_ROWS = 1_000_000_000
IN_BACKGROUND = "The import runs in the background; close this page whenever you like."


def dialog(into: DatasetView | None = None, then: Callable[[VersionView], object] | None = None) -> None:
    """Open the dialog. `into` makes the import the next version of that dataset; `then` is called with the version that
    was imported (by default a new dataset is chosen in the list, a new version shown with what changed)."""
    title = f"Import a new version of {into.name}" if into else "Import a table"

    @st.dialog(title, width="large")
    @errors.calm
    def opened() -> None:
        _body(into, then or _show)

    opened()


def _show(version: VersionView) -> None:
    if version.number > 1:
        state.go("dataset", dataset=version.dataset_id, view="versions")
    _list(version)


def _list(version: VersionView) -> None:
    state.go("datasets", dataset=version.dataset_id)


def _body(into: DatasetView | None, then: Callable[[VersionView], object]) -> None:
    last = _read_as(into)
    files = import_database.choose(last) if _from_database(last) else import_files.choose(several=into is None)
    if not files:
        return
    file = import_files.in_view(files)
    try:
        with st.spinner("Reading the first rows"):
            start, said = _proposed(file, into)
            first = _preview(file, file.asks)
            options = assumptions.choose(first, file.id, start).filled_from(file.asks)
            table = first if options == file.asks else _preview(file, options)
    except EaselError as error:
        parts.notice(in_notation(str(error)), tone="bad")
        return
    state.put(_options_key(file), options)
    reading_told.told(first, table, said if options == start.filled_from(file.asks) else ())
    preview_rows.grid(table.head(PREVIEW_ROWS), key=f"import_rows_{file.id}", rows_shown=7)
    _agree(files, file, table, into, then)


def _read_as(into: DatasetView | None) -> ReadRecord | None:
    """How the last version of the dataset was read."""
    return state.service().read_as(into.latest.id) if into else None


def _proposed(file: File, into: DatasetView | None) -> tuple[ReadOptions, tuple[str, ...]]:
    """What to begin with: what was fixed for the last version of the same dataset, and what to say about it."""
    same = into or _own_dataset(file.title)
    if same is None or file.address is not None:
        return file.asks, ()
    key = (file.id, same.latest.id)
    return state.remembered("import_proposed", key, lambda: state.service().proposed_options(file.source(), same.id))


def _from_database(last: ReadRecord | None) -> bool:
    ways = {False: "A file", True: "A database"}
    chosen = st.segmented_control(
        "Where the table is",
        list(ways),
        default=bool(last and "address" in last.assumed),
        required=True,
        format_func=ways.__getitem__,
        key="import_way",
        label_visibility="collapsed",
    )
    return bool(chosen)


def _preview(file: File, options: ReadOptions) -> Table:
    """The first rows; all of a small file, so that everything it holds is known before it is imported."""
    n = ALL_ROWS if file.small else PREVIEW_ROWS

    def read() -> Table:
        return state.service().preview_file(file.source(), options=options, n=n)

    slot = "import_preview" if options == file.asks else "import_preview_changed"
    return state.remembered(slot, (file.id, options), read)


def _agree(
    files: Sequence[File],
    file: File,
    table: Table,
    into: DatasetView | None,
    then: Callable[[VersionView], object],
) -> None:
    name = into.name if into else None
    if table.n_rows == 0:
        parts.notice(without_rows(table, file.name), tone="bad")
    with parts.row("import_agree", align="bottom"):
        if into is None:
            key = _name_key(file)
            name = st.text_input("Dataset name", value=file.title, key=key, width=260, persist_state="page")
        same = into or _own_dataset(name or "")
        parts.draw(f'<p class="caption import-says">{esc(_says(table, file, same))}</p>')
        st.space("stretch")
        if st.button("Cancel", key="import_cancel"):
            st.rerun()
        label, ready = _label(files, file, table), bool(name) and table.n_rows > 0
        if st.button(label, type="primary", icon=":material/download_done:", key="import_go", disabled=not ready):
            versions = [version for one in files if (version := _import(one, into)) is not None]
            state.tell_next(_told(versions) if versions else IN_BACKGROUND)
            if len(versions) == len(files):
                (_list if len(files) > 1 and then is _show else then)(versions[-1])
            elif into is not None:
                state.go("dataset", dataset=into.id, view="versions")
            else:
                state.go("datasets")


def _import(file: File, into: DatasetView | None) -> VersionView | None:
    """The new version; None for a large file, which a worker imports."""
    service = state.service()
    name = (into.name if into else state.widget(_name_key(file))) or file.title
    same = into or _own_dataset(name)
    options, into_id = state.widget(_options_key(file)), same.id if same else None
    if service.is_large(file.source()) and service.workers_alive():
        running_imports.expect(service.start_import(file.source(), name=name, options=options, into=into_id))
        return None
    with st.spinner(f"Reading all of {file.name}"):
        return service.import_file(file.source(), name=name, options=options, into=into_id)


def _label(files: Sequence[File], file: File, table: Table) -> str:
    if len(files) > 1:
        return f"Import {plural(len(files), 'table')}"
    if table.n_rows == 0:
        return "Import"
    return f"Import {plural(table.n_rows, 'row')}" if file.small else "Import all rows"


def _says(table: Table, file: File, same: DatasetView | None) -> str:
    shown = "All rows" if table.n_rows <= PREVIEW_ROWS and file.small else f"The first {PREVIEW_ROWS} rows"
    number = same.latest.number + 1 if same else 1
    if table.n_rows == 0:
        return f"No rows, {plural(table.n_columns, 'column')}."
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
