"""Whether a command can write what it is asked for: looked at before any work is done."""

from __future__ import annotations

import os
from pathlib import Path

from datasets.errors import InputError


def check_writable(out: Path, *read: str | Path) -> None:
    """Raises InputError when a file of that name could not be written, or would take the place of one that is `read`,
    before any work is done."""
    folder = out.absolute().parent
    if out.is_dir():
        raise InputError(f"{out} must be the name of a file; it is a folder. Give a file name inside it.")
    if not folder.is_dir():
        raise InputError(f"The folder {folder} must exist to write {out.name} into it; it does not. Make it first.")
    if not os.access(folder, os.W_OK):
        raise InputError(f"{out} cannot be written: this user may not write in {folder}. Name another folder.")
    for source in map(Path, read):
        if out.exists() and source.exists() and out.samefile(source):
            raise InputError(f"{out} is read here, and would be lost by writing into it. Give the result another name.")


__all__ = ["check_writable"]
