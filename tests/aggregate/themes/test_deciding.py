from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.aggregate.themes import (
    Theme,
    Themes,
    find_themes,
    hide_theme,
    merge_themes,
    pin_theme,
    rename_theme,
    split_theme,
)
from analyzer.archive import Archive
from analyzer.archive.theme_rows import theme_edits
from analyzer.errors import ThemeError
from tests.aggregate.themes.calls import add, matter_of, some_calls


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "calls.db", create=True) as store:
        add(store, some_calls(6))
        yield store


def about(found: Themes, matter: str) -> Theme:
    """The theme that has most calls about a matter."""
    return max(
        found.themes,
        key=lambda it: sum(matter_of(member.session_id) == matter for member in it.members),
    )


def by_id(found: Themes, theme: Theme) -> Theme:
    (same,) = (it for it in found.themes if it.id == theme.id)
    return same


def grown(archive: Archive) -> Themes:
    """What is found after more calls have come in."""
    add(archive, some_calls(3, first=30))
    return find_themes(archive, "problem", anew=True)


def test_a_name_given_stays_and_the_theme_goes_on_growing(archive: Archive) -> None:
    theme = about(find_themes(archive, "problem"), "fee")
    rename_theme(archive, theme.id, " The third of the fee ")
    assert by_id(find_themes(archive, "problem"), theme).name == "The third of the fee"
    later = by_id(grown(archive), theme)
    assert later.name == "The third of the fee"
    assert set(theme.members) < set(later.members)


def test_a_hidden_theme_stays_hidden_and_its_members_do_not_come_back(archive: Archive) -> None:
    theme = about(find_themes(archive, "problem"), "offer")
    hide_theme(archive, theme.id)
    found = grown(archive)
    assert by_id(found, theme).is_hidden
    assert theme.id not in {it.id for it in found.shown}
    for other in found.shown:
        assert not set(other.members) & set(theme.members)
    hide_theme(archive, theme.id, hidden=False)
    assert theme.id in {it.id for it in find_themes(archive, "problem").shown}


def test_merged_themes_stay_one(archive: Archive) -> None:
    found = find_themes(archive, "problem")
    fee, offer = about(found, "fee"), about(found, "offer")
    merged = merge_themes(archive, fee.id, offer.id)
    assert merged.id == offer.id
    assert set(merged.members) == {*fee.members, *offer.members}
    later = grown(archive)
    assert fee.id not in {it.id for it in later.themes}
    assert set(by_id(later, merged).members) >= set(merged.members)


def test_the_parts_of_a_split_theme_stay_apart(archive: Archive) -> None:
    found = find_themes(archive, "problem")
    fee, offer = about(found, "fee"), about(found, "offer")
    merged = merge_themes(archive, fee.id, offer.id)
    first, second = split_theme(archive, merged.id)
    assert {first.id} == {merged.id}
    assert {*first.members, *second.members} == set(merged.members)
    matters = [{matter_of(it.session_id) for it in part.members} for part in (first, second)]
    assert sorted(map(sorted, matters)) == [["fee"], ["offer"]]
    later = grown(archive)
    for part in (first, second):
        assert set(by_id(later, part).members) >= set(part.members)


def test_a_pinned_theme_keeps_its_members_until_it_is_let_go(archive: Archive) -> None:
    theme = about(find_themes(archive, "problem"), "silence")
    pin_theme(archive, theme.id)
    assert set(by_id(grown(archive), theme).members) >= set(theme.members)
    assert not pin_theme(archive, theme.id, pinned=False).is_decided


def test_what_was_decided_is_written_down_in_order(archive: Archive) -> None:
    theme = about(find_themes(archive, "problem"), "fee")
    rename_theme(archive, theme.id, "Fees", made_on=dt.date(2026, 3, 1))
    hide_theme(archive, theme.id)
    with archive.reading() as connection:
        edits = theme_edits(connection)
    assert [(it.action, it.theme, it.argument, it.made_on) for it in edits] == [
        ("rename", theme.id, "Fees", "2026-03-01"),
        ("hide", theme.id, None, None),
    ]


def test_a_theme_that_is_not_there_is_named_and_nothing_is_changed(archive: Archive) -> None:
    theme = about(find_themes(archive, "problem"), "fee")
    before = find_themes(archive, "problem")
    for change in (
        lambda: rename_theme(archive, "p-nothing", "Fees"),
        lambda: merge_themes(archive, "p-nothing", theme.id),
        lambda: merge_themes(archive, theme.id, theme.id),
        lambda: split_theme(archive, "p-nothing"),
        lambda: rename_theme(archive, theme.id, "  "),
    ):
        with pytest.raises(ThemeError):
            change()
    assert find_themes(archive, "problem") == before


def test_a_removed_session_leaves_its_theme(archive: Archive) -> None:
    theme = about(find_themes(archive, "problem"), "fee")
    rename_theme(archive, theme.id, "Fees")
    gone = theme.members[0]
    archive.remove(gone.session_id)
    later = by_id(find_themes(archive, "problem"), theme)
    assert gone not in later.members
    assert later.name == "Fees"
