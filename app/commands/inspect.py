"""easel inspect model.zip: what a model reads and answers, and how good it is."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.build_report import show_insights, show_scores
from app.command import Command
from app.commands.profile import show_findings
from app.terminal import paragraph, print_json, section, table
from app.writable import check_writable

if TYPE_CHECKING:
    from inference.bundle import Bundle
    from inference.manifest import InputColumn, Manifest


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("model", type=Path, help="the bundle (.zip) that a build wrote")
    parser.add_argument("--candidates", type=Path, metavar="CSV", help="write every candidate that was tried here")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> int:
    from inference.bundle import FORMAT, read_bundle

    bundle = read_bundle(options.model)
    if options.candidates is not None:
        check_writable(options.candidates, options.model)
        _write_candidates(bundle, options)
    if options.json:
        print_json({"format": FORMAT, **bundle.manifest.to_dict(), "bytes": options.model.stat().st_size})
    else:
        _show(bundle, options.model)
    return 0


def _write_candidates(bundle: Bundle, options: Namespace) -> None:
    from automl.candidate_table import to_csv
    from automl.record import CandidateRecord
    from datasets.atomic import write_atomically
    from datasets.errors import InputError
    from inference.bundle import check_target

    if not bundle.record:
        raise InputError(
            f"{options.model} does not say which candidates were tried: an older version of Easel wrote it. "
            "Build the model again with this one."
        )
    check_target(options.candidates)
    text = to_csv([CandidateRecord.from_dict(one) for one in bundle.record["candidates"]])
    write_atomically(options.candidates, lambda file: file.write(text.encode()))


def _show(bundle: Bundle, path: Path) -> None:
    from app.ui.formats import count, duration, size
    from automl.insights import Insights
    from datasets.wording import listed

    manifest = bundle.manifest
    answers = f"one of {listed(manifest.classes, 10)}" if manifest.classes else "a number with its 90 % interval"
    print(f"{manifest.name} ({path.name}, {size(path.stat().st_size)})")
    print(paragraph(f"Predicts {manifest.target.name}: {answers}. Built {manifest.created}."))
    if manifest.threshold is not None:
        print(paragraph(f"Says {manifest.positive} from a probability of {100 * manifest.threshold:.4g} % on."))
    show_scores(manifest.score, manifest.metrics, manifest.baseline.value)
    section("Columns")
    print(table(["column", "kind", "typical", "known"], [_row(column) for column in manifest.asks]))
    _show_recipe(manifest)
    show_findings(manifest.findings)
    show_insights(Insights.from_dict((bundle.record or {}).get("insights", {})))
    parity = manifest.parity
    print()
    print(
        paragraph(
            f"{manifest.candidates} candidates in {duration(manifest.seconds)} "
            f"from {count(manifest.data.n_rows)} rows. It answers as the engine did, "
            f"within {parity.largest_difference:.1e} on {count(parity.n_rows)} rows."
        )
    )
    print(paragraph("Versions: " + ", ".join(f"{name} {version}" for name, version in manifest.versions.items()) + "."))


def _show_recipe(manifest: Manifest) -> None:
    if manifest.recipe is None:
        return
    section("Preparation of every row, before the model reads it")
    for place, said in enumerate(manifest.recipe.sentences, start=1):
        print(paragraph(said, bullet=f"{place}. "))


def _row(column: InputColumn) -> list[str]:
    from app.ui.formats import cell, count

    if column.dtype == "string":
        n = len(column.categories)
        known = ", ".join(column.categories[:3]) + (f" ... ({count(n)} values)" if n > 3 else "")
    else:
        known = f"{cell(column.minimum)} to {cell(column.maximum)}"
    return [column.name, str(column.kind), cell(column.typical), known]


COMMAND = Command("inspect", "columns, classes, scores, parity and versions of a model", 50, arguments, run)
