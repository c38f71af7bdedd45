from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from analyzer.plots import style
from analyzer.plots.heat import heat_step
from analyzer.report import charts, wording
from analyzer.report.fitting import extent
from analyzer.report.parts import Bar, Interval, Matrix, Panel, Slice
from analyzer.report.style import Paper

HOSTILE = 'A $x^2$ & <b>bold</b> "name" #[x] 日本 שלום ' + "n" * 60
PERIODS = ("2023 Q1", "2023 Q2", "2023 Q3", "2023 Q4")


def words(svg: bytes) -> list[str]:
    return [str(element.text) for element in etree.fromstring(svg).iter("{*}text")]


def figures() -> dict[str, bytes]:
    return {
        "bars": charts.bars([Bar(name=HOSTILE, count=1200, note="in 3 sessions")]),
        "matrix": charts.matrix(Matrix(rows=(HOSTILE,), columns=(HOSTILE, "b"), counts=((3, 0),))),
        "stacked": charts.stacked([Slice(name="a", count=3, colour=style.ACCENT)]),
        "panel": charts.panel(
            Panel(
                group="Advice",
                name=HOSTILE,
                periods=PERIODS,
                totals=(3, 0, 2, 1),
                counts=(1, 0, 2, 0),
                alt="",
            )
        ),
        "strip": charts.strip([0.2, 0.2, 0.6]),
        "interval": charts.interval(Interval(value=0.6, low=0.4, high=0.7, rely=False)),
    }


@pytest.mark.parametrize("name", sorted(figures()))
def test_the_same_numbers_give_the_same_bytes(name: str) -> None:
    assert figures()[name] == figures()[name]


@pytest.mark.parametrize("name", sorted(figures()))
def test_a_figure_holds_no_date_no_style_and_no_reference(name: str) -> None:
    figure = figures()[name].decode()
    assert not re.search(
        r"<style|style=|<metadata|http://purl|href=|url\(|\bid=|\d{4}-\d\d-\d\d", figure
    )
    assert figure.startswith("<svg ")


def test_bars_say_name_count_and_note() -> None:
    svg = charts.bars([Bar(name="Urgency †", count=1200, note="in 31 sessions")])
    assert words(svg) == ["Urgency †", "1,200", "in 31 sessions"]


def test_bars_are_as_long_as_their_counts() -> None:
    svg = charts.bars([Bar(name="a", count=count) for count in (40, 20, 10)]).decode()
    paths = re.findall(rf'<path d="([^"]+)" fill="{style.ACCENT}"', svg)
    lengths = [
        max(places) - min(places)
        for places in ([float(x) for x in re.findall(r"[ML] ([\d.]+)", path)] for path in paths)
    ]
    assert lengths[0] == pytest.approx(2 * lengths[1])
    assert lengths[1] == pytest.approx(2 * lengths[2])


def test_a_hostile_name_is_shown_as_it_is() -> None:
    shown = " ".join(words(charts.bars([Bar(name=HOSTILE, count=2)])))
    assert shown.startswith('A $x^2$ & <b>bold</b> "name" #[x] 日本 שלום')


def test_a_matrix_writes_every_count_but_nought() -> None:
    table = Matrix(rows=("p", "q"), columns=("a", "b"), counts=((7, 0), (0, 12)))
    assert sorted(words(charts.matrix(table))) == ["12", "7", "a", "b", "p", "q"]


def test_a_strip_of_very_many_sessions_is_drawn_in_few_columns() -> None:
    svg = charts.strip([number % 97 / 96 for number in range(10_000)]).decode()
    assert svg.count(f'fill="{style.ACCENT}"') <= 100 / 1.25 + 1


LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
NAMES = st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=70), min_size=1)


def reach(svg: bytes) -> list[tuple[float, float]]:
    """From where to where each of the words of a figure that lie flat goes at most, from left."""
    found = []
    for element in etree.fromstring(svg).iter("{*}text"):
        if element.get("transform"):
            place = float(re.findall(r"[-\d.]+", element.get("transform", ""))[0])
        else:
            place = float(element.get("x", "0"))
        wide = extent(element.text or "", float(element.get("font-size", "9").removesuffix("px")))
        shift = {"end": -wide, "middle": -wide / 2}.get(element.get("text-anchor", ""), 0.0)
        found.append((place + shift, place + shift + wide))
    return found


@settings(deadline=None, max_examples=25)
@given(NAMES, st.integers(min_value=0, max_value=99_999), st.sampled_from(Paper))
def test_no_name_reaches_out_of_a_figure(names: list[str], count: int, paper: Paper) -> None:
    rows = [Bar(name=name, count=count, note="in 12 sessions; 3 more possible") for name in names]
    svg = charts.bars([*rows, Bar(name=LONG, count=1)], width=paper.text_width)
    assert all(left >= 0 and right <= paper.text_width + 0.01 for left, right in reach(svg))


@pytest.mark.parametrize("n_columns", [1, 12, 40])
def test_a_map_of_long_names_stays_within_its_width(n_columns: int) -> None:
    columns = tuple(f"{LONG} {number}" for number in range(n_columns))
    table = Matrix(rows=(LONG, "b"), columns=columns, counts=((1234,) * n_columns,) * 2)
    svg = charts.matrix(table)
    for element in etree.fromstring(svg).iter("{*}text"):
        assert "…" in str(element.text) or str(element.text) in f"{LONG} b 1,234"
    root = etree.fromstring(svg)
    boxes = [
        float(x)
        for path in root.iter("{*}path")
        for x in re.findall(r"[ML] ([\d.]+)", path.get("d", ""))
    ]
    assert max(boxes) <= Paper.A4.text_width


def test_a_panel_names_its_first_and_last_period() -> None:
    assert {"2023 Q1", "2023 Q4"} <= set(words(figures()["panel"]))


@settings(deadline=None, max_examples=15)
@given(st.lists(st.floats(min_value=0, max_value=1), max_size=40))
def test_a_strip_has_a_dot_for_each_session(shares: list[float]) -> None:
    svg = charts.strip(shares).decode()
    assert svg.count(f'fill="{style.ACCENT}"') == len(shares)


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=0, max_value=10_000))
def test_more_is_never_paler(count: int, more: int) -> None:
    most = max(count, count + more)
    low, high = heat_step(count, most), heat_step(count + more, most)
    assert low <= high <= len(style.STEPS)
    assert (low == 0) == (count == 0)


def test_colours_keep_their_order_of_lightness() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    steps = [lightness(step) for step in style.STEPS]
    assert steps == sorted(steps, reverse=True)
    dark = [lightness(step) for step in style.DARK_STEPS]
    assert dark == sorted(dark)


def test_a_figure_for_those_who_hear_it_names_every_count() -> None:
    assert wording.chart_in_words("Sessions", [("a", 3), ("b", 1200)]) == "Sessions: a 3, b 1,200."
