"""Every format: recognises its own files, reads what was written, refuses the rest with a sentence."""

import io
import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets.errors import InputError
from datasets.read import FORMATS, read
from datasets.stream import stream

ROWS = [
    {"name": "Ann", "age": 41, "city": "Oslo"},
    {"name": "Bo", "age": 7, "city": "Ærø"},
    {"name": "Cy", "age": 30, "city": None},
]
TEXTS = {"name": ["Ann", "Bo", "Cy"], "age": ["41", "7", "30"], "city": ["Oslo", "Ærø", ""]}


def as_csv(rows):
    lines = [",".join(rows[0])] + [",".join("" if v is None else str(v) for v in row.values()) for row in rows]
    return "\n".join(lines).encode()


def as_excel(rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(list(rows[0]))
    for row in rows:
        book.worksheets[0].append(list(row.values()))
    book.save(file)
    book.close()
    return file.getvalue()


def as_parquet(rows):
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), file)
    return file.getvalue()


def as_json_lines(rows):
    return "\n".join(json.dumps(row) for row in rows).encode()


def as_html(rows):
    def line(values):
        return "".join(f"<td>{'' if value is None else value}</td>" for value in values)

    lines = "\n".join(f"<tr>{line(values)}</tr>" for values in [rows[0].keys(), *(row.values() for row in rows)])
    return f'<meta charset="utf-8"><table>{lines}</table>'.encode()


def as_arrow(rows):
    file, table = io.BytesIO(), pa.Table.from_pylist(rows)
    with pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table, max_chunksize=50)
    return file.getvalue()


def as_sqlite(rows):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table people (name text, age integer, city text)")
        connection.executemany("insert into people values (?, ?, ?)", [tuple(row.values()) for row in rows])
        connection.commit()
        return connection.serialize()


def as_duckdb(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute("create table people (name varchar, age integer, city varchar)")
            connection.executemany("insert into people values (?, ?, ?)", [tuple(row.values()) for row in rows])
        return path.read_bytes()


WRITERS = {
    "csv": as_csv,
    "excel": as_excel,
    "parquet": as_parquet,
    "arrow": as_arrow,
    "json_lines": as_json_lines,
    "html": as_html,
    "sqlite": as_sqlite,
    "duckdb": as_duckdb,
}


def test_every_format_is_tried_here():
    assert set(FORMATS) == set(WRITERS)


@pytest.fixture(params=list(FORMATS))
def form(request):
    return FORMATS[request.param]


def test_the_record(form):
    assert form.title
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in form.suffixes)
    others = {suffix for other in FORMATS.values() if other is not form for suffix in other.suffixes}
    assert others.isdisjoint(form.suffixes)


def test_what_was_written_is_read(form):
    for suffix in form.suffixes:
        table = read(io.BytesIO(WRITERS[form.name](ROWS)), name=f"rows{suffix}")
        assert table.record.format == form.name
        assert table.record.n_rows == table.n_rows == 3
        assert {name: table.texts(name).to_pylist() for name in table.names} == TEXTS
        assert table.numbers("age").tolist() == [41, 7, 30]
        assert json.loads(json.dumps(table.record.to_dict())) == table.record.to_dict()


def test_it_recognises_its_own_and_nothing_of_others(form):
    for name, write in WRITERS.items():
        assert form.recognises(write(ROWS)[:8192]) == (name == form.name and name != "csv")
    assert not form.recognises(b"")


def test_stopping_early_gives_the_first_rows(form):
    content = WRITERS[form.name](ROWS * 40)
    part = read(io.BytesIO(content), name="rows", max_rows=50)
    whole = read(io.BytesIO(content), name="rows")
    assert part.n_rows == 50
    assert part.texts("name").to_pylist() == whole.head(50).texts("name").to_pylist()


def test_chunks_are_the_table(form):
    content = WRITERS[form.name](ROWS * 40)
    whole = read(io.BytesIO(content), name="rows")
    with stream(io.BytesIO(content), name="rows", chunk_rows=17) as flow:
        chunks = list(flow.chunks)
    assert flow.names == whole.names
    assert flow.record.n_rows == whole.n_rows
    assert pa.concat_tables(chunks).to_pylist() == whole.cells.to_pylist()


def test_a_damaged_file_is_a_sentence_or_a_table(form):
    content = WRITERS[form.name](ROWS * 40)
    for cut in (len(content) // 3, len(content) - 7):
        try:
            table = read(io.BytesIO(content[:cut]), name=f"rows{form.suffixes[0]}")
        except InputError as error:
            sentence = str(error)
        else:
            sentence = "." if form.name == "csv" and table.n_rows else ""
        assert sentence.endswith(".")
