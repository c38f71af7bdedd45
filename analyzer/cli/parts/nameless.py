"""Measures and agreement with pseudonyms for whoever is named; counted is what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pandas import DataFrame

from analyzer.aggregate.scorecards import Scorecard, SessionScores
from analyzer.aggregate.scorecards.usual import BETWEEN_NAMES
from analyzer.agreement import Agreement, Disagreement, Labelling, Rater
from analyzer.agreement.sources import is_archive
from analyzer.archive import Archive
from analyzer.cli.parts.scoring import OfPeople, WithPast
from analyzer.cli.parts.talk import Talk
from analyzer.privacy import Redactor, installed_recogniser, redacted_analysis, redactor_for
from analyzer.privacy.rewriting import redacted_path, rewritten
from analyzer.records import Quote, Role, Session

# An archive's ids say nothing; of labelled files the id is the name of the file.
_DIGEST = re.compile(r"[0-9a-f]{12}")


def redactor_of(archive: Archive, *, talk: Talk) -> Redactor:
    """What gives everybody in an archive the pseudonym that reports on it give."""
    with talk.doing("Looking for names"):
        return redactor_for(archive, recogniser=installed_recogniser())


def redactor_of_raters(paths: Sequence[str], raters: Iterable[Rater], *, talk: Talk) -> Redactor:
    """What knows everybody named in the sessions of raters, and in archives among the paths.

    Of one archive the pseudonyms are those that reports on it give.
    """
    with talk.doing("Looking for names"):
        sessions = dict.fromkeys(_sessions(paths, raters))
        return redactor_for(sessions, recogniser=installed_recogniser())


def _sessions(paths: Sequence[str], raters: Iterable[Rater]) -> Iterator[Session]:
    for path in filter(is_archive, paths):
        with Archive.open(path) as archive:
            yield from (it.session for it in archive.analyses())
    yield from (_with_roles(it) for rater in raters for it in rater.labellings)


def _with_roles(labelling: Labelling) -> Session:
    """The session with roles that its rater gave, where it says none: pseudonyms go by them."""
    session = labelling.session
    speakers = tuple(
        replace(it, role=Role(role)) if role is not None and it.role is Role.UNKNOWN else it
        for it, role in zip(session.speakers, labelling.roles, strict=True)
    )
    return replace(session, speakers=speakers)


def nameless_session(one: WithPast, redactor: Redactor) -> WithPast:
    """The same numbers, with moments that stand at the same words, redacted."""
    return replace(
        one,
        scored=_scores(one.scored, redactor),
        coaches=tuple(redactor.redacted_label(it) for it in one.coaches),
        clients=tuple(redactor.redacted_label(it) for it in one.clients),
        past=_frame(one.past, redactor),
    )


def nameless_people(found: OfPeople, redactor: Redactor) -> OfPeople:
    """The same numbers of people called by pseudonyms, in the same order."""
    return replace(
        found,
        scorecard=_card(found.scorecard, redactor),
        scores=_frame(found.scores, redactor),
        usual=_frame(found.usual, redactor),
    )


def nameless_agreement(
    found: Iterable[Agreement], raters: Iterable[Rater], redactor: Redactor
) -> tuple[Agreement, ...]:
    """The same measures; disagreements show redacted words, speakers and names of files."""
    shown: dict[tuple[str, str], Session] = {}
    for rater in raters:
        for it in rater.labellings:
            shown.setdefault((it.session.id, it.session.source.path), it.session)
    return tuple(
        replace(
            one,
            raters=tuple(redactor.redacted_label(it) for it in one.raters),
            pairs=tuple(
                replace(
                    it,
                    raters=(
                        redactor.redacted_label(it.raters[0]),
                        redactor.redacted_label(it.raters[1]),
                    ),
                )
                for it in one.pairs
            ),
            disagreements=tuple(
                _disagreement(it, shown[it.session_id, it.path], redactor)
                for it in one.disagreements
            ),
        )
        for one in found
    )


def _disagreement(one: Disagreement, session: Session, redactor: Redactor) -> Disagreement:
    before = Quote(turn=one.turn, start=one.start, end=one.start + len(one.words))
    text, now = _quoted(before, session, redactor)
    is_digest = _DIGEST.fullmatch(one.session_id) is not None
    return replace(
        one,
        session_id=one.session_id if is_digest else redactor.redacted_label(one.session_id),
        path=redacted_path(one.path, redactor),
        start=now.start,
        speaker=redactor.redacted_label(one.speaker),
        words=text[now.start : now.end],
    )


def _scores(scored: SessionScores, redactor: Redactor) -> SessionScores:
    card = _card(scored.scorecard, redactor)
    session = scored.analysis.session
    scores = []
    for score in scored.scores:
        moments = tuple(
            replace(it, quote=_quoted(it.quote, session, redactor)[1]) for it in score.moments
        )
        measure = card.measure(score.measure.id)
        scores.append(replace(score, measure=measure, moments=moments))
    analysis = redacted_analysis(scored.analysis, redactor)
    return SessionScores(analysis=analysis, scorecard=card, scores=tuple(scores))


def _quoted(quote: Quote, session: Session, redactor: Redactor) -> tuple[str, Quote]:
    """The turn with pseudonyms, and the place in it of the same words."""
    text = session.turns[quote.turn].text
    turn = rewritten(text, redactor.found(text))
    end = turn.moved(quote.end, is_end=True)
    return turn.text, replace(quote, start=turn.moved(quote.start), end=end)


def _card(card: Scorecard, redactor: Redactor) -> Scorecard:
    """The scorecard as it is shown: who wrote it may have named somebody."""
    measures = tuple(
        replace(
            it,
            name=redactor.redacted(it.name),
            definition=redactor.redacted(it.definition),
        )
        for it in card.measures
    )
    about = redactor.redacted(card.about)
    return replace(card, title=redactor.redacted(card.title), about=about, measures=measures)


def _frame(frame: DataFrame, redactor: Redactor) -> DataFrame:
    """The table with pseudonyms in its columns of people, and in names of measures."""
    shown = frame.copy()
    for column in {"coach", "clients", "person"}.intersection(frame.columns):
        shown[column] = frame[column].map(lambda it: _people(it, redactor), na_action="ignore")
    shown["name"] = frame["name"].map(redactor.redacted)
    return shown.astype(frame.dtypes.to_dict())


def _people(cell: str, redactor: Redactor) -> str:
    # Each by itself: whether a word is a name is told by what stands around it.
    return BETWEEN_NAMES.join(redactor.redacted_label(it) for it in cell.split(BETWEEN_NAMES))
