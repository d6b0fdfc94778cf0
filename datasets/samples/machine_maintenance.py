"""Made-up pumps and compressors, each as measured on one day, and whether it failed within 30 days; repair_cost was
booked after the failure."""

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
    happens,
    numbered,
    read_back,
    written,
    written_dates,
    yes_no,
)
from datasets.samples._sample import Sample
from datasets.table import Table

FIRST_DAY = date(2012, 3, 1)
N_DAYS = 4_400
MODELS = {"P-200": 0.31, "P-350": 0.24, "K-40": 0.27, "K-75": 0.18}
SPEEDS = {"P-200": 1_480.0, "P-350": 1_485.0, "K-40": 2_960.0, "K-75": 2_965.0}
PLANTS = {"Riverside": 0.34, "Hillcrest": 0.28, "Docklands": 0.22, "Quarry": 0.16}
ALARMS = {"Overheat": 0.3, "Low pressure": 0.26, "Vibration": 0.22, "Power dip": 0.22}


def _load() -> Table:
    rng = np.random.default_rng(75_511)
    n = SAMPLE.n_rows
    words = {"plant": draw(rng, n, PLANTS), "model": draw(rng, n, MODELS)}
    days = rng.integers(0, N_DAYS, n)
    measured = _measured(rng, words, days.astype(float))
    words["last_alarm"] = blanked(draw(rng, n, ALARMS), rng.random(n) < 0.72)
    fails = happens(rng, _log_odds(words, measured))
    cost = np.where(fails, np.exp(rng.normal(8.1, 0.5, n)), 0.0)
    dropouts = {"vibration_mm_s": 0.05, "oil_particles_ppm": 0.14, "bearing_temperature_c": 0.02}
    return read_back(
        SAMPLE.name,
        {
            "machine_id": numbered(rng, n, "M{:05d}", 1, 40_000),
            **words,
            "installed_on": written_dates(FIRST_DAY, days),
            **{
                name: blanked(written(values, digits), rng.random(n) < dropouts.get(name, 0.0))
                for name, (values, digits) in measured.items()
            },
            "repair_cost": written(cost, 2),
            SAMPLE.target: yes_no(fails),
        },
    )


def _measured(rng: np.random.Generator, words: dict[str, Texts], days: Numbers) -> dict[str, tuple[Numbers, int]]:
    """The readings by column, each with the decimals it is written with."""
    n = SAMPLE.n_rows
    hours: Numbers = np.floor(rng.uniform(5, 17, n) * (N_DAYS + 60 - days))
    since: Numbers = np.floor(np.minimum(rng.gamma(2.0, 900, n), hours))
    load = 100 * rng.beta(5, 2.6, n)
    air = rng.normal(21, 5, n) + effect(words["plant"], {"Quarry": 4.0, "Docklands": -2.0})
    wear = since / 2_000 + rng.gamma(2.0, 0.35, n)
    return {
        "operating_hours": (hours, 0),
        "hours_since_service": (since, 0),
        "load_percent": (load, 0),
        "speed_rpm": (effect(words["model"], SPEEDS) - 0.3 * load + rng.normal(0, 9, n), 0),
        "air_temperature_c": (air, 1),
        "bearing_temperature_c": (air + 22 + 0.22 * load + 3.5 * wear + rng.normal(0, 4, n), 1),
        "vibration_mm_s": (0.8 + 0.75 * wear * np.exp(rng.normal(0, 0.35, n)), 2),
        "pressure_bar": (rng.normal(7.2, 0.6, n) - 0.25 * wear, 2),
        "oil_particles_ppm": (np.exp(rng.normal(3.2, 0.45, n) + 0.2 * wear), 0),
    }


def _log_odds(words: dict[str, Texts], measured: dict[str, tuple[Numbers, int]]) -> Numbers:
    reading = {name: values for name, (values, _) in measured.items()}
    hot = np.maximum(reading["bearing_temperature_c"] - 68, 0) / 8
    shaking = np.maximum(reading["vibration_mm_s"] - 2.4, 0)
    overdue = np.maximum(reading["hours_since_service"] - 2_600, 0) / 1_000
    log_odds: Any = -6.1 + 0.75 * hot + 0.85 * shaking + 0.45 * hot * (shaking > 0.6)
    log_odds += overdue * (0.7 + 0.9 * (reading["load_percent"] > 75))
    log_odds += 1.3 * (reading["pressure_bar"] < 6.2) + 0.012 * (reading["oil_particles_ppm"] - 30)
    log_odds += effect(words["last_alarm"], {"Overheat": 0.9, "Vibration": 1.2, "Low pressure": 0.5})
    log_odds += effect(words["model"], {"K-75": 0.8, "P-200": -0.3}) + effect(words["plant"], {"Quarry": 0.6})
    log_odds += 0.000014 * reading["operating_hours"]
    found: Numbers = log_odds
    return found


SAMPLE = Sample(
    name="machine_maintenance",
    title="Machine maintenance",
    question="Which machine fails next?",
    target="failure",
    problem="binary",
    n_rows=8_000,
    lesson="repair_cost is only known after a failure: leave it out, and judge this rare answer by ROC AUC.",
    load=_load,
)
