from pathlib import Path

import pytest

from app.service import Service
from datasets.errors import InputError
from datasets.explore import Choice
from datasets.explore import _extract as module
from tests.app.people import people_csv

AGES = Choice("distribution", x="age")


@pytest.fixture
def service(tmp_path: Path):
    opened = Service(tmp_path / "home")
    yield opened
    opened.store.close()


def test_a_chart_is_worked_out_once(service: Service) -> None:
    version = service.import_file(("people.csv", people_csv()))
    made = service.explore(version.id, AGES)
    assert made.seen.n_rows == 240
    assert service.explore(version.id, Choice("distribution", x="age")) is made


def test_the_levels_of_a_column(service: Service) -> None:
    version = service.import_file(("people.csv", people_csv()))
    assert set(service.explore_levels(version.id, "plan")) == {"basic", "plus", "pro"}
    assert service.explore_levels(version.id, "age") == ()


def test_a_version_that_is_gone_is_a_sentence(service: Service) -> None:
    with pytest.raises(InputError, match="does not exist any more"):
        service.explore("v_gone", AGES)


def test_the_rows_of_a_large_table_are_read_again_without_it(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 50)
    monkeypatch.setattr(module, "LEAST_ROWS", 50)
    version = service.import_file(("people.csv", people_csv()))
    made = service.explore(version.id, AGES)
    assert (made.seen.n_rows, made.seen.n_sampled) == (240, 50)
    for path in service.home.rglob("table.arrow"):
        path.unlink()
    again = Service(service.home)
    assert again.explore(version.id, AGES) == made
    again.store.close()
    service.remove_for_good(version.dataset_id)
    assert not list(service.home.rglob("explore.arrow"))
