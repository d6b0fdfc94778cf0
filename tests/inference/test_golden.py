"""Bundles of every format ever released still open and give the answers they gave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inference import load
from inference.bundle import FORMAT

GOLDEN = Path(__file__).parents[1] / "golden"
BUNDLES = sorted(GOLDEN.glob("format_*.zip"))


def test_there_is_one_of_this_format():
    assert {path.name for path in BUNDLES} >= {f"format_{FORMAT}_binary.zip", f"format_{FORMAT}_regression.zip"}
    assert all(path.stat().st_size < 50_000 for path in BUNDLES)


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: path.stem)
def test_recorded_answers(path):
    model = load(path)
    for recorded in json.loads(path.with_suffix(".json").read_text()):
        found, answer = model.predict(recorded["row"]).to_dict(), recorded["answer"]
        if "label" in answer:
            assert found["label"] == answer["label"]
            found, answer = found["probabilities"], answer["probabilities"]
        assert list(found) == list(answer)
        assert list(found.values()) == pytest.approx(list(answer.values()), rel=1e-6)
