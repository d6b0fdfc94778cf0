"""The card on Deploy that hands the model over as one HTML page, which answers in any browser without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import formats, parts, state
from app.ui.in_notation import in_notation
from datasets.errors import EaselError

if TYPE_CHECKING:
    from inference.manifest import Manifest


def page_card(path: Path, manifest: Manifest, name: str, title: str, version_id: str) -> None:
    """The card of a version's bundle at `path`, which is downloaded as `name`; a model that no page can hold says
    why."""
    with parts.card("page", height="stretch"):
        parts.draw(
            f'{parts.label_html("In a browser")}<h2 class="card-h2">One page to send to anybody</h2>'
            '<p class="subtitle">A form that answers while one types, in a single HTML file: from a mail, a stick or a '
            "shared folder. No server, no network, nothing to install; what is typed stays on that computer.</p>"
        )
        refusal = why_not(manifest)
        if refusal:
            parts.notice(refusal, "warn")
            return
        st.space("stretch")
        st.download_button(
            "Download page",
            data=state.downloaded(version_id, "the page", lambda: made(path, title)),
            file_name=f"{Path(name).stem}.html",
            mime="text/html",
            icon=":material/web:",
            key="download_page",
            on_click="ignore",
        )
        parts.caption(f"About {formats.size(likely_size(path))}. Anyone who has the page has the model.")


def why_not(manifest: Manifest) -> str:
    """The sentence that says why no page can be written; "" when one can."""
    from inference.page.document import asked
    from inference.page.runtime import web_runtime

    try:
        asked(manifest)
        web_runtime()
    except EaselError as error:
        return in_notation(str(error))
    return ""


def made(path: Path, title: str) -> bytes:
    """The page of the bundle at `path`."""
    from app.page_font import page_font
    from inference.bundle import read_bundle
    from inference.page import page_html

    return page_html(read_bundle(path), page_font(), title).encode()


def likely_size(path: Path) -> float:
    """Bytes of the page: the bundle and the runtime in base64, nearly all of it."""
    from inference.page.runtime import FOLDER, WASM

    return 4 / 3 * (path.stat().st_size + (FOLDER / WASM).stat().st_size)
