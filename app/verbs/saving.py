"""Tables on their way into the store."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.store.engine import Store
    from datasets.table import Table


def save_table(store: Store, table: Table) -> str:
    """Write a table into the store; returns its path there. Raises EaselError when the disk is full."""
    from app.store.engine import new_id

    folder = store.place(store.new_folder("tables", new_id("f")))
    try:
        table.save(folder / "table.arrow")
        return store.files.put(folder / "table.arrow")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


__all__ = ["save_table"]
