"""easel report: which documents are written, where, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from app.report.story import Story
from inference.bundle import read_bundle, write_bundle
from tests.app.report.stories import story

CSV = "age,plan,y\n" + "".join(f"{20 + i},{'ab'[i % 2]},{['no', 'yes'][i % 2]}\n" for i in range(40))


def test_a_bundle_is_reported_from_itself_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story("binary", tmp_path)
    out = tmp_path / "new" / "folder"
    assert main(["report", str(tmp_path / "binary.zip"), "--html", "--pdf", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [Path(file["path"]).name for file in told["files"]] == ["binary.report.html", "binary.report.pdf"]
    assert (out / "binary.report.html").read_text().startswith("<!DOCTYPE html>")
    assert (out / "binary.report.pdf").read_bytes().startswith(b"%PDF")


def test_a_table_is_reported_before_a_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "people.csv"
    path.write_text(CSV)
    assert main(["report", str(path), "--target", "y", "--notebook", "--html", "--out", str(tmp_path)]) == 0
    assert "people.notebook.ipynb" in capsys.readouterr().out
    assert json.loads((tmp_path / "people.notebook.ipynb").read_text())["nbformat"] == 4
    assert "The column to predict" in (tmp_path / "people.report.html").read_text()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["binary.zip", "--target", "y"], "--target belongs to the report of a table"),
        (["binary.zip", "--notebook"], "--data TABLE"),
        (["people.csv", "--data", "people.csv"], "--data belongs to the report of a model"),
        (["people.csv", "--target", "z"], "z"),
        (["nothing.zip"], "nothing.zip"),
        (["people.csv", "--out", "people.csv"], "cannot be written to"),
    ],
)
def test_what_does_not_go_together_is_refused(
    options: list[str],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story("binary", tmp_path)
    (tmp_path / "people.csv").write_text(CSV)
    monkeypatch.chdir(tmp_path)
    assert main(["report", *options]) == 2
    assert sentence in capsys.readouterr().err


def test_a_record_survives_its_bundle(tmp_path: Path) -> None:
    first = story("binary", tmp_path)
    write_bundle(tmp_path / "again.zip", read_bundle(tmp_path / "binary.zip"))
    again = Story.of(tmp_path / "again.zip")
    assert again.record == first.record
    assert again.record is not None
    moved = Story.of(tmp_path / "again.zip", {"file": "shown.zip"})
    assert "shown.zip" in moved.digests
