"""Whatever happens, the file of answers is the old one or the whole new one."""

from __future__ import annotations

import errno
import io
import os

import pytest

from datasets.errors import EaselError, InputError
from inference import predict_file
from tests.inference.batch_rows import write_csv


def test_files_that_cannot_be_read(model, tmp_path, out):
    with pytest.raises(InputError, match="There is no file"):
        predict_file(model, tmp_path / "none.csv", out)
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(InputError):
        predict_file(model, tmp_path / "empty.csv", out)
    with pytest.raises(InputError, match="folder"):
        predict_file(model, write_csv(tmp_path / "new.csv"), tmp_path / "none" / "out.csv")


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".csv.gz"])
@pytest.mark.parametrize("after", [0, 1])
def test_a_full_disk_leaves_the_old_file(model, table, out, monkeypatch, suffix, after):
    target = out.with_name("scored" + suffix)
    target.write_text("old")

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if after:
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(os, "fdopen", FullFile)
    with pytest.raises(EaselError, match="disk is full") as caught:
        predict_file(model, table, target)
    assert not isinstance(caught.value, InputError)
    assert caught.value.exit_code == 1
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


class FullFile(io.FileIO):
    """A file on a disk without space."""

    def write(self, _content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_stopping_leaves_nothing_behind(model, table, out):
    def stop(_done, _n):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        predict_file(model, table, out, on_progress=stop)
    assert list(out.parent.iterdir()) == []
