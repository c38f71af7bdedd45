"""The server's life: a port of 127.0.0.1, until the user has had enough."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Final

import uvicorn

from analyzer.errors import ReviewError
from analyzer.review.app import make_app
from analyzer.review.desk import Desk
from analyzer.review.guard import Keys

HOST: Final = "127.0.0.1"
# A correction that is being written is done in less.
LAST_WORDS_S: Final = 5


def serve(desk: Desk, *, port: int, ready: Callable[[str], None]) -> None:
    """Serves the page until the process is told to stop (SIGINT, SIGTERM).

    ``port`` 0 takes one that is free. ``ready`` is called with the one-time address as soon as the
    server can be asked. Raises ReviewError where the port is taken.
    """
    with _bound(port) as bound:
        keys = Keys(bound.getsockname()[1])
        config = uvicorn.Config(
            make_app(desk, keys),
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            ws="none",
            h11_max_incomplete_event_size=32_768,
            timeout_graceful_shutdown=LAST_WORDS_S,
        )
        ready(keys.address)
        try:
            uvicorn.Server(config).run(sockets=[bound])
        except KeyboardInterrupt:  # raised again by uvicorn when all is done
            return


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: nobody else may take the port over
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
        bound.listen()
    except OSError as error:
        bound.close()
        what = f"port {port} of {HOST} cannot be used ({error.strerror})."
        raise ReviewError(what, hint="Choose another with --port, or none.") from error
    return bound
