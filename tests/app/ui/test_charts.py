import pytest

from app.ui.charts import written


@pytest.mark.parametrize(
    ("texts", "ours"),
    [
        (["1,000", "1,500"], True),
        (["1,500"], False),
        (["0.12346", "0.12346"], False),
        (["1.00000e\u221212", "2.00000e\u221212"], False),
    ],
)
def test_marks_are_ours_where_their_texts_tell_them_apart(texts: list[str], ours: bool) -> None:
    made = written(texts, [1.0 * i for i in range(len(texts))])
    assert made == ({"tickvals": [0.0, 1.0], "ticktext": texts} if ours else {"exponentformat": "none"})
