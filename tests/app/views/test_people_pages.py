"""The pages for administrators: people, projects and the audit list, empty, with one and with many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.people.accounts import Accounts
from app.people.roles import HOME, Who
from app.service import Service
from app.store.audit import Entry, add
from app.store.engine import moment
from app.ui import signed_in, state
from app.views import audit
from tests.app.views.drawn import Draw


def _invite_form() -> None:
    from app.views import people

    people.invite_form()


HARD = '<script>alert("x")</script> مرحبا 👩‍🔬 ' + "long " * 8


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Acting for Ann, an administrator who has signed in."""
    owner = Service(tmp_path)
    ann = Who("admin", owner.invite("Ann", "admin", (HOME,)).person.id, "Ann", HOME)
    accounts = Accounts(owner.store)
    monkeypatch.setattr(signed_in, "way", lambda: "local")
    monkeypatch.setattr(signed_in, "accounts", lambda: accounts)
    monkeypatch.setattr(state, "who", lambda: ann)
    yield owner.acting(ann)
    owner.store.close()


def test_one_person_is_shown_as_you(draw: Draw, service: Service) -> None:
    page = draw("people", service)
    assert page.calm
    assert "Ann" in page.words
    assert [box.value for box in page.test.selectbox] == ["admin"]
    page.test.selectbox[0].set_value("viewer").run()
    assert [one.role for one in service.people()] == ["admin"]
    assert [toast.value for toast in page.test.toast] == [
        "Somebody must stay administrator. Make another person one first."
    ]


def test_somebody_is_invited_and_the_link_is_shown_until_it_is_handed_over(draw: Draw, service: Service) -> None:
    assert "Invite somebody" in draw("people", service).buttons
    form = AppTest.from_function(_invite_form).run()  # a dialog is gone with the next run of a test
    form.text_input(key="invite_name").set_value(HARD).run()
    next(button for button in form.button if button.label == "Make the link").click().run()
    invited = next(one for one in service.people() if one.name != "Ann")
    assert (invited.role, invited.invited) == ("viewer", True)
    page = draw("people", service).press("New link to come in")
    assert page.calm
    assert "/welcome/" in page.test.code[0].value
    assert "<script>" not in page.words
    page.press("Done")
    assert not page.test.code
    page.test.button(key=f"active_{invited.id}").click().run()
    assert {one.name: one.active for one in service.people()} == {"Ann": True, invited.name: False}


def test_projects_get_members_with_roles(draw: Draw, service: Service) -> None:
    vera = service.invite("Vera", "analyst").person
    sales = service.add_project("Sales")
    page = draw("projects", service)
    assert "New project" in page.buttons
    page.test.selectbox(key=f"add_to_{sales.id}").set_value(vera.id).run()
    page.test.selectbox(key=f"role_{sales.id}_{vera.id}").set_value("viewer").run()
    assert page.calm
    assert dict(service.projects()[1].members) == {vera.id: "viewer"}
    page.test.button(key=f"leave_{sales.id}_{vera.id}").click().run()
    assert dict(service.projects()[1].members) == {}
    page.test.button(key=f"project_remove_{sales.id}").click().run()
    assert [one.name for one in service.projects()] == ["Home"]


def test_the_project_is_chosen_in_the_top_bar(draw: Draw, service: Service) -> None:
    assert "project_chosen" not in [box.key for box in draw("home", service).test.selectbox]
    sales = service.add_project("Sales")
    page = draw("home", service)
    page.test.selectbox(key="project_chosen").set_value(sales.id).run()
    assert page.calm
    chosen = service.projects()[1].id
    with service.store.read() as connection:
        from app.store.tables import person

        assert connection.execute(person.select()).one().project_id == chosen


def test_the_audit_list_is_filtered(draw: Draw, service: Service) -> None:
    with service.store.write() as connection:
        for i in range(250):
            add(connection, "Vera" if i % 2 else HARD, "sign_in", address="10.0.0.1")
    page = draw("audit", service)
    assert page.calm
    assert "251 entries, the newest 200 of them here" in page.words
    assert "<script>" not in page.words
    page.test.selectbox(key="audit_deed").set_value("person").run()
    assert "1 entry." in page.words
    page.test.text_input(key="audit_words").set_value("nobody at all").run()
    assert "Nothing was done that fits" in page.words


def test_a_spreadsheet_computes_nothing_of_it() -> None:
    entry = Entry("a_1", moment(0.0), None, "=cmd|' /C calc'!A0", "sign_in", "", None, '-1,"2"', None)
    _, line, _ = audit.as_csv([entry]).decode("utf-8-sig").split("\r\n")
    assert line == '1970-01-01T00:00:00+00:00,\'=cmd|\' /C calc\'!A0,sign_in,"\'-1,""2""",,,'


def test_a_password_is_changed_on_the_account_page(draw: Draw, service: Service) -> None:
    page = draw("account", service)
    assert "Signed in as Ann" in page.words
    for box, typed in zip(page.test.text_input, ("old", "a new password", "a new password"), strict=True):
        box.set_value(typed)
    page.test.button[-1].click().run()
    assert "The password you have now is another one" in page.words
