"""What a job has kept to be resumed from: a folder of its own, which other machines see through the shared place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.store.engine import Store
from datasets.errors import EaselError

KEPT = "kept"


def kept_path(job_id: str) -> str:
    """Where the folder is, relative to the home folder and in the shared place."""
    return f"files/jobs/{job_id}/{KEPT}"


class KeptFolder:
    """The folder of one job. What cannot be shared is told to `say`: a build does not fail because it could not be
    resumed elsewhere."""

    def __init__(self, store: Store, job_id: str, say: Callable[[str], object]) -> None:
        self._shared = store.shared
        self._key = kept_path(job_id)
        self._say = say
        self._fetched = False
        self.path = store.place(self._key)

    def folder(self) -> Path:
        """The folder with all that workers on any machine have kept; it need not exist."""
        if self._shared is not None and not self._fetched:
            self._fetch()
        self._fetched = True
        return self.path

    def share(self, path: Path) -> None:
        """Let other machines see a file that was written, or that it was removed."""
        if self._shared is None:
            return
        key = f"{self._key}/{path.name}"
        try:
            if path.exists():
                self._shared.write(path, key)
            else:
                self._shared.remove(key)
        except (EaselError, OSError) as error:
            self._say(f"{path.name} could not be shared: {error}")

    def forget(self) -> None:
        """Remove it here and there."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._shared is not None:
            with suppress(EaselError):  # housekeeping removes it later
                self._shared.remove(self._key)

    def _fetch(self) -> None:
        """Add what other machines have kept. Where nothing is shared any more, the job begins anew."""
        assert self._shared is not None
        try:
            there = [key for key in self._shared.keys(self._key) if not key.endswith(".part")]
            if not there:
                shutil.rmtree(self.path, ignore_errors=True)
            for key in there:
                self._shared.fetch(key, self.path / key.rpartition("/")[2])
        except (EaselError, OSError) as error:
            self._say(f"What was kept elsewhere could not be fetched: {error}")


__all__ = ["KEPT", "KeptFolder", "kept_path"]
