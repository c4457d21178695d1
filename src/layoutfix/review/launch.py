"""A review that runs: a port taken, the address told, the server kept until it is stopped."""

from __future__ import annotations

import errno
import secrets
import socket
from collections.abc import Callable

import uvicorn

from layoutfix.errors import InputError
from layoutfix.review.desk import Desk
from layoutfix.review.server import make_app

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 2
"""For answers under way when the review ends."""
TOKEN_BYTES = 18
"""Of the secret in the address: no page of another program guesses it."""


def take_port(port: int) -> socket.socket:
    """A socket on loopback that listens there; 0 is any free port. InputError if it is in use."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((LOOPBACK, port))
        taken.listen()
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            raise InputError(
                f"Port {port} is in use: pass another --port, or none to take any free one."
            ) from None
        raise InputError(
            f"Port {port} cannot be opened: {error.strerror or error}; pass another --port."
        ) from None
    return taken


def run_review(desk: Desk, port: int, tell: Callable[[str], None]) -> None:
    """Serve the texts of a desk until interrupted; `tell` gets the address once it answers."""
    with take_port(port) as taken:
        number = taken.getsockname()[1]
        token = secrets.token_urlsafe(TOKEN_BYTES)
        app = make_app(desk, token, number)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                lifespan="off",
                timeout_graceful_shutdown=PATIENCE_SECONDS,
            )
        )
        tell(f"http://{LOOPBACK}:{number}/{token}/")
        server.run(sockets=[taken])
