"""Numbers, sizes, times and dates as Easel writes them: 12,345; 97.4 %; −0.7; 5 min 40 s; 1.8 MB; Today, 11:20.

Marks and dates are those of the reader (app/ui/notation.py), English where nobody is asked. The clock has 24 hours for
every reader: so have the pickers of a time, and the tables that people bring.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from app.ui import notation

if TYPE_CHECKING:
    from app.job_records import Progress

SPACE = "\u00a0"  # no-break: a number stays with its unit
MINUS = "\u2212"


def count(n: float | None) -> str:
    """A whole number with its thousands apart; "" when unknown."""
    return "" if n is None else _minus(f"{n:,.0f}")


def percent(share: float | None, digits: int = 1) -> str:
    """A share (0..1) as per cent: 0.974 -> "97.4 %"; only nothing is "0 %" and only all is "100 %" ("< 0.1 %" and
    "> 99.9 %" lie between); "" when unknown."""
    if share is None or math.isnan(share):
        return ""
    step = 10.0**-digits
    if 0 < share < step / 200:
        return f"<{SPACE}{_read(f'{step:.{digits}f}')}{SPACE}%"
    if 1 - step / 200 <= share < 1:
        return f">{SPACE}{_read(f'{100 - step:.{digits}f}')}{SPACE}%"
    text = f"{100 * share:,.{digits}f}" if share not in (0, 1) else f"{100 * share:.0f}"
    return f"{_minus(text)}{SPACE}%"


def short_percent(share: float) -> str:
    """A share as per cent with no more digits than it needs: "20 %", "33.4 %"."""
    return f"{_minus(f'{100 * share:g}')}{SPACE}%"


def decimals(value: float, digits: int) -> str:
    """A number with just so many decimals: 0.50."""
    return _minus(f"{value:,.{digits}f}")


def score(value: float | None, digits: int = 3) -> str:
    """A score: `digits` decimals when it is below 100 (3 in prose, 4 in tables), fewer when it is larger."""
    if value is None or math.isnan(value):
        return ""
    if abs(value) >= 1000:
        return count(value) if abs(value) < 1e15 else number(value)
    return _minus(f"{value:z,.{1 if abs(value) >= 100 else digits}f}")


def number(value: float | None, digits: int = 4) -> str:
    """Any number with about `digits` significant ones and no needless zeros: 32.42, 1,250, 0.0031; "" when unknown."""
    return _minus(_digits(value, digits))


def _digits(value: float | None, digits: int) -> str:
    if value is None or math.isnan(value):
        return ""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    size = math.floor(math.log10(abs(value))) + 1 if value else 1
    if size > 15 or size < -5:
        return f"{value:.{max(digits - 1, 0)}e}"
    text = f"{value:,.{max(digits - max(size, 0 if size < 0 else 1), 0) + (-size if size < 0 else 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell(value: float | str | None) -> str:
    """A text as it is, a number as `number` writes it; "" when unknown."""
    return value if isinstance(value, str) else number(value)


def quantity(value: float | None, role: str | None = None, unit: str = "", digits: int = 4) -> str:
    """A number as its column writes it: $1,250, 9.90 EUR, 12 %, 47.51°, and the years, codes and postcodes without
    thousands commas; "" when unknown."""
    if role in ("year", "code", "postcode"):
        return _minus(_digits(value, digits).replace(",", ""))
    text = number(value, digits)
    if role == "money" and value is not None and 0.01 <= abs(value) < 1e15:
        text = _minus(f"{value:,.{0 if abs(value) >= 1000 else 2}f}".removesuffix(".00"))
    if not unit or not text:
        return text
    if role == "money" and not unit.isalpha() and not unit.endswith("."):
        return f"{MINUS if text.startswith(MINUS) else ''}{unit}{text.removeprefix(MINUS)}"
    return f"{text}{'' if unit == '°' else SPACE}{unit}"


def signed(value: float, digits: int = 1) -> str:
    """A difference with its sign: +13.7, −0.7, 0."""
    text = f"{abs(value):,.{digits}f}"
    if not float(text.replace(",", "")):
        return "0"
    return f"{'+' if value > 0 else MINUS}{_read(text)}"


def duration(seconds: float | None) -> str:
    """A time span: 0.31 ms, 58 s, 5 min 40 s, 2 h 5 min; "" when unknown."""
    if seconds is None:
        return ""
    if seconds < 0.01:
        return f"{_read(f'{1000 * seconds:.2f}')}{SPACE}ms"
    if seconds < 1:
        return f"{1000 * seconds:.0f}{SPACE}ms"
    if seconds < 10 and round(seconds, 1) % 1:
        return f"{_read(f'{seconds:.1f}')}{SPACE}s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{SPACE}s"
    if whole < 3600:
        return _two(whole // 60, "min", whole % 60, "s")
    return _two(whole // 3600, "h", whole % 3600 // 60, "min")


def pace(progress: Progress) -> tuple[str, ...]:
    """How fast rows are predicted and how long the rest will take: "12,000 a second", "6 s left"; () before that can be
    known, and when all are done."""
    if not progress.rows_done or not progress.elapsed_s or not progress.left_s:
        return ()
    rate = progress.rows_done / progress.elapsed_s
    return (f"{count(round(rate))} a second", f"{duration(max(round(progress.left_s), 1))} left")


def size(n_bytes: float) -> str:
    """A file's size: 955 KB, 1.8 MB (1 KB is 1,000 bytes)."""
    if n_bytes < 1000:
        return f"{n_bytes:.0f}{SPACE}B"
    for unit in ("KB", "MB", "GB", "TB"):
        n_bytes /= 1000
        if n_bytes < 999.5 or unit == "TB":
            break
    text = f"{n_bytes:.{1 if n_bytes < 9.95 and unit != 'KB' else 0}f}"
    return f"{_read(text)}{SPACE}{unit}"


def moment(when: datetime | None, zone: tzinfo | None = None, now: datetime | None = None) -> str:
    """A point in time (UTC when it names no zone) on the reader's clock: "Today, 11:20", "Yesterday, 16:45", else
    "18 Nov 2026"; "" when unknown."""
    if when is None:
        return ""
    there, today = _local(when, zone), _local(now or datetime.now(UTC), zone).date()
    if there.date() == today:
        return f"Today, {there:%H:%M}"
    if there.date() == today - timedelta(days=1):
        return f"Yesterday, {there:%H:%M}"
    return day(there)


def since(when: datetime | None, zone: tzinfo | None = None, now: datetime | None = None) -> str:
    """`moment` in the middle of a sentence: "today, 11:20"."""
    text = moment(when, zone, now)
    return text[:1].lower() + text[1:]


def clock(when: datetime | None, zone: tzinfo | None = None) -> str:
    """The time of day on the reader's clock: "14:02"."""
    return "" if when is None else f"{_local(when, zone):%H:%M}"


def date_of(seconds: float | None) -> str:
    """Whole seconds UTC as a date, with the time when it is not midnight; "" when unknown."""
    if seconds is None or math.isnan(seconds):
        return ""
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))
    return day(when) if (when.hour, when.minute, when.second) == (0, 0, 0) else f"{day(when)}, {when:%H:%M}"


def day(when: date) -> str:
    """A day: "18 Nov 2026"."""
    return notation.current().date(when.year, when.month, when.day)


def _read(text: str) -> str:
    """A number in English as the reader writes it."""
    return notation.current().number(text)


def _local(when: datetime, zone: tzinfo | None) -> datetime:
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(zone)


def _minus(text: str) -> str:
    """A number in English as the reader writes it, with a true minus; nothing is less than nought by nothing."""
    return _read((text if text.strip("-0.,") else text.removeprefix("-")).replace("-", MINUS))


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    text = f"{large}{SPACE}{large_unit}"
    return f"{text} {small}{SPACE}{small_unit}" if small else text
