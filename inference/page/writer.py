"""Writes the page of a model: a template, its scripts and styles, the runtime and the model, all in one file.

Whatever comes from a manifest stands in the page as JSON data or as escaped text. The page carries a policy of its own:
it runs the scripts written here and no others (known by their hashes), and may not ask the network for anything.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from datasets.atomic import write_atomically
from inference.bundle import Bundle, check_target
from inference.manifest import Manifest
from inference.page.document import asked, page_document
from inference.page.runtime import WebRuntime, web_runtime
from inference.predictor import Model
from inference.probe import probe

FOLDER = Path(__file__).parent
SCRIPTS = tuple(
    f"{name}.js"
    for name in ("easel", "element", "format", "search", "fields", "answer", "changes", "reach", "curve", "page")
)
LARGE = 20_000_000  # bytes of a graph from which a browser needs a while to open it
LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,"
    "U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
_PLACE = re.compile(r"\{\{([A-Z_]+)\}\}")
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./[a-z]+\.js";\n', re.MULTILINE)
_LOGO = (
    '<rect width="56" height="56" rx="13" fill="#3348C5"/>'
    '<g fill="none" stroke="#fff" stroke-linecap="round" stroke-linejoin="round" stroke-width="3.2">'
    '<path d="M28 10v5M18.5 37 14 45.5M37.5 37 42 45.5M28 38v5.5M13 37.2h30"/></g>'
    '<rect x="16" y="14.5" width="24" height="19" rx="3" fill="#fff"/>'
    '<path d="M20.5 29 25.5 23.8 29 26.5 35.2 19.5" fill="none" stroke="#E07B1A" stroke-width="3" '
    'stroke-linecap="round" stroke-linejoin="round"/>'
)


def write_page(path: str | Path, bundle: Bundle, font: bytes | None = None, title: str | None = None) -> int:
    """Write the page of a bundle and return its size in bytes; a file of that name is replaced when the page is whole.

    Raises what `page_html` raises, EaselError when the disk is full and InputError when there is no such folder.
    """
    page = page_html(bundle, font, title).encode()
    check_target(path)
    write_atomically(path, lambda file: file.write(page))
    return len(page)


def page_html(
    bundle: Bundle, font: bytes | None = None, title: str | None = None, runtime: WebRuntime | None = None
) -> str:
    """The page of a bundle. `font` is a WOFF2 file for its letters (default: those of the system), `title` its heading
    (default: the model's name), `runtime` another one than that of the set-up.

    Raises InputError for a model whose recipe a browser cannot replay and EaselError when the runtime is not there.
    """
    runtime = runtime or web_runtime()
    manifest = bundle.manifest
    known = asked(manifest)
    document = page_document(manifest, known, probe(Model(bundle), known.columns))
    style = _font_face(font) + (FOLDER / "page.css").read_text(encoding="utf-8")
    script, start = script_of(FOLDER), runtime.script
    parts = {
        "TITLE": html.escape(title or manifest.name or "Model"),
        "TARGET": html.escape(manifest.target.name),
        "ABOUT": about(manifest),
        "WAKING": " It is a large one: this may take a minute." if len(bundle.model) > LARGE else "",
        "LOGO": _LOGO,
        "ICON": _base64(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 56">{_LOGO}</svg>'.encode()),
        "STYLE": style,
        "STYLE_HASH": _hash(style),
        "HASHES": f"{_hash(start)} {_hash(script)}",
        "MANIFEST": data(document),
        "RUNTIME": _base64(runtime.wasm),
        "MODEL": _base64(gzip.compress(bundle.model, 9, mtime=0)),
        "RUNTIME_SCRIPT": start,
        "SCRIPT": script,
    }
    return filled((FOLDER / "page.html").read_text(encoding="utf-8"), parts)


def filled(template: str, parts: Mapping[str, str]) -> str:
    """The template with its {{PLACES}} filled; what is filled in is not looked at again."""
    return _PLACE.sub(lambda place: parts[place[1]], template)


def script_of(folder: Path) -> str:
    """The modules of the page as one: their imports of each other fall away, what they export is simply there."""
    modules = ((folder / name).read_text(encoding="utf-8") for name in SCRIPTS)
    joined = "\n".join(_IMPORT.sub("", module) for module in modules)
    return re.sub(r"^export (?=(?:async )?function|class|const)", "", joined, flags=re.MULTILINE)


def data(document: Mapping[str, Any]) -> str:
    """JSON that can stand in a script element: ASCII only, and nothing that HTML would read as markup."""
    text = json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def about(manifest: Manifest) -> str:
    """What model this is, how good and from when, as HTML."""
    score, baseline = manifest.score, manifest.baseline
    span = "" if score.low is None or score.high is None else f" ({_number(score.low)} to {_number(score.high)})"
    measured = (
        f"<b>{html.escape(score.title)} {_number(score.value)}</b>{span}, measured on {score.n_rows:,} rows the model "
        f"had not seen; the dullest possible model scores {_number(baseline.value)}."
    )
    return (
        f"<b><bdi>{html.escape(manifest.name or 'Model')}</bdi></b>, built {_day(manifest.created)} from "
        f"{manifest.data.n_rows:,} rows. {measured}"
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if 1000 <= abs(value) < 1e12 else f"{value:.4g}"


def _day(created: str) -> str:
    try:
        when = datetime.fromisoformat(created.replace("Z", "+00:00"))
    except ValueError:
        return html.escape(created)
    return f"on {when.day} {when:%B %Y}"


def _font_face(font: bytes | None) -> str:
    if font is None:
        return ""
    return (
        f"@font-face{{font-family:'Easel Sans';src:url(data:font/woff2;base64,{_base64(font)}) format('woff2');"
        f"font-weight:100 900;unicode-range:{LATIN}}}\n"
    )


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _hash(content: str) -> str:
    """The source of a policy that allows exactly this content."""
    return f"'sha256-{_base64(hashlib.sha256(content.encode()).digest())}'"
