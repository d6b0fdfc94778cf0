"""Fetches ONNX Runtime Web for the pages of `easel export --html`, and never fails for want of it.

It comes from the npm package pinned below (when npm is there and answers): the smallest build, which answers on the
processor by WebAssembly. Of the package only two files are kept, the WebAssembly packed as it stands in a page. Without
it everything works but the export of pages, which says what to do.
"""

import gzip
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "inference" / "page" / "runtime"
PACKAGE = "onnxruntime-web@1.30.0"
SHA256 = "d2228df7e4616bc3348bf504ee888f3bec43789a273f0a63f3e68d203ce3bf71"  # of the package's archive
MODULE = ("package/dist/ort.wasm.bundle.min.mjs", "ort.mjs")
WASM = ("package/dist/ort-wasm-simd-threaded.wasm", "ort.wasm.gz")
NPM_SECONDS = 120  # 33 MB


def from_npm(folder: Path) -> Path | None:
    """The package's archive; None when npm is missing, does not answer, or sends something else."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    command = [npm, "pack", "--silent", "--fetch-retries=0", "--fetch-timeout=20000", PACKAGE]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=NPM_SECONDS)
    except (subprocess.SubprocessError, OSError):
        return None
    archives = [path for path in folder.glob("*.tgz") if hashlib.sha256(path.read_bytes()).hexdigest() == SHA256]
    return archives[0] if archives else None


def unpack(archive: Path) -> None:
    """Writes the two files; the WebAssembly packed with the same bytes every time."""
    with tarfile.open(archive) as package:
        _write(MODULE[1], _member(package, MODULE[0]))
        _write(WASM[1], gzip.compress(_member(package, WASM[0]), 9, mtime=0))


def _member(package: tarfile.TarFile, name: str) -> bytes:
    found = package.extractfile(name)
    if found is None:
        raise ValueError(f"{name} is no file of the package")
    return found.read()


def _write(name: str, content: bytes) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = FOLDER / f"{name}.part"
    unfinished.write_bytes(content)
    unfinished.replace(FOLDER / name)


def make() -> str:
    """Fetches what is not there and says in a sentence what was done."""
    if all((FOLDER / name).is_file() for _, name in (MODULE, WASM)):
        return "ONNX Runtime Web is there already."
    with tempfile.TemporaryDirectory() as folder:
        archive = from_npm(Path(folder))
        if archive is None:
            return "ONNX Runtime Web not fetched, npm did not give it; models cannot be exported as HTML pages."
        unpack(archive)
    return f"ONNX Runtime Web fetched from {PACKAGE}."


def main() -> int:
    """Fetches it if it can; always 0, because everything else works without."""
    try:
        print(f"easel: {make()}")
    except Exception as error:  # whatever is wrong with the source, set-up goes on
        print(f"easel: ONNX Runtime Web not fetched ({type(error).__name__}: {error}); no HTML pages can be exported.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
