"""A file is written whole or not at all."""

import errno
import os
import stat

import pytest

from datasets.atomic import write_atomically
from datasets.errors import EaselError, InputError


def test_the_new_content_replaces_the_old(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"old")
    write_atomically(path, lambda file: file.write(b"new"))
    assert path.read_bytes() == b"new"


def test_the_usual_rights(tmp_path):
    path = tmp_path / "x"
    old = os.umask(0o027)
    try:
        write_atomically(path, lambda file: file.write(b"new"))
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_the_old_file(tmp_path, code):
    path = tmp_path / "x"
    path.write_bytes(b"old")

    def fail(file):
        file.write(b"half")
        raise OSError(code, os.strerror(code))

    with pytest.raises(EaselError, match=r"x could not be written.*[Nn]othing was changed") as caught:
        write_atomically(path, fail)
    assert not isinstance(caught.value, InputError)
    assert ("disk is full" in str(caught.value)) == (code == errno.ENOSPC)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_any_other_error_leaves_the_old_file_too(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        write_atomically(path, lambda file: file.write(b"%d" % (1 // 0)))
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1
