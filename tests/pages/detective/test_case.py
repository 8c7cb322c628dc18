"""Lesson 1's case without a browser: clues, base rates, sentences about the bars, and the worked example."""

import numpy as np
import pytest

from core.likelihood import detective
from core.likelihood.detective import DEFAULT_CASE
from tests.pages.detective.test_page import figures, lesson, suspect, words
from tests.support.app import run_example

GARDENER, LODGER, BURGLAR = DEFAULT_CASE.suspects


def test_the_figures_of_the_case() -> None:
    assert figures(lesson()) == {
        "Most likely suspect": BURGLAR,
        "Posterior probability": "0.700",
        "Margin": "1.317 nats",
    }


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


def test_without_clues_no_bar_has_a_piece() -> None:
    at = lesson(clues="")
    assert "without clues no bar has any" in words(at) and "shortest bar explains" not in words(at)
    at.toggle(key="base_rates").set_value(True).run()
    assert "shortest bar is the most probable suspect" in words(at)


@pytest.mark.parametrize("query", [{}, {"base_rates": "true"}, {"clues": ["footprints"]}, {"clues": ""}])
def test_the_example_of_the_case_reaches_its_figures(query: dict[str, str | list[str]]) -> None:
    at = lesson(**query)
    with np.errstate():
        scope = run_example(at)
    found = figures(at)
    best = scope["most_likely"]
    assert (best[0] if len(best) == 1 else f"a tie of {len(best)}") == found["Most likely suspect"]
    assert f"{scope['posterior']:.3f}" == found["Posterior probability"].removesuffix(" each")
