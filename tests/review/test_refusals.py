"""Who may ask the server for what."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.review.guard import HEADERS, LONGEST_BODY
from tests.review.calls import a_long_call, an_archive
from tests.review.served import Answer, Served

PATHS = ("/", "/review.css", "/make.js", "/review.js", "/api/start", "/api/queue", "/nothing")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return an_archive(tmp_path_factory.mktemp("review") / "calls.db", a_long_call())


@pytest.fixture(scope="module")
def served(archive: Path) -> Iterator[Served]:
    server = Served(archive)
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="module")
def cookie(served: Served) -> str:
    answer = served.ask(served.way_in)
    assert answer.status == 303
    assert answer.headers["location"] == "/"
    cookie, *rules = answer.headers["set-cookie"].split("; ")
    assert {it.lower() for it in rules} == {"httponly", "samesite=strict", "path=/"}
    return cookie


@pytest.fixture(scope="module")
def headers(served: Served, cookie: str) -> dict[str, str]:
    """All that a page of the server sends with what it writes."""
    token = served.ask("/api/start", headers={"Cookie": cookie}).tree["token"]
    return {
        "Cookie": cookie,
        "Origin": f"http://{served.host}",
        "Content-Type": "application/json",
        "X-Review-Token": token,
        "Sec-Fetch-Site": "same-origin",
    }


@pytest.fixture(scope="module")
def change(served: Served, cookie: str) -> dict[str, object]:
    session = served.ask("/api/session/0123456789ab", headers={"Cookie": cookie}).tree
    return {
        "session": session["id"],
        "stamp": session["stamp"],
        "by": "Mara",
        "change": {"kind": "set-role", "speaker": 0, "role": "coach"},
    }


@pytest.fixture
def write(
    served: Served, headers: dict[str, str], change: dict[str, object]
) -> Callable[..., Answer]:
    """Sends a correction that would be made, with some headers changed."""

    def send(body: object = None, **others: str | None) -> Answer:
        changed = {name.replace("_", "-"): value for name, value in others.items()}
        told = change if body is None else body
        return served.ask("/api/correct", method="POST", body=told, headers={**headers, **changed})

    return send


def test_a_page_of_the_server_may_read_and_write(
    served: Served, cookie: str, write: Callable[..., Answer]
) -> None:
    for path in PATHS[:-1]:
        assert served.ask(path, headers={"Cookie": cookie}).status == 200
    assert write().status == 200


def test_the_address_works_once(served: Served, cookie: str) -> None:
    assert cookie
    again = served.ask(served.way_in)
    assert again.status == 403
    assert b"works once" in again.body
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("sent", [None, "", "review=x", "{name}=", "{name}=wrong", "{name}=é"])
def test_nobody_without_the_cookie_is_told_anything(
    served: Served, cookie: str, path: str, sent: str | None
) -> None:
    name = cookie.partition("=")[0]
    given = None if sent is None else sent.format(name=name).encode().decode("latin-1")
    answer = served.ask(path, headers={"Cookie": given})
    assert answer.status == 403
    assert b"0123456789ab" not in answer.body


@pytest.mark.parametrize("token", ["", "x", "%00", "a" * 1_000])
def test_a_wrong_token_opens_nothing(served: Served, cookie: str, token: str) -> None:
    assert cookie
    assert served.ask(f"/?token={token}").status == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}", "", None],
)
def test_it_answers_to_its_own_name_only(served: Served, cookie: str, host: str | None) -> None:
    name = None if host is None else host.format(port=served.port)
    answer = served.ask("/api/start", headers={"Host": name, "Cookie": cookie})
    assert answer.status in {400, 421}
    assert b"token" not in answer.body


@pytest.mark.parametrize(
    "origin", ["null", "http://evil.example", "http://127.0.0.1:1", "https://{host}", ""]
)
def test_other_origins_are_refused(
    served: Served, cookie: str, write: Callable[..., Answer], origin: str
) -> None:
    sent = origin.format(host=served.host)
    assert write(Origin=sent).status == 403
    assert served.ask("/api/start", headers={"Cookie": cookie, "Origin": sent}).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_page_asks_for_is_refused(
    served: Served, cookie: str, write: Callable[..., Answer], site: str
) -> None:
    assert write(Sec_Fetch_Site=site).status == 403
    for path in PATHS:
        headers = {"Cookie": cookie, "Sec-Fetch-Site": site}
        assert served.ask(path, headers=headers).status == 403


@pytest.mark.parametrize(
    ("others", "status"),
    [
        ({"X_Review_Token": None}, 403),
        ({"X_Review_Token": "wrong"}, 403),
        ({"Origin": None}, 403),
        ({"Cookie": None}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Type": None}, 415),
        ({"Content_Length": str(LONGEST_BODY + 1)}, 413),
        ({"Content_Length": "9" * 30}, 400),
        ({"Content_Length": None, "Transfer_Encoding": "chunked"}, 411),
    ],
)
def test_writing_takes_all_that_a_page_of_the_server_sends(
    write: Callable[..., Answer], archive: Path, others: dict[str, str | None], status: int
) -> None:
    with Archive.open(archive) as store:
        before = store.corrections()
    body = b"x" if "Content_Length" in others else None
    assert write(body, **others).status in {status, 413}
    with Archive.open(archive) as store:
        assert store.corrections() == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 30_000,
        b"\xff",
        {},
        {"session": 1},
        {"session": "0123456789ab"},
    ],
)
def test_what_is_no_correction_is_told_in_words(write: Callable[..., Answer], body: object) -> None:
    answer = write(body)
    assert answer.status in {400, 409}
    assert answer.tree["error"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "drop"},
        {"kind": "set-role", "speaker": 7, "role": "coach"},
        {"kind": "set-role", "speaker": 0, "role": "king"},
        {"kind": "set-name", "speaker": 0, "name": " "},
        {"kind": "set-name", "speaker": 0, "name": "x" * 200},
        {"kind": "set-move", "first": 0, "end": 10_000, "move": "story"},
        {"kind": "set-move", "first": -1, "end": 1, "move": "story"},
        {"kind": "set-move", "first": "0", "end": 1, "move": "story"},
        {"kind": "label-advice", "first": 0, "end": 1, "categories": ["no-such"]},
        {"kind": "label-advice", "first": 0, "end": 1, "categories": "urgency"},
        {"kind": "set-problem", "first": 0, "end": 1, "category": "urgent-"},
        {"kind": "split-advice", "first": 0, "end": 2, "at": 0},
        {"kind": "merge-advice", "first": 0, "end": 1},
        {"kind": "set-role", "speaker": 0, "role": "coach", "more": 1},
    ],
)
def test_a_change_that_cannot_be_made_changes_nothing(
    write: Callable[..., Answer], change: dict[str, object], archive: Path, wrong: object
) -> None:
    with Archive.open(archive) as store:
        before = store.corrections()
    assert write({**change, "change": wrong}).status == 409
    with Archive.open(archive) as store:
        assert store.corrections() == before


def test_a_session_that_was_cut_anew_is_not_corrected(
    write: Callable[..., Answer], change: dict[str, object]
) -> None:
    answer = write({**change, "stamp": "0" * 16})
    assert answer.status == 409
    assert "Open it again" in answer.tree["error"]
    assert write({**change, "session": "no-such"}).status == 404


@pytest.mark.parametrize("by", ["", "  ", "x" * 100, "a\x00b", "\u202eb"])
def test_a_reviewer_has_a_name(
    write: Callable[..., Answer], change: dict[str, object], by: str
) -> None:
    assert write({**change, "by": by}).status == 409


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_refused(served: Served, cookie: str, method: str) -> None:
    assert served.ask("/api/start", method=method, headers={"Cookie": cookie}).status == 405


@pytest.mark.parametrize(
    "path",
    ["/web/", "/web/review.js", "/../desk.py", "/%2e%2e/desk.py", "//etc/passwd", "/api/", "/.git"],
)
def test_nothing_but_the_page_is_served(served: Served, cookie: str, path: str) -> None:
    assert served.ask(path, headers={"Cookie": cookie}).status == 404


def test_an_endless_address_is_refused(served: Served, cookie: str) -> None:
    assert served.ask(f"/?{'x' * 5_000}", headers={"Cookie": cookie}).status == 414


def test_every_answer_forbids_what_the_page_does_not_need(served: Served, cookie: str) -> None:
    for path, given in (("/", cookie), ("/", None), ("/nothing", cookie), ("/review.js", cookie)):
        answer = served.ask(path, headers={"Cookie": given})
        assert {name: answer.headers.get(name) for name, _ in HEADERS} == dict(HEADERS)
        assert "server" not in answer.headers
    policy = dict(HEADERS)["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    page = served.ask("/", headers={"Cookie": cookie}).body
    assert b"style=" not in page
    assert b" on" not in page.replace(b" on ", b"").replace(b" one", b"").replace(b" only", b"")
    assert b"<script>" not in page


def test_it_listens_on_this_machine_alone(served: Served) -> None:
    with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
        socket.create_connection(("127.0.0.2", served.port), timeout=2)


def test_a_taken_port_is_told(served: Served, archive: Path) -> None:
    from analyzer.errors import ReviewError
    from analyzer.review.desk import Desk
    from analyzer.review.serving import serve

    with pytest.raises(ReviewError, match="cannot be used"):
        serve(Desk(path=archive, reviewer="kd"), port=served.port, ready=lambda _: None)
