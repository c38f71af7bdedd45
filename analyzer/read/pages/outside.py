"""Text on the page that nobody speaks: notes by its makers, notices, lines that tools write."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.read.pages.phrases import any_of, pattern

_PARTS_OF_A_CALL = any_of("meeting", "transcription", "recording", "call", "transcript", "audio")
_TOOL_LINE = pattern(
    r"\W*"
    + any_of(
        r"transcri(?:bed|pt|ption) (?:is )?(?:provided )?by \S+.{0,60}",
        rf"{_PARTS_OF_A_CALL} (?:has )?ended(?: after)?.{{0,40}}",
        rf".{{0,60}}\b(?:started|stopped) (?:the )?{_PARTS_OF_A_CALL}\W*",
        r"(?:this )?(?:editable )?transcript was (?:computer|automatically|ai)[\s-]generated.*",
        r"people can also change the text after.*",
        rf"{_PARTS_OF_A_CALL} (?:in progress|started|stopped|resumed|paused)\W*",
        r"(?:view|watch) recording\s*[-–:].*",
        r"(?:end|start|beginning) of (?:the )?" + _PARTS_OF_A_CALL + r"\W*",
        r"(?:break|jingle|intro|outro|music|song|ad break|sample|clip)\W*(?:\d[\d:.]*)?\W*",
        r"kind: captions",
        r"language: \w\w",
    )
)
_TRANSCRIPT_MARK = pattern(
    r"\W*(?:"
    + any_of("full", "complete", "edited", "the", "call", "session", "episode", "conversation")
    + r"\s+|"
    + any_of("verbatim", "audio", "video", "interview", "raw", "text", "podcast")
    + r"\s+)*transcript(?:ion)?(?:\s+(?:below|begins|starts|follows|of the call))?\W*"
)
_SOURCE = re.compile(r"(?:[^:]{1,90}:\s*)?<?https?://\S+", re.IGNORECASE)
_EDITOR = pattern(
    r"\W*"
    + any_of(
        r"editor(?:ial|['’]?s['’]?)? note",
        r"ed(?:itor)?\.?:?\s*note",
        r"note from the editors?",
        r"transcri(?:ber|ption|ptionist)(?:['’]s)? note",
        r"(?:publisher|author|translator)['’]s note",
        r"disclaimer",
        r"content warning",
        r"about this (?:call|transcript|session|conversation|interview)",
        r"update (?:from|on|by)\b[^.:]{0,40}",
        r"(?:note|nb|n\.b\.)",
    )
    + r"\W{0,2}[:.–—]"
)
_SIGNED_BY_EDITOR = pattern(r"[–—-]{1,2}\s?(?:the\s+)?ed(?:s|itors?)?\.?\s*[\])]?\s*$")
_ABOUT_THE_PAGE = pattern(
    r"\b"
    + any_of(
        *("answered", "recorded", "edited", "shortened", "trimmed", "tidied", "condensed"),
        *("printed", "published", "transcript", "transcribed", "permission", "consent"),
        *("blessing", "anonymi[sz]ed", "keep reading", "read on", "what follows", "conversation"),
        *("excerpt", "episode", "listen to", r"this (?:call|column|interview|session)"),
        r"(?:names?|details)\b.{0,30}\b(?:changed|removed|altered|left out|taken out)",
        r"(?:live|group|coaching|member|recent|weekly|monthly|following|clinic)"
        r" (?:coaching )?(?:call|session|conversation)s?",
        r"(?:is|comes|was|took) (?:from|this (?:one|call)|place)",
    )
    + r"\b"
)
_FIRST_OR_SECOND_PERSON = re.compile(r"\b(?:I|I['’]\w+|me|my|we|our|us|you|your)\b")

_NOTICE = pattern(
    r"\W*"
    + any_of(
        r"(?:part|chapter|episode|installment) [\divx]+\b.{0,60}\b(?:will|goes up|comes|follows"
        r"|is coming|tomorrow|next|on \w+day|soon)",
        r"to be continued",
        r"stay tuned",
        r"continued (?:in|on|next)",
        r"more to come",
        r"coming (?:soon|next|up)\b",
        r"(?:please )?feel free to (?:discuss|comment|share|leave)",
        r"(?:please )?(?:leave|post|add|drop) (?:a|your|us) (?:comment|reply|thoughts|response)",
        r"comments (?:are|have)\b",
        r"comments? (?:off|closed)",
        r"join the (?:discussion|conversation|debate)",
        r"share your (?:thoughts|experience|opinion|comments)",
        r"no registration",
        r"be the first to comment",
        r"(?:let (?:me|us) know|tell (?:me|us)|what do you think).{0,60}\bcomments?",
        r"(?:read|see) part [\divx]+",
    )
)
_LONGEST_LINE = 160
_LONGEST_NOTICE = 240


def is_tool_line(text: str) -> bool:
    """Whether a recording tool wrote the line: "Meeting ended after 00:35:30", and the like."""
    return len(text) <= _LONGEST_LINE and _TOOL_LINE.fullmatch(text.strip()) is not None


def is_source(text: str) -> bool:
    """Whether the line only gives an address, with or without what is found there.

    >>> is_source("The paper: https://example.org/paper.pdf"), is_source("See https://example.org.")
    (True, False)
    """
    return _SOURCE.fullmatch(text.strip()) is not None


def is_transcript_mark(text: str) -> bool:
    """Whether the line says that the transcript begins below it.

    >>> is_transcript_mark("📖 Transcript"), is_transcript_mark("TRANSCRIPT BELOW:")
    (True, True)
    """
    return len(text) <= 60 and _TRANSCRIPT_MARK.fullmatch(text.strip()) is not None


def is_note(text: str) -> bool:
    """Whether it is a note by the page's makers, whatever stands around it.

    >>> is_note("[Editor's note: the line was bad here.]"), is_note("[laughs]")
    (True, False)
    """
    if _EDITOR.match(text) or _SIGNED_BY_EDITOR.search(text):
        return True
    inside, sign = _inside_brackets(text)
    n_words = len(inside.split())
    if n_words < 3 or (n_words == 3 and not inside.endswith(".")):
        return False
    return sign == "[" or not _FIRST_OR_SECOND_PERSON.search(inside)


def _inside_brackets(text: str) -> tuple[str, str]:
    """What one pair of brackets (or of Markdown's emphasis) holds if it holds all, and the sign."""
    bare = text.strip()
    for left, right in ("[]", "()", "**", "__"):
        if bare.startswith(left) and bare.rstrip(".").endswith(right):
            inside = bare.rstrip(".").strip(left + right + " ")
            return ("", left) if left in inside or right in inside else (inside, left)
    return "", ""


def is_about_the_page(text: str, names: Sequence[str]) -> bool:
    """Whether a paragraph before the talk tells how the talk came about, and is no part of it.

    ``names`` are first names of the people on the page.
    """
    if is_note(text) or is_tool_line(text):
        return True
    about = len(_ABOUT_THE_PAGE.findall(text))
    return about > 1 or (about == 1 and _names_anybody(text, names))


def is_notice(text: str) -> bool:
    """Whether it says when the next part comes, or invites comments.

    >>> is_notice("(Part III will be posted on Thursday)")
    True
    """
    return len(text) <= _LONGEST_NOTICE and _NOTICE.match(text) is not None


def _names_anybody(text: str, names: Sequence[str]) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names if len(name) > 2
    )
