"""Lesson 1's scenes without a browser: figures, switches, forged addresses, and the worked examples as they stand."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.likelihood import detective
from core.likelihood.detective import DEFAULT_CASE
from tests.support.app import open_lesson, run_example

GARDENER, LODGER, BURGLAR = DEFAULT_CASE.suspects


def lesson(**query: str | list[str]) -> AppTest:
    at = open_lesson("1_detective.py", **query)
    assert not at.exception
    return at


def line_up(**query: str | list[str]) -> AppTest:
    return lesson(scene="line-up", **query)


def thousand(**query: str | list[str]) -> AppTest:
    return lesson(scene="thousand", **query)


def figures(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


def suspect(at: AppTest) -> str:
    return figures(at)["Most likely suspect"]


def words(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.markdown, *at.caption])


def test_the_figures_of_the_case() -> None:
    assert figures(lesson()) == {
        "Most likely suspect": BURGLAR,
        "Posterior probability": "0.700",
        "Margin": "1.317 nats",
    }


def test_the_figures_of_the_line_up() -> None:
    assert figures(line_up()) == {"MLE θ̂": "0.700", "Best candidate": "0.750", "L(best) / L(θ̂)": "0.938"}


@pytest.mark.parametrize("present", ["0", "1"])
@pytest.mark.parametrize("scene", ["case", "thousand", "line-up"])
def test_one_scene_stands_on_the_stage_with_one_chart_and_one_set_of_buttons(scene: str, present: str) -> None:
    at = lesson(scene=scene, present=present)
    assert len(at.get("vega_lite_chart")) == 1
    assert [button.key for button in at.button if button.key in ("back", "play", "next")] == (
        ["back", "play", "next"] if scene == "line-up" else ["back", "next"]
    )
    assert bool(at.code) == bool(at.expander) == (present == "0")


def test_a_key_of_the_line_up_opens_it() -> None:
    assert "Best candidate" in figures(lesson(suspects="11"))
    assert "Most likely suspect" in figures(lesson(clues="footprints"))
    assert "Most likely suspect" in figures(lesson(heads="3"))


def test_clues_change_the_verdict() -> None:
    at = lesson()
    at.button_group(key="clues").set_value(["footprints"]).run()
    assert suspect(at) == GARDENER
    at.button_group(key="clues").set_value(["fingerprints", "footprints"]).run()
    assert suspect(at) == LODGER
    assert not at.exception


def test_without_clues_all_tie() -> None:
    at = lesson(clues="")
    assert suspect(at) == "a tie of 3"  # three names would take a second line
    assert figures(at)["Margin"] == "0.000 nats"


@pytest.mark.parametrize("clues", ["", "footprints"])
def test_nats_are_explained_under_the_first_chart_that_has_them(clues: str) -> None:
    at = lesson(clues=clues)
    said = f"A nat is the unit of the natural logarithm: 1 nat longer is {np.e:.2f} times less probable."
    assert said in words(at)
    assert said in next(metric.help for metric in at.metric if metric.label == "Margin")


def test_without_clues_the_evidence_says_nothing_about_how_likely_a_suspect_is() -> None:
    at = lesson(clues="")
    assert "every suspect explains the evidence equally well" in words(at)
    assert "equally likely" not in words(at)
    at.toggle(key="base_rates").set_value(True).run()
    assert "only the base rates speak" in words(at)


def test_the_shortest_bar_is_the_best_explanation_only_without_base_rates() -> None:
    at = lesson()
    assert "shortest bar explains the evidence best" in words(at)
    at.toggle(key="base_rates").set_value(True).run()
    found = detective.verdict(DEFAULT_CASE.table, (True, True, True), DEFAULT_CASE.base_rates)
    assert found.winners != (int(found.log_likelihood.argmax()),)
    assert "shortest bar explains the evidence best" not in words(at)
    assert "shortest bar is the most probable suspect" in words(at)


def test_the_fine_print_and_the_insight_say_what_the_bars_are_with_and_without_base_rates() -> None:
    said = words(lesson(base_rates="true"))
    assert "Without base rates the shortest bar is the maximum likelihood, with them the largest posterior" in said
    assert "Without base rates, a suspect’s bar in the case *is* such a loss" in said


def test_base_rates_flip_the_verdict() -> None:
    at = lesson()
    at.toggle(key="base_rates").set_value(True).run()
    assert suspect(at) == GARDENER
    assert "turn the verdict" in words(at)
    at.toggle(key="base_rates").set_value(False).run()
    assert suspect(at) == BURGLAR
    assert "turn the verdict" not in words(at)


def test_a_link_sets_every_field() -> None:
    assert suspect(lesson(clues=["fingerprints"], base_rates="true")) == LODGER
    found = figures(line_up(suspects="11", heads="3", tails="7"))
    assert (found["MLE θ̂"], found["Best candidate"]) == ("0.300", "0.300")


@pytest.mark.parametrize(
    "query",
    [
        {"clues": "xyz"},
        {"base_rates": "maybe"},
        {"suspects": "7"},
        {"heads": "-1"},
        {"heads": "nan", "tails": "inf"},
        {"clues": "x" * 5000, "base_rates": "x" * 5000, "suspects": "x" * 5000, "heads": "9" * 5000},
    ],
)
def test_a_forged_link_shows_the_default_figures(query: dict[str, str]) -> None:
    assert figures(lesson(**query, scene="case")) == figures(lesson())
    assert figures(thousand(**query)) == figures(thousand())
    assert figures(line_up(**query)) == figures(line_up())


@pytest.mark.parametrize("name", ["3", "11", "101", "continuum"])
@pytest.mark.parametrize(("heads", "tails"), [("0", "0"), ("5", "0"), ("0", "1"), ("1000000", "999999")])
def test_figures_are_finite_without_flips_and_with_extreme_flips(name: str, heads: str, tails: str) -> None:
    at = line_up(suspects=name, heads=heads, tails=tails)
    shown = " ".join(figures(at).values())
    assert "nan" not in shown and "inf" not in shown
    assert ("no best one" in words(at)) == (heads == tails == "0")


def test_next_leads_step_by_step_to_the_continuum() -> None:
    at = line_up()
    for step in (2, 3, 4):
        at.button(key="next").click().run()
        assert figures(at)["Best candidate"] == "0.700"
        assert f"Step {step} / 4" in words(at)
    assert at.session_state["suspects"] == "continuum"
    at.button(key="back").click().run()
    assert at.session_state["suspects"] == "101"


def test_next_leads_from_the_case_to_the_line_up_and_back_as_it_was_left() -> None:
    at = lesson(base_rates="true", clues="fingerprints")
    before = figures(at)
    at.button(key="next").click().run()
    between = figures(at)
    assert between == figures(thousand(base_rates="true", clues="fingerprints"))
    at.button(key="next").click().run()
    assert figures(at) == figures(line_up())
    at.button(key="back").click().run()
    assert figures(at) == between
    at.button(key="back").click().run()
    assert figures(at) == before
    assert not at.exception


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


def test_without_clues_no_bar_has_a_piece() -> None:
    at = lesson(clues="")
    assert "without clues no bar has any" in words(at) and "shortest bar explains" not in words(at)
    at.toggle(key="base_rates").set_value(True).run()
    assert "shortest bar is the most probable suspect" in words(at)


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


@pytest.mark.parametrize("name", ["3", "continuum"])
def test_without_flips_the_line_up_names_no_marks(name: str) -> None:
    at = line_up(suspects=name, heads="0", tails="0")
    assert "Without flips every height is 1" in words(at) and "Triangle: best" not in words(at)
    at.number_input(key="heads").set_value(1).run()
    assert "Triangle: best" in words(at) and "Without flips every height" not in words(at)


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


@pytest.mark.parametrize("query", [{}, {"base_rates": "true"}, {"clues": ["footprints"]}, {"clues": ""}])
def test_the_example_of_the_case_reaches_its_figures(query: dict[str, str | list[str]]) -> None:
    at = lesson(**query)
    with np.errstate():
        scope = run_example(at)
    found = figures(at)
    best = scope["most_likely"]
    assert (best[0] if len(best) == 1 else f"a tie of {len(best)}") == found["Most likely suspect"]
    assert f"{scope['posterior']:.3f}" == found["Posterior probability"].removesuffix(" each")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"suspects": "11"},
        {"suspects": "101", "heads": "5", "tails": "0"},
        {"suspects": "continuum"},
        {"heads": "0", "tails": "4"},
    ],
)
def test_the_example_of_the_line_up_reaches_its_figures(query: dict[str, str]) -> None:
    at = line_up(**query)
    with np.errstate():
        scope = run_example(at)
    found = figures(at)
    assert f"{scope['theta_hat']:.3f}" == found["MLE θ̂"]
    assert f"{scope['best_candidate']:.3f}" == found["Best candidate"]


@pytest.mark.parametrize("scene", ["case", "thousand", "line-up"])
def test_a_projector_shows_the_figures_of_the_scene_and_no_prose(scene: str) -> None:
    at = lesson(scene=scene, present="1")
    assert figures(at) == figures(lesson(scene=scene))
    assert not at.expander and not at.radio and "How to read this" not in words(at)
