"""JSON Lines: keys are columns; what does not fit is named with its line."""

import io
import json

import pytest

from datasets.errors import InputError
from datasets.read import read
from datasets.schema import Kind


def table_of(text, name="x.jsonl", **options):
    return read(io.BytesIO(text.encode()), name=name, **options)


def test_keys_are_columns_in_order_of_appearance():
    table = table_of('{"b": 1, "a": "x"}\n\n{"a": "y", "c": true}\n{"c": null, "b": 2.5}\n')
    assert table.names == ("b", "a", "c")
    assert table.cells.to_pylist() == [
        {"b": 1, "a": "x", "c": None},
        {"b": None, "a": "y", "c": True},
        {"b": 2.5, "a": None, "c": None},
    ]
    assert table.record.n_rows == 3


def test_mixtures_and_nested_values_become_text():
    table = table_of('{"a": 1, "b": {"x": [1, 2]}}\n{"a": "two", "b": null}\n{"a": 3.0, "b": "z"}\n')
    assert table.texts("a").to_pylist() == ["1", "two", "3"]
    assert table.texts("b").to_pylist() == ['{"x": [1, 2]}', "", "z"]


def test_large_and_odd_numbers():
    table = table_of('{"a": 1e400, "b": 123456789012345678901234567890, "c": NaN}\n{"a": 1, "b": 2, "c": 5}\n')
    assert table.n_rows == 2
    assert table.numbers("c").tolist()[1] == 5


def test_texts_stay_as_they_are():
    rows = [{"d": "2024-01-05", "z": "007", "e": " ä "}, {"d": "2024-01-06", "z": "010", "e": ""}]
    table = table_of("\n".join(json.dumps(row) for row in rows))
    assert table.texts("z").to_pylist() == ["007", "010"]
    assert table.texts("e").to_pylist() == [" ä ", ""]
    assert table.schema["d"].kind is Kind.DATETIME


@pytest.mark.parametrize("name", ["x.jsonl", "x.ndjson", "x.json", "x.csv", "upload"])
def test_told_by_content(name):
    assert table_of('{"a": 1}\n{"a": 2}\n', name=name).record.format == "json_lines"


def test_one_list_of_objects():
    assert table_of('[{"a": 1}, {"a": 2}]', name="x.json").n_rows == 2


def test_a_first_line_longer_than_what_is_looked_at():
    line = json.dumps({"a": "x" * 20_000})
    assert table_of(f"{line}\n{line}\n", name="x.txt").n_rows == 2


def test_stopping_early():
    assert table_of('{"a": 1}\n' * 50, max_rows=3).n_rows == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1}\n{"a": 2', "Line 2 of x.jsonl is not JSON"),
        ('{"a": 1}\n[1, 2]\n', "Line 2 of x.jsonl is no object"),
        ('[{"a": 1}, 5]', "Entry 2 of x.jsonl is no object"),
        ('[{"a": 1}', "not one to its end"),
        ("{}\n{}\n", "no object with a key"),
        ("[[" * 100_000, "."),
    ],
)
def test_what_does_not_fit(text, said):
    with pytest.raises(InputError, match=said):
        table_of(text)


def test_objects_inside_become_columns():
    rows = [
        {"id": 1, "at": {"city": "Oslo", "geo": {"lat": 1.5}}, "tags": ["a", "b"]},
        {"id": 2, "at": None, "tags": []},
        {"id": 3, "at": {"city": "Rome", "zip": "00100"}},
    ]
    table = table_of("\n".join(json.dumps(row) for row in rows))
    assert table.names == ("id", "at.city", "at.geo.lat", "tags", "at.zip")
    assert table.texts("at.city").to_pylist() == ["Oslo", "", "Rome"]
    assert table.numbers("at.geo.lat")[0] == 1.5
    assert table.texts("tags").to_pylist() == ['["a", "b"]', "[]", ""]
    assert table.record.sentences == (
        "Objects inside are spread over columns: at, at.geo.",
        "Lists are kept as text: tags.",
    )


def test_an_object_whose_keys_are_data_stays_a_cell():
    table = table_of("\n".join(json.dumps({"id": i, "by": {f"k{i}": i}}) for i in range(150)))
    assert table.names == ("id", "by")
    assert table.texts("by")[7].as_py() == '{"k7": 7}'


def test_a_name_that_is_taken_is_not_overwritten():
    table = table_of('{"a": {"b": 1}, "a.b": 2}')
    assert table.cells.to_pylist() == [{"a": '{"b": 1}', "a.b": 2}]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_inside_an_object(indent):
    document = {"page": 1, "orders": [{"id": 1, "sum": 2.5}, {"id": 2, "sum": 3}], "tags": ["x"]}
    table = table_of(json.dumps(document, indent=indent), name="x.json")
    assert table.cells.to_pylist() == [{"id": 1, "sum": 2.5}, {"id": 2, "sum": 3}]


def test_one_object_is_one_row():
    assert table_of('{"a": 1, "b": "x"}').cells.to_pylist() == [{"a": 1, "b": "x"}]
    two = json.dumps({"a": [{"x": 1}], "b": [{"y": 1}]})
    assert table_of(two).names == ("a", "b")
