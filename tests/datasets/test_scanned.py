"""Looking through a text piece by piece finds what looking at it at once finds, wherever it is cut."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.formats import _scanned
from datasets.formats._scanned import Scanned, scanned

PARTS = [
    b"\r",
    b"\n",
    b"\r\n",
    b"a",
    b"abc",
    "é".encode(),
    "€".encode(),
    "😀".encode(),
    codecs.BOM_UTF8,
    b"\xe9",
    b"\x80",
]


@given(st.lists(st.sampled_from(PARTS), max_size=14).map(b"".join), st.integers(4, 9))
def test_pieces_make_no_difference(tmp_path_factory, content, piece_bytes):
    path = tmp_path_factory.mktemp("text") / "text"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_scanned, "PIECE_BYTES", piece_bytes)
        try:
            content.decode()
        except UnicodeDecodeError:
            with pytest.raises(UnicodeDecodeError):
                scanned(path)
            return
        n_crlf = content.count(b"\r\n")
        counts = content.count(b"\n") - n_crlf, content.count(b"\r") - n_crlf, content.count(codecs.BOM_UTF8)
        assert scanned(path) == Scanned(n_crlf, *counts)
