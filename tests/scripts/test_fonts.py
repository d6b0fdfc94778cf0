"""The font maker: digits of one width, made from a source if there is one, and never in the way of set-up."""

import io
from pathlib import Path

import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from scripts import fonts

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def proportional_font() -> TTFont:
    """A font whose digits have ten widths, and a `tnum` feature with glyphs of one width."""
    tabular = [f"{digit}.tf" for digit in DIGITS]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A", *DIGITS, *tabular])
    builder.setupCharacterMap({65: "A", **{ord(str(i)): digit for i, digit in enumerate(DIGITS)}})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in builder.font.getGlyphOrder()})
    widths = {
        ".notdef": 500,
        "A": 700,
        **{d: 400 + 10 * i for i, d in enumerate(DIGITS)},
        **dict.fromkeys(tabular, 600),
    }
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Proportional", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    rules = "".join(f"sub {digit} by {digit}.tf;" for digit in DIGITS)
    addOpenTypeFeaturesFromString(builder.font, f"feature tnum {{ {rules} }} tnum;")
    saved = io.BytesIO()
    builder.save(saved)
    return TTFont(io.BytesIO(saved.getvalue()))


def widths(font: TTFont, text: str) -> list[int]:
    glyphs = font.getBestCmap()
    return [font["hmtx"][glyphs[ord(letter)]][0] for letter in text]


def test_digits_get_one_width_and_letters_keep_theirs() -> None:
    font = proportional_font()
    assert len(set(widths(font, "0123456789"))) == 10
    fonts.tabular_digits(font)
    assert widths(font, "0123456789") == [600] * 10
    assert widths(font, "A") == [700]


def test_made_from_debian_in_two_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "STATIC", tmp_path / "static")
    sans = fonts.FONTS[0]
    source = tmp_path / sans.debian
    source.parent.mkdir()
    proportional_font().save(source)
    assert fonts.from_debian(sans, tmp_path)
    made = TTFont(tmp_path / "static" / "easel-sans-latin.woff2")
    assert made.flavor == "woff2"
    assert made["name"].getDebugName(1) == "Easel Sans"
    assert widths(made, "0123456789") == [600] * 10
    assert (tmp_path / "static" / "easel-sans-latin-ext.woff2").is_file()
    assert not list((tmp_path / "static").glob("*.part"))


def test_without_a_source_the_set_up_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fonts, "STATIC", tmp_path / "static")
    monkeypatch.setattr(fonts, "DEBIAN", tmp_path / "nowhere")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fonts.main() == 0
    said = capsys.readouterr().out
    assert "Easel Sans not made, no source was found" in said
    assert not (tmp_path / "static").exists()


def test_a_damaged_source_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fonts, "STATIC", tmp_path / "static")
    monkeypatch.setattr(fonts, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    for font in fonts.FONTS:
        (tmp_path / font.debian).parent.mkdir()
        (tmp_path / font.debian).write_bytes(b"not a font")
    assert fonts.main() == 0
    assert "Easel Mono not made (TTLibError" in capsys.readouterr().out


def test_the_app_asks_for_the_files_that_are_made(root: Path) -> None:
    theme = (root / "app" / "ui" / "theme.py").read_text(encoding="utf-8")
    for font in fonts.FONTS:
        for part in fonts.SUBSETS:
            assert f'"{font.file(part).name}"' in theme
