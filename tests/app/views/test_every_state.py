"""Every page in every state of the workspace: it is drawn whole, with one heading, in words, and with a way on."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.ui.pages import pages
from tests.app.views.drawn import Draw
from tests.app.views.workshop import Workshop, open_workshop, searching

GOLDEN = Path(__file__).parents[2] / "golden" / "format_1_binary.zip"
SECTIONS = ("select", "build", "analyze", "predict", "deploy")
LEAKED = re.compile(r">\s*(None|nan|NaN|inf)\s*<|Traceback|<class |\{\w+\}")


@dataclass(frozen=True)
class State:
    """A workspace and what the address names in it; `says` is what a page must say there."""

    shop: Workshop
    address: dict[str, str]
    says: dict[str, str]


def empty(shop: Workshop) -> State:
    for dataset in shop.service.datasets():
        shop.service.remove_for_good(dataset.id)
    says = {
        "activity": "Nothing has run yet",
        "models": "No models yet",
        "datasets": "Show the samples",
        "compare": "Two versions",
    }
    return State(
        shop, {}, says | dict.fromkeys(SECTIONS, "the address names none") | {"dataset": "the address names none"}
    )


def gone(shop: Workshop) -> State:
    says = dict.fromkeys(SECTIONS, "This model does not exist any more")
    return State(shop, {"model": "m_gone", "dataset": "d_gone", "job": "j_gone"}, says)


def one(shop: Workshop) -> State:
    model = shop.model()
    says = {
        "select": "people",
        "build": "Start quick build",
        "analyze": "Nothing to analyze yet",
        "models": "Not built",
    }
    return State(shop, {"model": model.id, "dataset": model.dataset_id}, says)


def without_target(shop: Workshop) -> State:
    model = shop.model(None)
    return State(shop, {"model": model.id, "dataset": model.dataset_id}, {"build": "Column to predict"})


def queued(shop: Workshop) -> State:
    model = shop.model()
    job = shop.service.start_build(model.id, 2.0)
    says = {"activity": "Waiting", "analyze": "V1 is being built", "models": "Building V1"}
    return State(shop, {"model": model.id, "dataset": model.dataset_id, "version": str(job.model_version_id)}, says)


def running(shop: Workshop) -> State:
    found = queued(shop)
    shop.begin(shop.service.running()[0], searching())
    says = {"home": "Best so far", "build": "0.845", "activity": "Running", "predict": "V1 is being built"}
    return State(shop, found.address, found.says | says | {"activity": "Running"})


def failed(shop: Workshop) -> State:
    found = queued(shop)
    shop.fail("build", "The table has one class only. Choose another column.")
    said = "The table has one class only."
    return State(shop, found.address, {**dict.fromkeys(("build", "analyze", "predict", "deploy", "activity"), said)})


def cancelled(shop: Workshop) -> State:
    found = queued(shop)
    shop.service.cancel_job(shop.service.running()[0].id)
    return State(shop, found.address, dict.fromkeys(("build", "analyze", "predict"), "V1 was cancelled"))


def opened(shop: Workshop) -> State:
    version = shop.service.open_bundle(GOLDEN)
    says = {"analyze": "opened from its file", "deploy": "One file", "predict": "likely to be", "models": "from a file"}
    return State(shop, {"model": version.id}, says)


def many(shop: Workshop) -> State:
    made = [shop.model() for _ in range(12)]
    for i, model in enumerate(made):
        shop.service.rename_model(model.id, f"Model {i} \u202bمرحبا\u202c 🎈 <b>bold</b> " + "x" * 40)
    for model in made[:3]:
        shop.service.archive_model(model.id, True)
    return State(
        shop, {"model": made[-1].id, "dataset": made[-1].dataset_id}, {"models": "Model 11", "home": "Model 11"}
    )


# Drawing all of them takes half a minute; the tests of each page draw the commonest states in the quick run.
pytestmark = pytest.mark.slow
STATES = (empty, gone, one, without_target, queued, running, failed, cancelled, opened, many)


@pytest.fixture(scope="module", params=STATES, ids=lambda make: make.__name__)
def state(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[State]:
    make: Callable[[Workshop], State] = request.param
    shop = open_workshop(tmp_path_factory.mktemp(make.__name__))
    yield make(shop)
    shop.service.store.close()


@pytest.mark.parametrize("name", sorted(pages()))
def test_every_page_is_drawn_in_every_state(draw: Draw, state: State, name: str) -> None:
    asked = state.address if name != "activity" or state.address.get("job") else {}
    page = draw(name, state.shop.service, **asked)
    assert page.calm, page.words[-2000:]
    assert not LEAKED.search(page.words), LEAKED.search(page.words)
    assert "<b>bold</b>" not in page.words
    assert state.says.get(name, "") in page.words + " ".join(page.buttons)
