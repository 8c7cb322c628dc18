"""Lesson 4's climb without a browser: step by step, rates that suit a coin or not, and the worked example."""

import pytest
from scipy.special import expit
from streamlit.testing.v1 import AppTest

from core.likelihood import ascent
from core.likelihood.counts import Counts
from pages._kit.stepper import MOST_STOPS
from tests.pages.training_is_mle.test_page import NEXT_WORD, lesson, number, shown, words
from tests.support.app import ROOT, figure, run_example


def test_the_slope_at_the_top_is_0_and_not_what_rounding_leaves() -> None:
    assert figure(lesson(ascent_step="40", method="newton"), "Slope") == "0"
    assert number(figure(lesson(ascent_step="40"), "Slope")) > 0


def test_newton_and_gradient_ascent_walk_step_by_step() -> None:
    app = lesson(method="newton", heads="7", tails="3")
    assert figure(app, "Steps to θ̂ ± 0.001") == "22 / 2"
    assert figure(app, "θ now") == "0.500"
    for step, theta in ((1, "0.690"), (2, "0.700")):
        app.slider(key="ascent_step").set_value(step).run()
        assert figure(app, "θ now") == theta
    app.button_group(key="method").set_value("gradient").run()
    gradient, _ = ascent.race(Counts(7, 3), 1.0)
    assert figure(app, "θ now") == f"{gradient.theta[2]:.3f}"
    app.button(key="back").click().run()
    assert figure(app, "θ now") == "0.500"


def test_keys_take_the_climb_in_at_most_twelve_stops_and_end_in_the_next_scene() -> None:
    app, seen = lesson(), [0]
    while "θ now" in shown(app):
        app.button(key="next").click().run()
        seen += [app.slider(key="ascent_step").value] if "θ now" in shown(app) else []
    assert seen[-1] == ascent.STEPS and len(seen) == MOST_STOPS
    assert shown(app).keys() > NEXT_WORD


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"lr": "20"}, "Too large a rate"),
        ({"heads": "9", "tails": "1", "lr": "20"}, "arrives all the same"),
        ({"heads": "8", "tails": "1", "lr": "20"}, "has not arrived"),
        ({"heads": "1", "tails": "1", "method": "newton"}, "neither moves"),
        ({"lr": "5"}, "overshoot"),
        ({"lr": "0.1"}, "a long walk"),
        ({"heads": "10", "tails": "0"}, "where logit θ is infinite"),
        ({"heads": "0", "tails": "0", "method": "newton"}, "every θ explains the data equally well"),
        ({"heads": "1000000", "tails": "1", "method": "newton"}, "curvature"),
    ],
    ids=str,
)
def test_the_sentence_fits_the_rate_and_the_coin(query: dict[str, str], says: str) -> None:
    app = lesson(**query)
    assert says.lower() in words(app).lower()
    assert "nan" not in " ".join(shown(app).values()).lower()


@pytest.mark.parametrize(("heads", "tails", "lr"), [("7", "3", "10"), ("7", "3", "20"), ("11", "49", "20")])
def test_too_large_a_rate_says_what_this_run_did(heads: str, tails: str, lr: str) -> None:
    app = lesson(heads=heads, tails=tails, lr=lr)
    best, at, jumps = float(heads) / (float(heads) + float(tails)), 0.0, 0
    for _ in range(ascent.STEPS):
        after = at + float(lr) * (best - expit(at))
        jumps, at = jumps + ((expit(at) < best) != (expit(after) < best)), after
    assert f"{jumps} of the {ascent.STEPS} steps jump over the top" in words(app)
    app.slider(key="ascent_step").set_value(ascent.STEPS).run()
    assert f"the last one ends at θ = {figure(app, 'θ now')}." in words(app)
    assert not {"settles", "for ever"} & set(words(app).split("Too large a rate")[1].split("\n")[0].split())


@pytest.mark.parametrize("lr", ["1", "10", "20"])
def test_a_start_on_the_top_stays_there_at_any_rate(lr: str) -> None:
    app = lesson(heads="1", tails="1", lr=lr)
    app.slider(key="ascent_step").set_value(ascent.STEPS).run()
    assert figure(app, "θ now") == "0.500"
    assert "that is the top: the slope is 0 there, so neither moves" in words(app)
    assert ("a start beside it moves away" in words(app)) == (float(lr) > 8)
    said = words(app)
    assert not any(false in said for false in ("over the top", "uphill", "Too large a rate"))
    app.number_input(key="heads").set_value(2).run()
    assert "that is the top" not in words(app)


def test_a_rate_that_only_another_lesson_offers_becomes_the_default() -> None:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30)
    app.session_state["lr"] = 0.03
    app.run()
    app.switch_page("pages/4_training-is-mle.py").run()
    assert not app.exception
    assert app.select_slider(key="lr").value == "1"


@pytest.mark.parametrize(
    ("heads", "tails", "lr", "steps"), [("7", "3", "1", 5), ("10", "0", "20", 40), ("0", "0", "3", 2)]
)
def test_the_climbs_script_is_that_of_the_method_and_reaches_its_figure(
    heads: str, tails: str, lr: str, steps: int
) -> None:
    app = lesson(heads=heads, tails=tails, lr=lr, ascent_step=str(steps))
    gradient, newton = ascent.race(Counts(int(heads), int(tails)), float(lr))
    found = run_example(app)
    assert found["theta_gradient"] == pytest.approx(gradient.theta[steps], abs=1e-12)
    assert "theta_newton" not in found and "The coin by gradient ascent" in words(app)
    found = run_example(app.button_group(key="method").set_value("newton").run())
    assert found["theta_newton"] == pytest.approx(newton.theta[steps], abs=1e-12)
    assert "theta_gradient" not in found and "The coin by Newton’s method" in words(app)


def test_at_a_rate_of_20_gradient_ascent_never_arrives() -> None:
    assert figure(lesson(lr="20"), "Steps to θ̂ ± 0.001") == "none / 2"
