"""Lesson 1's table without a browser: zeros, ties, base rates, cells that are refused, and what is kept."""

import pytest
from streamlit.testing.v1 import AppTest

from core.likelihood.detective import DEFAULT_CASE
from tests.pages.detective.test_page import figures, lesson, suspect, words

GARDENER, LODGER, BURGLAR = DEFAULT_CASE.suspects


def edit(at: AppTest, rows: dict[int, dict[str, float | None]]) -> None:
    at.session_state["case_0"] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    at.run()
    assert not at.exception


def test_a_zero_rules_a_suspect_out() -> None:
    at = lesson()
    edit(at, {2: {"broken window": 0.0}})
    assert suspect(at) == GARDENER
    edit(at, {2: {"broken window": 0.0}, 1: {"footprints": 0.0}})
    assert (figures(at)["Posterior probability"], figures(at)["Margin"]) == ("1.000", "no rival")


def test_a_sentence_says_that_every_suspect_is_ruled_out() -> None:
    at = lesson()
    edit(at, {i: {"footprints": 0.0} for i in range(3)})
    assert suspect(at) == "none"
    assert "every suspect is ruled out" in words(at)


def test_a_suspect_who_is_ruled_out_has_no_bar_to_read() -> None:
    at = lesson()
    assert "has no bar" not in words(at)
    edit(at, {2: {"broken window": 0.0}})
    assert "A suspect whom a probability of 0 rules out has no bar" in words(at)
    assert "shortest bar explains the evidence best" in words(at)
    at.button_group(key="clues").set_value(["footprints"]).run()
    assert "has no bar" not in words(at)
    edit(at, {i: {"footprints": 0.0} for i in range(3)})
    assert "has no bar" in words(at) and "shortest bar explains" not in words(at)


def test_base_rates_that_break_a_tie_change_the_verdict_and_do_not_turn_it() -> None:
    at = lesson(base_rates="true")
    edit(at, {1: {"footprints": 0.9, "base rate": 0.2}, 0: {"base rate": 0.7}})
    at.button_group(key="clues").set_value(["footprints"]).run()
    assert suspect(at) == GARDENER
    assert "Base rates **change the verdict**" in words(at) and "turn the verdict" not in words(at)
    assert "alone it points to the gardener and the lodger" in words(at)


def test_rates_that_do_not_add_up_to_one_count_by_their_shares() -> None:
    at = lesson()
    assert "shares of their sum" not in words(at)
    at.toggle(key="base_rates").set_value(True).run()
    assert "Base rates count by their shares of their sum" in words(at)
    before = figures(at)
    edit(at, {i: {"base rate": rate / 2} for i, rate in enumerate(DEFAULT_CASE.base_rates)})
    assert figures(at) == before


def test_where_one_suspect_is_left_other_base_rates_give_the_same_posterior() -> None:
    """So the fine print must not say that likelihoods over their sum are the posterior for equal base rates only."""
    at = lesson(base_rates="true")
    edit(at, {i: {"footprints": 0.0} for i in (0, 1)})
    assert figures(at)["Posterior probability"] == "1.000"
    assert "for equal base rates; others may give another" in words(at)
    assert "and only for those" not in words(at)


@pytest.mark.parametrize("bad", [None, -0.1, 1.5, float("nan"), float("inf")])
def test_a_cell_that_is_no_probability_is_refused_with_a_sentence(bad: float | None) -> None:
    at = lesson()
    assert "cannot be used" not in words(at)
    edit(at, {2: {"broken window": bad}})
    assert "cannot be used" in words(at)
    assert figures(at) == figures(lesson())


def test_base_rates_that_are_all_zero_are_refused() -> None:
    at = lesson(base_rates="true")
    edit(at, {i: {"base rate": 0.0} for i in range(3)})
    assert "cannot be used" in words(at)
    assert suspect(at) == GARDENER


def test_the_case_file_can_be_restored() -> None:
    at = lesson()
    edit(at, {2: {"broken window": 0.0}})
    assert suspect(at) == GARDENER
    at.button(key="restore").click().run()
    assert suspect(at) == BURGLAR
    at.button(key="next").click().run()
    at.button(key="back").click().run()
    assert suspect(at) == BURGLAR


def test_the_numbers_in_the_table_are_kept_while_another_scene_is_open() -> None:
    at = lesson()
    edit(at, {2: {"broken window": 0.0}})
    for key in ("next", "next", "back", "back"):
        at.button(key=key).click().run()
    assert suspect(at) == GARDENER
    edit(at, {0: {"footprints": 0.0}})
    assert suspect(at) == LODGER
    assert at.dataframe[0].value["broken window"].tolist() == [0.1, 0.05, 0.0]
