from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.classify.labelled import read_labelled
from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read.decode import decode
from analyzer.read.tabular.labelled import Labelled
from analyzer.read.turns import build_session

DATA = Path(__file__).resolve().parents[3] / "data" / "labelled"
FEW = sorted(DATA.glob("*.tsv"))[::20]
HEAD = "#session: rec-z01\n#pack: recruiting\n#form: dialogue\n#coach: Ode\n#clients: Marek\n"


@pytest.mark.parametrize("path", FEW, ids=lambda path: path.stem)
def test_the_talk_is_the_one_that_training_sees(path: Path) -> None:
    raw = decode(path.read_bytes(), path=str(path))
    assert Labelled().claims(raw) == 0.97
    found = build_session(Labelled().parse(raw), raw=raw, format_name="labelled")
    expected = read_labelled(path).session
    assert found.speakers == expected.speakers
    assert found.turns == expected.turns
    assert found.outside == expected.outside
    assert found.held_on == expected.held_on
    assert found.source == expected.source


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("opening\t1\tOde\tsocial\tHi.\n", "5 columns"),
        ("begin\t1\tOde\tsocial\t-\tHi.\n", "segment 'begin'"),
        ("opening\t1\t\tsocial\t-\tHi.\n", "speaker is empty"),
    ],
)
def test_a_row_that_is_not_in_order_is_named_with_its_line(row: str, what: str) -> None:
    with pytest.raises(UnreadableTranscript, match=what) as caught:
        Labelled().parse(decode((HEAD + row).encode(), path="x.tsv"))
    assert caught.value.line == 6


def test_a_file_without_the_headers_is_not_claimed() -> None:
    raw = decode(b"#session notes\nAna: Hi.\n", path="x.tsv")
    assert Labelled().claims(raw) == 0.0
    with pytest.raises(UnreadableTranscript, match="no labelled session"):
        Labelled().parse(raw)


@given(st.text(alphabet="#-\t\n¶ opening1Ode.", max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_rows_break_the_reader(rows: str) -> None:
    try:
        raw = decode((HEAD + rows).encode(), path="x.tsv")
        Labelled().claims(raw)
        build_session(Labelled().parse(raw), raw=raw, format_name="labelled")
    except AnalyzerError:
        pass
