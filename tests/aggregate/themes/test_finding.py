from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.aggregate import by_client, by_coach, read_tables
from analyzer.aggregate.themes import KINDS, Kind, Theme, Themes, find_themes, theme_findings
from analyzer.aggregate.themes.finding import BETWEEN
from analyzer.archive import Archive
from analyzer.records.pack_file import load_pack
from analyzer.records.passages import EncodedPassages
from tests.aggregate.themes.calls import MATTERS, a_call, add, matter_of, meanings, some_calls


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "calls.db", create=True) as store:
        yield store


def matters(theme: Theme) -> set[str]:
    return {matter_of(member.session_id) for member in theme.members}


def ids(found: Themes) -> dict[str, str]:
    """The id of the theme of each matter."""
    return {next(iter(matters(theme))): theme.id for theme in found.themes}


@pytest.mark.parametrize("kind", ["problem", "advice"])
def test_each_matter_becomes_a_theme_and_their_number_is_found(archive: Archive, kind: str) -> None:
    add(archive, some_calls(6))
    found = find_themes(archive, kind)  # type: ignore[arg-type]
    assert sorted(map(sorted, map(matters, found.themes))) == [["fee"], ["offer"], ["silence"]]
    assert found.unassigned == ()
    assert found.note is None
    for theme in found.themes:
        assert theme.n_sessions == theme.n_clients == len(theme.members) == 6
        assert not theme.is_tentative


def test_a_theme_is_named_by_its_own_phrases_and_by_no_person(archive: Archive) -> None:
    add(archive, some_calls(6))
    names = {next(iter(matters(it))): it.name for it in find_themes(archive, "problem").themes}
    assert "counter offer" in names["offer"]
    assert "lower percentage" in names["fee"]
    assert not any(word.istitle() for name in names.values() for word in name.split())


def test_quotes_are_verbatim_and_each_of_another_session(archive: Archive) -> None:
    add(archive, some_calls(6))
    for theme in find_themes(archive, "problem").themes:
        assert 2 <= len(theme.quotes) <= 5
        assert len({quote.session_id for quote in theme.quotes}) == len(theme.quotes)
        for quote in theme.quotes:
            turn = archive.analysis(quote.session_id).session.turns[quote.turn]
            assert turn.text[quote.start : quote.end] == quote.text
            assert quote.speaker != "Mike"


def test_the_pack_s_word_is_named_where_most_members_carry_it(archive: Archive) -> None:
    add(archive, some_calls(6))
    words = {
        next(iter(matters(it))): (it.category, it.category_share)
        for it in find_themes(archive, "problem").themes
    }
    assert words["fee"] == ("fee-pressure", 1.0)
    assert words["offer"] == (None, 0.0)


def test_the_same_archive_has_the_same_themes_in_whatever_order_it_was_filled(
    tmp_path: Path,
) -> None:
    found = []
    for number, calls in enumerate((some_calls(5), some_calls(5)[::-1])):
        with Archive.open(tmp_path / f"{number}.db", create=True) as store:
            add(store, calls)
            found.append(find_themes(store, "problem"))
            assert find_themes(store, "problem", anew=True) == found[-1]
    assert found[0] == found[1]


def test_ids_survive_additions(archive: Archive) -> None:
    add(archive, some_calls(6))
    before = ids(find_themes(archive, "problem"))
    add(archive, some_calls(4, first=20))
    after = find_themes(archive, "problem")
    assert ids(after) == before
    assert all(len(theme.members) == 10 for theme in after.themes)


def test_themes_are_kept_and_only_looked_for_again_when_something_changed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, some_calls(6))
    first = find_themes(archive, "problem")
    monkeypatch.setattr("analyzer.aggregate.themes.consensus.find_partition", None)
    assert find_themes(archive, "problem") == first
    add(archive, [("fee", 99)])
    with pytest.raises(TypeError):
        find_themes(archive, "problem")


@pytest.mark.parametrize("n", [0, 1, 3])
def test_of_few_sessions_it_says_that_they_are_few(archive: Archive, n: int) -> None:
    add(archive, some_calls(1)[:n])
    found = find_themes(archive, "problem")
    assert found.note is not None
    assert len(found.unassigned) + sum(len(theme.members) for theme in found.themes) == n


def test_twelve_sessions_have_themes(archive: Archive) -> None:
    add(archive, some_calls(4))
    assert find_themes(archive, "problem").themes
    assert find_themes(archive, "advice").themes


def test_a_matter_of_one_session_is_no_theme_and_says_why(archive: Archive) -> None:
    add(archive, [("fee", number) for number in range(8)])
    lonely = a_call("offer", 1)
    archive.add(lonely, passages=meanings(lonely, "offer", 1))
    found = find_themes(archive, "problem")
    members = {member for theme in found.themes for member in theme.members}
    rest = {one.member for one in found.unassigned}
    assert len(members) + len(rest) == 9
    assert all(one.reason for one in found.unassigned)


def test_an_exchange_that_means_nothing_says_too_little(archive: Archive) -> None:
    add(archive, some_calls(4))
    analysis = a_call("fee", 150)
    told = meanings(analysis, "fee", 150)
    silent = EncodedPassages(encoder=told.encoder, passages=told.passages, vectors=told.vectors * 0)
    archive.add(analysis, passages=silent)
    (one,) = find_themes(archive, "problem").unassigned
    assert (one.member.session_id, one.reason) == (analysis.session.id, "says too little")


def test_a_session_without_vectors_is_passed_over(archive: Archive) -> None:
    add(archive, some_calls(4))
    archive.add(a_call("fee", 150))
    found = find_themes(archive, "problem")
    seen = {member.session_id for theme in found.themes for member in theme.members}
    assert a_call("fee", 150).session.id not in seen


def test_an_archive_that_cannot_be_written_to_is_told_its_themes(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, some_calls(4))
    monkeypatch.setattr(Archive, "is_writable", False)
    assert find_themes(archive, "problem").themes
    monkeypatch.undo()
    with archive.reading() as connection:
        assert connection.execute("SELECT count(*) FROM themes").fetchone() == (0,)


@pytest.mark.parametrize("kind", KINDS)
def test_themes_are_counted_as_any_findings(archive: Archive, kind: Kind) -> None:
    add(archive, some_calls(4))
    found = find_themes(archive, kind)
    tables = read_tables(archive, pack=load_pack("recruiting"))
    frame = theme_findings(found, tables)
    assert frame["category"].value_counts().to_dict() == {it.id: 4 for it in found.themes}
    assert set(frame["exchange"]) == {0}
    by_person = by_client(tables, findings={"themes": frame})
    assert by_person["n"].sum() == len(frame)
    assert set(by_coach(tables, findings={"themes": frame})["person"]) == {"Mike"}


def test_what_does_not_come_back_is_no_theme_while_anything_does(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, some_calls(4))
    monkeypatch.setattr("analyzer.aggregate.themes.finding.COMES_BACK", 1.1)
    found = find_themes(archive, "problem")
    assert len(found.themes) == 1
    assert {it.reason for it in found.unassigned} == {BETWEEN}


def test_more_texts_than_are_compared_join_the_themes_they_are_like(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, some_calls(12))
    monkeypatch.setattr("analyzer.aggregate.themes.gathering.MOST_COMPARED", 24)
    monkeypatch.setattr("analyzer.aggregate.themes.finding.MOST_COMPARED", 24)
    found = find_themes(archive, "problem")
    assert sorted(map(sorted, map(matters, found.themes))) == [[it] for it in sorted(MATTERS)]
    assert sum(len(theme.members) for theme in found.themes) >= 30
    assert {one.reason for one in found.unassigned} <= {"is like none of the themes"}
