"""Numbers written as text: finding out how a column writes them, and reading them.

A text is a number when, without surrounding blanks and affixes, it is digits with an optional sign, an optional
decimal part and an optional exponent; thousands marks must stand where they belong ("1,234", never "1,23"). In round
brackets, as accountants write it, a number without a sign is negative: "(1,234.50)", "$(5)", "($5)". So it is with a
minus behind an amount with a mark in it, as SAP writes it: "1.234,50-", "5,00- EUR"; 3- and 2020- are none. A word
behind the digits may stand for noughts ("1.2M"), times of day are minutes ("08:15"), and digits of other scripts are
read as 0 to 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.clock import clock_share, parse_clock
from datasets.digits import western
from datasets.powers import powers_in
from datasets.schema import NumberFormat

PLAIN = NumberFormat()
CLOCK = NumberFormat(clock=True)

# Tried in this order; of equally good ones the first is taken.
SEPARATORS: tuple[tuple[str, str], ...] = (
    (".", ""),
    (".", ","),
    (",", ""),
    (",", "."),
    (".", " "),
    (",", " "),
    (".", "'"),
    (",", "'"),
)

CURRENCIES: tuple[str, ...] = tuple("$€£¥₹₽₩₺₪₫฿₴₦₱₡")
CURRENCY_CODES: tuple[str, ...] = (
    *("US$", "A$", "C$", "R$", "NT$", "HK$", "Rs.", "Rs", "kr.", "kr", "zł", "Kč", "Ft", "Fr.", "USD", "EUR", "GBP"),
    *("JPY", "CNY", "INR", "CHF", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "BRL", "MXN", "ZAR"),
    *("TL", "TRY", "RUB", "руб.", "руб", "UAH", "грн", "RON", "lei", "BGN", "лв.", "SGD", "HKD", "KRW", "AED", "SAR"),
    *("円", "元", "원"),
)
PERCENT: tuple[str, ...] = ("%", "‰")
MAGNITUDES = frozenset("kKmMbB")  # "1.2M" is not 1.2: these are no units

# At least this share of the cells that are not missing must be numbers.
NUMBER_SHARE = 0.99
# Of which, when some are looked at first, fewer than this are surely none.
CLEARLY_NOT = 0.95
# Of more different texts than this, some are looked at before all of them.
_SAMPLE = 2000

_BLANKS = "[\\s\u00a0\u202f\u2009]"
_SIGN = "[+\\-\u2212]"
_EDGES = re.compile(
    f"^{_BLANKS}*{_SIGN}?{_BLANKS}*([^0-9\\s+\\-\u2212.,'’]*\\.?){_BLANKS}*{_SIGN}?{_BLANKS}*"
    f"[.,]?[0-9](?:.*[0-9])?[.,]?({_BLANKS}*)([^0-9]*?){_BLANKS}*$",
    re.DOTALL,
)
IN_BRACKETS = "^([^()0-9+\\-\u2212.,'’]*(?:\\.[^()0-9+\\-\u2212.,'’]*)?)\\(([^()+\\-\u2212]*)\\)([^()0-9]*)$"
LATE_MINUS = "^([^+\\-\u2212]*[0-9][.,](?:[^+\\-\u2212]*[0-9])?) ?[\\-\u2212]([^0-9+\\-\u2212]*)$"
_UNIT = re.compile(r"^[^\W\d_]{1,12}(?:[/²³][^\W\d_]{0,8})?$")


def parse_numbers(texts: pa.Array, form: NumberFormat) -> npt.NDArray[np.float64]:
    """Texts (n,) to float64 (n,); NaN where the cell is null or the text is not a number in this notation."""
    if form == PLAIN and (quick := _cast_all(texts)) is not None:
        return quick
    texts = western(texts)
    if form.clock:
        times = parse_clock(texts)
        return np.where(np.isnan(times), parse_numbers(texts, PLAIN), times)
    match = pc.extract_regex(_signed_in_front(texts), pattern(form))
    sign, late_sign, body, tail = (match.field(name) for name in ("sign", "late", "body", "tail"))
    if form.powers:
        tail = _with_powers(tail, match.field("power"), form)
    minus = np.asarray(pc.fill_null(_is_minus(sign), False)) | np.asarray(pc.fill_null(_is_minus(late_sign), False))
    if form.thousands:
        body = pc.replace_substring_regex(body, thousands_class(form.thousands), "")
    if form.decimal != ".":
        body = pc.replace_substring(body, form.decimal, ".")
    plain = pc.binary_join_element_wise(body, tail, "")
    plain = pc.if_else(pc.equal(pc.fill_null(plain, ""), ""), pa.scalar(None, pa.string()), plain)
    values = np.asarray(pc.cast(plain, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
    values = np.where(np.isfinite(values), values, np.nan)
    signed: npt.NDArray[np.float64] = np.where(minus, -values, values)
    return signed


def pattern(form: NumberFormat) -> str:
    """The regular expression (RE2) of a whole cell in this notation."""
    decimal = re.escape(form.decimal)
    whole = "[0-9]+"
    if form.thousands:
        mark = thousands_class(form.thousands)
        whole = f"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{2,3}})*{mark}[0-9]{{3}}|[0-9]+"
    body = f"(?:{whole})(?:{decimal}[0-9]*)?|{decimal}[0-9]+"
    affix = "|".join(re.escape(a) for a in sorted(form.affixes, key=len, reverse=True))
    before = f"(?:(?:{affix}){_BLANKS}*)?" if affix else ""
    after = f"(?:{_BLANKS}*(?:{affix}))?" if affix else ""
    signs = f"(?:(?P<sign>{_SIGN}?){_BLANKS}*{before}|{before}(?P<late>{_SIGN}))"
    tail = "(?P<tail>(?:[eE][+\\-]?[0-9]+)?)"
    if form.powers:
        words = "|".join(re.escape(word) for word in sorted(dict(form.powers), key=len, reverse=True))
        tail = f"(?:(?P<tail>[eE][+\\-]?[0-9]+)|{_BLANKS}*(?P<power>{words}))?"
    return f"^{_BLANKS}*{signs}{_BLANKS}*(?P<body>{body}){tail}{after}{_BLANKS}*$"


def detect_format(
    texts: pa.Array, counts: npt.NDArray[np.int64], decimal: str | None = None
) -> tuple[NumberFormat, float]:
    """The notation that reads most cells of a column, and the share it reads; with a given decimal mark or any.

    texts (u,): the different texts, none missing; counts (u,): how often each stands in the column. A notation found
    on some of many texts is taken when it reads all of them as well as those; else all are searched.
    """
    if decimal in (None, PLAIN.decimal) and len(texts) and _cast_all(texts) is not None:
        return PLAIN, 1.0
    if any(_match_all(texts, mark) for mark in (r"\(", LATE_MINUS)):
        return NumberFormat(decimal or "."), 0.0  # marks such as (1), or 18-, 25-: amounts are not negative all alike
    form, share = _detected(_signed_in_front(texts), counts, decimal)
    if share < NUMBER_SHARE and (of_clock := clock_share(texts, counts)) > share:
        return CLOCK, of_clock
    return form, share


def _detected(texts: pa.Array, counts: npt.NDArray[np.int64], decimal: str | None) -> tuple[NumberFormat, float]:
    if len(texts) > _SAMPLE:
        some = np.linspace(0, len(texts) - 1, _SAMPLE).astype(np.int64)
        form, expected = _search(texts.take(pa.array(some)), counts[some], decimal)
        share = _share(texts, counts, form)
        if share >= expected or expected < CLEARLY_NOT:
            return form, share
    return _search(texts, counts, decimal)


def _match_all(texts: pa.Array, mark: str) -> bool:
    """Whether the mark is found in every text; the first ones are looked at before all of them."""
    return all(pc.all(pc.match_substring_regex(some, mark)).as_py() for some in (texts.slice(0, _SAMPLE), texts))


def _search(texts: pa.Array, counts: npt.NDArray[np.int64], decimal: str | None) -> tuple[NumberFormat, float]:
    texts = western(texts)
    best, share = _best_separators(texts, counts, (), decimal)
    if share >= NUMBER_SHARE:
        return best, share
    words = texts.to_pylist()
    powers, bare = powers_in(words, counts, (*CURRENCIES, *CURRENCY_CODES))
    for written, more in ((bare, powers), (words, ())) if powers else ((words, ()),):
        affixes = _affixes(written)
        if affixes or more:
            with_more, larger = _best_separators(texts, counts, affixes, decimal, more)
            if larger > share:
                best, share = with_more, larger
    return best, share


def _share(texts: pa.Array, counts: npt.NDArray[np.int64], form: NumberFormat) -> float:
    """The share of the cells that are numbers in this notation."""
    return float(counts[~np.isnan(parse_numbers(texts, form))].sum() / max(counts.sum(), 1))


def _best_separators(
    texts: pa.Array,
    counts: npt.NDArray[np.int64],
    affixes: tuple[str, ...],
    asked: str | None,
    powers: tuple[tuple[str, int], ...] = (),
) -> tuple[NumberFormat, float]:
    best, best_share = NumberFormat(asked or ".", affixes=affixes, powers=powers), -1.0
    for decimal, thousands in SEPARATORS:
        if asked not in (None, decimal):
            continue
        form = NumberFormat(decimal, thousands, affixes, powers)
        read = ~np.isnan(parse_numbers(texts, form))
        share = float(counts[read].sum() / max(counts.sum(), 1))
        if share > best_share and not (thousands and _ungrouped(texts, read, form)):
            best, best_share = form, share
        if best_share == 1.0:
            break
    return best, best_share


def _ungrouped(texts: pa.Array, read: npt.NDArray[np.bool_], form: NumberFormat) -> bool:
    """Whether many whole numbers of four digits stand without the mark: then it is not one of thousands."""
    plain = np.asarray(pc.match_substring_regex(texts, "^[^0-9.,]*[0-9]{4,}[^0-9.,]*$"))
    grouped = np.asarray(pc.match_substring_regex(texts, f"[0-9]{thousands_class(form.thousands)}[0-9]{{3}}"))
    return bool(2 * (plain & read).sum() > (grouped & read).sum())


def _affixes(texts: Iterable[str]) -> tuple[str, ...]:
    """What stands before or after the digits, when it is a currency, a per cent sign or always the same unit."""
    found: dict[str, int] = {}
    units: dict[str, int] = {}
    n = 0
    for text in texts:
        n += 1
        match = _EDGES.match(text)
        if match is None:
            continue
        for affix in (match[1].strip(), match[3].strip()):
            if affix in CURRENCIES or affix in CURRENCY_CODES or affix in PERCENT:
                found[affix] = found.get(affix, 0) + 1
        if not match[1] and _UNIT.match(match[3]) and match[3] not in MAGNITUDES:
            units[match[3]] = units.get(match[3], 0) + 1
    if found:
        return tuple(sorted(found))
    unit = max(units, key=lambda u: units[u], default=None)
    return (unit,) if unit is not None and units[unit] >= NUMBER_SHARE * n else ()


def _cast_all(texts: pa.Array) -> npt.NDArray[np.float64] | None:
    """All texts at once by Arrow's reader, when every one of them is an ordinary number."""
    try:
        cast = pc.cast(texts, pa.float64())
    except pa.ArrowInvalid:
        return None
    values = np.asarray(cast.to_numpy(zero_copy_only=False), dtype=np.float64)
    return values if int(np.isfinite(values).sum()) == len(texts) - texts.null_count else None


def _with_powers(tail: pa.Array, words: pa.Array, form: NumberFormat) -> pa.Array:
    """The exponents (n,) with those that words stand for."""
    for word, power in form.powers:
        tail = pc.if_else(pc.fill_null(pc.equal(words, word), False), f"e{power}", tail)
    return tail


def _signed_in_front(texts: pa.Array) -> pa.Array:
    """(5) and 5- as -5; texts that are no such number stay or become other texts that are none."""
    if pc.any(pc.match_substring(texts, "(")).as_py():
        texts = pc.replace_substring_regex(texts, IN_BRACKETS, r"\1-\2\3")
    if pc.any(pc.match_substring_regex(texts, LATE_MINUS)).as_py():
        texts = pc.replace_substring_regex(texts, LATE_MINUS, r"-\1\2")
    return texts


def _is_minus(sign: pa.Array) -> pa.Array:
    return pc.is_in(sign, pa.array(["-", "\u2212"]))


def thousands_class(mark: str) -> str:
    if mark == " ":
        return "[ \u00a0\u202f\u2009]"
    return "['’]" if mark == "'" else re.escape(mark)
