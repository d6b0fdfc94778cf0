"""easel report model.zip: documents about a model; easel report data.csv: what is in a table, before a build."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app import reading
from app.command import Command
from app.terminal import paragraph, print_json
from datasets.errors import InputError

if TYPE_CHECKING:
    from app.report.write import Kind, Subject
    from datasets.table import Table

SOURCE_HELP = "a bundle that a build wrote, or " + reading.DATA_HELP
KINDS: tuple[Kind, ...] = ("html", "pdf", "notebook")
NOTEBOOK_HELP = "a Jupyter notebook; of a model the training in plain code, without Easel (needs --data)"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("source", metavar="MODEL.zip|TABLE", help=SOURCE_HELP)
    parser.add_argument(
        "--html", action="store_true", help="one web page that needs nothing else; also if none is named"
    )
    parser.add_argument("--pdf", action="store_true", help="the same for printing, with contents and page numbers")
    parser.add_argument("--notebook", action="store_true", help=NOTEBOOK_HELP)
    parser.add_argument("--data", metavar="TABLE", help="the table a model was built from, for its notebook")
    parser.add_argument("--target", help="of a table: the column to predict, which every other is compared with")
    parser.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="where to write (if not here)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    reading.arguments(parser)


def run(options: Namespace) -> int:
    from app.report.write import write

    kinds = tuple(kind for kind in KINDS if getattr(options, kind)) or KINDS[:1]
    written = write(_subject(options), kinds, options.out)
    if options.json:
        print_json({"files": [{"path": str(path), "notes": list(notes)} for path, notes in written]})
        return 0
    for path, notes in written:
        print(path)
        for note in notes:
            print(paragraph(note, indent=2))
    return 0


def _subject(options: Namespace) -> Subject:
    """What the documents are about. Raises InputError when options do not go together."""
    from app.report import subjects
    from app.report.write import is_bundle
    from app.verbs.names import stem
    from app.verbs.sources import name_of

    path = Path(options.source)
    if is_bundle(path):
        if options.target is not None:
            raise InputError("--target belongs to the report of a table; a model has its own. Leave it out.")
        if options.data is None:
            return subjects.of_model(path)
        return subjects.of_model(path, lambda: _table(options, options.data), _file(options.data))
    if options.data is not None:
        raise InputError(f"--data belongs to the report of a model; {path.name} is no model file. Leave it out.")
    table = _table(options, options.source)
    name = name_of(options.source, table.record.options)
    return subjects.of_table(table, name, stem(name), options.target, _file(options.source))


def _file(source: str) -> Path | None:
    """The file that a source is, which a notebook may read; None for databases and folders."""
    return Path(source) if Path(source).is_file() else None


def _table(options: Namespace, source: str) -> Table:
    from datasets.read import read

    asked = Namespace(**{**vars(options), "data": source})
    table = read(reading.source_of(asked), options=reading.options_of(asked))
    return reading.with_kinds(table, asked)


COMMAND = Command("report", "documents about a model or a table: html, pdf, notebook", 53, arguments, run)
