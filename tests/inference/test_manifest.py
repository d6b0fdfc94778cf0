"""The manifest: JSON round trip, the published schema, and sentences for what is wrong."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from datasets.errors import InputError
from inference.bundle import FORMAT
from inference.manifest import Baseline, DataInfo, InputColumn, Manifest, Parity, Score, input_name, output_names

DOCS = Path(__file__).parents[2] / "docs"
PROBLEMS = ("binary", "multiclass", "regression")

LATER = {
    "plan",
    "reading",
    "recipe",
    "intervals",
    "threshold",
    "class_weights",
}  # fields that not every bundle of format 1 has


@pytest.fixture(scope="module")
def schema():
    found = json.loads((DOCS / "manifest.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def document(bundle):
    return json.loads(json.dumps({"format": FORMAT, **bundle.manifest.to_dict()}))


@pytest.mark.parametrize("problem", PROBLEMS)
def test_json_round_trip(toy_bundle, problem):
    manifest = toy_bundle(problem).manifest
    assert Manifest.from_dict(json.loads(json.dumps(manifest.to_dict()))) == manifest


@pytest.mark.parametrize("problem", PROBLEMS)
def test_keeps_the_published_schema(toy_bundle, schema, problem):
    schema.validate(document(toy_bundle(problem)))


def test_the_schema_refuses_what_the_code_refuses(toy_bundle, schema):
    good = document(toy_bundle())
    for path in _paths(good):
        bad = json.loads(json.dumps(good))
        _set(bad, path, {"not": "this"})
        refused = list(schema.iter_errors(bad))
        if path[0] in {"findings", "spec", "plan", "reading", "versions"} or path == ("columns",):
            continue
        assert refused, path
        if path != ("format",):
            with pytest.raises(InputError):
                Manifest.from_dict(bad)


@pytest.mark.parametrize("name", [f.name for f in fields(Manifest) if f.name not in LATER])
def test_a_missing_field_is_named(toy_bundle, schema, name):
    bad = document(toy_bundle())
    del bad[name]
    assert list(schema.iter_errors(bad))
    with pytest.raises(InputError, match=re.escape(repr(name))):
        Manifest.from_dict(bad)


def test_fields_of_later_releases_may_be_missing(toy_bundle, schema):
    older = {name: value for name, value in document(toy_bundle()).items() if name not in LATER}
    schema.validate(older)
    assert Manifest.from_dict(older).plan == {}
    assert Manifest.from_dict(older).reading == {}


def test_unknown_fields_are_ignored(toy_bundle):
    bundle = toy_bundle()
    data = {**document(bundle), "from_a_later_release": [1, 2]}
    data["columns"][0]["also_new"] = True
    assert Manifest.from_dict(data) == bundle.manifest


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"classes": []}, "classes must be"),
        ({"classes": ["No", "No"]}, "classes must be"),
        ({"positive": "Maybe"}, "'Maybe' is not one of the classes"),
        ({"columns": []}, "at least one column"),
        ({"problem": "clustering"}, "one of binary, multiclass, regression"),
        ({"seconds": True}, "must be a number"),
        ({"candidates": -1}, "whole number"),
        ({"outputs": {"label": "label"}}, "'probabilities'"),
        ({"score": None}, "'score' must be a JSON object"),
    ],
)
def test_contradictions_are_named(toy_bundle, change, sentence):
    with pytest.raises(InputError, match=sentence):
        Manifest.from_dict({**document(toy_bundle()), **change})


def test_columns_share_no_name(toy_bundle):
    data = document(toy_bundle())
    data["columns"][1]["name"] = data["columns"][0]["name"]
    with pytest.raises(InputError, match="a name of its own"):
        Manifest.from_dict(data)


def test_a_column_of_a_kind_that_feeds_no_model_is_refused(toy_bundle):
    data = document(toy_bundle())
    data["columns"][0]["kind"] = "id"
    with pytest.raises(InputError, match="cannot feed a model"):
        Manifest.from_dict(data)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_input_names_never_collide(problem):
    stems = ["", "age", *output_names("binary").values(), *output_names("regression").values()]
    names = ["input_" * i + stem for stem in stems for i in range(4)]
    names = list(dict.fromkeys(names))
    inputs = [input_name(name, problem) for name in names]
    assert len(set(inputs)) == len(names)
    assert not {"", *output_names(problem).values()} & set(inputs)
    assert input_name("age", problem) == "age"


def test_every_field_is_described():
    page = (DOCS / "manifest.md").read_text()
    for kind in (Manifest, Score, Baseline, Parity, DataInfo, InputColumn):
        for name in (f.name for f in fields(kind) if f.name != "column"):
            assert f"`{name}`" in page, name


def _paths(value, at=()):
    if at:
        yield at
    if isinstance(value, dict):
        for key, item in value.items():
            if at[:1] not in {("findings",), ("spec",), ("versions",)}:
                yield from _paths(item, (*at, key))
    elif isinstance(value, list):
        for i, item in enumerate(value[:1]):
            yield from _paths(item, (*at, i))


def _set(document, path, value):
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = value
