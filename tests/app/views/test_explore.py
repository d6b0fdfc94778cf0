import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1.element_tree import Selectbox

from app.ui.explore import csv_bytes
from datasets.explore import Choice
from datasets.read import read
from tests.app.views.drawn import Draw, Drawn
from tests.app.views.workshop import Workshop, open_workshop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A real service with one table and a model that predicts who left; tests must not change them."""
    opened = open_workshop(tmp_path_factory.mktemp("explored"))
    opened.model("left")
    yield opened
    opened.service.store.close()


@pytest.fixture
def explored(draw: Draw, shop: Workshop):
    """`explored(chart="bar")`: the page of the dataset at Explore, with these values in its address."""

    def drawn(**params: str) -> Drawn:
        dataset_id = shop.service.version(shop.version_id).dataset_id
        return draw("dataset", shop.service, dataset=dataset_id, view="explore", **params)

    return drawn


def in_address(page: Drawn, name: str) -> str | None:
    """What the page wrote into its address."""
    found = page.test.query_params.get(name)
    return found[0] if isinstance(found, list) else found


def boxes(page: Drawn) -> dict[str, Selectbox[Any]]:
    return {box.label: box for box in page.test.selectbox}


def test_at_first_it_shows_what_the_newest_model_predicts(explored) -> None:
    page = explored()
    assert page.calm
    assert boxes(page)["Column"].value == "left"
    assert "From all 240 rows." in page.words
    assert page.test.get("plotly_chart")
    assert [button.label for button in page.test.get("download_button")] == ["Download the data of this chart (CSV)"]


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        ("distribution", "Half of the rows have spend between"),
        ("bar", "highest for"),
        ("box", "The middle"),
        ("scatter", "rank correlation (Spearman)"),
        ("timeline", "may not be complete."),
        ("correlation", "go together most"),
    ],
)
def test_every_chart_opens_with_something_to_see(explored, chart: str, words: str) -> None:
    page = explored(chart=chart, **({"x": "spend"} if chart == "distribution" else {}))
    assert page.calm
    assert page.test.segmented_control(key="explore_chart").value == chart
    assert words in page.words


def test_choosing_a_chart_keeps_it_in_the_address(explored) -> None:
    page = explored()
    page.test.segmented_control(key="explore_chart").set_value("timeline").run()
    assert page.calm
    assert in_address(page, "chart") == "timeline"
    assert boxes(page)["Along"].value == "joined"


def test_choosing_columns_keeps_them_in_the_address(explored) -> None:
    page = explored(chart="bar")
    boxes(page)["For each"].set_value("plan").run()
    boxes(page)["Value of"].set_value("spend").run()
    boxes(page)["Show"].set_value("median").run()
    boxes(page)["Colour by"].set_value("left").run()
    assert page.calm
    kept = {name: in_address(page, name) for name in ("view", "chart", "x", "y", "color", "how")}
    assert kept == {
        "view": "explore",
        "chart": "bar",
        "x": "plan",
        "y": "spend",
        "color": "left",
        "how": "median",
    }
    assert "Median of spend for each plan, by left" in page.words
    boxes(page)["Colour by"].set_value("").run()
    assert "color" not in page.test.query_params
    assert "Median of spend for each plan<" in page.words


def test_the_level_of_a_share_can_be_chosen(explored) -> None:
    page = explored(chart="bar", x="plan", y="left")
    assert "Share with left Yes for each plan" in page.words
    boxes(page)["Share with"].set_value("No").run()
    assert page.calm
    assert in_address(page, "level") == "No"
    assert "Share with left No for each plan" in page.words


def test_an_address_resumes_and_what_does_not_fit_is_filled_in(explored) -> None:
    page = explored(chart="scatter", x="age", y="spend", color="plan", how="nonsense")
    assert page.calm
    assert "spend against age, by plan" in page.words
    assert "basic" in page.words
    odd = explored(chart="scatter", x="plan", y="gone", color="nowhere")
    assert odd.calm
    assert boxes(odd)["Across"].value in ("age", "spend")
    assert boxes(odd)["Colour by"].value == ""
    assert explored(chart="pie").test.segmented_control(key="explore_chart").value == "distribution"


def test_the_lists_offer_what_fits(explored) -> None:
    page = explored(chart="scatter")
    assert boxes(page)["Across"].options == ["age", "joined", "spend"]
    assert boxes(page)["Colour by"].options[0] == "None"


def test_the_download_is_the_data_behind_the_chart(shop: Workshop) -> None:
    made = shop.service.explore(shop.version_id, Choice("bar", x="plan", y="spend", how="mean"))
    rows = list(csv.reader(io.StringIO(csv_bytes(made).decode())))
    assert rows[0] == ["plan", "mean of spend", "rows"]
    assert {row[0] for row in rows[1:]} == {"basic", "plus", "pro"}
    assert sum(int(row[2]) for row in rows[1:]) == made.seen.n_shown


def test_a_chart_that_the_table_lacks_columns_for_says_so(draw: Draw, workshop: Workshop) -> None:
    version = workshop.service.import_file(("words.csv", b"a,b\n" + b"x,u\ny,v\n" * 30))
    page = draw("dataset", workshop.service, dataset=version.dataset_id, view="explore", chart="scatter")
    assert page.calm
    assert "Scatter needs 2 columns that are numbers or dates; this table has none." in page.words
    assert not page.test.get("plotly_chart")


def test_a_table_without_rows_says_so(draw: Draw, workshop: Workshop) -> None:
    empty = read(io.BytesIO(b"a,b\n"), name="empty.csv")
    version = workshop.service._keep(empty, "empty", "empty.csv", 4, None)  # as versions of before are
    page = draw("dataset", workshop.service, dataset=version.dataset_id, view="explore")
    assert page.calm
    assert "A chart needs rows, and this table has none." in page.words


def test_a_column_without_values_is_refused_with_a_sentence(draw: Draw, workshop: Workshop) -> None:
    version = workshop.service.import_file(("gaps.csv", b"a,b\n" + b"1,\n2,\n3,\n" * 20))
    page = draw("dataset", workshop.service, dataset=version.dataset_id, view="explore", chart="bar", x="b")
    assert page.calm
    assert "Every cell of b is empty" in page.words


def test_nothing_to_take_a_share_of_is_said_once(draw: Draw, workshop: Workshop) -> None:
    version = workshop.service.import_file(("gaps.csv", b"a,b\n" + b"yes,\nno,\nyes,\n" * 20))
    page = draw("dataset", workshop.service, dataset=version.dataset_id, view="explore", chart="bar", x="b", y="a")
    assert page.calm
    assert page.words.count("Every cell of b is empty") == 1
    assert "Value of" in boxes(page)


def test_the_build_page_leads_here(draw: Draw, shop: Workshop) -> None:
    page = draw("build", shop.service, model=shop.service.models()[0].id)
    assert page.calm
    assert "Explore" in page.words
