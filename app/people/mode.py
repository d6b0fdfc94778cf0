"""Whether people sign in, and how: worked out from EASEL_AUTH and the address on which the app answers."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from app.settings import read_settings
from datasets.errors import InputError

Mode = Literal["off", "local", "oidc"]
MODES: tuple[Mode, ...] = get_args(Mode)
SECRETS = Path(".streamlit", "secrets.toml")
IN_FORCE = "EASEL_AUTH_IN_FORCE"  # what `easel app` tells the server that it starts
OFF_ALOUD = (
    "SIGN-IN IS OFF, AND EASEL ANSWERS OTHER COMPUTERS: whoever reaches this address may see, change and delete "
    "everything. Leave EASEL_AUTH out to let people sign in."
)


def resolved(asked: str, host: str) -> Mode:
    """The mode for what EASEL_AUTH asks and the host name or address on which the app answers.

    auto is off on an address of this computer; elsewhere oidc where secrets.toml names an identity provider, else
    local. Raises InputError when oidc is asked for and no provider is named.
    """
    if asked == "oidc" and not providers():
        raise InputError(
            "EASEL_AUTH=oidc needs a section [auth] in .streamlit/secrets.toml, in this folder or in your home folder; "
            "there is none. docs/people.md has an example."
        )
    if (fixed := _mode(asked)) is not None:
        return fixed
    if is_local(host):
        return "off"
    return "oidc" if providers() else "local"


def is_local(host: str) -> bool:
    """Whether only this computer reaches what answers on a host name or address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host or "0.0.0.0", None)
    except OSError:
        return False
    return all(ipaddress.ip_address(str(place[0]).partition("%")[0]).is_loopback for *_, place in found)


def providers() -> tuple[str, ...]:
    """The identity providers that secrets.toml names, "" for the one without a name; none: ()."""
    auth = _auth_section()
    named = tuple(name for name, value in auth.items() if isinstance(value, Mapping) and "client_id" in value)
    return (("",) if "client_id" in auth else ()) + named


def in_force(environ: Mapping[str, str] | None = None) -> Mode:
    """The mode of the web server that this process is; one that `easel app` did not start answers to its own setting
    server.address."""
    environ = os.environ if environ is None else environ
    if (told := _mode(environ.get(IN_FORCE, ""))) is not None:
        return told
    from streamlit import config

    return resolved(read_settings(environ).auth, str(config.get_option("server.address") or "localhost"))


def _mode(text: str) -> Mode | None:
    return next((mode for mode in MODES if mode == text), None)


def _auth_section() -> Mapping[str, Any]:
    """The section [auth] of the first secrets.toml that has one, where Streamlit looks for it."""
    import tomllib

    for folder in (Path.cwd(), Path.home()):
        try:
            found = tomllib.loads((folder / SECRETS).read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise InputError(f"{folder / SECRETS} must be TOML that can be read; it is not ({error}).") from error
        if isinstance(found.get("auth"), Mapping):
            return dict(found["auth"])
    return {}
