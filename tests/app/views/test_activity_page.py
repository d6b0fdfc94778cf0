from tests.app.views.drawn import Draw
from tests.app.views.page_fakes import FakeService, job


def test_empty_it_teaches(draw: Draw) -> None:
    page = draw("activity", FakeService())
    assert page.calm
    assert "Nothing has run yet" in page.words


def test_a_running_build_can_be_stopped_or_cancelled(draw: Draw) -> None:
    page = draw("activity", FakeService(jobs_=(job("Customer churn V4"),)))
    assert page.calm
    assert "Running" in page.words
    page.press("Stop and keep the best")
    assert page.service.done == [("stop_build", "j_Customer_churn_V4")]


def test_a_failed_job_says_why_and_can_be_tried_again(draw: Draw) -> None:
    failed = job("Loans V1", "failed", error="The disk is full. Free some space.")
    page = draw("activity", FakeService(jobs_=(failed,)))
    assert "The disk is full. Free some space." in page.words
    page.press("Try again")
    assert page.service.done == [("retry_job", "j_Loans_V1")]


def test_a_done_job_says_how_long_it_took_and_opens(draw: Draw) -> None:
    page = draw("activity", FakeService(jobs_=(job("Loans V1", "done"),)))
    assert "took 4\u00a0min 20\u00a0s" in page.words
    assert page.buttons == ["Log", "Open"]


def test_waiting_without_a_worker_says_how_to_start_one(draw: Draw) -> None:
    waiting = FakeService(jobs_=(job("Loans V1", "queued"),), workers=0)
    page = draw("activity", waiting)
    assert "easel worker" in page.words
    assert page.buttons == ["Log", "Cancel"]


def test_a_job_that_is_stopping_offers_nothing_more(draw: Draw) -> None:
    page = draw("activity", FakeService(jobs_=(job("Loans V1", stopping=True),)))
    assert "Stopping" in page.words
    assert page.buttons == ["Log"]


def test_previews_are_no_activity(draw: Draw) -> None:
    page = draw("activity", FakeService(jobs_=(job("Preview", kind="preview"),)))
    assert "Nothing has run yet" in page.words


def test_a_job_says_how_often_it_was_begun_what_was_saved_and_who_asked(draw: Draw) -> None:
    resumed = job("Loans V1", "done", attempts=2, evaluated=8, reused=5, asked_by="ann")
    page = draw("activity", FakeService(jobs_=(resumed,)))
    assert "attempt 2, 5 candidates from before the restart, asked for by ann" in page.words
    assert page.buttons == ["Log", "Open"]


def test_the_log_of_a_job_has_a_page_of_its_own(draw: Draw) -> None:
    fake = FakeService(jobs_=(job("Loans V1"),), logs={"j_Loans_V1": ("12:00:00 Taken by worker one, attempt 1",)})
    page = draw("activity", fake, job="j_Loans_V1")
    assert page.calm
    assert "Loans V1" in page.words
    assert [code.value for code in page.test.code] == ["12:00:00 Taken by worker one, attempt 1"]


def test_a_job_without_a_log_or_that_is_gone_is_said_so(draw: Draw) -> None:
    waiting = FakeService(jobs_=(job("Loans V1", "queued"),))
    assert "Nothing was written yet" in draw("activity", waiting, job="j_Loans_V1").words
    gone = draw("activity", waiting, job="j_gone")
    assert gone.calm
    assert "There is no job" in gone.words
