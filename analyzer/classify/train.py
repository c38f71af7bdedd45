"""Models from labelled sessions: always the same from the same sessions and seed.

The second look must see what the first look says of sentences it was not trained on, so the first
models are trained four times on three quarters of the sessions (stacking; Wolpert 1992).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analyzer.classify.calibration import fit_temperature
from analyzer.classify.chain import fit_chain
from analyzer.classify.context import STARTS, context_columns, start_columns
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.left_out import Networks
from analyzer.classify.linear import LinearModel, Vocabulary, build_vocabulary, fit_linear
from analyzer.classify.scorer import TRUST_ALONE, TRUST_WITH_NETWORK, LinearScorer
from analyzer.classify.speakers import ROLES, speaker_columns
from analyzer.classify.splits import inner_folds
from analyzer.classify.terms import Terms, move_terms, role_terms
from analyzer.classify.views import SentenceView, view_sentences
from analyzer.encoder import Encoder
from analyzer.errors import LabelError
from analyzer.records import Move, Role, SegmentKind, Sentence
from analyzer.records.scores import Matrix

MOVES = tuple(Move)
KINDS = tuple(SegmentKind)
INNER_FOLDS = 4
FIRST_STRENGTH = 1.5
FIRST_BALANCE = 0.4
SECOND_STRENGTH = 0.03
SECOND_BALANCE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A labelled session as the models see it: with its true roles filled in, and blind to them."""

    labelled: LabelledSession
    views: tuple[SentenceView, ...]
    blind_views: tuple[SentenceView, ...]


def train_scorer(
    labelled: Sequence[LabelledSession],
    *,
    seed: int,
    networks: Networks | None = None,
    progress: Callable[[str], None] | None = None,
) -> LinearScorer:
    """The model for roles, moves, segments and exchange starts, from sessions of any pack.

    Where ``networks`` are given, starts are learnt from segments that they had a say in.

    Raises LabelError when there are fewer than two sessions: what a model says of sessions that it
    has not seen could not be learnt from.
    """
    if len(labelled) < 2:
        hint = "Add labelled sessions."
        what = f"training needs at least two labelled sessions, not {len(labelled)}."
        raise LabelError(what, hint=hint)
    say = progress or (lambda _: None)
    lessons = [make_lesson(one, networks=networks) for one in labelled]
    folds = inner_folds(labelled, folds=INNER_FOLDS, seed=seed)
    say("roles")
    role_vocabulary, role_words, role_speakers = _train_roles(lessons, folds=folds)
    say("moves and segments")
    bags = [move_terms(lesson.views) for lesson in lessons]
    vocabulary = build_vocabulary([bag for group in bags for bag in group], min_count=3)
    move_labels = [[MOVES.index(s.move) for s in one.sentences] for one in labelled]
    kind_labels = [[KINDS.index(s.segment) for s in one.sentences] for one in labelled]
    first_moves, unseen_moves = _first_look(
        bags, move_labels, vocabulary=vocabulary, classes=MOVES, folds=folds
    )
    first_segments, unseen_segments = _first_look(
        bags, kind_labels, vocabulary=vocabulary, classes=KINDS, folds=folds
    )
    context = np.vstack(
        [
            context_columns(lesson.views, moves=moves, segments=segments)
            for lesson, moves, segments in zip(lessons, unseen_moves, unseen_segments, strict=True)
        ]
    )
    say("moves and segments in context")
    moves, segments = (
        fit_linear(
            context,
            [label for group in labels for label in group],
            classes=classes,
            strength=SECOND_STRENGTH,
            balance=SECOND_BALANCE,
        )
        for labels, classes in ((move_labels, MOVES), (kind_labels, KINDS))
    )
    say("exchange starts")
    scorer = LinearScorer(
        role_vocabulary=role_vocabulary,
        role_words=role_words,
        role_speakers=role_speakers,
        vocabulary=vocabulary,
        first_moves=first_moves,
        first_segments=first_segments,
        moves=moves,
        segments=segments,
        starts=segments,
        segment_chain=fit_chain(kind_labels, n_labels=len(KINDS), smoothing=0.5),
        segment_trust=TRUST_ALONE if networks is None else TRUST_WITH_NETWORK,
    )
    return replace(
        scorer,
        starts=_train_starts(lessons, scorer=scorer, context=context),
        move_heat=_move_heat(lessons, scorer=scorer, context=context),
    )


def make_lesson(
    labelled: LabelledSession, *, encoder: Encoder | None = None, networks: Networks | None = None
) -> Lesson:
    """The views of a labelled session, each sentence as it was labelled."""
    sentences = [Sentence(turn=s.turn, start=s.start, end=s.end) for s in labelled.sentences]
    session = labelled.session
    known = tuple(
        replace(speaker, role=role)
        for speaker, role in zip(session.speakers, labelled.roles, strict=True)
    )
    vectors = None
    if encoder is not None:
        vectors = encoder.encode([labelled.text_of(one) for one in labelled.sentences])
    views = view_sentences(replace(session, speakers=known), sentences, vectors=vectors)
    if networks is not None:
        views = networks.of(labelled).with_opinions(views, pack=labelled.pack)
    return Lesson(
        labelled=labelled,
        views=views,
        blind_views=view_sentences(session, sentences),
    )


def _first_look(
    bags: Sequence[Sequence[Terms]],
    labels: Sequence[Sequence[int]],
    *,
    vocabulary: Vocabulary,
    classes: Sequence[str],
    folds: Sequence[int],
) -> tuple[LinearModel, list[Matrix]]:
    """A model of all sessions, and for each session what a model says that did not see it."""
    matrices = [vocabulary.matrix(group) for group in bags]
    unseen: list[Matrix] = [np.empty((0, len(classes)))] * len(bags)

    def fit(members: Sequence[int]) -> LinearModel:
        return fit_linear(
            _stack([matrices[index] for index in members]),
            [label for index in members for label in labels[index]],
            classes=classes,
            strength=FIRST_STRENGTH,
            balance=FIRST_BALANCE,
        )

    for fold in sorted(set(folds)):
        model = fit([index for index, other in enumerate(folds) if other != fold])
        for index, other in enumerate(folds):
            if other == fold:
                unseen[index] = model.probabilities(matrices[index])
    return fit(range(len(bags))), unseen


def _stack(matrices: Sequence[object]) -> Matrix:
    from scipy.sparse import vstack  # noqa: PLC0415 - training only

    stacked: Matrix = vstack(matrices).tocsr()
    return stacked


def _train_roles(
    lessons: Sequence[Lesson], *, folds: Sequence[int]
) -> tuple[Vocabulary, LinearModel, LinearModel]:
    bags = [role_terms(lesson.blind_views) for lesson in lessons]
    vocabulary = build_vocabulary([bag for group in bags for bag in group], min_count=3)
    labels = [
        [ROLES.index(lesson.labelled.roles[s.speaker]) for s in lesson.labelled.sentences]
        for lesson in lessons
    ]
    words, unseen = _first_look(bags, labels, vocabulary=vocabulary, classes=ROLES, folds=folds)
    rows, targets = [], []
    for lesson, chances in zip(lessons, unseen, strict=True):
        # Each session is seen as it is and with what its form says held back.
        forms = {
            tuple(speaker.role for speaker in lesson.labelled.session.speakers),
            (Role.UNKNOWN,) * len(lesson.labelled.roles),
        }
        for form in sorted(forms):
            rows.append(
                speaker_columns(
                    lesson.blind_views,
                    n_speakers=len(lesson.labelled.roles),
                    words=chances,
                    form=form,
                )
            )
            targets += [ROLES.index(role) for role in lesson.labelled.roles]
    speakers = fit_linear(np.vstack(rows), targets, classes=ROLES, strength=3.0, balance=0.2)
    return vocabulary, words, speakers


def _move_heat(lessons: Sequence[Lesson], *, scorer: LinearScorer, context: Matrix) -> float:
    """The divisor of the log odds of moves; 1 without opinions, for then nothing was mixed."""
    if any(view.opinion is None for lesson in lessons for view in lesson.views):
        return 1.0
    chances, targets = [], []
    place = 0
    for lesson in lessons:
        own = context[place : place + len(lesson.views)]
        place += len(lesson.views)
        chances.append(scorer.score_moves(lesson.views, own))
        targets += [MOVES.index(one.move) for one in lesson.labelled.sentences]
    return fit_temperature(np.vstack(chances), targets)


def _train_starts(
    lessons: Sequence[Lesson], *, scorer: LinearScorer, context: Matrix
) -> LinearModel:
    """Where a new matter begins, learnt from all sessions in which several clients speak."""
    rows, targets = [], []
    place = 0
    for lesson in lessons:
        count = len(lesson.views)
        own = context[place : place + count]
        place += count
        if len({view.speaker for view in lesson.views if view.role is Role.CLIENT}) < 2:
            continue
        segments = scorer.score_segments(lesson.views, own)
        rows.append(start_columns(lesson.views, segments=segments))
        previous = 0
        seen: set[int] = set()
        for sentence in lesson.labelled.sentences:
            number = sentence.exchange
            targets.append(int(number > 0 and number != previous and number not in seen))
            if number > 0:
                previous = number
                seen.add(number)
    if not rows or sum(targets) == 0:
        columns = start_columns(lessons[0].views, segments=np.zeros((len(lessons[0].views), 10)))
        return LinearModel(
            classes=STARTS,
            weights=np.zeros((2, columns.shape[1]), np.float32),
            bias=np.array([0.0, -5.0]),
        )
    return fit_linear(np.vstack(rows), targets, classes=STARTS, strength=1.0, balance=0.5)
