"""A client taken out of an archive for good: sessions, names elsewhere, indexes, free pages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from analyzer.archive import Archive
from analyzer.archive.adding import take_out
from analyzer.archive.correcting import Made, live_corrections, note_again
from analyzer.archive.rows import read_analysis, write_analysis
from analyzer.corrections.places import Places
from analyzer.corrections.records import SetName
from analyzer.corrections.replaying import readdressed, replayed, unwound
from analyzer.errors import PrivacyError
from analyzer.privacy.kinds import SPEAKERS, Entry, Kind
from analyzer.privacy.proof import Evidence, Proof, gather_evidence, prove
from analyzer.privacy.redactor import Redactor
from analyzer.privacy.register import make_entries
from analyzer.privacy.rewriting import redacted_analysis
from analyzer.privacy.talks import talks_in
from analyzer.privacy.words import folded
from analyzer.records import Analysis, Source

REMOVED = "[name removed]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """A session that goes as a whole; ``others`` speak in it besides coach and client."""

    session_id: str
    path: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What forgetting a client means: sessions that go, and others in which the name stands.

    ``names`` are those the client goes by, short forms only where nobody else can be meant;
    ``clear`` are those of them that a capital is enough to tell.
    """

    client: str
    names: tuple[str, ...]
    clear: tuple[str, ...]
    going: tuple[Going, ...]
    naming: tuple[str, ...]


def plan_forgetting(archive: Archive, client: str) -> Plan:
    """Who is meant by the name, and what goes with them.

    Every session in which they speak goes as a whole, group calls too: what others say there is
    about them. Raises ArchiveError where no client has the name, and PrivacyError where it is the
    coach's.
    """
    ids = set(archive.chosen(client=client))
    names, clear = _names_of(archive, client)
    redactor = _redactor(names, clear)
    going: list[Going] = []
    naming: list[str] = []
    with archive.reading() as connection:
        for (key,) in connection.execute("SELECT id FROM sessions ORDER BY id").fetchall():
            speakers = connection.execute(_SPEAKERS, (key,)).fetchall()
            if key in ids or any(_is_called(redactor, name) for name, _ in speakers):
                (path,) = connection.execute(_PATH, (key,)).fetchone()
                others = [
                    name
                    for name, role in speakers
                    if role != "coach" and not _is_called(redactor, name)
                ]
                going.append(Going(session_id=key, path=path, others=tuple(others)))
            elif _is_named(connection, key, redactor):
                naming.append(key)
    return Plan(client=client, names=names, clear=clear, going=tuple(going), naming=tuple(naming))


def _names_of(archive: Archive, client: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All names of the person meant and the clear ones; none where they are "Client 2" only."""
    wanted = folded(client)
    for entry in make_entries(talks_in(archive)):
        if entry.kind in SPEAKERS and any(folded(name) == wanted for name in entry.names):
            if entry.kind is Kind.COACH:
                what = f"{client!r} is a coach in this archive."
                hint = "Clients can be forgotten; name one of those that 'analyzer list' shows."
                raise PrivacyError(what, path=str(archive.path), hint=hint)
            return entry.names, entry.clear
    return (), ()


def _redactor(names: tuple[str, ...], clear: tuple[str, ...]) -> Redactor:
    return Redactor([Entry(pseudonym=REMOVED, kind=Kind.CLIENT, names=names, clear=clear)])


def _is_called(redactor: Redactor, name: str) -> bool:
    return any(it.entry.pseudonym == REMOVED for it in redactor.found_in_label(name))


def _names(redactor: Redactor, text: str) -> bool:
    return any(it.entry.pseudonym == REMOVED for it in redactor.found(text))


def _is_named(connection: sqlite3.Connection, key: str, redactor: Redactor) -> bool:
    rows = connection.execute(_TEXTS, {"id": key})
    return any(_names(redactor, text) for row in rows for text in row if isinstance(text, str))


def forget(archive: Archive, plan: Plan) -> Proof:
    """Carries out the plan, and looks in the file's bytes for what should be gone.

    In one transaction sessions are deleted, and where the name stands in others it gives way to
    "[name removed]". Then the index of words is made anew and the file written anew, with SQLite
    overwriting what it frees. Sessions from which a name was taken are found by their words only,
    until they are refreshed. Raises ArchiveError where somebody else has the archive open.
    """
    redactor = _redactor(plan.names, plan.clear)
    with archive.reading() as connection:
        evidence = gather_evidence(connection, [it.session_id for it in plan.going], plan.names)
    with archive.writing() as connection:
        connection.execute("PRAGMA secure_delete = ON")
        for it in plan.going:
            take_out(connection, it.session_id)
        for key in plan.naming:
            _take_name_out(connection, key, redactor)
        _clean_themes(connection, redactor)
        # Deleted rows leave marks in the index of words.
        connection.execute("INSERT INTO turn_words (turn_words) VALUES ('rebuild')")
    archive.compact()
    return _proof(archive, redactor, evidence)


def _proof(archive: Archive, redactor: Redactor, evidence: Evidence) -> Proof:
    with archive.reading() as connection:
        return prove(
            archive.path, connection, evidence, is_left=lambda text: _names(redactor, text)
        )


def _take_name_out(connection: sqlite3.Connection, key: str, redactor: Redactor) -> None:
    """Writes a session anew without the name; its files and its part in themes stay."""
    analysis = read_analysis(connection, key)
    if analysis is None:
        return
    cleaned, made = _corrected_without_name(connection, analysis, redactor)
    files = connection.execute(_FILES, (key,)).fetchall()
    members = connection.execute(_MEMBERS, (key,)).fetchall()
    connection.execute("DELETE FROM files WHERE session_id = ?", (key,))
    connection.execute("DELETE FROM sessions WHERE id = ?", (key,))
    write_analysis(connection, cleaned)
    note_again(connection, made)
    for session_id, path, *others in files:
        row = (session_id, redactor.redacted(path), *others)
        connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    connection.executemany("INSERT INTO theme_members VALUES (?, ?, ?, ?)", members)


def _corrected_without_name(
    connection: sqlite3.Connection, analysis: Analysis, redactor: Redactor
) -> tuple[Analysis, tuple[Made, ...]]:
    """The session without the name, and what people corrected in it as made in these words."""
    key = analysis.session.id
    connection.execute("DELETE FROM corrections WHERE session_id = ? AND undone_at NOTNULL", (key,))
    made = live_corrections(connection, key)
    base = unwound(analysis, [it.before for it in made])
    cleaned = _without_name(base, redactor)
    here, there = Places(base), Places(cleaned)
    told = [
        replace(it, name=redactor.redacted_label(it.name))
        if isinstance(it, SetName)
        else readdressed(it, here=here, there=there)
        for it in (one.correction for one in made)
    ]
    settled, befores = replayed(cleaned, [(it, one.by) for it, one in zip(told, made, strict=True)])
    return settled, tuple(
        replace(one, correction=it or one.correction, before=before)
        for one, it, before in zip(made, told, befores, strict=True)
    )


def _without_name(analysis: Analysis, redactor: Redactor) -> Analysis:
    source = analysis.session.source
    session = replace(
        redacted_analysis(analysis, redactor).session,
        source=Source(
            path=redactor.redacted(source.path), format=source.format, sha256=source.sha256
        ),
    )
    return replace(redacted_analysis(analysis, redactor), session=session)


def _clean_themes(connection: sqlite3.Connection, redactor: Redactor) -> None:
    """Names, phrases and edits of themes without the name."""
    for theme, name, phrases, found in connection.execute(_THEMES).fetchall():
        cleaned = (
            redactor.redacted(name),
            json.dumps(_cleaned(json.loads(phrases), redactor), ensure_ascii=False),
            json.dumps(_cleaned(json.loads(found), redactor), ensure_ascii=False, sort_keys=True),
        )
        if cleaned != (name, phrases, found):
            connection.execute(_NEW_THEME, (*cleaned, theme))
    for edit, argument in connection.execute(_EDITS).fetchall():
        connection.execute(
            "UPDATE theme_edits SET argument = ? WHERE edit = ?",
            (redactor.redacted(argument), edit),
        )


def _cleaned(tree: Any, redactor: Redactor) -> Any:  # noqa: ANN401 - JSON
    if isinstance(tree, str):
        return redactor.redacted(tree)
    if isinstance(tree, list):
        return [_cleaned(it, redactor) for it in tree]
    if isinstance(tree, dict):
        return {key: _cleaned(it, redactor) for key, it in tree.items()}
    return tree


def shared_calls(plan: Plan) -> Sequence[Going]:
    """The sessions that go in which others speak too."""
    return [it for it in plan.going if it.others]


_SPEAKERS = "SELECT name, role FROM speakers WHERE session_id = ? ORDER BY speaker"
_PATH = "SELECT path FROM sessions WHERE id = ?"
_FILES = "SELECT * FROM files WHERE session_id = ? ORDER BY path"
_MEMBERS = "SELECT * FROM theme_members WHERE session_id = ? ORDER BY kind, passage"
_THEMES = "SELECT theme, name, phrases, found FROM themes ORDER BY theme"
_NEW_THEME = "UPDATE themes SET name = ?, phrases = ?, found = ? WHERE theme = ?"
_EDITS = "SELECT edit, argument FROM theme_edits WHERE argument IS NOT NULL ORDER BY edit"
_TEXTS = """
SELECT text, NULL, NULL FROM turns WHERE session_id = :id
UNION ALL SELECT text, NULL, NULL FROM outside WHERE session_id = :id
UNION ALL SELECT text, author, sent_to FROM chat WHERE session_id = :id
UNION ALL SELECT message, NULL, NULL FROM warnings WHERE session_id = :id
UNION ALL SELECT title, path, NULL FROM sessions WHERE id = :id
UNION ALL SELECT path, NULL, NULL FROM files WHERE session_id = :id
UNION ALL SELECT label, proposed_name, NULL FROM speakers WHERE session_id = :id
"""
