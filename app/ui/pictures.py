"""Small drawings as inline SVG; their colours are the tokens, so they follow light and dark (`parts.draw_svg`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

BLUE, ORANGE, SOFT, STONE, LINE = "var(--chart)", "var(--other)", "var(--soft)", "var(--stone)", "var(--line)"


def _svg(width: int, height: int, *shapes: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" fill="none" aria-hidden="true" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(shapes)}</svg>'
    )


def _bar(x: float, y: float, width: float, color: str, height: float = 8) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{height / 2}" fill="{color}"/>'


def _dot(x: float, y: float, color: str, radius: float = 4, more: str = "") -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{color}" {more}/>'


def _path(points: Sequence[tuple[float, float]], color: str, width: float = 2, more: str = "") -> str:
    line = "L".join(f"{x} {y}" for x, y in points)
    return f'<path d="M{line}" stroke="{color}" stroke-width="{width}" stroke-linecap="round" {more}/>'


def table_with_target() -> str:
    """A table whose last column is chosen; two of its cells are still open. For the start page."""
    widths = (
        (28, 25, 39, 19),
        (28, 32, 26, 26),
        (49, 27, 31, 34),
        (42, 24, 32, 37),
        (42, 24, 42, 33),
        (50, 20, 30, 31),
    )
    shapes = ['<rect x="1" y="2" width="418" height="200" rx="12" fill="var(--surface)" stroke="var(--line)"/>']
    shapes += [_bar(x, 17, w, STONE, 7) for x, w in ((22, 34), (100, 43), (178, 29), (256, 40))]
    for i, row in enumerate(widths):
        y = 38 + 27.3 * i
        shapes.append(f'<path d="M1 {y:.1f}H419" stroke="var(--line2)"/>')
        shapes += [_bar(x, round(y + 9.5, 1), w, LINE) for x, w in zip((22, 100, 178, 256), row, strict=True)]
    shapes.append(
        '<rect x="329" y="1" width="74" height="202" rx="4" fill="var(--band)" stroke="var(--chart)" stroke-width="2"/>'
    )
    shapes.append(_bar(346, 17, 40, BLUE, 7))
    open_cell = 'stroke="var(--chart)" stroke-width="2" stroke-dasharray="2.6 2.6"'
    for i, color in enumerate((ORANGE, BLUE, BLUE, ORANGE)):
        shapes.append(_dot(366, round(51.6 + 27.3 * i, 1), color, 6))
    shapes += [_dot(366, round(51.6 + 27.3 * i, 1), "none", 5.5, open_cell) for i in (4, 5)]
    return _svg(420, 204, *shapes)


def two_groups() -> str:
    """Two kinds of dots and the line between them: a yes / no question."""
    orange = ((10, 30), (15, 14), (24, 40), (36, 10), (34, 33), (47, 21), (49, 43), (60, 11), (66, 26), (95, 8))
    blue = ((58, 46), (72, 34), (76, 52), (82, 18), (90, 30), (103, 40), (112, 14), (112, 26), (96, 52), (115, 52))
    line = _path(((34, 56), (90, 2)), "var(--muted)", 1.3, 'stroke-dasharray="3 3.5"')
    return _svg(124, 60, line, *(_dot(x, y, ORANGE) for x, y in orange), *(_dot(x, y, BLUE) for x, y in blue))


def trend() -> str:
    """Dots along a rising line: a number to predict."""
    dots = (
        (20, 40),
        (28, 46),
        (38, 38),
        (42, 42),
        (50, 34),
        (55, 30),
        (58, 37),
        (72, 29),
        (80, 22),
        (100, 9),
        (104, 18),
    )
    return _svg(124, 60, *(_dot(x, y, SOFT, 3) for x, y in (*dots, (117, 9))), _path(((4, 50), (120, 12)), BLUE, 2.2))


def rare_case() -> str:
    """Many squares alike and two that differ: a rare case to find."""
    rare = {(1, 3), (2, 7)}
    squares = [
        f'<rect x="{4 + 12 * i}" y="{8 + 18 * j}" width="9" height="9" rx="2.5" '
        f'fill="{ORANGE if (j, i) in rare else SOFT}"/>'
        for j in range(3)
        for i in range(10)
    ]
    return _svg(124, 60, *squares)


def two_rings() -> str:
    """Small and large rings: telling two kinds of cells apart."""
    small = ((12, 18), (26, 40), (38, 14), (48, 36), (20, 53))
    large = ((72, 22, 10), (98, 14, 8), (88, 45, 11), (112, 38, 8))
    rings = [_dot(x, y, "none", 5, f'stroke="{BLUE}" stroke-width="2"') + _dot(x, y, BLUE, 1.6) for x, y in small]
    rings += [
        _dot(x, y, "none", r, f'stroke="{ORANGE}" stroke-width="2"') + _dot(x, y, ORANGE, r / 2.6) for x, y, r in large
    ]
    return _svg(124, 60, *rings)


def falling_bars() -> str:
    """Bars that fall while a part of each grows orange: risk by group."""
    bars = ((6, 44, 4), (24, 38, 6), (42, 34, 9), (60, 27, 11), (78, 23, 13), (96, 18, 14))
    shapes = [
        f'<rect x="{x}" y="{54 - h}" width="12" height="{h - part}" rx="2" fill="{SOFT}"/>'
        f'<rect x="{x}" y="{54 - part + 1}" width="12" height="{part}" rx="2" fill="{ORANGE}"/>'
        for x, h, part in bars
    ]
    return _svg(124, 60, *shapes)


SAMPLE_PICTURES: Mapping[str, Callable[[], str]] = {
    "telecom_churn": two_groups,
    "house_prices": trend,
    "machine_maintenance": rare_case,
    "breast_cancer": two_rings,
    "loan_default": falling_bars,
}
PROBLEM_PICTURES: Mapping[str, Callable[[], str]] = {"regression": trend, "multiclass": two_rings}


def sample_order(name: str) -> tuple[int, str]:
    """Where a sample stands among the others: those with a drawing of their own first, in its order."""
    names = list(SAMPLE_PICTURES)
    return (names.index(name) if name in names else len(names), name)


def for_sample(name: str, problem: str) -> str:
    """The drawing of a sample table: its own, or the one of its kind of question."""
    return (SAMPLE_PICTURES.get(name) or PROBLEM_PICTURES.get(problem) or two_groups)()


def _easel(*on_the_canvas: str) -> str:
    wood = f'stroke="{STONE}" stroke-width="3" stroke-linecap="round"'
    legs = f'<path d="M44 2v16M24 80 12 110M64 80 76 110M44 84v18" {wood}/>'
    canvas = (
        '<rect x="9" y="17" width="70" height="56" rx="6" fill="var(--surface)" stroke="var(--muted)" opacity="0.9"/>'
    )
    shelf = f'<path d="M2 80H86" {wood}/>'
    return _svg(88, 112, legs, canvas, shelf, *on_the_canvas)


def easel_with_table() -> str:
    """An easel that carries a table: no tables yet."""
    rows = [_bar(17, 26, 54, LINE, 6), *(_bar(17, y, 36, "var(--sunk)", 6) for y in (37, 48, 59))]
    column = '<rect x="55" y="36" width="16" height="29" rx="2" fill="var(--tint)"/>'
    return _easel(*rows, column)


def easel_with_line() -> str:
    """An easel that carries a rising line: no models yet."""
    return _easel(
        _path(((18, 60), (32, 45), (43, 53), (64, 31)), BLUE, 3, 'stroke-linejoin="round"'), _dot(65, 30, ORANGE)
    )


def easel_with_clock() -> str:
    """An easel that carries a list of runs: no activity yet."""
    rows = [_dot(21, y, color, 3.5) for y, color in ((31, BLUE), (45, ORANGE), (59, STONE))]
    return _easel(*rows, *(_bar(30, y - 3, w, LINE, 6) for y, w in ((31, 40), (45, 30), (59, 36))))
