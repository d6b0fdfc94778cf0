"""An MLflow tracking server, spoken to by its REST interface (https://mlflow.org/docs/latest/rest-api.html).

MLflow itself need not be installed. Access as MLflow's own client has it: a user and password in the address or in
MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.
"""

from __future__ import annotations

import base64
import json
import math
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from datasets.errors import EaselError

TIMEOUT_S = 5.0
UPLOAD_S = 60.0
MOST_METRICS = 1000  # in one request
MOST_PARAMS = 100
MOST_LETTERS = 500  # of a parameter, in all versions of MLflow
MISSING = "RESOURCE_DOES_NOT_EXIST"

Point = tuple[str, float, int]  # name, value, step


class MlflowError(EaselError):
    """The server is not there, or refuses; `code` is its own word for why, or ""."""

    def __init__(self, sentence: str, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Run:
    """A run on the server: its id, and where its files go."""

    id: str
    artifact_uri: str


@dataclass(frozen=True)
class MlflowServer:
    """`address` without user and password; `access` is the header that opens it."""

    address: str
    access: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def at(cls, address: str, environ: Mapping[str, str]) -> MlflowServer:
        """The server at an http(s) address. Raises MlflowError for another kind of address."""
        parts = urllib.parse.urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise MlflowError(f"the address must look like http://mlflow.example.com:5000; it is {_plain(parts)}")
        user = urllib.parse.unquote(parts.username or "") or environ.get("MLFLOW_TRACKING_USERNAME", "")
        password = urllib.parse.unquote(parts.password or "") or environ.get("MLFLOW_TRACKING_PASSWORD", "")
        access = {}
        if user:
            access = {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}
        elif token := environ.get("MLFLOW_TRACKING_TOKEN"):
            access = {"Authorization": f"Bearer {token}"}
        return cls(_plain(parts).rstrip("/"), access)

    def experiment(self, name: str) -> str:
        """The id of the experiment of that name, which is made when there is none."""
        try:
            found = self._call("GET", "experiments/get-by-name?" + urllib.parse.urlencode({"experiment_name": name}))
            return str(found["experiment"]["experiment_id"])
        except MlflowError as error:
            if error.code != MISSING:
                raise
        return str(self._call("POST", "experiments/create", {"name": name})["experiment_id"])

    def start(self, experiment: str, name: str, began: float, tags: Mapping[str, str]) -> Run:
        """A new run; `began` is seconds since 1970."""
        pairs = [{"key": key, "value": value} for key, value in {**tags, "mlflow.runName": name}.items()]
        body = {"experiment_id": experiment, "run_name": name, "start_time": _ms(began), "tags": pairs}
        info = self._call("POST", "runs/create", body)["run"]["info"]
        return Run(str(info["run_id"]), str(info.get("artifact_uri", "")))

    def log(self, run: Run, params: Mapping[str, object], points: Iterable[Point]) -> None:
        """Parameters (as texts) and metrics; what is not a finite number is left out."""
        now = _ms(time.time())
        metrics = [
            {"key": key, "value": value, "timestamp": now, "step": step}
            for key, value, step in points
            if math.isfinite(value)
        ]
        texts = [{"key": key, "value": str(value)[:MOST_LETTERS]} for key, value in params.items()]
        while metrics or texts:
            body = {"run_id": run.id, "metrics": metrics[:MOST_METRICS], "params": texts[:MOST_PARAMS]}
            self._call("POST", "runs/log-batch", body)
            metrics, texts = metrics[MOST_METRICS:], texts[MOST_PARAMS:]

    def end(self, run: Run, ended: float, *, well: bool = True) -> None:
        """The run is over."""
        status = "FINISHED" if well else "FAILED"
        self._call("POST", "runs/update", {"run_id": run.id, "status": status, "end_time": _ms(ended)})

    def upload(self, run: Run, name: str, content: bytes) -> None:
        """A file of the run, by way of the server. Raises MlflowError when it keeps files elsewhere."""
        place = urllib.parse.urlsplit(run.artifact_uri)
        if place.scheme != "mlflow-artifacts":
            raise MlflowError("the server does not take files itself (start it with --serve-artifacts)")
        path = urllib.parse.quote(f"{place.path.strip('/')}/{name}")
        self._send("PUT", f"/api/2.0/mlflow-artifacts/artifacts/{path}", content, "application/octet-stream", UPLOAD_S)

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        content = None if body is None else json.dumps(body).encode()
        answer = self._send(method, f"/api/2.0/mlflow/{path}", content, "application/json", TIMEOUT_S)
        try:
            document = json.loads(answer or b"{}")
        except ValueError:
            raise MlflowError("what answers there is no MLflow server") from None
        return document if isinstance(document, dict) else {}

    def _send(self, method: str, path: str, content: bytes | None, kind: str, timeout_s: float) -> bytes:
        headers = {**self.access, "Content-Type": kind}
        request = urllib.request.Request(self.address + path, content, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout_s) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise MlflowError(f"it cannot be reached ({reason})") from None


def _refusal(error: urllib.error.HTTPError) -> MlflowError:
    """What the server said, in its own words."""
    try:
        document = json.loads(error.read(100_000))
        code, message = str(document.get("error_code", "")), str(document.get("message", ""))
    except (ValueError, AttributeError, OSError):
        code, message = "", ""
    return MlflowError(f"it answered {error.code} {message[:200] or error.reason}", code)


def _plain(parts: urllib.parse.SplitResult) -> str:
    """An address without user and password."""
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _ms(seconds: float) -> int:
    return round(1000 * seconds)
