"""Running the image with what this machine has: docker or podman with their own commands, buildah as a stand-in."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path

import psutil

from benchmarks.server.process import free_port

BASE = "python:3.11-slim"
LONG_S = 900


def output(*command: str | Path, timeout: float = LONG_S, **environment: str) -> str:
    """What a command prints; fails the test with its own words when it fails."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=timeout, env={**os.environ, **environment}
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def works(*command: str) -> bool:
    return (
        shutil.which(command[0]) is not None
        and not subprocess.run(command, capture_output=True, check=False).returncode
    )


class Engine(ABC):
    """Starts containers of one image on one volume, one after the other."""

    def __init__(self, image: str) -> None:
        self.image = image
        self.port = free_port()

    @abstractmethod
    def start(self) -> None:
        """A new container on the volume, with the image's own command."""

    @abstractmethod
    def inside(self, *command: str) -> str:
        """Runs a command in the running container as its user; gives what it prints."""

    @abstractmethod
    def stop(self) -> int:
        """Asks the container to end, as a restart of the machine does, and removes it; gives its exit code."""

    @abstractmethod
    def remove(self) -> None:
        """Removes volume and image."""


class Docker(Engine):
    """docker or podman."""

    def __init__(self, program: str, image: str) -> None:
        super().__init__(image)
        self.program = program
        self.name = f"easel-image-test-{os.getpid()}"

    def start(self) -> None:
        where = ("-p", f"127.0.0.1:{self.port}:8501", "-v", f"{self.name}:/data")
        output(self.program, "run", "--detach", "--name", self.name, *where, self.image)

    def inside(self, *command: str) -> str:
        return output(self.program, "exec", self.name, *command)

    def stop(self) -> int:
        output(self.program, "stop", "--time", "20", self.name)
        code = output(self.program, "inspect", "--format", "{{.State.ExitCode}}", self.name)
        output(self.program, "rm", self.name)
        return int(code)

    def remove(self) -> None:
        subprocess.run([self.program, "rm", "--force", self.name], capture_output=True, check=False)
        subprocess.run([self.program, "volume", "rm", "--force", self.name], capture_output=True, check=False)
        subprocess.run([self.program, "rmi", self.image], capture_output=True, check=False)


class Buildah(Engine):
    """buildah runs what it built with the host's network; a folder of the image's user is the volume."""

    def __init__(self, image: str, volume: Path) -> None:
        super().__init__(image)
        self.volume = volume
        self.config = json.loads(output("buildah", "inspect", "--type", "image", image))["OCIv1"]["config"]
        self.container = ""
        self.running: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.container = output("buildah", "from", "--pull-never", self.image).strip()
        output("buildah", "config", "--volume", "/data-", self.container)  # else a place of its own hides the folder
        user = self.inside("id", "-u").strip()
        os.chown(self.volume, int(user), int(user))
        command = [str(self.port) if word == "8501" else word for word in self.config["Cmd"]]
        with (self.volume.parent / "container.log").open("a", encoding="utf-8") as log:
            self.running = subprocess.Popen(self._run(*command), stdout=log, stderr=log, text=True)

    def inside(self, *command: str) -> str:
        return output(*self._run(*command))

    def stop(self) -> int:
        assert self.running is not None
        (easel,) = (p for p in psutil.Process(self.running.pid).children(recursive=True) if _is_the_command(p))
        easel.send_signal(signal.SIGTERM)
        code = self.running.wait(timeout=30)
        self.running = None
        output("buildah", "rm", self.container)
        return code

    def remove(self) -> None:
        if self.running is not None:
            self.running.kill()
            self.running.wait()
            subprocess.run(["buildah", "rm", self.container], capture_output=True, check=False)
        subprocess.run(["buildah", "rmi", self.image], capture_output=True, check=False)

    def _run(self, *command: str) -> list[str]:
        return ["buildah", "run", "-v", f"{self.volume}:/data", self.container, "--", *command]


def _is_the_command(process: psutil.Process) -> bool:
    """Whether this is the container's first process; those of buildah around it carry its words too."""
    words = process.cmdline()
    return len(words) > 1 and "python" in Path(words[0]).name and Path(words[1]).name == "easel"


def wait_until_it_answers(engine: Engine, seconds: float = 90) -> float:
    """Waits for the health page; gives the seconds it took."""
    from urllib.request import urlopen

    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            with urlopen(f"http://127.0.0.1:{engine.port}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return time.monotonic() - began
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"The container did not answer on port {engine.port} within {seconds:g} s.")
