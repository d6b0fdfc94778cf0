from pathlib import Path

from app.ui import model_check_marks
from datasets.findings import Finding


def test_the_gravest_finding_gives_the_word():
    found = [
        Finding("leakage", ("a",), "", "", 1.0, 0.95, severity="block"),
        Finding("constant", ("a",), "", "", 1.0, 1.0, severity="note"),
        Finding("duplicates", (), "", "", 0.2, 0.01),
        Finding("correlated", ("c", "d"), "", "", 1.0, 0.98, severity="note"),
        Finding("brand_new_rule", ("b",), "", "", 1.0, 1.0),
    ]
    assert model_check_marks.marks(found) == {"a": "Leak", "b": "Look", "c": "Twin", "d": "Twin"}


def test_every_rule_of_the_data_check_has_its_word():
    from datasets import findings

    rules = {path.stem for path in Path(findings.__file__).parent.glob("[!_]*.py")}
    assert rules <= set(model_check_marks.MARKS)
