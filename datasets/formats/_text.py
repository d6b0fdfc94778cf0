"""The bytes of a text file as UTF-8: which encoding they are in, and what kind of line ends they have."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from datasets.errors import InputError
from datasets.formats._encoding import DAMAGED, FALLBACK, by_first_bytes, of_foreign_bytes
from datasets.formats._junk import name_of_junk
from datasets.formats._scanned import scanned
from datasets.layout import ROWS
from datasets.reading import Source

_CHUNK = 1 << 20
_QUOTES = (b'"', b"'")
# A text file holds few control characters; more than so many, and than this share, say that it is something else.
MAX_CONTROLS = 4
MAX_CONTROL_SHARE = 0.01
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x01\x1c\x1d\x1e\x1f"))


@dataclass(frozen=True)
class TextFile:
    """A UTF-8 file without byte order mark at `path`; `encoding` is what the original was in; `n_crlf`, `n_lf` and
    `n_cr` count its line ends of each kind (quoted ones included); `n_damaged` bytes were not in the encoding;
    `n_marks` byte order marks stand within it, as where files were put one after the other. `layout` is how its table
    was laid out before it was written anew."""

    path: Path
    encoding: str
    n_crlf: int
    n_lf: int
    n_cr: int
    n_damaged: int = 0
    n_marks: int = 0
    layout: str = ROWS

    @property
    def mixed_line_ends(self) -> bool:
        return self.n_cr > 0 or (self.n_crlf > 0 and self.n_lf > 0)


def as_utf8(source: Source, encoding: str | None) -> tuple[TextFile, tuple[str, ...]]:
    """The file as UTF-8 and the sentences to say about it.

    Raises InputError when it is no text, or not in `encoding`.
    """
    chosen = encoding or _guess(source)
    if encoding is None and chosen == "utf-8":
        try:
            return _with_equal_ends(_scan(source.path, "utf-8"), source), ()
        except UnicodeDecodeError:
            chosen = of_foreign_bytes(source.path)
    path = source.workspace / "text.utf8"
    try:
        n_damaged = _convert(source, chosen, path)
    except InputError:
        if encoding is not None or chosen == FALLBACK:
            raise
        chosen = FALLBACK
        n_damaged = _convert(source, chosen, path)
    return _with_equal_ends(_scan(path, chosen, n_damaged), source), _sentences(chosen, n_damaged)


def _with_equal_ends(text: TextFile, source: Source) -> TextFile:
    """The text without marks within, and with \\n at the end of every line where it mixes line ends and has no quotes
    that could hold some."""
    text = _without_marks(text, source) if text.n_marks else text
    if not text.mixed_line_ends or any(quote in chunk for chunk in _chunks(text.path) for quote in _QUOTES):
        return text
    path = source.workspace / "equal.utf8"
    doubled = _has_doubled_returns(text)
    ends = "\n" if doubled else None
    with text.path.open(encoding="utf-8", newline=ends) as lines, path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(line.rstrip("\r\n") + "\n" for line in lines)
    return replace(text, path=path, n_crlf=0, n_lf=text.n_crlf + text.n_lf + (0 if doubled else text.n_cr), n_cr=0)


def _without_marks(text: TextFile, source: Source) -> TextFile:
    path = source.workspace / "unmarked.utf8"
    with text.path.open(encoding="utf-8", newline="") as lines, path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(line.lstrip("\ufeff") for line in lines)
    return replace(text, path=path, n_marks=0)


def _has_doubled_returns(text: TextFile) -> bool:
    """Whether every line ends in \\r\\r\\n, as files do that went through a text mode twice."""
    if text.n_lf or text.n_cr != text.n_crlf:
        return False
    with text.path.open(encoding="utf-8", newline="\n") as lines:
        return all(line.endswith("\r\r\n") or not line.endswith("\n") for line in lines)


def _sentences(encoding: str, n_damaged: int) -> tuple[str, ...]:
    if encoding == DAMAGED:
        places = "1 byte is" if n_damaged == 1 else f"{n_damaged:,} bytes are"
        return (f"The text is in utf-8, but {places} not; they were read as {FALLBACK}.",)
    return () if encoding in ("utf-8", "utf-8-sig") else (f"The text is in {encoding}, not UTF-8; it was converted.",)


def _guess(source: Source) -> str:
    if junk := name_of_junk(source.head):
        raise InputError(
            f"A table file must be text (CSV), Excel, Parquet or JSON Lines; {source.name} is {junk}. "
            "Export the table in it as one of these."
        )
    found = by_first_bytes(source.head)
    if found is None and _n_controls(source.head) > max(MAX_CONTROLS, MAX_CONTROL_SHARE * len(source.head)):
        raise InputError(
            f"A table file must be text (CSV), Excel, Parquet or JSON Lines; {source.name} holds binary data. "
            "Export it as one of these."
        )
    return found or "utf-8"


def _n_controls(head: bytes) -> int:
    return len(head) - len(head.translate(None, _CONTROLS))


def _convert(source: Source, encoding: str, path: Path) -> int:
    """Writes the text as UTF-8 to `path` and counts the bytes that were not in the encoding (in damaged UTF-8 only).

    Five bytes have no meaning in windows-1252; as in latin-1 they stand for the control character of that number.
    """
    damaged = _Damaged()
    codec, errors = (encoding, "easel-latin-1" if encoding == FALLBACK else "strict")
    if encoding == DAMAGED:
        codec, errors = "utf-8", "easel-damaged"
        codecs.register_error(errors, damaged.read)
    try:
        decoder = codecs.getincrementaldecoder(codec)(errors)
        with path.open("wb") as out:
            for chunk in _chunks(source.path):
                out.write(decoder.decode(chunk).encode("utf-8"))
            out.write(decoder.decode(b"", final=True).encode("utf-8"))
    except LookupError as error:
        raise InputError(f"There is no encoding {encoding!r}. Try utf-8, windows-1252 or utf-16.") from error
    except UnicodeError as error:
        raise InputError(f"{source.name} is not in the encoding {encoding}. Try utf-8 or windows-1252.") from error
    return damaged.n_bytes


class _Damaged:
    """Reads the bytes that are not UTF-8 as windows-1252 and counts them."""

    def __init__(self) -> None:
        self.n_bytes = 0

    def read(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        self.n_bytes += error.end - error.start
        return error.object[error.start : error.end].decode(FALLBACK, "easel-latin-1"), error.end


def _latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("easel-latin-1", _latin_1)


def _scan(path: Path, encoding: str, n_damaged: int = 0) -> TextFile:
    """Counts line ends and proves that the file is UTF-8. Raises UnicodeDecodeError."""
    found = scanned(path)
    return TextFile(path, encoding, found.n_crlf, found.n_lf, found.n_cr, n_damaged, found.n_marks)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
