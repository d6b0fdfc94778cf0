"""Made-up customers of a telephone company, some of whom left last month; ExitReason was asked of the leavers."""

from __future__ import annotations

from typing import Any

import numpy as np

from datasets.samples._made import (
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
    yes_no,
)
from datasets.samples._sample import Sample
from datasets.table import Table

ADD_ONS = {"OnlineSecurity": 0.38, "OnlineBackup": 0.44, "TechSupport": 0.36, "StreamingTV": 0.5}
ADD_ON_PRICES = {"OnlineSecurity": 4.5, "OnlineBackup": 3.9, "TechSupport": 5.5, "StreamingTV": 9.9}
REASONS = {
    "Better offer elsewhere": 0.36,
    "Price too high": 0.22,
    "Unhappy with support": 0.18,
    "Slow connection": 0.13,
    "Moved away": 0.11,
}


def _load() -> Table:
    rng = np.random.default_rng(20_417)
    columns = {**_person(rng), **_services(rng)}
    columns.update(_contract(rng, columns))
    tenure = columns["tenure"].astype(float)
    monthly = _monthly_charges(rng, columns)
    calls = rng.poisson(0.7 + 0.9 * (columns["InternetService"] == "Fiber optic") * (columns["TechSupport"] != "Yes"))
    leaves = happens(rng, _log_odds(columns, tenure, monthly, calls.astype(float)))
    total = np.maximum(monthly * tenure * rng.normal(1, 0.03, len(tenure)), monthly)
    return read_back(
        SAMPLE.name,
        {
            "customerID": numbered(rng, SAMPLE.n_rows, "TC-{}", 100_000, 190_000),
            **columns,
            "SupportCalls": written(calls),
            "MonthlyCharges": written(monthly, 2),
            "TotalCharges": blanked(written(total, 2), tenure == 0),
            "ExitReason": blanked(draw(rng, SAMPLE.n_rows, REASONS), ~leaves | (rng.random(SAMPLE.n_rows) < 0.02)),
            SAMPLE.target: yes_no(leaves),
        },
    )


def _person(rng: np.random.Generator) -> dict[str, Texts]:
    n = SAMPLE.n_rows
    partner = rng.random(n) < 0.48
    return {
        "gender": blanked(draw(rng, n, {"Female": 0.5, "Male": 0.5}), rng.random(n) < 0.01),
        "SeniorCitizen": written(rng.random(n) < 0.17),
        "Partner": yes_no(partner),
        "Dependents": yes_no(rng.random(n) < np.where(partner, 0.5, 0.1)),
    }


def _services(rng: np.random.Generator) -> dict[str, Texts]:
    n = SAMPLE.n_rows
    internet = draw(rng, n, {"Fiber optic": 0.43, "DSL": 0.36, "None": 0.21})
    offline = internet == "None"
    add_ons = {name: yes_no(rng.random(n) < share) for name, share in ADD_ONS.items()}
    return {
        "PhoneLines": written(1 + (rng.random(n) < 0.41) + (rng.random(n) < 0.06)),
        "InternetService": np.where(offline, "No internet", internet),
        **{name: np.where(offline, "No internet", words) for name, words in add_ons.items()},
    }


def _contract(rng: np.random.Generator, columns: dict[str, Texts]) -> dict[str, Texts]:
    """Long contracts go with long tenures; families like them."""
    n = SAMPLE.n_rows
    family = columns["Dependents"] == "Yes"
    by_month = rng.random(n) < np.where(family, 0.44, 0.6)
    contract = np.where(by_month, "Month-to-month", draw(rng, n, {"One year": 0.49, "Two year": 0.51}))
    early, late = effect(contract, {"Month-to-month": 0.75, "One year": 2.2, "Two year": 3.2}), 1.9 - 0.8 * ~by_month
    pays = {"Electronic check": 0.33, "Mailed check": 0.21, "Bank transfer": 0.23, "Credit card": 0.23}
    return {
        "tenure": written(np.floor(73 * rng.beta(early, late))),
        "Contract": contract,
        "PaperlessBilling": yes_no(rng.random(n) < 0.6),
        "PaymentMethod": blanked(draw(rng, n, pays), rng.random(n) < 0.02),
    }


def _monthly_charges(rng: np.random.Generator, columns: dict[str, Texts]) -> Numbers:
    base = effect(columns["InternetService"], {"Fiber optic": 59.0, "DSL": 34.0, "No internet": 9.0})
    extras = sum(price * (columns[name] == "Yes") for name, price in ADD_ON_PRICES.items())
    lines = 8.0 * columns["PhoneLines"].astype(float)
    found: Numbers = np.maximum(base + extras + lines + rng.normal(0, 4.5, SAMPLE.n_rows), 14.9)
    return np.round(found * 20) / 20


def _log_odds(columns: dict[str, Texts], tenure: Numbers, monthly: Numbers, calls: Numbers) -> Numbers:
    def where(name: str, word: str) -> Mask:
        found: Mask = columns[name] == word
        return found

    monthwise, fiber = where("Contract", "Month-to-month"), where("InternetService", "Fiber optic")
    log_odds: Any = -2.0 + effect(columns["Contract"], {"Month-to-month": 1.0, "Two year": -1.1})
    log_odds += 1.7 * np.exp(-tenure / 14) * monthwise - 0.016 * tenure
    log_odds += 0.95 * fiber * monthwise - 0.7 * where("InternetService", "No internet")
    log_odds += calls * (0.18 + 0.35 * fiber)
    log_odds -= 0.55 * where("TechSupport", "Yes") + 0.45 * where("OnlineSecurity", "Yes")
    log_odds += 0.02 * (monthly - 65) * monthwise + 0.6 * where("PaymentMethod", "Electronic check")
    log_odds += 0.5 * where("SeniorCitizen", "1") * where("Partner", "No") - 0.3 * where("Dependents", "Yes")
    found: Numbers = log_odds
    return found


SAMPLE = Sample(
    name="telecom_churn",
    title="Telecom churn",
    question="Which customers will leave?",
    target="Churn",
    problem="binary",
    n_rows=7_200,
    lesson="ExitReason gives the answer away: leave it out and compare the scores.",
    load=_load,
)
