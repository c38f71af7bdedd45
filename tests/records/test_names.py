from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.records import Role
from analyzer.records.names import Voice, full_names, is_unnamed, same_name

CLIENT, COACH, OTHER = Role.CLIENT, Role.COACH, Role.OTHER


def counted(*sessions: Sequence[str], role: Role = CLIENT) -> dict[str, str]:
    """Under which name each counts, where all have one role."""
    found = full_names([(role, name) for name in names] for names in sessions)
    return {name: full for (_, name), full in found.items() if name != full}


@pytest.mark.parametrize(
    "label",
    [
        *("Coach", "CLIENT", "Coachee", "Author", "Host", "the coach", "Client's"),
        *("Speaker 1", "SPEAKER_01", "Speaker1", "Speaker A", "Reader 1", "Client 3b", "Guest #2"),
        *("Unknown Speaker", "Audience member", "Co-host", "iPhone (2)", "First caller"),
        *("Dear Nora", "A", "Q.", "+44 7700 900123", "???", "", " "),
    ],
)
def test_a_label_that_names_nobody_is_known(label: str) -> None:
    assert is_unnamed(label)


@pytest.mark.parametrize(
    "name",
    [
        *("Nora", "Nora W.", "Nora Whitlock", "Coach Nora", "A. B.", "Lucía", "王", "Ñ Ruiz"),
        *("BestPayrollLeads247", "Hostetler", "Guest Rivera", "Reade", "Second Nora", "अनीता"),
    ],
)
def test_a_name_is_not_taken_for_a_label(name: str) -> None:
    assert not is_unnamed(name)


@pytest.mark.parametrize("role", [COACH, CLIENT])
@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Imani", "Imani Clarke"),
        ("Mireille S.", "Mireille Sabourin"),
        ("Mireille S", "Mireille Sabourin"),
        ("IMANI", "Imani Clarke"),
        ("imani  c.", "Imani Clarke"),
        ("Luci\u0301a", "Lucía Ferrer"),
        ("Jean-Luc", "Jean-Luc de la Tour"),
        ("Ana", "Ana M. Ortega"),
        ("田中", "田中 太郎"),
    ],
)
def test_a_short_name_counts_under_the_one_full_name_it_begins(
    short: str, full: str, role: Role
) -> None:
    assert counted([short], [full], role=role) == {short: full}


def test_all_short_forms_of_a_name_count_under_it() -> None:
    found = counted(["Nora"], ["Nora W."], ["Nora Whitlock"])
    assert found == {"Nora": "Nora Whitlock", "Nora W.": "Nora Whitlock"}


@pytest.mark.parametrize(
    "sessions",
    [
        pytest.param((["Ana"], ["Ana Ruiz"], ["Ana Ortega"]), id="two full names"),
        pytest.param((["Ana R."], ["Ana Ruiz"], ["Ana Rojas"]), id="two with the initial"),
        pytest.param((["Ana B."], ["Ana Ruiz"]), id="another initial"),
        pytest.param((["Ana"], ["Ana B."], ["Ana Ruiz"]), id="somebody else with the first name"),
        pytest.param((["Ana"], ["Ana R."]), id="no full name"),
        pytest.param((["Ana", "Ana Ruiz"],), id="both in one session"),
        pytest.param((["Ana", "Ana R."], ["Ana Ruiz"]), id="two short ones in one session"),
        pytest.param((["Ana"], ["Anastasia Ruiz"]), id="the beginning of a word"),
        pytest.param((["Ana"], ["Ana & Ben"]), id="two people"),
        pytest.param((["Ana"], ["Ana and Ben"]), id="two people in words"),
        pytest.param((["Ruiz"], ["Ana Ruiz"]), id="a surname"),
        pytest.param((["Coach"], ["Coach Nora"]), id="a label"),
        pytest.param((["Guest"], ["Guest Rivera"]), id="a label that is a name"),
        pytest.param((["A"], ["A Ruiz"]), id="a letter"),
        pytest.param((["", " ", "."], ["..", ". Ruiz"]), id="no letters"),
    ],
)
def test_a_short_name_that_may_be_somebody_else_is_left_alone(
    sessions: tuple[list[str], ...],
) -> None:
    assert counted(*sessions) == {}


def test_two_with_one_first_name_are_told_apart_by_their_initials() -> None:
    found = counted(["Ana R.", "Ana O."], ["Ana"], ["Ana Ruiz", "Ana Ortega"])
    assert found == {"Ana R.": "Ana Ruiz", "Ana O.": "Ana Ortega"}


def test_names_are_taken_together_within_a_role_only() -> None:
    voices: list[list[Voice]] = [[(CLIENT, "Ana"), (OTHER, "Ben")], [(COACH, "Ana Ruiz")]]
    voices.append([(OTHER, "Ben Osei")])
    assert all(name == full for (_, name), full in full_names(voices).items())


def test_spellings_of_one_name_count_as_one_and_a_plain_one_is_shown() -> None:
    assert counted(["IMANI CLARKE"], ["imani  clarke"], ["Imani Clarke"]) == {
        "IMANI CLARKE": "Imani Clarke",
        "imani  clarke": "Imani Clarke",
    }
    assert same_name("IMANI  Clarke", "imani clarke")
    assert not same_name("Imani", "Imani Clarke")


names = st.sampled_from(
    ["Ana", "ana", "Ana R.", "Ana Ruiz", "ANA RUIZ", "Ana Ortega", "Ben", "Ben O", "Coach", "A"]
) | st.text(max_size=8)
voices = st.tuples(st.sampled_from(Role), names)
archives = st.lists(st.lists(voices, max_size=4), max_size=6)


@given(sessions=archives, data=st.data())
def test_the_order_of_sessions_and_voices_does_not_matter(
    sessions: list[list[Voice]], data: st.DataObject
) -> None:
    others = [data.draw(st.permutations(it)) for it in data.draw(st.permutations(sessions))]
    assert full_names(sessions) == full_names(others) == full_names(sessions * 2)


@given(sessions=archives)
def test_a_name_counts_under_one_of_its_role_that_begins_with_it(
    sessions: list[list[Voice]],
) -> None:
    found = full_names(sessions)
    assert found.keys() == {voice for session in sessions for voice in session}
    for (role, name), full in found.items():
        if name == full:
            continue
        assert role in {COACH, CLIENT}
        assert not is_unnamed(name)
        assert not is_unnamed(full)
        assert any(its is role and same_name(it, full) for its, it in found)
        # Who has the full name keeps it, so that taking together twice changes nothing.
        written = next(it for its, it in found if its is role and same_name(it, full))
        assert found[role, written] == full


@given(sessions=archives)
def test_nobody_is_taken_for_somebody_who_speaks_beside_them(sessions: list[list[Voice]]) -> None:
    found = full_names(sessions)
    for session in sessions:
        for role, name in session:
            for its, other in session:
                if role is its and not same_name(name, other) and not is_unnamed(name):
                    assert found[role, name] != found[role, other]
