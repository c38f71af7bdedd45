"""``analyzer review`` as a process of its own, and what is asked of it by hand."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

PATIENCE_S = 120


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def tree(self) -> Any:
        return json.loads(self.body)


class Served:
    """A running server. ``address`` works once."""

    def __init__(self, archive: Path, *, by: str = "Mara") -> None:
        command = (sys.executable, "-m", "analyzer", "review", "-a", str(archive), "--no-browser")
        self.process = subprocess.Popen(
            (*command, "--by", by),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            assert self.process.stderr is not None
            raise AssertionError(self.process.stderr.read())
        self.port = urlsplit(self.address).port or 0
        self.host = f"127.0.0.1:{self.port}"

    @property
    def way_in(self) -> str:
        """The path of the one-time address."""
        return f"/?{urlsplit(self.address).query}"

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: object = None,
        headers: Mapping[str, str | None] | None = None,
        at: str = "127.0.0.1",
    ) -> Answer:
        """What it answers; a header of None is left out."""
        given: dict[str, str | None] = {"Host": self.host, **(headers or {})}
        raw = (
            body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        )
        if raw is not None and "Content-Length" not in given:
            given["Content-Length"] = str(len(raw))
        connection = http.client.HTTPConnection(at, self.port, timeout=PATIENCE_S)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in given.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders()
            if raw is not None:
                connection.send(raw)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read())
        finally:
            connection.close()

    def kill(self) -> None:
        """As a crash would."""
        self.process.kill()
        self._gone()

    def stop(self) -> int:
        """As Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self._gone()

    def _gone(self) -> int:
        self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode
