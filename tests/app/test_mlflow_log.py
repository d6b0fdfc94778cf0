"""A build is told to an MLflow server; whatever is wrong with the server costs a sentence."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest

from app.mlflow_log import log_build
from tests.app.views.records import binary, candidates, tried


@dataclass
class StandIn:
    """What a tracking server was told; `broken` answers everything with 500, `artifacts` is where runs keep files."""

    address: str = ""
    broken: bool = False
    artifacts: str = "mlflow-artifacts:/1"
    asked: list[tuple[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    access: set[str | None] = field(default_factory=set)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        call = path.partition("?")[0].removeprefix("/api/2.0/")
        if self.broken:
            return 500, {"error_code": "INTERNAL_ERROR", "message": "the disk is full"}
        if method == "PUT":
            self.files[call] = body
            return 200, {}
        document = json.loads(body or b"{}")
        self.asked.append((call.removeprefix("mlflow/"), document))
        if call.endswith("get-by-name"):
            return 404, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no such experiment"}
        if call.endswith("experiments/create"):
            return 200, {"experiment_id": "7"}
        if call.endswith("runs/create"):
            run_id = f"r{self.count('runs/create')}"
            info = {"run_id": run_id, "artifact_uri": f"{self.artifacts}/{run_id}/artifacts"}
            return 200, {"run": {"info": info}}
        return 200, {}

    def count(self, call: str) -> int:
        return sum(name == call for name, _ in self.asked)

    def told(self, call: str) -> list[Any]:
        return [body for name, body in self.asked if name == call]


@pytest.fixture
def server() -> Iterator[StandIn]:
    told = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            told.access.add(self.headers.get("Authorization"))
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            code, document = told.answer(self.command, self.path, body)
            content = json.dumps(document).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    for method in ("GET", "POST", "PUT"):
        setattr(Handler, f"do_{method}", Handler.answer)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        told.address = f"http://127.0.0.1:{listening.server_port}"
        yield told
        listening.shutdown()
        thread.join()


def built(**changes: Any) -> Any:
    return SimpleNamespace(record=binary(**changes), bundle=SimpleNamespace(model=b"onnx bytes"))


def test_a_run_for_the_model_and_one_for_every_candidate(server: StandIn) -> None:
    said = log_build(built(candidates=tried(11)), server.address.replace("//", "//ann:s3cret@"))
    assert said == f"Logged to MLflow at {server.address}: run r1 with 11 candidates."
    assert server.access == {"Basic YW5uOnMzY3JldA=="}
    assert server.told("experiments/create") == [{"name": "Customer churn"}]
    assert server.files == {"mlflow-artifacts/artifacts/1/r1/artifacts/model.onnx": b"onnx bytes"}
    runs = server.told("runs/create")
    assert len(runs) == 12
    tags = {tag["key"]: tag["value"] for tag in runs[-1]["tags"]}
    assert tags["mlflow.parentRunId"] == "r1"
    assert tags["easel.tuned_from"] == "3 1"
    whole, *_, last = server.told("runs/log-batch")
    assert {"key": "target", "value": "Churn"} in whole["params"]
    assert {m["key"]: m["value"] for m in whole["metrics"]}["roc_auc"] == 0.845
    assert {"key": "leaves", "value": "64"} in last["params"]
    folds = [(m["step"], m["value"]) for m in last["metrics"] if m["key"] == "roc_auc_fold"]
    assert folds == [(1, 0.88), (2, 0.9), (3, 0.91)]
    assert [m["step"] for m in last["metrics"] if m["key"] == "validation_loss"] == [1, 20, 40, 60]
    assert {update["status"] for update in server.told("runs/update")} == {"FINISHED"}


def test_what_failed_is_told_as_failed(server: StandIn) -> None:
    log_build(built(candidates=candidates()), server.address)
    assert [update["status"] for update in server.told("runs/update")].count("FAILED") == 1


def test_a_server_without_files_of_its_own_costs_the_file(server: StandIn) -> None:
    server.artifacts = "s3://bucket"
    said = log_build(built(), server.address)
    assert said is not None
    assert "with 9 candidates. The ONNX file was not sent: the server does not take files itself" in said


def test_what_is_wrong_costs_one_sentence(server: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    server.broken = True
    said = log_build(built(), server.address)
    assert said == "MLflow was not told of this build: it answered 500 the disk is full. The build itself is whole."
    for address in ("http://127.0.0.1:9", "file:///tmp/runs", "http://ann:s3cret@127.0.0.1:9"):
        said = log_build(built(), address)
        assert said is not None
        assert said.startswith("MLflow was not told of this build: ")
        assert "s3cret" not in said
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    assert log_build(built()) is None
    monkeypatch.setenv("MLFLOW_TRACKING_URI", server.address)
    assert log_build(built()) is not None
