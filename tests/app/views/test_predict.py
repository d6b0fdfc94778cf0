import pytest

from app.ui import formats, model_filled, model_find_row, model_form
from datasets.errors import InputError
from inference.strange import Strange
from tests.app.views.predicting import model_of, target_of


def field_key(model, name):
    return model_form.key_of(model.ready.id, name)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("binary", ("likely to be Yes", "average", "Percentage points", "makes Yes more likely")),
        ("multiclass", ("likely</span>", "Probability of every answer", "more likely")),
        ("regression", ("90\u00a0% sure between", "average", "In the unit of spend", "makes it larger")),
    ],
)
def test_one_row_answers_with_its_reasons(draw, built, problem, words):
    page = draw("predict", built.service, model=model_of(built, problem).id)
    assert page.calm
    for word in (*words, "Average row", "This row"):
        assert word in page.words


def test_the_form_is_prefilled_with_a_typical_row_in_the_order_of_impact(draw, built):
    model = model_of(built, "binary")
    page = draw("predict", built.service, model=model.id)
    typical = built.service.typical_row(model.ready.id)
    assert page.test.slider(key=field_key(model, "age")).value == typical["age"]
    assert page.test.segmented_control(key=field_key(model, "plan")).value == typical["plan"]
    assert str(page.test.date_input(key=field_key(model, "joined")).value) == typical["joined"][:10]
    drawn = [str(e.key).rsplit("_", 1)[-1] for e in page.test.main if str(e.key).startswith("field_")]
    impact = [one.column for one in built.service.record(model.ready.id).impact]
    assert [name for name in impact if name in drawn] == drawn


def test_the_answer_follows_a_change(draw, built):
    model = model_of(built, "binary")
    page = draw("predict", built.service, model=model.id)
    shares = []
    for age in (20, 79):
        page.test.slider(key=field_key(model, "age")).set_value(age).run()
        assert page.calm
        shares.append(
            built.service.predict_one(model.ready.id, {**built.service.typical_row(model.ready.id), "age": age})
        )
        share = shares[-1].probabilities["Yes"]
        assert f"<b>{100 * share:.1f}\u00a0%</b>" in page.words
    assert shares[0].probabilities["Yes"] > shares[1].probabilities["Yes"]


def test_a_value_may_be_not_known(draw, built):
    model = model_of(built, "binary")
    page = draw("predict", built.service, model=model.id)
    page.test.number_input(key=field_key(model, "spend")).set_value(None).run()
    page.test.date_input(key=field_key(model, "joined")).set_value(None).run()
    assert page.calm
    assert "not known" in page.words or "more columns" in page.words


def test_one_value_beyond_what_was_seen_is_remarked_on(draw, built, monkeypatch):
    found = (Strange("age", "age was seen from 18 to 80 only."),)
    monkeypatch.setattr("inference.strange.strange_cells", lambda _readers, _row: found)
    page = draw("predict", built.service, model=model_of(built, "binary").id)
    assert "age was seen from 18 to 80 only." in page.words
    assert "unlike anything" not in page.words


def test_a_row_unlike_anything_seen_comes_with_a_warning(draw, built, monkeypatch):
    found = (Strange("age", "age was seen from 18 to 80 only."), Strange("plan", "plan: 'gold' was never seen."))
    monkeypatch.setattr("inference.strange.strange_cells", lambda _readers, _row: found)
    page = draw("predict", built.service, model=model_of(built, "binary").id)
    assert "This row is unlike anything seen in training." in page.words
    assert "Take the answer with care." in page.words


def test_a_number_comes_with_three_intervals(draw, built):
    page = draw("predict", built.service, model=model_of(built, "regression").id)
    for level in (80, 90, 95):
        assert f"{level}\u00a0%" in page.words


def test_the_row_somebody_asks_about_is_filled_in_by_its_number(draw, built):
    model = next(m for m in built.service.models() if m.name == "binary")
    page = draw("predict", built.service, model=model.id)
    page.test.number_input(key=f"row_number_{model.ready.id}").set_value(7).run()
    assert model_filled.TYPICAL in page.words
    page.press("Fill in by its number")
    assert page.calm
    truth = built.service.table(built.version_id).texts(target_of(built, model))[6].as_py()
    assert f"Filled in from row 7, where {target_of(built, model)} is {truth}" in page.words
    assert built.service.truth_at(model.ready.id, 241) == ""
    seventh = built.service.row_at(model.ready.id, 7)
    assert seventh["age"] == built.service.table(built.version_id).numbers("age")[6]
    assert page.test.slider(key=f"field_{model.ready.id}_age").value == seventh["age"]
    with pytest.raises(InputError, match="rows 1 to 240; it has no row 241"):
        built.service.row_at(model.ready.id, 241)


def test_a_row_is_found_by_what_stands_in_it_and_fills_the_form(draw, built):
    model = model_of(built, "binary")
    page = draw("predict", built.service, model=model.id)
    words = page.test.text_input(key=f"find_words_{model.ready.id}")
    words.set_value("c00041").run()
    assert page.calm
    assert 'C00041 <span class="muted">customer</span>' in page.words
    assert "Press a row to fill it in." in page.words
    page.press("Fill in row 42")
    assert page.calm
    assert "Filled in from row 42, where left is" in page.words
    ages = built.service.table(built.version_id).numbers("age")
    assert page.test.slider(key=field_key(model, "age")).value == ages[41]


def test_what_is_not_found_or_found_too_often_is_said(draw, built):
    model = model_of(built, "binary")
    page = draw("predict", built.service, model=model.id)
    for words, said in (
        ("nobody  at all", "No row holds nobody at all."),
        ("pro", f"{model_find_row.MOST_HITS} of"),
        ("x" * 201, "have 200 letters at most"),
    ):
        page.test.text_input(key=f"find_words_{model.ready.id}").set_value(words).run()
        assert page.calm
        assert said in page.words


def test_a_change_shows_before_and_now_and_goes_back(draw, built):
    model = model_of(built, "binary")
    page = draw("predict", built.service, model=model.id)
    assert "What if" not in page.words
    typical = built.service.typical_row(model.ready.id)
    before = built.service.predict_one(model.ready.id, typical).probabilities["Yes"]
    now = built.service.predict_one(model.ready.id, {**typical, "age": 20, "plan": "basic"}).probabilities["Yes"]
    page.test.slider(key=field_key(model, "age")).set_value(20).run()
    page.test.segmented_control(key=field_key(model, "plan")).set_value("basic").run()
    assert page.calm
    changed = 1 + (typical["plan"] != "basic")
    assert f"{changed} column{'s' if changed > 1 else ''} changed" in page.words
    for words in (formats.percent(before), formats.percent(now), formats.signed(100 * (now - before))):
        assert words in page.words
    assert f"<b>{typical['age']:g}</b>" in page.words
    page.press("Back to the row before")
    assert page.calm
    assert "What if" not in page.words
    assert page.test.slider(key=field_key(model, "age")).value == typical["age"]


def test_a_changed_number_and_a_changed_class_are_told_in_their_own_words(draw, built):
    for problem, words in (("regression", "<b>"), ("multiclass", "% likely")):
        model = model_of(built, problem)
        page = draw("predict", built.service, model=model.id)
        page.test.slider(key=field_key(model, "age")).set_value(20).run()
        assert page.calm
        assert "1 column changed" in page.words
        assert words in page.words


def test_a_random_row_fills_the_form(draw, built, monkeypatch):
    model = model_of(built, "binary")
    row = {"age": 33.0, "plan": "pro", "joined": "2021-02-03T00:00:00Z", "spend": None}
    monkeypatch.setattr(built.service, "random_row", lambda _version: row)
    page = draw("predict", built.service, model=model.id)
    assert model_filled.EACH_ITS_OWN in page.words
    page.press("Random row")
    assert page.calm
    assert model_filled.EACH_ITS_OWN not in page.words
    assert page.test.slider(key=field_key(model, "age")).value == 33
    assert page.test.segmented_control(key=field_key(model, "plan")).value == "pro"
    assert str(page.test.date_input(key=field_key(model, "joined")).value) == "2021-02-03"
    assert page.test.number_input(key=field_key(model, "spend")).value is None
    assert model_find_row.DRAWN in page.words


def test_without_a_model_the_page_teaches(draw, workshop):
    page = draw("predict", workshop.service, model=workshop.model("left").id)
    assert page.calm
    assert "Nothing to predict with yet" in page.words
    assert "Go to Build" in page.buttons
