"""What may be asked of a reader, and what it says it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasets.reading import Flow, Reading

MAX_COLUMNS = 10_000
# Of the rows that are set aside so many are kept to be looked at; all of them are counted.
MAX_ASIDE = 100_000


def too_many_columns(name: str, n: int) -> str:
    """The sentence for a table that is too wide."""
    return f"A table may have {MAX_COLUMNS:,} columns at most; {name} has {n:,}. Leave some of them out."


@dataclass(frozen=True)
class ReadOptions:
    """What the analyst fixes; None leaves it to the reader.

    `header_row` counts from 1, as spreadsheets do (in a sheet: the number that is shown beside the row); 0 says that
    there is no header. Where the header has several lines, `header_lines`, it is the last of them. `layout` is how a
    text file is laid out (datasets/layout.py). `quote` "" says that quote characters are ordinary text; `escape` stands
    before a quote within a cell (the quote itself: it is doubled). `sheet` is the name of an Excel sheet. `decimal` is
    the mark of all numbers, "." or ","; `day_first` says of dates such as 03/04/2021 whether the day comes before the
    month. `table` is the name of a table in a database, `query` a SELECT instead of one.
    """

    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    encoding: str | None = None
    header_row: int | None = None
    header_lines: int | None = None
    layout: str | None = None
    sheet: str | None = None
    decimal: str | None = None
    day_first: bool | None = None
    table: str | None = None
    query: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """What is fixed, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ReadOptions:
        """What `to_dict` wrote; names that this version does not know are ignored."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})

    def of_a_file(self) -> ReadOptions:
        """Those about finding the cells of a file: without the notation of numbers and dates, and without a query."""
        return replace(self, decimal=None, day_first=None, query=None)

    def filled_from(self, other: ReadOptions) -> ReadOptions:
        """These options, and where they leave something open those of `other`."""
        return ReadOptions.from_dict({**other.to_dict(), **self.to_dict()})


@dataclass(frozen=True)
class SetAside:
    """A row of the file that is not in the table: why, and its text as it stands there. `line` counts from 1, None
    where it is not known; `file` is the name of the file when several are read as one table."""

    reason: str
    text: str
    line: int | None = None
    file: str = ""


@dataclass(frozen=True)
class ReadRecord:
    """How a file was read: its format, every assumption made, and a sentence for each thing worth telling.

    `n_rows` rows are in the table; `repaired` counts those (and single bytes) that were mended, by what was wrong;
    `aside` counts the rows that were left out, by reason. `rows_aside` are these rows, the first MAX_ASIDE of them;
    they are kept beside the record, not in `to_dict`, and make no difference when records are compared. `asked` is
    what the analyst had fixed, as `ReadOptions.to_dict` gives it.
    """

    format: str
    assumed: dict[str, Any] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()
    n_rows: int = 0
    repaired: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)
    rows_aside: tuple[SetAside, ...] = field(default=(), compare=False, repr=False)
    asked: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, form: str, seen: Reading | Flow, sentences: tuple[str, ...], n_rows: int, asked: ReadOptions
    ) -> ReadRecord:
        """What was found in reading a source, with further sentences, as one record."""
        return cls(
            form,
            seen.assumed,
            (*seen.sentences, *sentences),
            n_rows,
            seen.repaired,
            seen.aside,
            seen.rows_aside,
            asked.to_dict(),
        )

    @property
    def n_repaired(self) -> int:
        return sum(self.repaired.values())

    @property
    def n_aside(self) -> int:
        return sum(self.aside.values())

    @property
    def options(self) -> ReadOptions:
        """What the analyst had fixed."""
        return ReadOptions.from_dict(self.asked)

    def to_dict(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "assumed": self.assumed,
            "sentences": list(self.sentences),
            "n_rows": self.n_rows,
            "repaired": self.repaired,
            "aside": self.aside,
            "asked": self.asked,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any], rows_aside: tuple[SetAside, ...] = ()) -> ReadRecord:
        """What `to_dict` gave; records written before rows were counted have no counts."""
        return cls(
            data["format"],
            dict(data["assumed"]),
            tuple(data["sentences"]),
            data["n_rows"],
            dict(data.get("repaired", {})),
            dict(data.get("aside", {})),
            rows_aside,
            dict(data.get("asked", {})),
        )
