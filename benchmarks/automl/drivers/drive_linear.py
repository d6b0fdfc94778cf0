"""Plain logistic or ridge regression of scikit-learn: the floor that no engine may fall below. The penalty is chosen by
cross-validation, categories are one-hot, numbers are standardised, missing values take the median."""

from typing import Any

from _driver import Request, drive


class Fitted:
    """A pipeline."""

    def __init__(self, model: Any, problem: str) -> None:
        self.model, self.numbers = model, problem == "regression"
        self.classes = [] if self.numbers else [str(name) for name in model.classes_]

    def answers(self, rows: Any) -> Any:
        """Probabilities in the order of the classes, or numbers."""
        return (self.model.predict if self.numbers else self.model.predict_proba)(rows)

    one = answers


def fit(request: Request) -> Fitted:
    """No time limit: it takes what it takes."""
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegressionCV, RidgeCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    rows, y = request.train.drop(columns=[request.target]), request.train[request.target]
    numbers = [name for name in rows.columns if rows[name].dtype.kind in "iuf" and rows[name].notna().any()]
    texts = [name for name in rows.columns if rows[name].dtype.kind not in "iuf"]
    columns = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown="ignore", max_categories=50), texts),
    )
    if request.problem == "regression":
        model = RidgeCV(alphas=[0.01, 0.1, 1, 10, 100, 1000])
    else:
        model = LogisticRegressionCV(Cs=[0.01, 0.1, 1, 10], l1_ratios=(0,), scoring="neg_log_loss", max_iter=500, cv=3)
    return Fitted(make_pipeline(columns, model).fit(rows, y), request.problem)


if __name__ == "__main__":
    drive(fit, "scikit-learn")
