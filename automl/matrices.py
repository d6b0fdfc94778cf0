"""Keeps prepared matrices as long as memory allows: those used last stay."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from automl.contracts import FittedStrategy, Matrix

MOST_BYTES = 500_000_000

Prepared = tuple[FittedStrategy, Matrix, Matrix]


@dataclass
class Matrices:
    """Fitted strategies with their matrices of training and validation rows, by key; safe to share between threads."""

    most_bytes: int = MOST_BYTES
    _kept: OrderedDict[tuple[str, int], Prepared] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _making: dict[tuple[str, int], Lock] = field(default_factory=dict)

    def get(self, key: tuple[str, int], make: Callable[[], Prepared]) -> Prepared:
        """What is kept under the key, or what `make` gives, which is kept from now on; the longest unused go first."""
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            return self._known(key) or self._keep(key, make())

    def _known(self, key: tuple[str, int]) -> Prepared | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[str, int], made: Prepared) -> Prepared:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > 1 and sum(map(_bytes, self._kept.values())) > self.most_bytes:
                self._kept.popitem(last=False)
        return made

    def n_columns(self, strategy: str) -> int | None:
        """How wide the matrices of a strategy are; None when none of them is kept."""
        with self._lock:
            return next((kept[1].shape[1] for (name, _), kept in self._kept.items() if name == strategy), None)

    def __len__(self) -> int:
        return len(self._kept)


def _bytes(prepared: Prepared) -> int:
    _, train, valid = prepared
    return train.nbytes + valid.nbytes


__all__ = ["Matrices", "Prepared"]
