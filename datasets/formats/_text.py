"""The bytes of a text file as UTF-8: which encoding they are in, and what kind of line ends they have."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from datasets.errors import InputError
from datasets.record import Source

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FALLBACK = "windows-1252"
# A text file holds few control characters; more than so many, and than this share, say that it is something else.
MAX_CONTROLS = 4
MAX_CONTROL_SHARE = 0.01
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x01\x1c\x1d\x1e\x1f"))


@dataclass(frozen=True)
class TextFile:
    """A UTF-8 file without byte order mark at `path`; `encoding` is what the original was in; `n_crlf`, `n_lf` and
    `n_cr` count its line ends of each kind (quoted ones included)."""

    path: Path
    encoding: str
    n_crlf: int
    n_lf: int
    n_cr: int

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
            return _scan(source.path, "utf-8"), ()
        except UnicodeDecodeError:
            chosen = FALLBACK
    path = source.workspace / "text.utf8"
    _convert(source, chosen, path)
    sentences = () if chosen in ("utf-8", "utf-8-sig") else (f"The text is in {chosen}, not UTF-8; it was converted.",)
    return _scan(path, chosen), sentences


def _guess(source: Source) -> str:
    head = source.head
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if even + odd > len(head) // 4 and min(even, odd) <= max(even, odd) // 10:
            return "utf-16-le" if odd > even else "utf-16-be"
    if _n_controls(head) > max(MAX_CONTROLS, MAX_CONTROL_SHARE * len(head)):
        raise InputError(
            f"A table file must be text (CSV), Excel, Parquet or JSON Lines; {source.name} holds binary data. "
            "Export it as one of these."
        )
    return "utf-8"


def _n_controls(head: bytes) -> int:
    return len(head) - len(head.translate(None, _CONTROLS))


def _convert(source: Source, encoding: str, path: Path) -> None:
    # Five bytes have no meaning in windows-1252; as in latin-1 they stand for the control character of that number.
    errors = "easel-latin-1" if encoding == FALLBACK else "strict"
    try:
        decoder = codecs.getincrementaldecoder(encoding)(errors)
        with path.open("wb") as out:
            for chunk in _chunks(source.path):
                out.write(decoder.decode(chunk).encode("utf-8"))
            out.write(decoder.decode(b"", final=True).encode("utf-8"))
    except LookupError as error:
        raise InputError(f"There is no encoding {encoding!r}. Try utf-8, windows-1252 or utf-16.") from error
    except UnicodeError as error:
        raise InputError(f"{source.name} is not in the encoding {encoding}. Try utf-8 or windows-1252.") from error


def _latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("easel-latin-1", _latin_1)


def _scan(path: Path, encoding: str) -> TextFile:
    """Counts line ends and proves that the file is UTF-8. Raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    crlf = lf = cr = 0
    last = b""
    for chunk in _chunks(path):
        decoder.decode(chunk)
        pairs = chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
        crlf, lf, cr = crlf + pairs, lf + chunk.count(b"\n"), cr + chunk.count(b"\r")
        last = chunk[-1:]
    decoder.decode(b"", final=True)
    return TextFile(path, encoding, crlf, lf - crlf, cr - crlf)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
