"""Whatever is wrong with a request, it is told in one shape, with the right status, naming row and column."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from inference.server import bodies
from inference.server.app import create_app
from inference.server.front import Front
from inference.server.metrics import Metrics
from inference.server.turns import MOST, WAIT_S, Turns
from tests.server.asgi import Client
from tests.server.conftest import MAX_BYTES, MAX_ROWS


@pytest.mark.parametrize(
    ("body", "column", "row", "said"),
    [
        ([{"tenure": "abc"}], "tenure", 1, "'abc' is not"),
        ([{"tenure": 1}, {"tenure": 2}, {"joined": "soon"}], "joined", 3, "a date or a time"),
        ([{"tenure": 1}] * 8 + [{"charges": "many"}], "charges", 9, "'many' is not"),
        ([{"tenure": [1]}], "tenure", 1, "must hold a number"),
        ([{"tenure": 1}] * 8 + [{"Contract": {"a": 1}}], "Contract", 9, "must hold a text"),
        ([{"Tenur": 1}], "Tenur", 1, "Nearest names: tenure"),
        ([{"tenure": 1}] * 8 + [{"Tenur": 1}], "Tenur", 9, "Nearest names: tenure"),
        ([{"tenure": float("inf")}], "tenure", 1, "inf is not"),
        ([[1, 2, 3]], None, 1, "7 values, one for each column in this order: tenure, charges"),
        (["tenure"], None, 1, "must be a mapping or a list; it is a text"),
        ([], None, None, "at least one row"),
        ({"instances": []}, None, None, "at least one row"),
        ({"rows": [{}]}, None, None, "must have the field 'instances'"),
        ({"instances": [{}], "more": 1}, None, None, "The field 'more' is not known"),
        ({"instances": {"tenure": 1}}, None, None, "must be a list; they are an object"),
        (b'[{"tenure": 1, "tenure": 2}]', "tenure", 1, "Row 1 must name every column once; it names 'tenure' more"),
        (b'{"instances": [{}, {"a": 1, "tenure": 1, "a": 1}]}', "a", 2, "it names 'a' more than once"),
        (b'{"instances": [[1]], "instances": [{}]}', None, None, "The field 'instances' must be there once"),
        (b"3", None, None, "they are a number"),
        (b'{"instances": {"tenure": 1, "tenure": 2}}', None, None, "they are an object"),
        (b"", None, None, "must be JSON"),
        (b'[{"tenure": 1}', None, None, "line 1, letter 15"),
        (b'"\xff"', None, None, "must be UTF-8"),
        (b"[" * 39_000, None, None, "nested too deeply"),
        (b"[[" + b"9" * 5000 + b"]]", None, None, "cannot be read"),
    ],
)
def test_json_that_cannot_be_answered(client, body, column, row, said):
    answer = client.post(body)
    assert answer.status == 400
    assert (answer.error["column"], answer.error["row"]) == (column, row)
    assert said in answer.error["message"]


@pytest.mark.parametrize(
    ("text", "column", "row", "said"),
    [
        ("tenure,joined\n1,2020-01-01\n2,soon\n", "joined", 2, "'soon' is not"),
        ("tenure,joined\n" + "1,2020-01-01\n" * 8 + "x,\n", "tenure", 9, "'x' is not"),
        ("tenure,joined\n1\n", None, 1, "must have 2 cells, as the header has; it has 1"),
        ("1,2,Two year\n", None, 1, "7 values"),
        ("tenure,weather\n1,2\n", "weather", None, "no column 'weather'"),
        ("tenure,charges,tenure \n1,2,3\n", "tenure", None, "there twice"),
        ("tenure,charges\n", None, None, "at least one row"),
        ("", None, None, "at least one row"),
        ("\n\n", None, None, "at least one row"),
        ('tenure,label\n1,"a\n', None, None, "is not CSV"),
        ('tenure,label\n1,"a"b\n', None, None, "Line 2 is not CSV"),
        ("tenure\n1\n".encode("utf-16"), None, None, "name the encoding"),
    ],
)
def test_csv_that_cannot_be_answered(client, text, column, row, said):
    answer = client.post(text, "text/csv")
    assert answer.status == 400
    assert (answer.error["column"], answer.error["row"]) == (column, row)
    assert said in answer.error["message"]


@pytest.mark.parametrize(
    ("content_type", "headers", "status", "said"),
    [
        ("", {}, 415, "not given"),
        ("text/plain", {}, 415, "'text/plain'"),
        ("nonsense", {}, 415, "'nonsense'"),
        ("text/csv; charset=klingon", {}, 415, "'klingon'"),
        ("text/csv; charset=unicode_escape", {}, 415, "UTF-8"),
        ("text/csv; header=maybe", {}, 415, "present or absent"),
        ("application/json", {"content_encoding": "gzip"}, 415, "packed"),
        ("application/json", {"accept": "text/html"}, 406, "text/html"),
        ("application/json", {"accept": "application/json;q=0"}, 406, "accepts neither"),
        ("application/json", {"content_length": str(MAX_BYTES + 1)}, 413, "40,000 bytes"),
    ],
)
def test_requests_of_the_wrong_kind(client, content_type, headers, status, said):
    answer = client.post([{"tenure": 1}], content_type, **headers)
    assert answer.status == status
    assert said in answer.error["message"]


def test_there_are_limits_of_rows_and_bytes(client):
    assert client.post([{}] * MAX_ROWS).status == 200
    for body, kind in ((json.dumps([{}] * (MAX_ROWS + 1)), "application/json"), ("tenure\n" + "1\n" * 51, "text/csv")):
        answer = client.post(body, kind)
        assert (answer.status, "at most 50 rows" in answer.error["message"]) == (413, True)
    parts = [b"x" * 9_000] * 5
    answer = asyncio.run(client.send("POST", "/invocations", {"content-type": "text/csv"}, parts))
    assert (answer.status, "40,000 bytes" in answer.error["message"]) == (413, True)


def test_a_body_that_does_not_arrive(client, monkeypatch):
    async def stalling():
        async def send(message):
            sent.append(message)

        async def receive():
            await asyncio.sleep(5)

        sent: list[dict[str, Any]] = []
        headers = [(b"content-type", b"text/csv"), (b"content-length", b"9")]
        scope = {"type": "http", "method": "POST", "path": "/invocations", "headers": headers}
        await client.app({**scope, "query_string": b"", "root_path": ""}, receive, send)
        return sent[0]["status"]

    monkeypatch.setattr(bodies, "BODY_S", 0.05)
    assert asyncio.run(stalling()) == 408


def test_addresses_and_methods(client):
    assert client.get("/").status == 404
    assert "/invocations" in client.get("/elsewhere").error["message"]
    for path, method, allowed in (
        ("/invocations", "GET", "POST"),
        ("/ping", "DELETE", "GET"),
        ("/schema", "PUT", "GET"),
    ):
        answer = client.get(path, method)
        assert (answer.status, allowed in answer.headers["allow"]) == (405, True)
        assert "method" in answer.error["message"]


def test_too_many_at_a_time_are_refused_early(model, settings, monkeypatch):
    monkeypatch.setattr(Turns, "room", 5)
    client = Client(create_app(model, settings))
    answers = client.together([[{"tenure": number}] for number in range(20)])
    assert [answer.status for answer in answers] == [200] * 5 + [503] * 15
    assert answers[-1].headers["retry-after"] == "1"
    assert "busy" in answers[-1].error["message"]
    assert client.post([{}]).status == 200, "places must be given back"


def test_a_place_is_given_back_after_a_failure(model):
    async def failing(*_):
        raise ValueError("made up")

    async def unused(*_):
        raise AssertionError

    front = Front(failing, Metrics(model.manifest), Turns[bytes]())
    scope = {"type": "http", "path": "/invocations", "headers": []}
    for _ in range(9):
        with pytest.raises(ValueError, match="made up"):
            asyncio.run(front(scope, unused, unused))


def test_room_follows_the_pace():
    async def slow():
        turns = Turns[int]()
        assert turns.room == MOST
        await turns.do(lambda: sum(range(3_000_000)))
        return turns

    turns = asyncio.run(slow())
    assert 8 <= turns.room < MOST
    assert turns.room == max(8, int(WAIT_S / turns._mean_s))


def test_what_nobody_foresaw_is_told_without_a_traceback(model, settings, monkeypatch, caplog):
    client = Client(create_app(model, settings))
    monkeypatch.setattr(type(model), "predict", lambda *_: 1 / 0)
    answer = client.post([{}])
    assert answer.status == 500
    assert "unexpected" in answer.error["message"]
    assert "ZeroDivisionError" in caplog.text
