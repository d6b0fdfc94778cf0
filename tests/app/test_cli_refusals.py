"""What `easel` refuses: one sentence on stderr, nothing on stdout, nothing written, and the right exit code."""

from __future__ import annotations

import errno
import json
import os
import random
import re
import zipfile
from argparse import Namespace
from pathlib import Path

import pytest

from app import cli
from app.cli import main
from app.command import Command
from tests.app.people import people_csv

Output = pytest.CaptureFixture[str]
WHAT_TO_DO = re.compile(
    r"(?:Add|Build|Change|Check|Choose|Copy|Export|Give|Install|Make|Name|Try:) [^.]+|"
    r"[Ll]eave out [^.]+|must (?:be one of|look like).+|The (?:metrics|problems|algorithms) are: .+|Nearest names: .+"
)
LINES = people_csv().decode().splitlines()


def with_column(name: str, value: str) -> str:
    return "\n".join([f"{LINES[0]},{name}", *(f"{line},{value}" for line in LINES[1:])])


def one_row_of_yes() -> str:
    rows = [line.rsplit(",", 1)[0] + ",No" for line in LINES[1:]]
    return "\n".join([LINES[0], rows[0].removesuffix("No") + "Yes", *rows[1:]])


BUILDS = {
    "no such file": (None, "left", "There is no file"),
    "empty": ("", "left", "is empty"),
    "header only": (LINES[0], "left", "a header and no rows"),
    "binary": (random.Random(1).randbytes(3000), "left", "holds binary data"),
    "no such target": (people_csv(), "lfet", "There is no column 'lfet' in this table. Nearest names: left."),
    "constant target": (with_column("same", "x"), "same", 'this table has only "x"'),
    "target all missing": (with_column("gone", ""), "gone", "this table has none in that column"),
    "one row in a class": (one_row_of_yes(), "left", '"Yes" has only 1'),
    "three rows": ("\n".join([*LINES[:3], LINES[1][:-2] + "Yes"]), "left", "A build needs at least"),
    "nothing to learn from": ("\n".join(f"{line.split(',')[0]},{line.split(',')[-1]}" for line in LINES), "left",
                              "A build needs at least one column to learn from"),
}  # fmt: skip


@pytest.mark.parametrize("case", BUILDS)
def test_a_build_that_cannot_be(case: str, tmp_path: Path, capsys: Output) -> None:
    content, target, sentence = BUILDS[case]
    data = tmp_path / "data.csv"
    if content is not None:
        data.write_bytes(content if isinstance(content, bytes) else content.encode())
    code = main(["build", str(data), "--target", target, "--budget", "20s", "--out", str(tmp_path / "m.zip"), "--json"])
    refused_with(capsys, sentence, code)
    assert [path.name for path in tmp_path.iterdir()] == (["data.csv"] if content is not None else [])


def test_a_header_alone_can_be_profiled(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "header.csv").write_text(LINES[0])
    assert main(["profile", str(tmp_path / "header.csv"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n_rows"] == 0


def test_a_target_in_a_first_row_that_was_read_as_data_names_the_option(tmp_path: Path, capsys: Output) -> None:
    lines = "id,y\n" + "".join(f"u{i:06d},{'ny'[i % 3 == 0]}\n" for i in range(200))
    (tmp_path / "names.csv").write_text(lines)
    assert main(["build", str(tmp_path / "names.csv"), "--target", "y", "--out", str(tmp_path / "m.zip")]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert said.endswith("was read as data: read that row as the header (--header-row 1).")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--metric", "beauty"], "There is no metric 'beauty'. The metrics are: "),
        (["--metric", "rmse"], "RMSE measures answers that are numbers, and left holds none. Choose one of: "),
        (["--metric", "rmse", "--problem", "binary"], "does not fit a binary problem"),
        (["--problem", "guess"], "The problems are: binary, multiclass, regression"),
        (["--drop", "agee"], "There is no column 'agee' in this table. Nearest names: age."),
        (["--split", "date"], "The split must be one of: random, date:COLUMN, group:COLUMN. It is 'date'."),
        (["--split", "group:plann"], "There is no column 'plann' in this table. Nearest names: plan."),
        (["--split", "date:plan"], "A split by date needs a column of dates or numbers; plan is read as category."),
        (["--quality", "brilliant"], "The quality must be one of fast, balanced, best. It is 'brilliant'."),
        (["--row-ms", "0"], "The time for answering a row must be more than 0 ms; it is 0."),
        (["--replay", "model.zip"], "--replay takes from the model what to build; leave out --target."),
        (["--algorithms", "magic"], "There is no algorithm 'magic'. The algorithms are: "),
        (["--split", "sideways"], "The split must be one of"),
        (["--budget", "soon"], "a time must look like 90s, 2m or 1h; this is 'soon'"),
        (["--candidates", "0"], "A build tries at least 1 candidate; 0 was asked for."),
        (["--candidates", "3", "--quick"], "not allowed with argument"),
        (["--quick", "--standard"], "not allowed with argument"),
        (["--seed", "x"], "invalid int value"),
        (["--out", "{tmp}/no/m.zip"], "must exist to write m.zip into it"),
        (["--out", "{tmp}"], "it is a folder"),
        (["--frobnicate"], "Unrecognized arguments: --frobnicate"),
    ],
)
def test_options_that_cannot_be(options: list[str], sentence: str, tmp_path: Path, capsys: Output) -> None:
    data = tmp_path / "people.csv"
    data.write_bytes(people_csv(40))
    filled = [option.replace("{tmp}", str(tmp_path)) for option in options]
    arguments = [] if "--out" in options else ["--out", str(tmp_path / "m.zip")]
    code = main(["build", str(data), "--target", "left", *filled, *arguments])
    refused_with(capsys, sentence, code)


@pytest.mark.parametrize("arguments", [[], ["bild"], ["build"], ["predict", "model.zip"], ["inspect"]])
def test_commands_that_are_not_whole(arguments: list[str], capsys: Output) -> None:
    refused_with(capsys, "--help", main(arguments))


def test_damaged_and_newer_bundles(tmp_path: Path, capsys: Output) -> None:
    bundle = tmp_path / "m.zip"
    data = tmp_path / "people.csv"
    data.write_bytes(people_csv(40))
    build = ["build", str(data), "--target", "left", "--algorithms", "linear", "--out", str(bundle)]
    assert main(build) == 0
    capsys.readouterr()
    whole = bundle.read_bytes()
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, content.replace(b'"format": 1', b'"format": 99', 1) if name.endswith(".json") else content
            )
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    for name, sentence in [
        ("nope.zip", "There is no model file"),
        ("people.csv", "must be a model file"),
        ("half.zip", "damaged"),
        ("newer.zip", "is a model file of format 99"),
    ]:
        refused_with(capsys, sentence, main(["inspect", str(tmp_path / name)]))
        refused_with(capsys, sentence, main(["predict", str(tmp_path / name), str(data), "--out", str(tmp_path / "o")]))


def test_a_full_disk_keeps_the_old_file(tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "people.csv").write_bytes(people_csv(40))
    (tmp_path / "m.zip").write_text("the model of yesterday")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    arguments = ["--target", "left", "--algorithms", "linear", "--out", str(tmp_path / "m.zip"), "--json"]
    assert main(["build", str(tmp_path / "people.csv"), *arguments]) == 1
    told = capsys.readouterr()
    assert "full" in told.err.splitlines()[-1]
    assert told.out == ""
    assert (tmp_path / "m.zip").read_text() == "the model of yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.zip", "people.csv"]


def test_the_unexpected_is_a_sentence_and_a_log(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Namespace) -> int:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr(cli, "commands", lambda: {"inspect": Command("inspect", "h", 1, lambda _: None, broken)})
    assert main(["inspect"]) == 1
    told = capsys.readouterr().err.strip()
    assert told.startswith("easel: Something unexpected happened (ZeroDivisionError). The details are in ")
    log = Path(told.split("The details are in ")[1].removesuffix("."))
    assert "nobody thought of this" in log.read_text()


def test_an_interrupt_is_a_sentence(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "commands", lambda: {"inspect": Command("inspect", "h", 1, lambda _: None, interrupted)})
    assert main(["inspect"]) == 1
    assert capsys.readouterr().err == "easel: Interrupted; nothing was written.\n"


def refused_with(capsys: Output, sentence: str, code: int) -> None:
    """Exit code 2, the sentence as the last line of stderr, what to do at its end, and nothing on stdout."""
    told = capsys.readouterr()
    assert sentence in told.err.splitlines()[-1]
    assert WHAT_TO_DO.search(told.err.splitlines()[-1])
    assert told.err.splitlines()[-1].startswith("easel: ")
    assert "Traceback" not in told.err
    assert (code, told.out) == (2, "")
