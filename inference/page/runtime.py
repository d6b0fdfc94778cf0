"""ONNX Runtime Web as set-up leaves it (scripts/web_runtime.py): a module, and its WebAssembly, packed by gzip."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from datasets.errors import EaselError

FOLDER = Path(__file__).parent / "runtime"
MODULE = "ort.mjs"
WASM = "ort.wasm.gz"
_EXPORTS = re.compile(r"export\s*\{([^{}]*)\};?\s*(?://#[^\n]*\s*)?$")


@dataclass(frozen=True, slots=True)
class WebRuntime:
    """`script` is a module that leaves the runtime in `globalThis.ort`, `wasm` its WebAssembly, packed by gzip."""

    script: str
    wasm: bytes


def web_runtime(folder: Path = FOLDER) -> WebRuntime:
    """The runtime for a page. Raises EaselError when set-up could not fetch it."""
    try:
        module, wasm = (folder / MODULE).read_text(encoding="utf-8"), (folder / WASM).read_bytes()
    except FileNotFoundError:
        raise EaselError(
            "A page needs ONNX Runtime Web, which was not there when Easel was set up. With npm and the network, run: "
            "python scripts/web_runtime.py"
        ) from None
    return WebRuntime(_as_global(module), wasm)


def _as_global(module: str) -> str:
    """The module with its exports as properties of `globalThis.ort`: a script inside a page can export nothing."""
    found = _EXPORTS.search(module)
    if found is None:
        raise EaselError(
            "The ONNX Runtime Web of this set-up is damaged. Fetch it again: python scripts/web_runtime.py"
        )
    pairs = (part.split(" as ") for part in found[1].split(","))
    names = ",".join(f"{pair[-1].strip()}:{pair[0].strip()}" for pair in pairs)
    return f"{module[: found.start()]}globalThis.ort={{{names}}};"
