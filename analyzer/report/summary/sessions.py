"""The sessions a theme summary is about: all of them, or those that are named and sums by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from analyzer.aggregate.trends import clients_of
from analyzer.report import closing, people, wording
from analyzer.report.material import Material
from analyzer.report.parts import Quotation, Section, WarningRow
from analyzer.report.summary.records import News, OpenPromise, Sessions, YearRow

# So many rows are read through; more are a list to search in.
MOST_LISTED = 150


def part(material: Material, parts: Iterable[object]) -> Sessions:
    """The sessions; ``parts`` are the other parts of the report, which name some of them."""
    rows = closing.sessions(material)
    lead = ["The number before each session is the one that quotations name."]
    years: tuple[YearRow, ...] = ()
    if len(rows) > MOST_LISTED:
        named = set(_numbers(tuple(parts)))
        rows = tuple(row for row in rows if row.number in named)
        years = _years(material)
        all_of_them = wording.counted(material.n_sessions, "session")
        listed = f"the {wording.number(len(rows))} that the report names are listed"
        lead = [f"Of {all_of_them} {listed}; “analyzer list” lists them all.", *lead]
    return Sessions(
        section=Section(
            anchor="sessions", heading="The sessions", lead=(*lead, *people.notes(material))
        ),
        years=years,
        rows=rows,
    )


def _numbers(value: object) -> Iterator[int]:
    """The numbers of all sessions that a record names, however deep."""
    if isinstance(value, Quotation):
        yield value.session
    elif isinstance(value, OpenPromise):
        yield value.quote.session
        yield from value.later
    elif isinstance(value, News | WarningRow):
        yield from value.sessions
    elif isinstance(value, tuple):
        for one in value:
            yield from _numbers(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _numbers(getattr(value, field.name))


def _years(material: Material) -> tuple[YearRow, ...]:
    sessions = material.tables.sessions
    year = sessions["held_on"].dt.year.astype("Int64").astype("str").fillna("no date")
    by_session = dict(zip(sessions["session_id"], year, strict=True))
    members = clients_of(material.tables)
    n_clients = members.groupby(members["session_id"].map(by_session))["person"].nunique()
    sums = sessions.groupby(year)[["n_exchanges", "n_advice"]].sum()
    held = sessions.groupby(year).size()
    return tuple(
        YearRow(
            year=str(name),
            n_sessions=wording.number(int(held[name])),
            n_clients=wording.number(int(n_clients.get(name, 0))),
            n_exchanges=wording.number(int(sums.loc[name, "n_exchanges"])),
            n_advice=wording.number(int(sums.loc[name, "n_advice"])),
        )
        for name in held.index
    )
