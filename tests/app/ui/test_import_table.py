from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from app.service import Service
from app.ui import state


def _script() -> None:
    import streamlit as st

    from app.ui import import_table, pages

    pages.navigation()
    import_table.dialog(then=lambda version: st.markdown(f"imported {version.rows} rows as {version.number}"))


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service(tmp_path / "home")
    monkeypatch.setattr(state, "service", lambda: made)
    return made


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    lines = [f"{i};{i / 2:.1f};2026-01-{1 + i % 28:02d}".replace(".", ",") for i in range(30)]
    path.write_text("id;amount;day\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def opened(path: Path) -> AppTest:
    test = AppTest.from_function(_script, default_timeout=60).run()
    test.text_input(key="import_path").set_value(str(path)).run()
    return test


def words(test: AppTest) -> str:
    return "\n".join([str(block.proto.body) for block in test.get("html")] + [str(m.value) for m in test.markdown])


def press(test: AppTest, key: str) -> None:
    test.button(key=key).click().run()


def choice(test: AppTest, label: str) -> Any:
    return next(box for box in test.selectbox if box.label == label)


def test_it_opens_with_a_place_for_files() -> None:
    test = AppTest.from_function(_script, default_timeout=60).run()
    assert not test.exception
    assert "Nothing is kept before you agree." in words(test)
    assert "a table of a web page (HTML), or one drawn with bars and lines (Markdown)" in words(test)
    assert not [button for button in test.button if button.key == "import_go"]


@pytest.mark.usefixtures("service")
def test_a_path_shows_rows_and_what_was_assumed(orders: Path) -> None:
    test = opened(orders)
    assert not test.exception
    assert choice(test, "Delimiter").value == ";"
    assert choice(test, "Header").value == 1
    assert choice(test, "Decimal mark").value == ","
    assert choice(test, "Dates").value is None
    assert choice(test, "Dates").disabled
    assert choice(test, "Dates").options == ["YYYY-MM-DD"]
    assert list(test.dataframe[0].value.columns) == ["id", "amount", "day"]
    assert len(test.dataframe[0].value) == 30
    assert test.button(key="import_go").label == "Import 30 rows"


def test_a_header_alone_is_not_offered(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("a,b\n", encoding="utf-8")
    test = opened(path)
    assert "empty.csv has a header and no rows (a, b)." in words(test)
    button = test.button(key="import_go")
    assert (button.label, button.disabled) == ("Import", True)
    choice(test, "Header").set_value(0).run()
    button = test.button(key="import_go")
    assert (button.label, button.disabled) == ("Import 1 row", False)
    assert service.datasets() == ()


@pytest.mark.usefixtures("service")
def test_changing_an_assumption_changes_the_preview(orders: Path) -> None:
    test = opened(orders)
    choice(test, "Header").set_value(0).run()
    assert not test.exception
    assert len(test.dataframe[0].value) == 31


def test_the_order_of_day_and_month_and_the_decimal_mark_can_be_changed(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    lines = [f"0{1 + i % 9}/05/2026;{1 + i}.500" for i in range(36)]
    path.write_text("\n".join(["day;amount", *lines, ""]), encoding="utf-8")
    test = opened(path)
    assert choice(test, "Dates").value is False
    assert choice(test, "Decimal mark").value == "."
    choice(test, "Dates").set_value(True).run()
    choice(test, "Decimal mark").set_value(",").run()
    assert not test.exception
    press(test, "import_go")
    table = service.table(service.datasets()[0].latest.id)
    assert table.schema["day"].datetime_formats == ("%d/%m/%Y",)
    assert table.numbers("amount")[0] == 1500.0


@pytest.mark.usefixtures("service")
def test_a_choice_that_turns_dates_into_categories_says_so(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    rows = [f"{1 + i % 12}/{13 + i % 9}/2026,{1 + i % 12}/{14 + i % 9}/2026,{i % 7}" for i in range(60)]
    path.write_text("\n".join(["day,due,n", *rows, ""]), encoding="utf-8")
    test = opened(path)
    assert choice(test, "Dates").value is False
    assert "The kind of" not in words(test)
    choice(test, "Dates").set_value(True).run()
    assert "The kind of day and due is now Category; it was Date." in words(test)
    choice(test, "Dates").set_value(False).run()
    assert "The kind of" not in words(test)


def test_a_comma_that_was_taken_for_thousands_can_be_made_the_decimal_mark(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "weights.csv"
    path.write_text("\n".join(["id;weight", *(f"{i};{1 + i % 9},{250 + i}" for i in range(30)), ""]), encoding="utf-8")
    test = opened(path)
    assert choice(test, "Decimal mark").value == "."
    choice(test, "Decimal mark").set_value(",").run()
    assert not test.exception
    press(test, "import_go")
    assert service.table(service.datasets()[0].latest.id).numbers("weight")[0] == 1.25


def test_one_row_of_a_header_of_two_can_be_chosen(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "stations.csv"
    rows = [f"{i},{i / 4},2026-01-{1 + i % 28:02d}" for i in range(30)]
    path.write_text("\n".join(["Station,Rain,Day", "number,mm,date", *rows, ""]), encoding="utf-8")
    test = opened(path)
    assert choice(test, "Header").options[:3] == ["Rows 1 and 2", "No header", "First row"]
    assert list(test.dataframe[0].value.columns) == ["Station number", "Rain mm", "Day date"]
    choice(test, "Header").set_value(2).run()
    assert list(test.dataframe[0].value.columns) == ["number", "mm", "date"]
    press(test, "import_go")
    assert service.read_as(service.datasets()[0].latest.id).asked == {"header_row": 2}


def test_the_header_of_a_sheet_has_the_row_number_that_excel_shows(service: Service, tmp_path: Path) -> None:
    path, book = tmp_path / "members.xlsx", openpyxl.Workbook()
    rows: list[list[object]] = [[], ["Members"], [], ["name", "age", "n"], ["a", "b", "c"]]
    for row in [*rows, *(["Ann", i, 7] for i in range(30))]:
        book.worksheets[0].append(row)
    book.save(path)
    book.close()
    test = opened(path)
    assert choice(test, "Header").options[:5] == ["Rows 4 and 5", "No header", "Row 2", "Row 4", "Row 5"]
    choice(test, "Header").set_value(5).run()
    assert list(test.dataframe[0].value.columns) == ["a", "b", "c"]
    press(test, "import_go")
    assert service.read_as(service.datasets()[0].latest.id).asked == {"header_row": 5}


def test_what_stands_before_a_quote_in_a_cell_can_be_changed(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "sizes.csv"
    rows = [*(f'{i},"a {i}"' for i in range(20)), '20,"12\\" pipe"']
    path.write_text("\n".join(["id,size", *rows, ""]), encoding="utf-8")
    test = opened(path)
    assert choice(test, "Quotes in a cell").value == "\\"
    assert choice(test, "Quotes in a cell").options == ['Doubled  ""', 'After a backslash  \\"']
    choice(test, "Quotes in a cell").set_value('"').run()
    assert not test.exception
    press(test, "import_go")
    assert service.read_as(service.datasets()[0].latest.id).asked == {"escape": '"'}


def test_several_files_are_one_table_when_asked(service: Service) -> None:
    test = AppTest.from_function(_script, default_timeout=60).run()
    months = [(f"sales_2026-0{i}.csv", f"day,amount\n2026-0{i}-01,{i}\n2026-0{i}-02,{i}\n".encode()) for i in (1, 2, 3)]
    test.file_uploader(key="import_upload").set_value([(name, data, "text/csv") for name, data in months]).run()
    assert test.button(key="import_go").label == "Import 3 tables"
    test.toggle(key="import_together").set_value(True).run()
    assert not test.exception
    assert test.button(key="import_go").label == "Import 6 rows"
    press(test, "import_go")
    assert not test.exception
    assert [(one.name, one.latest.rows) for one in service.datasets()] == [("sales", 6)]


def _shown() -> None:
    from app.ui import import_table, pages

    pages.navigation()
    import_table.dialog()


@pytest.mark.parametrize("names", [("orders",), ("orders", "clients")])
def test_a_new_version_is_shown_but_of_several_tables_the_list(
    service: Service, orders: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    for name in names:
        service.import_file((f"{name}.csv", orders.read_bytes()))
    went: list[str] = []
    monkeypatch.setattr(state, "go", lambda name, **_: went.append(name))
    test = AppTest.from_function(_shown, default_timeout=60).run()
    files = [(f"{name}.csv", orders.read_bytes(), "text/csv") for name in names]
    test.file_uploader(key="import_upload").set_value(files).run()
    press(test, "import_go")
    assert not test.exception
    assert [one.latest.number for one in service.datasets()] == [2] * len(names)
    assert went[0] == ("dataset" if len(names) == 1 else "datasets")


def test_agreeing_keeps_the_table_and_the_same_name_makes_the_next_version(service: Service, orders: Path) -> None:
    test = opened(orders)
    press(test, "import_go")
    assert not test.exception
    assert "imported 30 rows as 1" in words(test)
    assert [one.name for one in service.datasets()] == ["orders"]
    again = opened(orders)
    assert "Imports as version 2." in words(again)
    press(again, "import_go")
    assert [version.number for version in service.datasets()[0].versions] == [1, 2]


def test_what_was_changed_is_where_the_next_version_begins(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text(
        "day;amount\n" + "".join(f"0{1 + i % 9}/05/2026;{1 + i}.500\n" for i in range(36)), encoding="utf-8"
    )
    test = opened(path)
    choice(test, "Dates").set_value(False).run()
    choice(test, "Decimal mark").set_value(",").run()
    press(test, "import_go")
    again = opened(path)
    assert choice(again, "Decimal mark").value == ","
    assert "Read as before: the decimal mark" in words(again)
    press(again, "import_go")
    first, second = (service.read_as(one.id).options for one in service.datasets()[0].versions)
    assert first == second
    back = opened(path)
    assert "Read as before" in words(back)
    choice(back, "Decimal mark").set_value(".").run()
    assert "Read as before" not in words(back)
    press(back, "import_go")
    assert service.read_as(service.datasets()[0].latest.id).options.decimal is None


def test_a_layout_that_was_found_is_proposed_shown_and_can_be_changed(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "visits.txt"

    def write(n: int) -> None:
        rows = [("day", "amount"), *((f"0{i}.05.2026", f"{i}.5") for i in range(1, n))]
        path.write_text("".join(f"{day:<14}{amount:>8}\n" for day, amount in rows), encoding="utf-8")

    write(9)
    test = opened(path)
    assert choice(test, "Layout").value.startswith("aligned")
    press(test, "import_go")
    write(2)
    again = opened(path)
    assert choice(again, "Layout").value.startswith("aligned")
    assert "Read as before: columns aligned by blanks." in words(again)
    press(again, "import_go")
    latest = service.datasets()[0].latest
    assert (latest.number, latest.columns) == (2, 2)
    plain = opened(path)
    choice(plain, "Layout").set_value("rows").run()
    press(plain, "import_go")
    assert service.datasets()[0].latest.columns == 1


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "There is no file"), (b"", "is empty"), (b"\x89PNG\r\n\x1a\n" + bytes(300), "orders.csv")],
)
def test_what_cannot_be_read_is_a_sentence(orders: Path, content: bytes | None, said: str) -> None:
    orders.unlink() if content is None else orders.write_bytes(content)
    test = opened(orders)
    assert not test.exception
    assert said in words(test)
    assert not [button for button in test.button if button.key == "import_go"]
