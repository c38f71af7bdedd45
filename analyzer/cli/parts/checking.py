"""Whether an archive is sound, and what was saved of one that is not."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.archive.remains import Fault
from analyzer.archive.rescue import read_remains, rescue_archive
from analyzer.cli.parts.talk import Talk
from analyzer.cli.parts.text import counted, plain, table

SHOWN_LINES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found: damage of the file and of sessions, and where whole ones were saved."""

    archive: str
    n_sessions: int
    damage: tuple[str, ...]
    faults: tuple[Fault, ...]
    rescued: str | None = None

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing wrong with it."""
        return not self.damage and not self.faults

    @property
    def lost(self) -> tuple[Fault, ...]:
        """The sessions that are not whole."""
        return tuple(fault for fault in self.faults if not fault.is_whole)

    def as_text(self) -> str:
        """What is wrong, and what to do next."""
        n_whole = self.n_sessions - len(self.lost)
        lines = [f"{self.archive}: {counted(self.n_sessions, 'session')}, all sound"]
        if not self.is_sound:
            lines = [f"{self.archive}: damaged; {n_whole:,} of {self.n_sessions:,} sessions whole"]
        shown = [f"  {plain(line)}" for line in self.damage[:SHOWN_LINES]]
        if len(self.damage) > SHOWN_LINES:
            shown.append(f"  and {len(self.damage) - SHOWN_LINES} more")
        rows = [[it.session_id, it.path or "file unknown", it.what] for it in self.faults]
        lines += shown
        if rows:
            lines += table(rows, heads=("session", "file", "what is wrong"))
        if self.rescued is not None:
            lines.append(f"{self.rescued}: {counted(n_whole, 'session')} saved")
        if not self.is_sound:
            lines.append(self._next())
        return "\n".join(lines)

    def _next(self) -> str:
        new = self.rescued or "NEW.db"
        parts = []
        if self.rescued is None:
            save = f"analyzer archive check -a {self.archive} --rescue {new}"
            parts.append(f"Save what is whole: {save}")
        if self.lost:
            parts.append(f"Add the files of the others anew: analyzer add FILE… -a {new}")
        if len(self.faults) > len(self.lost):
            parts.append(f"Make anew what is missing: analyzer refresh -a {new}")
        return "\n".join(parts)

    def as_json(self) -> str:
        """The same as one line of JSON."""
        faults = [
            {"session": it.session_id, "file": it.path, "what": it.what, "is_whole": it.is_whole}
            for it in self.faults
        ]
        facts = {
            "archive": self.archive,
            "sessions": self.n_sessions,
            "damage": self.damage,
            "faults": faults,
            "rescued": self.rescued,
        }
        return json.dumps(facts, ensure_ascii=False)


def check_archive(archive: str, *, talk: Talk) -> Finding:
    """Looks at the file and at every session in it. Raises ArchiveError where it is no archive."""
    with read_remains(archive) as remains:
        with talk.doing("Checking the file"):
            damage = remains.damage()
            ids = remains.session_ids()
        watched = talk.track(ids, doing="Checking the sessions", total=len(ids))
        faults = [fault for it in watched if (fault := remains.session(it)[1]) is not None]
    return Finding(archive=archive, n_sessions=len(ids), damage=damage, faults=tuple(faults))


def save_archive(archive: str, new: str, *, talk: Talk) -> Finding:
    """Saves every session that is whole. Raises ArchiveError where that cannot be done."""

    def watch(ids: tuple[str, ...]) -> Iterable[str]:
        return talk.track(ids, doing="Saving the sessions", total=len(ids))

    rescued = rescue_archive(archive, new=new, watch=watch)
    return Finding(
        archive=archive,
        n_sessions=rescued.n_sessions + sum(not it.is_whole for it in rescued.faults),
        damage=rescued.damage,
        faults=rescued.faults,
        rescued=new,
    )
