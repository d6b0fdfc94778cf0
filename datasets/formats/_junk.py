"""Files that are no tables, told by their first bytes, so that a refusal can call them by their name."""

from __future__ import annotations

# What the first bytes are, and what such a file is called in a sentence.
FIRST_BYTES: dict[bytes, str] = {
    b"%PDF": "a PDF document",
    b"\x89PNG\r\n\x1a\n": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF87a": "a GIF picture",
    b"GIF89a": "a GIF picture",
    b"II*\0": "a TIFF picture",
    b"MM\0*": "a TIFF picture",
    b"{\\rtf": "an RTF document",
    b"SQLite format 3\0": "an SQLite database",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"ARROW1\0\0": "an Arrow file",
    b"Obj\x01": "an Avro file",
    b"\x89HDF": "an HDF5 file",
    b"\x93NUMPY": "a NumPy array",
    b"\x80\x04\x95": "a Python pickle",
    b"\x80\x05\x95": "a Python pickle",
    b"$FL2@(#)": "an SPSS file",
    b"<stata_dta>": "a Stata file",
    b"\x7fELF": "a program",
    b"MZ\x90\0": "a program",
    b"ID3\x03": "a sound file",
    b"ID3\x04": "a sound file",
    b"OggS\0": "a sound file",
    b"\x1aE\xdf\xa3": "a video file",
    b"-----BEGIN ": "a key or certificate",
}
# The same for texts: in any case, after blanks.
FIRST_WORDS: dict[bytes, str] = {
    b"<?xml": "an XML document",
    b"<svg": "an SVG picture",
    b"%!ps": "a PostScript document",
}


def name_of_junk(head: bytes) -> str | None:
    """What a file is that begins like this, or None when it may be a table."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    binary = next((name for first, name in FIRST_BYTES.items() if head.startswith(first)), None)
    if binary is None and head[4:8] == b"ftyp":
        return "a video or picture"
    return binary or next((name for first, name in FIRST_WORDS.items() if start.startswith(first)), None)
