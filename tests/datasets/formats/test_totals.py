"""Rows that sum up those above them are set aside by what they say, and rows that only sound like it stay."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.formats.csv import stream_csv
from datasets.opening import opened
from datasets.read import read
from datasets.record import ReadOptions
from tests.datasets.formats.csv_tables import aside, record_of, rows_of, table_of
from tests.datasets.formats.test_excel import table_of as sheet_of

HEADER = ["name", "city", "n", "x"]
PEOPLE = [[f"Ann {i}", ("Oslo", "Rome")[i % 2], i, i * 1.5] for i in range(8)]


def written(*rows):
    return "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in (HEADER, *PEOPLE, *rows))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["Total sales", None, 28, 42], "total"),
        (["Grand total 2023", None, 28, "42.00"], "total"),
        (["Summe Umsatz", None, 28, 42], "total"),
        (["Umsatzsumme", None, 28, 42], "total"),
        (["Sum of n", None, 28, None], "total"),
        (["Sales total:", None, None, 42], "total"),
        (["Total customers", 8, None, None], "total"),
        (["Total sales", None, 60, None], "total"),  # of rows that are not in the file: blank where others are filled
        (["Average", None, 3.5, 5.25], "average"),
        (["Mean of all", None, None, 5.3], "average"),
        (["Durchschnitt", None, 3.5, 5.9], "average"),
        (["Count", None, 8, 8], "count"),
        (["World", None, 28, 42], "total"),
        (["*", None, None, 42], "total"),
        ([None, None, 28, 42], "total"),
    ],
)
def test_a_row_that_sums_up_the_others(row, reason):
    assert record_of(written(row)).aside == sheet_of([HEADER, *PEOPLE, row]).record.aside == {reason: 1}
    assert rows_of(written(row)) == rows_of(written())
    assert f"The row with the {reason} at the end was set aside." in record_of(written(row)).sentences


def test_total_and_average_stand_together():
    end = (["Average", None, 3.5, 5.25], ["Total", None, 28, 42], ["Source: the office", None, None, None])
    assert aside(written(*end)) == [
        (10, "average", "Average,,3.5,5.25"),
        (11, "total", "Total,,28,42"),
        (12, "note", "Source: the office,,,"),
    ]
    assert record_of(written(end[1], end[0])).aside == {"total": 1, "average": 1}


@pytest.mark.parametrize(
    "row",
    [
        ["Total Wine & More", "Oslo", 5, 2.5],
        ["Total Wine & More", "Paris", 28, 42],  # a city of its own
        ["Total Wine & More", None, 5, None],
        ["Average Joe", "Oslo", 3, 4],
        ["Durchschnitt", "Oslo", 3.9, 7],
        ["Durchschnitt", None, 3.9, None],
        ["Number of staff", None, 8, 9],
        ["Everybody", None, 28, 41],
        ["Ann 3", None, 28, 42],
        ["Count Dracula", None, 9, 9],
        [None, None, 28, 41],
        [None, "Oslo", 28, 42],
    ],
)
def test_a_row_that_only_sounds_like_a_total_stays(row):
    assert record_of(written(row)).n_rows == len(PEOPLE) + 1
    assert sheet_of([HEADER, *PEOPLE, row]).n_rows == len(PEOPLE) + 1


@pytest.mark.parametrize(
    "text",
    [
        "item,n\nBread,1\nButter,2\nTotal Cereal,3\n",
        "grade,n\nPoor,1\nFair,2\nExcellent,6\nAverage,3\n",
        "day,gain,loss\na,5,-5\nb,-3,3\nc,-2,2\nd,4,-4\ne,-4,4\nf,0,0\n",
        "name,place\nA,0\nB,1\nC,2\nNo. 5 Chanel,3\n",
        "name,x\n" + "".join(f"a{i},1e308\n" for i in range(8)) + "Total sales,5\n",
    ],
)
def test_what_small_tables_say_by_chance_is_no_total(text):
    assert record_of(text).n_rows == text.count("\n") - 1


def test_blank_cells_count_alike_wherever_they_stand():
    rows = "".join(f"a{i},{' ' if i % 10 == 0 else i}\n" for i in range(3000))
    assert record_of(f"name,n\n{rows}Count,2700\n").aside == {"count": 1}


def test_a_mean_that_many_rows_have_says_nothing():
    stars = "name,stars\n" + "".join(f"Pub {i},{3 + i % 2}\n" for i in range(9))
    assert record_of(stars + "Average Joe's,3\n").n_rows == 10
    assert record_of("name,n\n" + "".join(f"Pub {i},0\n" for i in range(9)) + "Total Wine,0\n").n_rows == 10


def test_the_sums_are_read_as_the_column_is_written():
    rows = "".join(f"0{i}.01.2024;A{i};{900 + i},50 €\n" for i in range(1, 10))
    text = "Datum;Konto;Umsatz\n" + rows + "Summe Umsatz;;8.149,50 €\nØ Umsatz;;905,50 €\n"
    assert record_of(text).aside == {"total": 1, "average": 1}


@given(
    numbers=st.lists(
        st.tuples(st.integers(-99, 999), st.floats(0, 1e6, allow_nan=False, width=32)), min_size=3, max_size=30
    ),
    name=st.sampled_from(["Total Wine & More", "Average Joe's", "Sum 41", "Summe & Co", "Number Six", "Toplam AŞ"]),
    city=st.sampled_from(["Oslo", "Rome", "Bern"]),
)
def test_a_shop_may_have_any_name(numbers, name, city):
    rows = [(f"Shop {i}", ("Oslo", "Rome", "Bern")[i % 3], a, b) for i, (a, b) in enumerate(numbers)]
    rows[-1] = (name, city, *numbers[-1])
    text = "shop,city,n,x\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)
    assert table_of(text).n_rows == len(rows)


@pytest.mark.parametrize(("label", "n", "kept"), [("Total sales", 12497500, 0), ("Total Wine", 12497, 1)])
@pytest.mark.parametrize("odd", ["", '"a ""b""\nc",Oslo,0\n'])
def test_a_long_file_is_added_up_whole_also_in_chunks(tmp_path, label, n, kept, odd):
    path = tmp_path / "x.csv"
    path.write_text("name,city,n\n" + odd + "".join(f"Ann {i},Oslo,{i}\n" for i in range(5000)) + f"{label},,{n}\n")
    n_rows = 5000 + bool(odd) + kept
    assert read(path).n_rows == n_rows
    with opened(path) as source:
        flow = stream_csv(source, ReadOptions(), 700)
        assert flow is not None
        assert flow.n_rows == sum(chunk.num_rows for chunk in flow.chunks) == n_rows
        assert flow.aside == ({} if kept else {"total": 1})


def test_the_row_is_kept_with_its_line():
    table = read(io.BytesIO(written(["Average", None, 3.5, 5.25]).encode()), name="x.csv")
    assert [(row.line, row.reason, row.text) for row in table.record.rows_aside] == [
        (10, "average", "Average,,3.5,5.25")
    ]
