"""POST /invocations: the body is read, its rows are predicted, the answers are written."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from email.message import Message

from starlette.requests import Request
from starlette.responses import Response

from inference.predictor import Model
from inference.server.answer_format import CSV, as_csv, as_json, chosen_format
from inference.server.answering import answers
from inference.server.bodies import ClientGoneError, body_of
from inference.server.errors import JSON, RefusalError, unforeseen
from inference.server.metrics import Metrics
from inference.server.read_csv import CsvReader
from inference.server.read_json import read_json
from inference.server.settings import INLINE_BYTES, Settings
from inference.server.turns import Turns


class Invocations:
    """Answers for one model. Small requests are answered where they came in, in turn, which is sooner than handing them
    over; large ones on a thread beside, so that the others do not wait for them."""

    def __init__(self, model: Model, settings: Settings, metrics: Metrics) -> None:
        self._model = model
        self._settings = settings
        self._metrics = metrics
        self._csv = CsvReader(model.manifest, settings.max_rows)
        self.turns = Turns[bytes]()
        self._beside = ThreadPoolExecutor(1, "rows")

    async def answer(self, request: Request) -> Response:
        sent, parameters = content_type(request.headers.get("content-type", ""))
        answer = chosen_format(request.headers.get("accept", ""), sent)
        try:
            body = await body_of(request, self._settings.max_bytes)
        except ClientGoneError:
            return Response(status_code=400)  # nobody reads it
        if len(body) > INLINE_BYTES:
            loop = asyncio.get_running_loop()
            content = await loop.run_in_executor(self._beside, self._content, body, sent, parameters, answer)
        else:
            content = await self.turns.do(lambda: self._content(body, sent, parameters, answer))
        return Response(content, media_type=answer)

    def _content(self, body: bytes, sent: str, parameters: dict[str, str], answer: str) -> bytes:
        try:
            return self._answered(body, sent, parameters, answer)
        except RefusalError:
            raise
        except Exception as error:
            logging.getLogger(__name__).exception("A request failed.")
            raise unforeseen() from error

    def _answered(self, body: bytes, sent: str, parameters: dict[str, str], answer: str) -> bytes:
        if sent == JSON:
            asked = read_json(body, self._model.manifest, self._settings.max_rows)
        else:
            asked = self._csv.read(body, parameters)
        found = answers(self._model, asked.rows)
        self._metrics.predicted(len(asked.rows))
        return as_json(found) if answer == JSON else as_csv(found, self._model.manifest, asked)


def content_type(header: str) -> tuple[str, dict[str, str]]:
    """The media type that was sent and its parameters. Raises RefusalError (415) unless it is JSON or csv."""
    if header == JSON:
        return JSON, {}
    parsed = Message()
    parsed["content-type"] = header or "none"
    name = parsed.get_content_type()
    if name not in (JSON, CSV) or not header:
        shown = repr(header[:80]) if header else "not given"
        raise RefusalError(415, f"The content type must be {JSON} or {CSV}; it is {shown}.")
    return name, {key: value.lower() for key, value in parsed.get_params([])[1:]}
