"""What a dataset is like, in words: its kinds, missing cells, duplicates, versions, and the models that use it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import formats, parts, state
from app.ui.downloads import for_reader, reader_style
from app.ui.in_notation import in_notation
from app.ui.parts import Fact
from app.ui.text import KIND_WORDS, listing, plural

if TYPE_CHECKING:
    from app.records import DatasetView, VersionView
    from datasets.findings import Finding
    from datasets.profile import Profile


def profile(version_id: str) -> Profile:
    """The profile of a version, without a target."""
    with st.spinner("Looking at the columns"):
        return state.service().profile(version_id)


def findings(version_id: str) -> tuple[Finding, ...]:
    """What the data check finds when no column is chosen to be predicted yet."""
    with st.spinner("Checking the data"):
        return state.service().findings(version_id)


def facts(dataset: DatasetView) -> tuple[Fact, ...]:
    """Five facts about the newest version."""
    latest = dataset.latest
    seen = profile(latest.id)
    return (_kinds(seen), _missing(seen), _duplicates(latest), _versions(dataset), _used_by(dataset))


def set_aside(version: VersionView) -> None:
    """How many rows of the file were repaired or are not in this version, and these rows as a file; nothing when every
    row is as it was."""
    from datasets.set_aside import as_csv, told

    record = state.service().table(version.id).record
    said = told(record.repaired, record.aside)
    if said is None:
        return
    with parts.row("set_aside", align="center"):
        parts.caption(in_notation(said))
        if record.rows_aside:
            style = reader_style()
            st.space("stretch")
            st.download_button(
                "Rows set aside",
                data=lambda: for_reader(as_csv(record.rows_aside).encode(), style, numbers=False),
                file_name=f"{Path(version.source_name).stem}-set-aside.csv",
                mime="text/csv",
                icon=":material/download:",
                key=f"set_aside_{version.id}",
                on_click="ignore",
            )


def _kinds(seen: Profile) -> Fact:
    counted = Counter(str(column.kind) for column in seen.columns).most_common()
    words = [plural(n, *KIND_WORDS.get(kind, (kind, f"{kind}s"))) for kind, n in counted]
    return Fact("Kinds", ", ".join(words[:2]), ", ".join(words[2:]))


def _missing(seen: Profile) -> Fact:
    total = sum(column.n_missing for column in seen.columns)
    if not total:
        return Fact("Missing cells", "None", "every cell is filled in")
    worst = max(seen.columns, key=lambda column: column.n_missing)
    where = "all" if worst.n_missing == total else f"{formats.count(worst.n_missing)} of them"
    cells = formats.count(seen.n_rows * seen.n_columns)
    return Fact(
        "Missing cells",
        f"{formats.count(total)} of {cells}",
        f"{where} in {worst.name}",
    )


def _duplicates(version: VersionView) -> Fact:
    with st.spinner("Counting the rows that repeat"):
        n = state.service().repeats(version.id)
    share = f"{formats.percent(n / version.rows)}, equal in every cell" if n else "no row equals another one"
    return Fact("Duplicate rows", f"{formats.count(n)} of {formats.count(version.rows)}", share)


def _versions(dataset: DatasetView) -> Fact:
    newest = max(dataset.versions, key=lambda version: version.number)
    when = formats.since(newest.created, state.timezone())
    return Fact("Versions", formats.count(len(dataset.versions)), f"v{newest.number} imported {when}")


def _used_by(dataset: DatasetView) -> Fact:
    models = [model for model in state.service().models() if model.dataset_id == dataset.id]
    if not models:
        return Fact("Used by", "No model yet")
    below = ", ".join(f"V{version.number}" for version in models[0].versions[:6]) if len(models) == 1 else ""
    return Fact("Used by", listing([model.name for model in models], 3), below)
