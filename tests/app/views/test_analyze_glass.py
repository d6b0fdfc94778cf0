"""Analyze looks inside: where the model errs, how groups fare, what the watch saw, and columns that act together."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.ui import model_errs
from app.ui.impact_words import pair_reading, sampled
from automl.fairness import fairness
from automl.insights import Alert, ErrorSlices, Insights, Interaction, Slice
from tests.app.views.analyze_page import analyze
from tests.app.views.page_fakes import FakeService, dataset, model, version
from tests.app.views.records import RECORDS, binary, regression
from tests.automl.held_rows import calibrated, columns_of, held_of

SLICE = Slice(("Contract", "ten<ure"), ("Month-to-month", "3 to 8"), 152, 0.41, 0.14, 1.1, 1e-9, 0.32, 0.08)
SLICES = ErrorSlices("missing probability", 0.17, 1409, 1409, 2112, 30, (SLICE, replace(SLICE, value=0.3)))
ALERT = Alert(
    "one_column", "One column dominates", "Contract makes 80 % of the answers.", 0.8, 0.7, "Build without it."
)
PAIR = Interaction(
    ("tenure", "Contract"),
    (("1", "8"), ("Month-to-month", "Two <year>")),
    ((0.5, 0.2), (0.3, 0.18)),
    ((90, 20), (70, 0)),
    0.031,
    0.09,
    60,
)


@dataclass
class WithRows(FakeService):
    """A service whose version has measured rows."""

    record_: Any = None
    held_: Any = None

    def record(self, _version_id):
        return self.record_

    def threshold(self, _version_id):
        return None

    def held(self, _version_id):
        return self.held_

    def fairness(self, _version_id, column, chosen=None):
        self.done.append(("fairness", column, chosen))
        return fairness(self.held_, column, used=False, chosen=chosen, positive=self.record_.positive)


def fair_page(draw, record, held):
    asked = model("churn", version("churn", 1), problem=record.problem)
    page = draw("analyze", WithRows((dataset(),), (asked,), record_=record, held_=held), model="m_churn")
    page.test.segmented_control(key="analyze_part").set_value("Fairness").run()
    return page


def people(n=400):
    rng = np.random.default_rng(1)
    y, answers = calibrated(n, rng)
    columns = {"customerID": range(n), **columns_of(n, rng), "gender": rng.choice(["f", "m"], n)}
    del columns["customerID"]
    return columns, y, answers


def test_where_it_errs_says_rows_share_and_loss(draw):
    page = analyze(draw, binary(insights=Insights(slices=SLICES)), "Where it errs")
    assert page.calm
    for words in (
        "It errs most where Contract is Month-to-month, ten&lt;ure is 3 to 8: 152 rows (10.8\u00a0%)",
        "gives a wrong answer in 32.0\u00a0% of the rows, elsewhere in 8.0\u00a0%",
        "2,112 groups by one and two columns were tried",
        "41.0\u00a0% off",
    ):
        assert words in page.words


def test_where_it_errs_in_numbers_says_which_way(draw):
    one = replace(SLICE, value=91_000.0, rest=44_000.0, wrong=None, wrong_rest=None, bias=-60_000.0)
    slices = replace(SLICES, loss="absolute error", n_rows=50_000, n_of=80_000, found=(one,))
    page = analyze(draw, regression(insights=Insights(slices=slices)), "Where it errs")
    assert "off by 91,000 on average, elsewhere by 44,000" in page.words
    assert "too low by 60,000 on average" in page.words
    assert "50,000 of 80,000 measured rows, drawn by chance" in page.words
    assert "that even one is shown for nothing happens in fewer than 5\u00a0% of models" in page.words
    assert "Holm" not in page.words


def test_nothing_that_errs_is_one_sentence(draw):
    page = analyze(draw, binary(insights=Insights(slices=replace(SLICES, found=()))), "Where it errs")
    assert "Nothing stands out: of 2,112 groups of rows that were compared" in page.words
    assert "too few to compare" in model_errs.nothing(replace(SLICES, found=(), n_tried=0, n_rows=40))
    page = analyze(draw, binary(), "Where it errs")
    assert "built by an older Easel" in page.words


def test_the_overview_shows_the_watch_and_pairs(draw):
    page = analyze(draw, binary(insights=Insights(slices=SLICES, alerts=(ALERT,), interactions=(PAIR,))))
    assert page.calm
    for words in (
        "One column dominates",
        "Build without it.",
        "Two columns at once",
        "Two &lt;year&gt;",
        "answers lie 3.1 percentage points from the sum of both effects",
        'class="thin"',
    ):
        assert words in page.words
    calm = analyze(draw, binary(insights=Insights(slices=SLICES)))
    assert "noticed nothing to warn of" in calm.words
    old = analyze(draw, binary())
    assert "noticed nothing to warn of" not in old.words


def test_a_suspected_leak_stands_before_the_score_and_is_left_out_with_one_press(draw):
    leak = Alert("leakage", "Leakage suspected", "fee has most.", 1.0, 0.99, "Leave it out.", columns=("fee", "note"))
    page = analyze(draw, binary(insights=Insights(slices=SLICES, alerts=(leak, ALERT))))
    assert page.calm
    assert page.words.index("Leakage suspected") < page.words.index("ROC AUC")
    assert page.words.count("Leakage suspected") == 1
    assert "One column dominates" in page.words
    page.press("Build without fee and note")
    assert page.service.models_[0].settings.exclude == ("fee", "note")
    alone = analyze(draw, binary(insights=Insights(slices=SLICES, alerts=(leak,))))
    assert "noticed nothing to warn of" not in alone.words
    elsewhere = analyze(draw, binary(insights=Insights(slices=SLICES, alerts=(leak,))), "Scoring")
    assert "Leakage suspected" not in elsewhere.words


def test_a_pair_without_interaction_is_told_so():
    assert "each on its own" in pair_reading(replace(PAIR, share=0.001), binary())
    assert "What tenure does depends on Contract: answers lie 0.031" in pair_reading(PAIR, regression())


def test_sampled_shares_say_how_sure_they_are():
    impact = binary().impact
    assert sampled(impact) == ""
    assert "may be off by 1.2 percentage points" in sampled((replace(impact[0], error=0.012), *impact[1:]))


def test_groups_are_compared_by_any_column_and_class(draw):
    columns, y, answers = people()
    page = fair_page(draw, binary(), held_of(columns, y, answers))
    assert page.calm
    assert page.service.done[-1] == ("fairness", "gender", "Yes")
    for words in (
        "After: the answer is Yes",
        "The model does not read gender",
        "do not say what a fair difference",
        "f</span>",
    ):
        assert words in page.words
    page.test.selectbox(key="fairness_column").set_value("word0").run()
    page.test.selectbox(key="fairness_class").set_value("No").run()
    assert page.calm
    assert page.service.done[-1] == ("fairness", "word0", "No")
    assert "After: the answer is No" in page.words


def test_groups_of_numbers_and_of_nothing(draw):
    columns, y, _ = people()
    truth = y * 1000.0
    page = fair_page(draw, RECORDS["regression"](), held_of(columns, truth, (truth + 5)[:, None]))
    assert page.calm
    assert "Too high or too low" in page.words
    assert "+5" in page.words
    page = fair_page(draw, binary(), held_of({}, y, people()[2]))
    assert "no column whose groups could be compared" in page.words
