"""What a served model answers is what Model.predict answers, whatever the rows came as."""

from __future__ import annotations

import csv
import io

import pytest

from inference.predictor import load
from inference.run import answer_names
from inference.server.answer_format import answer_columns
from inference.server.app import create_app
from inference.server.settings import INLINE_BYTES, Settings
from tests.server.asgi import Client


def csv_of(rows, delimiter=",", header=True):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([*([list(rows[0])] if header else []), *(list(row.values()) for row in rows)])
    return text.getvalue()


@pytest.fixture
def rows(row):
    """Rows that differ: ordinary, with something missing, with something never seen."""
    return [row, {**row, "tenure": None, "joined": ""}, {**row, "Contract": "never seen", "charges": "$12"}] * 4


@pytest.fixture
def expected(model, rows):
    return [model.predict(row).to_dict() for row in rows]


@pytest.mark.parametrize("n", [1, 2, 12])
def test_json_by_name_and_by_order(client, rows, expected, n):
    for body in ({"instances": rows[:n]}, rows[:n], [list(row.values()) for row in rows[:n]]):
        answer = client.post(body)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
        assert answer.json == {"predictions": expected[:n]}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("header", [True, False])
def test_csv_with_and_without_header(client, model, rows, expected, delimiter, header):
    answer = client.post(csv_of(rows, delimiter, header), "text/csv")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    lines = list(csv.reader(io.StringIO(answer.body.decode()), delimiter=delimiter))
    if header:
        assert tuple(lines.pop(0)) == answer_columns(model.manifest) == answer_names(model.manifest, ())
    assert lines == [[one["label"], *map(str, one["probabilities"].values())] for one in expected]


def test_columns_may_be_left_out_and_others_be_there(client, model, row):
    sent = {"Contract": row["Contract"], "customerID": "x-1", "Churn": {"any": ["thing"]}}
    expected = model.predict({"Contract": row["Contract"]}).to_dict()
    assert client.post([sent]).json["predictions"] == [expected]
    assert client.post([sent] * 9).json["predictions"] == [expected] * 9
    assert client.post([{}] * 9).json["predictions"] == [model.predict({}).to_dict()] * 9
    text = "customerID,Contract\nx-1,Two year\n\n"
    assert client.post(text, "text/csv", accept="application/json").json["predictions"] == [expected]


def test_a_large_request_is_answered_beside_the_others(client, model, row):
    large = [{**row, "label": "w" * (INLINE_BYTES // 20)}] * 30
    assert client.post(large).json["predictions"] == [model.predict(large[0]).to_dict()] * 30


def test_the_client_chooses_how_answers_are_written(client, row):
    assert client.post([row], accept="text/csv").body.startswith(b"prediction,probability_No,probability_Yes\n")
    weighed = client.post(csv_of([row]), "text/csv", accept="text/html, text/csv;q=0.2, application/*;q=0.9")
    assert weighed.headers["content-type"] == "application/json"
    assert client.post(csv_of([row]), "text/csv", accept="*/*;q=0.1").headers["content-type"].startswith("text/csv")


def test_other_encodings_are_read_when_they_are_named(client, row):
    text = csv_of([{**row, "label": "größe"}])
    expected = client.post(text, "text/csv").body
    assert client.post(text.encode("utf-16"), "text/csv; charset=utf-16").body == expected
    assert client.post(text.encode("cp1252"), "text/csv; charset=windows-1252").body == expected
    assert client.post(text.encode("utf-8-sig"), "text/csv").body == expected


def test_the_first_line_is_told_by_rule_or_by_the_content_type(client, row):
    assert client.post(csv_of([row], header=False), "text/csv; header=absent").body.count(b"\n") == 1
    assert client.post(csv_of([row]), "text/csv; header=present").body.count(b"\n") == 2
    refused = client.post(csv_of([row]), "text/csv; header=absent")
    assert (refused.status, refused.error["column"], refused.error["row"]) == (400, "tenure", 1)
    almost = client.post(csv_of([row]).replace("tenure", "Tenure"), "text/csv")
    assert (almost.status, almost.error["column"]) == (400, "Tenure")
    assert "Nearest names: tenure" in almost.error["message"]


def test_a_number_comes_with_its_interval(root, row):
    path = root / "tests" / "golden" / "format_1_regression.zip"
    model = load(path)
    client = Client(create_app(model, Settings(path)))
    assert client.post([row]).json["predictions"] == [model.predict(row).to_dict()]
    assert client.post([row], accept="text/csv").body.startswith(b"prediction,prediction_low,prediction_high\n")
