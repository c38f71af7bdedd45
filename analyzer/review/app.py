"""The page and what it asks for, over HTTP; nothing is decided here."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from analyzer.errors import AnalyzerError, ArchiveError, CorrectionError
from analyzer.report.page.colours import colours
from analyzer.review.desk import Desk
from analyzer.review.guard import Guard, Keys
from analyzer.review.views import Tree

_PAGE: Final = "page.html"
_STYLES: Final = ("review.css", "panel.css")
# Each stands on those before it.
SCRIPTS: Final = ("make", "server", "talk", "pick", "panel", "review")
_OF_THE_REPORT: Final = frozenset({"make.js"})


def make_app(desk: Desk, keys: Keys) -> Starlette:
    """The application for one archive and one browser."""
    routes = [
        Route("/", _text(_read(_PAGE), "text/html")),
        Route("/review.css", _text(colours() + "".join(map(_read, _STYLES)), "text/css")),
        *(Route(f"/{it}.js", _text(_read(f"{it}.js"), "text/javascript")) for it in SCRIPTS),
        Route("/api/start", _asking(lambda _: {**desk.start(), "token": keys.writing})),
        Route("/api/queue", _asking(lambda _: desk.queue())),
        Route("/api/session/{id}", _asking(lambda it: desk.session(it.path_params["id"]))),
        Route("/api/correct", partial(_writing, desk, _correct), methods=["POST"]),
        Route("/api/undo", partial(_writing, desk, _undo), methods=["POST"]),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, keys=keys)])


def _read(name: str) -> str:
    home = ("analyzer.report", ("templates", "page")) if name in _OF_THE_REPORT else None
    package, folders = home or ("analyzer.review", ("web",))
    return files(package).joinpath(*folders, name).read_text(encoding="utf-8")


def _text(content: str, kind: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        del request
        return Response(content, media_type=kind)

    return answer


def _asking(ask: Callable[[Request], Tree]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return _told(lambda: ask(request))

    return answer


async def _writing(desk: Desk, do: Callable[[Desk, Tree], Tree], request: Request) -> Response:
    try:
        told = json.loads(await request.body())
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return _wrong("the request is no JSON object.", 400)
    return await run_in_threadpool(_told, lambda: do(desk, told))


def _correct(desk: Desk, told: Tree) -> Tree:
    change = told.get("change")
    if not isinstance(change, dict):
        raise CorrectionError("the request names no change.")
    stamp, by = _text_in(told, "stamp"), _text_in(told, "by")
    return desk.correct(_text_in(told, "session"), stamp=stamp, change=change, by=by)


def _undo(desk: Desk, told: Tree) -> Tree:
    return desk.undo(_text_in(told, "session"), by=_text_in(told, "by"))


def _text_in(told: Tree, key: str) -> str:
    value: Any = told.get(key)
    if not isinstance(value, str):
        raise CorrectionError(f"{key!r} is missing in the request.")
    return value


def _told(ask: Callable[[], Tree]) -> Response:
    try:
        return JSONResponse(ask())
    except CorrectionError as error:
        return _wrong(str(error), 409)
    except ArchiveError as error:
        return _wrong(str(error), 404)
    except AnalyzerError as error:
        return _wrong(str(error), 500)


def _wrong(why: str, status: int) -> Response:
    return JSONResponse({"error": why}, status_code=status)
