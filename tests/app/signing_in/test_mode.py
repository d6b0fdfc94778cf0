"""When people sign in: by the setting and the address, and with which provider."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.commands import app as command
from app.people import mode
from app.settings import read_settings
from benchmarks.server.process import free_port
from datasets.errors import InputError

SECRETS = """
[auth]
redirect_uri = "https://easel.example.com/oauth2callback"
cookie_secret = "a long secret"
[auth.okta]
client_id = "easel"
client_secret = "secret"
server_metadata_url = "https://example.okta.com/.well-known/openid-configuration"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize(
    ("host", "asked", "found"),
    [
        ("localhost", "auto", "off"),
        ("127.0.0.1", "auto", "off"),
        ("127.8.9.1", "auto", "off"),
        ("::1", "auto", "off"),
        ("0.0.0.0", "auto", "local"),
        ("::", "auto", "local"),
        ("", "auto", "local"),
        ("192.0.2.7", "auto", "local"),
        ("no.such.host.invalid", "auto", "local"),
        ("0.0.0.0", "off", "off"),
        ("localhost", "local", "local"),
    ],
)
def test_people_sign_in_where_others_can_reach_it(host: str, asked: str, found: str) -> None:
    assert mode.resolved(asked, host) == found


def test_an_identity_provider_is_found_where_streamlit_looks(folder: Path) -> None:
    with pytest.raises(InputError, match=r"needs a section \[auth\]"):
        mode.resolved("oidc", "0.0.0.0")
    (folder / mode.SECRETS).parent.mkdir()
    (folder / mode.SECRETS).write_text(SECRETS)
    assert mode.providers() == ("okta",)
    assert mode.resolved("auto", "0.0.0.0") == "oidc"
    assert mode.resolved("auto", "localhost") == "off"
    (folder / mode.SECRETS).write_text(SECRETS.replace("[auth.okta]\n", ""))
    assert mode.providers() == ("",)
    (folder / mode.SECRETS).write_text("[auth")
    with pytest.raises(InputError, match="must be TOML"):
        mode.providers()


def test_what_easel_app_told_its_server_counts() -> None:
    assert mode.in_force({mode.IN_FORCE: "local"}) == "local"
    assert mode.in_force({}) == "off"  # our own Streamlit settings answer on localhost alone


@pytest.mark.parametrize(("asked", "loud", "link"), [("off", True, False), ("auto", False, True)])
def test_the_terminal_says_how_people_sign_in(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    asked: str,
    loud: bool,
    link: bool,
) -> None:
    chosen = read_settings({"EASEL_HOME": str(folder), "EASEL_AUTH": asked})
    monkeypatch.setattr("app.settings.settings", lambda: chosen)
    monkeypatch.setenv(mode.IN_FORCE, "")
    first: list[str | None] = []

    def keep_running(*given: Any) -> int:
        first.append(given[-1])
        return 0

    monkeypatch.setattr(command, "_keep_running", keep_running)
    assert main(["app", "--host", "0.0.0.0", "--port", str(free_port())]) == 0
    assert ("SIGN-IN IS OFF" in capsys.readouterr().err, first[0] is not None) == (loud, link)
