"""What every kind of background work must keep."""

from __future__ import annotations

import pytest

from app.jobs.kind import JobKind
from app.jobs.kinds import all_kinds


@pytest.mark.parametrize("kind", all_kinds().values(), ids=lambda kind: kind.name)
def test_a_kind_of_work_is_named_as_its_module_and_ordered(kind: JobKind) -> None:
    assert kind.run.__module__ == f"app.jobs.kinds.{kind.name}"
    assert kind.title[0].isupper()
    assert 0 <= kind.priority <= 100
