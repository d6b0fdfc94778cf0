"""The HTML page of a model: one file, its data escaped, its policy closed, nothing in it that it does not need."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser

import pyarrow as pa
import pytest

from datasets.errors import EaselError, InputError
from datasets.infer import infer_schema
from datasets.recipe import Recipe, fit
from datasets.record import ReadRecord
from datasets.schema import Column, Kind, NumberFormat
from datasets.table import Table
from inference import Model
from inference.page import page_html, write_page
from inference.page.runtime import WebRuntime, web_runtime
from inference.page.writer import FOLDER, SCRIPTS, script_of
from inference.probe import probe
from inference.recipe import with_recipe
from tests.inference import toy_models

RUNTIME = WebRuntime("globalThis.ort = {};", b"packed")
HOSTILE = (
    *("</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{MODEL}} {{HASHES}}", "<!--<script>"),
    *(
        "\u202eright to left \u05d0\u05d1",
        "emoji 😀 'quoted' \"twice\" \\u003c",
        "line\u2028end\nand\tmore",
        "__proto__",
    ),
)


class Elements(HTMLParser):
    """The elements of a page with what stands in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))
        self.inside = True

    def handle_endtag(self, tag: str) -> None:
        del tag
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            tag, attributes, text = self.found[-1]
            self.found[-1] = (tag, attributes, text + data)

    def text(self, id: str) -> str:
        return next(text for _, attributes, text in self.found if attributes.get("id") == id)


def hostile_bundle(problem: str = "binary"):
    """A model whose columns, categories, classes and name are what a page must not read as markup."""
    kinds = [Kind.CATEGORY, Kind.TEXT, Kind.BOOLEAN, Kind.CATEGORY]
    columns = tuple(Column(name, kinds[i % 4]) for i, name in enumerate(HOSTILE))
    made = toy_models.bundle(problem, (*toy_models.COLUMNS, *columns))
    known = tuple(
        dataclasses.replace(c, categories=HOSTILE, typical=HOSTILE[1]) if c.name in HOSTILE else c
        for c in made.manifest.columns
    )
    target = dataclasses.replace(made.manifest.target, name=HOSTILE[0])
    manifest = dataclasses.replace(made.manifest, columns=known, name=HOSTILE[0], target=target)
    return dataclasses.replace(made, manifest=manifest, model=toy_models.onnx_model(manifest))


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_a_page_holds_the_model_the_runtime_and_what_it_must_know(toy_bundle, problem):
    bundle = toy_bundle(problem)
    page = Elements(page_html(bundle, runtime=RUNTIME))
    assert gzip.decompress(base64.b64decode(page.text("model"))) == bundle.model
    assert base64.b64decode(page.text("runtime")) == RUNTIME.wasm
    told = json.loads(page.text("manifest"))
    assert {column["name"] for column in told["columns"]} == set(bundle.manifest.names)
    assert {"findings", "spec", "plan", "versions", "data", "metrics"}.isdisjoint(told)
    assert (told["scale"] is None) == (problem != "regression")


@pytest.mark.parametrize("problem", ["binary", "regression"])
def test_what_a_manifest_holds_is_never_markup(problem):
    bundle = hostile_bundle(problem)
    page = page_html(bundle, runtime=RUNTIME)
    plain = page_html(toy_models.bundle(problem), runtime=RUNTIME)
    hostile, ordinary = Elements(page), Elements(plain)
    assert [tag for tag, *_ in hostile.found] == [tag for tag, *_ in ordinary.found]
    told = json.loads(hostile.text("manifest"))
    assert {column["name"] for column in told["columns"]} >= set(HOSTILE)
    assert hostile.text("manifest").isascii()
    assert not any(name.startswith("on") for _, attributes, _ in hostile.found for name in attributes)
    assert next(text for tag, _, text in hostile.found if tag == "title").strip() == HOSTILE[0]


def test_the_policy_allows_these_scripts_and_no_network(toy_bundle):
    page = Elements(page_html(toy_bundle("binary"), b"font", runtime=RUNTIME))
    (policy,) = (str(a["content"]) for _, a, _ in page.found if a.get("http-equiv") == "Content-Security-Policy")
    run = [text for tag, a, text in page.found if tag == "style" or a.get("type") == "module"]
    assert len(run) == 3
    for text in run:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "connect-src" not in policy
    assert not any("src" in a or str(a.get("href", "")).startswith("http") for _, a, _ in page.found)


def test_the_modules_of_the_page_join():
    joined = script_of(FOLDER)
    assert not re.search(r"^(import|export) ", joined, re.MULTILINE)
    names = re.findall(r"^(?:async )?(?:function|class|const|let) (\w+)", joined, re.MULTILINE)
    assert len(names) == len(set(names))
    assert {path.name for path in FOLDER.glob("*.js")} == set(SCRIPTS)


def test_a_large_model_says_that_it_needs_a_while(toy_bundle, monkeypatch):
    assert "a minute" not in page_html(toy_bundle("binary"), runtime=RUNTIME)
    monkeypatch.setattr("inference.page.writer.LARGE", 10)
    assert "a minute" in page_html(toy_bundle("binary"), runtime=RUNTIME)


def test_without_the_runtime_it_says_what_to_do(tmp_path, toy_bundle, monkeypatch):
    with pytest.raises(EaselError, match=r"python scripts/web_runtime\.py"):
        web_runtime(tmp_path)
    (tmp_path / "ort.mjs").write_text("no exports")
    (tmp_path / "ort.wasm.gz").write_bytes(b"")
    with pytest.raises(EaselError, match="damaged"):
        web_runtime(tmp_path)
    (tmp_path / "ort.mjs").write_text("const a=1,b=2;export{a as Tensor,b as default};\n//# sourceMappingURL=x.map\n")
    assert web_runtime(tmp_path).script == "const a=1,b=2;globalThis.ort={Tensor:a,default:b};"
    monkeypatch.setattr("inference.page.writer.web_runtime", lambda: RUNTIME)
    assert write_page(tmp_path / "page.html", toy_bundle("binary")) == (tmp_path / "page.html").stat().st_size


def test_columns_that_move_the_answer_most_come_first(models):
    model = models["regression"]
    found = probe(model, model.manifest.columns)
    assert set(found.order) == set(model.manifest.names)
    typical = {column.name: column.typical for column in model.manifest.columns}
    moved = model.predict({**typical, "charges": 8684.8})
    assert found.scale is not None
    assert moved.high is not None
    assert found.scale[1] == pytest.approx(moved.high)
    assert found.order[0] == "charges"


RAW = {
    "Months": ["1", "5", "7", "2"] * 5,
    "charges": ["10", "20", "30", "45"] * 5,
    "Contract": ["Two year", "Month-to-month"] * 10,
    "note": ["x", "y"] * 10,
}


def prepared(*steps):
    """The toy model of two columns on what a recipe makes of RAW."""
    cells = pa.table({name: pa.array(values) for name, values in RAW.items()})
    raw = Table(cells, infer_schema(cells), ReadRecord("csv", n_rows=cells.num_rows))
    columns = (Column("tenure", Kind.NUMERIC, number=NumberFormat()), Column("Contract", Kind.CATEGORY))
    return with_recipe(toy_models.bundle("binary", columns), fit(Recipe.from_dict(list(steps)), raw), raw)


def test_a_recipe_that_leaves_the_cells_alone_needs_no_replay():
    bundle = prepared(
        {"step": "rename", "names": {"Months": "tenure"}},
        {"step": "filter_rows", "condition": "charges > 10"},
        {"step": "drop", "columns": ["note"]},
    )
    told = json.loads(Elements(page_html(bundle, runtime=RUNTIME)).text("manifest"))
    assert {(column["name"], column["input"]) for column in told["columns"]} == {
        ("Months", "tenure"),
        ("Contract", "Contract"),
    }
    assert "recipe" not in told


def test_a_recipe_that_works_values_out_is_refused_by_a_sentence():
    bundle = prepared({"step": "formula", "into": "tenure", "formula": "Months * 2"})
    with pytest.raises(InputError, match="works out tenure from other columns first, and only Easel can replay that"):
        page_html(bundle, runtime=RUNTIME)
    assert Model(bundle).predict({"Months": "3", "Contract": "Two year"}).label in ("No", "Yes")
