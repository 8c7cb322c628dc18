"""Lesson 9's page without a browser: figures that add up, stories, links, and the worked example."""

import math

import pytest
from streamlit.testing.v1 import AppTest

from pages.training_lab.fields import STORIES
from tests.support.app import figure, number, open_lesson, run_example

ADD_UP = ("NLL", "Penalty", "Objective")


def lesson(**query: str | list[str]) -> AppTest:
    app = open_lesson("9_training-lab.py", **query)
    assert not app.exception and not app.error
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception and not app.error
    return app


def assert_adds_up(app: AppTest) -> None:
    nll, penalty, objective = (figure(app, label) for label in ADD_UP)
    places = len(objective.split(".")[1])
    assert f"{number(nll) + number(penalty):,.{places}f}" == objective


def test_a_fresh_page_is_at_step_0_and_takes_steps() -> None:
    app = lesson(wd="0.01")
    assert figure(app, "Step") == "0"
    assert figure(app, "Prior σ") == "0.447", "1 / sqrt(0.01 * 500)"
    assert_adds_up(app)
    press(app, "run_step")
    assert figure(app, "Step") == "1"
    first = figure(app, "NLL")
    press(app, "run_ten")
    assert figure(app, "Step") == "11"
    assert number(figure(app, "NLL")) < number(first)
    assert_adds_up(app)
    assert number(figure(app, "Ledger residual")) < 1e-6
    press(app, "run_reset")
    assert figure(app, "Step") == "0"


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
@pytest.mark.parametrize("prior", ["gaussian", "laplace, biases too", "none"])
def test_the_figures_add_up_for_every_optimizer_and_prior(optimizer: str, prior: str) -> None:
    app = press(lesson(optimizer=optimizer, prior=prior, wd="0.05", n_points="50", hidden="4"), "run_ten")
    assert_adds_up(app)
    assert number(figure(app, "Ledger residual")) < 1e-6
    assert (number(figure(app, "Penalty")) == 0) == (prior == "none")
    expected = {"gaussian": 1 / math.sqrt(0.05 * 50), "laplace, biases too": math.sqrt(2) / (0.05 * 50)}.get(prior)
    shown = figure(app, "Prior σ")
    assert shown == "∞" if expected is None else number(shown) == pytest.approx(expected, rel=5e-3)


def test_without_weight_decay_the_prior_is_flat() -> None:
    app = press(lesson(wd="0"), "run_ten")
    assert figure(app, "Prior σ") == "∞"
    assert number(figure(app, "Penalty")) == 0
    assert figure(app, "Objective") == figure(app, "NLL")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_each_story_sets_its_fields_and_shows_its_point(story) -> None:
    app = press(lesson(), f"story_{story.name}")
    assert story.point in " ".join(caption.value for caption in app.caption)
    for key, value in story.settings.items():
        assert app.session_state[key] == value
    assert not app.warning or story.name == "Explodes"
    assert app.button(key="play").label == ("Play" if app.warning else "Pause"), "a diverged run has stopped"


def test_penguins_are_separated_by_a_sensible_border() -> None:
    app = lesson(data="penguins", hidden="none", lr="0.1", steps="100")
    for _ in range(10):
        press(app, "run_ten")
    assert figure(app, "Step") == "100"
    assert number(figure(app, "Accuracy")) > 93
    assert number(figure(app, "Held-out NLL")) < 0.25
    assert "342 of 344 Palmer penguins" in " ".join(caption.value for caption in app.caption)


@pytest.mark.parametrize(
    "query",
    [
        {"lr": "-1", "wd": "nan"},
        {"lr": "inf", "steps": "1e9"},
        {"seed": "inf"},
        {"seed": "-3", "n_points": "7" * 400},
        {"hidden": "999-999", "data": "yours"},
        {"optimizer": ["sgd", "adam"], "prior": "x" * 5000},
        {"batch": "0", "activation": "", "noise": "2", "unknown": "1"},
    ],
    ids=str,
)
def test_a_hostile_link_shows_the_default_run(query: dict[str, str | list[str]]) -> None:
    app = lesson(**query)
    assert figure(app, "Step") == "0"
    assert figure(app, "Prior σ") == "1.41"


def test_the_worked_example_ends_in_the_pages_figures() -> None:
    for prior in ("gaussian", "laplace", "none"):
        app = press(lesson(prior=prior, n_points="50", wd="0.02"), "run_ten")
        found = run_example(app)
        assert found["penalty"] == pytest.approx(number(figure(app, "Penalty")), abs=5.1e-5)
        assert found["objective"] == pytest.approx(number(figure(app, "Objective")), abs=1.01e-4)
        sigma = found["prior_sigma"]
        assert isinstance(sigma, float)
        shown = figure(app, "Prior σ")
        assert shown == "∞" if math.isinf(sigma) else number(shown) == pytest.approx(sigma, rel=5e-3)
