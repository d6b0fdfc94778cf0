"""The zip: written whole or not at all, read back the same, and refused in a sentence when it is damaged."""

from __future__ import annotations

import errno
import json
import os
import zipfile

import pytest

from datasets.errors import EaselError, InputError
from inference import load
from inference.bundle import FORMAT, read_bundle, write_bundle


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path, changed):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in changed.items():
            archive.writestr(name, content)


@pytest.fixture
def path(tmp_path, toy_bundle):
    where = tmp_path / "model.zip"
    write_bundle(where, toy_bundle())
    return where


def test_round_trip(path, toy_bundle):
    assert read_bundle(path) == toy_bundle()
    assert set(members(path)) == {"model.onnx", "manifest.json", "README.md"}
    assert json.loads(members(path)["manifest.json"])["format"] == FORMAT


def test_the_same_bundle_has_the_same_bytes(path, tmp_path, toy_bundle):
    write_bundle(tmp_path / "again.zip", toy_bundle())
    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


def test_the_readme_says_what_it_predicts(path):
    page = read_bundle(path).readme
    for part in ("Churn", "AUC", "250 rows", "| tenure | numeric |", "input_label", "easel predict"):
        assert part in page


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.7, 0.99])
def test_a_truncated_file_is_refused(path, share):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InputError, match="damaged or something else"):
        read_bundle(path)


def test_flipped_bytes_are_refused_or_do_not_matter(path):
    content, whole = path.read_bytes(), read_bundle(path)
    refused = 0
    for at in range(0, len(content), 37):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        try:
            assert read_bundle(path) == whole
        except InputError:
            refused += 1
    assert refused > len(content) // 37 * 0.8


@pytest.mark.parametrize("name", ["model.onnx", "manifest.json", "README.md"])
def test_a_missing_member_is_named(path, name):
    rest = {key: value for key, value in members(path).items() if key != name}
    rewrite(path, rest)
    with pytest.raises(InputError, match=f"must hold {name}"):
        read_bundle(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "must be JSON"),
        (b"{", "must be JSON"),
        (b"[" * 100_000, "must be JSON"),
        (b"[]", "JSON object"),
        (b"\xff\xfe", "UTF-8"),
        (b"{}", "format"),
        (b'{"format": "1"}', "format"),
        (b'{"format": 0}', "format"),
        (b'{"format": 1}', "must have the field 'name'"),
    ],
)
def test_a_wrong_manifest_is_refused(path, content, sentence):
    rewrite(path, {**members(path), "manifest.json": content})
    with pytest.raises(InputError, match=sentence):
        read_bundle(path)


def test_a_newer_format_says_so(path):
    found = members(path)
    newer = {**json.loads(found["manifest.json"]), "format": FORMAT + 1}
    rewrite(path, {**found, "manifest.json": json.dumps(newer)})
    with pytest.raises(InputError, match=f"format {FORMAT + 1}.*formats up to {FORMAT}.*newer Easel"):
        read_bundle(path)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x08\x07"])
def test_a_graph_that_is_none_is_refused(path, content):
    rewrite(path, {**members(path), "model.onnx": content})
    with pytest.raises(InputError, match=r"cannot be opened by the ONNX runtime|must be those"):
        load(path)


def test_a_graph_with_other_inputs_is_refused(path):
    found = members(path)
    manifest = json.loads(found["manifest.json"])
    manifest["columns"] = manifest["columns"][1:]
    rewrite(path, {**found, "manifest.json": json.dumps(manifest)})
    with pytest.raises(InputError, match="differ at 'tenure'"):
        load(path)


def test_a_graph_with_other_outputs_is_refused(path):
    found = members(path)
    manifest = json.loads(found["manifest.json"])
    manifest["outputs"]["label"] = "answer"
    rewrite(path, {**found, "manifest.json": json.dumps(manifest)})
    with pytest.raises(InputError, match="lacks answer"):
        load(path)


def test_files_that_are_no_bundle(tmp_path):
    with pytest.raises(InputError, match="There is no model file"):
        read_bundle(tmp_path / "none.zip")
    with pytest.raises(InputError, match="it is a folder"):
        read_bundle(tmp_path)
    text = tmp_path / "text.zip"
    text.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="must be a model file"):
        read_bundle(text)


def test_a_full_disk_leaves_the_old_file(path, toy_bundle, monkeypatch):
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(EaselError, match="disk is full") as caught:
        write_bundle(path, toy_bundle("regression"))
    assert caught.value.exit_code == 1
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_at_the_first_bytes(path, toy_bundle, monkeypatch):
    before = path.read_bytes()
    monkeypatch.setattr(zipfile.ZipFile, "writestr", _full)
    with pytest.raises(EaselError, match="disk is full"):
        write_bundle(path, toy_bundle("regression"))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_folders_that_cannot_be_written(tmp_path, toy_bundle):
    with pytest.raises(InputError, match=r"folder .* must exist"):
        write_bundle(tmp_path / "none" / "model.zip", toy_bundle())
    with pytest.raises(InputError, match="it is a folder"):
        write_bundle(tmp_path, toy_bundle())


def _full(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
