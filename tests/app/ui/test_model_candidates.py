import re
from dataclasses import replace

from app.job_records import Progress
from app.ui import model_candidates
from tests.app.views.records import binary, candidates, regression


def rows(html):
    return re.findall(r"<tr[ >].*?</tr>", html.split("<tbody>")[1])


def test_running_first_then_the_best_then_those_without_a_score():
    running = replace(candidates()[0], index=50, status="running", score=None)
    ordered = model_candidates.ranked((*candidates(), running), higher=True)
    assert ordered[0].index == 50
    assert [c.score for c in ordered[1:8]] == sorted((c.score for c in candidates() if c.score), reverse=True)
    assert {c.status for c in ordered[8:]} == {"stopped early", "failed"}


def test_for_an_error_the_smallest_is_the_best():
    ordered = model_candidates.ranked(candidates(), higher=False)
    assert ordered[0].score == min(c.score for c in candidates() if c.score)


def test_the_live_table_marks_one_best_and_what_runs():
    running = replace(candidates()[0], index=50, status="running", score=None, folds_done=2)
    html = model_candidates.live_table_html(Progress(candidates=(*candidates(), running), metric_title="ROC AUC"))
    assert html.count("Best so far</span>") == 1
    assert "fold 3" in rows(html)[0]
    assert "Running" in rows(html)[0]
    assert "0.8449" in rows(html)[1]
    assert "class=chosen" in rows(html)[1]


def test_a_failure_says_why_when_pointed_at():
    failed = replace(candidates()[8], note='it said "no" <b>')
    html = model_candidates.live_table_html(Progress(candidates=(failed,)))
    assert 'title="it said &quot;no&quot; &lt;b&gt;"' in html
    assert "Failed" in html


def test_a_long_build_shows_its_best_only():
    many = tuple(replace(candidates()[0], index=i, score=0.8 + i / 1000) for i in range(80))
    html = model_candidates.live_table_html(Progress(candidates=many))
    assert len(rows(html)) == model_candidates.MOST_ROWS
    assert "0.8790" in rows(html)[0]


def test_the_leaderboard_has_every_candidate_its_weight_and_the_dullest_model():
    html = model_candidates.leaderboard_html(binary(), higher=True)
    assert len(rows(html)) == len(binary().candidates) + 1
    numbers = [re.findall(r'<span class="muted">(\d*)</span>', row)[:1] for row in rows(html)[:-1]]
    assert numbers == [[str(n)] for n in range(1, len(binary().candidates) + 1)]
    assert re.search(r"<th [^>]*>Score as a dot, 0\.\d+ to 0\.\d+</th>", html)
    assert ">Team</th>" in html
    assert ">32\u00a0%</td>" in rows(html)[0]
    assert "A coin toss" in rows(html)[-1]
    assert "0.5000" in rows(html)[-1]
    assert html.count("class=chosen") == 5


def test_numbers_are_compared_with_the_mean():
    html = model_candidates.leaderboard_html(regression(), higher=False)
    assert "Always the mean" in rows(html)[-1]
    assert "58,120" in rows(html)[-1]
