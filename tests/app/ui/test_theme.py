import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.ui import theme
from inference.page.writer import FOLDER, LATIN


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    path = theme.FOLDER.parent / ".streamlit" / "config.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("section", "dark"), [("light", False), ("dark", True)])
def test_streamlit_is_told_the_same_colours(config: dict[str, Any], section: str, dark: bool) -> None:
    colors, told = theme.Palette(dark), config["theme"][section]
    pairs = {
        "primaryColor": "fill",
        "backgroundColor": "surface",
        "secondaryBackgroundColor": "sunk",
        "textColor": "ink",
        "borderColor": "line",
        "linkColor": "accent",
        "codeTextColor": "ink",
        "codeBackgroundColor": "sunk",
        "dataframeHeaderTextColor": "muted",
        "greenTextColor": "good",
        "greenBackgroundColor": "good-tint",
        "yellowTextColor": "warn",
        "yellowBackgroundColor": "warn-tint",
        "redTextColor": "bad",
        "redBackgroundColor": "bad-tint",
        "blueTextColor": "accent",
        "blueBackgroundColor": "tint",
    }
    assert {key: told[key] for key in pairs} == {key: colors[token] for key, token in pairs.items()}
    assert tuple(told["chartCategoricalColors"]) == colors.categories


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("on", ["surface", "canvas", "sunk"])
@pytest.mark.parametrize(("token", "least"), [("ink", 12.0), ("muted", 4.5), ("accent", 4.5)])
def test_words_can_be_read_on_every_ground(dark: bool, on: str, token: str, least: float) -> None:
    colors = theme.Palette(dark)
    assert contrast(colors[token], colors[on]) >= least


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("tone", ["good", "warn", "bad"])
def test_states_can_be_read_on_their_tint(dark: bool, tone: str) -> None:
    colors = theme.Palette(dark)
    assert contrast(colors[tone], colors[f"{tone}-tint"]) >= 4.5


def test_the_style_sheet_names_only_tokens_that_exist() -> None:
    sheet = (theme.FOLDER / "style.css").read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--([a-z0-9-]+)", sheet))
    made_inside = {"font", "mono", *re.findall(r"[{;\s]--([a-z0-9-]+):", sheet), "name", "value"}
    assert used <= set(theme.TOKENS) | made_inside
    assert "st-emotion" not in sheet


def test_the_page_of_a_model_takes_the_same_letters_from_the_font() -> None:
    (letters,) = (letters for _, file, _, letters in theme.FONTS if file == "easel-sans-latin.woff2")
    assert letters == LATIN


def test_only_fonts_that_are_there_are_asked_for(tmp_path: Path) -> None:
    assert theme.font_faces(tmp_path) == ""
    (tmp_path / "easel-sans-latin.woff2").write_bytes(b"")
    assert theme.font_faces(tmp_path).count("@font-face") == 1


def test_the_options_keep_the_app_offline_and_free_of_tracebacks(config: dict[str, Any]) -> None:
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["client"]["toolbarMode"] == "minimal"
    assert "fontFaces" not in config["theme"]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2 defines it."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_the_page_of_a_model_has_the_colours_of_the_app() -> None:
    sheet = (FOLDER / "page.css").read_text(encoding="utf-8")
    found = dict(re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9A-F]{6}, #[0-9A-F]{6})\)", sheet))
    assert found == {name: ", ".join(theme.TOKENS[name]) for name in found}
    assert {"canvas", "ink", "fill"} <= set(found)
