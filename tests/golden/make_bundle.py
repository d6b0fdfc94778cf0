"""Writes the golden bundle of the present format and what it answers: python -m tests.golden.make_bundle

A file that was once released is never written again; run this only for a new format.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inference import load
from inference.bundle import FORMAT, write_bundle
from tests.inference import toy_models

FOLDER = Path(__file__).parent
ROWS: list[dict[str, Any]] = [
    {},
    {"tenure": 29, "charges": "1,400.50", "Contract": "Two year", "size": 5, "Senior": True, "joined": "2020-05-01"},
    {"tenure": "7", "charges": "NA", "Contract": "never seen", "size": "large", "Senior": "no", "label": "blue"},
    {"tenure": -1e30, "charges": "$3", "Contract": "One, year", "joined": "1999-12-31 23:59:59", "label": ""},
]


def main() -> None:
    for problem in ("binary", "regression"):
        path = FOLDER / f"format_{FORMAT}_{problem}.zip"
        if path.exists():
            raise SystemExit(f"{path} is there already; a golden file stays as it is.")
        write_bundle(path, toy_models.bundle(problem))
        model = load(path)
        answers = [{"row": row, "answer": model.predict(row).to_dict()} for row in ROWS]
        path.with_suffix(".json").write_text(json.dumps(answers, indent=2) + "\n")


if __name__ == "__main__":
    main()
