import ast
import re

import pytest

from app.verbs.names import bundle_name
from app.views.deploy import snippet


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_it_offers_the_files_and_says_what_is_in_them(draw, built, problem, monkeypatch):
    monkeypatch.setattr("app.ui.model_page.why_not", lambda _: "")
    monkeypatch.setattr("app.ui.model_page.likely_size", lambda _: 7e6)
    model = next(model for model in built.service.models() if model.name == problem)
    page = draw("deploy", built.service, model=model.id)
    assert page.calm
    for words in ("model.onnx", "manifest.json", "README.md", f"{problem}_V1.zip", "largest difference"):
        assert words in page.words
    assert [button.proto.label for button in page.test.get("download_button")][:2] == [
        "Download bundle",
        "Download page",
    ]
    assert page.test.code[0].value == f"easel predict {problem}_V1.zip new.csv --out scored.csv"


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_the_python_lines_really_work(built, problem, tmp_path, monkeypatch, capsys):
    model = next(model for model in built.service.models() if model.name == problem)
    path = tmp_path / "model.zip"
    path.write_bytes(built.service.bundle_path(model.ready.id).read_bytes())
    code = snippet("model.zip", built.service.predictor(model.ready.id).manifest)
    ast.parse(code)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "snippet", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_it_tells_how_other_programs_ask_the_model(draw, built):
    page = draw("deploy", built.service, model=built.service.models()[0].id)
    code = "\n".join(block.value for block in page.test.code)
    assert re.search(r"^easel serve \w+\.zip --port 8080$", code, re.MULTILINE)
    assert "curl localhost:8080/invocations" in code
    assert "docker run -p 8080:8080" in code


@pytest.mark.parametrize("kind", ["html", "pdf", "notebook"])
def test_a_report_is_written_when_it_is_asked_for(draw, built, kind):
    model = next(model for model in built.service.models() if model.name == "binary")
    page = draw("deploy", built.service, model=model.id)
    page.test.button(key=f"document_model_{model.ready.id}_{kind}").click().run()
    assert not page.test.exception
    labels = [button.proto.label for button in page.test.get("download_button")]
    ending = {"html": "report.html", "pdf": "report.pdf", "notebook": "notebook.ipynb.zip"}[kind]
    assert f"Download binary_V{model.ready.number}.{ending}" in labels


def test_without_a_model_it_teaches(draw, workshop):
    page = draw("deploy", workshop.service, model=workshop.model("left").id)
    assert page.calm
    assert "Nothing to take away yet" in page.words


def test_file_names_hold_no_odd_characters():
    assert bundle_name("Customer churn / 2026!", 3) == "customer_churn_2026_V3.zip"
    assert bundle_name("!!!", 1) == "model_V1.zip"


def test_a_model_that_no_page_can_hold_says_why(draw, built, monkeypatch, tmp_path):
    monkeypatch.setattr("inference.page.runtime.web_runtime.__defaults__", (tmp_path,))
    page = draw("deploy", built.service, model=built.service.models()[0].id)
    assert page.calm
    assert "python scripts/web_runtime.py" in page.words
    assert [button.proto.label for button in page.test.get("download_button")] == ["Download bundle"]
