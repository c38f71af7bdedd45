"""Themes found without the pack: what comes up again, whatever it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.aggregate.themes import Kind, Theme, ThemeQuote, Themes, theme_findings
from analyzer.records import Quote
from analyzer.report import wording
from analyzer.report.material import Material
from analyzer.report.parts import Quotation, Section
from analyzer.report.quotes import Found
from analyzer.report.summary.companions import Companions
from analyzer.report.summary.moves import Moves
from analyzer.report.summary.records import EmergentThemes, ThemeCard, ThemeGroup
from analyzer.report.summary.whom import in_words, whom

MOST_CARDS = 8
MOST_NAMED = 12
MOST_QUOTES = 3
FEWEST_SESSIONS = 2
_HEADINGS: Mapping[Kind, tuple[str, str]] = {
    "problem": ("What clients bring", "exchange"),
    "advice": ("What is advised", "stretch of advice"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """What a theme holds of the sessions reported on, by session and number."""

    theme: Theme
    places: frozenset[tuple[str, int]]

    @property
    def n_sessions(self) -> int:
        """In how many of the sessions it comes up."""
        return len({session_id for session_id, _ in self.places})


def part(material: Material, moves: Moves) -> EmergentThemes | None:
    """The themes of problems and of advice; None where there is nothing to find them by."""
    if not material.themes or material.is_small:
        return None
    groups = [_group(material, themes, moves) for themes in material.themes.values()]
    lead = (
        "The types above are those of the pack. The themes here are found without it, from what "
        "exchanges and advice are about and the words they share, in all sessions of the archive. "
        "Stability is the part of a theme that comes back when a fifth of the texts is left out, "
        "from 0 to 1. A theme that comes back badly, or stands in fewer than three sessions, is "
        "tentative."
    )
    return EmergentThemes(
        section=Section(anchor="themes", heading="Themes beyond the pack", lead=(lead,)),
        groups=tuple(groups),
    )


def themes_of(material: Material, themes: Themes) -> list[Members]:
    """The themes of these sessions that nobody hid, those in most sessions first."""
    found = [
        Members(
            theme=theme,
            places=frozenset(
                (it.session_id, it.number)
                for it in theme.members
                if it.session_id in material.numbers
            ),
        )
        for theme in themes.shown
    ]
    several = [it for it in found if it.n_sessions >= FEWEST_SESSIONS]
    return sorted(several, key=lambda it: (-it.n_sessions, -len(it.places), it.theme.id))


def _group(material: Material, themes: Themes, moves: Moves) -> ThemeGroup:
    every = themes_of(material, themes)
    heading, noun = _HEADINGS[themes.kind]
    # Tentative themes come after those that stand.
    ranked = sorted(every, key=lambda it: it.theme.is_tentative)
    cards, rest = ranked[:MOST_CARDS], ranked[MOST_CARDS:]
    return ThemeGroup(
        heading=heading,
        lead=_lead(themes, every, noun),
        cards=_cards(material, themes, cards, moves),
        left_out=_left_out(rest),
    )


def _lead(themes: Themes, every: Sequence[Members], noun: str) -> str:
    if not every:
        return themes.note or "No theme comes up in two of these sessions."
    n_in = len(set().union(*(it.places for it in every)))
    tentative = sum(it.theme.is_tentative for it in every)
    line = f"{wording.counted(len(every), 'theme')}, holding {wording.counted(n_in, noun)}"
    if tentative:
        line += f"; {wording.number(tentative)} of them tentative"
    return f"{line}."


def _left_out(rest: Sequence[Members]) -> str:
    if not rest:
        return ""
    named = [
        f"“{wording.shortened(it.theme.name, 60)}”{' (tentative)' if it.theme.is_tentative else ''}"
        f" in {wording.counted(it.n_sessions, 'session')}"
        for it in rest[:MOST_NAMED]
    ]
    more = len(rest) - len(named)
    others = [f"{wording.number(more)} more"] if more else []
    return f"Also found: {'; '.join([*named, *others])}."


def _cards(
    material: Material, themes: Themes, shown: Sequence[Members], moves: Moves
) -> tuple[ThemeCard, ...]:
    clients = whom(material, theme_findings(themes, material.tables))
    companions = Companions(material, themes)
    return tuple(
        _card(material, it, moves, clients=clients.get(it.theme.id, ()), companions=companions)
        for it in shown
    )


def _card(
    material: Material,
    members: Members,
    moves: Moves,
    *,
    clients: tuple[tuple[str, int], ...],
    companions: Companions,
) -> ThemeCard:
    theme, n_members = members.theme, len(members.places)
    sessions = wording.out_of(members.n_sessions, material.n_sessions, "session")
    counts = f"{wording.counted(n_members, _HEADINGS[theme.kind][1])} in {sessions}"
    if clients:
        counts += f", of {wording.counted(len(clients), 'client')} by name"
    return ThemeCard(
        anchor=f"theme-{theme.id}",
        id=theme.id,
        name=wording.shortened(theme.name, 90),
        tentative="tentative" if theme.is_tentative else "",
        counts=counts,
        clients=in_words(material, clients, how="Brought by" if theme.kind == "problem" else "For"),
        stability=_stability(theme),
        moved=moves.told(f"{theme.kind} themes", theme.id),
        companions=companions.told(theme.id, n_members=n_members),
        quotes=_quotes(material, theme.quotes),
    )


def _stability(theme: Theme) -> str:
    if theme.stability is None:
        return "Put together by a person."
    line = f"Stability {wording.score(theme.stability)}"
    return f"{line}, kept as a person decided." if theme.is_decided else f"{line}."


def _quotes(material: Material, found: Sequence[ThemeQuote]) -> tuple[Quotation, ...]:
    here = [it for it in found if it.session_id in material.numbers][:MOST_QUOTES]
    return tuple(
        material.quotation(
            Found(
                analysis=material.talks[it.session_id],
                quote=Quote(turn=it.turn, start=it.start, end=it.end),
                score=1.0,
            )
        )
        for it in here
    )
