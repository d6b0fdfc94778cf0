"""The page for people in a bundle: what the model predicts, how good it is, which columns it reads, how to use it."""

from __future__ import annotations

from inference.manifest import InputColumn, Manifest, Score

_FEED = {
    "float32": "np.array([[29.0]], dtype=np.float32)",
    "string": 'np.array([["text"]], dtype=object)',
    "int64": "np.array([[1704412800]], dtype=np.int64)",
}
_INPUT_RULES = {
    "float32": "float32, a missing value is NaN",
    "string": 'string exactly as in the file, a missing value is ""',
    "int64": "int64, whole seconds since 1970-01-01 UTC, a missing value is -9223372036854775808",
}


def bundle_readme(manifest: Manifest) -> str:
    """The README.md of a bundle, in Markdown."""
    parts = (
        f"# {manifest.name or 'Model'}\n\n{_purpose(manifest)}\n\n{_score(manifest)}\n\n{_made(manifest)}",
        f"## What it reads\n\n{_columns_table(manifest)}{_preparation(manifest)}",
        f"## Use it with Easel\n\n{_with_easel(manifest)}",
        f"## Use it anywhere\n\n{_anywhere(manifest)}",
    )
    return "\n\n".join(parts) + "\n"


def _purpose(manifest: Manifest) -> str:
    target = f"**{_plain(manifest.target.name)}**"
    if manifest.is_regression:
        return (
            f"Predicts the number {target}, with an interval that is meant to hold {manifest.interval:.0%} of the rows."
        )
    classes = ", ".join(_plain(name) or "(empty)" for name in manifest.classes[:20])
    more = f" and {len(manifest.classes) - 20} more" if len(manifest.classes) > 20 else ""
    return f"Predicts {target}: one of {classes}{more}, with the probability of each.{_line(manifest)}"


def _line(manifest: Manifest) -> str:
    """Which class the label names, where it is not the likelier or likeliest one."""
    if manifest.threshold is not None and manifest.threshold != 0.5:
        positive = _plain(manifest.positive or manifest.classes[-1])
        return f" The label is {positive} from a probability of {100 * manifest.threshold:.4g} % on."
    if len(set(manifest.class_weights)) > 1:
        weights = ", ".join(
            f"{_plain(name)} {weight:.3g}"
            for name, weight in zip(manifest.classes, manifest.class_weights, strict=True)
        )
        return f" The label is the class whose probability times its weight is largest ({weights})."
    return ""


def _score(manifest: Manifest) -> str:
    score, baseline = manifest.score, manifest.baseline
    return (
        f"{score.title}: **{score.value:.4g}**{_interval(score)}, measured on {score.n_rows:,} rows that the model had "
        f"not seen ({score.how}). The dullest possible model scores {baseline.value:.4g}. {baseline.sentence}".strip()
    )


def _interval(score: Score) -> str:
    if score.low is None or score.high is None:
        return ""
    return f" (90 % interval {score.low:.4g} to {score.high:.4g})"


def _made(manifest: Manifest) -> str:
    return (
        f"Built {manifest.created} from {manifest.data.n_rows:,} rows; {manifest.candidates} candidates in "
        f"{manifest.seconds:.0f} s. The ONNX file answers as the engine that trained it: the largest difference over "
        f"{manifest.parity.n_rows:,} checked rows is {manifest.parity.largest_difference:.1e} ({manifest.parity.unit})."
    )


def _columns_table(manifest: Manifest) -> str:
    head = "| column | kind | a typical value | known values or range | missing |\n|---|---|---|---|---|\n"
    return head + "\n".join(_column_row(column) for column in manifest.asks)


def _preparation(manifest: Manifest) -> str:
    if manifest.recipe is None:
        return ""
    steps = "\n".join(f"{i}. {_plain(said, 200)}" for i, said in enumerate(manifest.recipe.sentences, start=1))
    return f"\n\nBefore the model reads them, Easel prepares every row:\n\n{steps}"


def _prepared_first(manifest: Manifest) -> str:
    if manifest.recipe is None:
        return ""
    return " This graph reads the columns after the preparation above, which has to be done first."


def _column_row(column: InputColumn) -> str:
    typical = "" if column.typical is None else _shown(column.typical)
    return (
        f"| {_plain(column.name)} | {column.kind} | {typical} | {_range(column)} | {column.missing_share * 100:.1f} % |"
    )


def _range(column: InputColumn) -> str:
    if column.minimum is not None and column.maximum is not None:
        return f"{_shown(column.minimum)} to {_shown(column.maximum)}"
    known = ", ".join(_plain(text) for text in column.categories[:6])
    more = len(column.categories) - 6
    return f"{known} and {more:,} more" if more > 0 else known


def _with_easel(manifest: Manifest) -> str:
    row = ", ".join(f"{column.name!r}: {column.typical!r}" for column in manifest.asks[:4])
    dots = ", ..." if len(manifest.asks) > 4 else ""
    answer = "answer.value, answer.low, answer.high" if manifest.is_regression else "answer.label, answer.probabilities"
    return (
        "```python\nfrom inference import load\n\n"
        f'model = load("model.zip")\nanswer = model.predict({{{row}{dots}}})\nprint({answer})\n```\n\n'
        "A value may be a number, a text as in a CSV file, or None. For a whole file:\n\n"
        "```\neasel predict model.zip new.csv --out scored.csv\n```"
    )


def _anywhere(manifest: Manifest) -> str:
    feed = "\n".join(f"    {column.input!r}: {_FEED[column.dtype]}," for column in manifest.columns[:3])
    dots = "\n    # ... one entry for every input below" if len(manifest.columns) > 3 else ""
    outputs = ", ".join(manifest.outputs.values())
    inputs = "\n".join(f"- `{column.input}`: {_INPUT_RULES[column.dtype]}" for column in manifest.columns)
    return (
        "`model.onnx` needs only an ONNX runtime. Every input is one raw column of shape [n, 1]; a text that stands "
        f"for a number or a date is read by the rules in `manifest.json` first.{_prepared_first(manifest)}\n\n"
        "```python\nimport numpy as np\nimport onnxruntime\n\n"
        'session = onnxruntime.InferenceSession("model.onnx")\n'
        f"{outputs} = session.run({list(manifest.outputs.values())!r}, {{\n{feed}{dots}\n}})\n```\n\n{inputs}"
    )


def _shown(value: float | str) -> str:
    return _plain(value) if isinstance(value, str) else f"{value:,.6g}"


def _plain(text: str, most: int = 60) -> str:
    """A text inside a Markdown table cell: one line, no bar, at most `most` characters."""
    line = " ".join(text.split()).replace("|", "\\|")
    return line if len(line) <= most else line[: most - 3] + "..."
