"""What a reader of the Dockerfile relies on, checked without building it."""

import json
import re
from pathlib import Path

import pytest

from app.cli import build_parser


@pytest.fixture(scope="module")
def dockerfile(root: Path) -> str:
    return (root / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")


def values(dockerfile: str, instruction: str) -> list[str]:
    return re.findall(rf"^{instruction} (.+)$", dockerfile, re.MULTILINE)


def test_every_stage_starts_from_the_same_python(dockerfile: str) -> None:
    assert {line.split(" AS ")[0] for line in values(dockerfile, "FROM")} == {"python:3.11-slim"}


def test_the_command_is_one_that_easel_knows(dockerfile: str) -> None:
    (command,) = values(dockerfile, "CMD")
    words = json.loads(command)
    assert words[0] == "easel"
    options = build_parser().parse_args(words[1:])
    assert (options.command, options.port) == ("app", 8501)
    assert values(dockerfile, "EXPOSE") == ["8501"]


def test_it_runs_as_an_ordinary_user_with_its_data_in_a_volume(dockerfile: str) -> None:
    assert values(dockerfile, "USER") == ["easel"]
    assert values(dockerfile, "VOLUME") == ["/data"]
    assert "EASEL_HOME=/data" in values(dockerfile, "ENV")[0]


def test_the_health_check_asks_the_page_that_streamlit_has(dockerfile: str) -> None:
    assert "http://127.0.0.1:8501/_stcore/health" in dockerfile


def test_no_package_address_is_written_down(dockerfile: str, root: Path) -> None:
    hosts = set(re.findall(r"https?://([^/:\s'\"]+)", dockerfile + (root / "scripts" / "image.sh").read_text("utf-8")))
    assert hosts == {"127.0.0.1"} | ({"localhost"} & hosts)


def test_what_is_copied_by_name_is_in_the_build_context(dockerfile: str, root: Path) -> None:
    kept = {line[1:] for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    for name in kept | {word for line in values(dockerfile, "COPY") for word in line.split() if word.endswith(".lock")}:
        assert name in kept
        assert (root / name).exists()


def test_the_slim_image_follows_the_contract_of_hosted_containers(root: Path) -> None:
    text = (root / "Dockerfile.serve").read_text(encoding="utf-8").replace("\\\n", " ")
    assert {line.split(" AS ")[0] for line in values(text, "FROM")} == {"python:3.11-slim"}
    assert [json.loads(command) for command in values(text, "CMD")] == [["serve"]]
    assert (values(text, "EXPOSE"), values(text, "USER")) == (["8080"], ["easel"])
    assert "/opt/easel/bin/serve" in text
    assert "http://127.0.0.1:8080/ping" in text
    assert set(re.findall(r"https?://([^/:\s'\"]+)", text)) == {"127.0.0.1"}
    kept = {line[1:] for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert {word for line in values(text, "COPY") for word in line.split() if word.endswith(".lock")} < kept
