"""Models and datasets after they are made: put aside, deleted, brought back, removed, copied, opened, compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from app.cli import main
from app.housekeeping import tidy
from app.service import Service
from app.store.files import CONTENT
from app.store.tables import dataset, model
from datasets.errors import InputError
from tests.app.people import people_csv
from tests.app.views.workshop import Workshop, open_workshop

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    opened = open_workshop(tmp_path / "home")
    yield opened
    opened.service.store.close()


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, str, str]]:
    """A model with two versions; the second may not look at the age."""
    opened = open_workshop(tmp_path_factory.mktemp("pair"))
    made = opened.model("left")
    opened.build(made)
    opened.service.update_model(made.id, exclude=("age",))
    first, second = opened.build(made).versions
    yield opened.service, first.id, second.id
    opened.service.store.close()


def names(service: Service) -> tuple[list[str], list[str]]:
    return [one.name for one in service.models()], [one.name for one in service.datasets()]


def test_what_is_deleted_can_be_brought_back_with_the_table_it_needs(shop: Workshop) -> None:
    service, made = shop.service, shop.model("left")
    job = service.start_build(made.id, 2.0)
    service.delete_model(made.id)
    assert service.jobs() == ()
    assert service.job(job.id).state == "cancelled"
    with pytest.raises(InputError, match="The model people is deleted"):
        service.model(made.id)
    service.delete_dataset(made.dataset_id)
    assert names(service) == ([], [])
    assert [(one.what, one.name) for one in service.deleted()] == [("dataset", "people"), ("model", "people")]
    with pytest.raises(InputError, match="Remove the model for good first"):
        service.remove_for_good(made.dataset_id)
    service.bring_back(made.id)
    assert names(service) == (["people"], ["people"])
    assert service.deleted() == ()


def test_what_was_deleted_long_ago_goes_with_its_files(shop: Workshop) -> None:
    service, made = shop.service, shop.model("left")
    service.delete_model(made.id)
    service.delete_dataset(made.dataset_id)
    assert {removed.count for removed in tidy(service.store, 30)[:2]} == {0}
    with service.store.write() as connection:
        for table in (model, dataset):
            connection.execute(update(table).values(deleted=1.0))
    assert [removed.count for removed in tidy(service.store, 30)[:2]] == [1, 1]
    assert service.deleted() == ()
    with pytest.raises(InputError, match="removed for good"):
        service.bring_back(made.id)


def test_a_sample_that_was_deleted_comes_back_when_it_is_asked_for(shop: Workshop) -> None:
    sample = shop.service.import_sample("breast_cancer")
    shop.service.delete_dataset(sample.dataset_id)
    assert shop.service.import_sample("breast_cancer") == sample
    assert sample.dataset_id in {one.id for one in shop.service.datasets()}


def test_an_archived_model_is_still_there(shop: Workshop) -> None:
    made = shop.model("left")
    assert shop.service.archive_model(made.id).archived
    assert [one.archived for one in shop.service.models()] == [True]
    assert not shop.service.archive_model(made.id, False).archived


def test_a_copy_names_what_another_table_lacks(shop: Workshop) -> None:
    service = shop.service
    drop = {"step": "drop", "columns": ["joined"]}
    made = shop.model("left", exclude=("customer",), kinds={"age": "category"}, recipe=[drop], split="group:plan")
    same = service.clone_model(made.id)
    assert (same.model.name, same.gone) == ("people copy", ())
    assert same.model.settings == replace(made.settings, recipes_before=())
    poorer = people_csv().replace(b"customer,age,plan,joined,spend,left", b"id,years,tariff,since,money,left")
    other = service.import_file(("other.csv", poorer))
    copy = service.clone_model(made.id, dataset_version_id=other.id, name="On the other")
    chosen = copy.model.settings
    assert (copy.model.name, chosen.target, chosen.exclude, chosen.kinds) == ("On the other", "left", (), {})
    assert (chosen.recipe, chosen.split) == ((), "random")
    said = " ".join(copy.gone)
    for word in ("The recipe does not fit", "plan, which rows were kept apart by", "customer, age"):
        assert word in said


def test_a_bundle_from_elsewhere_answers_and_says_what_it_lacks(shop: Workshop, tmp_path: Path) -> None:
    service = shop.service
    opened = service.open_bundle(GOLDEN / "format_1_binary.zip", "From afar")
    (version,) = opened.versions
    assert (opened.name, version.state, version.opened, version.score is not None) == ("From afar", "ready", True, True)
    assert service.predict_one(version.id, service.random_row(version.id)).label in opened_classes(service, version.id)
    with pytest.raises(InputError, match="left no record"):
        service.record(version.id)
    with pytest.raises(InputError, match="Reasons compare"):
        service.reasons(version.id, service.typical_row(version.id))
    assert service.shares(version.id) == {}
    assert "at least" in service.detect(opened.id).blocks[0] or service.detect(opened.id).blocks
    assert [one.name for one in service.datasets()] == ["people"]
    rows = tmp_path / "rows.csv"
    asks = service.predictor(version.id).manifest.asks
    rows.write_text(",".join(f'"{c.name}"' for c in asks) + "\n" + ",".join("" for _ in asks) + "\n")
    assert service.check_shift(version.id, rows) == ()
    service.remove_for_good(opened.id)
    assert [path.name for path in (service.home / CONTENT).glob("*/*/*")] == ["table.arrow"]  # that of people
    assert not list((service.home / "files" / "jobs").iterdir())


def opened_classes(service: Service, version_id: str) -> tuple[str, ...]:
    return service.predictor(version_id).manifest.classes


def test_what_is_no_bundle_leaves_nothing(shop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"no zip")
    with pytest.raises(InputError, match="must be a model file"):
        shop.service.open_bundle(tmp_path / "no.zip")
    assert shop.service.models() == ()


def test_a_bundle_finds_the_very_table_it_was_built_from(pair: tuple[Service, str, str]) -> None:
    service, first, _ = pair
    opened = service.open_bundle(service.bundle_path(first), "Again")
    assert opened.dataset_name == "people"
    row = service.typical_row(opened.versions[0].id)
    assert service.reasons(opened.versions[0].id, row).reasons
    assert "was built elsewhere" in service.compare(first, opened.versions[0].id).reason
    service.remove_for_good(opened.id)


def test_two_versions_are_compared_on_rows_that_neither_had_seen(pair: tuple[Service, str, str]) -> None:
    service, first, second = pair
    found = service.compare(first, second)
    assert found.paired is not None
    assert found.paired.n_rows >= 50
    assert len(found.cells) == len(found.paired.rows)
    scores = {score.metric: score for score in found.paired.scores}
    assert found.first.record is not None
    if found.paired.n_rows == found.first.record.score.n_rows:
        assert scores["roc_auc"].first == pytest.approx(found.first.record.score.value, abs=1e-6)
    assert scores["roc_auc"].second < scores["roc_auc"].first
    assert found.first.row_ms > 0
    assert service.compare(first, second) is found


def test_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from app import settings

    monkeypatch.setattr(settings, "settings", lambda: settings.read_settings({"EASEL_HOME": str(tmp_path / "home")}))
    monkeypatch.setattr("app.verbs.home.settings", settings.settings)
    assert main(["open", str(GOLDEN / "format_1_regression.zip"), "--name", "Prices", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "Prices"
    assert main(["open", str(tmp_path / "none.zip")]) == 2
    assert "There is no model file" in capsys.readouterr().err
