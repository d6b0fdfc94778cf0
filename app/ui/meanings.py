"""What a chart or a figure means, in plain words: the one place where these sentences live.

What a metric means stands in the metric's own file (automl/metrics)."""

from __future__ import annotations

from collections.abc import Mapping

from app.ui.in_notation import in_notation
from app.ui.text import esc

MEANINGS: Mapping[str, str] = {
    "headline": "The score tells how good the answers are on rows that the model had never seen. If other rows had "
    "been held out, it would have come out a little differently: 9 times in 10 it lies between the two ends. Compare "
    "it with the dullest model, which looks at no column at all.",
    "right_answers": "Of 100 rows, how many get the right answer. Compare it with always giving the commonest "
    "answer: where nearly all rows are alike, that is right most of the time, too, and finds nothing.",
    "found": "Of the rows that matter, how many the model points at, and how many others it points at by mistake. "
    "Moving the line on Advanced metrics finds more at the price of more false alarms.",
    "parity": "The model leaves as one file that runs anywhere. Before it was written, its answers were compared "
    "with those of the program that trained it, row by row. Only rounding may differ; Deploy says by how much at most.",
    "built_in": "How long the build took, how many models were tried, and how many of them answer together.",
    "error_band": "Nine in ten answers are no further off than this; one in ten is.",
    "explained": "How much of the difference between rows the answers account for: 100 % would be every difference, "
    "0 % is no better than always saying the mean.",
    "hardest": "The answer that is missed most often. If it matters, more rows of it help most.",
    "impact": "How much each column moves the answers, as a share of all movement. A large share says that the model "
    "relies on the column. It does not say that changing the column in real life would change the outcome.",
    "effect": "How much a value of this column pushes the answer up or down on average, compared with the average "
    "row. Everything else about the row stays as it is.",
    "pairs": "Some columns matter only together: a price may put off new customers and leave old ones cold. The "
    "deeper the colour, the higher the answer.",
    "watch": "Rules look over every build, for signs such as an answer that stands in the table already. Each remark "
    "says what was seen and what to do about it.",
    "confusion": "What the model said, against what was true. Blue boxes are right answers, orange ones mistakes; "
    "the two kinds of mistake seldom cost the same.",
    "mixups": "What was true down the side, what the model said across the top. The deeper the orange, the more "
    "often the one is taken for the other.",
    "scatter": "Every dot is a row. On the dotted line the answer is exactly right; below it the model said too "
    "much, above it too little. The band holds nine in ten rows.",
    "every_score": "The same answers, judged in several ways. The interval tells how much a score would move if "
    "other rows had been held out.",
    "decision": "The model gives a probability; where it turns into a yes is for you to say. A low line finds more "
    "and raises more false alarms. Say what each outcome brings or costs, and the curve shows which line brings most.",
    "roc": "Going down the list from the likeliest row, how many of the wanted rows have been found (up), and how "
    "many of the others have been caught with them (right). The further the curve bends to the upper left, the better.",
    "precision_recall": "The further right, the more of the wanted rows are found; the height says how many of the "
    "alarms are right. Best where the wanted rows are rare.",
    "calibration": "Rows are put into groups by the probability they got. A dot on the dotted line means that it "
    "happened as often as was said; below the line, the model promised too much.",
    "residuals": "How far the answers are from the truth: right of 0 the truth was higher, left of it lower. A lean "
    "to one side means that answers are too low or too high in general.",
    "bands": "The ends of the interval that stands beside every single answer, and how many truths really lay inside.",
    "per_class": "Found: of the rows that are this, how many were recognised. Right when said: of the times the "
    "model said this, how often it was true.",
    "all_metrics": "Every way to judge these answers. The goal is the one the build tried to make best; the others "
    "help to see what that has cost.",
    "errs": "Where the model is clearly worse than elsewhere, and surely not by chance. Take answers for such rows "
    "with care, or add rows and columns that tell about them.",
    "fairness": "The same figures for each group of people or things. A difference is a reason to look closer; why "
    "it is there, and whether it is fair, figures cannot say.",
    "team": "Several models answer together, each with its weight; their mean is mostly better than the best one "
    "alone, as their mistakes differ.",
    "leaderboard": "Every model that was tried: how the columns were prepared, what learnt from them, and its score "
    "on rows it had not learnt from. Differences smaller than the interval of the headline may be chance.",
    "settings": "Every line is a model that was tried; follow the dark ones to see which settings went with a good "
    "score.",
    "answer": "The probability is how often such a row would turn out that way: of 100 rows with 30 %, about 30. The "
    "average is that of all rows the model learnt from.",
    "value": "The answer is the best guess for one row, the interval where the truth lies most of the time.",
    "why": "The answer begins at the average and is pushed up (blue) or down (orange) by the values of this row, "
    "until the bars add up to its answer. It says what the model went by, and not what would help in real life.",
    "answers_spread": "How many rows got which answer. Those in full colour lie beyond the line.",
    "relation": "How much knowing the column says about the column to predict: 0 is nothing, 1 is everything. A "
    "figure near 1 often means that the column gives the answer away.",
    "data_check": "Things in the table that would spoil a model, or deceive you about how good it is. What blocks "
    "must be mended first; a warning is yours to decide; a note is good to know, and nothing need be done about it.",
    "column_detail": "How the values of this column are spread (bars), and how the column to predict changes along "
    "it (line).",
    "preview": "One small model, built in seconds on part of the rows, to see what to expect. A build tries many "
    "models and mostly does better.",
    "live_best": "The best score so far, measured on rows that the model had not learnt from. It goes up in steps "
    "and flattens; when it stays flat, more time will hardly help.",
    "compare": "Two versions are compared on the very same rows, so that luck with the rows cannot decide. Only a "
    "difference larger than its own uncertainty counts.",
}


def metric_meaning(name: str) -> str:
    """The sentence in the metric's own file; "" for metrics this version does not know."""
    from automl import metrics  # imports scikit-learn, which the pages around this one do without

    metric = metrics.ALL.get(name)
    return in_notation(metric.meaning) if metric is not None else ""


def help_html(title: str, *sentences: str, name: str) -> str:
    """A question mark that opens what `title` means; nothing without sentences. `name` keeps it apart on a page."""
    said = "".join(f"<i>{esc(sentence)}</i>" for sentence in sentences if sentence)
    if not said:
        return ""
    mark = '<span class="icon" aria-hidden="true" translate="no">help</span>'
    return (
        f'<button type="button" class="help" popovertarget="means_{esc(name)}" '
        f'aria-label="What does {esc(title)} mean?">{mark}</button>'
        f'<span popover class="help-card" id="means_{esc(name)}"><b>{esc(title)}</b>{said}</span>'
    )


def help_for(name: str, title: str) -> str:
    """The question mark of a chart or figure in MEANINGS; "" for ""."""
    return help_html(title, MEANINGS[name], name=name) if name else ""
