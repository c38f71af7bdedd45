from __future__ import annotations

from collections.abc import Collection

from analyzer.aggregate.themes.matching import matched_ids, new_id
from analyzer.aggregate.themes.records import Member, Theme


def members(*numbers: int) -> tuple[Member, ...]:
    return tuple(Member("0123456789ab", number) for number in numbers)


def a_theme(theme_id: str, mine: Collection[Member]) -> Theme:
    return Theme(
        id=theme_id,
        kind="problem",
        name="",
        phrases=(),
        members=tuple(mine),
        n_sessions=1,
        n_clients=0,
        stability=1.0,
        is_tentative=True,
        category=None,
        category_share=0.0,
        quotes=(),
    )


def test_a_theme_that_has_grown_keeps_its_id() -> None:
    former = [a_theme("p-one", members(1, 2, 3)), a_theme("p-two", members(7, 8, 9))]
    found = [members(7, 8, 9, 30, 31, 32, 33, 34), members(1, 2, 40)]
    assert matched_ids(found, former, kind="problem") == ("p-two", "p-one")


def test_no_two_themes_get_one_id() -> None:
    former = [a_theme("p-one", members(1, 2, 3, 4, 5, 6))]
    first, second = matched_ids([members(1, 2, 3, 4), members(5, 6)], former, kind="problem")
    assert first == "p-one"
    assert second not in {"p-one", ""}


def test_a_theme_that_shares_little_is_new() -> None:
    former = [a_theme("p-one", members(1, 2, 3, 4, 5, 6, 7, 8))]
    (found,) = matched_ids([members(8, 20, 21)], former, kind="problem")
    assert found != "p-one"


def test_the_same_members_make_the_same_id_in_any_order() -> None:
    assert new_id(members(1, 2), kind="advice", taken=()) == new_id(
        members(2, 1), kind="advice", taken=()
    )
    taken = {new_id(members(1, 2), kind="advice", taken=())}
    assert new_id(members(1, 2), kind="advice", taken=taken) not in taken


def test_nothing_found_matches_nothing() -> None:
    assert matched_ids([], [a_theme("p-one", members(1))], kind="problem") == ()
    assert len(matched_ids([members(1)], [], kind="problem")) == 1
