"""Recipes from end to end: in the settings of a model, in a build, in its bundle, by command and by the service."""

from __future__ import annotations

import io
import json
from typing import Any

import jsonschema
import pytest

from app.cli import main
from app.preparing import prepare
from app.records import ModelSettings
from app.service import Service
from app.store import models
from datasets.changes import Changes
from datasets.errors import InputError
from datasets.read import read
from datasets.recipe import Recipe
from inference.predictor import load
from tests.app.people import people_csv

STEPS: list[dict[str, Any]] = [
    {"step": "fill", "columns": ["spend"], "with": "median"},
    {"step": "formula", "into": "young", "formula": "if(age < 35, 'young', 'old') & plan"},
    {"step": "join", "lookup": {"file": "plans.csv"}, "on": {"plan": "name"}, "take": ["price"]},
    {"step": "filter_rows", "condition": "not is_missing(left)"},
    {"step": "drop", "columns": ["age", "plan", "joined", "customer"]},
]
PLANS = "name,price\nbasic,10\nplus,20.5\npro,40\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "people.csv").write_bytes(people_csv())
    (tmp_path / "plans.csv").write_text(PLANS)
    (tmp_path / "recipe.json").write_text(json.dumps({"steps": STEPS}))
    return tmp_path


@pytest.mark.slow
def test_a_recipe_by_command(folder, capsys):
    data, out = str(folder / "people.csv"), folder / "model.zip"
    options = [
        "--target",
        "left",
        "--algorithms",
        "linear",
        "--candidates",
        "2",
        "--recipe",
        str(folder / "recipe.json"),
    ]
    assert main(["build", data, *options, "--out", str(out)]) == 0
    model = load(out)
    assert set(model.manifest.names) == {"spend", "young", "price"}
    assert model.manifest.asked_names == ("age", "plan", "spend")
    assert model.predict({"age": 20, "plan": "pro"}).label in ("Yes", "No")
    capsys.readouterr()
    assert main(["inspect", str(out)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "2. Makes young = if(age < 35" in printed
    assert "Predictions keep all their rows" in printed
    assert main(["inspect", str(out), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    from tests.inference.test_manifest import DOCS

    jsonschema.validate(document, json.loads((DOCS / "manifest.schema.json").read_text()))
    assert main(["predict", str(out), data, "--out", str(folder / "scored.csv")]) == 0
    again = folder / "again.zip"
    assert main(["build", data, "--replay", str(out), "--out", str(again)]) == 0
    row = {"age": 70, "plan": "basic", "spend": 3}
    assert load(again).predict(row) == model.predict(row)
    assert load(again).manifest.recipe == model.manifest.recipe


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "must be JSON"),
        ('[{"step": "explode"}]', "no step 'explode'"),
        ('[{"step": "drop", "columns": ["agee"]}]', "Nearest names: age"),
        ('[{"step": "join", "lookup": {"file": "no.csv"}, "on": {"plan": "name"}, "take": ["price"]}]', "no.csv"),
        ('[{"step": "join", "lookup": {"version": "v_1"}, "on": {"plan": "name"}, "take": ["price"]}]', "by its file"),
    ],
)
def test_a_recipe_that_does_not_fit_is_refused(folder, capsys, text, sentence):
    (folder / "recipe.json").write_text(text)
    options = ["--target", "left", "--recipe", str(folder / "recipe.json"), "--out", str(folder / "x.zip")]
    assert main(["build", str(folder / "people.csv"), *options]) == 2
    assert sentence in " ".join(capsys.readouterr().err.split())


def test_settings_of_before_there_were_recipes_still_load():
    stored = ModelSettings(target="left").to_dict()
    del stored["recipe"]
    assert ModelSettings.from_dict(stored) == ModelSettings(target="left")
    steps = ({"step": "drop", "columns": ["x"]},)
    settings = ModelSettings(recipe=steps)
    assert ModelSettings.from_dict(json.loads(json.dumps(settings.to_dict()))).recipe[0]["step"] == "drop"


def test_a_recipe_in_the_settings_of_a_model(folder):
    service = Service(folder / "home")
    version = service.import_file(folder / "people.csv")
    plans = service.import_file(folder / "plans.csv")
    model = service.create_model(version.id)
    service.update_model(model.id, target="left")
    before = service._payload(model.id, 5)
    steps = [
        {**step, "lookup": {"version": plans.id}, "take": ["price"]} if step["step"] == "join" else step
        for step in STEPS
    ]
    view = service.update_model(model.id, recipe=steps, target="left")
    assert service.model_table(model.id).names == ("spend", "left", "young", "price")
    assert [c.name for c in service.profile(version.id, "left", Changes(), view.settings.recipe).columns][2] == "young"
    assert service.detect(model.id).problem == "binary"
    payload = service._payload(model.id, 5)
    assert payload["recipe"][2]["lookup"] == {"version": plans.id}
    service.update_model(model.id, exclude=["young"], kinds={"young": "text"})
    assert service.model_table(model.id).schema["young"].kind == "text"
    with pytest.raises(InputError, match="Step 1, Drop columns"):
        service.update_model(model.id, recipe=[{"step": "drop", "columns": ["nothing"]}])
    service.update_model(model.id, recipe=[], exclude=[], kinds={})
    assert service._payload(model.id, 5) == before
    assert "recipe" not in before


def test_the_recipes_of_before_are_kept_with_the_model(folder):
    service = Service(folder / "home")
    model = service.create_model(service.import_file(folder / "people.csv").id)
    recipes = [({"step": "drop", "columns": [name]},) for name in ("age", "plan", "joined")]
    for steps in recipes:
        service.update_model(model.id, recipe=steps)
        service.update_model(model.id, recipe=steps, target="left")  # no other recipe
    service.store.close()
    assert Service(folder / "home").model(model.id).settings.recipes_before == ((), *recipes[:2])


def test_the_oldest_recipes_are_forgotten(folder, monkeypatch):
    monkeypatch.setattr(models, "MOST_RECIPES", 2)
    service = Service(folder / "home")
    model = service.create_model(service.import_file(folder / "people.csv").id)
    recipes = [({"step": "drop", "columns": [name]},) for name in ("age", "plan", "joined", "spend")]
    for steps in recipes:
        service.update_model(model.id, recipe=steps)
    assert service.model(model.id).settings.recipes_before == tuple(recipes[1:3])


def test_a_column_made_of_the_target_blocks_a_build(folder, capsys):
    service = Service(folder / "home")
    model = service.create_model(service.import_file(folder / "people.csv").id)
    steps = [{"step": "formula", "into": "gone", "formula": "if(left, 1, 0)"}]
    service.update_model(model.id, target="left", recipe=steps)
    assert "gone is worked out from it" in service.detect(model.id).blocks[-1]
    service.update_model(model.id, exclude=["gone"])
    assert service.detect(model.id).blocks == ()
    (folder / "recipe.json").write_text(json.dumps(steps))
    options = ["--target", "left", "--recipe", str(folder / "recipe.json"), "--out", str(folder / "x.zip")]
    assert main(["build", str(folder / "people.csv"), *options]) == 2
    assert "gives left away" in " ".join(capsys.readouterr().err.split())


@pytest.mark.slow
def test_a_build_in_a_worker_with_a_recipe(folder):
    from app.jobs.worker import Worker

    service = Service(folder / "home")
    version = service.import_file(folder / "people.csv")
    model = service.create_model(version.id)
    steps = [step for step in STEPS if step["step"] != "join"]
    service.update_model(model.id, target="left", recipe=steps, algorithms=("linear",))
    job = service.start_build(model.id, 10)
    Worker(service.store, poll_s=0.05).run(most_jobs=1)
    assert service.job(job.id).state == "done", service.job(job.id).error
    ready = service.model(model.id).ready
    assert ready is not None
    version_id = ready.id
    assert set(service.typical_row(version_id)) == {"age", "plan", "spend"}
    row = service.random_row(version_id)
    assert set(row) == {"age", "plan", "spend"}
    assert {r.column for r in service.reasons(version_id, row).reasons} <= {"young", "spend"}
    assert not [m for m in service.check_batch(version_id, version.id) if m.blocking]


def test_the_reason_for_a_kind_counts_the_rows_that_the_recipe_keeps():
    lines = [f"{i % 50},{'x' if i % 2 else 'y'},{i if i % 2 else 'none of them'},{i}" for i in range(400)]
    raw = read(io.BytesIO("\n".join(["age,word,odd,chosen", *lines]).encode()), name="ages.csv")
    raw = raw.with_kind("chosen", "category")
    recipe = Recipe.from_dict([{"step": "filter_rows", "condition": "age < 10"}])
    prepared = prepare(raw, Changes(), recipe)
    assert prepared.table.n_rows == 80
    assert raw.schema["age"].reason.startswith("400 of 400 filled cells")
    assert prepared.reason("age").startswith("80 of 80 filled cells are numbers")
    assert prepared.reason("word") == "2 different values in 80 filled cells."
    assert prepared.reason("chosen") == "chosen by you"
    only_odd = prepare(raw, Changes(), Recipe.from_dict([{"step": "filter_rows", "condition": "word = 'x'"}]))
    assert only_odd.reason("odd") == f"{raw.schema['odd'].reason} That counts the rows that are left out, too."
    assert prepare(raw, Changes(), None).reason("age") == raw.schema["age"].reason
