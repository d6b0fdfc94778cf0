"""Every page as a viewer sees it: what is not for them is disabled with its reason, or says so in the page's place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from app.people.accounts import Accounts
from app.people.roles import HOME, Role, Who
from app.service import Service
from app.ui import pages, signed_in, state
from tests.app.views.drawn import Draw, Drawn
from tests.app.views.workshop import Workshop

REASON = "This needs the role Analyst; yours here is Viewer."
CLOSED = {
    "select": "Choosing the table",
    "build": "Building",
    "people": "People",
    "projects": "Projects",
    "audit": "Audit list",
}
DISABLED = {
    "home": ("Import a table", "What will this house sell for? Build with House prices"),
    "datasets": ("Import a table", "Build a model"),
    "dataset": ("Import a new version", "Build a model"),
    "models": ("New model", "Open a model file"),
    "activity": ("Try again",),
}


@pytest.fixture(scope="module")
def service(built: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """With a model, a cancelled build, and Vera, who was invited."""
    made = Service(shutil.copytree(built.service.home, tmp_path_factory.mktemp("copy") / "home"))
    made.cancel_job(made.start_build(made.models()[-1].id, 1.0).id)
    made.invite("Vera", "viewer", (HOME,))
    yield made
    made.store.close()


@pytest.fixture
def sees(draw: Draw, service: Service, monkeypatch: pytest.MonkeyPatch) -> object:
    """`sees("home", "viewer")`: a page as somebody with this role sees it."""
    model = next(one for one in service.models() if one.name == "binary")
    person_id = service.people()[0].id
    monkeypatch.setattr(signed_in, "way", lambda: "local")
    monkeypatch.setattr(signed_in, "accounts", lambda: Accounts(service.store))

    def drawn(page: str, role: Role) -> Drawn:
        someone = Who(role, person_id, "Vera", HOME)
        monkeypatch.setattr(state, "who", lambda: someone)
        version = next(one for one in model.versions if one.state == "ready")
        of_dataset = page in ("dataset", "datasets")
        params = {"dataset": model.dataset_id} if of_dataset else {"model": model.id, "version": version.id}
        return draw(page, service.acting(someone), **params)

    return drawn


@pytest.mark.parametrize("page", sorted(pages.pages()))
def test_a_viewer_sees_every_page_and_may_change_nothing(sees: Draw, page: str) -> None:
    seen = sees(page, "viewer")
    assert seen.calm
    if page in CLOSED:
        assert f"{CLOSED[page]} is not for your role here" in seen.words
        assert "yours here is Viewer. Ask an administrator" in seen.words
        return
    assert "is not for your role" not in seen.words
    for label in DISABLED.get(page, ()):
        button = seen.button(label)
        assert button.disabled, label
        assert str(button.proto.help).startswith(REASON)
    assert "People" not in [str(link.proto.label) for link in seen.test.get("page_link")]


def test_an_analyst_is_not_stopped(sees: Draw) -> None:
    seen = sees("select", "analyst")
    assert seen.calm
    assert "is not for your role" not in seen.words
    assert not any(REASON in str(button.proto.help) for button in seen.test.button)


def test_the_threshold_is_looked_at_but_not_used(sees: Draw) -> None:
    seen = sees("analyze", "viewer")
    amounts = [box for box in seen.test.number_input if box.key and box.key.startswith("worth_")]
    assert all(box.disabled for box in amounts)
