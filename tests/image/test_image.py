"""The container image, built and run for real: it answers, builds a model, and keeps everything over a restart."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.image.containers import BASE, Buildah, Docker, Engine, output, wait_until_it_answers, works

IMAGE = "easel-image-test"
BUILD = """
import json, time
from app.service import Service
service = Service()
model = service.create_model(service.import_sample("breast_cancer").id)
job = service.start_build(model.id, 15)
while (now := service.job(job.id)).state in ("queued", "running"):
    time.sleep(0.5)
version = service.model(model.id).versions[-1]
print(json.dumps({"state": now.state, "error": now.error, "version": version.id, "score": version.score,
                  "bundle": str(service.bundle_path(version.id))}))
"""
LOOK = """
import json
from app.service import Service
service = Service()
(model,) = service.models()
version = model.versions[-1]
answer = service.predict_one(version.id, service.typical_row(version.id))
print(json.dumps({"version": version.id, "score": version.score, "label": answer.label,
                  "jobs": [job.state for job in service.jobs()]}))
"""

pytestmark = [pytest.mark.slow, pytest.mark.alone]


def builder() -> str:
    """The builder that scripts/image.sh will take, in its order."""
    if works("docker", "info"):
        return "docker"
    if os.getuid() != 0 and works("podman", "info"):
        return "podman"
    return next((name for name in ("buildah", "podman") if shutil.which(name)), "")


def base_is_known(program: str) -> bool:
    """Whether the base image is on this machine, or can be fetched."""
    if program == "buildah":
        os.environ.setdefault("STORAGE_DRIVER", "vfs")
        os.environ.setdefault("BUILDAH_ISOLATION", "chroot")
        known = bool(output("buildah", "images", "--quiet", "--filter", f"reference={BASE}").strip())
    else:
        known = works(program, "image", "inspect", BASE)
    return known or works(program, "pull", BASE)


@pytest.fixture(scope="module")
def engine(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The image, built from this tree with the first builder found, ready to be started."""
    program = builder()
    if not program:
        pytest.skip("building an image needs docker, podman or buildah, and none was found")
    if not base_is_known(program):
        pytest.skip(f"the base image {BASE} is not on this machine and {program} cannot pull it")
    output("sh", root / "scripts" / "image.sh", IMAGE)
    volume = tmp_path_factory.mktemp("volume") / "data"
    volume.mkdir()
    found = Buildah(IMAGE, volume) if program == "buildah" else Docker(program, IMAGE)
    yield found
    found.remove()


def test_answers_builds_a_model_and_keeps_it_over_a_restart(engine: Engine) -> None:
    engine.start()
    wait_until_it_answers(engine)
    with urlopen(f"http://127.0.0.1:{engine.port}/", timeout=10) as page:
        assert b"Sign in" in page.read(), "a container answers other computers, so people sign in"
    assert int(engine.inside("id", "-u")) != 0

    built = json.loads(engine.inside("python", "-c", BUILD).splitlines()[-1])
    assert (built["state"], built["error"]) == ("done", None)
    assert built["score"]["value"] > 0.9
    assert engine.stop() == 0, "it must end cleanly when asked to"

    engine.start()
    wait_until_it_answers(engine)
    kept = json.loads(engine.inside("python", "-c", LOOK).splitlines()[-1])
    assert (kept["version"], kept["score"]) == (built["version"], built["score"])
    assert kept["jobs"] == ["done"]
    told = json.loads(engine.inside("easel", "inspect", built["bundle"], "--json"))
    assert kept["label"] in told["classes"]
    assert engine.stop() == 0
