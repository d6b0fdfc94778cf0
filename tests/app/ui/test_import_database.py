"""The import dialog's second way in: a database by its address."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.service import Service
from app.ui import state


def _script() -> None:
    import streamlit as st

    from app.ui import import_table, pages, state

    pages.navigation()
    known = state.service().datasets()
    into = known[0] if known else None
    import_table.dialog(into, then=lambda version: st.markdown(f"imported {version.rows} rows as {version.number}"))


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service(tmp_path / "home")
    monkeypatch.setattr(state, "service", lambda: made)
    return made


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table orders (id integer, amount real)")
        connection.execute("create table visits (day text)")
        connection.executemany("insert into orders values (?, ?)", [(i, i / 2) for i in range(30)])
        connection.commit()
    return path


def opened() -> AppTest:
    return AppTest.from_function(_script, default_timeout=60).run()


def words(test: AppTest) -> str:
    return "\n".join([str(block.proto.body) for block in test.get("html")] + [str(m.value) for m in test.markdown])


def test_a_query_is_imported_and_asked_again_for_the_next_version(service: Service, shop: Path) -> None:
    test = opened()
    test.segmented_control(key="import_way").set_value(True).run()
    test.text_input(key="import_address").set_value(f"sqlite:///{shop}").run()
    assert test.selectbox(key="import_db_table").options == ["orders", "visits"]
    test.segmented_control(key="import_asks").set_value("A query").run()
    test.text_area(key="import_query").set_value("select id, amount from orders where id > 9").run()
    assert not test.exception
    assert len(test.dataframe[0].value) == 20
    test.button(key="import_go").click().run()
    assert "imported 20 rows as 1" in words(test)
    with closing(sqlite3.connect(shop)) as connection:
        connection.execute("insert into orders values (99, 1.5)")
        connection.commit()
    again = opened()
    assert not again.exception
    assert again.text_area(key="import_query").value == "select id, amount from orders where id > 9"
    again.button(key="import_go").click().run()
    assert "imported 21 rows as 2" in words(again)
    assert [version.rows for version in service.datasets()[0].versions] == [20, 21]


def test_a_table_is_imported_under_its_name(service: Service, shop: Path) -> None:
    test = opened()
    test.segmented_control(key="import_way").set_value(True).run()
    test.text_input(key="import_address").set_value(f"sqlite:///{shop}").run()
    test.selectbox(key="import_db_table").set_value("orders").run()
    test.button(key="import_go").click().run()
    assert not test.exception
    assert [(one.name, one.latest.rows) for one in service.datasets()] == [("orders", 30)]


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("oracle://ann:s3cret@h/db", "must look like postgresql://"),
        ("sqlite:///no/such.db", "There is no database file"),
        ("just words", "must look like postgresql://"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(address: str, said: str) -> None:
    test = opened()
    test.segmented_control(key="import_way").set_value(True).run()
    test.text_input(key="import_address").set_value(address).run()
    assert not test.exception
    assert said in words(test)
    assert "s3cret" not in words(test)


@pytest.mark.usefixtures("service")
def test_a_database_file_offers_its_tables(shop: Path) -> None:
    test = opened()
    test.text_input(key="import_path").set_value(str(shop)).run()
    table = next(box for box in test.selectbox if box.label == "Table")
    assert table.options == ["orders", "visits"]
    table.set_value("visits").run()
    assert not test.exception
    assert list(test.dataframe[0].value.columns) == ["day"]
