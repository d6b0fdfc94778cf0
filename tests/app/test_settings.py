"""Settings: read from an environment, refused in a sentence, and told in docs/settings.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import SETTINGS, read_settings, settings_table
from datasets.errors import InputError


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    found = read_settings({"EASEL_PORT": "  "})
    assert (found.home, found.port, found.host, found.upload_mb) == (Path("/home/ada/.easel"), 8501, "localhost", 200)


def test_values_from_the_environment(tmp_path: Path) -> None:
    found = read_settings({"EASEL_HOME": str(tmp_path), "EASEL_PORT": "9000", "EASEL_UPLOAD_MB": "50"})
    assert (found.home, found.port, found.upload_mb) == (tmp_path, 9000, 50)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8501.5", "http", "²"])
def test_a_wrong_value_is_a_sentence(port: str) -> None:
    with pytest.raises(InputError, match="EASEL_PORT must be a whole number from 1 to 65,535; it is"):
        read_settings({"EASEL_PORT": port})


def test_the_documentation_has_the_table(root: Path) -> None:
    assert settings_table() in (root / "docs" / "settings.md").read_text(encoding="utf-8")


def test_every_setting_is_explained() -> None:
    for setting in SETTINGS:
        assert setting.name.startswith("EASEL_")
        assert setting.help.endswith(".")
