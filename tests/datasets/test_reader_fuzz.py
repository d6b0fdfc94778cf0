"""Whatever the bytes, the reader gives a table or a sentence: never a traceback, in one go and in chunks."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.errors import InputError
from datasets.read import read
from datasets.stream import stream
from tests.datasets.for_a_while import hold

SEEDS = (
    b"name,city,age\nAnn,Oslo,41\nBo,Rome,7\nCy,Bern,30\n",
    b'a;b;c\n"x; y";"say ""hi""";1\n"two\nlines";3;4\n\n5" pipe;\'q\';5\n',
    b"# made by hand\nReport,,\nx\ty\tz\r\n1\t2\t3\r4\t5\n6\n",
    "name|n\nMüller|1\nGarçon|2\n".encode("windows-1252"),
    "имя,n\nИван,1\nОльга,2\n".encode("utf-16"),
    "名前,n\n山田,1\n鈴木,2\n".encode("shift_jis"),
    b'{"a": 1, "b": "x"}\n{"a": 2}\n',
    b'id;v\n1;"a\\"b"\n2;"c"\nTotal;3\n',
    b"name   n\n-----  --\nAnn    41\nBo      7\n\n(2 rows)\n",
    b"name   n\nAnn   41\nBo     7\nCy    30\nDee   12\n",
    b'plz;n\n="007";1\n"=""008""";2\n',
    b'at=08:15 msg="a \\"b\\"" n=1\nat=09:30 msg=x n=2\n',
    b'"EXTF";700;21\nname;x;y;z\nAnn;1;2,5;3\nBo;2;3,5;4\nCy;3;1,5;5\n',
    gzip.compress(b"a,b\n1,2\n3,4\n", mtime=0),
)
# What breaks readers: zero bytes, byte order marks, quotes, line ends, halves of letters.
PIECES = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'"',
    b'""',
    b"\\",
    b"\r",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"#",
    b"\xc3",
    b" ",
    b"  ",
    b"=",
    b'="1"',
    b"---",
)


@st.composite
def mutated(draw):
    """A small file with pieces put in, cut out, doubled and changed."""
    content = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(content)))
        upto = draw(st.integers(at, min(len(content), at + 12)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=4) | st.just(content[at:upto] * 3))
        content = content[:at] + piece + content[upto:]
    return content


CONTENT = st.binary(max_size=200) | mutated() | st.lists(mutated(), max_size=3).map(b"".join)


def is_table_or_sentence(content: bytes, folder: Path) -> None:
    path = folder / "x.csv"
    path.write_bytes(content)
    table, sentence = None, ""
    try:
        table = read(path)
    except InputError as error:
        sentence = str(error)
    if table is None:
        assert sentence.endswith(".")
        return
    assert len(set(table.names)) == table.n_columns >= 1
    assert table.record.n_aside >= len(table.record.rows_aside)
    with stream(io.BytesIO(content), name="x.csv", chunk_rows=3) as found:
        assert sum(chunk.num_rows for chunk in found.chunks) == found.record.n_rows == table.n_rows
    assert found.names == table.names
    assert found.record == table.record


@settings(max_examples=25)
@given(CONTENT)
def test_any_bytes_are_a_table_or_a_sentence(tmp_path_factory, content):
    is_table_or_sentence(content, tmp_path_factory.getbasetemp())


@pytest.mark.slow
@pytest.mark.soak
def test_the_reader_holds_for_a_while(tmp_path):
    hold(lambda content: is_table_or_sentence(content, tmp_path), CONTENT)
