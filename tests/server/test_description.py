"""What the server tells about itself: the schema of a row, the OpenAPI document, the page, the counts."""

from __future__ import annotations

import re

import pytest
from jsonschema import Draft202012Validator

from inference.server.app import create_app
from tests.server.asgi import Client


def test_ping(client):
    assert client.get("/ping").json == {"status": "ok"}


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ({}, True),
        ({"tenure": 3, "Contract": "Two year", "joined": "2020-02-28", "customerID": [1]}, True),
        ({"tenure": None, "charges": "$1,200.5", "joined": ""}, True),
        ({"charges": "NA", "Contract": "never seen", "joined": "2020-01-31T10:00:00Z", "size": 5}, True),
        ({"tenure": "three"}, False),
        ({"joined": "2020-02-31"}, False),
        ({"joined": 5}, False),
        ({"tenure": [1]}, False),
        ({"Tenure": 1}, False),
    ],
)
def test_the_schema_takes_what_the_server_takes(client, row, fits):
    schema = client.get("/schema").json
    assert Draft202012Validator(schema).is_valid(row) == fits
    assert (client.post([row]).status == 200) == fits


def test_the_schema_tells_kinds_categories_and_ranges(client):
    columns = client.get("/schema").json["properties"]
    assert columns["tenure"]["x-kind"] == "numeric"
    assert (columns["tenure"]["x-minimum"], columns["tenure"]["x-maximum"]) == (0, 72)
    assert columns["Contract"]["anyOf"][0] == {"enum": ["Month-to-month", "Two year", "One, year"]}


def test_the_examples_of_the_description_are_answered(client):
    document = client.get("/openapi.json").json
    assert document["openapi"] == "3.1.0"
    content = document["paths"]["/invocations"]["post"]["requestBody"]["content"]
    for media_type, told in content.items():
        for example in told["examples"].values():
            assert client.post(example["value"], media_type).status == 200


def test_the_page_fetches_nothing_and_lets_no_name_out_of_its_place(client):
    answer = client.get("/docs")
    page = answer.body.decode()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "//" not in re.sub(r"^.*\bw3\.org\b.*$", "", page, flags=re.MULTILINE)
    assert "$" not in page.replace("$1", "")
    assert page.count("<script") == page.count("</script") == 1
    assert all(f"<td>{name}</td>" in page for name in ("tenure", "Contract", "joined"))


def test_requests_and_rows_are_counted(model, settings):
    client = Client(create_app(model, settings))
    client.post([{}, {}])
    client.post([{"nonsense": 1}])
    client.get("/a/b/c")
    text = client.get("/metrics").body.decode()
    assert 'easel_requests_total{path="/invocations",status="200"} 1.0' in text
    assert 'easel_requests_total{path="/invocations",status="400"} 1.0' in text
    assert 'easel_requests_total{path="other",status="404"} 1.0' in text
    assert "easel_rows_total 2.0" in text
    assert "easel_invocation_seconds_count 2.0" in text
    assert 'easel_model_info{created="2026-11-21T10:00:00Z",name="toy",target="Churn"} 1.0' in text
