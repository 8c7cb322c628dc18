"""Lesson 1 without a browser: figures, switches, forged addresses, and the worked example run as it stands."""

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


def figures(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


def suspect(at: AppTest) -> str:
    return figures(at)["Most likely suspect"]


def words(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.markdown, *at.caption])


def test_default_figures() -> None:
    found = figures(lesson())
    assert found["Most likely suspect"] == BURGLAR
    assert found["MLE θ̂"] == "0.700"
    assert found["Best candidate"] == "0.750"
    assert found["Margin"].endswith(" nats")


def test_clues_change_the_verdict() -> None:
    at = lesson()
    at.button_group(key="clues").set_value(["footprints"]).run()
    assert suspect(at) == GARDENER
    at.button_group(key="clues").set_value(["fingerprints", "footprints"]).run()
    assert suspect(at) == LODGER
    assert not at.exception


def test_without_clues_all_tie() -> None:
    at = lesson(clues="")
    assert suspect(at) == ", ".join(DEFAULT_CASE.suspects)
    assert figures(at)["Margin"] == "0.000 nats"


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
    assert "Without base rates, the bar above *is* such a loss" in said


def test_base_rates_flip_the_verdict() -> None:
    at = lesson()
    at.toggle(key="base_rates").set_value(True).run()
    assert suspect(at) == GARDENER
    assert "turn the verdict" in words(at)
    at.toggle(key="base_rates").set_value(False).run()
    assert suspect(at) == BURGLAR
    assert "turn the verdict" not in words(at)


def test_a_link_sets_every_field() -> None:
    at = lesson(clues=["fingerprints"], base_rates="true", suspects="11", heads="3", tails="7")
    found = figures(at)
    assert found["Most likely suspect"] == LODGER
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
    assert figures(lesson(**query)) == figures(lesson())


@pytest.mark.parametrize("name", ["3", "11", "101", "continuum"])
@pytest.mark.parametrize(("heads", "tails"), [("0", "0"), ("5", "0"), ("0", "1"), ("1000000", "999999")])
def test_figures_are_finite_without_flips_and_with_extreme_flips(name: str, heads: str, tails: str) -> None:
    at = lesson(suspects=name, heads=heads, tails=tails)
    shown = " ".join(figures(at).values())
    assert "nan" not in shown and "inf" not in shown
    assert ("no best one" in words(at)) == (heads == tails == "0")


def test_next_leads_step_by_step_to_the_continuum() -> None:
    at = lesson()
    for best in ("0.700", "0.700", "0.700"):
        at.button(key="lineup_next").click().run()
        assert figures(at)["Best candidate"] == best
    assert at.button(key="lineup_next").disabled
    assert at.session_state["suspects"] == "continuum"


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


def test_the_question_is_about_the_original_case_file_whatever_the_clues() -> None:
    at = lesson(clues="footprints")
    start = detective.verdict(DEFAULT_CASE.table, (True, True, True))
    gardener, burglar = start.log_likelihood[0], start.log_likelihood[2]
    assert (
        f"the 3 clues together are {np.exp(burglar - gardener):.2f} times as" in at.radio(key="predict_detective").label
    )
    assert "In the case file as it was written" in at.radio(key="predict_detective").label


@pytest.mark.parametrize("name", ["3", "continuum"])
def test_without_flips_the_line_up_names_no_marks(name: str) -> None:
    at = lesson(suspects=name, heads="0", tails="0")
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
    next(button for button in at.button if button.label == "Restore the case file").click().run()
    assert suspect(at) == BURGLAR


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"base_rates": "true", "suspects": "11"},
        {"clues": ["footprints"], "suspects": "101", "heads": "5", "tails": "0"},
        {"clues": "", "suspects": "continuum"},
        {"heads": "0", "tails": "4"},
    ],
)
def test_the_worked_example_runs_and_reaches_the_figures(query: dict[str, str | list[str]]) -> None:
    at = lesson(**query)
    with np.errstate():
        scope = run_example(at)
    found = figures(at)
    assert ", ".join(scope["most_likely"]) == found["Most likely suspect"]
    assert f"{scope['posterior']:.3f}" == found["Posterior probability"].removesuffix(" each")
    assert f"{scope['theta_hat']:.3f}" == found["MLE θ̂"]
    assert f"{scope['best_candidate']:.3f}" == found["Best candidate"]


def test_the_answer_is_shown_after_a_choice() -> None:
    at = lesson()
    assert not at.success and not at.info
    at.radio(key="predict_detective").set_value("Only if both were equally likely before").run()
    assert len(at.success) == 1


def test_a_projector_shows_the_case_and_no_prose() -> None:
    at = lesson(present="1")
    assert set(figures(at)) == {"Most likely suspect", "Posterior probability", "Margin"}
    assert not [block for block in at.code if block.value.startswith("import numpy")]


def test_a_projector_shows_one_chart_and_no_fine_print() -> None:
    at = lesson(present="1")
    assert len(at.get("vega_lite_chart")) == 1
    assert "Fine print and references" not in [expander.label for expander in at.expander]
