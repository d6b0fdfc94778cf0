"""Recipes as a whole: several steps, groups, what is refused, and the page about them."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pytest

from datasets.errors import InputError
from datasets.infer import infer_schema
from datasets.recipe import ALL, FittedRecipe, Recipe, apply, as_sql, embedded, fit
from datasets.record import ReadRecord
from datasets.schema import Kind, NumberFormat
from datasets.table import Table

ROOT = Path(__file__).parents[2]


def table_of(**columns) -> Table:
    cells = pa.table({name: pa.array(values) for name, values in columns.items()})
    return Table(cells, infer_schema(cells), ReadRecord("csv", n_rows=cells.num_rows))


ORDERS = table_of(
    customer=["ann", "bob", "ann", "cy", "bob", "ann", ""],
    amount=["10", "20.5", "", "5", "abc", "30", "7"],
    city=["Paris", "Rome", "Paris", "", "Rome", "Oslo", "Rome"],
    churn=["yes", "no", "yes", "no", "no", "yes", "no"],
).with_kind("amount", Kind.NUMERIC)


def run(steps, table=ORDERS, purpose="training"):
    return apply(fit(Recipe.from_dict(steps), table), table, purpose)


def column(table, name):
    return table.cells.column(name).to_pylist()


def test_statistics_are_those_of_the_training_table():
    fitted = fit(Recipe.from_dict([{"step": "fill", "columns": ["amount"], "with": "median"}]), ORDERS)
    assert column(apply(fitted, ORDERS), "amount") == [10, 20.5, 10, 5, 10, 30, 7]
    other = table_of(amount=["1000", ""], customer=["x", "y"])
    assert column(apply(fitted, other, "prediction"), "amount") == [1000, 10]


def test_steps_that_choose_rows_are_for_training_only():
    steps = [
        {"step": "filter_rows", "condition": "amount > 6"},
        {"step": "sort", "columns": ["amount"], "descending": True},
        {"step": "remove_duplicates", "columns": ["customer"]},
        {"step": "formula", "into": "twice", "formula": "amount * 2"},
    ]
    assert column(run(steps), "amount") == ["30", "20.5", "7"]
    assert column(run(steps, purpose="prediction"), "twice") == [20, 41, None, 10, None, 60, 14]
    assert column(run(steps, purpose="prediction"), "amount") == column(ORDERS, "amount")


def test_groups_are_made_of_rows_to_predict_alike():
    steps = [
        {"step": "filter_rows", "condition": "city <> 'Oslo'"},
        {
            "step": "group",
            "by": ["customer"],
            "values": [["", "rows", "orders"], ["amount", "sum", "spent"], ["city", "last", "city"]],
        },
        {"step": "filter_rows", "condition": "orders > 1"},
    ]
    fitted = fit(Recipe.from_dict(steps), ORDERS)
    trained, predicted = apply(fitted, ORDERS), apply(fitted, ORDERS, "prediction")
    assert column(trained, "customer") == ["ann", "bob"]
    assert column(predicted, "customer") == ["ann", "bob", None]
    assert column(predicted, "spent") == [10, 20.5, 7]
    assert fitted.changes_grain
    assert set(fitted.needs(["orders"])) == {"customer", "city", "amount"}
    assert ["Predictions keep" in said for said in fitted.recipe.sentences] == [False, False, True]


def test_needs_are_the_raw_columns_behind_a_column():
    fitted = fit(
        Recipe.from_dict(
            [
                {"step": "rename", "names": {"amount": "price"}},
                {"step": "formula", "into": "label", "formula": "city & text(price)"},
                {"step": "drop", "columns": ["city"]},
            ]
        ),
        ORDERS,
    )
    assert fitted.needs(["label"]) == ("amount", "city")
    assert fitted.needs(["customer"]) == ("customer",)


def test_what_is_worked_out_of_the_target_gives_it_away():
    steps = [
        {"step": "formula", "into": "left", "formula": "if(churn, 'gone', 'here') & city"},
        {"step": "formula", "into": "rich", "formula": "amount > 10"},
        {"step": "formula", "into": "both", "formula": "amount + length(city)"},
    ]
    fitted = fit(Recipe.from_dict(steps), ORDERS)
    assert fitted.leaks("churn") == ("left",)
    assert fitted.leaks("rich") == ("amount", "both")
    assert fitted.leaks("both") == ()
    grouped = [
        {
            "step": "group",
            "by": ["city"],
            "values": [["amount", "sum", "s"], ["amount", "mean", "m"], ["", "rows", "n"]],
        }
    ]
    fitted = fit(Recipe.from_dict(grouped), ORDERS)
    assert fitted.leaks("s") == ("m",)
    assert fitted.leaks("n") == ()


def test_names_that_differ_in_case_only():
    table = table_of(a=["1", "2", "3"], A=["10", "20", "30"])
    steps = [{"step": "formula", "into": "á", "formula": "a + A"}, {"step": "rename", "names": {"a": "A", "A": "a"}}]
    prepared = run(steps, table)
    assert prepared.names == ("A", "a", "á")
    assert [column(prepared, name)[0] for name in prepared.names] == ["1", "10", 11]


def test_a_kind_changed_reads_the_cells_anew():
    table = table_of(x=["007", "010", "1,5", ""], y=["1", "2", "3", "4"])
    fitted = fit(
        Recipe.from_dict(
            [
                {"step": "change_kind", "column": "x", "kind": "numeric"},
                {"step": "formula", "into": "z", "formula": "x + y"},
            ]
        ),
        table,
    )
    prepared = apply(fitted, table)
    assert column(prepared, "x") == ["007", "010", "1,5", ""]
    assert prepared.schema["x"].kind is Kind.NUMERIC
    assert prepared.schema["x"].number == NumberFormat(",")
    assert column(prepared, "z") == [8, 12, 4.5, None]
    assert '"x as numeric"' in as_sql(fitted)


def test_times_and_words_for_noughts_run_as_exported_sql():
    import duckdb

    table = table_of(at=["08:15", "8:15 PM", "09:30:30", ""], paid=["$1.2M", "$3.4K", "-$2.5M", "$1M"])
    fitted = fit(Recipe.from_dict([{"step": "formula", "into": "z", "formula": "paid + first_known(at, 0)"}]), table)
    expected = [1_200_495, 4_615, -2_499_429.5, 1_000_000]
    assert column(apply(fitted, table), "z") == expected
    with duckdb.connect() as connection:
        data = table.cells
        connection.register("data", data)
        assert connection.sql(as_sql(fitted)).to_arrow_table().column("z").to_pylist() == expected


def test_a_second_table():
    cities = table_of(town=["Paris", "Rome", "Rome"], people=["2.1", "2.8", "9"])
    step = {"step": "join", "lookup": embedded(cities, ["town", "people"]), "on": {"city": "town"}, "take": ["people"]}
    with pytest.raises(InputError, match='"Rome" names several'):
        run([step])
    assert column(run([{**step, "duplicates": "first"}]), "people") == [2.1, 2.8, 2.1, None, 2.8, None, 2.8]
    with pytest.raises(InputError, match="must be of one type"):
        run([{**step, "on": {"amount": "town"}, "duplicates": "first"}])
    with pytest.raises(InputError, match="must be there; only its name is"):
        run([{**step, "lookup": {"file": "cities.csv"}}])
    with pytest.raises(InputError, match="500,000 cells at most"):
        embedded(table_of(a=["x"] * 500_001), ["a"])
    recipe = Recipe.from_dict([{**step, "lookup": {"file": "cities.csv"}, "duplicates": "first"}])
    assert recipe.with_tables(lambda _: cities).steps[0].settings["lookup"] == step["lookup"]


def test_a_step_that_is_switched_off_does_nothing():
    steps = [{"step": "drop", "columns": ["city"], "enabled": False}, {"step": "filter_rows", "condition": "1 = 2"}]
    assert run(steps).names == ORDERS.names
    assert Recipe.from_dict(steps).to_dict()["steps"][0]["enabled"] is False


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([{"step": "drop", "columns": ["citty"]}], "Step 1, Drop columns: There is no column 'citty'.*Nearest"),
        ([{"step": "drop", "columns": list(ORDERS.names)}], "at least one column"),
        ([{"step": "drop"}], "must be given"),
        ([{"step": "explode"}], "There is no step 'explode'"),
        ([{}], "Step 1 of the recipe"),
        ({"nothing": 1}, "must be a list of steps"),
        ([{"step": "rename", "names": {"city": "amount"}}], "'amount' is taken"),
        ([{"step": "rename", "names": {"city": " "}}], "blank"),
        ([{"step": "clip", "columns": ["city"]}], "must be of the kind numeric; 'city' is category"),
        ([{"step": "clip", "columns": ["amount"], "low": 2}], "Shares must lie between 0 and 1"),
        ([{"step": "date_parts", "column": "city", "parts": ["year"]}], "must be of the kind datetime"),
        ([{"step": "fill", "columns": ["amount"], "with": "value", "value": "x"}], "must be a number"),
        ([{"step": "bins", "column": "amount", "into": "b", "by": "edges"}], "cannot be cut"),
        ([{"step": "split_text", "column": "city", "mark": "", "into": ["a"]}], "must not be empty"),
        ([{"step": "formula", "into": "x", "formula": "1"}] * 201, "200 steps"),
        ([{"step": "sample", "rows": 0}], "at least 1"),
        (
            [{"step": "sample"}, {"step": "group", "by": ["city"], "values": [["", "rows", "n"]]}],
            "Move the sample down",
        ),
        ([{"step": "group", "by": ["city"], "values": [["city", "sum", "n"]]}], "must be of the kind numeric"),
        ([{"step": "replace_values", "column": "city", "values": {"\0": "x"}}], "whole characters"),
    ],
)
def test_refuses_with_a_sentence(steps, sentence):
    with pytest.raises(InputError, match=sentence):
        run(steps)


def test_a_damaged_recipe_is_a_sentence():
    data = fit(Recipe.from_dict([{"step": "fill", "columns": ["amount"], "with": "mean"}]), ORDERS).to_dict()
    for name, wrong in (("learned", []), ("learned", [{}]), ("schema", [{}]), ("steps", None)):
        with pytest.raises(InputError):
            FittedRecipe.from_dict({**data, name: wrong})


def test_the_page_lists_every_step():
    page = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
    when = {"columns": "replayed", "rows": "training only", "grain": "rows are put together alike"}
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", page, re.MULTILINE)
    assert rows == [(step.name, step.title, when[step.effect]) for step in ALL.values()]
