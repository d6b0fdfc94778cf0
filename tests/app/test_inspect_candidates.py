"""easel inspect model.zip --candidates out.csv"""

from __future__ import annotations

import csv
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from app.cli import main
from automl.insights import Alert
from inference.bundle import read_bundle, write_bundle
from tests.app.views.records import binary, tried

GOLDEN = Path(__file__).parents[1] / "golden" / "format_1_binary.zip"


def test_every_candidate_is_written(tmp_path: Path) -> None:
    record = binary(candidates=tried()).to_dict()
    write_bundle(tmp_path / "model.zip", replace(read_bundle(GOLDEN), record=record))
    out = tmp_path / "candidates.csv"
    assert main(["inspect", str(tmp_path / "model.zip"), "--candidates", str(out), "--json"]) == 0
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(tried())
    assert rows[-1]["setting_leaves"] == "70"


def test_a_model_that_does_not_know_them_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(GOLDEN), "--candidates", str(tmp_path / "out.csv")]) == 2
    assert "does not say which candidates were tried" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_a_model_of_the_first_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(GOLDEN)]) == 0
    assert "Id like. It names rows." in capsys.readouterr().out


def test_what_stood_out_while_it_was_built_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alert = asdict(Alert("few_rows", "Few rows", "Only 60.", 60.0, 100.0, "Bring more."))
    record = {**binary(candidates=tried()).to_dict(), "insights": {"alerts": [alert]}}
    write_bundle(tmp_path / "model.zip", replace(read_bundle(GOLDEN), record=record))
    assert main(["inspect", str(tmp_path / "model.zip")]) == 0
    assert "Few rows. Only 60. Bring more." in capsys.readouterr().out
