from __future__ import annotations

import pytest

from analyzer.privacy.forms import find_forms
from analyzer.privacy.kinds import Kind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.EMAIL, "ana.ruiz+calls@mail.acme.co.uk"),
        (Kind.EMAIL, "ana [at] acme [dot] com"),
        (Kind.EMAIL, "ana at acme dot com"),
        (Kind.LINK, "https://www.acme.com/jobs?id=3"),
        (Kind.LINK, "www.acme.example"),
        (Kind.LINK, "acme.io/people"),
        (Kind.LINK, "@mara_kern"),
        (Kind.PHONE, "+49 (0) 171 5550123"),
        (Kind.PHONE, "07700 900123"),
        (Kind.PHONE, "(555) 010-4477"),
        (Kind.PHONE, "555-0104"),
        (Kind.AMOUNT, "$120,000"),
        (Kind.AMOUNT, "$1.5 million"),
        (Kind.AMOUNT, "€4,000"),
        (Kind.AMOUNT, "120k"),
        (Kind.AMOUNT, "twenty-five thousand dollars"),
        (Kind.AMOUNT, "two hundred and sixty grand"),
        (Kind.AMOUNT, "3,000 euros"),
        (Kind.AMOUNT, "15 quid"),
    ],
)
def test_what_has_a_telling_form_is_found_whole(kind: Kind, text: str) -> None:
    sentence = f"So it was {text}, he said."
    assert [(sentence[a:b], k) for a, b, k in find_forms(sentence)] == [(text, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "At 10:30 on 2024-05-14, from 2019-2021, in week 12.",
        "e.g. this, i.e. that, a.m. and U.S. alike",
        "My 401k; a grand plan; pounds of tea; a dollar for every time.",
        "25 percent of 12 roles in 3 months, 9 14 6 25 12 in 7 sessions",
        "Figure 1.2, version 3.4.5, call 911, room 101",
        "Stop.Then go. Yes!No?",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert [text[start:end] for start, end, _ in find_forms(text)] == []


@pytest.mark.parametrize("sign", ["1", "1 ", "1,", "a.", "@", "one ", "$", "(0", "a@", "1-"])
def test_long_rows_of_signs_do_not_hold_it_up(sign: str) -> None:
    list(find_forms(sign * 5_000))
