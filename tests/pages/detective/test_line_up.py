"""Lesson 1's line-up of coins without a browser: figures, steps, extreme flips, and the worked example."""

import numpy as np
import pytest

from tests.pages.detective.test_page import figures, line_up, words
from tests.support.app import run_example


def test_the_figures_of_the_line_up() -> None:
    assert figures(line_up()) == {"MLE θ̂": "0.700", "Best candidate": "0.750", "L(best) / L(θ̂)": "0.938"}


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


@pytest.mark.parametrize("name", ["3", "continuum"])
def test_without_flips_the_line_up_names_no_marks(name: str) -> None:
    at = line_up(suspects=name, heads="0", tails="0")
    assert "Without flips every height is 1" in words(at) and "Triangle: best" not in words(at)
    at.number_input(key="heads").set_value(1).run()
    assert "Triangle: best" in words(at) and "Without flips every height" not in words(at)


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
