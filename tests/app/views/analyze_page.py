"""Analyze: the page, as its tests open it with any record."""

from dataclasses import dataclass, field, replace

from app.records import Detection
from app.verbs.insights import NOT_KEPT
from datasets.errors import InputError
from tests.app.views.page_fakes import FakeService, dataset, model, version

PARTS = ("Overview", "Scoring", "Advanced metrics", "Where it errs", "Fairness", "Leaderboard")


@dataclass
class WithRecord(FakeService):
    """A service whose versions all have the same record."""

    record_: object = None
    threshold_: float | None = None
    detection: Detection = field(default_factory=lambda: Detection("binary", "", "roc_auc", (), 0, ()))

    def record(self, _version_id):
        return self.record_

    def detect(self, _model_id):
        return self.detection

    def threshold(self, _version_id):
        return self.threshold_

    def held(self, _version_id):
        raise InputError(NOT_KEPT)

    def use_threshold(self, version_id, threshold):
        self.threshold_ = threshold
        self.done.append(("use_threshold", version_id, threshold))

    def update_model(self, _model_id, exclude):
        settings = replace(self.models_[0].settings, exclude=exclude)
        self.models_ = (replace(self.models_[0], settings=settings),)

    def set_worth(self, model_id, worth, currency):
        settings = replace(self.models_[0].settings, worth=worth.to_dict(), currency=currency)
        self.models_ = (replace(self.models_[0], settings=settings),)
        self.done.append(("set_worth", model_id, worth, currency))


def service_with(record, *versions):
    asked = model("churn", *(versions or (version("churn", 1),)), problem=record.problem if record else "binary")
    return WithRecord(datasets_=(dataset(),), models_=(asked,), record_=record)


def analyze(draw, record, part="Overview"):
    page = draw("analyze", service_with(record), model="m_churn")
    if part != "Overview":
        page.test.segmented_control(key="analyze_part").set_value(part).run()
    return page
