"""How often something happens, as people say it: 84 times in 100, 998 times in 1,000, every time."""

from __future__ import annotations


def often(share: float, digits: int = 0) -> str:
    """A share (0..1) in words, to `digits` decimals of a hundredth; only all is "every time", only nothing "never"."""
    if share >= 1:
        return "every time"
    if share <= 0:
        return "never"
    text = f"{100 * share:.{digits}f}"
    if 0 < float(text) < 100:
        return f"{text} time{'' if text == '1' else 's'} in 100"
    thousandths = f"{1000 * share:.0f}"
    if thousandths in ("0", "1000"):
        return "hardly ever" if thousandths == "0" else "nearly every time"
    return f"{thousandths} time{'' if thousandths == '1' else 's'} in 1,000"
