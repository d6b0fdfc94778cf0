"""Made-up houses and flats of one town with the price each was sold for; some sales were entered twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from datasets.samples._made import (
    Numbers,
    Texts,
    blanked,
    draw,
    effect,
    read_back,
    written,
    written_dates,
    yes_no,
)
from datasets.samples._sample import Sample
from datasets.table import Table

N_REPEATED = 90
FIRST_DAY = date(2022, 1, 3)
N_DAYS = 1_090
# share of the sales, effect on the logarithm of the price, kilometres to the central station
QUARTERS = {
    "Old Harbour": (0.09, 0.34, 0.9),
    "Cathedral Hill": (0.06, 0.42, 1.4),
    "Station Quarter": (0.12, 0.08, 0.5),
    "Millbrook": (0.11, 0.02, 3.1),
    "Lindenfield": (0.13, 0.05, 4.2),
    "Kingsmead": (0.1, 0.2, 3.6),
    "Northgate": (0.14, -0.16, 2.8),
    "Potters Row": (0.08, -0.1, 2.2),
    "Eastwater": (0.1, -0.22, 5.4),
    "Fox Hollow": (0.07, 0.12, 7.5),
}
TYPES = {"Detached": 0.24, "Semi-detached": 0.22, "Terraced": 0.2, "Flat": 0.34}
TYPE_AREAS = {"Detached": 158.0, "Semi-detached": 124.0, "Terraced": 108.0, "Flat": 74.0}
CONDITIONS = {"Poor": 0.07, "Fair": 0.22, "Good": 0.46, "Very good": 0.2, "As new": 0.05}
HEATING = {"Gas": 0.55, "District": 0.2, "Heat pump": 0.15, "Oil": 0.1}


def _load() -> Table:
    rng = np.random.default_rng(33_907)
    n = SAMPLE.n_rows - N_REPEATED
    words, numbers = _places(rng, n)
    numbers.update(_buildings(rng, words, n))
    days = rng.integers(0, N_DAYS, n)
    price = np.exp(_log_price(words, numbers, days.astype(float)) + rng.normal(0, 0.135, n))
    columns = {
        "neighbourhood": words["neighbourhood"],
        "type": words["type"],
        "living_area_m2": written(numbers["area"]),
        "plot_m2": written(numbers["plot"]),
        "rooms": written(numbers["rooms"]),
        "bathrooms": written(numbers["baths"]),
        "floor": written(numbers["floor"]),
        "built": written(numbers["built"]),
        "renovated": written(numbers["renovated"]),
        "condition": words["condition"],
        "energy_class": blanked(_energy_class(rng, words, numbers), rng.random(n) < 0.13),
        "heating": words["heating"],
        "garage": yes_no(numbers["garage"] > 0),
        "km_to_station": written(numbers["km"], 1),
        "currency": np.full(n, "EUR"),
        "sold_on": written_dates(FIRST_DAY, days, "%d/%m/%Y"),
        SAMPLE.target: written(np.round(price / 500) * 500),
    }
    order = rng.permutation(np.concatenate([np.arange(n), rng.permutation(n)[:N_REPEATED]]))
    return read_back(SAMPLE.name, {name: cells[order] for name, cells in columns.items()})


def _places(rng: np.random.Generator, n: int) -> tuple[dict[str, Texts], dict[str, Numbers]]:
    quarter = draw(rng, n, {name: share for name, (share, _, _) in QUARTERS.items()})
    centre = np.isin(quarter, ["Old Harbour", "Station Quarter", "Cathedral Hill"])
    kind = np.where(rng.random(n) < 0.45 * centre, "Flat", draw(rng, n, TYPES))
    words = {
        "neighbourhood": quarter,
        "type": kind,
        "condition": blanked(draw(rng, n, CONDITIONS), rng.random(n) < 0.02),
        "heating": draw(rng, n, HEATING),
    }
    away = effect(quarter, {name: km for name, (_, _, km) in QUARTERS.items()})
    return words, {"km": np.maximum(away * rng.uniform(0.6, 1.4, n), 0.1)}


def _buildings(rng: np.random.Generator, words: dict[str, Texts], n: int) -> dict[str, Numbers]:
    """Areas in square metres; plots of houses only, floors of flats only (NaN = none)."""
    flat, missing = words["type"] == "Flat", np.nan
    area = np.round(effect(words["type"], TYPE_AREAS) * np.exp(rng.normal(0, 0.27, n)))
    old = rng.random(n) < np.where(words["neighbourhood"] == "Lindenfield", 0.05, 0.3)
    built = np.where(old, rng.integers(1885, 1940, n), rng.integers(1950, 2022, n)).astype(float)
    renovated = np.minimum(built + 12 + np.floor(rng.gamma(3.0, 14.0, n)), 2021.0)
    plot = np.round(area * rng.gamma(4.0, 0.28, n) + 60) * np.where(words["type"] == "Detached", 2.1, 1.0)
    return {
        "area": area,
        "plot": np.where(flat, missing, plot),
        "rooms": np.maximum(np.round(area / 27 + rng.normal(0, 0.7, n)), 1),
        "baths": np.clip(np.round(area / 85 + rng.normal(0, 0.4, n)), 1, 4),
        "floor": np.where(flat, rng.integers(0, 7, n).astype(float), missing),
        "built": built,
        "renovated": np.where((rng.random(n) < 0.38) & (built < 2000), renovated, missing),
        "garage": (rng.random(n) < np.where(flat, 0.25, 0.66)).astype(float),
    }


def _energy_class(rng: np.random.Generator, words: dict[str, Texts], numbers: dict[str, Numbers]) -> Texts:
    newest = np.fmax(numbers["built"], numbers["renovated"])
    steps = 0.9 + (2024 - newest) / 24 - 1.2 * (words["heating"] == "Heat pump") + rng.normal(0, 0.7, len(newest))
    found: Texts = np.array(list("ABCDEFG"))[np.clip(np.round(steps), 0, 6).astype(int)]
    return found


def _log_price(words: dict[str, Texts], numbers: dict[str, Numbers], days: Numbers) -> Numbers:
    flat, area = words["type"] == "Flat", numbers["area"]
    age = 2024 - np.fmax(numbers["built"], numbers["renovated"])
    quarter = effect(words["neighbourhood"], {name: weight for name, (_, weight, _) in QUARTERS.items()})
    log_price: Any = 12.72 + 0.78 * np.log(area / 100) + quarter
    log_price += effect(words["condition"], {"Poor": -0.19, "Fair": -0.08, "Very good": 0.06, "As new": 0.12})
    log_price += -0.0032 * np.minimum(age, 70) + 0.1 * (numbers["built"] < 1915) * (quarter > 0.1)
    log_price += effect(words["type"], {"Detached": 0.13, "Semi-detached": 0.04, "Flat": -0.04})
    log_price += np.where(flat, 0.018 * np.nan_to_num(numbers["floor"]), 0.00011 * np.nan_to_num(numbers["plot"]))
    log_price += numbers["garage"] * np.where(numbers["km"] < 2, 0.11, 0.04) - 0.022 * numbers["km"]
    log_price += 0.03 * (numbers["baths"] - 1) - 0.05 * (words["heating"] == "Oil")
    log_price += 0.00011 * days - 0.09 * ((days > 330) & (days < 620)) + 0.02 * np.sin(days * 2 * np.pi / 365)
    found: Numbers = log_price
    return found


SAMPLE = Sample(
    name="house_prices",
    title="House prices",
    question="What will this house sell for?",
    target="price",
    problem="regression",
    n_rows=4_090,
    lesson="Some sales were entered twice: remove the repeats, or the score looks better than it is.",
    load=_load,
)
