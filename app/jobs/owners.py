"""Who owns a running job, and whether that process is still there, where this machine can tell.

An owner is "machine/namespace:pid:start:worker". Of a process on the same machine, Linux says whether it is there, so
that a worker that died is replaced at once, and one that is busy, or asleep with the computer, keeps its job although
its lease ran out. Of all others only the lease is known.
"""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Literal

from app.store.engine import new_id

PROC = Path("/proc")
Standing = Literal["here", "gone", "unknown"]


def new_owner() -> str:
    """The name of a new worker in this process."""
    return f"{machine()}/{_namespace()}:{os.getpid()}:{_start(os.getpid())}:{new_id('w')}"


def machine() -> str:
    """The name of this computer."""
    return platform.node().replace("/", "-").replace(":", "-") or "here"


def standing(owner: str) -> Standing:
    """Whether the process of an owner is there, gone, or out of sight."""
    place, _, rest = owner.partition(":")
    pid, _, rest = rest.partition(":")
    start, _, _ = rest.partition(":")
    if place != f"{machine()}/{_namespace()}" or not (_namespace() and pid.isdigit() and start):
        return "unknown"
    return "here" if _start(int(pid)) == start else "gone"


def _namespace() -> str:
    """Numbers of processes mean something inside one namespace; "" where there are none."""
    try:
        return (PROC / "self" / "ns" / "pid").readlink().name.removeprefix("pid:[").removesuffix("]")
    except OSError:
        return ""


def _start(pid: int) -> str:
    """When a process began, in ticks since the machine did; "" when there is none, or it is dead already."""
    try:
        state, *fields = (PROC / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (OSError, ValueError):
        return ""
    return "" if state in "ZX" else fields[18]


__all__ = ["Standing", "machine", "new_owner", "standing"]
