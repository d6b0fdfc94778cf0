"""What a section of a report is made of, as plain data; `app/report/html.py` and `app/report/pdf.py` write it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.report.picture import Picture

Reader = Literal["everyone", "manager", "analyst", "auditor"]
Tone = Literal["plain", "good", "warn"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is the one sentence to remember."""

    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence that must not be passed over."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with what it is, and a note below it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A few facts side by side."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `right` numbers the columns of figures, `widths` are shares of the width (empty: all alike), `code` the
    columns whose text is code or a hash."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()
    code: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its title, and what it shows in words, which is also read to those who do not see it."""

    title: str
    picture: Picture
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Figures side by side, two to a line; on a phone one below the other."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to copy."""

    text: str


Block = Heading | Paragraph | Remark | Bullets | Facts | Grid | Figure | Row | Code
Blocks = Sequence[Block]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report. `body(subject)` makes its blocks from what the report is about; () leaves the section out.
    `readers` says whom it is written for, which the table of contents tells."""

    name: str
    title: str
    order: int
    readers: Reader
    body: Callable[[Any], Blocks]


@dataclass(frozen=True, slots=True)
class Part:
    """A section that was written: its title, its readers and its blocks."""

    name: str
    title: str
    readers: Reader
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report: `kind` stands above the title ("Model report"), `subtitle` below it; `foot` on every page."""

    kind: str
    title: str
    subtitle: str
    foot: str
    parts: tuple[Part, ...]


def written(sections: Sequence[Section], subject: Any) -> tuple[Part, ...]:
    """The sections that have something to say about the subject, in their order."""
    made = [(s, tuple(s.body(subject))) for s in sorted(sections, key=lambda s: (s.order, s.name))]
    return tuple(Part(s.name, s.title, s.readers, blocks) for s, blocks in made if blocks)
