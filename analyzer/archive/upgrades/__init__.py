"""Making an archive of an earlier version one of the present: one file of SQL for each step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from importlib.resources import files

from analyzer.archive.facts import n_words
from analyzer.archive.seals import seal_all


def can_upgrade(version: int, *, to: int) -> bool:
    """Whether there is a way from one version to the other."""
    return 1 <= version < to


def upgrade(connection: sqlite3.Connection, *, to: int) -> None:
    """Brings an open archive to version ``to``, all of it or nothing.

    Another process may have done so already: nothing is done then. Raises sqlite3.Error.
    """
    connection.create_function("n_words", 1, n_words, deterministic=True)
    connection.create_function("n_words_between", 3, _n_words_between, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        for step in range(version + 1, to + 1):
            for statement in _statements(f"{step}.sql"):
                connection.execute(statement)
        if version < to:
            seal_all(connection)
        connection.execute(f"PRAGMA user_version = {max(version, to)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _n_words_between(text: str, start: int, end: int) -> int:
    return n_words(text[start:end])


def _statements(name: str) -> Iterator[str]:
    # sqlite3's own way of running a script ends the transaction first.
    text = files("analyzer.archive.upgrades").joinpath(name).read_text(encoding="utf-8")
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
