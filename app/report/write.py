"""Writes the documents that were asked for into a folder; each file whole or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal

from app.report.blocks import Document
from app.ui import notation
from datasets.atomic import write_atomically
from datasets.errors import InputError

Kind = Literal["html", "pdf", "notebook"]
SUFFIXES: Mapping[Kind, str] = {"html": ".report.html", "pdf": ".report.pdf", "notebook": ".notebook.ipynb"}
MIMES: Mapping[Kind, str] = {"html": "text/html", "pdf": "application/pdf", "notebook": "application/x-ipynb+json"}


@dataclass(frozen=True)
class NotebookMade:
    """A notebook's text, sentences to tell about it, and files that belong beside it, by name."""

    text: str
    notes: tuple[str, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """What documents are about: the stem of their names, and how to make the report and the notebook."""

    stem: str
    document: Callable[[], Document]
    notebook: Callable[[], NotebookMade]


@dataclass(frozen=True)
class Made:
    """One document: its file name, its content, sentences to tell about it, and files that belong beside it."""

    name: str
    content: bytes
    notes: tuple[str, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)


def is_bundle(path: Path) -> bool:
    """Whether the file is a model (a zip with a manifest) rather than a table."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {"manifest.json", "model.onnx"} <= set(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def make(subject: Subject, kind: Kind) -> Made:
    """One document, in English also where a page of another notation asks for it."""
    with notation.written_for(None):
        return _made(subject, kind)


def _made(subject: Subject, kind: Kind) -> Made:
    name = subject.stem + SUFFIXES[kind]
    if kind == "notebook":
        told = subject.notebook()
        return Made(name, told.text.encode(), told.notes, told.beside)
    if kind == "html":
        from app.report.html import html

        return Made(name, html(subject.document()).encode())
    from app.report.pdf import pdf

    return Made(name, pdf(subject.document()))


def packed(made: Made) -> tuple[str, bytes]:
    """The name and content of one file: the document, or a zip of it and of what belongs beside it."""
    if not made.beside:
        return made.name, made.content
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {made.name: made.content, **made.beside}.items():
            archive.writestr(name, content)
    return f"{made.name}.zip", file.getvalue()


def write(subject: Subject, kinds: Sequence[Kind], folder: Path) -> list[tuple[Path, tuple[str, ...]]]:
    """Makes the documents and writes them into the folder, which is made. Raises InputError when it cannot be."""
    made = [make(subject, kind) for kind in kinds]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The folder {folder} cannot be written to: {error.strerror or error}. Choose another."
        ) from error
    for one in made:
        for name, content in {**one.beside, one.name: one.content}.items():
            write_atomically(folder / name, partial(_put, content))
    return [(folder / one.name, one.notes) for one in made]


def _put(content: bytes, file: BinaryIO) -> None:
    file.write(content)
