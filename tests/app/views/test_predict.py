import csv

import pytest

from app.ui import formats, model_filled, model_find_row, model_form
from app.ui.downloads import COMMA
from datasets.errors import InputError
from inference.strange import Strange
from tests.app.people import people_csv


def model_of(workshop, problem):
    return next(model for model in workshop.service.models() if model.name == problem)


def target_of(workshop, model):
    return workshop.service.predictor(model.ready.id).manifest.target.name


def field_key(model, name):
    return model_form.key_of(model.ready.id, name)


def many(draw, workshop, model):
    page = draw("predict", workshop.service, model=model.id)
    page.test.segmented_control(key="predict_part").set_value("Many rows").run()
    return page


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
    page = draw("predict", built.service, model=model.id).press("Random row")
    assert page.calm
    assert page.test.slider(key=field_key(model, "age")).value == 33
    assert page.test.segmented_control(key=field_key(model, "plan")).value == "pro"
    assert str(page.test.date_input(key=field_key(model, "joined")).value) == "2021-02-03"
    assert page.test.number_input(key=field_key(model, "spend")).value is None
    assert model_find_row.DRAWN in page.words


def test_a_file_that_fits_is_predicted(draw, own_built, tmp_path):
    workshop, ready = own_built, model_of(own_built, "binary")
    source = tmp_path / "new.csv"
    source.write_bytes(people_csv(50, seed=3))
    page = many(draw, workshop, ready)
    page.test.text_input[0].set_value(str(source)).run()
    assert page.calm
    assert "4 columns fit" in page.words
    assert "Every column the model reads is there" in page.words
    page.press("Predict all rows")
    assert page.calm
    assert "Waiting for a worker" in page.words
    workshop.work()
    page = many(draw, workshop, ready)
    assert page.calm
    assert "50 rows predicted in" in page.words
    assert "left Yes" in page.words
    assert [button.proto.label for button in page.test.get("download_button")] == ["Download CSV"]


def test_rows_unlike_those_that_were_learned_are_named(draw, own_built, tmp_path):
    workshop, ready = own_built, model_of(own_built, "binary")
    header, *rows = (line.split(",") for line in people_csv(80, seed=5).decode().splitlines())
    source = tmp_path / "older.csv"
    lines = [",".join([row[0], str(int(row[1] or 40) + 30), *row[2:]]) for row in rows]
    source.write_text("\n".join([",".join(header), *lines]), encoding="utf-8")
    page = many(draw, workshop, ready)
    page.test.text_input[0].set_value(str(source)).run()
    assert page.calm
    assert "age has shifted" in page.words
    assert "The middle value is" in page.words
    assert not page.button("Predict all rows").disabled


def test_misfits_are_named_and_the_analyst_decides(draw, own_built, tmp_path):
    workshop, ready = own_built, model_of(own_built, "binary")
    rows = list(csv.DictReader(people_csv(60, seed=4).decode().splitlines()))
    source = tmp_path / "odd.csv"
    with source.open("w", newline="") as out:
        writer = csv.DictWriter(out, ["customer", "plan", "joined", "spend", "region"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**row, "plan": "gold" if i < 9 else row["plan"], "region": "x"} for i, row in enumerate(rows))
    page = many(draw, workshop, ready)
    page.test.text_input[0].set_value(str(source)).run()
    assert page.calm
    for words in ("3 differ", "age is missing", "of the impact", "plan has new values", "region is new", "gold"):
        assert words in page.words
    page.press("Predict all rows all the same")
    workshop.work()
    page = many(draw, workshop, ready)
    assert page.calm
    assert "60 rows predicted" in page.words
    assert "age is missing: every row counts as not known." in page.words


def test_rows_that_cannot_be_read_may_be_left_out_and_downloaded(draw, own_built, tmp_path):
    workshop, ready = own_built, model_of(own_built, "binary")
    rows = list(csv.DictReader(people_csv(40, seed=6).decode().splitlines()))
    source = tmp_path / "wild.csv"
    with source.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "age": "old" if i in (3, 5) else row["age"]} for i, row in enumerate(rows))
    page = many(draw, workshop, ready)
    page.test.text_input[0].set_value(str(source)).run()
    assert page.calm
    assert "Every row gets an answer" in page.words
    page.test.segmented_control(key="batch_on_error").set_value("skip").run()
    assert "The rows left out can be downloaded" in page.words
    page.press("Predict all rows")
    workshop.work()
    page = many(draw, workshop, ready)
    assert page.calm
    assert "38 rows predicted in" in page.words
    assert "2 of 40 rows were left out (age 2)" in page.words
    assert [button.proto.label for button in page.test.get("download_button")] == ["Download CSV", "Rows left out"]
    job = workshop.service.batches(ready.id)[0]
    assert "age must hold a number; 'old' is not." in workshop.service.batch_rejected(job.id).read_text()


def test_a_file_can_be_shown_and_written_with_the_highest_answer_first(draw, own_built):
    workshop, ready = own_built, model_of(own_built, "binary")
    workshop.service.start_batch(ready.ready.id, workshop.version_id, mark_unlike=True)
    workshop.work()
    job = workshop.service.batches(ready.id)[0]
    page = many(draw, workshop, ready)
    plain = list(page.test.dataframe[0].value["probability_Yes"])
    page.test.segmented_control(key=f"shown_order_{job.id}").set_value("answer").run()
    assert page.calm
    shares = list(page.test.dataframe[0].value["probability_Yes"])
    every = workshop.service.batch_preview(job.id, 1000).numbers("probability_Yes")
    assert shares == sorted(every, reverse=True)[: len(shares)]
    assert shares != plain
    page.test.selectbox[-1].set_value(workshop.version_id).run()
    page.test.segmented_control(key="batch_order").set_value("answer").run()
    assert "stand on top" in page.words
    page.press("Predict 240 rows")
    workshop.work()
    page = many(draw, workshop, ready)
    assert page.calm
    assert "In the order of: the answer, highest first." in page.words
    job = workshop.service.batches(ready.id)[0]
    written = workshop.service.batch_preview(job.id, 1000).numbers("probability_Yes")
    assert len(written) == 240
    assert list(written) == sorted(written, reverse=True)


def test_a_german_file_is_written_in_its_own_notation_and_read_back(draw, own_built, tmp_path):
    workshop, ready = own_built, model_of(own_built, "binary")
    source = tmp_path / "neu.csv"
    source.write_text(people_csv(50, seed=3).decode().replace(",", ";"), encoding="utf-8")
    service = workshop.service
    service.start_batch(ready.ready.id, source, otherwise=COMMA)
    workshop.work()
    job = service.batches(ready.id)[0]
    text = service.batch_result(job.id).read_text(encoding="utf-8")
    assert text.startswith("customer;age;plan;joined;spend;left;prediction;")
    shares = service.batch_preview(job.id).numbers("probability_Yes")
    assert ((shares >= 0) & (shares <= 1)).all()
    page = many(draw, workshop, ready)
    assert page.calm
    assert "50 rows predicted in" in page.words


def test_a_file_that_was_chosen_does_not_come_back_on_its_own(draw, own_built, tmp_path):
    """A browser that was hurried past a choice sends its widget's value once more; no widget may take it."""
    workshop, ready = own_built, model_of(own_built, "binary")
    source = tmp_path / "new.csv"
    source.write_bytes(people_csv(20))
    page = many(draw, workshop, ready)
    before = page.test.text_input[0].key
    page.test.text_input[0].set_value(str(source)).run()
    page.press("Choose another")
    assert page.test.text_input[0].key != before


def test_choosing_another_file_starts_over(draw, own_built, tmp_path):
    workshop, ready = own_built, model_of(own_built, "binary")
    source = tmp_path / "new.csv"
    source.write_bytes(people_csv(20))
    page = many(draw, workshop, ready)
    page.test.text_input[0].set_value(str(source)).run()
    page.press("Choose another")
    assert page.calm
    assert "Rows to predict" in page.words


def test_a_dataset_can_be_predicted(draw, own_built):
    workshop, ready = own_built, model_of(own_built, "binary")
    page = many(draw, workshop, ready)
    page.test.selectbox[-1].set_value(workshop.version_id).run()
    assert page.calm
    assert "Predict 240 rows" in page.buttons


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no file"), (b"", "empty"), (b"colour,size\nred,3\nblue,4\n", "it has none of them")],
)
def test_what_cannot_be_predicted_is_a_sentence(draw, own_built, tmp_path, content, words):
    workshop, ready = own_built, model_of(own_built, "binary")
    source = tmp_path / "bad.csv"
    if content is not None:
        source.write_bytes(content)
    page = many(draw, workshop, ready)
    page.test.text_input[0].set_value(str(source)).run()
    assert page.calm
    assert words in page.words
    assert page.button("Predict all rows").disabled


def test_a_batch_that_runs_can_be_cancelled_and_one_that_failed_says_why(draw, own_built):
    workshop, ready = own_built, model_of(own_built, "binary")
    job = workshop.service.start_batch(ready.ready.id, workshop.version_id)
    page = many(draw, workshop, ready)
    assert "No worker is running" in page.words
    page.press("Cancel")
    assert workshop.service.job(job.id).state == "cancelled"
    workshop.service.start_batch(ready.ready.id, workshop.version_id)
    workshop.fail("batch_predict", "The disk is full.")
    page = many(draw, workshop, ready)
    assert page.calm
    assert "The disk is full." in page.words
    assert "Predicted before" in page.words


@pytest.mark.parametrize("asked", [0.0, 0.2])
def test_a_predicted_file_tells_the_threshold_that_it_was_counted_with(draw, own_built, asked):
    workshop, model = own_built, model_of(own_built, "binary")
    workshop.service.use_threshold(model.ready.id, asked)
    workshop.service.start_batch(model.ready.id, workshop.version_id)
    workshop.work()
    workshop.service.use_threshold(model.ready.id, 0.7)
    page = many(draw, workshop, model)
    assert page.calm
    assert f"from {100 * asked:.0f}\u00a0% likely on" in page.words


@pytest.mark.parametrize("problem", ["multiclass", "regression"])
def test_the_result_of_other_questions(draw, own_built, problem):
    workshop, model = own_built, model_of(own_built, problem)
    workshop.service.start_batch(model.ready.id, workshop.version_id)
    workshop.work()
    page = many(draw, workshop, model)
    assert page.calm
    assert {"multiclass": "Answers", "regression": "Mean answer"}[problem] in page.words


def test_without_a_model_the_page_teaches(draw, workshop):
    page = draw("predict", workshop.service, model=workshop.model("left").id)
    assert page.calm
    assert "Nothing to predict with yet" in page.words
    assert "Go to Build" in page.buttons
