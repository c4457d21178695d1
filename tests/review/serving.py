"""A server of a review in a thread of the tests, and the plainest client there is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn

from layoutfix.review.desk import Settings, lay_out
from layoutfix.review.launch import take_port
from layoutfix.review.server import make_app

TOKEN = "secret"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{TOKEN}/"

    def ask(self, path: str, body: object = None, **headers: str) -> Answer:
        """The answer to a GET, or to a POST where there is a body (a str goes as it is)."""
        sent = None
        if body is not None:
            sent = body if isinstance(body, str) else json.dumps(body)
            headers = {"Origin": f"http://127.0.0.1:{self.port}", **headers}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request("GET" if sent is None else "POST", path, sent, headers)
            answer = connection.getresponse()
            found = {k.lower(): v for k, v in answer.getheaders()}
            return Answer(answer.status, found, answer.read().decode("utf-8"))
        finally:
            connection.close()


@contextmanager
def serve(paths: list[Path], settings: Settings | None = None) -> Iterator[Served]:
    """A server of the files, as `layoutfix review` runs it."""
    with take_port(0) as taken:
        port = taken.getsockname()[1]
        app = make_app(lay_out(paths, settings or Settings()), TOKEN, port)
        config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        try:
            yield Served(port)
        finally:
            server.should_exit = True
            thread.join(timeout=30)
