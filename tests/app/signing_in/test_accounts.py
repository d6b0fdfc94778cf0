"""Sign-in, sessions, one-time links and limits, on each kind of database."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from app.people import passwords, sessions, wrong_passwords
from app.people.accounts import WRONG, Accounts
from app.people.roles import Who, named
from app.service import Service
from app.store import audit, people, projects
from app.store.engine import Store, now
from app.store.tables import link, person, session
from datasets.errors import EaselError, InputError
from tests.app.signing_in.conftest import PASSWORD


def invited(accounts: Accounts, name: str = "Vera", role: str = "viewer") -> tuple[str, str]:
    """The id of somebody new in the first project, and the token of their link."""
    with accounts.store.write() as connection:
        person_id = people.add_person(connection, name, named(role))
        projects.set_member(connection, "p_home", person_id, None)
    return person_id, accounts.new_link("invite", person_id)


def test_the_first_link_makes_the_administrator_and_works_once(store: Store) -> None:
    accounts = Accounts(store)
    older, token = accounts.first_link(), accounts.first_link()
    assert older is not None
    assert token is not None
    with pytest.raises(InputError, match="does not work any more"):
        accounts.link(older)  # each start makes a new one
    session = accounts.redeem(token, "  Ann   Example ", PASSWORD, PASSWORD, "10.0.0.1")
    ann = accounts.who(session)
    assert ann is not None
    assert (ann.role, ann.name, ann.project_id) == ("admin", "Ann Example", "p_home")
    with pytest.raises(InputError, match="was used already"):
        accounts.redeem(token, "Mallory", PASSWORD, PASSWORD, "10.0.0.2")
    assert accounts.first_link() is None


def test_a_name_and_a_password_open_a_session_that_ends(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    token = accounts.sign_in("ANN", PASSWORD, "10.0.0.1")
    assert accounts.who(token) is not None
    assert accounts.who("x" * 43) is None
    assert accounts.who(None) is None
    monkeypatch.setattr(sessions, "KNOWN_S", -1.0)
    with accounts.store.write() as connection:
        kept = connection.execute(select(session.c.id)).scalars().all()
        assert token not in kept  # only their hashes are
        connection.execute(update(session).values(expires=now() - 1))
    assert accounts.who(token) is None
    other = accounts.sign_in("Ann", PASSWORD, "10.0.0.1")
    accounts.sign_out(other)
    assert accounts.who(other) is None


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "at least 10 characters; this one has 5"),
        ("aaaaaaaaaaaaa", "guessed at once"),
        ("VERA MILLER", "guessed at once"),
        ("x" * 1_001, "at most 1,000 characters"),
    ],
)
def test_a_bad_password_is_a_sentence(password: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        passwords.check(password, password, "Vera Miller")
    with pytest.raises(InputError, match="must be the same"):
        passwords.check(PASSWORD, PASSWORD + " ")


def test_a_wrong_name_and_a_wrong_password_sound_the_same(accounts: Accounts) -> None:
    said = []
    for name, password in (("Ann", "wrong password"), ("Nobody", PASSWORD), ("", "")):
        with pytest.raises(InputError) as refused:
            accounts.sign_in(name, password, "10.0.0.1")
        said.append(str(refused.value))
    assert set(said) == {WRONG}


def test_too_many_wrong_passwords_have_to_wait(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        with pytest.raises(InputError, match="do not fit together"):
            accounts.sign_in("ann", "wrong password", "10.0.0.9")
    with pytest.raises(InputError, match=r"too many wrong passwords. Try again in 15 minutes"):
        accounts.sign_in("Ann", PASSWORD, "10.0.0.9")
    assert accounts.sign_in("Ann", PASSWORD, "10.0.0.1")  # from elsewhere she still comes in
    monkeypatch.setattr(wrong_passwords, "WRONG_S", 0.0)
    assert accounts.sign_in("Ann", PASSWORD, "10.0.0.9")


def test_a_link_sets_a_password_and_ends_other_sessions(accounts: Accounts) -> None:
    person_id, token = invited(accounts)
    assert accounts.link(token) == ("invite", "Vera")
    with pytest.raises(InputError, match="at least 10"):
        accounts.redeem(token, "", "short", "short", "")
    first = accounts.redeem(token, "Mallory", PASSWORD, PASSWORD, "")
    assert accounts.who(first) == Who("viewer", person_id, "Vera", "p_home")
    again = accounts.redeem(accounts.new_link("reset", person_id), "", "another password", "another password", "")
    assert (accounts.who(first), accounts.who(again)) == (None, Who("viewer", person_id, "Vera", "p_home"))
    with pytest.raises(InputError):
        accounts.sign_in("Vera", PASSWORD, "")
    old = accounts.new_link("reset", person_id)
    with accounts.store.write() as connection:
        connection.execute(update(link).values(expires=now() - 1))
        assert connection.execute(select(link.c.id).where(link.c.id == old)).first() is None  # only its hash is kept
    with pytest.raises(InputError, match="too old"):
        accounts.link(old)
    with accounts.store.write() as connection:
        assert people.forget_old(connection) >= 2


def test_a_changed_password_asks_for_the_old_one(accounts: Accounts) -> None:
    here, there = (accounts.sign_in("Ann", PASSWORD, "") for _ in range(2))
    ann = accounts.who(here)
    assert ann is not None
    with pytest.raises(InputError, match="another one"):
        accounts.change_password(ann, "not the old one", "a new password", "a new password")
    accounts.change_password(ann, PASSWORD, "a new password", "a new password")
    accounts.end_others(str(ann.person_id), here)
    assert (accounts.who(here), accounts.who(there)) == (ann, None)
    assert accounts.sign_in("Ann", "a new password", "")


def test_who_may_not_sign_in_is_out_at_once(accounts: Accounts) -> None:
    person_id, token = invited(accounts)
    inside = accounts.redeem(token, "", PASSWORD, PASSWORD, "")
    service = Service(accounts.store.home)
    service.store = accounts.store
    service.set_active(person_id, False)
    accounts.forget_known()
    assert accounts.who(inside) is None
    with pytest.raises(InputError, match="do not fit together"):
        accounts.sign_in("Vera", PASSWORD, "")
    service.set_active(person_id, True)
    assert accounts.sign_in("Vera", PASSWORD, "")
    service.remove_person(person_id)
    assert [one.name for one in service.people()] == ["Ann"]
    assert "Vera" in {one.who for one in service.audit()}


def test_somebody_stays_administrator(accounts: Accounts) -> None:
    service = Service(accounts.store.home)
    service.store = accounts.store
    (ann,) = service.people()
    for act in (
        lambda: service.set_role(ann.id, "viewer"),
        lambda: service.set_active(ann.id, False),
        lambda: service.remove_person(ann.id),
    ):
        with pytest.raises(InputError, match="Somebody must stay administrator"):
            act()
    assert [(one.role, one.active) for one in service.people()] == [("admin", True)]


def test_projects_and_the_roles_in_them(accounts: Accounts) -> None:
    service = Service(accounts.store.home)
    service.store = accounts.store
    person_id, token = invited(accounts, role="analyst")
    sales = service.add_project("Sales")
    service.set_member(sales.id, person_id, "viewer")
    vera = accounts.who(accounts.redeem(token, "", PASSWORD, PASSWORD, ""))
    assert vera is not None
    assert (vera.role, vera.project_id) == ("analyst", "p_home")
    assert accounts.projects_of(vera) == (("p_home", "Home"), (sales.id, "Sales"))
    accounts.choose_project(vera, sales.id)
    moved = accounts.who(accounts.sign_in("Vera", PASSWORD, ""))
    assert moved is not None
    assert (moved.role, moved.project_id) == ("viewer", sales.id)
    for project in ("p_home", sales.id):
        service.remove_member(project, person_id)
    nowhere = accounts.who(accounts.sign_in("Vera", PASSWORD, ""))
    assert nowhere is not None
    assert (nowhere.role, nowhere.project_id) == ("viewer", "")
    with pytest.raises(InputError, match="not in this project"):
        accounts.choose_project(nowhere, sales.id)
    with pytest.raises(InputError, match="already"):
        service.add_project(" sales ")
    with pytest.raises(InputError, match="first project and stays"):
        service.remove_project("p_home")
    service.remove_project(sales.id)
    assert [one.name for one in service.projects()] == ["Home"]


def test_the_database_itself_keeps_the_audit_list(accounts: Accounts) -> None:
    for statement in ("update audit set who = 'nobody'", "delete from audit"):
        with pytest.raises((DBAPIError, EaselError), match="only ever added to"), accounts.store.write() as connection:
            connection.execute(text(statement))
    with accounts.store.read() as connection:
        assert {one.who for one in audit.entries(connection)} == {"Ann"}


def test_an_identity_provider_only_lets_in_who_was_invited(store: Store) -> None:
    accounts = Accounts(store)
    first = accounts.first_link()
    assert accounts.known_elsewhere("ann@example.com") is None
    accounts.admit_first(str(first), "ann@example.com")
    ann = accounts.known_elsewhere("Ann@Example.com")
    assert ann is not None
    assert (ann.role, ann.name) == ("admin", "ann@example.com")
    accounts.note_sign_in(ann)
    with pytest.raises(InputError, match="used already"):
        accounts.admit_first(str(first), "mallory@example.com")
    with accounts.store.read() as connection:
        assert connection.execute(select(person.c.password)).scalars().all() == [None]
    with pytest.raises(InputError, match="do not fit together"):
        accounts.sign_in("ann@example.com", "", "")
