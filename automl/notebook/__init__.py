"""A model as a notebook: its training in plain pandas, scikit-learn and boosting code, which imports nothing of Easel."""

from automl.notebook.model import Notebook, model_notebook

__all__ = ["Notebook", "model_notebook"]
