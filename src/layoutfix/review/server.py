"""The server of a review: loopback only, one secret in the address, nothing but the named files.

    GET  /TOKEN/                     the page; its style and script beside it
    GET  /TOKEN/api/papers/K         what is drawn of text K, and how far the review is
    GET  /TOKEN/api/papers/K/version its version alone
    GET  /TOKEN/api/papers/K/scans/P the scan of its page P, from memory
    GET  /TOKEN/api/papers/K/rivals  ?left=..&right=..
    POST /TOKEN/api/papers/K/act     {"version": .., "action": {"do": ..}}
    POST /TOKEN/api/papers/K/undo, redo, save   {"version": ..}

Host and Origin must be those of this server, so no page of another site can ask it anything; and a
page under review runs nothing, since no script stands in any page (Content-Security-Policy).
"""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from secrets import compare_digest
from typing import Any

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from layoutfix.errors import LayoutfixError
from layoutfix.review.desk import Desk, OutdatedError, Paper
from layoutfix.review.view import SCRIPTS, read_asset

HOSTS = ("127.0.0.1", "localhost")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ASSETS = {
    "review.css": "text/css",
    **dict.fromkeys(SCRIPTS, "text/javascript"),
}
MOST_BYTES = 1 << 20
"""Of a request: actions are short."""

BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE = 400, 403, 404, 409, 413

Answer = Callable[[Request], Awaitable[Response]]
AnswerOfPaper = Callable[[Request, Desk, int], Awaitable[Response]]
"""The number is that of a text of the desk."""


def make_app(desk: Desk, token: str, port: int) -> Starlette:
    """The application for the texts of a desk, which answers under `/token/` on that port alone."""
    hosts = frozenset(f"{host}:{port}" for host in HOSTS)

    def route(path: str, answer: Answer, method: str = "GET") -> Route:
        return Route("/{token}/" + path, _guard(answer, token, hosts), methods=[method])

    def route_of_paper(path: str, answer: AnswerOfPaper, method: str = "GET") -> Route:
        return route("api/papers/{number:int}" + path, _of_paper(answer, desk), method)

    return Starlette(
        routes=[
            route("", _page),
            route("{name}", _asset),
            route_of_paper("", _show),
            route_of_paper("/version", _tell_version),
            route_of_paper("/rivals", _find_rivals),
            route_of_paper("/scans/{page:int}", _show_scan),
            route_of_paper("/{what}", _change, "POST"),
        ]
    )


def _guard(answer: Answer, token: str, hosts: Collection[str]) -> Answer:
    """The answer to those alone who know the secret, and ask as the page of this server does."""
    origins = {f"http://{host}" for host in hosts}

    async def answer_guarded(request: Request) -> Response:
        if not compare_digest(request.path_params["token"].encode(), token.encode()):
            return _refuse(NOT_FOUND, "there is nothing here")
        if request.headers.get("host", "").lower() not in hosts:
            return _refuse(FORBIDDEN, "this server is asked under its own address alone")
        origin = request.headers.get("origin")
        if (request.method == "POST" or origin) and origin not in origins:
            return _refuse(FORBIDDEN, "only the page of this review may ask for this")
        return await answer(request)

    return answer_guarded


def _of_paper(answer: AnswerOfPaper, desk: Desk) -> Answer:
    """The answer about one of the texts; what it refuses is told in a sentence."""

    async def answer_of_paper(request: Request) -> Response:
        number = request.path_params["number"]
        if number >= len(desk.papers):
            return _refuse(NOT_FOUND, "there is no such text in this review")
        try:
            return await answer(request, desk, number)
        except OutdatedError as error:
            now = await run_in_threadpool(_state, desk, number)
            return _answer({"error": str(error), "state": now}, CONFLICT)
        except LayoutfixError as error:
            return _refuse(BAD_REQUEST, str(error))

    return answer_of_paper


async def _show(request: Request, desk: Desk, number: int) -> Response:
    answer = _answer(await run_in_threadpool(_state, desk, number))
    if number + 1 < len(desk.papers):  # read while the user looks at this one
        answer.background = BackgroundTask(_read_ahead, desk.papers[number + 1])
    return answer


async def _tell_version(request: Request, desk: Desk, number: int) -> Response:
    return _answer({"version": desk.papers[number].version})


async def _show_scan(request: Request, desk: Desk, number: int) -> Response:
    scan = await run_in_threadpool(desk.papers[number].scan, request.path_params["page"])
    if scan is None:
        return _refuse(NOT_FOUND, "there is no scan of this page")
    return Response(scan.data, media_type=scan.kind, headers=HEADERS)


async def _find_rivals(request: Request, desk: Desk, number: int) -> Response:
    ends = [request.query_params.get(name, "") for name in ("left", "right")]
    if not all(end.isascii() and end.isdigit() for end in ends):
        return _refuse(BAD_REQUEST, "rivals are those of two pieces, left and right")
    left, right = map(int, ends)
    return _answer(await run_in_threadpool(desk.papers[number].rivals, left, right))


async def _change(request: Request, desk: Desk, number: int) -> Response:
    body = await _read_body(request)
    if body is None:
        return _refuse(TOO_LARGE, "what was sent is too long, or no JSON")
    began = time.perf_counter()
    what = request.path_params["what"]
    written = await run_in_threadpool(_do, desk.papers[number], what, body)
    found = await run_in_threadpool(_state, desk, number)
    took = round(1000 * (time.perf_counter() - began))
    return _answer({**found, "written": written, "milliseconds": took})


def _state(desk: Desk, number: int) -> dict[str, Any]:
    view = desk.papers[number].view()
    return {**view, "number": number, "progress": desk.progress()}


def _read_ahead(paper: Paper) -> None:
    """Read a text before it is asked for; what is wrong with it is said when it is."""
    with suppress(LayoutfixError):
        paper.open()


def _do(paper: Paper, what: str, body: dict[str, Any]) -> list[str]:
    """What was asked for; the names of the files that were written."""
    version = body.get("version")
    if not isinstance(version, int):
        raise OutdatedError("this tab does not say what it shows: it is drawn anew")
    if what == "act" and isinstance(body.get("action"), dict):
        paper.act(version, body["action"])
    elif what in {"undo", "redo"}:
        paper.step(version, -1 if what == "undo" else 1)
    elif what == "save":
        return [path.name for path in paper.save(version)]
    else:
        raise LayoutfixError("this server does no such thing: reload the page")
    return []


async def _read_body(request: Request) -> dict[str, Any] | None:
    if int(request.headers.get("content-length") or 0) > MOST_BYTES:
        return None
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            return None
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


async def _page(request: Request) -> Response:
    return Response(read_asset("index.html"), media_type="text/html", headers=HEADERS)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS:
        return _refuse(NOT_FOUND, "there is nothing here")
    return Response(read_asset(name), media_type=ASSETS[name], headers=HEADERS)


def _answer(content: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(content, status_code=status, headers=HEADERS)


def _refuse(status: int, sentence: str) -> Response:
    return _answer({"error": sentence}, status)
