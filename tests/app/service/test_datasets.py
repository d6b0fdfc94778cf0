"""The verbs of datasets, on a small real table: import, versions, names, kinds, samples."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.records import VersionView
from app.service import Service
from datasets.changes import Changes
from datasets.errors import InputError
from datasets.record import ReadOptions
from datasets.schema import Kind
from tests.app.people import people_csv
from tests.app.service.work import data_files


def test_import_from_bytes_stream_and_path(service: Service, tmp_path: Path) -> None:
    content = people_csv()
    (tmp_path / "people.csv").write_bytes(content)
    views = [
        service.import_file(("people.csv", content)),
        service.import_file(("people.csv", io.BytesIO(content))),
        service.import_file(tmp_path / "people.csv"),
    ]
    assert {(v.rows, v.columns, v.bytes, v.source_name) for v in views} == {(240, 6, len(content), "people.csv")}
    assert [dataset.name for dataset in service.datasets()] == ["people 3", "people 2", "people"]
    assert len({service.table(view.id).fingerprint for view in views}) == 1


@pytest.mark.parametrize(
    ("content", "names"), [(b"a,b\n", "a, b"), (b"report,,\n,,\na,b,c\n", "a, b, c"), (b"only\n", "only")]
)
def test_a_header_alone_is_not_imported(service: Service, content: bytes, names: str) -> None:
    with pytest.raises(InputError) as caught:
        service.import_file(("empty.csv", content))
    assert str(caught.value) == (
        f"A table needs at least one row to be imported; empty.csv has a header and no rows ({names}). "
        "Add rows to it, or choose that it has no header if these are its data."
    )
    assert service.datasets() == ()
    assert service.import_file(("empty.csv", b"a,b\n"), options=ReadOptions(header_row=0)).rows == 1


def test_a_second_import_becomes_version_two(service: Service, version: VersionView) -> None:
    again = service.import_file(("newer.csv", people_csv(100)), into=version.dataset_id)
    dataset = service.dataset(version.dataset_id)
    assert [(v.number, v.rows) for v in dataset.versions] == [(1, 240), (2, 100)]
    assert dataset.latest == again == service.version(again.id)
    assert service.table(version.id).n_rows == 240


def test_what_was_fixed_is_remembered_for_the_next_version(service: Service) -> None:
    def content(n: int) -> bytes:
        return "\n".join(["by hand", "day~amount", *(f"0{i}/01/2026~{i},5" for i in range(1, n)), ""]).encode()

    options = ReadOptions(delimiter="~", header_row=2, decimal=",", day_first=False)
    first = service.import_file(("visits.txt", content(8)), options=options)
    assert service.read_as(first.id).options == options
    second = service.import_file(("visits.txt", content(9)), into=first.dataset_id)
    assert second.rows == 8
    assert service.read_as(second.id).options == options
    assert service.table(second.id).schema["day"].datetime_formats == ("%m/%d/%Y",)
    proposed, said = service.proposed_options(("visits.csv", b"day,amount\n2026-01-02,5\n"), first.dataset_id)
    assert proposed == ReadOptions()
    assert said[0].startswith("Not read as before")
    third = service.import_file(("v.csv", b"day,amount\n2026-01-02,5\n"), into=first.dataset_id, options=proposed)
    assert service.read_as(third.id).options == ReadOptions()


def test_what_was_found_is_tried_on_the_next_version(service: Service) -> None:
    def content(n: int) -> bytes:
        rows = [("day", "amount"), *((f"0{i}.01.2026", f"{i}.5") for i in range(1, n))]
        return "".join(f"{day:<14}{amount:>8}\n" for day, amount in rows).encode()

    first = service.import_file(("visits.txt", content(9)))
    proposed, said = service.proposed_options(("visits.txt", content(2)), first.dataset_id)
    assert said == ("Read as before: columns aligned by blanks.",)
    second = service.import_file(("visits.txt", content(2)), into=first.dataset_id)
    assert (second.rows, second.columns) == (1, 2)
    assert service.read_as(second.id).options == proposed
    assert service.proposed_options(("visits.txt", content(8)), second.dataset_id)[0] == proposed


def test_the_order_of_day_and_month_is_taken_over_where_a_file_shows_none(service: Service) -> None:
    def content(*days: str) -> bytes:
        return "\n".join(["day,amount", *(f"{day}/2026,{i}" for i, day in enumerate(days)), ""]).encode()

    def formats(version: VersionView) -> tuple[str, ...]:
        return service.table(version.id).schema["day"].datetime_formats

    first = service.import_file(("visits.csv", content("13/01", "28/02", "03/04")))
    assert formats(first) == ("%d/%m/%Y",)
    proposed, said = service.proposed_options(("visits.csv", content("05/06")), first.dataset_id)
    assert (proposed, said) == (ReadOptions(day_first=True), ("Read as before: the day before the month.",))
    second = service.import_file(("visits.csv", content("05/06")), into=first.dataset_id)
    assert service.table(second.id).with_kind("day", "datetime").schema["day"].datetime_formats == ("%d/%m/%Y",)
    second = service.import_file(("visits.csv", content("05/06", "06/06")), into=first.dataset_id)
    assert formats(second) == ("%d/%m/%Y",)
    third = service.import_file(("visits.csv", content("05/16", "05/06")), into=first.dataset_id)
    assert formats(third) == ("%m/%d/%Y",)
    assert service.read_as(third.id).options == ReadOptions()
    fourth = service.import_file(("visits.csv", content("05/06", "06/06")), into=first.dataset_id)
    assert (formats(fourth), service.read_as(fourth.id).options) == (("%m/%d/%Y",), ReadOptions())
    late = [f"{i % 12 + 1:02d}/{i % 9 + 1:02d}" for i in range(200)]
    fifth = service.import_file(("visits.csv", content("13/01", *late)), into=first.dataset_id)
    sixth = service.import_file(("visits.csv", content(*late, "12/31")), into=first.dataset_id)
    assert (formats(fifth), formats(sixth)) == (("%d/%m/%Y",), ("%m/%d/%Y",))
    beyond = content(*(f"{i % 12 + 1:02d}/{i % 9 + 1:02d}" for i in range(10_000)), "12/31")  # the preview ends before
    assert service.proposed_options(("visits.csv", beyond), fifth.dataset_id)[0] == ReadOptions()


def test_names(service: Service, version: VersionView) -> None:
    assert service.rename_dataset(version.dataset_id, "  My   people ").name == "My people"
    with pytest.raises(InputError, match="1 to 100 characters"):
        service.rename_dataset(version.dataset_id, " ")
    assert service.import_file(("b.csv.gz", _packed(people_csv())), name="Other").dataset_id != version.dataset_id
    assert {dataset.name for dataset in service.datasets()} == {"My people", "Other"}


def test_a_preview_tells_what_was_assumed(service: Service) -> None:
    content = b"name;age\n" + b"Ada;36\nAlan;41\n" * 50
    table = service.preview_file(("x.csv", content), n=10)
    assert (table.n_rows, table.names) == (10, ("name", "age"))
    assert table.record.assumed["delimiter"] == ";"
    as_one = service.preview_file(("x.csv", content), ReadOptions(delimiter=","), n=10)
    assert as_one.names == ("name;age",)
    assert service.datasets() == ()


def test_what_cannot_be_read_leaves_nothing(service: Service) -> None:
    for content in (b"", b"\x00\x01\x02\xff" * 500):
        with pytest.raises(InputError):
            service.import_file(("bad.csv", content))
    with pytest.raises(InputError):
        service.import_file(service.home / "no such file.csv")
    assert service.datasets() == ()
    assert data_files(service) == []


def test_kinds_can_be_changed(service: Service, version: VersionView) -> None:
    assert service.table(version.id).schema["age"].kind is Kind.NUMERIC
    changed = service.table_as(version.id, Changes({"age": "category", "gone": "text"}))
    assert changed.schema["age"].kind is Kind.CATEGORY
    assert service.table(version.id).schema["age"].kind is Kind.NUMERIC
    with pytest.raises(InputError, match="no kind 'colour'"):
        service.table_as(version.id, Changes({"age": "colour"}))
    assert service.profile(version.id, "left", Changes({"age": "category"}))["age"].kind == "category"
    assert service.profile(version.id, "left") is service.profile(version.id, "left")
    assert any(finding.column == "customer" for finding in service.findings(version.id, "left"))


def test_a_sample_is_imported_once_and_brings_its_question(service: Service) -> None:
    sample = service.samples()[-1]
    version = service.import_sample(sample.name)
    assert service.import_sample(sample.name) == version
    (dataset,) = service.datasets()
    assert (dataset.name, dataset.sample) == (sample.title, sample.name)
    model = service.create_model(version.id)
    assert (model.settings.target, model.question) == (sample.target, sample.question)
    with pytest.raises(InputError, match="The samples are: "):
        service.import_sample("titanic 2")


def _packed(content: bytes) -> bytes:
    import gzip

    return gzip.compress(content)
