"""What can be set from outside: one tuple of settings, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from datasets.errors import InputError


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _port(text: str) -> int:
    return _whole(text, 1, 65535)


def _megabytes(text: str) -> int:
    return _whole(text, 1, 1_000_000)


def _builds(text: str) -> int:
    return _whole(text, 0, 1_000)


def _days(text: str) -> int:
    return _whole(text, 1, 36_500)


def _http(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise ValueError("an address such as http://mlflow.example.com:5000")
    return text


def _address(text: str) -> str:
    if text and not text.partition("://")[2]:
        raise ValueError("an address such as s3://bucket/easel or file:///mnt/easel")
    return text


def _auth(text: str) -> str:
    if text not in ("auto", "local", "oidc", "off"):
        raise ValueError("one of auto, local, oidc and off")
    return text


def _whole(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ValueError(f"a whole number from {least:,} to {most:,}")
    return int(text)


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable. `read` turns its text into the value, or raises ValueError saying what must hold."""

    name: str
    default: str
    help: str
    read: Callable[[str], Any]


SETTINGS: tuple[Setting, ...] = (
    Setting("EASEL_HOME", "~/.easel", "The folder that holds datasets, models, jobs and logs.", _folder),
    Setting("EASEL_PORT", "8501", "The port on which `easel app` answers.", _port),
    Setting("EASEL_HOST", "localhost", "The address on which `easel app` answers; 0.0.0.0: on all.", str),
    Setting("EASEL_DATABASE_URL", "", "A PostgreSQL database, postgresql://...; empty: a file in EASEL_HOME.", str),
    Setting("EASEL_BUILDS", "0", "How many builds run at once on a machine; 0: as cores and memory allow.", _builds),
    Setting(
        "EASEL_KEEP_DAYS", "30", "How many days what was deleted, previews, logs and failed builds are kept.", _days
    ),
    Setting("EASEL_UPLOAD_MB", "200", "The largest file that can be uploaded in the browser, in MB.", _megabytes),
    Setting(
        "EASEL_DATABASE_PASSWORD", "", "The password for the database whose address is given on a command line.", str
    ),
    Setting(
        "EASEL_FILES_URL",
        "",
        "Where the files lie, such as s3://bucket/easel or file:///mnt/easel; empty: in EASEL_HOME.",
        _address,
    ),
    Setting("EASEL_MLFLOW_URL", "", "An MLflow server that hears of every build, http://...; empty: none.", _http),
    Setting(
        "EASEL_AUTH",
        "auto",
        "How people sign in: local (with passwords), oidc (with an identity provider), off, or auto: off on localhost.",
        _auth,
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force, in the types that the program uses."""

    home: Path
    port: int
    host: str
    database_url: str = field(repr=False)
    builds: int
    keep_days: int
    upload_mb: int
    database_password: str = field(default="", repr=False)
    files_url: str = field(default="", repr=False)
    mlflow_url: str = field(default="", repr=False)
    auth: str = "auto"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that an environment gives; empty counts as not set. Raises InputError naming the first wrong one."""
    return Settings(*(_value(setting, environ) for setting in SETTINGS))


@cache
def settings() -> Settings:
    """The settings of this process, read once from its environment."""
    return read_settings(os.environ)


def settings_table() -> str:
    """The Markdown table of docs/settings.md."""
    rows = [f"| `{one.name}` | {f'`{one.default}`' if one.default else 'none'} | {one.help} |" for one in SETTINGS]
    return "\n".join(["| variable | default | what it does |", "|---|---|---|", *rows])


def _value(setting: Setting, environ: Mapping[str, str]) -> Any:
    text = environ.get(setting.name, "").strip() or setting.default
    try:
        return setting.read(text)
    except ValueError as error:
        raise InputError(f"{setting.name} must be {error}; it is {text!r}.") from None
