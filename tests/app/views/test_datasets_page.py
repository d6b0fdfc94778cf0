from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from app.job_records import Progress
from app.service import Service
from app.ui import running_imports
from datasets.findings import check
from datasets.profile import profile
from datasets.read import read
from datasets.record import ReadOptions
from datasets.table import Table
from tests.app.people import people_csv
from tests.app.views.drawn import Draw
from tests.app.views.page_fakes import FakeService, dataset, job
from tests.app.views.workshop import Workshop

ROWS = "\n".join(f"c{i},{i % 7},{'Yes' if i % 4 == 0 else 'No'}" for i in range(60))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    path = tmp_path_factory.mktemp("table") / "customers.csv"
    path.write_text(f"customerID,visits,left\n{ROWS}\n", encoding="utf-8")
    return read(path)


@pytest.fixture
def one(table: Table) -> FakeService:
    seen = profile(table)
    return FakeService(datasets_=(dataset(number=2),), table_=table, profile_=seen, findings_=check(table, seen, None))


def test_empty_it_teaches_and_offers_the_samples(draw: Draw) -> None:
    page = draw("datasets", FakeService())
    assert page.calm
    assert "Your tables will live here" in page.words
    assert page.buttons == ["Import a table", "Show the samples"]
    page.press("Show the samples")
    assert "Machine maintenance" in page.words
    assert "10,000" in page.words


def test_one_dataset_is_a_line_with_its_version_rows_and_size(draw: Draw, one: FakeService) -> None:
    page = draw("datasets", one)
    assert page.calm
    for words in ("customers_2026", "v2", "7,043", "1.0\u00a0MB", "with Easel"):
        assert words in page.words
    assert "Show customers_2026" in page.buttons


def test_the_chosen_dataset_is_summed_up(draw: Draw, one: FakeService) -> None:
    page = draw("datasets", one, dataset="d_customers_2026")
    assert page.calm
    (found,) = one.findings_
    assert found.severity == "note"
    assert f"{found.title}</span>" in page.words
    assert "chip-warn" not in page.words
    grave = replace(one, findings_=(replace(found, severity="warning"),))
    assert "chip-warn" in draw("datasets", grave, dataset="d_customers_2026").words
    assert f"<i>{found.title}. {found.sentence}" in unescape(page.words)
    assert 'aria-label="What does 1 finding mean?"' in page.words
    assert "No model yet" in page.words
    assert {"Open", "Build a model"} <= set(page.buttons)


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, ("0 of 7,043", "no row equals another one")),
        (1, ("1 of 7,043", "<\u00a00.1\u00a0%, equal in every cell")),
        (70, ("70 of 7,043", "1.0\u00a0%, equal in every cell")),
    ],
)
def test_how_many_rows_repeat_is_a_number(draw: Draw, one: FakeService, n: int, words: tuple[str, str]) -> None:
    page = draw("datasets", replace(one, repeats_=n), dataset="d_customers_2026")
    assert page.calm
    value, below = words
    assert f'<dt>Duplicate rows</dt><dd>{value}</dd><dd class="caption">{below}</dd>' in unescape(page.words)


def test_several_findings_are_counted_and_named_on_demand(draw: Draw, one: FakeService) -> None:
    finding = one.findings_[0]
    several = [replace(finding, title=f"Finding {i}") for i in range(7)]
    page = draw("datasets", replace(one, findings_=tuple(several)), dataset="d_customers_2026")
    assert "7 findings</span>" in page.words
    assert "<i>Finding 4. " in page.words
    assert "2 more findings: open the dataset." in page.words


def test_pressing_a_line_chooses_it(draw: Draw, one: FakeService) -> None:
    page = draw("datasets", one).press("Show customers_2026")
    assert page.calm
    assert page.test.query_params["dataset"] in ("d_customers_2026", ["d_customers_2026"])
    assert "Build a model" in page.buttons


def test_search_and_filter_narrow_the_list(draw: Draw, one: FakeService) -> None:
    page = draw("datasets", one)
    page.test.text_input[0].set_value("machine").run()
    assert "Show customers_2026" not in page.buttons
    assert "Show Machine maintenance" in page.buttons
    page.test.text_input[0].set_value("zzz").run()
    assert "Clear the search to see all." in page.words


def test_a_dataset_shows_its_columns_rows_findings_and_versions(draw: Draw, one: FakeService) -> None:
    page = draw("dataset", one, dataset="d_customers_2026")
    assert page.calm
    assert "7,043 rows, 22 columns" in page.words
    grid = page.test.dataframe[0].value
    assert list(grid["Column"]) == ["customerID", "visits", "left"]
    assert list(grid["Kind"]) == ["Id", "Number", "Yes / no"]
    for view, words in (("Rows", "60 rows"), ("Findings", "customerID"), ("Versions", "Version 1")):
        page.test.segmented_control(key="dataset_view").set_value(view).run()
        assert page.calm
        assert words in page.words


def test_a_dataset_that_is_gone_is_a_sentence_with_a_way_back(draw: Draw, one: FakeService) -> None:
    page = draw("dataset", one, dataset="d_gone")
    assert page.calm
    assert "It may have been deleted." in page.words


def test_deleting_asks_first(draw: Draw, one: FakeService) -> None:
    page = draw("dataset", one, dataset="d_customers_2026")
    assert page.button("Delete").disabled
    page.test.checkbox[0].check().run()
    assert not page.button("Delete").disabled


def test_rows_that_are_not_in_the_table_are_told_and_can_be_downloaded(draw: Draw, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(f"customerID,visits,left\n{ROWS}\nc1,1,Yes,x\nTotal,99,\n", encoding="utf-8")
    table = read(path)
    service = FakeService(datasets_=(dataset(number=2),), table_=table, profile_=profile(table), findings_=())
    page = draw("dataset", service, dataset="d_customers_2026")
    assert page.calm
    assert "2 rows of the file set aside: 1 too many cells, 1 with a total." in page.words
    assert [button.proto.label for button in page.test.get("download_button")] == ["Rows set aside"]


def test_versions_say_what_changed(draw: Draw, workshop: Workshop) -> None:
    service = workshop.service
    data = service.datasets()[0]
    poorer = people_csv(260).replace(b",plan,", b",tariff,")
    service.import_file(("people.csv", poorer), into=data.id)
    page = draw("dataset", service, dataset=data.id, view="versions")
    assert page.calm
    for words in ("What changed up to version 2", "+20 rows", "1 new column", "tariff", "1 column gone"):
        assert words in page.words
    assert "v2 imported today" in draw("dataset", service, dataset=data.id).words


def test_the_same_cells_read_otherwise_are_said_to_be_read_otherwise(draw: Draw, tmp_path: Path) -> None:
    service = Service(tmp_path / "home")
    rows = [f"{1 + i % 12}/{13 + i % 9}/2026,{i % 7}" for i in range(60)]
    path = tmp_path / "visits.csv"
    path.write_text("\n".join(["day,n", *rows, ""]), encoding="utf-8")
    service.import_file(path, options=ReadOptions(day_first=True))
    data = service.datasets()[0]
    service.import_file(path, options=ReadOptions(day_first=False), into=data.id)
    page = draw("dataset", service, dataset=data.id, view="versions")
    assert page.calm
    assert "only how they are read is another" in page.words
    assert "day is read otherwise" in page.words
    assert "Category then, Date now." in page.words


def test_an_import_in_the_background_is_shown_while_it_runs(draw: Draw, one: FakeService) -> None:
    one.jobs_ = (job("Import orders.csv", "running", kind="import_table"),)
    page = draw("datasets", one)
    assert page.calm
    assert "orders.csv" in page.words
    assert "Import, started" in page.words
    assert "orders.csv" in draw("datasets", FakeService(jobs_=one.jobs_)).words


def test_an_import_that_the_reader_waits_for_is_chosen_when_it_is_done(draw: Draw, one: FakeService) -> None:
    waited = job("Import orders.csv", "running", kind="import_table", progress=Progress(now="Reading", share=0.42))
    one.jobs_ = (waited,)
    page = draw("datasets", one)
    page.test.session_state[running_imports.EXPECTED] = (waited.id,)
    page.test.run()
    assert page.calm
    assert 'aria-valuenow="42"' in page.words
    assert "<strong>42\u00a0%</strong>" in page.words
    assert "dataset" not in page.test.query_params
    result = {"dataset_id": "d_customers_2026", "rows": 7043}
    one.jobs_ = (replace(waited, state="done", progress=None, result=result),)
    page.test.run()
    assert page.calm
    assert page.test.query_params["dataset"] in ("d_customers_2026", ["d_customers_2026"])
    assert [toast.value for toast in page.test.toast] == ["orders.csv is imported: 7,043 rows."]
    assert "Build a model" in page.buttons
    assert page.test.session_state[running_imports.EXPECTED] == ()
    other = draw("datasets", one, dataset="d_other")
    other.test.session_state[running_imports.EXPECTED] = (waited.id,)
    other.test.run()
    assert other.test.query_params["dataset"] in ("d_other", ["d_other"])


def test_a_large_table_says_how_far_the_worker_is_that_looks_at_it(draw: Draw, one: FakeService) -> None:
    one.jobs_ = (job("Look at orders.csv", "running", kind="profile"),)
    one.look_ = one.jobs_[0]
    for name in ("datasets", "dataset"):
        page = draw(name, one, dataset="d_customers_2026")
        assert page.calm
        assert "a worker looks at it" in page.words
        assert "Look at a table, started" in page.words
    one.look_ = job("Look at orders.csv", "failed", kind="profile", error="It broke.")
    draw("dataset", one, dataset="d_customers_2026").press("Try again")
    assert one.done == [("retry_job", one.look_.id)]
