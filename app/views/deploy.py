"""Deploy: the model as one file, and how to use it elsewhere."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import documents, formats, parts, state
from app.ui.model_facts import difference
from app.ui.model_page import page_card
from app.ui.model_ready import ready_version
from app.ui.model_serving import serving_card
from app.ui.pages import Page
from app.ui.shell import model_shell
from app.ui.text import esc, plural
from app.verbs.names import bundle_name

if TYPE_CHECKING:
    from inference.manifest import Manifest

CONTENTS = {
    "model.onnx": "the preparation, the models, the answer",
    "manifest.json": "columns, classes, scores, versions, how it was built",
    "README.md": "the same to read, with an example",
    "record.json": "the story of the build, for reports",
}
MOST_EXAMPLE_COLUMNS = 4


def render() -> None:
    with model_shell("deploy") as here:
        version = ready_version(
            here,
            "Nothing to take away yet",
            "Once a version is built, this page hands it over as one file that runs anywhere.",
        )
        if version is None:
            return
        path = state.service().bundle_path(version.id)
        manifest = state.service().predictor(version.id).manifest
        name = bundle_name(here.model.name, version.number)
        with st.grid(2, min_column_width=360, gap=16):
            _bundle(path, manifest, name, version.id)
            _commands(name, manifest)
            page_card(path, manifest, name, here.model.name, version.id)
            documents.model_card(version)
            _python(name, manifest)
            serving_card(name)


def _bundle(path: Path, manifest: Manifest, name: str, version_id: str) -> None:
    with parts.card("bundle", height="stretch"):
        parts.draw(
            f'{parts.label_html("The bundle")}<h2 class="card-h2">One file, from raw columns to answer</h2>'
            f'<p class="subtitle">{esc(name)}, {formats.size(path.stat().st_size)}</p>{contents_html(path)}'
        )
        parity = manifest.parity.to_dict()
        parts.draw(
            f'<p class="vow">{parts.icon_html("verified", "good")}<span>{esc(parity_sentence(parity))}</span></p>'
        )
        st.space("stretch")
        st.download_button(
            "Download bundle",
            data=state.downloaded(version_id, "the model file", path.read_bytes),
            file_name=name,
            mime="application/zip",
            type="primary",
            icon=":material/download:",
            key="download_bundle",
            on_click="ignore",
        )


def contents_html(path: Path) -> str:
    """What is in the zip, with sizes."""
    with zipfile.ZipFile(path) as bundle:
        items = [(info.filename, info.file_size) for info in bundle.infolist()]
    known = list(CONTENTS)
    items.sort(key=lambda item: known.index(item[0]) if item[0] in known else len(known))
    rows = "".join(
        f'<div><dt class="mono">{esc(name)}</dt><dd>{esc(CONTENTS.get(name, ""))}</dd><dd>{formats.size(n)}</dd></div>'
        for name, n in items
    )
    return f'<dl class="contents">{rows}</dl>'


def parity_sentence(parity: dict[str, Any]) -> str:
    """ "The file answers like the engine: largest difference 0.0000002 on 1,909 rows"."""
    rows = plural(int(parity["n_rows"]), "row")
    return (
        f"The file answers like the engine that trained it: largest difference {difference(parity)} on {rows}, "
        "held-out ones and made-up ones with missing and unseen values."
    )


def _commands(name: str, manifest: Manifest) -> None:
    with parts.card("commands", height="stretch"):
        parts.draw(
            f'{parts.label_html("By command")}<h2 class="card-h2">A file in, a file out</h2>'
            '<p class="subtitle">On any computer with Easel. Nothing is sent anywhere.</p>'
        )
        parts.draw(parts.label_html("Predict a whole file"))
        st.code(f"easel predict {name} new.csv --out scored.csv", language=None, wrap_lines=True)
        parts.draw(parts.label_html("See what is inside"))
        st.code(f"easel inspect {name}", language=None, wrap_lines=True)
        parts.caption(
            f"It reads {plural(len(manifest.asks), 'column')} by name and writes its answers beside them. "
            "What does not fit is named before anything is written."
        )


def _python(name: str, manifest: Manifest) -> None:
    with parts.card("python", height="stretch"):
        parts.card_title(
            "By Python",
            f"Needs {_needs(manifest)}; none of the libraries that trained it.",
        )
        st.code(snippet(name, manifest), language=None, wrap_lines=True)


def _needs(manifest: Manifest) -> str:
    return f"numpy, Arrow, DuckDB{', sqlglot' if manifest.recipe else ''} and ONNX Runtime"


def snippet(name: str, manifest: Manifest) -> str:
    """Ready lines with this model's own columns; columns that are left out count as not known."""
    columns = manifest.asks[:MOST_EXAMPLE_COLUMNS]
    row = ",\n".join(f"    {column.name!r}: {_value(column.typical)}" for column in columns)
    more = ",\n    # and the other columns; one that is left out counts as not known" if len(manifest.asks) > 4 else ""
    answer = (
        "answer.value, answer.low, answer.high"
        if manifest.problem == "regression"
        else "answer.label, answer.probabilities"
    )
    return (
        f'from inference import load\n\nmodel = load("{name}")\nanswer = model.predict({{\n{row}{more}\n}})\n'
        f"print({answer})"
    )


def _value(typical: float | str | None) -> str:
    if isinstance(typical, float):
        number = float(f"{typical:.7g}")
        return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return repr(typical)


PAGE = Page(name="deploy", title="Deploy", url="deploy", render=render, order=45, tab=True, section="models")
