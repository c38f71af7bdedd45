"""What an export is made of: an archive, which of its sessions, and whose labels count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from analyzer.aggregate.frames import Tables
from analyzer.aggregate.tables import read_tables
from analyzer.archive import Archive
from analyzer.privacy import (
    Redactor,
    installed_recogniser,
    redacted_analysis,
    redacted_record,
    redactor_for,
)
from analyzer.records import Advice, Analysis, Exchange, Label, ModelCard, Pack

PERSON = "person:"
# Stands where other analyses name their models: everything in it is a person's.
BY_HAND = "labelled by hand"


class By(StrEnum):
    """Whose labels of advice and problems are handed on."""

    MODEL = "model"
    PEOPLE = "people"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True, eq=False)
class Material:
    """The sessions to hand on, in the order of the archive, with the pack that names their labels.

    The archive holds them as they are to be handed on: with pseudonyms where nobody is to be named,
    and with the labels of those alone who were asked for.
    """

    archive: Archive
    ids: tuple[str, ...]
    pack: Pack
    cards: tuple[ModelCard, ...] = ()
    join_names: bool = True

    def analyses(self) -> Iterator[Analysis]:
        """The analyses one after another, so that one alone is in memory at a time."""
        return map(self.archive.analysis, self.ids)

    @cached_property
    def tables(self) -> Tables:
        """The tables of these sessions."""
        return read_tables(
            self.archive,
            pack=self.pack,
            cards=self.cards,
            sessions=self.ids,
            join_names=self.join_names,
        )

    @cached_property
    def people(self) -> dict[tuple[str, str], str]:
        """The name a voice counts under, by session and name; voices that name nobody are not in.

        Of two sessions the same name is the same person.
        """
        talk = self.tables.talk.dropna(subset="person")
        keys = zip(talk["session_id"], talk["speaker"], strict=True)
        return dict(zip(keys, talk["person"], strict=True))


def is_by_person(label: Label) -> bool:
    """Whether a person gave the label."""
    return label.source.startswith(PERSON)


def hand_of(analysis: Analysis) -> str | None:
    """The person who labelled all of a session; None where models and rules did."""
    if analysis.made_with.models != BY_HAND:
        return None
    labels = [label for it in analysis.advice for label in it.labels]
    labels += [it.problem for it in analysis.exchanges if it.problem is not None]
    people = [label.source.removeprefix(PERSON) for label in labels if is_by_person(label)]
    return min(people, default="a person")


def labelled_by(analysis: Analysis, by: By) -> Analysis:
    """The analysis with the labels of people alone, or of models and rules alone.

    Stretches of advice and problems of which no label is left go too. Who speaks in what role, what
    a sentence does and the parts of a session stay, whoever said so.
    """
    if by is By.BOTH:
        return analysis
    return replace(
        analysis,
        advice=tuple(left for it in analysis.advice if (left := _advice(it, by)) is not None),
        exchanges=tuple(_exchange(it, by) for it in analysis.exchanges),
    )


def _advice(advice: Advice, by: By) -> Advice | None:
    labels = tuple(it for it in advice.labels if _counts(it, by))
    is_by_model = not advice.labels and by is By.MODEL
    return replace(advice, labels=labels) if labels or is_by_model else None


def _exchange(exchange: Exchange, by: By) -> Exchange:
    if exchange.problem is None or _counts(exchange.problem, by):
        return exchange
    return replace(exchange, problem=None, quote=None)


def _counts(label: Label, by: By) -> bool:
    return is_by_person(label) is (by is By.PEOPLE)


@contextmanager
def chosen_material(
    archive: Archive,
    *,
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    sessions: Sequence[str] | None = None,
    by: By = By.BOTH,
    anonymous: bool = False,
    join_names: bool = True,
) -> Iterator[Material]:
    """What is to be handed on; where it is not the archive as it is, a copy that is gone after.

    Pseudonyms are those of the whole archive, whichever sessions are chosen.
    """
    asked = archive.chosen()
    ids = asked if sessions is None else tuple(it for it in asked if it in set(sessions))
    material = Material(
        archive=archive, ids=ids, pack=pack, cards=tuple(cards), join_names=join_names
    )
    if by is By.BOTH and not anonymous:
        yield material
        return
    redactor = redactor_for(archive, recogniser=installed_recogniser()) if anonymous else None
    if redactor is not None:
        material = replace(material, pack=_redacted_pack(pack, redactor))
    with TemporaryDirectory(prefix="analyzer-") as folder:
        place = Path(folder) / "chosen.db"
        with Archive.open(place, create=True) as copy:
            for session_id in ids:
                analysis = labelled_by(archive.analysis(session_id), by)
                copy.add(redacted_analysis(analysis, redactor) if redactor else analysis)
            yield replace(material, archive=copy)


def _redacted_pack(pack: Pack, redactor: Redactor) -> Pack:
    """The pack with pseudonyms: examples are often taken from what was said. Ids stay."""
    return replace(
        pack,
        advice=tuple(replace(redacted_record(it, redactor), id=it.id) for it in pack.advice),
        problem=tuple(replace(redacted_record(it, redactor), id=it.id) for it in pack.problem),
    )
