"""A server that speaks S3, for tests: moto's, with one empty bucket, gone afterwards."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec

import pytest

from benchmarks.server.process import free_port
from tests.servers.process import own_folder, running

BUCKET = "easel"
KEYS = {"AWS_ACCESS_KEY_ID": "anna", "AWS_SECRET_ACCESS_KEY": "s3cret", "AWS_DEFAULT_REGION": "us-east-1"}


@contextmanager
def s3() -> Iterator[str]:
    """The address of a running server. Skips the test with a sentence where what it takes is not installed."""
    if find_spec("s3fs") is None or find_spec("moto") is None or find_spec("flask") is None:
        pytest.skip("s3fs and moto are not installed; pip install 'easel-studio[s3]' 'moto[s3,server]' brings them")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with own_folder() as folder, running(command, folder, lambda: _answers(address), own_user=True):
        request = urllib.request.Request(f"{address}/{BUCKET}", method="PUT")
        urllib.request.urlopen(request).close()
        yield address


def environment(address: str) -> dict[str, str]:
    """What a process needs to find the server."""
    return {**KEYS, "AWS_ENDPOINT_URL": address, "FSSPEC_S3_ENDPOINT_URL": address}


def _answers(address: str) -> bool:
    with suppress(urllib.error.URLError, ConnectionError):
        urllib.request.urlopen(address).close()
        return True
    return False


__all__ = ["BUCKET", "environment", "s3"]
