from datetime import timedelta

from app.records import Deleted
from tests.app.views.drawn import Draw
from tests.app.views.page_fakes import NOW, FakeService, dataset, model, version


def test_empty_it_teaches_and_offers_a_sample(draw: Draw) -> None:
    page = draw("models", FakeService())
    assert page.calm
    assert "No models yet" in page.words
    assert page.buttons == ["Choose a table", "Try telecom churn", "Open a model file"]


def test_a_ready_model_is_a_line_with_score_and_baseline(draw: Draw) -> None:
    page = draw("models", FakeService(models_=(model("Customer churn", version("m", 2)),)))
    assert page.calm
    for words in ("Customer churn", "V2", "0.845", "A coin toss", "0.500", "Ready"):
        assert words in page.words
    assert "Open Customer churn" in page.buttons


def test_every_state_has_its_word(draw: Draw) -> None:
    models = (
        model("Built never"),
        model("Building", version("b", 1), version("b", 2, "building")),
        model("Failed", version("f", 1, "failed", error="No.")),
        model("Cancelled", version("c", 1, "cancelled")),
    )
    page = draw("models", FakeService(models_=models))
    assert page.calm
    for words in ("Not built", "Building V2", "V1 failed", "Cancelled"):
        assert words in page.words


def test_a_model_that_was_never_built_has_no_time_under_built(draw: Draw) -> None:
    page = draw("models", FakeService(models_=(model("Built never", created=NOW),)))
    assert "Not built" in page.words
    assert "Today, " not in page.words
    assert "Today, " in draw("models", FakeService(models_=(model("Built", version("b", 1, created=NOW)),))).words


def test_many_models_can_be_searched(draw: Draw) -> None:
    page = draw("models", FakeService(models_=tuple(model(f"Model {i}") for i in range(6))))
    page.test.text_input[0].set_value("model 3").run()
    assert page.calm
    assert "Open Model 3" in page.buttons
    assert "Open Model 4" not in page.buttons


def test_opening_a_model_that_is_not_built_leads_to_build(draw: Draw) -> None:
    service = FakeService(datasets_=(dataset(),), models_=(model("Customer churn"),))
    page = draw("models", service).press("Open Customer churn")
    assert not page.test.exception
    assert page.test.query_params["model"] in ("m_Customer churn", ["m_Customer churn"])


def test_archived_and_deleted_models_have_lists_of_their_own(draw: Draw) -> None:
    gone = Deleted("m_gone", "model", "Old <idea>", NOW, NOW + timedelta(days=30))
    models = (model("In use"), model("Aside", archived=True))
    page = draw("models", FakeService(models_=models, deleted_=(gone,)))
    assert page.calm
    assert "Open In use" in page.buttons
    assert "Open Aside" not in page.buttons
    choice = page.test.get("button_group")[0]
    assert [option.content for option in choice.proto.options] == ["In use 1", "Archived 1", "Deleted 1"]
    page.test.session_state["models_shown"] = "Deleted"
    page.test.run()
    assert page.calm
    assert "Old &lt;idea&gt;" in page.words
    page.press("Bring back")
    assert ("bring_back", "m_gone") in page.service.done


def test_two_ready_versions_can_be_compared(draw: Draw) -> None:
    page = draw("models", FakeService(models_=(model("One", version("o", 1), version("o", 2)),)))
    assert "Compare" in page.buttons
    assert "Compare" not in draw("models", FakeService(models_=(model("One", version("o", 1)),))).buttons
