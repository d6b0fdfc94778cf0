import pytest

from app.ui import model_live, model_preview
from automl.insights import Alert
from tests.app.people import people_csv
from tests.app.views.workshop import searching


def keyed(page, kind, start):
    return next(element for element in getattr(page.test, kind) if str(element.key).startswith(start))


def settings(page, model):
    return page.service.model(model.id).settings


def test_without_a_model_it_says_so(draw, workshop):
    page = draw("build", workshop.service)
    assert page.calm
    assert "the address names none" in page.words


def test_a_model_that_is_gone_is_a_sentence(draw, workshop):
    page = draw("build", workshop.service, model="m_gone")
    assert page.calm
    assert "This model does not exist any more." in page.words


def test_before_a_target_is_chosen_nothing_can_start(draw, workshop):
    page = draw("build", workshop.service, model=workshop.model(None).id)
    assert page.calm
    assert "choose the column whose values" in page.words
    assert page.button("Start quick build").disabled
    assert "Data check" not in page.words
    assert "6 columns in use" in page.words


def test_choosing_the_target_fills_the_panels(draw, workshop):
    model = workshop.model(None)
    page = draw("build", workshop.service, model=model.id)
    keyed(page, "selectbox", "target_").set_value("left").run()
    assert page.calm
    assert settings(page, model).target == "left"
    assert "left has 2 values, so this is a yes / no question." in page.words
    assert "240 rows, none missing. Predicting <strong>Yes</strong>." in page.words
    assert "ROC AUC" in page.words
    assert not page.button("Start quick build").disabled


def test_the_column_in_detail_follows_the_target_until_one_is_chosen(draw, workshop):
    model = workshop.model(None)
    page = draw("build", workshop.service, model=model.id)
    assert keyed(page, "selectbox", "detail_").value == "customer"
    keyed(page, "selectbox", "target_").set_value("left").run()
    assert keyed(page, "selectbox", "detail_").value == "age"
    keyed(page, "selectbox", "detail_").set_value("joined").run()
    keyed(page, "selectbox", "target_").set_value("spend").run()
    assert keyed(page, "selectbox", "detail_").value == "joined"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("plan", ("3 classes.", "Log loss")),
        ("spend", ("without a value, set aside", "Mean ", 'class="spread"', "RMSE")),
        ("left", ("No</span>", "Nothing blocks")),
    ],
)
def test_every_kind_of_question(draw, workshop, target, words):
    page = draw("build", workshop.service, model=workshop.model(target).id)
    assert page.calm
    for word in words:
        assert word in page.words


def test_the_kind_of_question_can_be_overridden(draw, workshop):
    model = workshop.model("age", metric="rmse")
    page = draw("build", workshop.service, model=model.id)
    keyed(page, "selectbox", "problem_").set_value("multiclass").run()
    assert page.calm
    assert settings(page, model).problem == "multiclass"
    assert settings(page, model).metric is None


def test_what_blocks_is_said_and_nothing_can_start(draw, workshop):
    page = draw("build", workshop.service, model=workshop.model("customer").id)
    assert page.calm
    assert page.button("Start quick build").disabled
    assert 'class="notice notice-bad"' in page.words


def test_without_columns_it_blocks(draw, workshop):
    model = workshop.model("left", exclude=("age", "plan", "joined", "spend"))
    page = draw("build", workshop.service, model=model.id)
    assert page.calm
    assert "at least one column to learn from" in page.words
    assert "1 thing blocks" in page.words
    assert page.button("Start quick build").disabled


def test_a_finding_can_be_mended_and_taken_back(draw, workshop):
    header, *rows = people_csv().decode().splitlines()
    leaking = [f"{row},{('moved', 'price')[i % 2] if row.endswith('Yes') else ''}" for i, row in enumerate(rows)]
    version = workshop.service.import_file(("leaking.csv", "\n".join([f"{header},reason", *leaking]).encode()))
    model = workshop.service.update_model(workshop.service.create_model(version.id).id, target="left")
    page = draw("build", workshop.service, model=model.id)
    assert "reason gives the answer away" in page.words
    page.press("Leave it out")
    assert page.calm
    assert settings(page, model).exclude == ("reason",)
    assert "Left out: reason." in page.words
    assert "reason gives the answer away" not in page.words
    page.press("Use all again")
    assert settings(page, model).exclude == ()
    assert "reason gives the answer away" in page.words


def test_each_fix_is_one_click_and_so_is_the_way_back(draw, workshop):
    header, *rows = people_csv().decode().splitlines()
    waves = [f"{row.rsplit(',', 1)[0]},{'Yes' if i // 30 % 2 else 'No'}" for i, row in enumerate(rows)]
    days = [f"{row},2024-{1 + i // 28:02}-{1 + i % 28:02}" for i, row in enumerate(waves)]
    content = "\n".join([f"{header},day", *days, *days[:20]]).encode()
    version = workshop.service.import_file(("waves.csv", content))
    model = workshop.service.update_model(workshop.service.create_model(version.id).id, target="left")
    page = draw("build", workshop.service, model=model.id)
    assert "Rows repeat" in page.words
    assert "Row 241 is the same as row 1." in page.words
    page.press("Remove repeats")
    assert "Rows repeat" not in page.words
    assert workshop.service.model_table(model.id).n_rows == 240
    assert "day puts the rows in order of time" in page.words
    page.press("Split by this date")
    assert page.calm
    assert settings(page, model).split == "date:day"
    assert "Split by date: day." in page.words
    page.press("Split at random")
    page.press("Keep repeats")
    assert settings(page, model).split == "random"
    assert "Rows repeat" in page.words


def test_what_no_model_uses_needs_no_button(draw, workshop):
    page = draw("build", workshop.service, model=workshop.model("left").id)
    assert "customer names each row" in page.words
    assert "Not used" in page.words
    assert "Leave it out" not in [button.label for button in page.test.button]


def test_the_offer_says_the_budgets_of_this_model(draw, workshop):
    page = draw("build", workshop.service, model=workshop.model("left", standard_s=1500.0).id)
    assert "About 2\u00a0s." in page.words
    page.test.segmented_control[0].set_value("Standard").run()
    assert "About 25 minutes." in page.words
    page.test.segmented_control[0].set_value("Preview").run()
    assert "At most 5\u00a0s" in page.words


def test_the_sample_rows_stand_as_in_the_file(draw, workshop):
    page = draw("build", workshop.service, model=workshop.model("left").id)
    page.test.segmented_control(key="columns_view").set_value("Sample rows").run()
    assert page.calm
    assert "The first 100 of 240 rows" in page.words


def test_a_search_without_a_hit_says_so(draw, workshop):
    page = draw("build", workshop.service, model=workshop.model("left").id)
    page.test.text_input(key="columns_search").set_value("zebra").run()
    assert page.calm
    assert "No column has “zebra” in its name" in page.words


def test_every_column_can_be_looked_at(draw, workshop):
    page = draw("build", workshop.service, model=workshop.model("left").id)
    for column in ("age", "plan", "joined", "customer", "spend"):
        keyed(page, "selectbox", "detail_").set_value(column).run()
        assert page.calm
        assert f"<h3>{column}</h3>" in page.words


def test_a_build_that_waits_can_be_cancelled(draw, workshop, monkeypatch):
    monkeypatch.setattr(model_live, "NO_WORKER_AFTER_S", -1.0)
    model = workshop.model("left")
    page = draw("build", workshop.service, model=model.id).press("Start quick build")
    version = workshop.service.model(model.id).versions[0]
    page = draw("build", workshop.service, model=model.id, version=version.id)
    assert page.calm
    assert "Waiting for a worker" in page.words
    assert "easel worker" in page.words
    page.press("Cancel")
    assert workshop.service.model(model.id).versions[0].state == "cancelled"
    page = draw("build", workshop.service, model=model.id)
    assert "V1 was cancelled before it had a model" in page.words
    assert page.calm


def test_a_build_that_runs_is_shown_and_can_be_stopped(draw, workshop):
    model = workshop.model("left")
    job = workshop.service.start_build(model.id, 600.0)
    alert = Alert("no_progress", "No progress", "None of the 12 after it was better.", 0.6, 0.5, "Add columns.")
    workshop.begin(job, searching(alerts=(alert,)))
    page = draw("build", workshop.service, model=model.id, version=job.model_version_id)
    assert page.calm
    for words in (
        "Worth knowing",
        "None of the 12 after it was better.",
        "left</h2>",
        "Join the best",
        "84 leaves, fold 3",
        "0.845",
        "A coin toss",
        "Best score so far",
        "<svg",
    ):
        assert words in page.words
    assert "Best so far</span>" in page.words
    assert 'aria-current="step"' in page.words
    page.press("Stop and keep the best")
    assert workshop.service.job(job.id).stopping
    page = draw("build", workshop.service, model=model.id, version=job.model_version_id)
    assert "Finishing with the best so far" in page.words


def test_a_build_without_a_score_yet_cannot_be_stopped_for_its_best(draw, workshop):
    model = workshop.model("left")
    job = workshop.service.start_build(model.id, 600.0)
    workshop.begin(job, searching(candidates=(), best=None, first=None, stage="read", stages_done=(), now=""))
    page = draw("build", workshop.service, model=model.id, version=job.model_version_id)
    assert page.calm
    assert page.button("Stop and keep the best").disabled
    assert "The first score comes within seconds." in page.words


def test_an_older_version_still_shows_that_one_is_being_built(draw, workshop):
    model = workshop.model("left")
    first = workshop.service.start_build(model.id, 600.0)
    workshop.service.cancel_job(first.id)
    workshop.begin(workshop.service.start_build(model.id, 600.0), searching())
    page = draw("build", workshop.service, model=model.id, version=first.model_version_id)
    assert page.calm
    assert "V2 is being built." in page.words


def test_a_build_that_failed_says_why_and_can_be_tried_again(draw, workshop):
    model = workshop.model("left")
    workshop.service.start_build(model.id, 600.0)
    workshop.fail("build", "No algorithm could be fitted to this table.")
    page = draw("build", workshop.service, model=model.id)
    assert page.calm
    assert "V1 could not be built." in page.words
    assert "No algorithm could be fitted to this table." in page.words
    page.press("Try again")
    assert workshop.service.model(model.id).versions[0].state == "building"


def test_a_build_that_was_watched_leads_to_analyze(draw, built):
    model = next(model for model in built.service.models() if model.name == "binary")
    page = draw("build", built.service, model=model.id)
    assert "V1 is ready: ROC AUC" in page.words
    page.test.session_state["build_watched"] = model.ready.id
    page.test.run()
    assert not page.test.exception
    assert "build_watched" not in page.test.session_state
    assert "binary V1 is ready." in str([toast.value for toast in page.test.toast]) or page.test.query_params["version"]


def test_a_preview_waits_then_shows_what_to_expect(draw, workshop, monkeypatch):
    monkeypatch.setattr(model_preview, "NO_WORKER_AFTER_S", -1.0)
    monkeypatch.setattr("automl.spec.PREVIEW_S", 1.5)
    model = workshop.model("left")
    page = draw("build", workshop.service, model=model.id)
    page.test.segmented_control[0].set_value("Preview").run()
    page.press("Show preview")
    assert page.calm
    assert "the preview waits" in page.words
    workshop.work()
    page = draw("build", workshop.service, model=model.id)
    assert page.calm
    assert "Preview. Score on" in page.words
    assert "90\u00a0% sure between" in page.words
    assert "What seems to matter" in page.words
    workshop.service.update_model(model.id, exclude=("age",))
    assert "What seems to matter" not in draw("build", workshop.service, model=model.id).words


def test_a_preview_that_failed_says_why(draw, workshop):
    model = workshop.model("left")
    workshop.service.start_preview(model.id)
    workshop.fail("preview", "The memory of this computer was not enough.")
    page = draw("build", workshop.service, model=model.id)
    assert page.calm
    assert "The memory of this computer was not enough." in page.words


def test_a_preview_that_runs_shows_its_progress(draw, workshop):
    model = workshop.model("left")
    workshop.begin(workshop.service.start_preview(model.id))
    page = draw("build", workshop.service, model=model.id)
    assert page.calm
    assert "Looking at the data" in page.words
