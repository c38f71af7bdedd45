"""What is counted when findings are compared with labels: the units of each kind of label.

A unit is a sentence, exchange, speaker or session of the labelled session; it carries a set of
labels, true or found. Both come in the same order, so that they can be counted side by side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analyzer.classify.labelled import LabelledSentence, LabelledSession
from analyzer.errors import LabelError, SessionError
from analyzer.records import Analysis, Label, Move, Pack, Role, SegmentKind, Sentence

Units = list[frozenset[str]]

UNIT_OF = {
    "moves": "sentence",
    "segments": "sentence",
    "roles": "speaker",
    "coach": "session",
    "advice": "exchange",
    "advice-sentences": "sentence",
    "problems": "exchange",
    "exchange-starts": "sentence",
    "segment-starts": "sentence",
}
BOUNDARIES = frozenset({"exchange-starts", "segment-starts"})
OF_PACK = frozenset({"advice", "advice-sentences", "problems"})
COACH_FOUND = "coach found"
START = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A labelled session beside the analysis of the same turns.

    ``nearest[i]`` is the found sentence that shares most characters with labelled sentence ``i``,
    ``owner[j]`` the labelled sentence that shares most with found sentence ``j``; the first of
    several alike, -1 where none shares any.
    """

    labelled: LabelledSession
    analysis: Analysis
    nearest: tuple[int, ...]
    owner: tuple[int, ...]


def align(labelled: LabelledSession, analysis: Analysis) -> Aligned:
    """Pairs the sentences of a labelled session with those found, by characters shared in a turn.

    Raises SessionError when the analysis is about other turns.
    """
    given, said = labelled.session, analysis.session
    differ = len(given.turns) != len(said.turns)
    turns = zip(given.turns, said.turns, strict=not differ)
    if differ or any((a.speaker, a.text) != (b.speaker, b.text) for a, b in turns):
        what = f"session {labelled.id}: the analysis is about other turns than the labels."
        raise SessionError(what, hint="Analyse the session of the labelled session itself.")
    nearest, owner = [-1] * len(labelled.sentences), [-1] * len(analysis.sentences)
    in_gold, in_found = _by_turn(labelled.sentences), _by_turn(analysis.sentences)
    for turn in in_gold.keys() & in_found.keys():
        gold, found = in_gold[turn], in_found[turn]
        left = np.array([(s.start, s.end) for s in (labelled.sentences[i] for i in gold)])
        right = np.array([(s.start, s.end) for s in (analysis.sentences[j] for j in found)])
        shared = np.minimum.outer(left[:, 1], right[:, 1]) - np.maximum.outer(
            left[:, 0], right[:, 0]
        )
        for row, column in enumerate(shared.argmax(axis=1)):
            nearest[gold[row]] = found[column] if shared[row, column] > 0 else -1
        for column, row in enumerate(shared.argmax(axis=0)):
            owner[found[column]] = gold[row] if shared[row, column] > 0 else -1
    return Aligned(labelled=labelled, analysis=analysis, nearest=tuple(nearest), owner=tuple(owner))


def labels_of(head: str, pack: Pack | None) -> tuple[str, ...]:
    """The labels a head can give, in the order of their list or of the pack."""
    if head in OF_PACK:
        categories = () if pack is None else pack.problem if head == "problems" else pack.advice
        return tuple(category.id for category in categories)
    if head == "roles":
        return tuple(role.value for role in Role if role is not Role.UNKNOWN)
    if head == "coach":
        return (COACH_FOUND,)
    if head in BOUNDARIES:
        return (START,)
    return tuple(label.value for label in (Move if head == "moves" else SegmentKind))


def takes_part(head: str, labelled: LabelledSession, pack: Pack | None) -> bool:
    """Whether a session can say something about a head.

    Advice and problems are asked of sessions labelled for the pack, starts of exchanges of group
    sessions with more than one exchange, starts of segments of sessions with more than one.
    """
    if head in OF_PACK:
        return pack is not None and labelled.pack == pack.name
    if head == "exchange-starts":
        return labelled.form == "group" and len(labelled.exchanges) > 1
    return head != "segment-starts" or len(_segment_starts(labelled)) > 0


def gold_units(head: str, labelled: LabelledSession) -> Units:
    """The true labels of each unit of a session."""
    sentences = labelled.sentences
    match head:
        case "roles":
            return [frozenset({role.value}) for role in labelled.roles]
        case "coach":
            return [frozenset({COACH_FOUND})]
        case "advice":
            return [_true_advice(labelled, number) for number in labelled.exchanges]
        case "problems":
            problems = dict(labelled.problems)
            return [frozenset({problems[number]}) for number in labelled.exchanges]
        case "exchange-starts" | "segment-starts":
            is_exchange = head == "exchange-starts"
            places = (_exchange_starts if is_exchange else _segment_starts)(labelled)
            return _starts_at(places, len(sentences))
    label: dict[str, Callable[[LabelledSentence], Collection[str]]] = {
        "moves": lambda sentence: {sentence.move.value},
        "segments": lambda sentence: {sentence.segment.value},
        "advice-sentences": lambda sentence: sentence.advice,
    }
    return [frozenset(label[head](sentence)) for sentence in sentences]


def found_units(head: str, aligned: Aligned) -> Units:
    """The found labels of each unit of a session, in the order of ``gold_units``."""
    analysis = aligned.analysis
    match head:
        case "roles":
            speakers = analysis.session.speakers
            return [frozenset({s.role.value} - {Role.UNKNOWN.value}) for s in speakers]
        case "coach":
            return [frozenset({COACH_FOUND} if _coach_found(aligned) else ())]
        case "advice":
            return [frozenset(scores) for scores in advice_of_exchanges(aligned)]
        case "problems":
            labels = problems_of_exchanges(aligned)
            return [frozenset() if it is None else frozenset({it.category}) for it in labels]
        case "exchange-starts" | "segment-starts":
            is_exchange = head == "exchange-starts"
            pieces = analysis.exchanges if is_exchange else analysis.segments
            starts = {aligned.owner[piece.first] for piece in pieces}
            # Every session begins with a segment; that is no boundary found.
            return _starts_at(starts if is_exchange else starts - {0}, len(aligned.nearest))
    give: dict[str, Callable[[Analysis], list[set[str]]]] = {
        "moves": _found_moves,
        "segments": _found_segments,
        "advice-sentences": _found_advice,
    }
    given = give[head](analysis)
    return [frozenset(given[i]) if i >= 0 else frozenset() for i in aligned.nearest]


def unit_texts(head: str, labelled: LabelledSession) -> list[str]:
    """The words of each unit, for a baseline that looks at nothing else.

    Advice: what everybody but the clients says in the exchange; problems: what its clients say,
    or everything where no client speaks.
    """
    if UNIT_OF[head] == "sentence":
        return [labelled.text_of(sentence) for sentence in labelled.sentences]
    if head == "roles":
        said: list[list[str]] = [[] for _ in labelled.roles]
        for turn in labelled.session.turns:
            said[turn.speaker].append(turn.text)
        return [" ".join(texts) for texts in said]
    texts = []
    for number in labelled.exchanges:
        inside = [s for s in labelled.sentences if s.exchange == number]
        clients = [s for s in inside if labelled.roles[s.speaker] is Role.CLIENT]
        others = [s for s in inside if labelled.roles[s.speaker] is not Role.CLIENT]
        heard = others if head == "advice" else clients
        texts.append(" ".join(labelled.text_of(s) for s in heard or inside))
    return texts


def first_sentences(exchanges: Sequence[int]) -> list[int]:
    """Where each exchange but 0 is first met, given the exchange of every sentence."""
    return sorted({exchanges.index(number) for number in set(exchanges) - {0}})


def advice_of_exchanges(aligned: Aligned) -> list[dict[str, float]]:
    """For each true exchange the categories said in it, with the best score of each."""
    sentences = aligned.labelled.sentences
    found: defaultdict[int | None, dict[str, float]] = defaultdict(dict)
    for advice in aligned.analysis.advice:
        owners = [aligned.owner[i] for i in range(advice.first, advice.end)]
        scores = found[_most_met([sentences[i].exchange for i in owners if i >= 0])]
        for label in advice.labels:
            scores[label.category] = max(label.score, scores.get(label.category, 0.0))
    return [found[number] for number in aligned.labelled.exchanges]


def problems_of_exchanges(aligned: Aligned) -> list[Label | None]:
    """For each true exchange the problem of the found one that shares most sentences with it."""
    inside: dict[int, int] = {}
    for number, exchange in enumerate(aligned.analysis.exchanges):
        inside.update(dict.fromkeys(range(exchange.first, exchange.end), number))
    labels: list[Label | None] = []
    for number in aligned.labelled.exchanges:
        pairs = zip(aligned.labelled.sentences, aligned.nearest, strict=True)
        met = _most_met([inside[i] for s, i in pairs if s.exchange == number and i in inside])
        labels.append(None if met is None else aligned.analysis.exchanges[met].problem)
    return labels


def check_labels(head: str, labelled: LabelledSession, allowed: Sequence[str]) -> None:
    """Raises LabelError when a session carries a label that the head cannot give."""
    for label in sorted(frozenset().union(*gold_units(head, labelled)) - set(allowed)):
        hint = f"Allowed: {', '.join(allowed)}."
        path = labelled.session.source.path
        raise LabelError(f"{label!r} is no label of {head}.", path=path, hint=hint)


def _by_turn(sentences: Sequence[LabelledSentence | Sentence]) -> dict[int, list[int]]:
    places: defaultdict[int, list[int]] = defaultdict(list)
    for index, sentence in enumerate(sentences):
        places[sentence.turn].append(index)
    return dict(places)


def _starts_at(places: Collection[int], n_sentences: int) -> Units:
    return [frozenset({START} if i in places else ()) for i in range(n_sentences)]


def _exchange_starts(labelled: LabelledSession) -> list[int]:
    return first_sentences([s.exchange for s in labelled.sentences])


def _segment_starts(labelled: LabelledSession) -> list[int]:
    """Where one part of the session ends and the next begins: another kind or another exchange."""
    pairs = enumerate(pairwise((s.segment, s.exchange) for s in labelled.sentences), 1)
    return [place for place, (before, after) in pairs if before != after]


def _true_advice(labelled: LabelledSession, exchange: int) -> frozenset[str]:
    inside = (s for s in labelled.sentences if s.exchange == exchange)
    return frozenset(category for sentence in inside for category in sentence.advice)


def _coach_found(aligned: Aligned) -> bool:
    """All coaches are called so, and nobody else."""
    found = [speaker.role is Role.COACH for speaker in aligned.analysis.session.speakers]
    return found == [role is Role.COACH for role in aligned.labelled.roles]


def _found_moves(analysis: Analysis) -> list[set[str]]:
    return [set() if s.move is None else {s.move.value} for s in analysis.sentences]


def _found_segments(analysis: Analysis) -> list[set[str]]:
    labels: list[set[str]] = [set() for _ in analysis.sentences]
    for segment in analysis.segments:
        for label in labels[segment.first : segment.end]:
            label.add(segment.kind.value)
    return labels


def _found_advice(analysis: Analysis) -> list[set[str]]:
    """A stretch of advice runs through a client's short answers, which are no advice themselves."""
    labels: list[set[str]] = [set() for _ in analysis.sentences]
    speakers, turns = analysis.session.speakers, analysis.session.turns
    for advice in analysis.advice:
        for index in range(advice.first, advice.end):
            speaker = speakers[turns[analysis.sentences[index].turn].speaker]
            if speaker.role is not Role.CLIENT:
                labels[index].update(label.category for label in advice.labels)
    return labels


def _most_met(numbers: Sequence[int]) -> int | None:
    """The number met most often, the first of several alike; None when there is none."""
    return Counter(numbers).most_common(1)[0][0] if numbers else None
