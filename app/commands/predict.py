"""easel predict model.zip new.csv --out scored.csv: the answers for every row of a file."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app import reading
from app.command import Command
from app.job_records import Progress
from app.terminal import ProgressLine, paragraph, print_json
from app.writable import check_writable

if TYPE_CHECKING:
    from inference.batch import BatchReport
    from inference.misfits import Misfit

MOST_EXTRA = 3  # columns that the model does not know get a sentence each up to here
OUT_HELP = "where the answers go: CSV, Parquet (.parquet) or packed CSV (.gz), by the name (default: DATA.scored.csv)"
ON_ERROR_HELP = (
    "a cell that cannot be read: missing (it counts as not known; the default), skip (its row is left out and goes "
    "with the reason to a second file beside the answers, such as scored.rejected.csv) or stop (nothing is written)"
)
LIKE_HELP = "write with the delimiter, the encoding and the decimal mark of the input"
SORT_HELP = (
    "write the rows with the largest answer first: by the probability of the class that is asked about, of several "
    "classes by that of the likeliest one, of numbers by the answer itself (default: the order of the file)"
)
UNLIKE_HELP = (
    "write one more column, unlike_seen: True for rows that are unlike anything seen in training (several cells "
    "at once outside the range seen, never seen, or missing where nothing was)"
)


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("model", type=Path, help="the bundle (.zip) that a build wrote")
    parser.add_argument("data", help=f"the rows to predict. {reading.DATA_HELP}")
    parser.add_argument("--out", type=Path, metavar="FILE", help=OUT_HELP)
    parser.add_argument("--allow-missing", action="store_true", help="a column that is missing counts as not known")
    parser.add_argument("--on-error", choices=("missing", "skip", "stop"), default="missing", help=ON_ERROR_HELP)
    parser.add_argument("--like-input", action="store_true", help=LIKE_HELP)
    parser.add_argument("--sort", action="store_true", help=SORT_HELP)
    parser.add_argument("--mark-unlike", action="store_true", help=UNLIKE_HELP)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    reading.arguments(parser, kinds=False)


def run(options: Namespace) -> int:
    from app.verbs.names import stem
    from app.verbs.sources import name_of
    from inference.batch import predict_file
    from inference.predictor import load

    source = reading.source_of(options)
    out: Path = options.out or Path(f"{stem(name_of(source, reading.options_of(options)))}.scored.csv")
    check_writable(out, options.model, options.data)
    model, started = load(options.model), time.monotonic()
    with ProgressLine() as line:
        report = predict_file(
            model,
            source,
            out,
            options=reading.options_of(options),
            allow_missing=options.allow_missing,
            like_input=options.like_input,
            on_error=options.on_error,
            mark_unlike=options.mark_unlike,
            order="answer" if options.sort else "file",
            on_progress=lambda done, n: line.tell(Progress.of_rows(done, n, time.monotonic() - started)),
        )
    if options.json:
        print_json({**report.to_dict(), "out": str(out)})
    else:
        _show(report, out)
    return 0


def _show(report: BatchReport, out: Path) -> None:
    from app.ui.formats import duration
    from app.ui.text import plural
    from datasets.set_aside import told

    misfits = [misfit.sentence for misfit in report.misfits]
    warnings = [one for one in report.warnings if one not in misfits]
    for sentence in (*warnings, *_told_together(report.misfits)):
        print(paragraph(sentence, bullet="- "))
    if said := told(report.repaired, report.aside):
        print(paragraph(said, bullet="- "))
    n = report.n_rows - report.rejected
    print(paragraph(f"{out} holds the answers for {plural(n, 'row')}, made in {duration(report.seconds)}."))


def _told_together(misfits: Sequence[Misfit]) -> list[str]:
    """A sentence for each; many columns that the model does not know share one."""
    from datasets.wording import listed

    extra = [one.column for one in misfits if one.rule == "extra_column"]
    if len(extra) <= MOST_EXTRA:
        return [one.sentence for one in misfits]
    others = [one.sentence for one in misfits if one.rule != "extra_column"]
    return [*others, f"{listed(extra)} are not columns of the model: they are copied but not used."]


COMMAND = Command("predict", "predict every row of a file with a model", 40, arguments, run)
