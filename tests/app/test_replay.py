"""What a replay takes from the bundle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.replay import Replay
from inference.bundle import read_bundle


@pytest.mark.parametrize("positive", [0, 1])
def test_the_class_that_counted_as_yes_is_the_same_again(root, positive):
    manifest = read_bundle(root / "tests" / "golden" / "format_1_binary.zip").manifest
    spec = {**manifest.spec, "positive": None}
    old = replace(manifest, spec=spec, positive=manifest.classes[positive])
    assert Replay(old).spec.positive == manifest.classes[positive]
