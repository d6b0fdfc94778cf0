"""The slim image, built and run for real: it serves a model under /opt/ml/model, and holds no more than it needs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from inference.predictor import load
from tests.image.containers import output
from tests.image.serving import BuildahServing, DockerServing, Serving
from tests.image.test_image import base_is_known, builder

IMAGE = "easel-serve-test"
ABSENT = "automl app pandas sklearn scipy streamlit lightgbm xgboost catboost sqlalchemy pip"
LOOK = f"from importlib.util import find_spec; print(*(name for name in '{ABSENT}'.split() if find_spec(name)))"

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture(scope="module")
def serving(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The image, built from this tree with the first builder found, with a model to serve."""
    program = builder()
    if not program:
        pytest.skip("building an image needs docker, podman or buildah, and none was found")
    if not base_is_known(program):
        pytest.skip(f"the base image is not on this machine and {program} cannot pull it")
    output("sh", root / "scripts" / "image.sh", IMAGE, "serve")
    folder = tmp_path_factory.mktemp("model")
    folder.chmod(0o755)
    shutil.copy(root / "tests" / "golden" / "format_1_binary.zip", folder)
    found = BuildahServing(IMAGE, folder) if program == "buildah" else DockerServing(program, IMAGE, folder)
    yield found
    found.remove()


def test_serves_the_model_that_is_mounted(serving: Serving, root: Path) -> None:
    serving.start()
    serving.wait()
    row = {"tenure": 29, "Contract": "Two year", "joined": "2020-05-01"}
    body = json.dumps({"instances": [row]}).encode()
    request = Request(f"http://127.0.0.1:{serving.port}/invocations", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=10) as answer:
        predictions = json.load(answer)["predictions"]
    assert predictions == [load(root / "tests" / "golden" / "format_1_binary.zip").predict(row).to_dict()]
    assert int(serving.inside("id", "-u")) != 0
    assert serving.inside("python", "-c", LOOK).split() == []
    assert serving.stop() == 0, "it must end cleanly when asked to"
