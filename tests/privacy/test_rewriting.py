from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analyzer.privacy import Redactor, redacted_analysis, redacted_session
from analyzer.privacy.kinds import Entry, Kind
from analyzer.privacy.lists import load_lists
from analyzer.privacy.rewriting import rewritten
from analyzer.read.people.everyday import EVERYDAY, FUNCTION_WORDS, TITLES
from analyzer.records import Session
from tests.builders import an_analysis

ENTRIES = (
    Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Imani Clarke", "Imani", "Clarke")),
    Entry(pseudonym="Coach", kind=Kind.COACH, names=("Bo",)),
)
REDACTOR = Redactor(ENTRIES)
WORDS = st.sampled_from(
    ["Imani", "Clarke", "Imani Clarke", "Bo", "and", "went.", "$5", "é", "IMANI", "’s", "\n\n"]
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "", ", "]))).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@given(TEXTS)
def test_every_stretch_between_names_stands_where_it_is_said_to(text: str) -> None:
    found = REDACTOR.found(text)
    now = rewritten(text, found)
    assert now.text == REDACTOR.redacted(text)
    edges = [0, *(edge for it in found for edge in (it.start, it.end)), len(text)]
    for number, (start, end) in enumerate(pairwise(edges)):
        moved = now.text[now.moved(start) : now.moved(end, is_end=True)]
        expected = found[number // 2].entry.pseudonym if number % 2 else text[start:end]
        assert start == end or moved == expected


@given(TEXTS, st.data())
def test_a_place_never_moves_past_a_later_one(text: str, data: st.DataObject) -> None:
    now = rewritten(text, REDACTOR.found(text))
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    assert 0 <= now.moved(first) <= now.moved(last) <= len(now.text)
    if first < last:
        assert now.moved(first) < now.moved(last, is_end=True)


def test_quotes_and_sentences_of_an_analysis_hold_the_same_words_redacted() -> None:
    analysis = an_analysis()
    redactor = Redactor(
        [
            Entry(pseudonym="Coach", kind=Kind.COACH, names=("Mike",)),
            Entry(pseudonym="[thing 1]", kind=Kind.NAME, names=("Manager",)),
        ]
    )
    redacted = redacted_analysis(analysis, redactor)
    for before, after in zip(analysis.sentences, redacted.sentences, strict=True):
        assert redacted.text_of(after) == redactor.redacted(analysis.text_of(before))
    for was, now in zip(analysis.advice, redacted.advice, strict=True):
        assert redacted.text_of(now.quote) == redactor.redacted(analysis.text_of(was.quote))
    assert redacted.session.speakers[0].name == "Coach"
    assert redacted.session.source.path == "ana.txt"


def is_common(word: str) -> bool:
    """Whether a word of a signature such as "Tired HR Manager, Leeds" names nobody."""
    small = word.lower().strip(".,")
    return (
        len(small) < 2 or small in EVERYDAY | FUNCTION_WORDS | TITLES or small in load_lists().plain
    )


def test_no_speaker_of_the_labelled_sessions_is_left_in_what_is_said(
    labelled_sessions: tuple[Session, ...], labelled_redactor: Redactor
) -> None:
    for session in labelled_sessions:
        redacted = redacted_session(session, labelled_redactor)
        assert not any(labelled_redactor.found(turn.text) for turn in redacted.turns)
        for speaker in session.speakers:
            words = {word.strip(",.") for word in speaker.name.split() if not is_common(word)}
            shown = {
                word.strip(".,;:?!’'") for turn in redacted.turns for word in turn.text.split()
            }
            assert not words & shown, speaker.name
