"""The table: values by column, other kinds, choosing rows and columns, saving and loading."""

import io
import pickle

import numpy as np
import pyarrow as pa
import pytest

from datasets.cells import MISSING_SECONDS
from datasets.errors import EaselError, InputError
from datasets.infer import infer_schema
from datasets.read import read
from datasets.record import ReadOptions, ReadRecord
from datasets.schema import Kind
from datasets.table import Table

CELLS = pa.table(
    {
        "n": ["1", "2.5", None, "NA"] * 10,
        "word": ["a", "b", "b", None] * 10,
        "day": ["2024-01-05", None, "2024-01-07", "1970-01-01"] * 10,
    }
)
RECORD = ReadRecord("csv", {"delimiter": ","}, ("Something was assumed.",), 40)


def table_of(cells):
    return Table(cells, infer_schema(cells), RECORD)


@pytest.fixture
def table():
    return table_of(CELLS)


def test_values_by_column(table):
    assert (table.n_rows, table.n_columns, table.names) == (40, 3, ("n", "word", "day"))
    np.testing.assert_array_equal(table.numbers("n")[:4], [1, 2.5, np.nan, np.nan])
    assert table.texts("word").to_pylist()[:4] == ["a", "b", "b", ""]
    assert isinstance(table.texts("word"), pa.StringArray)
    assert table.seconds("day")[:4].tolist() == [1704412800, MISSING_SECONDS, 1704585600, 0]
    assert table.missing("n").tolist()[:4] == [False, False, True, True]
    assert not table.mismatched("n").any()
    assert table.numbers("n") is table.numbers("n")


def test_an_unknown_column_is_named_with_the_nearest(table):
    for ask in (
        table.numbers,
        table.texts,
        lambda name: table.select([name]),
        lambda name: table.with_kind(name, Kind.TEXT),
    ):
        with pytest.raises(InputError, match=r"There is no column 'Wort'.*word"):
            ask("Wort")


def test_a_name_that_was_read_as_data_is_found_in_the_first_row():
    lines = "id,y\n" + "".join(f"u{i:06d},{'ny'[i % 3 == 0]}\n" for i in range(200))
    table = read(io.BytesIO(lines.encode()), name="names.csv")
    assert table.names == ("column_1", "column_2")
    with pytest.raises(InputError, match=r"no column 'y'.*It stands in the first row") as no:
        table.known("y")
    assert str(no.value).endswith("read that row as the header.")
    assert no.value.remedies == {"header_row": (1,)}
    assert no.value.__notes__ == ["As an argument: options=ReadOptions(header_row=1)."]
    again = pickle.loads(pickle.dumps(no.value))
    assert (again.remedies, again.__notes__) == (no.value.remedies, no.value.__notes__)
    with pytest.raises(InputError, match=r"no column 'z'.*column_2\.$"):
        table.known("z")


def test_another_kind(table):
    changed = table.with_kind("n", Kind.CATEGORY)
    assert changed.schema["n"].kind is Kind.CATEGORY
    assert changed.schema["n"].reason == "chosen by you"
    assert table.schema["n"].kind is Kind.NUMERIC
    assert table.with_kind("word", Kind.NUMERIC).mismatched("word").sum() == 30


def test_choosing_rows_and_columns(table):
    assert table.select(["day", "n"]).names == ("day", "n")
    assert table.drop(["word"]).names == ("n", "day")
    assert table.head(3).n_rows == 3
    assert table.take(np.array([3, 0, 0])).texts("day").to_pylist() == ["1970-01-01", "2024-01-05", "2024-01-05"]


def test_the_fingerprint_is_that_of_the_content(table):
    print_ = table.fingerprint
    assert len(print_) == 64
    chunked = pa.concat_tables([CELLS.slice(0, 7), CELLS.slice(7)])
    assert table_of(chunked).fingerprint == print_
    assert table_of(pa.concat_tables([CELLS, CELLS]).slice(40)).fingerprint == print_
    assert table.with_kind("n", Kind.TEXT).fingerprint == print_
    assert table.take(np.arange(40)).fingerprint == print_
    others = [
        table.head(39),
        table.select(["word", "n", "day"]),
        table_of(CELLS.rename_columns(["m", "word", "day"])),
        table.take(np.arange(40)[::-1]),
        table_of(CELLS.set_column(1, "word", pa.array(["ab", "", "b", None] * 10))),
    ]
    assert len({print_, *(other.fingerprint for other in others)}) == 6


def test_null_and_empty_and_neighbours_differ():
    first, second = (table_of(pa.table({"x": pa.array(cells)})) for cells in (["ab", "c"], ["a", "bc"]))
    assert first.fingerprint != second.fingerprint


def test_saving_and_loading(table, tmp_path):
    path = tmp_path / "table.arrow"
    table.save(path)
    loaded = Table.load(path)
    assert loaded.cells.equals(table.cells)
    assert (loaded.schema, loaded.record, loaded.fingerprint) == (table.schema, table.record, table.fingerprint)
    assert [p.name for p in tmp_path.iterdir()] == ["table.arrow"]


def test_native_types_survive(tmp_path):
    cells = pa.table({"f": [1.5, None], "t": pa.array([0, 1], pa.timestamp("ms")), "b": [True, False]})
    table = table_of(cells)
    table.save(tmp_path / "t")
    assert Table.load(tmp_path / "t").cells.schema == cells.schema


@pytest.mark.parametrize("content", [None, b"", b"not arrow at all", "arrow"])
def test_what_is_no_saved_table(tmp_path, content):
    path = tmp_path / "x.arrow"
    if content == "arrow":
        with pa.ipc.new_file(str(path), CELLS.schema) as writer:
            writer.write_table(CELLS)
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="is not a table saved by Easel"):
        Table.load(path)


def test_a_damaged_table_is_named(table, tmp_path):
    path = tmp_path / "x.arrow"
    table.save(path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError):
        Table.load(path)


def test_a_folder_that_is_not_there(table, tmp_path):
    with pytest.raises(EaselError, match="could not be written"):
        table.save(tmp_path / "no" / "x.arrow")


def test_cells_and_schema_must_fit(table):
    with pytest.raises(ValueError, match="same columns"):
        Table(CELLS.select(["n"]), table.schema, RECORD)


def test_no_rows():
    table = table_of(CELLS.slice(0, 0))
    assert table.n_rows == 0
    assert [column.kind for column in table.schema] == [Kind.CONSTANT] * 3
    assert len(table.numbers("n")) == len(table.texts("word")) == len(table.seconds("day")) == 0
    assert len(table.fingerprint) == 64


def test_values_that_were_let_go_of_are_worked_out_again():
    cells = pa.table({"a": ["1", "2"], "b": ["x", "y"]})
    table = Table(cells, infer_schema(cells), RECORD)
    before = table.numbers("a")
    assert table.numbers("a") is before
    table.forget_values()
    again = table.numbers("a")
    assert again is not before
    assert again.tolist() == [1.0, 2.0]


def test_rows_set_aside_are_saved_with_the_table(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b,c\n" + "1,2,3\n" * 20 + "1,2,3,4\n5,6\nTotal,,60\n", encoding="utf-8")
    table = read(path)
    table.save(tmp_path / "x.arrow")
    again = Table.load(tmp_path / "x.arrow").record
    assert again == table.record
    assert again.rows_aside == table.record.rows_aside
    assert [(row.line, row.reason) for row in again.rows_aside] == [(22, "too many cells"), (24, "total")]


def test_records_from_before_rows_were_counted_still_open():
    old = {"format": "csv", "assumed": {"delimiter": ","}, "sentences": ["One."], "n_rows": 3}
    record = ReadRecord.from_dict(old)
    assert (record.repaired, record.aside, record.rows_aside) == ({}, {}, ())


def test_a_chosen_kind_keeps_to_the_notation_that_was_said():
    content = b'a,b\n05/06/2026,"1,234"\n05/06/2026,"1,234"\n'
    said = read(io.BytesIO(content), name="a.csv", options=ReadOptions(decimal=",", day_first=True))
    assert said.with_kind("a", "datetime").schema["a"].datetime_formats == ("%d/%m/%Y",)
    assert said.with_kind("b", "numeric").numbers("b").tolist() == [1.234, 1.234]
    open_ = read(io.BytesIO(content), name="a.csv")
    assert open_.with_kind("a", "datetime").schema["a"].datetime_formats == ("%m/%d/%Y",)
    assert open_.with_kind("b", "numeric").numbers("b").tolist() == [1234, 1234]
