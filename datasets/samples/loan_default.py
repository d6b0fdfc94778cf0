"""Made-up loans to private people, some never repaid; applicants who state no income are a story of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from datasets.samples._made import (
    Days,
    Mask,
    Numbers,
    Texts,
    blanked,
    draw,
    effect,
    happens,
    numbered,
    read_back,
    written,
    written_dates,
    yes_no,
)
from datasets.samples._sample import Sample
from datasets.table import Table

FIRST_DAY = date(2021, 1, 4)
N_DAYS = 1_270
PURPOSES = {
    "Debt consolidation": 0.42,
    "Home improvement": 0.17,
    "Car": 0.13,
    "Medical": 0.08,
    "Education": 0.07,
    "Small business": 0.07,
    "Wedding": 0.04,
    "Moving": 0.02,
}
EMPLOYMENT = {"Salaried": 0.66, "Self-employed": 0.16, "Retired": 0.08, "Temporary": 0.1}
REGIONS = {"North": 0.21, "East": 0.17, "South": 0.29, "West": 0.24, "Islands": 0.09}
GRADES = np.array(list("ABCDEFG"))


def _load() -> Table:
    rng = np.random.default_rng(61_283)
    n = SAMPLE.n_rows
    days = np.sort(rng.integers(0, N_DAYS, n))
    words, numbers = _applicants(rng)
    numbers.update(_loans(rng, numbers, days))
    hidden = rng.random(n) < np.where(words["employment"] == "Salaried", 0.05, 0.26)
    defaults = happens(rng, _log_odds(words, numbers, hidden))
    dti = numbers["debt_to_income"]
    return read_back(
        SAMPLE.name,
        {
            "loan_id": numbered(rng, n, "L{}", 3_100_000, 3_160_000),
            "issued_on": written_dates(FIRST_DAY, days),
            "amount": written(numbers["amount"], thousands=True),
            "term_months": written(numbers["term"]),
            "interest_rate": np.array([f"{rate}%" for rate in written(numbers["rate"], 2)]),
            "grade": GRADES[numbers["grade"].astype(int)],
            "monthly_payment": written(numbers["payment"], 2, thousands=True),
            **words,
            "annual_income": blanked(written(numbers["income"], thousands=True), hidden),
            "debt_to_income": blanked(written(dti, 1), hidden | (rng.random(n) < 0.01)),
            "open_credit_lines": written(numbers["lines"]),
            "card_utilisation": blanked(written(numbers["used"], 1), rng.random(n) < 0.04),
            "late_payments_2y": written(numbers["late"]),
            SAMPLE.target: yes_no(defaults),
        },
    )


def _applicants(rng: np.random.Generator) -> tuple[dict[str, Texts], dict[str, Numbers]]:
    n = SAMPLE.n_rows
    employment = draw(rng, n, EMPLOYMENT)
    trust = rng.normal(0, 1, n) + effect(employment, {"Salaried": 0.2, "Temporary": -0.5})
    years = np.floor(rng.gamma(1.4, 4.6, n) * (employment != "Retired"))
    words = {
        "purpose": draw(rng, n, PURPOSES),
        "employment": employment,
        "years_employed": blanked(written(years), employment == "Retired"),
        "home": np.where(rng.random(n) < 0.45, "Rent", draw(rng, n, {"Mortgage": 0.78, "Own": 0.22})),
        "region": draw(rng, n, REGIONS),
    }
    pay = effect(employment, {"Salaried": 0.12, "Retired": -0.35, "Temporary": -0.3})
    income = 41_000 * np.exp(pay + 0.13 * trust + rng.normal(0, 0.38, n))
    numbers = {
        "trust": trust,
        "income": np.round(income / 100) * 100,
        "lines": 2.0 + rng.poisson(6.5, n),
        "used": 100 * rng.beta(np.exp(0.5 - 0.35 * trust), 1.6, n),
        "late": rng.poisson(np.exp(-1.1 - 0.75 * trust)).astype(float),
    }
    return words, numbers


def _loans(rng: np.random.Generator, numbers: dict[str, Numbers], days: Days) -> dict[str, Numbers]:
    """Amounts follow the income, rates follow the grade and the year, payments follow from both (an annuity)."""
    n = SAMPLE.n_rows
    income = numbers["income"]
    amount = np.clip(np.round(income * rng.gamma(3.2, 0.11, n) / 50) * 50, 1_000, 40_000)
    term = np.where(rng.random(n) < 0.22 + 0.3 * (amount > 15_000), 60.0, 36.0)
    grade = np.clip(np.round(2.4 - 1.05 * numbers["trust"] + rng.normal(0, 0.75, n)), 0, 6)
    rate = 5.4 + 2.7 * grade + 1.1 * (term == 60) + 1.8 * (days > 560) + rng.normal(0, 0.5, n)
    monthly = rate / 1200
    payment = amount * monthly / (1 - (1 + monthly) ** -term)
    others = rng.gamma(2.2, 0.06, n)
    return {
        "amount": amount,
        "term": term,
        "grade": grade,
        "rate": rate,
        "payment": payment,
        "debt_to_income": 100 * (others + 12 * payment / income),
    }


def _log_odds(words: dict[str, Texts], numbers: dict[str, Numbers], hidden: Mask) -> Numbers:
    long, late, used = numbers["term"] == 60, numbers["late"], numbers["used"] / 100
    burden = (numbers["debt_to_income"] - 28) / 10
    log_odds: Any = -3.6 + 0.42 * (numbers["grade"] - 2) + 0.75 * np.minimum(late, 4)
    log_odds += burden * (0.55 + 0.45 * long) + 0.35 * long
    log_odds += 1.6 * np.maximum(used - 0.55, 0) * (1 + late) + 1.25 * hidden
    log_odds += effect(words["purpose"], {"Small business": 1.1, "Medical": 0.45, "Car": -0.5, "Wedding": -0.4})
    log_odds += effect(words["employment"], {"Temporary": 0.8, "Self-employed": 0.3, "Retired": -0.3})
    log_odds += effect(words["home"], {"Rent": 0.45, "Own": -0.4}) + effect(words["region"], {"Islands": 0.4})
    found: Numbers = log_odds
    return found


SAMPLE = Sample(
    name="loan_default",
    title="Loan default",
    question="Which loans will not be repaid?",
    target="default",
    problem="binary",
    n_rows=9_000,
    lesson="A missing annual_income is a sign of its own, so keep those rows; loan_id only names rows: leave it out.",
    load=_load,
)
