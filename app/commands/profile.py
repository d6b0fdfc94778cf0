"""easel profile data.csv: what is in it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import reading
from app.command import Command
from app.terminal import paragraph, print_json, section, table
from app.writable import check_writable
from datasets.errors import InputError

if TYPE_CHECKING:
    from datasets.findings import Finding
    from datasets.profile import ColumnProfile, Profile
    from datasets.record import ReadRecord
    from datasets.shift import Shift
    from datasets.table import Table


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("data", help=reading.DATA_HELP)
    parser.add_argument("--target", help="the column to predict: shows how each column relates to it")
    parser.add_argument("--set-aside", metavar="OUT.csv", help="write the rows that are not in the table to a file")
    parser.add_argument(
        "--against",
        metavar="TABLE or MODEL.zip",
        help="an earlier file with these columns, or a model: says which columns look different now",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    reading.arguments(parser)


def run(options: Namespace) -> int:
    from app.verbs.sources import name_of
    from datasets.findings import check
    from datasets.profile import profile
    from datasets.read import read

    source = reading.source_of(options)
    data = reading.with_kinds(read(source, options=reading.options_of(options)), options)
    if options.target is not None:
        data.schema[options.target]  # an unknown name is an InputError with the nearest names
    found = profile(data, options.target)
    findings = check(data, found, options.target)
    if options.set_aside is not None:
        check_writable(Path(options.set_aside), options.data)
        _write_set_aside(data.record, Path(options.set_aside))
    shifted = None if options.against is None else _shifted(options.against, data)
    if options.json:
        counts = {"repaired": data.record.repaired, "aside": data.record.aside}
        document = {**found.to_dict(), **counts, "findings": [finding.to_dict() for finding in findings]}
        print_json(document if shifted is None else {**document, "shifts": [shift.to_dict() for shift in shifted]})
        return 0
    _show(name_of(source, data.record.options), found, findings, options.target)
    _tell_set_aside(data.record, options.set_aside)
    if shifted is not None:
        _show_shifts(Path(options.against).name, shifted)
    return 0


def _shifted(against: str, data: Table) -> tuple[Shift, ...]:
    """Which columns look different from those of a file, or from those that a model learnt from. Raises InputError."""
    from app.report.write import is_bundle
    from datasets.column_spread import Spread
    from datasets.read import read
    from datasets.shift import shifts, shifts_from
    from inference.bundle import read_bundle

    mark = data.record.options.decimal
    if not is_bundle(Path(against)):
        return shifts(read(against), data, decimal=mark)
    learnt_from = read_bundle(against).manifest.data.spread
    if not learnt_from:
        raise InputError(
            f"{Path(against).name} does not say how its columns were spread: it is older, or learnt from fewer than 50 "
            "rows. Give the table that it was built from instead."
        )
    return shifts_from(map(Spread.from_dict, learnt_from), data, mark)


def _show_shifts(name: str, shifted: tuple[Shift, ...]) -> None:
    section(f"Compared with {name}")
    for shift in shifted:
        print(paragraph(shift.sentence, indent=2, bullet="- "))
    if not shifted:
        print(paragraph("No column that both have looks different.", indent=2))


def _write_set_aside(record: ReadRecord, out: Path) -> None:
    from datasets.atomic import write_atomically
    from datasets.set_aside import as_csv

    write_atomically(out, lambda file: file.write(as_csv(record.rows_aside).encode("utf-8")))


def _tell_set_aside(record: ReadRecord, out: str | None) -> None:
    from datasets.set_aside import told

    said = told(record.repaired, record.aside)
    if said is not None:
        print()
        print(paragraph(said if out is None or not record.n_aside else f"{said} The rows set aside are in {out}."))


def _show(name: str, profile: Profile, findings: tuple[Finding, ...], target: str | None) -> None:
    from app.ui.text import plural

    print(f"{name}: {plural(profile.n_rows, 'row')}, {plural(profile.n_columns, 'column')}")
    for sentence in profile.sentences:
        print(paragraph(sentence))
    headers = ["column", "kind", "missing", "mismatched", "unique", "typical"]
    if target is not None:
        headers.append(f"relation to {target}")
    rows = [_row(column, profile.n_rows, target) for column in profile.columns]
    print()
    print(table(headers, rows, right=(2, 3, 4, 6)))
    show_findings([finding.to_dict() for finding in findings])


def show_findings(findings: Iterable[Mapping[str, Any]]) -> None:
    """What is suspicious in the data, under "Findings", or nothing; findings as records and manifests hold them."""
    sentences = [_said(finding) for finding in findings]
    if sentences:
        section("Findings")
        for sentence in sentences:
            print(paragraph(sentence, indent=2, bullet="- "))


def _said(finding: Mapping[str, Any]) -> str:
    """Title, sentence, example and advice; models built by the first versions have some of them."""
    title = finding.get("title") or str(finding.get("rule", "finding")).replace("_", " ").capitalize()
    parts = (f"{title}.", finding.get("sentence"), finding.get("example"), finding.get("advice"))
    return " ".join(filter(None, parts))


def _row(column: ColumnProfile, n_rows: int, target: str | None) -> list[str]:
    from app.ui.formats import count, score

    row = [
        column.name,
        column.choice,
        _share(column.n_missing, n_rows),
        _share(column.n_mismatched, n_rows),
        count(column.n_unique),
        _typical(column),
    ]
    return row if target is None else [*row, "" if column.relation is None else score(column.relation, 2)]


def _share(n: int, n_rows: int) -> str:
    from app.ui.formats import count, percent

    return f"{percent(n / n_rows)} ({count(n)})" if n else "0"


def _typical(column: ColumnProfile) -> str:
    from app.ui.column_words import measures, written
    from app.ui.formats import date_of, percent

    if column.kind == "datetime" and column.median is not None:
        return f"about {date_of(column.median)}"
    if measures(column):
        return f"median {written(column, column.median)}, mean {written(column, column.mean)}"
    if column.mode is None or column.kind == "id":
        return ""
    return f"{column.mode} ({percent(column.mode_share)})"


COMMAND = Command("profile", "what is in a table", 20, arguments, run)
