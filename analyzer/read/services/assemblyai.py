"""JSON of AssemblyAI: utterances with voices, else words with voices; times in milliseconds.

Shapes known: the transcript itself (``utterances``, null where nobody was told apart, beside
``words``, which then may name speakers all the same), and what its calls for sentences and for
paragraphs give. Only ``audio_duration`` is in seconds. Channels come as speakers "1" or "1A".
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.services.voices import counted, same_words
from analyzer.read.trees import Json, at, has_keys, millis_at, rows_at, text_at, voice_name
from analyzer.read.words import Word, join_words
from analyzer.records import ReadWarning, SegmentKind

_ITS_OWN = ("audio_duration", "audio_url", "acoustic_model", "speech_model", "webhook_status_code")
_PIECES = ("utterances", "sentences", "paragraphs")


class AssemblyAi:
    """A transcript of AssemblyAI's service."""

    name = "assemblyai"
    about = "JSON of AssemblyAI (utterances or words, times in milliseconds)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 for words with times beside a field of the service's own.

        0.9 for a job without words, and for utterances whose words only this service writes so.
        """
        tree = raw.tree
        if not isinstance(tree, dict):
            return 0.0
        if not any(key in tree for key in _ITS_OWN):
            return 0.9 if _has_its_words(rows_at(tree, "utterances")) else 0.0
        lists = [tree.get(key) for key in ("words", *_PIECES)]
        rows = [row for one in lists if isinstance(one, list) for row in one[:1]]
        if rows:
            return 0.97 if all(has_keys(row, "text", "start", "end") for row in rows) else 0.0
        return 0.9 if has_keys(tree, "status", "audio_url") else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all utterances, and the summaries asked for as text before it.

        Raises UnreadableTranscript when there are no words, with what the service says of it.
        """
        tree = raw.tree
        talk = join_words(_words(tree))
        if not talk:
            raise _nothing(tree, raw.path)
        return Reading(
            fragments=(*_summaries(tree), *talk), warnings=tuple(_disagreements(tree, talk))
        )


def _has_its_words(utterances: list[dict[str, Json]]) -> bool:
    """Whether all have words by the name of text, with whole milliseconds."""
    firsts = [at(one, "words", 0) for one in utterances]
    return bool(firsts) and all(
        has_keys(one, "text", "confidence")
        and isinstance(at(one, "start"), int)
        and isinstance(at(one, "end"), int)
        for one in firsts
    )


def _words(tree: Json) -> Iterator[Word]:
    pieces = next((rows for key in _PIECES if (rows := rows_at(tree, key))), [])
    words = rows_at(tree, "words")
    if pieces:
        for piece in pieces:
            text = text_at(piece, "text")
            if text is None:
                yield from map(_word, rows_at(piece, "words"))
            else:
                yield _word(piece)
    elif words:
        yield from map(_word, words)
    else:
        yield Word(text=text_at(tree, "text") or "")


def _word(row: dict[str, Json]) -> Word:
    return Word(
        text=text_at(row, "text") or "",
        speaker=voice_name(at(row, "speaker")),
        start_ms=millis_at(row, "start"),
        end_ms=millis_at(row, "end"),
    )


def _disagreements(tree: Json, talk: tuple[Fragment, ...]) -> Iterator[ReadWarning]:
    """Texts corrected by hand may no longer be their words, and utterances may leave words out."""
    differ = sum(
        not same_words(text, " ".join(text_at(word, "text") or "" for word in words))
        for one in rows_at(tree, "utterances")
        if (text := text_at(one, "text")) and (words := rows_at(one, "words"))
    )
    if differ:
        utterances = counted(differ, "utterance")
        message = f"text and list of words differ in {utterances}; the text was taken."
        yield ReadWarning(message=message)
    whole = text_at(tree, "text")
    if whole is not None and not differ:
        missing = len(whole.split()) - sum(len(part.text.split()) for part in talk)
        if missing > 0:
            words_left = counted(missing, "word")
            message = f"{words_left} of the whole text stand in no utterance and were left out."
            yield ReadWarning(message=message)


def _summaries(tree: Json) -> Iterator[Fragment]:
    texts = [text_at(tree, "summary")]
    for chapter in rows_at(tree, "chapters"):
        texts += [text_at(chapter, "headline"), text_at(chapter, "summary")]
    for text in texts:
        if text is not None:
            yield Fragment(text=text, outside=SegmentKind.FRONT)


def _nothing(tree: Json, path: str) -> UnreadableTranscript:
    status = text_at(tree, "status")
    said = text_at(tree, "error")
    if status == "error" or said is not None:
        what = f"AssemblyAI could not transcribe the recording: {said or 'it does not say why'}."
        return UnreadableTranscript(what, path=path, hint="Transcribe the recording again.")
    if status in {"queued", "processing"}:
        what = f"AssemblyAI is not done with this recording: its status is {status}."
        return UnreadableTranscript(what, path=path, hint="Fetch the transcript again later.")
    what = "no utterance of this AssemblyAI file has words."
    return UnreadableTranscript(what, path=path, hint="Transcribe the recording again.")
