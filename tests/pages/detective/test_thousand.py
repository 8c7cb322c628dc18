"""Lesson 1's thousand cases without a browser: figures, sentences, odd tables, and the worked example as it stands."""

import pytest
from streamlit.testing.v1 import AppTest

from core.likelihood.detective import DEFAULT_CASE
from tests.pages.detective.test_case_table import edit
from tests.pages.detective.test_page import figures, words
from tests.support.app import number, open_lesson, run_example

BURGLAR = DEFAULT_CASE.suspects[2]


def thousand(scene: str = "thousand", **query: str | list[str]) -> AppTest:
    at = open_lesson("1_detective.py", scene=scene, **query)
    assert not at.exception
    return at


@pytest.mark.parametrize(
    ("query", "left", "posterior"),
    [
        ({}, "40.0", "0.700"),
        ({"base_rates": "true"}, "21.075", "0.480"),
        ({"clues": "footprints", "base_rates": "true"}, "585", "0.692"),
        ({"clues": "", "base_rates": "true"}, "1,000", "0.500"),
        ({"clues": ""}, "1,000", "0.333 each"),
    ],
)
def test_the_figures_of_the_thousand(query: dict[str, str], left: str, posterior: str) -> None:
    assert figures(thousand(**query)) == {"Left under the clues": left, "Posterior probability": posterior}


def test_the_thousand_says_what_is_left_in_one_sentence() -> None:
    at = thousand(base_rates="true")
    assert (
        "Of 1,000 cases, :green[**21.075**] on average show all clues that are on. Of these, :green[**10.125**]"
        in words(at)
    )
    assert "= :green[10.125] / (:green[10.125] + :green[6.75] + :green[4.2]) = :green[0.480]" in words(at)
    at.button_group(key="clues").set_value(["footprints"]).run()
    assert ":green[**585**] on average show the clue that is on" in words(at) and "Gray: it does not." in words(at)
    at.button_group(key="clues").set_value([]).run()
    assert "No clue is on, so all 1,000 cases are left" in words(at) and "Gray" not in words(at)


def test_without_base_rates_the_blocks_are_equal_and_the_page_says_so() -> None:
    at = thousand()
    assert "Base rates are off, so all blocks are equally large" in words(at)
    at.toggle(key="base_rates").set_value(True).run()
    assert "Base rates are off" not in words(at)
    edit(at, {i: {"base rate": 1.0} for i in range(3)})
    assert "in proportion to the :blue[base rates]" in words(at), "they need not sum to 1"


def test_of_less_than_one_case_the_thousand_names_a_million() -> None:
    at = thousand()
    edit(at, {i: dict.fromkeys(DEFAULT_CASE.clues, 0.01) for i in range(3)})
    assert figures(at) == {"Left under the clues": "0.00100", "Posterior probability": "0.333 each"}
    assert "**less than one** is left: 0.001 on average, or 1 of 1,000,000" in words(at)
    assert "The largest shares are the gardener’s, the lodger’s and the burglar’s" in words(at)


def test_of_less_than_the_smallest_float_the_thousand_still_has_shares() -> None:
    at = thousand()
    edit(at, {i: dict.fromkeys(DEFAULT_CASE.clues, 1e-200 * (i + 1)) for i in range(3)})
    assert "10⁻⁵⁹⁶" in figures(at)["Left under the clues"]
    assert figures(at)["Posterior probability"] == "0.750"  # 27 / (1 + 8 + 27)


def test_the_thousand_says_that_nobody_is_left() -> None:
    at = thousand(base_rates="true")
    edit(at, {i: {"footprints": 0.0} for i in range(3)})
    assert figures(at) == {"Left under the clues": "0", "Posterior probability": "none"}
    assert "every suspect is ruled out" in words(at) and "Nothing is left to compare" in words(at)
    at.button(key="restore").click().run()
    assert figures(at) == figures(thousand(base_rates="true"))


@pytest.mark.parametrize("sure", range(3))
def test_a_base_rate_of_one_leaves_one_suspect(sure: int) -> None:
    at = thousand(base_rates="true")
    edit(at, {i: {"base rate": float(i == sure)} for i in range(3)})
    assert figures(at)["Posterior probability"] == "1.000"


@pytest.mark.parametrize("bad", [None, -0.1, 1.5, float("nan")])
def test_the_thousand_refuses_a_cell_that_is_no_probability(bad: float | None) -> None:
    at = thousand()
    edit(at, {2: {"broken window": bad}})
    assert "cannot be used" in words(at)
    assert figures(at) == figures(thousand())


def test_numbers_typed_in_one_scene_count_in_the_other() -> None:
    at = thousand("case")
    edit(at, {2: {"broken window": 0.0}})
    at.button(key="next").click().run()
    assert figures(at) == {"Left under the clues": "12.0", "Posterior probability": "0.625"}
    edit(at, {2: {"broken window": 1.0}})
    at.button(key="back").click().run()
    assert figures(at)["Most likely suspect"] == BURGLAR


@pytest.mark.parametrize("query", [{}, {"base_rates": "true"}, {"clues": ["footprints"]}, {"clues": ""}])
def test_the_example_of_the_thousand_reaches_its_figures(query: dict[str, str | list[str]]) -> None:
    at = thousand(**query)
    scope, found = run_example(at), figures(at)
    assert scope["all_left"] == pytest.approx(number(found["Left under the clues"]), rel=1e-12)
    assert f"{scope['posterior']:.3f}" == found["Posterior probability"].removesuffix(" each")
