"""How numbers, dates, names and lists are put into words; the same everywhere in a report.

Counts stay counts: "3 of 4 sessions" and never "75%", which promises more than four can hold.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from analyzer.plots.style import MARK
from analyzer.records import Category, UptakeKind

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

# What a client did with an advice, as it stands before the client's words.
UPTAKE_WORDS: Mapping[UptakeKind, str] = {
    UptakeKind.COMMITMENT: "commitment",
    UptakeKind.OBJECTION: "objection",
    UptakeKind.GAP: "gap",
    UptakeKind.ACKNOWLEDGEMENT: "acknowledgement",
    UptakeKind.NONE: "no answer",
}

_PLURALS = {"stretch": "stretches"}
# Marks that turn the direction of all that follows; a name must not carry them into a sentence.
_TURNS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def number(n: int) -> str:
    """A whole number with commas between thousands.

    >>> number(1240)
    '1,240'
    """
    return f"{n:,}"


def few(n_sessions: int) -> str:
    """What must be said where there are too few sessions to tell what is usual.

    >>> few(1)
    'One session shows what was said in it, not what is usual.'
    """
    if n_sessions == 1:
        return "One session shows what was said in it, not what is usual."
    return f"{n_sessions} sessions show what was said in them, not what is usual."


def counted(n: int, noun: str) -> str:
    """A number with its noun in the right form; what follows "of" or "by" stays as it is.

    >>> counted(1, "dated session"), counted(3, "stretch of advice")
    ('1 dated session', '3 stretches of advice')
    """
    if n == 1:
        return f"1 {noun}"
    head, *rest = re.split(r"(?= of | by )", noun, maxsplit=1)
    return f"{number(n)} {_PLURALS.get(head, head + 's')}{''.join(rest)}"


def out_of(n: int, total: int, noun: str) -> str:
    """A part of a whole in plain words.

    >>> out_of(3, 20, "session"), out_of(1, 1, "session"), out_of(4, 4, "session")
    ('3 of 20 sessions', 'the one session', 'all 4 sessions')
    """
    if n == total == 1:
        return f"the one {noun}"
    if n == total:
        return f"all {counted(total, noun)}"
    return f"{number(n)} of {counted(total, noun)}"


def listed(words: Sequence[str]) -> str:
    """Words as a list inside a sentence.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def day(date: dt.date | None) -> str:
    """A date for people, the same in every locale; empty where there is none.

    >>> day(dt.date(2024, 3, 5))
    '5 Mar 2024'
    """
    return "" if date is None else f"{date.day} {MONTHS[date.month - 1][:3]} {date.year}"


def with_possible(line: str, n: int) -> str:
    """A count, and how many more there are that are only possible.

    >>> with_possible("4 stretches", 3), with_possible("4 stretches", 0), with_possible("", 1)
    ('4 stretches; 3 more possible', '4 stretches', '1 more possible')
    """
    return "; ".join(filter(None, (line, f"{number(n)} more possible" if n else "")))


def month(date: dt.date) -> str:
    """Month and year.

    >>> month(dt.date(2024, 3, 5))
    'March 2024'
    """
    return f"{MONTHS[date.month - 1]} {date.year}"


def period(first: dt.date, last: dt.date) -> str:
    """From when to when, as short as it can be said.

    >>> period(dt.date(2024, 3, 5), dt.date(2024, 3, 5))
    '5 Mar 2024'
    >>> period(dt.date(2023, 3, 5), dt.date(2024, 3, 5))
    'March 2023 to March 2024'
    """
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {month(first)}"
    return f"{month(first)} to {month(last)}"


def length(duration_ms: int | None, n_words: int) -> str:
    """How long a session is: minutes where times are known, else its words.

    >>> length(2_520_000, 6000), length(None, 4102)
    ('42 min', '4,102 words')
    """
    if duration_ms is None or duration_ms <= 0:
        return counted(n_words, "word")
    return f"{max(1, round(duration_ms / 60_000))} min"


def score(value: float) -> str:
    """A measure between 0 and 1 with two decimals.

    >>> score(0.6149)
    '0.61'
    """
    return f"{value:.2f}"


def chart_in_words(what: str, counts: Iterable[tuple[str, int]]) -> str:
    """A figure for those who hear it.

    >>> chart_in_words("Sessions by year", [("2023", 4), ("2024", 9)])
    'Sessions by year: 2023 4, 2024 9.'
    """
    return f"{what}: {', '.join(f'{name} {number(n)}' for name, n in counts)}."


def percent(n: int, total: int) -> str:
    """A share in whole per cent; only for large totals such as words, never for sessions.

    >>> percent(31, 50)
    '62%'
    """
    return f"{100 * n / max(1, total):.0f}%"


def printable(text: str) -> str:
    """The text as it is, save for what no page can hold: control characters, lone surrogates."""
    if text.isprintable():
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if _unprintable(letter) else letter for letter in text
    )


def _unprintable(letter: str) -> bool:
    is_no_character = ord(letter) & 0xFFFE == 0xFFFE or "\ufdd0" <= letter <= "\ufdef"
    is_control = letter not in "\n\t" and unicodedata.category(letter) in {"Cc", "Cs"}
    return is_control or is_no_character


def shortened(text: str, limit: int) -> str:
    """A name or title cut at a word to ``limit`` characters, with an ellipsis; never a quotation.

    >>> shortened("The portal ate my candidates", 16)
    'The portal ate …'
    """
    flat = " ".join(printable(text).translate(_TURNS).split())
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 2]
    head = flat[: limit - 1].rpartition(" ")[0]
    return f"{head if len(head) > limit // 2 else cut} …"


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in _RIGHT_TO_LEFT:
            return True
        if direction == "L":
            return False
    return False


class Names:
    """Names of advice or problem types as a report shows them, marked where not to be relied on.

    ``rely`` says of each category id whether to rely on its label; a missing id is not marked.

    >>> urgency = Category(id="urgency", name="Urgency", definition="Build time pressure.")
    >>> Names([urgency], {"urgency": False}).shown("urgency")
    'Urgency †'
    """

    def __init__(self, categories: Sequence[Category], rely: Mapping[str, bool]) -> None:
        self._categories = {category.id: category for category in categories}
        self._rely = rely

    def plain(self, category_id: str) -> str:
        """The name alone; the id where the pack does not know the category."""
        category = self._categories.get(category_id)
        return shortened(category.name if category else category_id, 70)

    def is_doubtful(self, category_id: str) -> bool:
        """Whether a model card says not to rely on this label."""
        return not self._rely.get(category_id, True)

    def shown(self, category_id: str) -> str:
        """The name, followed by the mark where the label is not to be relied on."""
        name = self.plain(category_id)
        return f"{name} {MARK}" if self.is_doubtful(category_id) else name

    def definition(self, category_id: str) -> str:
        """What the category means, in the pack's words; empty where the pack does not know it."""
        category = self._categories.get(category_id)
        return " ".join(printable(category.definition).split()) if category else ""
