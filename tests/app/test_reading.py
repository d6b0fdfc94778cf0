"""What the command line says about reading a file reaches the reader, and what cannot be meant is a sentence."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from app import reading
from app.cli import main
from datasets.errors import InputError
from datasets.record import ReadOptions


def asked(*words: str) -> ReadOptions:
    parser = ArgumentParser()
    reading.arguments(parser)
    return reading.options_of(parser.parse_args(words))


def test_nothing_said_leaves_everything_to_the_reader() -> None:
    assert asked() == ReadOptions()


def test_everything_said_is_passed_on() -> None:
    found = asked("--delimiter", "tab", "--encoding", "latin-1", "--header-row", "3", "--decimal", ",", "--day-first")
    assert found == ReadOptions(delimiter="\t", encoding="latin-1", header_row=3, decimal=",", day_first=True)
    assert asked("--delimiter", "~", "--month-first").day_first is False
    assert asked("--escape", "\\").escape == "\\"


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--delimiter", "=>"), "one character"), (("--header-row=-1",), "from 1"), (("--escape", "ab"), "one character")],
)
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError, match=said):
        asked(*words)


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    path = tmp_path / "visits.csv"
    lines = [f"{1 + i % 12:02d}/{1 + i // 12:02d}/2026~{1 + i}.500" for i in range(36)]
    path.write_text("\n".join(["made by hand", "day~amount", *lines, ""]), encoding="utf-8")
    return path


def test_a_profile_reads_as_it_is_told(visits: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["--delimiter", "~", "--header-row", "2", "--decimal", ",", "--day-first"]
    assert main(["profile", str(visits), "--json", *told]) == 0
    found = json.loads(capsys.readouterr().out)
    columns = {column["name"]: column for column in found["columns"]}
    assert set(columns) == {"day", "amount"}
    assert columns["amount"]["maximum"] == 36_500
    assert "either way" not in columns["day"]["reason"]


@pytest.mark.parametrize("words", [("--encoding", "no-such-code"), ("--header-row", "99")])
def test_what_does_not_fit_the_file_is_a_sentence(
    visits: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert main(["profile", str(visits), *words]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") <= 4
    assert "Traceback" not in said


def test_rows_set_aside_are_counted_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "visits.csv", tmp_path / "aside.csv"
    path.write_text("a,b,c\n" + "1,2,3\n" * 20 + "1,2,3,4\n5,6\nTotal,,60\n", encoding="utf-8")
    assert main(["profile", str(path), "--set-aside", str(out)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "2 rows of the file set aside: 1 too many cells, 1 with a total. Repaired: 1 short row." in said
    assert out.read_text(encoding="utf-8") == 'line,reason,text\n22,too many cells,"1,2,3,4"\n24,total,"Total,,60"\n'
    assert main(["profile", str(path), "--json"]) == 0
    assert '"aside": {' in capsys.readouterr().out


@pytest.fixture
def shops(tmp_path: Path) -> Path:
    path = tmp_path / "shops.csv"
    rows = [f"{1 + i % 3},{999 if i % 4 == 0 else i},$ {i}.50" for i in range(1, 60)]
    path.write_text("\n".join(["shop=type,days,price", *rows, ""]), encoding="utf-8")
    return path


def columns(said: str) -> dict[str, dict[str, object]]:
    return {column["name"]: column for column in json.loads(said)["columns"]}


def test_kinds_are_told_and_chosen(shops: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profile", str(shops), "--json"]) == 0
    found = columns(capsys.readouterr().out)
    assert [found[name]["choice"] for name in found] == ["code", "numeric:999", "money"]
    assert found["days"]["missing_words"] == [["999", 14]]
    assert found["days"]["n_missing"] == 14
    told = ["--kind", "shop=type=category", "--kind", "days=numeric", "--kind", "price=numeric:1.5"]
    assert main(["profile", str(shops), "--json", *told]) == 0
    found = columns(capsys.readouterr().out)
    assert [found[name]["choice"] for name in found] == ["category", "numeric", "numeric:1.5"]
    assert [found[name]["n_missing"] for name in found] == [0, 0, 1]
    assert main(["profile", str(shops)]) == 0
    assert "median $30.50" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "why"),
    [("days", "COLUMN=KIND"), ("days=colour", "no kind 'colour'"), ("day=numeric", "no column 'day'")],
)
def test_a_kind_that_cannot_be_meant_is_a_sentence(
    shops: Path, capsys: pytest.CaptureFixture[str], said: str, why: str
) -> None:
    assert main(["profile", str(shops), "--kind", said]) == 2
    assert why in capsys.readouterr().err
