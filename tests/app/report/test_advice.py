"""What a report advises to do next."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.report.of_model._advice import advice
from tests.app.report.stories import story


@pytest.mark.parametrize(("value", "said"), [(0.97, True), (0.92, False)])
def test_a_leak_is_doubted_in_the_report_and_a_column_that_is_only_asked_about_is_not(
    value: float, said: bool, tmp_path: Path
) -> None:
    found = story("binary", tmp_path)
    leak = {"rule": "leakage", "severity": "warning", "title": "fee gives much away", "value": value}
    told = list(advice(replace(found, manifest=replace(found.manifest, findings=(leak,)))))
    assert any("Check before you rely on it: fee gives much away." in sentence for sentence in told) == said
