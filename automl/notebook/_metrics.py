"""The metrics in a notebook, by scikit-learn where it has them: expressions of `y` (class numbers or values), `shares`
(the answers), `said` (class numbers), and POSITIVE."""

from __future__ import annotations

from collections.abc import Mapping

from automl.metrics.pinball import QUANTILE

YES = "(y == POSITIVE)"
SAID = "(said == POSITIVE)"
EXPRESSIONS: Mapping[str, str] = {
    "accuracy": "metrics.accuracy_score(y, said)",
    "balanced_accuracy": "metrics.balanced_accuracy_score(y, said)",
    "brier": "((np.eye(shares.shape[1])[y] - shares) ** 2).sum(axis=1).mean() / (2 if shares.shape[1] == 2 else 1)",
    "f1": f"metrics.f1_score({YES}, {SAID}, zero_division=0)",
    "log_loss": "metrics.log_loss(y, np.clip(shares, 1e-15, 1), labels=range(shares.shape[1]))",
    "macro_f1": "metrics.f1_score(y, said, average='macro', zero_division=0)",
    "mae": "metrics.mean_absolute_error(y, shares[:, 0])",
    "mape": "metrics.mean_absolute_percentage_error(y, shares[:, 0])",
    "mcc": "metrics.matthews_corrcoef(y, said)",
    "median_ae": "metrics.median_absolute_error(y, shares[:, 0])",
    "pinball": f"metrics.mean_pinball_loss(y, shares[:, 0], alpha={QUANTILE})",
    "pr_auc": (
        f"metrics.average_precision_score({YES}, shares[:, POSITIVE]) if shares.shape[1] == 2 "
        "else metrics.average_precision_score(np.eye(shares.shape[1])[y], shares, average='macro')"
    ),
    "precision": f"metrics.precision_score({YES}, {SAID}, zero_division=0)",
    "r2": "metrics.r2_score(y, shares[:, 0])",
    "recall": f"metrics.recall_score({YES}, {SAID}, zero_division=0)",
    "rmse": "metrics.root_mean_squared_error(y, shares[:, 0])",
    "rmsle": "metrics.root_mean_squared_log_error(y, np.maximum(shares[:, 0], 0))",
    "roc_auc": (
        f"metrics.roc_auc_score({YES}, shares[:, POSITIVE]) if shares.shape[1] == 2 "
        "else metrics.roc_auc_score(y, shares, multi_class='ovr', average='macro')"
    ),
    "smape": "(2 * np.abs(y - shares[:, 0]) / np.maximum(np.abs(y) + np.abs(shares[:, 0]), 1e-300)).mean()",
    "weighted_f1": "metrics.f1_score(y, said, average='weighted', zero_division=0)",
}
