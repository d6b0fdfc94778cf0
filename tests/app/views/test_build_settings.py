import pytest
from streamlit.testing.v1 import AppTest

from app.ui import state
from automl import algorithms
from tests.app.views.drawn import Drawn


def _script(model_id):
    from app.ui import model_settings, state

    service = state.service()
    model_settings.form(service.model(model_id), service.detect(model_id))


@pytest.fixture
def form(workshop, monkeypatch):
    """`form(model)`: the fields of the settings dialog, drawn by themselves."""
    monkeypatch.setattr(state, "service", lambda: workshop.service)

    def drawn(model):
        test = AppTest.from_function(_script, kwargs={"model_id": model.id}, default_timeout=60)
        return Drawn(test.run(), workshop.service)

    return drawn


def test_what_is_saved_is_kept(form, workshop):
    model = workshop.model("left")
    page = form(model)
    page.test.selectbox(key="setting_metric").set_value("f1")
    page.test.number_input(key="setting_quick").set_value(30.0)
    page.test.number_input(key="setting_standard").set_value(2.0)
    page.test.number_input(key="setting_seed").set_value(11)
    page.test.segmented_control(key="setting_positive").set_value("No")
    page.test.multiselect(key="setting_algorithms").set_value(["linear", "lightgbm"])
    page.press("Save")
    assert page.calm
    kept = workshop.service.model(model.id).settings
    assert (kept.metric, kept.quick_s, kept.standard_s, kept.seed, kept.positive) == ("f1", 30.0, 120.0, 11, "No")
    assert set(kept.algorithms) == {"linear", "lightgbm"}


def test_the_defaults_stay_unsaid(form, workshop):
    model = workshop.model("left", metric="f1", positive="No")
    page = form(model)
    page.test.selectbox(key="setting_metric").set_value("roc_auc")
    page.test.segmented_control(key="setting_positive").set_value("Yes")
    page.test.multiselect(key="setting_algorithms").set_value(list(algorithms.available()))
    page.press("Save")
    kept = workshop.service.model(model.id).settings
    assert (kept.metric, kept.positive, kept.algorithms) == (None, None, None)


def test_rows_can_be_kept_apart_by_a_column(form, workshop):
    model = workshop.model("left")
    page = form(model)
    offered = page.test.selectbox(key="setting_split").options
    assert offered[:3] == ["At random", "By date: joined", "By date: age"]
    assert "By group: customer" in offered
    assert not any("left" in name for name in offered)
    page.test.selectbox(key="setting_split").set_value("date:joined")
    page.test.segmented_control(key="setting_quality").set_value("fast")
    page.press("Save")
    assert page.calm
    assert workshop.service.model(model.id).settings.split == "date:joined"
    assert workshop.service.model(model.id).settings.quality == "fast"
    assert workshop.service.detect(model.id).measured_on == "the latest fifth of the rows"


@pytest.mark.parametrize("target", ["plan", "spend"])
def test_only_a_yes_no_question_has_a_class_that_counts(form, workshop, target):
    page = form(workshop.model(target))
    assert page.calm
    assert [control.key for control in page.test.segmented_control] == ["setting_quality"]


def test_no_algorithm_at_all_is_refused(form, workshop):
    model = workshop.model("left")
    page = form(model)
    page.test.multiselect(key="setting_algorithms").set_value([])
    page.press("Save")
    assert "A build needs at least 1 algorithm; none is chosen. Choose one." in page.words
    assert workshop.service.model(model.id).settings.algorithms == ("linear",)


def test_a_standard_build_cannot_be_shorter_than_a_quick_one(form, workshop):
    model = workshop.model("left")
    page = form(model)
    page.test.number_input(key="setting_quick").set_value(600.0)
    page.test.number_input(key="setting_standard").set_value(1.0)
    page.press("Save")
    assert "60 seconds are less than 600" in page.words
    assert workshop.service.model(model.id).settings.quick_s == 2.0
