"""The server that ``analyzer review`` starts, and the browser it opens."""

from __future__ import annotations

import getpass
import threading
import webbrowser
from importlib.util import find_spec
from pathlib import Path

import click

from analyzer.archive import Archive
from analyzer.cli.parts.talk import Talk
from analyzer.encoder import Encoder, shared_encoder
from analyzer.errors import MissingExtra
from analyzer.records.pack_file import load_pack
from analyzer.review.desk import Desk, named
from analyzer.review.meaning import EncodeWhatIsNew


def review(
    archive: str, *, by: str | None, pack_name: str | None, port: int, opens: bool, talk: Talk
) -> None:
    """Serves the page until Ctrl-C. Raises MissingExtra without the packages that serve it."""
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        what = "the page needs the packages starlette and uvicorn."
        raise MissingExtra(what, hint="pip install 'coaching-call-analyzer[review]'")
    from analyzer.review.serving import serve

    # Told now, and not on the page: no archive, one of a later version, one that is read only.
    Archive.open(archive, write=True).close()
    desk = Desk(
        path=Path(archive),
        reviewer=named(by or _own_name()),
        pack=None if pack_name is None else load_pack(pack_name),
        again=EncodeWhatIsNew(_encoder),
    )

    def ready(address: str) -> None:
        click.echo(address)
        talk.say("The address works once, in one browser on this machine. Ctrl-C ends.")
        if opens:  # a browser in a terminal would hold up the server
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    serve(desk, port=port, ready=ready)
    talk.say("The page is closed; all corrections are in the archive.")


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without users
        return "me"


def _encoder(name: str) -> Encoder | None:
    return shared_encoder([name])
