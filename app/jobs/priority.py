"""Leaves the processor to who waits for an answer: a build has minutes, a page has a blink."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

STEPS = 10  # of the 19 that a process can be put back by; a tenth of the processor against one that was not
AUTOGROUP = Path("/proc/self/autogroup")


def give_way(steps: int = STEPS) -> None:
    """Put this process, and all that it starts from now on, back by as many steps of niceness. It takes all of the
    processor that nobody else wants. Where the system has no such thing, nothing happens.

    Linux may share the processor between sessions first and look at niceness only within one (sched_autogroup), so a
    process that leads a session of its own has that put back as well.
    """
    if not hasattr(os, "nice"):
        return
    os.nice(steps)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # no such file, or a container that may not
            AUTOGROUP.write_text(str(steps))


__all__ = ["give_way"]
