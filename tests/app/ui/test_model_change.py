import pytest

from app.ui import model_change, state
from datasets.errors import InputError


@pytest.fixture
def notes(monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(state, "tell_next", said.append)
    return said


def refuse(*_values):
    raise InputError("There is no model m_1 any more. Choose another.")


def test_a_refusal_becomes_a_note(notes):
    model_change.attempt(refuse, 1)
    assert notes == ["There is no model m_1 any more. Choose another."]


def test_what_works_leaves_no_note(notes):
    done: list[int] = []
    model_change.attempt(done.append, 3)
    assert done == [3]
    assert notes == []


@pytest.mark.usefixtures("notes")
def test_what_nobody_foresaw_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        model_change.attempt(lambda: 1 / 0)


def test_a_change_goes_to_the_service(notes, monkeypatch):
    class Service:
        def update_model(self, model_id, **changes):
            if changes.get("target") == "gone":
                raise InputError("no such column")
            done.append((model_id, changes))

    done: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(state, "service", Service)
    assert model_change.change("m_1", target="left")
    assert not model_change.change("m_1", target="gone")
    assert done == [("m_1", {"target": "left"})]
    assert notes == ["no such column"]
