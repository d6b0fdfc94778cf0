"""A result that scored worse than the version which answered before says so."""

from dataclasses import dataclass, field, replace

import pytest

from tests.app.views.analyze_page import WithRecord
from tests.app.views.page_fakes import dataset, model, version
from tests.app.views.records import binary, regression


@dataclass
class TwoRecords(WithRecord):
    """A service whose versions have a record each."""

    records_: dict[str, object] = field(default_factory=dict)

    def record(self, version_id):
        return self.records_[version_id]


def scored(record, value, low, high):
    return replace(record, score=replace(record.score, value=value, low=low, high=high))


def page_of(draw, before, now, *, first=None):
    versions = (first or version("churn", 1), version("churn", 2))
    service = TwoRecords(
        datasets_=(dataset(),),
        models_=(model("churn", *versions, problem=now.problem),),
        records_={versions[0].id: before, versions[1].id: now},
    )
    page = draw("analyze", service, model="m_churn")
    assert page.calm
    return page


@pytest.mark.parametrize(
    ("was", "said"),
    [
        ((0.855, 0.84, 0.87), "V1 scored 0.855, a little better; the difference may be chance."),
        ((0.955, 0.94, 0.97), "V1 scored 0.955, better than this version."),
    ],
)
def test_a_better_score_before_is_named(draw, was, said):
    page = page_of(draw, scored(binary(), *was), scored(binary(), 0.845, 0.825, 0.865))
    assert said in page.words
    assert "V2 answers now, as the newest; V1 is kept" in page.words


def test_of_an_error_the_smaller_is_the_better(draw):
    less = scored(regression(), 315_914, 290_000, 340_000)
    more = scored(regression(), 327_326, 300_000, 350_000)
    assert "V1 scored 315,914, a little better; the difference may be chance." in page_of(draw, less, more).words
    assert "V1 scored" not in page_of(draw, more, less).words


def test_scores_that_cannot_be_compared_are_not(draw):
    better, now = scored(binary(), 0.9, 0.88, 0.92), scored(binary(), 0.845, 0.825, 0.865)
    other = replace(version("churn", 1), dataset_version_id="v_customers_2025_1")
    assert "V1 scored" in page_of(draw, better, now).words
    assert "V1 scored" not in page_of(draw, better, now, first=other).words
    assert "V1 scored" not in page_of(draw, replace(better, target="left"), now).words
    assert "V1 scored" not in page_of(draw, replace(better, metric="log_loss"), now).words
    assert "V1 scored" not in page_of(draw, better, now, first=version("churn", 1, "failed")).words
