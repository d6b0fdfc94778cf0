from tests.app.views.drawn import Draw
from tests.app.views.page_fakes import FakeService, job, model, version


def test_without_models_it_asks_the_question_and_offers_the_samples(draw: Draw) -> None:
    page = draw("home", FakeService())
    assert page.calm
    assert "What do you want to predict?" in page.words
    assert "Five sample tables, ready to build." in page.words
    assert "Import a table" in page.buttons
    assert "Recent models" not in page.words


def test_a_ready_model_shows_its_score_beside_the_baseline(draw: Draw) -> None:
    page = draw("home", FakeService(models_=(model("Customer churn", version("m", 3)),)))
    assert page.calm
    assert "Customer churn <small>V3</small>" in page.words
    assert "0.845" in page.words
    assert "A coin toss" in page.words
    assert "Measured on 1,409 rows held out" in page.words


def test_a_running_build_has_a_strip_and_a_line_in_the_top_bar(draw: Draw) -> None:
    page = draw("home", FakeService(jobs_=(job("Customer churn V4"),)))
    assert page.calm
    assert "5\u00a0min 40\u00a0s left" in page.words
    assert "building, 43\u00a0%" in page.words
    assert "Watch" in page.buttons


def test_a_failed_model_says_why(draw: Draw) -> None:
    failed = version("m", 1, "failed", error="The table has only one row with Yes.")
    page = draw("home", FakeService(models_=(model("Loans", failed),)))
    assert page.calm
    assert "The table has only one row with Yes." in page.words


def test_only_the_three_latest_models_are_shown(draw: Draw) -> None:
    models = tuple(model(f"Model {i}") for i in range(5))
    page = draw("home", FakeService(models_=models))
    assert "Model 2" in page.words
    assert "Model 3" not in page.words


def test_names_from_files_cannot_become_html(draw: Draw) -> None:
    page = draw("home", FakeService(models_=(model("<b>x</b>", version("m", 1)),)))
    assert "<b>x</b>" not in page.words
    assert "&lt;b&gt;x&lt;/b&gt;" in page.words


def test_what_the_service_refuses_is_a_sentence(draw: Draw) -> None:
    page = draw("home", FakeService(refusal="The folder of Easel cannot be read."))
    assert not page.test.exception
    assert "The folder of Easel cannot be read." in page.words
