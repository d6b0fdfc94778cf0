"""The options of the command line that say how a file is to be read."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from app.settings import settings
from datasets.errors import InputError

if TYPE_CHECKING:
    from datasets.databases import Address
    from datasets.record import ReadOptions
    from datasets.table import Table

DATA_HELP = (
    "the file (CSV, TSV, Excel, HTML, Parquet, Arrow, JSON, SQLite, DuckDB; also .gz and .zip), or a database's "
    "address (postgresql://user@host/name, mysql://user@host/name)"
)
NAMED_DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|", "blank": " "}

KIND_HELP = (
    "how a column is treated: numeric, category, boolean, datetime, text, id, money, percent, code, postcode, year, "
    "latitude or longitude; numeric:-1,-999 names numbers that mean not known; may be given again"
)


LAYOUT_HELP = (
    "of a text file: rows (with a delimiter), aligned (columns by blanks), fields (cut at every blank), pairs "
    "(key=value) or drawn (with bars and lines)"
)


def arguments(parser: ArgumentParser, *, kinds: bool = True) -> None:
    """Adds them; `kinds`: also those about dates and kinds, which a model that is there already knows."""
    group = parser.add_argument_group("reading", "what is not given is worked out from the file")
    group.add_argument("--delimiter", metavar="MARK", help="between cells: one character, or tab, comma, semicolon ...")
    group.add_argument("--escape", metavar="MARK", help="before a quote in a cell, such as \\; a quote: it is doubled")
    group.add_argument("--encoding", metavar="NAME", help="of the text, such as utf-8 or windows-1252")
    group.add_argument("--header-row", type=int, metavar="N", help="the row with the names, from 1; 0: there is none")
    group.add_argument("--layout", metavar="NAME", help=LAYOUT_HELP)
    group.add_argument("--sheet", metavar="NAME", help="of an Excel file")
    asked = group.add_mutually_exclusive_group()
    asked.add_argument("--table", metavar="NAME", help="of a database (its password: EASEL_DATABASE_PASSWORD)")
    asked.add_argument("--query", metavar="SELECT", help="to ask a database instead")
    group.add_argument("--decimal", choices=(".", ","), help="the decimal mark of all numbers")
    if kinds:
        order = group.add_mutually_exclusive_group()
        order.add_argument("--day-first", dest="day_first", action="store_const", const=True, help="3/4 is in April")
        group.add_argument("--kind", metavar="COLUMN=KIND", action="append", help=KIND_HELP)
        order.add_argument("--month-first", dest="day_first", action="store_const", const=False, help="3/4 is in March")


def options_of(asked: Namespace) -> ReadOptions:
    """What was asked for. Raises InputError for a delimiter of several characters or a header above the first row."""
    from datasets.record import ReadOptions

    delimiter = None if asked.delimiter is None else NAMED_DELIMITERS.get(asked.delimiter, asked.delimiter)
    if delimiter is not None and len(delimiter) != 1:
        names = ", ".join(NAMED_DELIMITERS)
        raise InputError(f"--delimiter must be one character or one of {names}; this is {asked.delimiter!r}.")
    if asked.escape is not None and len(asked.escape) != 1:
        raise InputError(f"--escape must be one character, such as \\; this is {asked.escape!r}.")
    if asked.header_row is not None and asked.header_row < 0:
        raise InputError(f"--header-row counts from 1, and 0 says there is none; this is {asked.header_row}.")
    return ReadOptions(
        delimiter=delimiter,
        escape=asked.escape,
        encoding=asked.encoding,
        header_row=asked.header_row,
        layout=asked.layout,
        sheet=asked.sheet,
        table=asked.table,
        query=asked.query,
        decimal=asked.decimal,
        day_first=getattr(asked, "day_first", None),
    )


def kinds_of(asked: Namespace) -> dict[str, str]:
    """What `--kind` says, by column. Raises InputError for something else than COLUMN=KIND."""
    kinds = {}
    for said in asked.kind or ():
        name, _, choice = said.rpartition("=")
        if not name:
            raise InputError(f"--kind must look like COLUMN=KIND, such as zip=postcode; this is {said!r}.")
        kinds[name] = choice
    return kinds


def with_kinds(table: Table, asked: Namespace) -> Table:
    """The table with the columns of `--kind` treated as was asked for. Raises InputError for a column or a kind that
    there is not."""
    for name, choice in kinds_of(asked).items():
        table = table.with_kind(name, choice)
    return table


def source_of(asked: Namespace) -> str | Address:
    """What is to be read: a path, or the address of a database with the password that the environment holds."""
    from datasets.query import Address, resolved

    source: str | Address = resolved(asked.data)
    return source.with_password(settings().database_password) if isinstance(source, Address) else source


__all__ = ["DATA_HELP", "arguments", "kinds_of", "options_of", "source_of", "with_kinds"]
