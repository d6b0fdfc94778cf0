"""python -m inference.server [MODEL]: serves a model where only inference and datasets are installed."""

from __future__ import annotations

import sys

from datasets.errors import EaselError
from inference.server.arguments import parser, settings
from inference.server.launch import serve


def main() -> int:
    """Returns the exit code: 0 stopped as asked, 2 a wrong option or model, 1 anything else."""
    try:
        return serve(settings(parser().parse_args()))
    except EaselError as error:
        print(f"serve: {error}", file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
