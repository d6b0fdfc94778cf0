"""Arrow files without a name, which go when nobody looks at their cells any more, or are given a name: a table that was
put on disk to be read is saved where it lies, instead of being written once more.

Such a file has some room at its beginning, for what the schema of the saved table says. Only Linux has them.
"""

from __future__ import annotations

import mmap
import os
import uuid
import weakref
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

import pyarrow as pa

from datasets.atomic import permissions

_ROOM = b"easel.room"
# For the names and kinds of the columns, each with its reason, and for what was set aside.
ROOM_BYTES, ROOM_BYTES_A_COLUMN = 1 << 17, 1 << 11
# An Arrow file: the magic word, filled up to 8 bytes, a mark and a length of 4 bytes each, the schema, the rows ...
_SCHEMA_PLACE = 16
# ... a mark, the footer, its length in 4 bytes, and the magic word of 6.
_MARK_BYTES, _TAIL_BYTES = 8, 10


class Unnamed(mmap.mmap):
    """The bytes of an Arrow file that has no name, mapped."""

    handle: int
    address: int

    @property
    def start(self) -> int:
        """Where the first rows begin, behind the schema."""
        return _SCHEMA_PLACE + int.from_bytes(self[_SCHEMA_PLACE - 4 : _SCHEMA_PLACE], "little")

    @property
    def end(self) -> int:
        """Where the last rows end; there follow a mark, the footer, its length and the magic word."""
        n_footer = int.from_bytes(self[-_TAIL_BYTES : 4 - _TAIL_BYTES], "little")
        return len(self) - _TAIL_BYTES - n_footer - _MARK_BYTES


def mapped(handle: int) -> pa.Table:
    """The table in an open file without a name, which stays while somebody looks at its cells."""
    kept = os.dup(handle)
    found = Unnamed(kept, 0, access=mmap.ACCESS_READ)
    weakref.finalize(found, os.close, kept)
    content = pa.py_buffer(found)
    found.handle, found.address = kept, content.address
    with _LOCK:
        _ALIVE.add(found)
    return pa.ipc.open_file(pa.BufferReader(content)).read_all()


_ALIVE: weakref.WeakSet[Unnamed] = weakref.WeakSet()
_LOCK = Lock()


def opened(folder: Path) -> int | None:
    """A new file without a name in this folder; None where there is no such thing."""
    if not hasattr(os, "O_TMPFILE"):
        return None
    with suppress(OSError):
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    return None


def with_room(schema: pa.Schema) -> pa.Schema:
    """The schema to write such a file with."""
    return schema.with_metadata({_ROOM: b" " * (ROOM_BYTES + ROOM_BYTES_A_COLUMN * len(schema))})


def named(table: pa.Table, path: Path) -> bool:
    """Gives the file in which the cells of this table lie this name, and the schema of the table. False, and nothing is
    done, where they lie elsewhere, or are not all that lies there, or on another disk."""
    file = _taken(table)
    schema = None if file is None else _filling(table.schema, file.start)
    if file is None or schema is None:
        return False
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        if os.fstat(file.handle).st_dev != path.parent.stat().st_dev:
            return False
        over = _Over(file)
        writer = pa.ipc.new_file(over, schema)
        writer.write_table(table)
        writer.close()
        os.ftruncate(file.handle, over.n_bytes)
        os.fchmod(file.handle, permissions())
        os.fsync(file.handle)
        os.link(f"/proc/self/fd/{file.handle}", part, src_dir_fd=file.handle)  # so that the link in /proc is followed
        part.replace(path)
    except (OSError, _OtherCellsError):
        return False
    finally:
        part.unlink(missing_ok=True)
    return True


def _taken(table: pa.Table) -> Unnamed | None:
    """The file in which the first cells of a table lie; only once, since it can have one name only."""
    chunks = table.column(0).chunks if table.num_columns else []
    buffers = [buffer for chunk in chunks[:1] for buffer in chunk.buffers() if buffer is not None and buffer.size]
    if not buffers:
        return None
    with _LOCK:
        for file in _ALIVE:
            if 0 <= buffers[-1].address - file.address < len(file):
                _ALIVE.discard(file)
                return file
    return None


def _filling(schema: pa.Schema, start: int) -> pa.Schema | None:
    """The schema with as many blanks in its metadata as let the rows begin there; None where it is longer."""
    n_bytes = start - _SCHEMA_PLACE + _MARK_BYTES

    def with_blanks(n: int) -> pa.Schema:
        return schema.with_metadata({**(schema.metadata or {}), _ROOM: b" " * n})

    n_blanks = n_bytes - len(with_blanks(0).serialize())
    tried = (with_blanks(n) for n in range(n_blanks, max(n_blanks - 16, -1), -1))  # lengths are rounded up
    return next((one for one in tried if len(one.serialize()) == n_bytes), None)


class _OtherCellsError(Exception):
    """The cells to be written are not those of the file, or lie at other places."""


class _Over:
    """What is written here goes over the bytes of a file without a name; all that falls on its rows must be what stands
    there already, and is passed over."""

    closed = False

    def __init__(self, file: Unnamed) -> None:
        self.n_bytes = 0
        self._file, self._start, self._end = file, file.start, file.end

    def write(self, data: Any) -> int:
        """`data` are bytes or a buffer of Arrow."""
        if self._start <= self.n_bytes < self._end:
            self._pass_over(data)
        else:
            self._put(memoryview(data))
        self.n_bytes += len(data)
        return len(data)

    def _pass_over(self, data: Any) -> None:
        at = self.n_bytes
        there = isinstance(data, pa.Buffer) and data.address == self._file.address + at
        if not there and self._file[at : at + len(data)] != bytes(data):
            raise _OtherCellsError

    def _put(self, data: memoryview) -> None:
        done = 0
        while done < len(data):
            done += os.pwrite(self._file.handle, data[done:], self.n_bytes + done)

    def flush(self) -> None:
        """Nothing is held back."""

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False
