"""Counts and times in the text format of Prometheus, summed over all workers.

With several workers each writes its numbers into files of a folder that the variable PROMETHEUS_MULTIPROC_DIR names;
it must be set before this module is imported (https://prometheus.github.io/client_python/multiprocess/).
"""

from __future__ import annotations

import os
from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from inference.manifest import Manifest
from inference.server.settings import FOLDER_OF_METRICS

CONTENT_TYPE = CONTENT_TYPE_LATEST
_COLLECT: Callable[[CollectorRegistry], object] = MultiProcessCollector
SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """What one server counts."""

    def __init__(self, manifest: Manifest) -> None:
        self._registry = CollectorRegistry()
        registry = self._registry
        self._requests = Counter("easel_requests", "Requests answered.", ("path", "status"), registry=registry)
        self._seconds = Histogram(
            "easel_invocation_seconds",
            "From the arrival of an invocation to its answer.",
            buckets=SECONDS,
            registry=registry,
        )
        self._rows = Counter("easel_rows", "Rows predicted.", registry=registry)
        model = Gauge(
            "easel_model_info", "The model.", ("name", "target", "created"), multiprocess_mode="max", registry=registry
        )
        model.labels(manifest.name, manifest.target.name, manifest.created).set(1)
        self._by_status: dict[tuple[str, int], Counter] = {}

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Counts a request; `seconds` are those of an invocation that was taken on."""
        counter = self._by_status.get((path, status))
        if counter is None:
            counter = self._by_status[path, status] = self._requests.labels(path, str(status))
        counter.inc()
        if path == "/invocations" and status != 503:
            self._seconds.observe(seconds)

    def predicted(self, n_rows: int) -> None:
        """Counts rows that were answered."""
        self._rows.inc(n_rows)

    def text(self) -> bytes:
        """All numbers, those of the other workers too."""
        registry = self._registry
        if os.environ.get(FOLDER_OF_METRICS):
            registry = CollectorRegistry()
            _COLLECT(registry)
        return generate_latest(registry)
