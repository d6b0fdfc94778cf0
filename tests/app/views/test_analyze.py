import re
from dataclasses import replace

import pytest

from app.ui.model_candidates import ranked
from tests.app.views.analyze_page import PARTS, WithRecord, analyze, service_with
from tests.app.views.page_fakes import dataset, model, version
from tests.app.views.records import RECORDS, binary, candidates, tried


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("problem", RECORDS)
def test_every_part_of_every_question_is_drawn(draw, problem, part):
    page = analyze(draw, RECORDS[problem](), part)
    assert page.calm
    assert not page.test.exception


def test_the_experiments_below_the_leaderboard_follow_what_is_chosen(draw):
    page = analyze(draw, replace(binary(), candidates=tried()), "Leaderboard")
    assert "fixed list that every build tries first" in page.words
    assert "lowest is round 40" in page.words
    assert "Shares of the differences" in page.words
    assert "take it as a hint" in page.words
    page.test.selectbox(key="candidate_2026-11-18T10:00:00Z").set_value(9).run()
    assert "from what earlier candidates of LightGBM had shown, above all no. 8 and no. 12" in page.words
    page.test.multiselect(key="compare_2026-11-18T10:00:00Z").set_value([2]).run()
    assert "Choose two or more." in page.words
    page.test.multiselect(key="compare_2026-11-18T10:00:00Z").set_value([0, 2, 9]).run()
    assert page.words.count("Leaves") > 1
    assert page.calm
    assert not page.test.exception


def test_a_candidate_has_the_same_number_in_the_table_and_below(draw):
    page = analyze(draw, replace(binary(), candidates=tried()), "Leaderboard")
    place = {one.index: n for n, one in enumerate(ranked(tried(), higher=True), start=1)}
    assert place[6] == 1
    assert place[5] == 2
    options = page.test.multiselect(key="compare_2026-11-18T10:00:00Z").options
    assert [option.split(":")[0] for option in options] == [f"No. {n}" for n in range(1, 13)]
    page.test.multiselect(key="compare_2026-11-18T10:00:00Z").set_value([11, 2]).run()
    compared = page.words.split('aria-label="Candidates side by side"')[1]
    numbers = re.findall(r'<tr[^>]*><td class="right">(\d+)</td>', compared)
    assert numbers == [str(place[11]), str(place[2])]
    assert "No. 12: LightGBM" in options[-1]


def test_overview_says_score_interval_baseline_and_rows(draw):
    page = analyze(draw, binary())
    for words in (
        "picks the right one 84 times in 100.",
        "A coin picks the right one 50 times in 100.",
        "Score on 1,409 rows the model never saw",
        "0.845",
        "90\u00a0% sure between 0.825 and 0.865",
        "a coin toss",
        "187 of 374",
        "Gives the same answers",
        "checked on 1,909 rows, rounding aside",
        "Learnt from 5,634 rows and 11 columns.",
        "customerID (names each row",
    ):
        assert words in page.words


@pytest.mark.parametrize(
    ("problem", "question", "answer"),
    [
        ("binary", "Which threshold pays most?", "Where to draw the line"),
        ("multiclass", "What is mixed up?", "Predicted against actual"),
        ("regression", "Where is it wrong?", "Where it errs"),
    ],
)
def test_the_questions_that_come_up_are_a_press_away(draw, problem, question, answer):
    page = analyze(draw, RECORDS[problem]())
    assert f"<h3>{answer}</h3>" not in page.words
    page.press(question)
    assert page.calm
    assert f"<h3>{answer}</h3>" in page.words


def test_numbers_are_written_in_the_unit_of_the_target(draw):
    record = replace(RECORDS["regression"](), target_role="money", target_unit="$")
    for part, words in (("Overview", "\u2212$"), ("Scoring", "the truth lies \u2212$"), ("Advanced metrics", "+$")):
        assert words in analyze(draw, record, part).words


def test_few_rows_are_told_with_what_to_do(draw):
    few = replace(binary(), effects=tuple(replace(e, counts=tuple(1 for _ in e.counts)) for e in binary().effects))
    assert "so take this as a hint; a longer build looks at more." in analyze(draw, few).words
    assert "take this as a hint" not in analyze(draw, binary()).words


def test_scoring_of_two_classes(draw):
    page = analyze(draw, binary(), "Scoring")
    assert "Of 374 rows that are Yes, 187 were found." in page.words
    for words in ("ROC AUC", "Accuracy", "F1", "0.776 to 0.816"):
        assert words in page.words


def test_scoring_of_several_classes_escapes_their_names(draw):
    page = analyze(draw, RECORDS["multiclass"](), "Scoring")
    assert "Type &lt;3&gt;" in page.words
    assert "Blue is right, orange is wrong." in page.words
    assert "each answered by models that had not seen it" in page.words


def test_too_many_classes_show_what_is_mixed_up_most(draw):
    record = RECORDS["multiclass"]()
    names = tuple(f"class {i}" for i in range(20))
    matrix = tuple(tuple(9 if i == j else int(j == i + 1) for j in range(20)) for i in range(20))
    many = replace(record, classes=names, evaluation=replace(record.evaluation, classes=names, confusion=matrix))
    page = analyze(draw, many, "Scoring")
    assert page.calm
    assert "20 classes are too many for a grid" in page.words
    assert "The commonest mistakes" in page.words


def test_scoring_of_numbers_names_the_band(draw):
    page = analyze(draw, RECORDS["regression"](), "Scoring")
    assert "The band holds 90\u00a0% of the answers" in page.words
    assert "300 of 586 rows are drawn" in page.words


def test_advanced_of_two_classes_has_its_curves(draw):
    page = analyze(draw, binary(), "Advanced metrics")
    assert "Area 0.845" in page.words
    assert len(page.test.get("plotly_chart")) == 4  # profit, ROC, precision and recall, calibration
    assert "Said and seen differ by 1.8 percentage points on average" in page.words
    assert "before they were corrected, by 3.1" in page.words


def test_a_record_of_an_older_version_has_no_threshold_to_move(draw):
    record = binary()
    old = replace(record, evaluation=replace(record.evaluation, outcomes=None, calibration=None))
    page = analyze(draw, old, "Advanced metrics")
    assert page.calm
    assert "Where to draw the line" not in page.words
    assert len(page.test.get("plotly_chart")) == 2


def test_every_metric_stands_in_a_table_with_its_meaning(draw):
    page = analyze(draw, binary(), "Advanced metrics")
    for words in ("What does ROC AUC mean?", "the goal", "Dullest model", "0.8250 to\u00a00.8650", "0.5000"):
        assert words in page.words


def test_metrics_that_mean_nothing_here_say_why(draw):
    sentence = "MAPE divides by the true value, and 3 of 586 rows are 0."
    page = analyze(draw, RECORDS["regression"](unmeasured=(sentence,)), "Advanced metrics")
    assert sentence in page.words
    assert "How sure an answer is" in page.words
    assert "94.9\u00a0%" in page.words


def test_the_line_moves_with_the_slider_and_the_matrix_with_it(draw):
    page = analyze(draw, binary(), "Advanced metrics")
    assert "Predictions say Yes from 50\u00a0% on." in page.words
    assert "These amounts are examples." in page.words
    page.test.slider[0].set_value(20.0).run()
    assert page.calm
    assert "Profit at 20\u00a0% on the 1,409 measured rows" in page.words
    assert "Yes: 299 found, 75 missed; No: 207 false alarms, 828 rightly left alone." in page.words
    assert "€25,760" in page.words  # 299 x 100 - 207 x 20


def test_the_best_threshold_is_a_button_away(draw):
    page = analyze(draw, binary(), "Advanced metrics")
    label = next(label for label in page.buttons if label.startswith("Move to the best"))
    page.press(label)
    assert page.calm
    assert "Best threshold" in page.words
    assert not any(label.startswith("Move to the best") for label in page.buttons)


def test_a_threshold_is_used_and_taken_back(draw):
    page = analyze(draw, binary(), "Advanced metrics")
    page.test.slider[0].set_value(20.0).run()
    page.press("Use this threshold")
    assert page.service.done[-1] == ("use_threshold", "churn_v1", 0.2)
    assert "Predictions say Yes from 20\u00a0% on." in page.words
    page.press("Undo: back to 50\u00a0%")
    assert page.service.done[-1] == ("use_threshold", "churn_v1", None)
    assert page.test.slider[0].value == 50.0


def test_scoring_counts_at_the_threshold_in_use(draw):
    service = service_with(binary())
    service.threshold_ = 0.2
    page = draw("analyze", service, model="m_churn")
    assert "with 207 false alarms, at a threshold of 20\u00a0%" in page.words
    page.test.segmented_control(key="analyze_part").set_value("Scoring").run()
    assert "It says Yes from a probability of 20\u00a0% on." in page.words
    assert "Of 374 rows that are Yes, 299 were found." in page.words


def test_what_an_outcome_brings_is_kept(draw):
    page = analyze(draw, binary(), "Advanced metrics")
    page.test.number_input[0].set_value(250.0).run()
    assert page.calm
    verb, model_id, worth, currency = page.service.done[-1]
    assert (verb, model_id, worth.found, worth.alarm, currency) == ("set_worth", "m_churn", 250.0, -20.0, "€")


def test_where_the_first_class_is_the_yes_the_matrix_turns(draw):
    page = analyze(draw, binary(positive="No"), "Advanced metrics")
    page.test.slider[0].set_value(20.0).run()
    assert page.calm
    assert "No: 299 found, 75 missed; Yes: 207 false alarms, 828 rightly left alone." in page.words


def test_the_leaderboard_names_the_team_and_every_candidate(draw):
    page = analyze(draw, binary(), "Leaderboard")
    assert "Five models answer together." in page.words
    listed = page.words.split('aria-label="All candidates, best first"')[1].split("</table>")[0]
    assert listed.count("class=chosen") == 5
    assert "The 1,409 rows held out judge only the winner." in page.words
    assert "Stopped early" in page.words


def test_an_error_is_ranked_upwards(draw):
    page = analyze(draw, RECORDS["regression"](), "Leaderboard")
    assert "Lower is better." in page.words


def test_a_lone_candidate_is_no_team(draw):
    alone = binary(candidates=(replace(candidates()[2], weight=1.0),))
    page = analyze(draw, alone, "Leaderboard")
    assert page.calm
    assert "Logistic regression answers alone." in page.words


@pytest.mark.parametrize(
    ("versions", "words", "button"),
    [
        ((), "Nothing to analyze yet", "Go to Build"),
        ((version("churn", 1, "building"),), "V1 is being built", "Watch the build"),
        ((version("churn", 1, "failed", error="It had no rows."),), "It had no rows.", "Go to Build"),
        ((version("churn", 1, "cancelled"),), "V1 was cancelled", "Go to Build"),
    ],
)
def test_without_a_finished_version_it_teaches(draw, versions, words, button):
    asked = model("churn", *versions)
    page = draw("analyze", WithRecord(datasets_=(dataset(),), models_=(asked,)), model="m_churn")
    assert page.calm
    assert words in page.words
    assert button in page.buttons


def test_a_real_record_of_every_question_is_drawn(draw, built):
    for made in built.service.models():
        page = draw("analyze", built.service, model=made.id)
        assert page.calm
        for part in PARTS[1:]:
            page.test.segmented_control(key="analyze_part").set_value(part).run()
            assert page.calm


@pytest.mark.parametrize("problem", RECORDS)
def test_a_real_model_keeps_its_rows(built, problem):
    made = next(m for m in built.service.models() if m.name == problem)
    version_id = made.ready.id
    record, held = built.service.record(version_id), built.service.held(version_id)
    assert held.n_rows == record.evaluation.n_rows == held.n_of
    assert record.insights.slices.n_rows == held.n_rows
    if problem == "regression":
        mae = next(m.value for m in record.metrics if m.metric == "mae")
        assert held.losses.mean() == pytest.approx(mae)
    else:
        wrong = sum(map(sum, record.evaluation.confusion)) - sum(
            row[i] for i, row in enumerate(record.evaluation.confusion)
        )
        assert (held.named != held.y).sum() == wrong
    found = built.service.fairness(version_id, "plan" if "plan" in held.table.names else "left")
    assert sum(group.n_rows for group in found.groups) == held.n_rows
