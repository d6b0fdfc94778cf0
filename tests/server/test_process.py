"""The server as a process: it starts soon, answers from several workers, refuses early, and ends cleanly."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
import zipfile
from typing import Any
from urllib.request import Request, urlopen

import psutil
import pytest

from app.cli import main
from benchmarks.server.client import drive, http_request
from benchmarks.server.process import Served, served
from benchmarks.server.rows import drawn_rows, json_body
from datasets.errors import InputError
from inference.server import settings as server_settings
from inference.server.launch import bundle_in

HEAVY = ("pandas", "sklearn", "scipy", "streamlit", "duckdb", "sqlglot", "sqlalchemy", "automl", "app", "datasets.read")
START_S = 2.0 * 5  # two seconds on a machine of its own; tests share theirs


def asked(server: Served, body: bytes) -> dict[str, Any]:
    request = Request(f"http://127.0.0.1:{server.port}/invocations", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def workers(server: Served) -> list[psutil.Process]:
    return psutil.Process(server.process.pid).children()


def test_what_a_worker_imports_is_light(python, root):
    code = f"import sys, inference.server.team; print(*({set(HEAVY)!r} & set(sys.modules)))"
    done = subprocess.run([python, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["no.zip"], "There is no model file"),
        (["--port", "0"], "--port must be a whole number from 1 to 65,535"),
        (["--workers", "0"], "--workers must be"),
        (["--max-rows", "-1"], "--max-rows must be"),
        (["--host", "nowhere.invalid"], "The host must be an address of this computer"),
    ],
)
def test_a_wrong_start_is_refused_in_a_sentence(bundle, capsys, options, said):
    words = options if options[0].endswith(".zip") else [str(bundle), *options]
    handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    assert main(["serve", *words]) == 2
    assert said in capsys.readouterr().err
    assert handlers == [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]


def test_a_folder_may_hold_the_model(bundle, tmp_path):
    (tmp_path / "one.zip").write_bytes(bundle.read_bytes())
    assert bundle_in(tmp_path) == tmp_path / "one.zip"
    (tmp_path / "two.zip").write_bytes(bundle.read_bytes())
    with pytest.raises(InputError, match=r"it holds one\.zip, two\.zip"):
        bundle_in(tmp_path)
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert bundle_in(tmp_path / "unpacked") == tmp_path / "unpacked"


def test_workers_are_counted_by_what_a_container_is_given(tmp_path, monkeypatch):
    limit = tmp_path / "cpu.max"
    monkeypatch.setattr(server_settings, "_QUOTA", limit)
    for text, expected in (("150000 100000\n", 2), ("50000 100000\n", 1), ("max 100000\n", 8), ("", 8)):
        limit.write_text(text)
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
        assert server_settings.default_workers() == expected


@pytest.mark.slow
def test_starts_answers_refuses_early_and_ends_cleanly(bundle, model, tmp_path):
    rows = drawn_rows(bundle, 60)
    folder = tmp_path / "opt"
    folder.mkdir()
    (folder / "model.zip").write_bytes(bundle.read_bytes())
    with served(folder, "--workers", "2", "--max-rows", "20000") as server:
        assert server.started < START_S
        expected = [model.predict(row).to_dict() for row in rows]
        assert asked(server, json_body(rows)) == {"predictions": expected}
        assert [asked(server, json_body([row]))["predictions"][0] for row in rows] == expected

        load = drive(server.port, [http_request(json_body([row])) for row in rows], 2.0, 700)
        assert set(load.statuses) <= {200, 503}
        assert load.statuses[200] > 100

        load = drive(server.port, [http_request(json_body(rows * 50))], 2.0, 40)
        assert set(load.statuses) == {200, 503}, "more at a time than are taken on are refused at once"

        large, answers = json_body(rows * 300), []
        waiting = threading.Thread(target=lambda: answers.append(asked(server, large)))
        waiting.start()
        time.sleep(0.3)
        assert server.stop() == 0
        waiting.join()
        assert len(answers[0]["predictions"]) == 18_000, "what is under way must be answered"


@pytest.mark.slow
def test_no_request_is_lost_when_it_is_told_to_end_under_load(bundle):
    requests = [http_request(json_body([row])) for row in drawn_rows(bundle, 60)]
    found = []
    with served(bundle, "--workers", "2") as server:
        load = threading.Thread(target=lambda: found.append(drive(server.port, requests, 2.5, 24)))
        load.start()
        time.sleep(1.5)
        assert server.stop() == 0
        load.join()
    assert set(found[0].statuses) <= {200, 503}
    assert found[0].statuses[200] > 100
    assert sum(found[0].statuses.values()) == found[0].sent


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced_and_none_outlives_its_server(bundle):
    with served(bundle, "--workers", "2") as server:
        before = workers(server)
        before[0].kill()
        deadline = time.monotonic() + 20
        while len(now := [one for one in workers(server) if one.status() != "zombie"]) < 2 or now[0] == before[0]:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert len(asked(server, json_body(drawn_rows(bundle, 3)))["predictions"]) == 3
        counted = urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=10).read().decode()
        assert "easel_rows_total 3.0" in counted
        server.process.kill()
        _, alive = psutil.wait_procs(now, timeout=20)
        assert not alive


@pytest.mark.slow
def test_a_port_that_is_taken_is_refused(bundle, python, root):
    with served(bundle, "--workers", "1") as server:
        words = ["inference.server", str(bundle), "--host", "127.0.0.1", "--port", str(server.port)]
        done = subprocess.run([python, "-m", *words], cwd=root, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 2
        assert f"Port {server.port} on 127.0.0.1 must be free" in done.stderr
        assert "Traceback" not in done.stderr


def test_both_commands_take_the_same_options():
    from inference.server.arguments import parser
    from tests.test_docs import subcommands

    def options(of) -> set[str]:
        return {word for action in of._actions for word in action.option_strings}

    assert options(parser()) == options(subcommands()["serve"])
