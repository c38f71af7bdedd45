"""What a model may know of a sentence: its words, who says it in what role, where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.encoder import Vectors
from analyzer.records import Role, Sentence, Session
from analyzer.records.scores import Matrix

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?!…“”\"().,;:–—-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the network makes of one sentence: probabilities of moves and segment kinds.

    ``advice`` holds those of none and of each category of the session's pack; ``problems`` the log
    odds that the sentence speaks for each problem of the pack, and ``weight`` how much it counts in
    its exchange, as log odds too. Both are None for a pack that the network was not trained on.
    """

    moves: Matrix
    segments: Matrix
    advice: Matrix | None
    problems: Matrix | None
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceView:
    """One sentence as the models see it.

    ``words`` are lower-case words and punctuation marks, numbers as ``#``. ``in_quote`` says
    whether an earlier sentence of the turn opened a quotation that is still open. ``vector`` is
    what the sentence encoder makes of the sentence and ``opinion`` what the network does, None
    where none was asked.
    """

    text: str
    words: tuple[str, ...]
    role: Role
    speaker: int
    turn: int
    starts_turn: bool
    ends_turn: bool
    in_quote: bool
    vector: Vectors | None = field(default=None, compare=False, repr=False)
    opinion: Opinion | None = field(default=None, compare=False, repr=False)

    @property
    def is_question(self) -> bool:
        """Whether the sentence ends with a question mark, closing quotes aside."""
        return self.text.rstrip("”\"'’ )").endswith("?")


def words_of(text: str) -> tuple[str, ...]:
    """Lower-case words and marks of a text; numbers become ``#`` so that no model learns a sum.

    >>> words_of("“How long’s it been open? 90 days?”")
    ('“', 'how', "long's", 'it', 'been', 'open', '?', '#', 'days', '?', '”')
    """
    found = WORD.findall(text.lower().replace("’", "'"))
    return tuple("#" if word.isdigit() else word for word in found)


def view_sentences(
    session: Session, sentences: Sequence[Sentence], *, vectors: Vectors | None = None
) -> tuple[SentenceView, ...]:
    """Views of all sentences in order, with the roles the session's speakers have now.

    ``vectors`` of shape (n sentences, 384) are those of the sentence encoder.
    """
    views: list[SentenceView] = []
    in_quote = False
    for index, sentence in enumerate(sentences):
        turn = session.turns[sentence.turn]
        starts = index == 0 or sentences[index - 1].turn != sentence.turn
        in_quote = in_quote and not starts
        text = turn.text[sentence.start : sentence.end]
        views.append(
            SentenceView(
                text=text,
                words=words_of(text),
                role=session.speakers[turn.speaker].role,
                speaker=turn.speaker,
                turn=sentence.turn,
                starts_turn=starts,
                ends_turn=index + 1 == len(sentences) or sentences[index + 1].turn != sentence.turn,
                in_quote=in_quote,
                vector=None if vectors is None else vectors[index],
            )
        )
        in_quote = _quote_stays_open(text, is_open=in_quote)
    return tuple(views)


def _quote_stays_open(text: str, *, is_open: bool) -> bool:
    for letter in text:
        if letter == "“":
            is_open = True
        elif letter == "”":
            is_open = False
        elif letter == '"':
            is_open = not is_open
    return is_open
