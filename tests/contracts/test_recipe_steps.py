"""What every kind of preparation step keeps to, on random tables with missing and odd cells."""

from __future__ import annotations

import json
import random
import sys
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pytest

from datasets.errors import InputError
from datasets.recipe import ALL, FittedRecipe, Parameter, Recipe, apply, as_sql, fit
from datasets.table import Table

sys.path.insert(0, str(Path(__file__).parents[1] / "datasets"))
from recipe_tables import random_settings, random_table

steps = pytest.mark.parametrize("name", list(ALL))
SEEDS = range(2)


def recipe_of(name, seed, table):
    settings = random_settings(ALL[name], table, random.Random(seed))
    return Recipe.from_dict([{"step": name, **settings}])


def same(one: Table, other: Table) -> bool:
    return one.schema == other.schema and one.cells.combine_chunks().equals(other.cells.combine_chunks())


@steps
@pytest.mark.parametrize("seed", SEEDS)
def test_predictions_see_what_training_saw(name, seed):
    table = random_table(seed)
    fitted = fit(recipe_of(name, seed, table), table)
    trained = apply(fitted, table)
    if ALL[name].effect == "grain":
        assert same(trained, apply(fitted, table, "prediction"))
    elif ALL[name].effect == "rows":
        assert same(table, apply(fitted, table, "prediction"))
        assert trained.n_rows <= table.n_rows
    else:
        parts = [apply(fitted, table.take(range(i, min(i + 25, 60))), "prediction") for i in range(0, 60, 25)]
        joined = pa.concat_tables([part.cells for part in parts])
        assert same(trained, Table(joined, parts[0].schema, table.record))
    for known in fitted.training.relation.fields if trained.n_rows == table.n_rows else ():
        if known.cells is not None and ALL[name].effect == "columns":  # to the letter
            assert trained.cells.column(known.name).equals(table.cells.column(known.cells))


@steps
def test_round_trip_and_undo(name):
    table = random_table(5)
    recipe = recipe_of(name, 5, table)
    fitted = fit(recipe, table)
    again = FittedRecipe.from_dict(json.loads(json.dumps(fitted.to_dict(), allow_nan=False)))
    assert again.to_dict() == fitted.to_dict()
    assert same(apply(again, table), apply(fitted, table))
    assert Recipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe
    assert same(apply(fit(Recipe(recipe.steps[:-1]), table), table), table)


@steps
def test_says_what_it_does(name):
    table = random_table(1)
    recipe = recipe_of(name, 1, table)
    assert ALL[name].title
    for sentence in (*recipe.sentences, *(p.title + "." for p in ALL[name].parameters)):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert ("Predictions" in recipe.sentences[0]) == (ALL[name].effect != "columns")


@steps
def test_an_empty_table_and_a_missing_column(name):
    """Rows to predict may be none, and columns may be missing: then they are not known."""
    table = random_table(2)
    fitted = fit(recipe_of(name, 2, table), table)
    assert apply(fitted, table.head(0), "prediction").n_rows == 0
    one = apply(fitted, table.head(3).select(["flag"]), "prediction")
    assert one.names == apply(fitted, table, "prediction").names


@steps
def test_wrong_settings_are_sentences(name):
    table = random_table(3).head(5)
    good = {"step": name, **random_settings(ALL[name], table, random.Random(3))}
    for parameter in ALL[name].parameters:
        for wrong in ({"x": object()}, "no such column \0", [["a"]], -1):
            with suppress(InputError):  # nothing else may come
                fit(Recipe.from_dict([{**good, parameter.name: wrong}]), table)
    with pytest.raises(InputError, match="has no setting 'colour'"):
        Recipe.from_dict([{**good, "colour": 1}])


@steps
def test_runs_as_exported_sql(name, tmp_path):
    """The exported statement gives the same rows from a CSV file that the recipe gives."""
    import duckdb
    from pyarrow import csv

    table = random_table(4)
    fitted = fit(recipe_of(name, 4, table), table)
    path = tmp_path / "data.csv"
    csv.write_csv(table.cells, path)
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.read_csv(str(path), all_varchar=True).create("data")
        found = connection.sql(as_sql(fitted)).to_arrow_table()
    prepared = apply(fitted, table)
    assert found.num_rows == prepared.n_rows
    assert found.num_columns == prepared.n_columns
    for i, known in enumerate(fitted.training.relation.fields):
        if known.cells is None:
            assert found.column(i).cast(prepared.cells.column(i).type, safe=False).equals(prepared.cells.column(i))


@pytest.mark.parametrize("name", ALL)
def test_a_setting_that_plays_a_part_with_some_words_only_names_them(name):
    before: dict[str, Parameter] = {}
    for parameter in ALL[name].parameters:
        if parameter.only is not None:
            choice, words = parameter.only
            assert set(words) < set(before[choice].choices)
            assert parameter.default is not None
            assert [parameter.plays({choice: word}) for word in before[choice].choices].count(True) == len(words)
        before[parameter.name] = parameter
