"""Getting at the bytes: paths and open files; gzip, zip and the like are told by their content, not by their name."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from datasets.errors import EaselError, InputError
from datasets.reading import Source

# The first bytes of packed files, how to open them, and what to call them.
PACKERS: dict[bytes, tuple[Callable[[Path], Any], str]] = {
    b"\x1f\x8b": (gzip.open, "gzip"),
    b"BZh": (bz2.open, "bzip2"),
    b"\xfd7zXZ\x00": (lzma.open, "xz"),
    b"\x28\xb5\x2f\xfd": (lambda path: pa.input_stream(str(path), compression="zstd"), "zstd"),
}
ZIP = b"PK\x03\x04"
HEAD_BYTES = 8192
# Members that make a zip file a workbook rather than an archive.
_WORKBOOK_MEMBERS = ("[Content_Types].xml", "mimetype", "xl/workbook.bin")
# Members that make it another document.
_DOCUMENTS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "META-INF/MANIFEST.MF": "a Java program",
}
_PACKED_SUFFIXES = (".gz", ".gzip", ".zip", ".bz2", ".xz", ".zst", ".tar", ".tgz")
# A tar archive says so here.
_TAR, _TAR_AT = b"ustar", 257


@contextmanager
def opened(source: str | Path | BinaryIO, name: str | None = None) -> Iterator[Source]:
    """The source as a plain file on disk while the block runs; as a folder when it is one, or a zip file of several.

    Raises InputError: no such file, no rights, an empty file, a damaged archive.
    """
    with tempfile.TemporaryDirectory(prefix="easel-read-") as folder:
        workspace = Path(folder)
        path, known_as = _on_disk(source, name, workspace)
        for _ in range(3):  # a gzip file may lie in a zip file, and a tar archive in that
            if not path.is_dir():
                path, known_as = _unpacked(path, known_as, workspace)
        if path.is_dir():
            yield Source(path, known_as, b"", workspace)
            return
        head = _head(path)
        if not head:
            raise InputError(f"A table needs at least a header row; {known_as} is empty. Choose another file.")
        yield Source(path, known_as, head, workspace)


def _on_disk(source: str | Path | BinaryIO, name: str | None, workspace: Path) -> tuple[Path, str]:
    if not isinstance(source, str | Path):
        known_as = Path(name or str(getattr(source, "name", "") or "the file")).name
        copy = workspace / "upload"
        with copy.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
        return copy, known_as
    path = Path(source).expanduser()
    known_as = name or path.name or str(path)
    try:
        if path.is_dir():
            return path, known_as
        if not path.exists():
            raise InputError(f"There is no file {path}. Check the spelling and the folder.{_nearest(path)}")
        _head(path)
    except PermissionError as error:
        raise InputError(f"{path} may not be read by this user. Change its rights or copy it elsewhere.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be opened: {error}.") from error
    return path, known_as


def _nearest(path: Path) -> str:
    from difflib import get_close_matches

    if not path.parent.is_dir():
        return ""
    names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    near = get_close_matches(path.name, names, n=1, cutoff=0.6)
    return f" The nearest name there is {near[0]}." if near else ""


def _unpacked(path: Path, name: str, workspace: Path) -> tuple[Path, str]:
    head = _head(path)
    for first_bytes, (open_packed, title) in PACKERS.items():
        if head.startswith(first_bytes):
            return _unpack(path, name, workspace, open_packed, title), _without_suffix(name)
    if head.startswith(ZIP):
        members = _members(path, name)
        if len(members) == 1:
            return _unzip(path, members[0], workspace / "member"), Path(members[0]).name
        if members:
            return _unzip_all(path, members, workspace), name
    if head[_TAR_AT:].startswith(_TAR):
        return _untarred(path, name, workspace)
    return path, name


def _unpack(path: Path, name: str, workspace: Path, open_packed: Callable[[Path], Any], title: str) -> Path:
    out_path = workspace / f"{path.name}.unpacked"
    try:
        with open_packed(path) as packed, out_path.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
    except (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, ValueError) as error:
        raise InputError(
            f"{name} is a damaged {title} file: it ends too early or was changed. Get a fresh copy."
        ) from error
    except OSError as error:
        if error.errno is None:
            raise InputError(f"{name} is a damaged {title} file. Get a fresh copy.") from error
        raise EaselError(f"{name} could not be unpacked: {error.strerror or error}. Free some disk space.") from error
    return out_path


def _members(path: Path, name: str) -> list[str]:
    """The files in an archive; none when the zip file is a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info.filename for info in archive.infolist() if not info.is_dir()]
    except zipfile.BadZipFile as error:
        raise InputError(f"{name} is a damaged zip file. Get a fresh copy.") from error
    document = next((title for part, title in _DOCUMENTS.items() if part in members), None)
    if document:
        raise InputError(f"A table file must be text (CSV), Excel, Parquet or JSON Lines; {name} is {document}.")
    if any(member in members for member in _WORKBOOK_MEMBERS):
        return []
    return _tables_among(members, name)


def _tables_among(members: list[str], name: str) -> list[str]:
    members = [m for m in members if not m.startswith("__MACOSX/") and not Path(m).name.startswith(".")]
    if not members:
        raise InputError(f"An archive must hold at least one table; {name} holds nothing. Choose another file.")
    return members


def _untarred(path: Path, name: str, workspace: Path) -> tuple[Path, str]:
    """The only file of a tar archive, or a folder with all of them."""
    folder = workspace / "untarred"
    folder.mkdir()
    try:
        with tarfile.open(path) as archive:
            files = {member.name: member for member in archive.getmembers() if member.isfile()}
            members = _tables_among(list(files), name)
            for i, member in enumerate(sorted(members)):
                packed = archive.extractfile(files[member])
                assert packed is not None
                with _free_name(folder / Path(member).name, i).open("wb") as out:
                    shutil.copyfileobj(packed, out, 1 << 20)
    except (tarfile.TarError, EOFError) as error:
        raise InputError(f"{name} is a damaged tar archive. Get a fresh copy.") from error
    return (folder / Path(members[0]).name, Path(members[0]).name) if len(members) == 1 else (folder, name)


def _free_name(path: Path, i: int) -> Path:
    while path.exists():
        path = path.with_stem(f"{path.stem} {i + 1}")
    return path


def _unzip_all(path: Path, members: list[str], workspace: Path) -> Path:
    """A folder with all members; those of one name in several folders are told apart by a number."""
    folder = workspace / "members"
    folder.mkdir()
    for i, member in enumerate(sorted(members)):
        _unzip(path, member, _free_name(folder / Path(member).name, i))
    return folder


def _unzip(path: Path, member: str, out_path: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as packed, out_path.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputError(f"{member} in the zip file is damaged. Get a fresh copy.") from error
    except (RuntimeError, NotImplementedError) as error:
        raise InputError(f"{member} in the zip file is locked or packed in an unknown way. Unpack it first.") from error
    return out_path


def _without_suffix(name: str) -> str:
    path = Path(name)
    return path.stem if path.suffix.lower() in _PACKED_SUFFIXES else name


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)
