"""What several people, or a person and a model, say about the same talk, and how far they agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from analyzer.records import Quote, Session


class Kind(StrEnum):
    """What is compared: a label of each sentence, of each exchange or of each speaker."""

    MOVES = "moves"
    SEGMENTS = "segments"
    ADVICE = "advice"
    PROBLEMS = "problems"
    ROLES = "roles"


class Measure(StrEnum):
    """How agreement is measured; ``agree`` says where each comes from."""

    COHEN = "cohen-kappa"
    FLEISS = "fleiss-kappa"
    ALPHA = "krippendorff-alpha"
    MASI = "krippendorff-alpha-masi"
    ALPHA_U = "krippendorff-alpha-u"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Sentences ``[first, end)`` that carry a label together."""

    first: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The sentences of one exchange, in order, and its problem; None where none was named."""

    sentences: tuple[int, ...]
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """One rater's labels of one session; ``pack`` is the name of that which names its categories.

    ``sentences`` are cut as the rater found them; ``moves``, ``segments`` and ``advice`` go with
    them, ``roles`` with the speakers. None is a label that was not given; an empty set of advice is
    the decision that there is none. ``parts`` and ``stretches`` are those of segments and advice,
    None where the rater did not look at all sentences.
    """

    session: Session
    pack: str
    sentences: tuple[Quote, ...]
    moves: tuple[str | None, ...]
    segments: tuple[str | None, ...]
    advice: tuple[frozenset[str] | None, ...]
    roles: tuple[str | None, ...]
    matters: tuple[Matter, ...]
    parts: tuple[Stretch, ...] | None = None
    stretches: tuple[Stretch, ...] | None = None

    def text_of(self, sentence: int) -> str:
        """The verbatim words of a sentence."""
        quote = self.sentences[sentence]
        return self.session.turns[quote.turn].text[quote.start : quote.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rater:
    """A person or a model, by name, and the sessions labelled."""

    name: str
    labellings: tuple[Labelling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """A measure of agreement: 1 is perfect, 0 what chance gives, less than 0 worse than chance.

    ``low`` and ``high`` bound its 95 % bootstrap interval over sessions, None where there are too
    few. ``value`` is None where the measure is not defined, and ``why`` says why.
    """

    measure: Measure
    value: float | None
    low: float | None = None
    high: float | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAgreement:
    """Two raters: what both labelled, the share labelled alike (0 to 1), Cohen's kappa."""

    raters: tuple[str, str]
    n_units: int
    alike: float | None
    kappa: Coefficient | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelAgreement:
    """One label against all others together.

    ``n`` counts the units to which each rater gave it. ``kappa`` is Cohen's for two raters, that of
    Fleiss for more. ``stretches`` is alpha for unitising, None for labels that form no stretches.
    """

    label: str
    n: tuple[int, ...]
    kappa: Coefficient
    alpha: Coefficient
    stretches: Coefficient | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """What was labelled differently: the words, verbatim, their place, and who said what.

    ``start`` is the character of turn ``turn`` with which the words begin.
    ``said`` are the labels of each rater in the order of ``Agreement.raters``, None where one was
    not given. ``confused`` are the two labels, in alphabetical order, that it counts under. For an
    exchange or a speaker the words are the first that it is told by.
    """

    session_id: str
    path: str
    source_line: int | None
    turn: int
    start: int
    start_ms: int | None
    speaker: str
    words: str
    said: tuple[tuple[str, ...] | None, ...]
    confused: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confused:
    """How many units carry one of two labels from a rater and the other from another."""

    labels: tuple[str, str]
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far raters agree about labels of one kind.

    ``unit`` is what carries a label: sentence, exchange or speaker. ``n_units`` counts those that
    two raters or more labelled, ``n_alone`` those that one alone did: they count for nothing.
    ``n_other_packs`` counts sessions left out of advice and problems, because raters went by the
    categories of different packs.
    ``labels`` stand from the most frequent on, ``confused`` from the pair of labels confused most,
    and ``disagreements`` in the order of their pair, then of the talk.
    """

    kind: Kind
    unit: str
    raters: tuple[str, ...]
    n_sessions: int
    n_other_packs: int
    n_units: int
    n_alone: int
    coefficients: tuple[Coefficient, ...]
    pairs: tuple[PairAgreement, ...]
    labels: tuple[LabelAgreement, ...]
    confused: tuple[Confused, ...] = ()
    disagreements: tuple[Disagreement, ...] = field(default=(), repr=False)
