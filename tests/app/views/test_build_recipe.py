"""The recipe on Build: steps in words, switched, moved, taken out and undone; the dialog that adds one."""

import pytest
from streamlit.testing.v1 import AppTest

from app.ui import model_recipe, state
from app.ui.model_recipe_step import said
from datasets.errors import InputError
from datasets.recipe import ALL
from tests.app.views.drawn import Drawn

STEPS = (
    {"step": "formula", "into": "young", "formula": "if(age < 35, 'young', 'old')"},
    {"step": "formula", "into": "who", "formula": "young & plan"},
    {"step": "filter_rows", "condition": "age > 20"},
)


def recipe(page, model):
    return page.service.model(model.id).settings.recipe


def press(page, key):
    page.test.button(key=key).click()
    page.test.run()
    assert page.calm
    return page


def test_a_model_without_steps_says_what_a_recipe_is(draw, workshop):
    page = draw("build", workshop.service, model=workshop.model().id)
    assert page.calm
    assert "every prediction goes through the same steps" in page.words
    assert "Undo" not in page.buttons


def test_the_column_in_detail_counts_the_rows_that_the_recipe_keeps(draw, workshop):
    model = workshop.model()
    page = draw("build", workshop.service, model=model.id)
    page.test.selectbox(key=f"detail_{model.id}").set_value("plan").run()
    before = page.words
    workshop.service.update_model(model.id, recipe=({"step": "filter_rows", "condition": "plan = 'pro'"},))
    page.test.run()
    assert page.calm
    assert "basic</td>" in before
    assert "basic</td>" not in page.words
    assert "100.0" in page.words


def test_steps_are_told_moved_switched_taken_out_and_undone(draw, workshop):
    model = workshop.model(recipe=STEPS)
    page = draw("build", workshop.service, model=model.id)
    assert page.calm
    assert "Keeps the rows where age &gt; 20" in page.words
    assert "Predictions keep all their rows." in page.words
    assert "young" in page.words
    assert page.test.get("download_button")
    press(page, "recipe_arrow_upward_2")
    assert [step["step"] for step in recipe(page, model)] == ["formula", "filter_rows", "formula"]
    before = recipe(page, model)
    press(page, "recipe_arrow_upward_2")  # then `who` would still come after `young`
    assert [step.get("into") for step in recipe(page, model)] == ["young", "who", None]
    press(page, "recipe_undo")
    assert recipe(page, model) == before
    page.test.toggle[0].set_value(False)
    page.test.run()
    assert recipe(page, model) == before  # `who` needs `young`: refused, with a note
    page.test.toggle[1].set_value(False)
    page.test.run()
    assert recipe(page, model)[1]["enabled"] is False
    press(page, "recipe_remove_2")
    press(page, "recipe_remove_1")
    assert [step.get("into") for step in recipe(page, model)] == ["young"]
    for _ in range(3):
        press(page, "recipe_undo")
    assert [step["step"] for step in recipe(page, model)] == ["formula", "filter_rows", "formula"]


def test_undo_is_there_after_the_page_was_loaded_anew(draw, workshop):
    model = workshop.model(recipe=STEPS[:1])
    press(draw("build", workshop.service, model=model.id), "recipe_remove_0")
    page = draw("build", workshop.service, model=model.id)
    assert recipe(page, model) == ()
    press(page, "recipe_undo")
    assert recipe(page, model) == STEPS[:1]
    page = draw("build", workshop.service, model=model.id)
    press(page, "recipe_undo")
    assert recipe(page, model) == ()
    assert "Undo" not in page.buttons


def test_a_recipe_that_no_longer_fits_can_be_mended(draw, workshop):
    model = workshop.model(recipe=STEPS)
    other = workshop.service.import_file(("other.csv", b"a,left\n1,Yes\n2,No\n"))
    workshop.service.update_model(model.id, dataset_version_id=other.id)
    page = draw("build", workshop.service, model=model.id)
    assert page.calm
    assert "The recipe does not fit this table." in page.words
    for place in (2, 1, 0):
        press(page, f"recipe_remove_{place}")
    assert recipe(page, model) == ()
    assert "does not fit" not in page.words


def _script(model_id, place):
    from app.ui import model_recipe_step, state

    model_recipe_step.form(state.service().model(model_id), place)


@pytest.fixture
def form(workshop, monkeypatch):
    """`form(model)`: the fields of the dialog, drawn by themselves."""
    monkeypatch.setattr(state, "service", lambda: workshop.service)

    def drawn(model, place=None):
        test = AppTest.from_function(_script, kwargs={"model_id": model.id, "place": place}, default_timeout=60)
        return Drawn(test.run(), workshop.service)

    return drawn


def test_a_step_is_filled_in_looked_at_and_added(form, workshop):
    model = workshop.model()
    page = form(model)
    assert page.button("Add step").disabled
    assert "Still to fill in: Columns." in page.words
    page.test.selectbox(key="step_kind").set_value("formula").run()
    page.test.text_input(key="step_formula_into").set_value("older")
    page.test.text_area(key="step_formula_formula").set_value("age + plan").run()
    assert page.calm
    assert "needs a number" in page.words
    page.test.text_area(key="step_formula_formula").set_value("age + 1").run()
    assert "240 rows; new: older" in page.words
    assert next(iter(page.test.dataframe[-1].value.columns)) == "older"
    page.press("Add step")
    assert recipe(page, model)[0]["formula"] == "age + 1"
    assert workshop.service.model_table(model.id).names[-1] == "older"


def test_a_step_is_changed_in_its_place(form, workshop):
    model = workshop.model(recipe=STEPS)
    page = form(model, 0)
    into = page.test.text_input[0]
    assert into.value == "young"
    assert page.test.text_area[0].value == "if(age < 35, 'young', 'old')"
    into.set_value("youth").run()
    assert "A later step no longer fits. Step 2" in page.words
    assert page.button("Change step").disabled
    page.test.text_input[0].set_value("young")
    page.test.text_area[0].set_value("if(age < 40, 'young', 'old')").run()
    assert "new: young" in page.words
    page.press("Change step")
    assert [step["formula"] for step in recipe(page, model)[:2]] == ["if(age < 40, 'young', 'old')", "young & plan"]
    assert len(recipe(page, model)) == 3


@pytest.mark.parametrize(
    "step",
    [
        {"step": "fill", "columns": ["spend"], "with": "mean"},
        {"step": "rename", "names": [["plan", "tariff"], ["age", "years"]]},
        {"step": "group", "by": ["plan"], "values": [["spend", "mean", "mean of spend"]]},
        {"step": "clip", "columns": ["age"], "by": "limits", "low": 20.0, "high": 60.0},
        {"step": "split_text", "column": "customer", "mark": "-", "into": ["one", "two"]},
    ],
    ids=lambda step: step["step"],
)
def test_a_step_is_shown_as_it_is(form, workshop, step):
    """A form that is agreed to unchanged changes nothing."""
    try:
        model = workshop.model(target=None, recipe=[step])
    except InputError as error:
        pytest.fail(str(error))
    before = workshop.service.model(model.id).settings.recipe
    page = form(model, 0)
    assert page.calm
    assert not page.button("Change step").disabled, page.words
    page.press("Change step")
    assert recipe(page, model) == before


def test_every_kind_of_step_has_a_form(form, workshop):
    page = form(workshop.model())
    for name in ALL:
        page.test.selectbox(key="step_kind").set_value(name).run()
        assert page.calm, name


def test_a_second_table_is_chosen_with_its_columns(form, workshop):
    plans = workshop.service.import_file(("plans.csv", b"name,price\nbasic,1\npro,2\n"))
    page = form(workshop.model())
    page.test.selectbox(key="step_kind").set_value("join").run()
    page.test.selectbox(key="step_join_lookup").set_value(plans.id).run()
    assert page.test.multiselect(key="step_join_take").options == ["name", "price"]
    assert page.calm


def test_a_preview_counts_what_a_step_does(workshop):
    model = workshop.model()
    found = workshop.service.preview_step(model.id, {"step": "fill", "columns": ["spend"], "with": "mean"})
    assert found.changed == ("spend",)
    assert 0 < found.n_changed < 40
    assert found.rows.n_rows == min(8, found.n_changed)
    assert said(found) == f"240 rows; {found.n_changed} of them change, in spend"
    found = workshop.service.preview_step(model.id, {"step": "filter_rows", "condition": "age > 40"})
    assert said(found).endswith("240 rows before")
    assert found.n_after < 240


def test_the_whole_as_sql(workshop):
    model = workshop.model(recipe=STEPS)
    assert "step_3" in workshop.service.recipe_sql(model.id)
    assert "step_3" not in workshop.service.recipe_sql(model.id, "prediction")
    with pytest.raises(InputError, match="Add a step first"):
        workshop.service.recipe_sql(workshop.model().id)
    assert model_recipe.sentences(STEPS)[0].startswith("Makes young")


def test_a_field_that_plays_no_part_is_not_asked_for(form, workshop):
    model = workshop.model()
    page = form(model)
    assert "Value" not in [field.label for field in page.test.text_input]
    page.test.multiselect(key="step_fill_columns").set_value(["spend"])
    page.test.selectbox(key="step_fill_with").set_value("value").run()
    page.test.text_input(key="step_fill_value").set_value("5").run()
    assert page.calm
    page.press("Add step")
    assert recipe(page, model)[0]["value"] == "5"
    page = form(workshop.service.model(model.id), 0)
    assert page.test.text_input[0].value == "5"
    page.test.selectbox[1].set_value("median").run()
    assert page.calm
    assert not page.test.text_input
    page.press("Change step")
    assert recipe(page, model)[0] == {"step": "fill", "columns": ["spend"], "with": "median", "value": ""}
    page.test.selectbox[0].set_value("bins").run()
    assert [field.label for field in page.test.number_input] == ["How many"]
    assert [field.label for field in page.test.text_input] == ["Name of the new column"]


def test_the_reason_for_a_kind_counts_the_rows_that_are_left(draw, workshop):
    model = workshop.model(recipe=[{"step": "filter_rows", "condition": "age < 30"}])
    page = draw("build", workshop.service, model=model.id)
    page.test.selectbox(key=f"detail_{model.id}").set_value("age").run()
    n = workshop.service.model_table(model.id).n_rows
    assert 0 < n < 240
    assert f"{n} of {n} filled cells are numbers" in page.words
