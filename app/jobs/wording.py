"""What the analyst reads about a job that failed."""

from __future__ import annotations

import traceback

from app.store.engine import Store, make_folder
from datasets.errors import EaselError


def why_failed(store: Store, job_id: str, error: Exception) -> str:
    """A sentence; what was not foreseen goes to a log file that it names."""
    if isinstance(error, EaselError):
        return str(error)
    if isinstance(error, MemoryError):
        return "The memory of this computer was not enough. Close other programs or use a smaller table, then retry."
    folder = store.place("logs")
    make_folder(folder)
    log = folder / f"{job_id}.log"
    log.write_text(traceback.format_exc(), encoding="utf-8")
    return f"Something unexpected happened ({type(error).__name__}). The details are in {log}."


__all__ = ["why_failed"]
