"""Times and dates between commas do not make a colon or a slash the delimiter; decimal commas may."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.read import read


@pytest.mark.parametrize(
    "text",
    [
        "Datei: messung1\n12:10,10\n12:11,12\n12:12,15\n",
        "Log 10:15\n10:10,30\n10:20,31\n10:30,32\n",
        "12/01/2024\n01/01/2024,3\n01/02/2024,6\n01/03/2024,9\n",
    ],
)
def test_moments_below_a_title_are_one_cell(text: str, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(text)
    table = read(path)
    assert len(table.names) == 2
    assert table.n_rows == 3


def test_numbers_with_decimal_commas_between_slashes_are_cells(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("lat/lon/alt\n48,1/11,5/520,5\n48,2/11,6/521,5\n48,3/11,7/522,5\n")
    table = read(path)
    assert table.names == ("lat", "lon", "alt")
    assert table.numbers("lon").tolist() == [11.5, 11.6, 11.7]
