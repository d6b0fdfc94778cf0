"""Running the slim image as platforms that host models do: `serve`, the model read-only under /opt/ml/model."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from urllib.request import urlopen

import psutil

from benchmarks.server.process import free_port
from tests.image.containers import output

MODEL = "/opt/ml/model"


class Serving(ABC):
    """A container that serves the model in a folder on a port of this machine."""

    def __init__(self, image: str, folder: Path) -> None:
        self.image = image
        self.folder = folder
        self.port = free_port()

    @abstractmethod
    def start(self) -> None:
        """Starts the container."""

    @abstractmethod
    def inside(self, *command: str) -> str:
        """What a command prints that is run in the container as its user."""

    @abstractmethod
    def stop(self) -> int:
        """Asks the container to end; gives its exit code."""

    @abstractmethod
    def remove(self) -> None:
        """Removes container and image."""

    def wait(self, seconds: float = 60) -> float:
        """Waits until /ping answers; gives the seconds it took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/ping", timeout=2) as answer:
                    if answer.status == 200:
                        return time.monotonic() - began
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"The container did not answer on port {self.port} within {seconds:g} s.")


class DockerServing(Serving):
    """docker or podman."""

    def __init__(self, program: str, image: str, folder: Path) -> None:
        super().__init__(image, folder)
        self.program = program
        self.name = f"easel-serve-test-{os.getpid()}"

    def start(self) -> None:
        where = ("-p", f"127.0.0.1:{self.port}:8080", "-v", f"{self.folder}:{MODEL}:ro", "--read-only")
        output(self.program, "run", "--detach", "--name", self.name, *where, self.image, "serve")

    def inside(self, *command: str) -> str:
        return output(self.program, "exec", self.name, *command)

    def stop(self) -> int:
        output(self.program, "stop", "--time", "20", self.name)
        return int(output(self.program, "inspect", "--format", "{{.State.ExitCode}}", self.name))

    def remove(self) -> None:
        subprocess.run([self.program, "rm", "--force", self.name], capture_output=True, check=False)
        subprocess.run([self.program, "rmi", self.image], capture_output=True, check=False)


class BuildahServing(Serving):
    """buildah runs what it built, with the host's network."""

    container = ""
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.container = output("buildah", "from", "--pull-never", self.image).strip()
        self.running = subprocess.Popen(self._run("serve", "--port", str(self.port)))

    def inside(self, *command: str) -> str:
        return output(*self._run(*command))

    def stop(self) -> int:
        assert self.running is not None
        family = psutil.Process(self.running.pid).children(recursive=True)
        server = next(one for one in family if "inference.server" in one.cmdline() and "python" in one.cmdline()[0])
        server.send_signal(signal.SIGTERM)
        return self.running.wait(timeout=30)

    def remove(self) -> None:
        if self.running is not None and self.running.poll() is None:
            self.running.kill()
            self.running.wait()
        subprocess.run(["buildah", "rm", self.container], capture_output=True, check=False)
        subprocess.run(["buildah", "rmi", self.image], capture_output=True, check=False)

    def _run(self, *command: str) -> list[str]:
        return ["buildah", "run", "-v", f"{self.folder}:{MODEL}:ro", self.container, "--", *command]
