"""What stands before every verb: its role, its project, the places it may read; and the audit list after it."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.people import guard
from app.people.deeds import DEEDS
from app.people.roles import NotAllowedError, Who
from app.people.rules import RULES, rule_of
from app.service import Service
from app.store import datasets
from app.store.tables import metadata
from automl.decisions import Worth
from datasets.errors import EaselError, InputError
from tests.app.signing_in.conftest import GOLDEN

VERBS = {
    name: verb
    for name in dir(Service)
    if not name.startswith("_") and isinstance(verb := getattr(Service, name), FunctionType)
}
FOR_ALL = ("job", "audit")  # tables to which a viewer may add: predictions asked for, and what was done


def test_every_verb_has_a_rule_and_every_rule_a_verb() -> None:
    assert set(VERBS) - set(guard.UNGUARDED) == set(RULES)
    assert {rule.deed for rule in RULES.values()} - {""} <= set(DEEDS)


def test_a_verb_without_a_rule_is_the_administrators() -> None:
    assert rule_of("a verb that nobody has thought of").least == "admin"


@pytest.mark.parametrize("verb", [name for name, rule in RULES.items() if rule.least != "viewer"])
def test_a_viewer_is_refused_before_anything_else(watched: Service, verb: str) -> None:
    with pytest.raises(NotAllowedError, match=r"This needs the role (Analyst|Administrator); yours here is Viewer"):
        getattr(watched, verb)(*_arguments(watched, VERBS[verb]))


def test_an_analyst_manages_no_people(amir: Service) -> None:
    with pytest.raises(NotAllowedError, match="Administrator"):
        amir.invite("Mallory", "admin")
    with pytest.raises(NotAllowedError, match="Administrator"):
        amir.audit()


def test_projects_do_not_see_each_other(service: Service, amir: Service) -> None:
    (data,), (model,) = service.datasets(), service.models()
    assert (amir.datasets(), amir.models(), amir.jobs(), amir.running(), amir.deleted()) == ((), (), (), (), ())
    ids = (data.latest.id, model.id, model.versions[0].id, model.versions[0].job_id)
    for verb, one in zip((amir.table, amir.model, amir.bundle_path, amir.job), ids, strict=True):
        with pytest.raises(InputError, match="does not exist any more, or lies in another project"):
            verb(one)
    own = amir.create_model(amir.import_file(("people.csv", b"age,left\n31,yes\n44,no\n")).id)
    assert own.name == "people"  # a name of another project is free here
    with pytest.raises(InputError, match="another project"):
        amir.update_model(own.id, recipe=[{"kind": "lookup", "arguments": {"table": data.latest.id}}])
    with pytest.raises(InputError, match="another project"):
        amir.clone_model(own.id, dataset_version_id=data.latest.id)
    assert [one.name for one in service.models()] == ["people", model.name]


def test_each_project_has_samples_of_its_own(service: Service, amir: Service) -> None:
    made = datasets.NewVersion(2, 2, 20, "", "files/none", "breast_cancer.csv")
    with service.store.write() as connection:
        for project_id in (None, amir.who.project_id):
            one = datasets.add_dataset(connection, "Lumps", "breast_cancer", project_id=project_id)
            datasets.add_version(connection, one, made)
    (own,) = amir.datasets()
    assert (own.name, own.sample) == ("Lumps", "breast_cancer")
    assert amir.import_sample("breast_cancer") == own.latest
    assert amir.create_model(own.latest.id).settings.target == "diagnosis"
    assert service.import_sample("breast_cancer").id not in (own.latest.id,)


def test_files_of_the_computer_are_not_for_those_who_sign_in(service: Service, amir: Service, tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_text("a,b\n1,2\n")
    database = service.home / "easel.db"
    for source in (str(outside), outside, f"sqlite:///{database}", str(database)):
        with pytest.raises(NotAllowedError, match="Only files that you upload"):
            amir.preview_file(source)
    admin = service.acting(Who("admin", amir.who.person_id, "Ada", "p_home"))
    assert admin.preview_file(outside).n_rows == 1
    for hidden in (database, service.home, tmp_path):  # the store and folders that hold it are nobody's tables
        with pytest.raises(NotAllowedError):
            admin.preview_file(hidden)
    assert amir.preview_file(amir.keep_upload("mine.csv", b"a,b\n1,2\n")).n_rows == 1
    with pytest.raises(NotAllowedError, match="command line"):
        amir.start_build("m_0000000000"[:2], 1.0, out=tmp_path / "out.zip")


def test_a_viewer_predicts_and_cancels_only_what_she_asked_for(service: Service, vera: Service) -> None:
    version = service.models()[0].versions[0].id
    assert vera.predict_one(version, vera.typical_row(version)).label
    path = vera.keep_upload("new.csv", b"age\n31\n")
    own = vera.start_batch(version, path, allow_missing=True)
    other = service.start_batch(version, path, allow_missing=True)
    assert own.asked_by == "Vera"
    vera.cancel_job(own.id)
    assert vera.job(own.id).state == "cancelled"
    with pytest.raises(NotAllowedError, match="predictions that they asked for"):
        vera.cancel_job(other.id)


def test_the_audit_list_says_who_did_what(service: Service, vera: Service, amir: Service) -> None:
    version = service.models()[0].versions[0].id
    for _ in range(3):
        vera.predict_one(version, vera.typical_row(version))
    data = amir.import_file(("orders.csv", b"a,b\n1,2\n"))
    amir.rename_dataset(data.dataset_id, "sales")
    amir.delete_dataset(data.dataset_id)
    with pytest.raises(NotAllowedError):
        vera.delete_dataset(data.dataset_id)
    said = [(one.who, one.what, one.note, one.project) for one in reversed(service.audit()) if one.person_id]
    name = service.models()[0].name
    assert said == [
        ("Vera", "predict", f"{name} V1", "Home"),  # once an hour, however many rows
        ("Amir", "import", "orders v1", "Sales"),
        ("Amir", "rename", "orders, now sales", "Sales"),
        ("Amir", "delete", "sales", "Sales"),
        ("Vera", "refused", "delete dataset sales", "Home"),
    ]
    assert [one.note for one in service.audit(what="person")] == ["Amir; role: analyst", "Vera; role: viewer"]
    assert [one.who for one in service.audit(what="refused")] == ["Vera"]
    assert [one.what for one in service.audit(words="amir ORDERS")] == ["rename", "import"]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Service:
    made = Service(tmp_path_factory.mktemp("watched"))
    made.import_file(("people.csv", b"age,left\n31,yes\n44,no\n52,no\n"))
    made.open_bundle(GOLDEN / "format_1_binary.zip")
    made.create_model(made.datasets()[0].latest.id)
    made.import_file(("unused.csv", b"age,left\n31,yes\n44,no\n"))
    person = made.invite("Vera", "viewer", ("p_home",)).person
    made.who = Who("viewer", person.id, "Vera", "p_home")
    return made


@settings(max_examples=8)
@given(st.data())
def test_no_sequence_of_a_viewers_calls_changes_the_store(watched: Service, data: st.DataObject) -> None:
    """Whatever a viewer calls with whatever ids there are: rows and files stay, but for predictions and the list."""
    before = _kept(watched)
    for verb in data.draw(
        st.lists(st.sampled_from(sorted(RULES)), min_size=36, max_size=40, unique=True), label="verbs"
    ):
        values = [data.draw(st.sampled_from(_choices(watched, name)), label=name) for name in _asked(VERBS[verb])]
        with suppress(EaselError, KeyError, TypeError, AttributeError, ValueError):
            getattr(watched, verb)(*values)
    after = _kept(watched)
    assert {name: rows for name, rows in after.items() if name not in FOR_ALL} == {
        name: rows for name, rows in before.items() if name not in FOR_ALL
    }
    for name in FOR_ALL:  # nothing that was there changed or went, unless it is her own prediction
        assert not [row for row in before[name] if row not in after[name] and "Vera" not in row]
    assert all("Vera" in row for row in after["job"] if row not in before["job"])


def _asked(verb: FunctionType) -> list[str]:
    """The parameters that a call must give."""
    parameters = list(inspect.signature(verb).parameters.values())[1:]
    return [one.name for one in parameters if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD]


def _choices(service: Service, name: str) -> list[Any]:
    """What may be given for a parameter: what fits, and something that does not."""
    with service.store.read() as connection:
        ids = {
            table: list(connection.execute(select(metadata.tables[table].c.id)).scalars())
            for table in ("dataset", "dataset_version", "model", "model_version", "job", "person", "project")
        }
    fitting: Mapping[str, list[Any]] = {
        "dataset_id": ids["dataset"],
        "version_id": ids["dataset_version"],
        "model_id": ids["model"],
        "model_version_id": ids["model_version"],
        "first_id": ids["model_version"],
        "second_id": ids["model_version"],
        "job_id": ids["job"],
        "deleted_id": ids["dataset"] + ids["model"],
        "person_id": ids["person"],
        "project_id": ids["project"],
        "thing_id": ids["model"],
        "name": ["new name"],
        "row": [{}, {"age": 31.0}],
        "content": [b"age\n31\n"],
        "source": [("a.csv", b"a\n1\n"), *ids["dataset_version"]],
        "role": ["admin"],
        "active": [True, False],
        "budget_s": [1.0],
        "threshold": [0.3, None],
        "worth": [Worth(found=5.0)],
        "currency": ["$"],
        "sample_name": ["breast_cancer"],
        "kind": ["html"],
        "path": [GOLDEN / "format_1_binary.zip"],
    }
    return [*fitting.get(name, []), "m_0000000000"]


def _arguments(service: Service, verb: FunctionType) -> list[Any]:
    return [_choices(service, name)[0] for name in _asked(verb)]


def _kept(service: Service) -> dict[str, list[str]]:
    """Every row of every table, and every file but uploads and what is only worked out."""
    with service.store.read() as connection:
        found = {
            name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
            for name, table in metadata.tables.items()
        }
    files = [path for path in (service.home / "files").rglob("*") if path.is_file() and "uploads" not in path.parts]
    found["files"] = sorted(f"{path} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)
    return found
