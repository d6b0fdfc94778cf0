"""A model as a notebook: its training in plain pandas, scikit-learn and boosting code, which imports nothing of Easel;
and a table as one: a first look at its columns."""

from automl.notebook._cells import Notebook
from automl.notebook.model import model_notebook
from automl.notebook.table import table_notebook

__all__ = ["Notebook", "model_notebook", "table_notebook"]
