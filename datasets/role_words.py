"""The words of a column's name that say what its numbers stand for."""

from __future__ import annotations

import re

from datasets.identity import ID_ENDINGS, name_words
from datasets.numbers import CURRENCIES

# Amounts of money, when one of these is among the words of the name ...
MONEY_WORDS = frozenset(
    {
        *("price", "prices", "salary", "wage", "wages", "revenue", "cost", "costs", "fare", "fee", "fees", "charges"),
        *("income", "preis", "gehalt", "lohn", "umsatz", "kosten", "betrag", "prix", "salaire", "montant", "precio"),
        *("salario", "importe", "prezzo", "costo", "ricavo", "importo", "preço", "preco", "receita", "custo", "prijs"),
    }
)
# ... and none of these, which make another measure of it.
MONEY_OTHERWISE = frozenset(
    {
        *("idx", "index", "rate", "ratio", "share", "pct", "percent", "percentage", "change", "growth", "log", "rank"),
        *(
            "score",
            "class",
            "category",
            "type",
            "group",
            "level",
            "band",
            "range",
            "code",
            "id",
            "number",
            "num",
            "count",
        ),
    }
)
# Per cent: one of these words in the name, or a word that begins with pct or percent, and no number beyond 100.
PERCENT_WORDS = frozenset({"pct", "percent", "percentage", "prozent", "pourcentage", "porcentaje", "percentuale", "%"})
# A year has a name with one of these in it, as a word, at its beginning or at its end.
YEAR_WORDS = ("year", "yr", "jahr", "année", "annee", "año", "ano", "anno", "jaar", "rok")
# Amounts, when one of these or a word of money is in the name beside it, unless they look like years.
AMOUNT_WORDS = MONEY_WORDS | {
    *("sales", "amount", "amounts", "total", "totals", "sum", "turnover", "spend", "spending", "units", "orders"),
    *("visits", "count", "counts", "number", "num", "n", "absatz", "anzahl", "ventes", "ventas", "vendite", "vendas"),
}
POSTCODE_WORDS = frozenset(
    {"zip", "zipcode", "postcode", "postal", "postalcode", "plz", "postleitzahl", "pincode", "cep"}
)
# Whole numbers are codes of categories when the name ends in one of these words, or like the name of an id ...
CODE_WORDS = frozenset(
    {
        *(
            "type",
            "class",
            "code",
            "category",
            "cat",
            "segment",
            "status",
            "region",
            "zone",
            "district",
            "sex",
            "gender",
        ),
        *("race", "ethnicity", "marital", "marriage", "education", "occupation", "department", "dept", "cluster"),
        *("species", "channel", "county", "state", "city", "country", "store", "shop", "branch", "brand"),
        *("warehouse", "product", "market", "station"),
        *("typ", "klasse", "gruppe", "geschlecht", "filiale", "sexe", "sexo", "tipo", "clase", "classe", "categoria"),
    }
)
# ... or begins with one of these ...
CODE_FIRST_WORDS = frozenset({"tipo", "clase", "classe", "categoria", "codigo", "code", "codice"})
# ... and has none of these, which count something.
CODE_OTHERWISE = frozenset({"number", "num", "no", "n", "total", "count", "anzahl", "nombre", "numero"})

_CODE_ENDINGS = ("class", "type", "code")
_ID_ENDINGS = ID_ENDINGS - {"nr", "nbr"}  # these may count something


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in small letters, a per cent or currency sign as a word of its own."""
    signs = [sign for sign in ("%", *CURRENCIES) if sign in name]
    accented = [word for word in re.split(r"[^\w]+|_", name.lower()) if word and not word.isascii()]
    return (*name_words(name), *accented, *signs)


def code_word(words: tuple[str, ...]) -> str | None:
    """The word of a name that says that its numbers are codes."""
    if not words or not CODE_OTHERWISE.isdisjoint(words):
        return None
    if words[-1] in CODE_WORDS | _ID_ENDINGS or words[-1].endswith(_CODE_ENDINGS):
        return words[-1]
    return words[0] if words[0] in CODE_FIRST_WORDS else None


def postcode_word(name: str) -> str | None:
    """The word of a column's name that speaks of postcodes."""
    return next((word for word in words_of(name) if word in POSTCODE_WORDS), None)
