"""Many rows on Predict: a file or a dataset, its misfits, its order, its result."""

import csv
from html import unescape

import pytest
from sqlalchemy import update

from app.jobs.running import RunningJob
from app.store import tables
from app.ui.downloads import COMMA
from tests.app.people import people_csv
from tests.app.views.predicting import many, model_of


def test_a_file_that_fits_is_predicted(draw, own_built, tmp_path):
    workshop, ready = own_built, model_of(own_built, "binary")
    source = tmp_path / "new.csv"
    source.write_bytes(people_csv(50, seed=3))
    page = many(draw, workshop, ready)
    page.test.text_input[0].set_value(str(source)).run()
    assert page.calm
    assert "4 columns fit" in page.words
    assert "Every column the model reads is there" in page.words
    assert "The model learnt from these very rows" not in page.words
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
    page.press("Predict all rows anyway")
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


def test_where_a_cell_stops_a_file_the_page_says_what_to_press(draw, own_built, tmp_path):
    workshop, ready = own_built, model_of(own_built, "binary")
    source = tmp_path / "wild.csv"
    source.write_text(people_csv(5).decode() + "X9,old,pro,2020-01-01,20,No\n", encoding="utf-8")
    page = many(draw, workshop, ready)
    page.test.text_input[0].set_value(str(source)).run()
    choice = page.test.segmented_control(key="batch_on_error")
    labels = [f'"{choice.format_func(value)}"' for value in ("missing", "skip")]
    choice.set_value("stop").run()
    page.press("Predict all rows")
    workshop.work()
    page = many(draw, workshop, ready)
    assert page.calm
    words = unescape(page.words)
    assert "Row 6: age must hold a number; 'old' is not. Nothing was written." in words
    assert f"Choose the file again and press {' or '.join(labels)}." in words
    assert "--" not in words
    assert "on_error" not in words


def test_a_file_that_changed_after_it_was_compared_is_refused_in_the_words_of_the_page(draw, own_built, tmp_path):
    workshop, ready = own_built, model_of(own_built, "binary")
    source = tmp_path / "new.csv"
    source.write_bytes(people_csv(5))
    workshop.service.start_batch(ready.ready.id, str(source))
    source.write_text(people_csv(5).decode().replace("age", "years"), encoding="utf-8")
    workshop.work()
    page = many(draw, workshop, ready)
    assert page.calm
    assert "age is missing: every row counts as not known." in page.words
    assert "Choose the file again: before its rows are predicted, the page says what does not fit" in page.words
    assert "--" not in page.words


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
    assert "The model learnt from these very rows" in page.words
    page.test.segmented_control(key="batch_order").set_value("answer").run()
    assert "equal answers stay in the order of the file" in page.words
    page.press("Predict 240 rows")
    workshop.work()
    page = many(draw, workshop, ready)
    assert page.calm
    assert "The rows with the highest answers come first." in page.words
    job = workshop.service.batches(ready.id)[0]
    written = workshop.service.batch_preview(job.id, 1000).numbers("probability_Yes")
    assert len(written) == 240
    assert list(written) == sorted(written, reverse=True)


def test_a_file_with_decimal_commas_is_predicted_by_saying_so(draw, own_built, tmp_path):
    workshop, ready = own_built, model_of(own_built, "binary")
    source = tmp_path / "neu.csv"
    source.write_text(people_csv(50, seed=3).decode().replace(",", ";").replace(".", ","), encoding="utf-8")
    page = many(draw, workshop, ready)
    page.test.text_input[0].set_value(str(source)).run()
    assert page.calm
    assert "spend holds something else" in page.words
    page.test.segmented_control(key=f"batch_decimal_{source}").set_value(",").run()
    assert page.calm
    assert "spend holds something else" not in page.words
    assert "The model learnt from numbers with a point." in page.words
    assert "spend has shifted" not in page.words
    page.press("Predict all rows")
    workshop.work()
    job = workshop.service.batches(ready.id)[0]
    assert (job.state, job.result["report"]["misfits"]) == ("done", [])
    assert job.result["report"]["style"]["decimal"] == ","


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


@pytest.mark.parametrize("earlier", [0, 1])
def test_the_log_of_a_batch_tells_of_an_earlier_try_only_where_there_was_one(own_built, monkeypatch, earlier):
    workshop, ready = own_built, model_of(own_built, "binary")
    asked = workshop.service.start_batch(ready.ready.id, workshop.version_id)
    with workshop.service.store.write() as connection:
        connection.execute(update(tables.job).where(tables.job.c.id == asked.id).values(attempts=earlier))
    monkeypatch.setattr(RunningJob, "spent_s", lambda _: 5.0)  # a slow start
    workshop.work()
    log = "\n".join(workshop.service.job_log(asked.id))
    assert f"attempt {1 + earlier}" in log
    assert log.count("An earlier try did not end") == earlier
