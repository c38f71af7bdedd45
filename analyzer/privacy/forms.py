"""What gives somebody away by its form: e-mail addresses, links, phone numbers, sums of money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.privacy.kinds import Kind

Span = tuple[int, int, Kind]

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}"
    # As it is said and as it is hidden from robots.
    r"|(?i:(?<!\w)[\w.+-]{1,64}\s?(?:\[at\]|\(at\))\s?[\w-]{1,60}(?:\s?(?:\[dot\]|\(dot\)|\.)\s?[a-z]{2,24}){1,3})"
    r"|(?i:(?<!\w)\w[\w.+-]{0,63}\s(?:dot\s\w+\s)?at\s[\w-]{1,60}\sdot\s(?:com|org|net|edu|gov|co|io|de|uk|ca|au)\b(?:\sdot\suk\b)?)"
)
_TOP = (
    "com|org|net|edu|gov|info|biz|io|co|ai|app|dev|me|us|uk|ca|au|nz|ie|de|at|ch|fr|es|it|nl|be|se"
    "|no|dk|fi|pl|pt|eu|in|jp|za|tv|fm|ly|gl"
)
_LINK = re.compile(
    r"(?i:(?<![\w@])(?:https?|ftp)://[^\s<>\"”’)\]]+|(?<![\w@])www\.[^\s<>\"”’)\]]+"
    rf"|(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,4}}(?:{_TOP})(?:/[^\s<>\"”’)\]]*)?(?![\w-]|\.\w))"
    r"|(?<![\w@./])@[A-Za-z_][\w.]{2,29}(?<!\.)"
)
_LINK_END = ".,;:!?…"
_PHONE = re.compile(
    r"(?<![\w$€£.,:/+-])(?:"
    r"\+\d{1,3}(?:[\s.-]?\(?\d{1,5}\)?){2,6}"
    r"|\(?0\d{1,5}\)?(?:[\s.-]\d{2,6}){1,5}|0\d{8,12}"
    r"|\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}|\d{3}[.-]\d{4}"
    r")(?![\w%$€£]|[.,:/-]\d)"
)
_DIGITS = (7, 15)
_YEARS = re.compile(
    r"(?:1[89]|20)\d\d[\s.-](?:1[89]|20)\d\d|\d{4}-\d\d-\d\d|\d{1,2}[.-]\d{1,2}[.-]\d{4}"
)

_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundred|thousand|million|billion|half|quarter|couple|few|dozen"
)
_SPELLED = rf"(?:an?[\s-])?(?:{_SMALL})(?:[\s-](?:(?:and|a|of)\s)?(?:{_SMALL})){{0,9}}"
_NUMBER = rf"(?:\d[\d.,]{{0,18}}\d|\d|{_SPELLED})"
_SCALE = r"(?:\s?(?:k|m|bn|mm|mil|grand|hundred|thousand|million|billion|lakh|crore))"
_UNIT = (
    r"(?:dollars?|bucks?|euros?|pounds?(?:\ssterling)?|quid|cents|pence|francs?|kron(?:er|or|ur|e|a)|rupees?|rand|naira"
    r"|shillings?|pesos?|reais|yen|yuan|shekels?|cedis?|dirhams?|zloty|usd|eur|gbp|cad|aud|chf)"
)
_SIGN = (
    r"(?:(?:US|CA|C|AU|A|NZ|R)?\$|€|£|¥|₹|₦|₪|₵|(?:USD|EUR|GBP|CAD|AUD|CHF|NOK|SEK|DKK|ZAR|INR)\s?)"
)
_AMOUNT = re.compile(
    rf"(?<!\w){_SIGN}\s?\d[\d,.]{{0,18}}(?<![.,]){_SCALE}?(?!\w)(?:\s?{_UNIT}\b)?"
    rf"|(?i:(?<![\w.]){_NUMBER}{_SCALE}?[\s-]{_UNIT}(?!\w))"
    rf"|(?i:(?<![\w.])(?!an?\sgrand){_NUMBER}\s?grand(?!\w))"
    r"|(?<![\w.,$-])(?!40[13]\s?[kK])\d[\d,.]{0,18}(?<![.,])\s?[kK](?![\w-])"
    r"|(?<!\w)\d[\d,.]{0,18}(?<![.,])\s?[€£](?!\w)"
)


def find_forms(text: str) -> Iterator[Span]:
    """Start, end and kind of each, in order; none overlaps another.

    >>> text = "Mail ana@acme.com or call +1 555 010 4477: $120k, two grand, acme.com/jobs."
    >>> [text[start:end] for start, end, kind in find_forms(text)]
    ['ana@acme.com', '+1 555 010 4477', '$120k', 'two grand', 'acme.com/jobs']
    """
    if not (_MAYBE.search(text) or any(it in text for it in _MONEY)):
        return
    taken: list[Span] = []
    for kind, pattern in _FORMS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind is Kind.LINK:
                end -= len(match[0]) - len(match[0].rstrip(_LINK_END))
            if kind is Kind.PHONE and not _is_phone(match[0]):
                continue
            if all(end <= first or last <= start for first, last, _ in taken):
                taken.append((start, end, kind))
    yield from sorted(taken)


# Quicker than looking for each in a text that holds none.
_MAYBE = re.compile(r"[\d@$€£¥₹₦₪₵]|www\.|\.[A-Za-z]|\sdot\s|\(at\)|\[at\]")
# What the words for money have in common with few others, in small letters and in capitals.
_MONEY_WORDS = (
    "dollar buck euro pound quid cents penc franc kron rupee rand naira shilling peso reais yen"
    " yuan shekel cedi dirham zlot usd eur gbp cad aud chf grand"
)
_MONEY = tuple(form for it in _MONEY_WORDS.split() for form in (it, it.upper(), it.capitalize()))
_FORMS = (
    (Kind.EMAIL, _EMAIL),
    (Kind.LINK, _LINK),
    (Kind.AMOUNT, _AMOUNT),
    (Kind.PHONE, _PHONE),
)


def _is_phone(text: str) -> bool:
    n_digits = sum(sign.isdigit() for sign in text)
    return _DIGITS[0] <= n_digits <= _DIGITS[1] and not _YEARS.search(text)
