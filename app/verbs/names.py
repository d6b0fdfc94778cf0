"""Names: of files without their endings, and of what analysts name."""

from __future__ import annotations

import getpass
import re
from pathlib import Path

from datasets.errors import InputError


def stem(name: str) -> str:
    """A file name without its endings: "telco.csv.gz" -> "telco"."""
    path = Path(name)
    while path.suffix and len(path.suffix) <= 8 and path.suffix[1:].isalnum() and path.stem:
        path = path.with_suffix("")
    return path.name or "table"


def bundle_name(model: str, number: int) -> str:
    """The file name of a model's version: "Customer churn", 3 -> "customer_churn_V3.zip"."""
    plain = re.sub(r"\W+", "_", model.casefold()).strip("_") or "model"
    return f"{plain}_V{number}.zip"


def user() -> str | None:
    """The user of this computer for whom Easel runs; None where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None


def given_name(name: str) -> str:
    """A name for a dataset or model as it is kept: without surrounding blanks. Raises InputError when it is empty or
    longer than 100 characters."""
    cleaned = " ".join(name.split())
    if not 0 < len(cleaned) <= 100:
        raise InputError(f"A name must have 1 to 100 characters; this one has {len(cleaned)}.")
    return cleaned
