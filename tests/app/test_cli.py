"""The command `easel`, from a table to a scored file, as people and programs call it."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from inference.bundle import read_bundle
from tests.app.people import people_csv

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with people.csv."""
    made = tmp_path_factory.mktemp("cli")
    (made / "people.csv").write_bytes(people_csv())
    return made


@pytest.fixture(scope="module")
def model(folder: Path) -> Path:
    """A bundle built by the command from people.csv."""
    out = folder / "model.zip"
    options = ["--target", "left", "--algorithms", "linear", "--budget", "30s", "--out", str(out)]
    assert main(["build", str(folder / "people.csv"), *options]) == 0
    return out


def document(capsys: Output) -> dict[str, Any]:
    """What was printed, which must be one JSON document and nothing else."""
    found: dict[str, Any] = json.loads(capsys.readouterr().out, parse_constant=_no_constant)
    return found


def _no_constant(name: str) -> float:
    raise AssertionError(f"{name} is not JSON")


def test_a_model_is_built_again_from_its_bundle(folder: Path, model: Path, capsys: Output) -> None:
    again = folder / "again.zip"
    capsys.readouterr()
    assert main(["build", str(folder / "people.csv"), "--replay", str(model), "--out", str(again), "--json"]) == 0
    assert document(capsys)["replay"] == {
        "same_table": True,
        "same_versions": True,
        "sentence": "The same table and libraries: this model answers exactly as the one it was built after.",
    }
    assert read_bundle(again).model == read_bundle(model).model


def test_a_plan_can_be_followed_on_other_rows(folder: Path, model: Path, capsys: Output) -> None:
    some = folder / "some.csv"
    some.write_bytes(b"\n".join((folder / "people.csv").read_bytes().split(b"\n")[:200]) + b"\n")
    assert main(["build", str(some), "--replay", str(model), "--out", str(folder / "some.zip")]) == 0
    assert "its plan was followed on these rows" in " ".join(capsys.readouterr().out.split())


def test_build_prints_one_json_document(folder: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    arguments = ["people.csv", "--target", "left", "--algorithms", "linear", "--budget", "30s", "--drop", "joined"]
    assert main(["build", *arguments, "--metric", "log_loss", "--seed", "3", "--json"]) == 0
    found = document(capsys)
    assert found["out"] == "people.model.zip"
    assert (folder / "people.model.zip").stat().st_size == found["bytes"]
    score = found["score"]
    assert set(score) >= {"metric", "value", "low", "high", "n_rows", "how"}
    assert (score["metric"], score["n_rows"], score["how"]) == ("log_loss", 240, "cross-fitted")
    assert score["low"] < score["value"] < score["high"]
    assert score["value"] < found["baseline"]["value"]
    assert {metric["metric"] for metric in found["metrics"]} >= {"log_loss", "roc_auc", "accuracy", "f1"}
    assert found["parity"]["largest_difference"] <= found["parity"]["tolerance"]
    assert 0 < found["seconds"] < 33
    assert found["candidates"] >= 1
    assert [(f["rule"], f["column"]) for f in found["findings"]] == [("id_like", "customer")]
    assert {"sentence", "value", "threshold", "fix"} <= set(found["findings"][0])
    assert (found["spec"]["seed"], found["spec"]["budget_s"], found["spec"]["exclude"]) == (3, 30.0, ["joined"])
    assert [column["name"] for column in found["columns"]] == ["age", "plan", "spend"]


def test_build_for_people(model: Path, folder: Path, capsys: Output) -> None:
    before = model.read_bytes()
    options = ["--target", "spend", "--algorithms", "linear", "--budget", "30s", "--out", str(model)]
    assert main(["build", str(folder / "people.csv"), *options]) == 0
    told = capsys.readouterr()
    assert "90 % intervals, on" in told.out
    assert "dullest model" in told.out
    assert "Median absolute error" in told.out
    assert "What drives it" in told.out
    assert f"{model} (" in told.out
    assert "Portfolio" in told.err
    assert model.read_bytes() != before  # an existing file is replaced
    model.write_bytes(before)


def test_inspect(model: Path, capsys: Output) -> None:
    assert main(["inspect", str(model), "--json"]) == 0
    found = document(capsys)
    assert (found["format"], found["classes"], found["target"]["name"]) == (1, ["No", "Yes"], "left")
    assert {"score", "metrics", "baseline", "seconds", "candidates", "parity", "findings", "versions"} <= set(found)
    assert main(["inspect", str(model)]) == 0
    told = capsys.readouterr().out
    assert "Predicts left: one of No, Yes." in told
    assert "Says Yes from a probability of 50 % on." in told
    assert "18 to 80" in told


def test_profile(folder: Path, capsys: Output) -> None:
    assert main(["profile", str(folder / "people.csv"), "--target", "left", "--json"]) == 0
    found = document(capsys)
    assert (found["n_rows"], found["n_columns"]) == (240, 6)
    assert found["assumed"]["delimiter"] == ","
    assert [column["name"] for column in found["columns"]] == ["customer", "age", "plan", "joined", "spend", "left"]
    assert found["columns"][1]["relation"] > 0.2
    assert [finding["rule"] for finding in found["findings"]] == ["id_like"]
    assert main(["profile", str(folder / "people.csv")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("people.csv: 240 rows, 6 columns\n")
    assert "  customer  id" in told


def test_profile_against_an_earlier_table(folder: Path, capsys: Output) -> None:
    now = [line.split(",") for line in people_csv(200, seed=9).decode().splitlines()]
    older = [",".join([row[0], str(int(row[1] or 40) + 30), *row[2:]]) for row in now[1:]]
    (folder / "now.csv").write_text("\n".join([",".join(now[0]), *older]), encoding="utf-8")
    against = ["--against", str(folder / "people.csv")]
    assert main(["profile", str(folder / "now.csv"), *against, "--json"]) == 0
    assert [shift["column"] for shift in document(capsys)["shifts"]] == ["age"]
    assert main(["profile", str(folder / "now.csv"), *against]) == 0
    assert "- age: the middle value is" in capsys.readouterr().out
    assert main(["profile", str(folder / "people.csv"), *against]) == 0
    assert "No column that both have looks different." in capsys.readouterr().out


def test_profile_against_a_model(model: Path, folder: Path, capsys: Output, root: Path) -> None:
    now = [line.split(",") for line in people_csv(200, seed=9).decode().splitlines()]
    older = [",".join([row[0], str(int(row[1] or 40) + 30), *row[2:]]) for row in now[1:]]
    (folder / "older.csv").write_text("\n".join([",".join(now[0]), *older]), encoding="utf-8")
    for against in (model, folder / "people.csv"):
        assert main(["profile", str(folder / "older.csv"), "--against", str(against), "--json"]) == 0
        (shift,) = document(capsys)["shifts"]
        assert shift["sentence"].endswith("200 rows compared with 240).")
    assert main(["profile", str(folder / "people.csv"), "--against", str(model), "--json"]) == 0
    assert document(capsys)["shifts"] == []
    before = str(root / "tests" / "golden" / "format_1_binary.zip")
    assert main(["profile", str(folder / "people.csv"), "--against", before]) == 2
    assert "Give the table that it was built from instead." in capsys.readouterr().err


def test_predict(model: Path, folder: Path, capsys: Output) -> None:
    out = folder / "scored.csv"
    assert main(["predict", str(model), str(folder / "people.csv"), "--out", str(out), "--json"]) == 0
    found = document(capsys)
    assert (found["n_rows"], found["out"]) == (240, str(out))
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert list(rows[0])[-3:] == ["prediction", "probability_No", "probability_Yes"]
    assert rows[0]["customer"] == "C00000"
    right = sum(row["prediction"] == row["left"] for row in rows) / len(rows)
    assert right > 0.6


def test_predict_leaves_out_what_cannot_be_read(model: Path, folder: Path, capsys: Output) -> None:
    source, out = folder / "some.csv", folder / "some.scored.csv"
    source.write_text(people_csv(5).decode() + "X9,old,pro,2020-01-01,20,No\n", encoding="utf-8")
    command = ["predict", str(model), str(source), "--out", str(out), "--on-error"]
    assert main([*command, "stop"]) == 2
    refused = " ".join(capsys.readouterr().err.split())
    assert "Row 6: age must hold a number; 'old' is not." in refused
    assert refused.endswith("or leave their rows out (--on-error missing or --on-error skip).")
    assert not out.exists()
    assert main([*command, "skip"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "1 row was left out (age 1) and can be found in some.scored.rejected.csv, each with its reason." in said
    assert "holds the answers for 5 rows" in said
    assert ",old,pro," in (folder / "some.scored.rejected.csv").read_text(encoding="utf-8")


def test_many_columns_the_model_does_not_know_are_told_in_one_sentence(
    model: Path, folder: Path, capsys: Output
) -> None:
    header, row = people_csv(1).decode().splitlines()
    for n_extra, says in ((1, "z0 is not a column of the model"), (9, "z0, z1, z2, z3, z4 and 4 more are not columns")):
        source = folder / f"wide{n_extra}.csv"
        names, cells = ",".join(f"z{i}" for i in range(n_extra)), ",1" * n_extra
        source.write_text(f"{header},{names}\n{row}{cells}\n", encoding="utf-8")
        assert main(["predict", str(model), str(source), "--out", str(folder / "wide.csv")]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert said.count("copied but not used") == 1
        assert says in said
        assert "holds the answers for 1 row," in said


def test_what_a_model_learnt_from_is_how_its_files_are_read(folder: Path, capsys: Output) -> None:
    odd, bundle = folder / "odd.csv", folder / "odd.zip"
    odd.write_bytes(b"made by hand\n" + people_csv().replace(b",", b"~"))
    told = ["--delimiter", "~", "--header-row", "2"]
    build = ["build", str(odd), "--target", "left", "--algorithms", "linear", "--budget", "30s", "--out", str(bundle)]
    assert main([*build, *told]) == 0
    capsys.readouterr()
    assert main(["predict", str(bundle), str(odd), "--out", str(folder / "odd_scored.csv")]) == 0
    assert "Read as before: the delimiter '~', the header in row 2." in " ".join(capsys.readouterr().out.split())


def test_a_database_is_profiled_by_a_query(folder: Path, capsys: Output) -> None:
    path = folder / "shop.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table orders (id integer, amount real)")
        connection.executemany("insert into orders values (?, ?)", [(i, i * 1.5) for i in range(40)])
        connection.commit()
    assert main(["profile", f"sqlite:///{path}", "--query", "select amount from orders where id > 9"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("shop.sqlite: 30 rows, 1 column\n")
    assert main(["profile", str(path), "--table", "orders"]) == 0
    assert capsys.readouterr().out.startswith("shop.sqlite: 40 rows, 2 columns")
    assert main(["profile", f"sqlite:///{path}", "--table", "ordres"]) == 2
    assert "Nearest names: orders" in capsys.readouterr().err


def test_no_command_writes_over_what_it_reads(model: Path, folder: Path, capsys: Output) -> None:
    source = folder / "kept.csv"
    source.write_bytes(people_csv(5))
    same = folder / "." / source.name
    before = source.read_bytes(), model.read_bytes()
    for command in (
        ["predict", str(model), str(source), "--out", str(same)],
        ["predict", str(model), str(source), "--out", str(model)],
        ["build", str(source), "--target", "left", "--out", str(same)],
        ["export", str(model), "--html", str(model)],
        ["inspect", str(model), "--candidates", str(model)],
        ["profile", str(source), "--set-aside", str(same)],
    ):
        assert main(command) == 2
        assert "is read here, and would be lost by writing into it" in capsys.readouterr().err
    assert (source.read_bytes(), model.read_bytes()) == before


def test_predict_like_the_input(model: Path, folder: Path, capsys: Output) -> None:
    source = folder / "semicolons.csv"
    source.write_text(people_csv(3).decode().replace(",", ";"), encoding="utf-8")
    assert main(["predict", str(model), str(source), "--out", str(folder / "like.csv"), "--like-input"]) == 0
    assert "like.csv holds the answers for 3 rows" in capsys.readouterr().out.replace("\n", " ")
    assert (folder / "like.csv").read_text().startswith("customer;age;plan;joined;spend;left;prediction;")


def test_predict_a_file_with_decimal_commas(model: Path, folder: Path, capsys: Output) -> None:
    points, commas, out = (folder / name for name in ("points.csv", "commas.csv", "marks.csv"))
    rows = [f"C{i};40;pro;2020-01-01;{20 + i / 8};No" for i in range(8)]
    points.write_text("\n".join(["customer;age;plan;joined;spend;left", *rows]), encoding="utf-8")
    commas.write_text(points.read_text(encoding="utf-8").replace(".", ","), encoding="utf-8")
    assert main(["predict", str(model), str(points), "--out", str(out)]) == 0
    expected = [line.rsplit(",", 3)[1:] for line in out.read_text(encoding="utf-8").splitlines()]
    assert main(["predict", str(model), str(commas), "--out", str(out)]) == 2
    refused = " ".join(capsys.readouterr().err.split())
    assert "say their decimal mark if it is another one" in refused
    assert refused.endswith("(--decimal , or --allow-missing).")
    assert main(["predict", str(model), str(commas), "--out", str(out), "--decimal", ","]) == 0
    assert [line.rsplit(",", 3)[1:] for line in out.read_text(encoding="utf-8").splitlines()] == expected


def test_predict_with_the_highest_answer_first(model: Path, folder: Path) -> None:
    source, out = folder / "many.csv", folder / "sorted.csv"
    source.write_bytes(people_csv(80, seed=7))
    assert main(["predict", str(model), str(source), "--out", str(out), "--sort"]) == 0
    header, *lines = out.read_text().splitlines()
    place = header.split(",").index("probability_Yes")
    shares = [float(line.split(",")[place]) for line in lines]
    assert len(shares) == 80
    assert shares == sorted(shares, reverse=True)


def test_predict_names_what_does_not_fit(model: Path, folder: Path, capsys: Output) -> None:
    out = folder / "never.csv"
    cases = {
        "customer,age,joined,spend\nX,30,2020-01-01,20\n": "plan is missing",
        "customer,age,Plan_,joined,spend\nX,30,pro,2020-01-01,20\n": "'Plan_' looks like it",
        "customer,age,plan,joined,spend\nX,old,pro,2020-01-01,20\n": "age must hold a number",
    }
    source = folder / "misfit.csv"
    for content, sentence in cases.items():
        source.write_text(content)
        assert main(["predict", str(model), str(source), "--out", str(out)]) == 2
        assert sentence in capsys.readouterr().err
        assert not out.exists()
    assert main(["predict", str(model), str(source), "--out", str(out), "--allow-missing"]) == 0
    assert "age must hold a number" in capsys.readouterr().out.replace("\n", " ")
    assert out.exists()
