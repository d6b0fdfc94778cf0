"""How many threads a fit deserves."""

from __future__ import annotations

from automl.contracts import FitRequest

CELLS_PER_THREAD = 500_000


def threads_for(request: FitRequest) -> int:
    """One thread for small tables: there, and where processors are shared, threads wait longer than they work."""
    return max(1, min(request.threads, request.X.size // CELLS_PER_THREAD + 1))


__all__ = ["threads_for"]
