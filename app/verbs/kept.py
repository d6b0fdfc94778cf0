"""Answers that are dear to compute and never change, kept for the next asker."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last `most` answers by key. Threads that ask for the same key at once wait for one computation; an error is
    not kept."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Hashable, T] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer under `key`, made when it is not there."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._answers:
                    return self._answers[key]
            try:
                answer = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            self._put(key, answer)
            return answer

    def has(self, key: Hashable) -> bool:
        """Whether there is an answer under `key` already."""
        with self._lock:
            return key in self._answers

    def _put(self, key: Hashable, answer: T) -> None:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self.most:
                self._answers.popitem(last=False)
