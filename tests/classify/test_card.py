from __future__ import annotations

import json
import platform
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.classify.card import (
    card_markdown,
    data_digest,
    evaluation_table,
    library_versions,
    load_cards,
    shortened,
)
from analyzer.classify.labelled import read_labelled
from analyzer.errors import ModelError
from analyzer.records import (
    Boundaries,
    BoundaryScore,
    Confusion,
    GroupScore,
    HeadScore,
    ModelCard,
    ReliabilityBin,
)
from analyzer.records.store import card_from_json, card_to_json

Write = Callable[..., Path]


def test_the_terminal_table_is_word_for_word(card: ModelCard) -> None:
    assert evaluation_table(card.heads) == (
        "        counted  macro F1  micro F1  baselines (macro, micro)\n"
        "moves  sentence      74.7      75.0  TF-IDF 50.0, 61.0\n"
        "\n"
        "moves       n  base rate  precision  recall    F1      F1 95 %\n"
        "script  1,200       10.0       80.0    70.0  74.7  71.0 – 78.0\n"
        "story       0          –          –       –     –            –  do not rely on\n"
    )


def test_a_table_of_nothing_has_only_its_head() -> None:
    assert evaluation_table([]).splitlines() == [
        "  counted  macro F1  micro F1  baselines (macro, micro)"
    ]


def test_the_page_says_use_limits_data_results_and_history(card: ModelCard) -> None:
    page = card_markdown(card)
    for words in (
        "# Model `sentences`, version 1",
        "For any pack. Licence: MIT.",
        "Reads coaching calls in English.",
        "* Court hearings.",
        "* 152 sessions, 17,175 sentences",
        f"`{'d' * 64}`",
        "made with python 3.11.7, numpy 2.0.0",
        "5 folds by session",
        "| **moves** | sentence | 74.7 | 75.0 |\n| baseline: TF-IDF |  | 50.0 | 61.0 |",
        "**Do not rely on:** story.",
        "| script | 1,200 | 10.0 | 80.0 | 70.0 | 74.7 | 71.0 – 78.0 |  |",
        "| story | 0 | – | – | – | – | – | **do not rely on** |",
        "* Word pairs: moves 0.54 to 0.56.",
    ):
        assert words in page
    assert page.endswith("\n")
    assert page == card_markdown(card)


def test_a_card_for_a_pack_names_it_and_empty_parts_are_said(card: ModelCard) -> None:
    page = card_markdown(replace(card, pack="own", limits=(), history=(), heads=()))
    assert "For pack `own`." in page
    assert "Nothing is noted." in page
    assert "What was tried" not in page


def test_a_bar_in_a_label_does_not_break_the_table(card: ModelCard) -> None:
    (head,) = card.heads
    odd = replace(head, labels=(replace(head.labels[0], label="a|b"),))
    assert "| a\\|b | 1,200 |" in card_markdown(replace(card, heads=(odd,)))


def test_the_digest_knows_content_not_order_or_line_ends(write: Write) -> None:
    one, two = write(name="own-a01"), write(name="own-a02", form="dialogue")
    first, second = read_labelled(one), read_labelled(two)
    digest = data_digest([first, second])
    assert digest == data_digest([second, first])
    assert len(digest) == 64
    one.write_bytes(one.read_bytes().replace(b"\n", b"\r\n"))
    assert digest == data_digest([read_labelled(one), second])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Since when?", "Since then?", id="a word"),
        pytest.param("\tgap\t", "\tsituation\t", id="a move"),
        pytest.param("\task-first\t", "\trest\t", id="an advice"),
        pytest.param("#problem 2: conflict", "#problem 2: new-role", id="a problem"),
        pytest.param("The long week", "The long year", id="a title"),
        pytest.param("#clients: Ben, Cleo", "#clients: Ben", id="a role"),
    ],
)
def test_the_digest_changes_with_the_labels(write: Write, old: str, new: str) -> None:
    path = write()
    before = data_digest([read_labelled(path)])
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert data_digest([read_labelled(path)]) != before


def test_versions_are_those_at_work() -> None:
    versions = dict(library_versions())
    assert versions["python"] == platform.python_version()
    assert "scikit-learn" in versions


def test_cards_are_loaded_in_order_of_folders(tmp_path: Path, card: ModelCard) -> None:
    for name in ("sentences", "leadership"):
        (tmp_path / name).mkdir()
        text = card_to_json(replace(card, name=name))
        (tmp_path / name / "card.json").write_text(text, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert [one.name for one in load_cards(tmp_path)] == ["leadership", "sentences"]
    assert load_cards(tmp_path)[1] == card
    assert load_cards(tmp_path / "gone") == ()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"name": 3}'])
def test_a_damaged_card_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own").mkdir()
    path = tmp_path / "own" / "card.json"
    path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        load_cards(tmp_path)
    assert caught.value.path == str(path)
    assert caught.value.hint


@pytest.fixture
def full(card: ModelCard) -> ModelCard:
    """A card with all that can be measured."""
    (moves,) = card.heads
    groups = tuple(
        GroupScore(by="form", group=name, n_sessions=9, n_units=1200, macro_f1=0.5, micro_f1=0.625)
        for name in ("dialogue", "qa")
    )
    bins = tuple(
        ReliabilityBin(
            low=i / 10,
            high=(i + 1) / 10,
            n=40 * (i == 9),
            score=0.95 * (i == 9),
            right=0.9 * (i == 9),
        )
        for i in range(10)
    )
    confused = tuple(Confusion(gold="script", found=f"label-{n:02}", n=100 - n) for n in range(30))
    confused = (Confusion(gold="script", found="script", n=900), *confused)
    confused = (*confused, Confusion(gold="script", found=None, n=1))
    ways = (("model", 8, 0.75), ("evenly spaced", 9, 0.25), ("no boundary", 0, 0.0))
    starts = HeadScore(
        head="exchange-starts",
        unit="sentence",
        macro_f1=0.75,
        micro_f1=0.75,
        baselines=(),
        labels=(),
        boundaries=Boundaries(
            tolerance=3,
            n_true=10,
            ways=tuple(
                BoundaryScore(way=way, n_found=n, precision=f1, recall=f1, f1=f1, window_diff=0.125)
                for way, n, f1 in ways
            ),
        ),
    )
    more = replace(moves, groups=groups, confusions=confused, reliability=bins, ece=0.05)
    return replace(card, heads=(more, starts))


def test_the_page_shows_groups_boundaries_confusions_and_reliability(full: ModelCard) -> None:
    page = card_markdown(full)
    for words in (
        "| macro / micro F1 (n) | dialogue | qa |",
        "| moves | 50.0 / 62.5 (1,200) | 50.0 / 62.5 (1,200) |\n| exchange-starts | – | – |",
        "| exchange-starts | model | 10 | 8 | 75.0 | 75.0 | 75.0 | 0.125 |",
        "| exchange-starts | no boundary | 10 | 0 | 0.0 | 0.0 | 0.0 | 0.125 |",
        "| 90.0 – 100.0 | 95.0 → 90.0 (40) |",
        "| 80.0 – 90.0 | – |",
        "| expected calibration error | 5.0 |",
        "| script | label-00 | 100 |",
    ):
        assert words in page
    assert "label-09" in page
    assert "label-10" not in page
    assert "| script | script |" not in page


def test_the_terminal_shows_them_too(full: ModelCard) -> None:
    text = evaluation_table(full.heads)
    lines = [line.split() for line in text.splitlines()]
    for line in (
        "macro / micro F1 (n) dialogue qa",
        "moves 50.0 / 62.5 (1,200) 50.0 / 62.5 (1,200)",
        "exchange-starts no boundary 10 0 0.0 0.0 0.0 0.125",
        "expected calibration error 5.0",
        "moves: truly taken for n",
        "script label-00 100",
    ):
        assert line.split() in lines
    assert not any(line.endswith(" ") for line in text.splitlines())


def test_a_card_keeps_the_most_frequent_mistakes(full: ModelCard) -> None:
    kept = shortened(full).heads[0].confusions
    assert [it.found for it in kept] == [f"label-{n:02}" for n in range(20)]
    assert shortened(shortened(full)) == shortened(full)


def test_a_card_of_before_is_still_read(full: ModelCard, card: ModelCard) -> None:
    text = card_to_json(full)
    assert card_from_json(text) == full
    old = json.loads(card_to_json(card))
    for key in ("groups", "confusions", "reliability", "ece", "boundaries"):
        del old["heads"][0][key]
    assert card_from_json(json.dumps(old)) == card
