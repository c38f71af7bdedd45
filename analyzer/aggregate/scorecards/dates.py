"""Whether words name a day or a time by which something is to be done. English only."""

from __future__ import annotations

import re

_DAYS = "mon|tues|wednes|thurs|fri|satur|sun"
_MONTHS = (
    "january|february|april|june|july|august|september|october|november|december|jan|feb|apr|jun|"
    "jul|aug|sept|oct|nov|dec"
)
# May and March are other words too: only beside a number or after a word of time.
_TWO_SENSES = "may|march"
_SPANS = "minute|hour|day|week|weekend|fortnight|month|quarter|year"
_NUMBERS = (
    r"\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|thirty|"
    "ninety|a[ ]few|a[ ]couple[ ]of|the[ ]next|the[ ]next[ ]few|the[ ]coming"
)
_NAMED = re.compile(
    rf"""
      \b(?:{_DAYS})days?\b
    | \b(?:{_MONTHS})\b\.?
    | \b(?:in|by|until|till|before|after|since|early|late|mid|next|this)[ ](?:{_TWO_SENSES})\b
    | \b(?:end|middle|beginning|start|half)[ ]of[ ](?:{_TWO_SENSES})\b
    | \b(?:{_TWO_SENSES})[ ]\d | \b\d+(?:st|nd|rd|th)?(?:[ ]of)?[ ](?:{_TWO_SENSES})\b
    | \b(?:today|tonight|tomorrow|noon|midday|midnight)\b
    | \b(?:this|next|first[ ]thing[ ]in[ ]the|in[ ]the|every)[ ](?:morning|afternoon|evening)\b
    | \b(?:this|next|every|each|by[ ]the[ ]end[ ]of[ ](?:the|this|next))[ ](?:{_SPANS})\b
    | \bend[ ]of[ ](?:the[ ]|this[ ]|next[ ])?(?:{_SPANS})\b
    | \b(?:in|within|for)[ ](?:{_NUMBERS})[ ](?:more[ ])?(?:{_SPANS})s?\b
    | \b\d{{1,2}}(?::\d\d)?[ ]?(?:[ap]\.?m\b\.?|o[’']clock\b)
    | \b\d{{1,2}}:\d\d\b | \bat[ ](?:\d{{1,2}}|one|two|three|four|five|six|seven|eight|nine|ten)\b
    | \bthe[ ]\d{{1,2}}(?:st|nd|rd|th)\b | \b\d{{1,2}}/\d{{1,2}}\b | \b\d{{4}}-\d\d-\d\d\b
    | \bthe[ ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|
        thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|
        twenty-\w+|thirtieth|thirty-first)[ ]of\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def names_a_time(text: str) -> bool:
    """Whether a text names a day, a date, a time, or a stretch of time from now.

    >>> [names_a_time(it) for it in ("I'll call her Friday.", "By the end of May.", "I may call.")]
    [True, True, False]
    """
    return _NAMED.search(" ".join(text.split())) is not None
