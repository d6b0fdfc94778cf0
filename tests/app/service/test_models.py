"""The verbs of a model before it is built: settings, what is asked of it, a preview."""

from __future__ import annotations

import pytest

from app.records import ModelView
from app.service import Service
from automl.decisions import Worth
from datasets.errors import InputError
from datasets.schema import Kind
from tests.app.service.work import start, work


def test_settings_of_a_model(service: Service, model: ModelView) -> None:
    assert (model.question, model.name, model.dataset_name) == ("What is left?", "people", "people")
    changed = service.update_model(
        model.id, exclude=["customer", "age"], metric="log_loss", kinds={"age": "category"}, seed=3
    )
    assert (changed.settings.exclude, changed.settings.metric) == (("customer", "age"), "log_loss")
    assert service.model_table(model.id).schema["age"].kind is Kind.CATEGORY
    other = service.update_model(model.id, target="age").settings
    assert (other.target, other.metric, other.exclude) == ("age", None, ("customer",))
    with pytest.raises(InputError, match=r"no column .lft..*Nearest names: left"):
        service.update_model(model.id, target="lft")
    with pytest.raises(InputError, match="no setting colour"):
        service.update_model(model.id, colour="blue")
    assert service.rename_model(model.id, "Leavers").name == "Leavers"
    assert service.models() == (service.model(model.id),)


def test_detection(service: Service, model: ModelView) -> None:
    found = service.detect(model.id)
    assert (found.problem, found.default_metric, found.n_missing, found.blocks) == ("binary", "roc_auc", 0, ())
    assert found.classes == ("No", "Yes")
    assert found.metrics[0][0] == "roc_auc"
    assert found.measured_on == "rows that are answered by models which have not seen them"
    assert service.detect(service.update_model(model.id, target="spend").id).problem == "regression"
    nothing = service.detect(service.update_model(model.id, target=None).id)
    assert (nothing.problem, nothing.blocks) == (None, ("Choose the column to predict.",))
    all_out = service.update_model(model.id, target="left", exclude=["age", "plan", "joined", "spend"])
    assert "at least one column to learn from" in service.detect(all_out.id).blocks[0]
    with pytest.raises(InputError, match="at least one column"):
        start(service, model.id)
    wrong_metric = service.update_model(model.id, exclude=[], metric="rmse", problem="binary")
    assert service.detect(wrong_metric.id).blocks


def test_what_outcomes_bring_is_kept_with_the_model(service: Service, model: ModelView) -> None:
    service.set_worth(model.id, Worth(found=120, alarm=-25), " CHF ")
    settings = service.model(model.id).settings
    assert (Worth.from_dict(settings.worth), settings.currency) == (Worth(found=120, alarm=-25), "CHF")
    with pytest.raises(InputError, match="at most 4 letters"):
        service.set_worth(model.id, Worth(), "Taler")


def test_a_preview_is_kept_until_the_settings_change(service: Service, model: ModelView) -> None:
    assert service.last_preview(model.id) is None
    job = service.start_preview(model.id)
    newer = service.start_preview(service.update_model(model.id, seed=8).id)
    assert service.job(job.id).state == "cancelled"
    work(service)
    record = service.preview_record(newer.id)
    assert record.impact
    assert record.score.low <= record.score.value <= record.score.high
    assert service.preview_is_current(model.id)
    assert service.start_preview(model.id).id == newer.id
    service.update_model(model.id, exclude=["age"])
    assert not service.preview_is_current(model.id)


def test_a_model_follows_its_dataset(service: Service, model: ModelView) -> None:
    smaller = service.import_file(("small.csv", b"age,plan\n1,a\n2,b\n"), into=model.dataset_id)
    moved = service.update_model(model.id, dataset_version_id=smaller.id)
    assert moved.dataset_version_id == smaller.id
    assert "has no column left" in service.detect(model.id).blocks[0]
