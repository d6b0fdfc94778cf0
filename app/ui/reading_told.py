"""What the import dialog says of a file beside its rows: how it was read, and what the choices made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.ui import formats, parts
from app.ui.in_notation import in_notation
from app.ui.text import KIND_TITLES, listing

if TYPE_CHECKING:
    from datasets.table import Table

MOST = 4


def told(first: Table, table: Table, before: Sequence[str] = ()) -> None:
    """What became of the settings of the version before (`before`), which kinds the choices change, and the sentences
    of the reader: what it left out, renamed or could not be sure of. `first` is the table as read with none fixed."""
    sentences = [*before, *other_kinds(first, table), *table.record.sentences]
    for sentence in sentences[:MOST]:
        parts.notice(in_notation(sentence, (*first.names, *table.names)))
    if len(sentences) > MOST:
        parts.caption(f"{formats.count(len(sentences) - MOST)} more remarks like these.")


def other_kinds(first: Table, table: Table) -> Iterator[str]:
    """ "The kind of day and due is now Category; it was Date.", for each pair of kinds."""
    turned: dict[tuple[str, str], list[str]] = {}
    for old in first.schema:
        if old.name in table.schema and (new := table.schema[old.name]).kind is not old.kind:
            turned.setdefault((KIND_TITLES[str(old.kind)], KIND_TITLES[str(new.kind)]), []).append(old.name)
    for (was, now), names in turned.items():
        yield f"The kind of {listing(names)} is now {now}; it was {was}."
