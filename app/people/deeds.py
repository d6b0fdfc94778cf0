"""What the audit list knows: a word for each kind of deed, and how pages call it."""

from __future__ import annotations

from collections.abc import Mapping

DEEDS: Mapping[str, str] = {
    "sign_in": "Signed in",
    "wrong_password": "Wrong password",
    "sign_out": "Signed out",
    "refused": "Was refused",
    "import": "Imported",
    "build": "Started a build",
    "change": "Changed",
    "rename": "Renamed",
    "archive": "Archived or took back",
    "copy": "Copied",
    "open": "Opened a model file",
    "job": "Stopped or retried",
    "delete": "Deleted",
    "bring_back": "Brought back",
    "remove": "Removed for good",
    "predict": "Predicted",
    "download": "Downloaded",
    "person": "Changed people",
    "project": "Changed projects",
    "password": "Set a password",
}
