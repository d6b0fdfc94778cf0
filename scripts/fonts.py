"""Makes the fonts Easel Sans and Easel Mono from packages where there are any, and never fails for want of them.

Sources, best first: the npm packages pinned below (when npm is there and answers), then Debian's packages
fonts-inter-variable and fonts-jetbrains-mono. Without either the app uses the system's own font. Table cells are drawn
on a canvas, which knows no font features, so the ten digits of Easel Sans *are* Inter's tabular digits: the character
map points at the glyphs that the font's own `tnum` feature would choose.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

STATIC = Path(__file__).parent.parent / "app" / "static"
DEBIAN = Path("/usr/share/fonts/truetype")
NPM_SECONDS = 15
LATIN = "0-FF 131 152-153 2BB-2BC 2C6 2DA 2DC 304 308 329 2000-206F 20AC 2122 2191 2193 2212 2215 FEFF FFFD"
LATIN_EXT = (
    "100-2BA 2BD-2C5 2C7-2CC 2CE-2D7 2DD-2FF 304 308 329 1D00-1DBF 1E00-1E9F 1EF2-1EFF 2020 20A0-20AB 20AD-20C0 2113 "
    "2C60-2C7F A720-A7FF"
)
SUBSETS = {"latin": LATIN, "latin-ext": LATIN_EXT}


@dataclass(frozen=True)
class Font:
    """One family: where it comes from and what is done to it."""

    name: str  # the family and, in lower case with hyphens, the start of the file names
    package: str  # on npm, with the version
    sha256: str  # of the package's archive
    member: str  # in the archive, {subset} stands for latin or latin-ext
    debian: str  # below DEBIAN
    change: Callable[[TTFont], None]

    def file(self, part: str) -> Path:
        return STATIC / f"{self.name.lower().replace(' ', '-')}-{part}.woff2"


def tabular_digits(font: TTFont) -> None:
    """Points the digits of the character map at the glyphs of the font's `tnum` feature."""
    same_width = _single_substitutions(font, "tnum")
    for table in font["cmap"].tables:
        for digit in "0123456789":
            glyph = table.cmap.get(ord(digit))
            table.cmap.update({ord(digit): same_width[glyph]} if glyph in same_width else {})


def _single_substitutions(font: TTFont, tag: str) -> dict[str, str]:
    if "GSUB" not in font:
        return {}
    table = font["GSUB"].table
    lookups = {i for f in table.FeatureList.FeatureRecord if f.FeatureTag == tag for i in f.Feature.LookupListIndex}
    found: dict[str, str] = {}
    for index in sorted(lookups):
        for part in table.LookupList.Lookup[index].SubTable:
            found.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
    return found


def unchanged(font: TTFont) -> None:
    """Leaves the glyphs as they are."""


FONTS = (
    Font(
        name="Easel Sans",
        package="@fontsource-variable/inter@5.3.0",
        sha256="d26710dd38e7217484a1d47ee76c024977ec550548876f26d06ed1844af09a14",
        member="package/files/inter-{subset}-opsz-normal.woff2",
        debian="inter-vf/Inter-roman.var.ttf",
        change=tabular_digits,
    ),
    Font(
        name="Easel Mono",
        package="@fontsource-variable/jetbrains-mono@5.3.0",
        sha256="996fe6368a480c9ce15d4de22a2682b7c40b403718fee2b15e7272f244fd993f",
        member="package/files/jetbrains-mono-{subset}-wght-normal.woff2",
        debian="jetbrains-mono/JetBrainsMono-Regular.ttf",
        change=unchanged,
    ),
)


def from_npm(font: Font, folder: Path) -> bool:
    """Writes the font from its npm package; False when npm is missing, does not answer, or sends something else."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    command = [npm, "pack", "--silent", "--fetch-retries=0", "--fetch-timeout=5000", font.package]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=NPM_SECONDS)
    except (subprocess.SubprocessError, OSError):
        return False
    archives = [p for p in folder.glob("*.tgz") if hashlib.sha256(p.read_bytes()).hexdigest() == font.sha256]
    if not archives:
        return False
    with tarfile.open(archives[0]) as archive:
        for part in SUBSETS:
            source = archive.extractfile(font.member.format(subset=part))
            if source is None:
                return False
            _write(font, TTFont(source), part)
    return True


def from_debian(font: Font, folder: Path) -> bool:
    """Writes the font from Debian's package, cut into the same two parts; False when that is not installed."""
    source = folder / font.debian
    if not source.is_file():
        return False
    for part, ranges in SUBSETS.items():
        cut = subset.Subsetter(subset.Options(layout_features=["*"], notdef_outline=True))
        cut.populate(unicodes=_code_points(ranges))
        whole = TTFont(source)
        cut.subset(whole)
        _write(font, whole, part)
    return True


def _code_points(ranges: str) -> list[int]:
    ends = [(part.split("-")[0], part.split("-")[-1]) for part in ranges.split()]
    return [point for first, last in ends for point in range(int(first, 16), int(last, 16) + 1)]


def _write(font: Font, glyphs: TTFont, part: str) -> None:
    font.change(glyphs)
    for name_id in (1, 4, 16):
        glyphs["name"].setName(font.name, name_id, 3, 1, 0x409)
    glyphs.flavor = "woff2"
    STATIC.mkdir(parents=True, exist_ok=True)
    unfinished = font.file(part).with_suffix(".part")
    glyphs.save(unfinished)
    unfinished.replace(font.file(part))


def make(font: Font) -> str:
    """Makes one family and says in a sentence where it came from."""
    if all(font.file(part).is_file() for part in SUBSETS):
        return f"{font.name} is there already."
    with tempfile.TemporaryDirectory() as folder:
        if from_npm(font, Path(folder)):
            return f"{font.name} made from {font.package}."
    if from_debian(font, DEBIAN):
        return f"{font.name} made from {DEBIAN / font.debian}."
    return f"{font.name} not made, no source was found; the app uses the system's own font."


def main() -> int:
    """Makes what can be made; always 0, because the app looks right without."""
    for font in FONTS:
        try:
            print(f"easel: {make(font)}")
        except Exception as error:  # fonts are a nicety: whatever is wrong with a source, set-up goes on
            print(
                f"easel: {font.name} not made ({type(error).__name__}: {error}); the system's own font is used instead."
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
