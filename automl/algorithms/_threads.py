"""How many threads a fit deserves."""

from __future__ import annotations

from automl.contracts import FitRequest

CELLS_PER_THREAD = 2_000_000


def threads_for(request: FitRequest) -> int:
    """At most those of the request; one for small tables, where threads wait for each other longer than they work."""
    return max(1, min(request.threads, request.X.size // CELLS_PER_THREAD + 1))


__all__ = ["threads_for"]
