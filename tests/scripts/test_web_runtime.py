"""The runtime of HTML pages: taken from the pinned package if there is one, and never in the way of set-up."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from scripts import web_runtime


def package(folder: Path, *members: str) -> Path:
    """An archive with these members."""
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name in members:
            info = tarfile.TarInfo(name)
            info.size = len(name)
            archive.addfile(info, io.BytesIO(name.encode()))
    return path


def test_two_files_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_runtime, "FOLDER", tmp_path / "runtime")
    archive = package(tmp_path, web_runtime.MODULE[0], web_runtime.WASM[0], "package/other")
    monkeypatch.setattr(web_runtime, "from_npm", lambda _: archive)
    assert web_runtime.make().startswith("ONNX Runtime Web fetched from onnxruntime-web@")
    assert {path.name for path in (tmp_path / "runtime").iterdir()} == {"ort.mjs", "ort.wasm.gz"}
    assert gzip.decompress((tmp_path / "runtime" / "ort.wasm.gz").read_bytes()) == web_runtime.WASM[0].encode()
    assert web_runtime.make() == "ONNX Runtime Web is there already."


def test_without_npm_the_set_up_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(web_runtime, "FOLDER", tmp_path / "runtime")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert web_runtime.main() == 0
    assert "npm did not give it" in capsys.readouterr().out
    assert not (tmp_path / "runtime").exists()


def test_another_archive_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho something else > onnxruntime-web.tgz\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert web_runtime.from_npm(tmp_path) is None
    assert (tmp_path / "onnxruntime-web.tgz").exists()


def test_a_damaged_source_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(web_runtime, "FOLDER", tmp_path / "runtime")
    archive = package(tmp_path, "package/other")
    monkeypatch.setattr(web_runtime, "from_npm", lambda _: archive)
    assert web_runtime.main() == 0
    assert "ONNX Runtime Web not fetched (KeyError" in capsys.readouterr().out
