"""How long after a build all of Analyze is there, and how long the reasons for a row take; one JSON line a table."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from streamlit.testing.v1 import AppTest

from app.jobs.worker import Worker
from app.records import ModelVersionView
from app.report.write import Kind
from app.service import Service
from app.views.analyze import PARTS
from benchmarks.tables import Case, catalogue

TABLES = ("telco_churn", "kc_house", "letter", "obesity")
RESULTS = Path(__file__).parent / "ready.jsonl"
REASONS = 20


def main() -> None:
    """Builds every table named that does not stand in the results yet, and opens all that an analyst can open."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.glass.ready", description=__doc__)
    parser.add_argument("tables", nargs="*", default=TABLES, help="tables of the catalogue; default: the four")
    parser.add_argument("--budget", type=float, default=60, help="seconds of a build; default 60")
    parser.add_argument("--out", type=Path, default=RESULTS, help=f"default {RESULTS.name} beside this file")
    options = parser.parse_args()
    cases = catalogue()
    if unknown := [name for name in options.tables if name not in cases]:
        sys.exit(f"There is no table {', '.join(unknown)} in the catalogue. The tables are: {', '.join(cases)}.")
    text = options.out.read_text() if options.out.exists() else ""
    done = {line["table"] for line in map(json.loads, text.splitlines()) if line["budget_s"] == options.budget}
    for name in options.tables:
        if name not in done:
            with tempfile.TemporaryDirectory() as home:
                line = measure(cases[name], options.budget, Path(home))
            with options.out.open("a") as file:
                file.write(json.dumps(line) + "\n")
            print(json.dumps(line), flush=True)


def measure(case: Case, budget_s: float, home: Path) -> dict[str, Any]:
    """One line: seconds over the budget, of every part, of the documents, and milliseconds of reasons."""
    os.environ["EASEL_HOME"] = str(home)
    service = Service(home)
    model = service.create_model(service.import_file(case.path).id)
    service.update_model(model.id, target=case.target, exclude=list(case.drop))
    job = service.start_build(model.id, budget_s)
    load = os.getloadavg()[0]
    built_s = _seconds(lambda: Worker(service.store, ["build"], poll_s=0.02).run(most_jobs=1))
    version = service.model(model.id).ready
    if version is None:
        sys.exit(f"{case.name} was not built: {service.job(job.id).error}")
    parts = {part: _seconds(partial(_drawn, model.id, part)) for part in PARTS}
    parts["every column's fairness"] = _seconds(partial(_every_fairness, service, version))
    kinds: tuple[Kind, ...] = ("html", "pdf")
    documents = {str(kind): _seconds(partial(service.model_document, version.id, kind)) for kind in kinds}
    rows = [service.random_row(version.id) for _ in range(REASONS)]
    first = _seconds(partial(service.reasons, version.id, rows[0]))
    worked = time.process_time()
    reasons = [_seconds(partial(service.reasons, version.id, row)) for row in rows]
    worked = (time.process_time() - worked) / len(rows)
    service.store.close()
    return {
        "table": case.name,
        "budget_s": budget_s,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "load": round(load, 2),
        "over_budget_s": round(built_s - budget_s, 2),
        "parts_s": {name: round(seconds, 2) for name, seconds in parts.items()},
        "documents_s": {name: round(seconds, 2) for name, seconds in documents.items()},
        "first_reasons_ms": round(1000 * first, 1),
        "reasons_ms": round(1000 * median(reasons), 1),
        "reasons_most_ms": round(1000 * max(reasons), 1),
        "reasons_cpu_ms": round(1000 * worked, 1),
    }


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _script() -> None:
    from app.ui import pages

    pages.navigation()
    pages.show(pages.pages()["analyze"])


def _drawn(model_id: str, part: str) -> None:
    """A part of Analyze, as a reader who opens it sees it. Raises RuntimeError when it cannot be drawn."""
    test = AppTest.from_function(_script, default_timeout=120)
    test.query_params["model"] = model_id
    test.run()
    if part != next(iter(PARTS)):
        test.segmented_control(key="analyze_part").set_value(part).run()
    if test.exception:
        raise RuntimeError(f"{part}: {test.exception[0].value}")


def _every_fairness(service: Service, version: ModelVersionView) -> None:
    for column in service.held(version.id).table.names:
        service.fairness(version.id, column)


if __name__ == "__main__":
    main()
