"""easel export: the page is written, and what stands in its way is a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from inference.page.runtime import WebRuntime

GOLDEN = Path(__file__).parents[1] / "golden" / "format_1_binary.zip"


def test_a_page_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("inference.page.writer.web_runtime", lambda: WebRuntime("", b"packed"))
    monkeypatch.chdir(tmp_path)
    assert main(["export", str(GOLDEN), "--title", "Who leaves?", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"out": "format_1_binary.html", "bytes": (tmp_path / "format_1_binary.html").stat().st_size}
    assert '<h1 dir="auto">Who leaves?</h1>' in (tmp_path / "format_1_binary.html").read_text(encoding="utf-8")
    assert main(["export", str(GOLDEN), "--html", "page.html"]) == 0
    assert "sends nothing anywhere" in " ".join(capsys.readouterr().out.split())


def test_without_the_runtime_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("inference.page.runtime.web_runtime.__defaults__", (tmp_path,))
    assert main(["export", str(GOLDEN), "--html", str(tmp_path / "page.html")]) == 1
    assert "python scripts/web_runtime.py" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("out", ["nowhere/page.html", "."])
def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path, monkeypatch, capsys, out):
    monkeypatch.chdir(tmp_path)
    assert main(["export", str(GOLDEN), "--html", out]) == 2
    assert capsys.readouterr().err.count("\n") == 1
