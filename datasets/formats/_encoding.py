"""Which encoding the bytes of a text are in: byte order marks, zero bytes, UTF-8, and chardet for the older ones."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FALLBACK = "windows-1252"
# What a text in UTF-8 with some bytes of another encoding is called here: those bytes are read as windows-1252.
DAMAGED = "utf-8-damaged"
# A text is UTF-8 with damaged places while it has at least so many right letters for each wrong byte.
RIGHT_FOR_WRONG = 4
# Two-byte text without a mark: at least this share of its characters has a zero byte, nearly all on the same side.
MIN_ZERO_SHARE = 0.02
# With fewer zero bytes on that side than this share, most letters are not Latin ones, and other bytes are not either.
MANY_ZEROS = 0.5
PRINTABLE_SHARE = 0.9
# Bytes beyond ASCII stand in runs of this length on average where the script is not the Latin one, and are so many.
MIN_RUN_LENGTH = 1.5
MIN_FOREIGN_BYTES = 6
# So many places with such a byte tell another Latin encoding from windows-1252 when that would put marks into words;
# without such marks it takes more of them.
MIN_LATIN_RUNS = 6
MANY_LATIN_RUNS = 30
DOS_SHARE = 0.5
LATIN = frozenset(
    {"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "mac-roman", "mac-latin2", "mac-turkish", "mac-iceland"}
    | {f"iso8859-{n}" for n in (1, 2, 3, 4, 9, 10, 13, 14, 15, 16)}
)
# What a text may be in whose first guess would put letters of two scripts into one word.
SECOND_GUESSES = ("Windows-1250", "Windows-1252", "Windows-1254", "Windows-1257", "Windows-1251", "Windows-1253")
DOS = frozenset(f"cp{n}" for n in (437, 720, 737, 775, 850, 852, 855, 856, 857, 858, 860, 861, 862, 863, 864, 865, 869))
_JIS_ESCAPES = (b"\x1b$B", b"\x1b$@", b"\x1b(J")
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_SAMPLE_BYTES = 1 << 16
_LINE_BYTES = 1 << 12
_CHUNK = 1 << 20


def by_first_bytes(head: bytes) -> str | None:
    """The encoding that the first bytes give away: a byte order mark, zero bytes on one side only, or the escapes of
    ISO-2022-JP; None when they say nothing."""
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return _wide(head)
    return "iso-2022-jp" if any(escape in head for escape in _JIS_ESCAPES) else None


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: zero bytes stand where the ASCII letters have them."""
    whole = head[: len(head) // 4 * 4]
    for encoding, zeros, filled in (("utf-32-le", (2, 3), 0), ("utf-32-be", (0, 1), 3)):
        if whole and not any(whole[i::4].strip(b"\0") for i in zeros) and whole[filled::4].count(0) < len(whole) // 40:
            return encoding
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) <= MIN_ZERO_SHARE * len(head) / 2 or min(even, odd) > max(even, odd) // 10:
        return None
    if max(even, odd) < MANY_ZEROS * len(head) / 2 and _n_printable(head) > PRINTABLE_SHARE * len(head):
        return None  # zero bytes in a text of single bytes
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    return (
        encoding if text.count("\ufffd") <= 1 and not any(ord(c) < 32 and c not in "\t\r\n\f" for c in text) else None
    )


def _n_printable(head: bytes) -> int:
    """How many bytes are printable ASCII, line ends or zeros."""
    return len(head) - len(head.translate(None, bytes([0, 9, 10, 13, *range(32, 127)])))


def of_foreign_bytes(path: Path) -> str:
    """The encoding of a text that is not UTF-8, told from its lines with letters beyond ASCII."""
    sample = b"".join(dict.fromkeys(_foreign_lines(path)))
    text = sample.decode("utf-8", "surrogateescape")
    wrong = sum("\udc80" <= c <= "\udcff" for c in text)
    right = sum(c > "\x7f" for c in text) - wrong
    if right >= RIGHT_FOR_WRONG * wrong:
        return DAMAGED
    import chardet

    found = chardet.detect(sample)["encoding"]
    if found and _mixes_scripts(found, sample):
        others = (one["encoding"] for one in chardet.detect_all(sample))
        found = next((one for one in others if one in SECOND_GUESSES and not _mixes_scripts(one, sample)), None)
    return _named(found) if found and _is_likely(found, sample) else FALLBACK


def _mixes_scripts(encoding: str, sample: bytes) -> bool:
    """Whether most words with Greek or Cyrillic letters would have Latin ones as well, which no word has."""
    text = sample.decode(encoding, "replace")
    words = [word for word in re.findall(r"[^\W\d_]+", text) if _OTHER_SCRIPT.search(word)]
    return 2 * sum(re.search("[A-Za-z]", word) is not None for word in words) > len(words)


def _is_likely(encoding: str, sample: bytes) -> bool:
    """Whether the bytes beyond ASCII stand as they do in this encoding: in runs where the script is not the Latin one,
    in many places where it is. Few of them say too little. DOS encodings have letters where Windows has marks."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    n_bytes = sum(map(len, runs))
    if codecs.lookup(encoding).name in DOS:
        return len(runs) >= MIN_LATIN_RUNS and len(re.findall(rb"[\x80-\x9f]", sample)) >= DOS_SHARE * n_bytes
    if codecs.lookup(encoding).name in LATIN:
        marks_in_words = re.search("[£¥¦¯±³¶¹¼¾][A-Za-z]{2}", sample.decode(FALLBACK, "replace"))
        return len(runs) >= MIN_LATIN_RUNS and (marks_in_words is not None or len(runs) >= MANY_LATIN_RUNS)
    return n_bytes >= MIN_FOREIGN_BYTES and n_bytes >= MIN_RUN_LENGTH * len(runs)


def _foreign_lines(path: Path) -> Iterator[bytes]:
    """The first lines that are not ASCII, cut to a few thousand bytes each."""
    left = _SAMPLE_BYTES
    with path.open("rb") as file:
        while left > 0 and (block := file.read(_CHUNK)):
            if block.isascii():
                continue
            for line in block.split(b"\n"):
                if not line.isascii() and left > 0:
                    yield line[:_LINE_BYTES] + b"\n"
                    left -= min(len(line), _LINE_BYTES)


def _named(encoding: str) -> str:
    """The name in use: chardet's "Windows-1251" is windows-1251; subsets of it are read as windows-1252."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return FALLBACK
    if name in ("ascii", "utf-8", "iso8859-1", "cp1252"):
        return FALLBACK
    return f"windows-{name[2:]}" if name.startswith("cp125") else name
