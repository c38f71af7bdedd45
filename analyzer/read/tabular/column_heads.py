"""What a column or key is called, and what that says it holds: ``startTime (ms)`` is a start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from analyzer.read.trees import Json


class Part(StrEnum):
    """What a column of a transcript may hold."""

    SPEAKER = "speaker"
    ID = "speaker id"
    TEXT = "text"
    START = "start"
    END = "end"
    DURATION = "duration"
    TURN = "turn"
    NUMBER = "number"
    LISTENER = "listener"
    DATE = "date"
    TITLE = "title"
    TALK = "talk"
    ROLE = "role"


# Names without blanks, signs and capitals, the surest of each part first.
_NAMES = {
    Part.SPEAKER: (
        "speaker speakername speakerlabel spkr spk interlocutor participant participantname talker"
        " speakerdisplayname displayname whospeaks whoisspeaking voice name fullname username"
        " author authorname person personname who sender sendername from user character actor"
        " source party speakerinitials initials spokenby saidby coachclient clientcoach attendee"
        " handle"
    ),
    Part.ID: (
        "speakerid speakeridx speakerindex speakernumber speakernum speakertag spkid spkrid sid"
        " participantid userid personid voiceid authorid channel channelid channeltag track"
    ),
    Part.ROLE: "role speakerrole participantrole speakertype persontype isrep",
    Part.TEXT: (
        "text utterance utterancetext utt transcript transcription transcripttext sentence"
        " sentencetext content body message messagetext speech dialogue dialog statement verbatim"
        " said whatwassaid spokentext spoken words value turntext segmenttext displaytext caption"
        " subtitle lines phrase paragraph humantranscript sentences comment quote talkturn"
        " word token punctuatedword"
    ),
    Part.START: (
        "start starttime starttimestamp startts sttime begin begintime beginning onset time"
        " timestamp timestamps timecode timestart ts starttc tcin timein inpoint startoffset"
        " offset startsat startat startedat tstart tmin t0 from timeoffset position in clock"
        " startms relativestarttime videotime audiotime"
    ),
    Part.END: (
        "end endtime endtimestamp endts entime finish finishtime stop stoptime timeend tcout"
        " timeout outpoint endoffset endsat endat endedat tend tmax t1 to until out endms"
    ),
    Part.DURATION: "duration dur length durationtime talktime elapsed",
    Part.TURN: "turn turnid turnnumber turnno turnindex turnnum turncount speakerturn",
    Part.NUMBER: (
        "number no nr num id idx index row rownumber rowid line lineno linenumber lineid seq"
        " sequence order position utteranceid utteranceno utterancenumber uttid segmentid segment"
        " segmentindex sentenceid messageid unnamed unnamed0 cue cueid item counter key seek"
    ),
    Part.LISTENER: "listener addressee recipient addressedto receiver hearer target",
    Part.DATE: "date day calldate sessiondate meetingdate recordedon recordedat createdat helddate",
    Part.TITLE: (
        "title videotitle sessiontitle meetingtitle callname meetingname sessionname episodetitle"
        " calltitle recordingtitle"
    ),
    Part.TALK: (
        "transcriptid conversationid conversation sessionid session callid call meetingid meeting"
        " dialogueid dialogid dialogueno fileid filename file recordingid recording episode"
        " episodeid videoid interviewid convid docid document transcriptname"
    ),
}
_PARTS: Mapping[str, Part] = {
    name: part for part, names in reversed(list(_NAMES.items())) for name in names.split()
}
_RANK: Mapping[str, int] = {
    name: rank for names in _NAMES.values() for rank, name in enumerate(names.split())
}

# Milliseconds of a unit. "s" and "m" count only where they stand as words of their own.
_UNITS: Mapping[str, float] = {
    name: size
    for size, names in (
        (1.0, "ms msec msecs millis milli millisecond milliseconds"),
        (1000.0, "s sec secs second seconds"),
        (60_000.0, "min mins minute minutes"),
        (0.001, "us micros microsecond microseconds"),
        (0.000_001, "ns nanos nanosecond nanoseconds"),
        (0.0001, "ticks"),
    )
    for name in names.split()
}
_FORMS = re.compile(r"(?i)\b(?:[hmsf]{1,3}[:.])+[hmsf.]{1,5}\b")  # "Start (hh:mm:ss)"
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
_LONGEST = 60

UNDERSTOOD = (
    "Understood are names of columns such as speaker, who, name, participant; text, utterance, "
    "sentence, content, transcript; start, end, time, timestamp, duration; turn. Name the columns "
    "so in a first row, one of them text."
)


def words_of(head: str) -> list[str]:
    """The words of a name, small: blanks, signs and capitals inside part them.

    >>> words_of("startTime (ms)"), words_of("Utterance_Text"), words_of("StTime")
    (['start', 'time', 'ms'], ['utterance', 'text'], ['st', 'time'])
    """
    bare = _FORMS.sub(" ", head) if len(head) <= _LONGEST else ""
    return [word.casefold() for word in _WORDS.findall(bare)]


def part_named(head: str) -> Part | None:
    """What a column of this name holds; None for names that say nothing.

    >>> part_named("Spkr"), part_named("utterance_text"), part_named("Meredith")
    (<Part.SPEAKER: 'speaker'>, <Part.TEXT: 'text'>, None)
    """
    words = words_of(head)
    if not words:
        return None
    return _PARTS.get("".join(words)) or _part_of(_without_unit(words))


def rank_of(head: str) -> int:
    """How sure the name is among those for its part, the surest first: 0, 1 and so on."""
    words = words_of(head)
    return min(_RANK.get("".join(words), 99), _RANK.get("".join(_without_unit(words)), 99))


def unit_named(head: str) -> float | None:
    """The milliseconds of the unit that a column's name gives; None where it gives none.

    >>> unit_named("start_ms"), unit_named("Start (s)"), unit_named("start")
    (1.0, 1000.0, None)
    """
    words = words_of(head)
    return next((_UNITS[word] for word in reversed(words) if word in _UNITS), None)


def _without_unit(words: list[str]) -> list[str]:
    left = [word for word in words if word not in _UNITS and word != "in"]
    return left or words


def _part_of(words: list[str]) -> Part | None:
    whole = _PARTS.get("".join(words))
    if whole is not None:
        return whole
    found = set(words)
    if found & {"speaker", "spkr", "interlocutor", "participant"}:
        return _speaker_part(found)
    if found & {"count", "type", "score", "confidence", "label", "tag", "language", "sentiment"}:
        return None
    return _time_part(words) or _text_part(words)


def _time_part(words: list[str]) -> Part | None:
    found = set(words)
    timed = bool(found & {"time", "timestamp", "ts", "offset", "timecode", "stamp", "at"})
    if words[0] in {"duration", "dur"} or words[-1] in {"duration", "dur"}:
        return Part.DURATION
    if timed and found & {"end", "stop", "finish", "out"}:
        return Part.END
    if timed and (found & {"start", "begin", "onset", "in"} or len(words) == 2):
        return Part.START
    return None


def _text_part(words: list[str]) -> Part | None:
    if words[-1] in {"text", "transcript", "transcription", "utterance", "utterances"}:
        return Part.TEXT
    if words[0] in {"text", "transcript", "utterance"} and len(words) == 2:
        return None if words[1] in {"id", "no", "number", "index"} else Part.TEXT
    return None


def _speaker_part(words: set[str]) -> Part | None:
    if words & {"name", "label", "display", "names"}:
        return Part.SPEAKER
    if words & {"id", "tag", "number", "index", "no", "num", "idx", "key"}:
        return Part.ID
    return Part.ROLE if "role" in words else None


def is_name_key(key: str) -> bool:
    """Whether a key of a person's record holds the name."""
    return "".join(words_of(key)) in {
        "name", "displayname", "fullname", "label", "speaker", "speakername", "username", "nickname"
    }  # fmt: skip


def person_in(value: Json) -> str | None:
    """The name in a person's record: ``{"id": 4, "display_name": "Ana"}`` is Ana."""
    if not isinstance(value, dict):
        return None
    names = [key for key in value if is_name_key(key) and isinstance(value[key], str)]
    for key in sorted(names, key=lambda key: "name" not in key):
        name = value[key]
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())
    first, last = (value.get(key) for key in ("first_name", "last_name"))
    parts = [part for part in (first, last) if isinstance(part, str) and part.strip()]
    return " ".join(" ".join(parts).split()) or None
