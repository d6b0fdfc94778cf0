"""A build that was interrupted goes on from what it kept, and ends as if nothing had happened."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from automl import checkpoint_folder, explaining, ledger, memory
from automl.build import Built, build
from automl.checkpoint import Kept
from automl.checkpoint_folder import FITTING, SUFFIX, FolderCheckpoints, context_of
from automl.record import Event
from automl.spec import BuildSpec
from datasets.errors import EaselError
from tests.automl.tables import mixed

TABLE = mixed("binary")
SPEC = BuildSpec("target", candidates=3, algorithms=("linear",))


@pytest.fixture(autouse=True, scope="module")
def _explained_quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explaining, "MOST_EXPLAIN_S", 0.1)
        yield


class Killed(BaseException):
    """The process ends here."""


def checkpoints(folder: Path, spec: BuildSpec = SPEC, say: Callable[[str], object] = id) -> FolderCheckpoints:
    return FolderCheckpoints(folder, context_of(TABLE, spec), say)


def killed_after(n_done: int) -> Callable[[Event], None]:
    """Ends a build when the candidate after the `n_done`-th is being fitted."""

    def hear(event: Event) -> None:
        candidate = event.candidate
        if candidate is not None and candidate.status == "running" and candidate.index == n_done:
            raise Killed

    return hear


def interrupted(folder: Path, n_done: int, spec: BuildSpec = SPEC) -> None:
    with pytest.raises(Killed):
        build(TABLE, spec, on_event=killed_after(n_done), checkpoints=checkpoints(folder, spec))


def reused(built: Built) -> list[bool]:
    return [candidate.reused for candidate in built.record.candidates]


@pytest.fixture(scope="module")
def undisturbed() -> Built:
    return build(TABLE, SPEC)


def test_an_interrupted_build_ends_as_if_nothing_had_happened(tmp_path: Path, undisturbed: Built) -> None:
    interrupted(tmp_path, 1)
    interrupted(tmp_path, 2)
    assert len(list(tmp_path.glob(f"*{SUFFIX}"))) == 2
    resumed = build(TABLE, SPEC, checkpoints=checkpoints(tmp_path))
    assert reused(resumed) == [True, True, False]
    assert [c.score for c in resumed.record.candidates] == [c.score for c in undisturbed.record.candidates]
    assert resumed.bundle.model == undisturbed.bundle.model
    assert json.loads((tmp_path / FITTING).read_text()) == {}


@pytest.mark.slow
@pytest.mark.parametrize(("algorithms", "n"), [(None, 8), (("extra_trees",), 6)], ids=["all", "drawn settings"])
def test_every_algorithm_and_drawn_settings_are_taken_over(
    tmp_path: Path, algorithms: tuple[str, ...] | None, n: int
) -> None:
    spec = BuildSpec("target", candidates=n, algorithms=algorithms)
    whole = build(TABLE, spec)
    interrupted(tmp_path, n - 1, spec)
    resumed = build(TABLE, spec, checkpoints=checkpoints(tmp_path, spec))
    assert reused(resumed) == [True] * (n - 1) + [False]
    assert resumed.bundle.model == whole.bundle.model
    assert any(c.origin != "portfolio" for c in resumed.record.candidates) is (algorithms is not None)


def test_by_the_clock_everything_kept_is_taken_over_though_no_time_is_left(tmp_path: Path) -> None:
    spec = BuildSpec("target", budget_s=600.0, algorithms=("linear",))
    interrupted(tmp_path, 2, spec)
    resumed = build(TABLE, spec, checkpoints=checkpoints(tmp_path, spec), spent_s=599.0)
    assert reused(resumed) == [True] * 2
    assert resumed.record.seconds > 599
    assert [c.at_s for c in resumed.record.candidates] == sorted(c.at_s for c in resumed.record.candidates)


@pytest.mark.parametrize("harm", ["torn", "damaged", "other build", "of another version", "no pickle"])
def test_what_cannot_be_used_is_passed_over(tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(tmp_path, 1)
    (path,) = tmp_path.glob(f"*{SUFFIX}")
    content, said = path.read_bytes(), list[str]()
    spec = SPEC
    if harm == "torn":
        path.write_bytes(content[: len(content) // 2])
    elif harm == "damaged":
        path.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
    elif harm == "no pickle":
        monkeypatch.setattr(checkpoint_folder, "_digest", lambda _: "0" * 64)
        monkeypatch.setattr("pickle.loads", lambda _: 1 / 0)
    elif harm == "other build":
        spec = BuildSpec("target", candidates=5)
    else:
        path.write_bytes(content.replace(b"easel checkpoint", b"other checkpoint"))
    assert checkpoints(tmp_path, spec, said.append).kept() == []
    assert bool(said) == (harm in ("torn", "damaged"))


def test_a_full_disk_costs_the_checkpoint_and_not_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: Built
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    said: list[str] = []
    monkeypatch.setattr("os.fsync", full)
    built = build(TABLE, SPEC, checkpoints=checkpoints(tmp_path, say=said.append))
    assert built.bundle.model == undisturbed.bundle.model
    assert "The disk is full" in said[0]
    assert list(tmp_path.glob("*")) == [tmp_path / FITTING]


def test_a_candidate_that_ends_its_process_twice_is_left_out(tmp_path: Path) -> None:
    interrupted(tmp_path, 1)
    kept = checkpoints(tmp_path)
    deadly = next(iter(_keys_fitted(tmp_path, kept, 1)))
    for _ in range(ledger.MOST_DEATHS):
        kept.begin(deadly)
    built = build(TABLE, SPEC, checkpoints=kept)
    assert [c.status for c in built.record.candidates] == ["done", "failed", "done"]
    assert built.record.candidates[1].note == ledger.DEADLY
    assert json.loads((tmp_path / FITTING).read_text()) == {deadly: ledger.MOST_DEATHS}


def _keys_fitted(folder: Path, kept: FolderCheckpoints, index: int) -> list[str]:
    """The key under which candidate `index` is begun."""
    begun: list[str] = []

    class Watched(FolderCheckpoints):
        def begin(self, key: str) -> int:
            begun.append(key)
            return super().begin(key)

    with pytest.raises(Killed):
        build(TABLE, SPEC, on_event=killed_after(index), checkpoints=Watched(folder, kept.context))
    return begun


def test_a_candidate_that_would_not_fit_into_memory_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "free_bytes", lambda: 1000.0)
    with pytest.raises(EaselError, match=r"it would need about 0\.0 GB of memory, and 0\.0 GB are free"):
        build(TABLE, SPEC)


def test_free_memory_is_that_of_the_container_where_it_is_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < memory.free_bytes() < float("inf")
    monkeypatch.setattr(memory, "CGROUP", tmp_path)
    for name, text in {"max": "3000000", "current": "2500000", "stat": "anon 5\ninactive_file 100000\n"}.items():
        (tmp_path / f"memory.{name}").write_text(text)
    assert memory.free_bytes() == 600_000
    monkeypatch.setattr(memory, "MEMINFO", tmp_path / "none")
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.free_bytes() == float("inf")


def test_a_kept_candidate_is_plain_data(tmp_path: Path) -> None:
    interrupted(tmp_path, 1)
    (kept,) = checkpoints(tmp_path).kept()
    facts: dict[str, Any] = {"index": 0, "algorithm": "linear", "status": "done", "note": ""}
    assert isinstance(kept, Kept)
    assert {name: getattr(kept, name) for name in facts} == facts
    assert len(kept.parts) == len(kept.answers) == len(kept.gains) == 8
