"""What is known of a CSV file before a row is read: its text, its dialect, and what there is to say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from datasets.errors import InputError
from datasets.formats._aligned import unaligned, unaligned_as
from datasets.formats._anew import Anew
from datasets.formats._aside import Told, sentences_of
from datasets.formats._dialect import ABOVE, REMARK, Dialect
from datasets.formats._drawn import undrawn
from datasets.formats._find_dialect import find_dialect
from datasets.formats._formula_cells import without_formulas
from datasets.formats._pairs import unpaired
from datasets.formats._text import TextFile, as_utf8
from datasets.layout import DRAWN, PAIRS, ROWS, WORDS, name_of
from datasets.reading import Source
from datasets.record import MAX_COLUMNS, ReadOptions, SetAside, too_many_columns


def begun(source: Source, options: ReadOptions) -> tuple[TextFile, Dialect, Told]:
    """The text, its dialect, and what there is to say before a row was read."""
    text, converted = as_utf8(source, options.encoding)
    told = Told([*converted])
    if text.n_damaged:
        told.repaired["byte in another encoding"] = text.n_damaged
    notes: list[SetAside] = []
    for anew in _written_anew(text, options, source):
        text, options = anew.text, anew.options
        told.sentences += anew.sentences
        notes += anew.notes
    dialect = find_dialect(text, options)
    if (cut := _aligned(text, options, dialect, source)) is not None:
        text, options = cut.text, cut.options
        told.sentences += cut.sentences
        dialect = find_dialect(text, options)
    if dialect.n_columns > MAX_COLUMNS:
        raise InputError(too_many_columns(source.name, dialect.n_columns))
    if options.header_row and 0 < options.header_row <= dialect.n_titles:
        dialect = _from_title(dialect, options.header_row)
    told.sentences += _comments(dialect)
    told.put_aside(dialect.above)
    told.put_aside(notes)
    told.sentences += sentences_of(note.reason for note in notes)
    return text, dialect, told


def _aligned(text: TextFile, options: ReadOptions, dialect: Dialect, source: Source) -> Anew | None:
    """The text written anew from columns aligned by blanks, where no delimiter cuts it, or commas in numbers only."""
    if options.layout is not None or dialect.cut not in ("", " ", ","):
        return None
    return unaligned(text, options, source.workspace, is_ruled=False, has_commas=dialect.cut == ",")


def _written_anew(text: TextFile, options: ReadOptions, source: Source) -> Iterator[Anew]:
    """The text as it is written anew, once for cells that are formulas and once for how the table is laid out."""
    workspace = source.workspace
    if (bare := without_formulas(text, options, workspace)) is not None:
        text, options = bare.text, bare.options
        yield bare
    if options.layout is not None:
        table = _laid_out(text, options, source)
    else:
        table = (
            undrawn(text, options, workspace)
            or unaligned(text, options, workspace, is_ruled=True)
            or unpaired(text, options, workspace)
        )
    if table is not None:
        yield table


def _laid_out(text: TextFile, options: ReadOptions, source: Source) -> Anew | None:
    """The text written anew from the layout that is asked for. Raises InputError where it has another one."""
    if (name := name_of(options.layout or ROWS)) == ROWS:
        return None
    rules: dict[str, Callable[..., Anew | None]] = {DRAWN: undrawn, PAIRS: partial(unpaired, least=1)}
    found = rules.get(name, unaligned_as)(text, options, source.workspace)
    if found is None or found.text.layout == ROWS:
        raise InputError(
            f"Every line of {source.name} must fit the layout that was asked for, {WORDS[name]}; some do not. "
            "Leave the layout to Easel, or choose another."
        )
    return found


def _from_title(dialect: Dialect, header_row: int) -> Dialect:
    """The dialect when a line that was taken for a title is the header."""
    titles = [row.line or 1 for row in dialect.above if row.reason == ABOVE]
    line = titles[header_row - 1]
    return replace(dialect, skip=line - 1, above=tuple(row for row in dialect.above if (row.line or 0) < line))


def _comments(dialect: Dialect) -> tuple[str, ...]:
    n = sum(line.reason == REMARK for line in dialect.above)
    return () if not n else (f"{'1 comment line' if n == 1 else f'{n} comment lines'} at the top left out.",)
