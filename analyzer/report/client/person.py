"""Which voices are one client's, and what in a session is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.errors import ReportError, did_you_mean
from analyzer.records import Advice, Analysis, Role
from analyzer.records.names import Voice, full_names, is_unnamed, same_name
from analyzer.report.material import Material
from analyzer.report.moments import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A client: the name counted under, and the names in each transcript by session id."""

    name: str
    written: Mapping[str, frozenset[str]]

    @property
    def is_named(self) -> bool:
        """Whether the name is somebody's, and not "Client" or "Speaker 2"."""
        return not is_unnamed(self.name)

    def speaks(self, moment: Moment) -> bool:
        """Whether these are the client's words."""
        speaker = moment.analysis.session.speakers[moment.speaker]
        return speaker.role is Role.CLIENT and self.is_meant(moment.analysis, speaker.name)

    def is_meant(self, analysis: Analysis, name: str) -> bool:
        """Whether a name in a transcript is the client's."""
        return name in self.written.get(analysis.session.id, frozenset())

    def asks(self, analysis: Analysis, exchange: int) -> bool:
        """Whether the client brings an exchange."""
        asker = analysis.exchanges[exchange].asker
        return asker is not None and self.is_meant(analysis, analysis.session.speakers[asker].name)

    def is_asked(self, moment: Moment) -> bool:
        """Whether the words are said in an exchange of the client."""
        return any(
            one.first <= moment.first < one.end and self.asks(moment.analysis, number)
            for number, one in enumerate(moment.analysis.exchanges)
        )

    def gets(self, analysis: Analysis, advice: Advice) -> bool:
        """Whether an advice is given to the client: in an own exchange, or as the only client."""
        if advice.exchange is not None and analysis.exchanges[advice.exchange].asker is not None:
            return self.asks(analysis, advice.exchange)
        clients = [one.name for one in analysis.session.speakers if one.role is Role.CLIENT]
        return bool(clients) and all(self.is_meant(analysis, name) for name in clients)


def person(material: Material, client: str | None) -> Person:
    """The client of this name among the sessions; the only one where no name is given.

    Raises ReportError where there is nobody of that name, or several and none is named.
    """
    talk = material.tables.talk
    clients = talk[talk["role"] == Role.CLIENT.value]
    called = clients["person"].fillna(clients["speaker"])
    voices = list(zip(clients["session_id"], clients["speaker"], called, strict=True))
    names = list(dict.fromkeys(name for _, _, name in voices))
    wanted = _wanted(material, client, names)
    written: dict[str, set[str]] = {}
    for session_id, speaker, name in voices:
        if same_name(name, wanted):
            written.setdefault(session_id, set()).add(speaker)
    if not written:
        raise ReportError(
            f"no client {wanted!r} in these sessions.",
            hint=did_you_mean(wanted, names) or _known(names),
        )
    return Person(
        name=next(name for _, _, name in voices if same_name(name, wanted)),
        written={key: frozenset(found) for key, found in written.items()},
    )


def _wanted(material: Material, client: str | None, names: list[str]) -> str:
    if client is None:
        if len(names) == 1:
            return names[0]
        what = "several clients speak" if names else "no client speaks"
        raise ReportError(f"{what} in these sessions.", hint=_known(names) if names else None)
    if not material.join_names:
        return client
    wanted: Voice = (Role.CLIENT, client)
    # What is asked for need not stand in a transcript: "Imani C." means somebody too.
    every = [[(Role.CLIENT, name)] for name in names]
    return full_names([*every, [wanted]])[wanted]


def _known(names: list[str]) -> str:
    shown = ", ".join(names[:6])
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return f"A report about one of them: --client NAME. There are {shown}{more}."
