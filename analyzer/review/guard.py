"""Who may ask the server for anything: one browser on this machine, and pages of the server itself.

Other programs and web pages can reach a port of 127.0.0.1 too. So a request must name the server's
own host (against DNS rebinding), come from its own pages where a browser says from where, and carry
the cookie that the one-time address was exchanged for; one that writes carries a second secret in a
header that no other page can send, and JSON.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WRITING_HEADER: Final = "x-review-token"
LONGEST_BODY: Final = 32_768
LONGEST_ADDRESS: Final = 2_048
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS: Final = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
)
_OWN = frozenset(("same-origin", "none"))
_HOW_TO_COME_IN = (
    "Open the address that 'analyzer review' printed. It works once, in one browser; start the"
    " command again for a new one.\n"
)


class Keys:
    """The secrets of one run: the one-time token, the cookie it buys, and the token for writing."""

    def __init__(self, port: int) -> None:
        self.port = port
        # Cookies do not tell ports apart: two runs must not take each other's.
        self.cookie_name = f"review-{port}"
        self.writing = secrets.token_urlsafe(32)
        self._cookie = secrets.token_urlsafe(32)
        self._once: str | None = secrets.token_urlsafe(32)

    @property
    def address(self) -> str:
        """Where to go in; it works once."""
        return f"http://127.0.0.1:{self.port}/?token={self._once or ''}"

    def come_in(self, token: str) -> str | None:
        """The cookie, for the token that nobody used before; None for any other."""
        if self._once is None or not _same(token, self._once):
            return None
        self._once = None
        return self._cookie

    def is_in(self, cookies: Mapping[str, str]) -> bool:
        """Whether a request carries the cookie."""
        return _same(cookies.get(self.cookie_name, ""), self._cookie)

    def may_write(self, header: str | None) -> bool:
        """Whether a request carries the token for writing."""
        return _same(header or "", self.writing)


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode("utf-8", "replace"), other.encode())


class Guard:
    """Lets through what may pass, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, *, keys: Keys) -> None:
        self._app = app
        self._keys = keys
        names = (f"127.0.0.1:{keys.port}", f"localhost:{keys.port}")
        self._hosts = frozenset(names)
        self._origins = frozenset(f"http://{it}" for it in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers by itself what may not pass."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no web sockets here
            return
        guarded = _with_headers(send)
        request = Request(scope)
        answer = self._refusal(request) or self._at_the_door(request)
        await (answer or self._app)(scope, receive, guarded)

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        if headers.getlist("host") not in [[it] for it in self._hosts]:
            return _refused("this server answers to 127.0.0.1 only.", 421)
        if not self._is_own_page(headers):
            return _refused("another page asks for this.", 403)
        if len(request.url.path) + len(request.url.query) > LONGEST_ADDRESS:
            return _refused("the address is too long.", 414)
        if request.method == "POST":
            return self._refused_writing(headers)
        if request.method not in {"GET", "HEAD"}:
            return _refused("only GET and POST.", 405)
        return None

    def _is_own_page(self, headers: Headers) -> bool:
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        return (origin is None or origin in self._origins) and (site is None or site in _OWN)

    def _refused_writing(self, headers: Headers) -> Response | None:
        if headers.get("origin") not in self._origins:
            return _refused("no page of this server asks for this.", 403)
        if not self._keys.may_write(headers.get(WRITING_HEADER)):
            return _refused("the token for writing is missing or wrong.", 403)
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _refused("only JSON.", 415)
        length = headers.get("content-length", "")
        # Without a length it would have to be counted, and no page of ours sends none.
        if not (length.isascii() and length.isdigit()):
            return _refused("how long it is must be said.", 411)
        if len(length) > len(str(LONGEST_BODY)) or int(length) > LONGEST_BODY:
            return _refused("too long.", 413)
        return None

    def _at_the_door(self, request: Request) -> Response | None:
        """The exchange of the token, and nothing for whoever has no cookie."""
        token = request.query_params.get("token")
        is_in = self._keys.is_in(request.cookies)
        if request.url.path != "/" or token is None:
            return None if is_in else _refused(_HOW_TO_COME_IN, 403)
        cookie = self._keys.come_in(token)
        if cookie is None and not is_in:
            return _refused(_HOW_TO_COME_IN, 403)
        # The token does not stay in the address, nor in the browser's history.
        answer = RedirectResponse("/", status_code=303)
        if cookie is not None:
            name = self._keys.cookie_name
            answer.set_cookie(name, cookie, httponly=True, samesite="strict", path="/")
        return answer


def _refused(why: str, status: int) -> Response:
    return PlainTextResponse(why if why.endswith("\n") else f"{why}\n", status_code=status)


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name.encode(), value.encode()) for name, value in HEADERS]
            message["headers"] = [*message.get("headers", ()), *own]
        await send(message)

    return guarded
