"""Every fix of the data check: one change of a model's settings, seen by the next build, and taken back."""

import numpy as np
import pytest

from app.records import ModelSettings
from app.service import Service
from app.verbs.fixes import changed, is_done
from datasets.findings import Fix

N = 240


@pytest.fixture(scope="module")
def odd() -> bytes:
    """A CSV file with something for each kind of fix."""
    rng = np.random.default_rng(3)
    size = rng.normal(50, 9, N).round(3)
    age = np.where(np.arange(N) % 40 == 0, 0, rng.integers(38, 90, N))
    wave = np.where(np.arange(N) // 30 % 2, "Yes", "No")
    day = np.datetime64("2024-01-01") + np.arange(N)
    reason = np.where(wave == "Yes", "moved", "")
    shop = np.arange(N) // 6 + 100
    rows = [",".join(map(str, row)) for row in zip(size, age, reason, day, shop, wave, strict=True)]
    return "\n".join(["size,age,reason,day,shop_id,left", *rows, *rows[:20]]).encode()


def test_every_fix_mends_its_finding_and_goes_into_the_order_of_a_build(tmp_path, odd):
    service = Service(tmp_path)
    model = service.create_model(service.import_file(("odd.csv", odd)).id)
    service.update_model(model.id, target="left", algorithms=["linear"])
    done = set[str]()
    for _ in range(12):
        settings = service.model(model.id).settings
        found = service.findings(model.dataset_version_id, "left", settings.changes)
        fixes = [f.fix for f in found if f.fix is not None and not is_done(settings, f.fix)]
        if not fixes:
            break
        service.update_model(model.id, **changed(settings, fixes[0]))
        assert is_done(service.model(model.id).settings, fixes[0])
        done.add(fixes[0].action)
    assert done == {"drop_columns", "missing_words", "split", "drop_duplicates"}
    settings = service.model(model.id).settings
    table = service.model_table(model.id)
    assert table.n_rows == N
    assert np.isnan(table.numbers("age")).sum() == 6
    assert "reason" in settings.exclude
    payload = service.start_build(model.id, 2.0).payload
    assert (payload["unique_rows"], payload["missing"]) == (True, {"age": ["0"]})
    assert payload["spec"]["split"] == settings.split != "random"
    service.update_model(model.id, exclude=(), missing={}, unique_rows=False, split="random")
    assert service.model_table(model.id).n_rows == N + 20
    assert ModelSettings.from_dict(settings.to_dict()) == settings


def test_a_kind_is_changed_and_words_are_added_to_those_before():
    settings = ModelSettings(target="y", kinds={"a": "id"}, missing={"b": ("x",)})
    kind = Fix("change_kind", ("title",), "Read it as text", {"kind": "text"})
    assert changed(settings, kind) == {"kinds": {"a": "id", "title": "text"}}
    words = Fix("missing_words", ("b", "c"), "Count as not known", {"words": {"b": ["x", "y"], "c": ["z"]}})
    assert changed(settings, words) == {"missing": {"b": ("x", "y"), "c": ("z",)}}
    assert not is_done(settings, words)
