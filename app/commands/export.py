"""easel export model.zip --html page.html: the model as one page that answers in any browser, without a network."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from app.command import Command
from app.terminal import paragraph, print_json
from app.writable import check_writable


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("model", type=Path, help="the bundle (.zip) that a build wrote")
    parser.add_argument(
        "--html",
        type=Path,
        metavar="PAGE",
        help="write one HTML file that answers by itself (default: MODEL.html here)",
    )
    parser.add_argument("--title", metavar="TEXT", help="the heading of the page (default: the model's name)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> int:
    from app.page_font import page_font
    from app.ui.formats import size
    from inference.bundle import read_bundle
    from inference.page import write_page

    out: Path = options.html or Path(f"{options.model.stem}.html")
    check_writable(out, options.model)
    bundle = read_bundle(options.model)
    n_bytes = write_page(out, bundle, page_font(), options.title)
    if options.json:
        print_json({"out": str(out), "bytes": n_bytes})
    else:
        print(
            paragraph(
                f"Wrote {out} ({size(n_bytes)}). It opens in any browser from 2024 or later, from a mail or a stick "
                "too, and sends nothing anywhere."
            )
        )
    return 0


COMMAND = Command("export", "a model as one page that answers in the browser", 48, arguments, run)
