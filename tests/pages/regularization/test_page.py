"""The scenes without a browser: every kind's figures and script, presets, two ways to choose, few examples."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.regularization import lasso, ridge
from core.regularization.kinds import fit, sweep
from core.regularization.model_choice import choose, grow_or_turn, paths
from core.regularization.problem import held_out_nll, problem, train_nll
from core.regularization.strength import KINDS, Kind, penalty_at
from tests.support.app import figure, number, open_lesson, run_example

HERO = ("Train NLL", "Held-out NLL", "‖w‖₂", "Exact zeros")
BADGES = {"l2": "exact", "early-stopping": "approximate"}
DEFAULT = problem(12, 20, 0)


def lesson(**query: str | list[str]) -> AppTest:
    app = open_lesson("7_regularization.py", **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info, *app.header])


def shown(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


def assert_figures(app: AppTest, kind: Kind, degree: int, n_points: int, strength: float) -> None:
    here = problem(degree, n_points, 0)
    expected = fit(kind, here, strength)
    zeros = np.count_nonzero(expected.weights == 0)
    assert [figure(app, label) for label in HERO] == [
        f"{train_nll(expected, here):.3f} nats", f"{held_out_nll(expected, here):.3f} nats",
        f"{np.linalg.norm(expected.weights):.3f}", f"{zeros} of {degree}",
    ]  # fmt: skip
    found = run_example(app)
    assert found["train_nll"] == pytest.approx(train_nll(expected, here), abs=1e-6)
    assert found["held_out_nll"] == pytest.approx(held_out_nll(expected, here), abs=1e-5)
    assert found["norm"] == pytest.approx(np.linalg.norm(expected.weights), abs=1e-6) and found["zeros"] == zeros
    assert not app.exception and "nan" not in f"{shown(app)} {words(app)}".lower().split()


@pytest.mark.parametrize("kind", KINDS)
def test_the_figures_are_cores_and_the_script_reaches_them(kind: Kind) -> None:
    app = lesson(kind=kind, strength="0.6")
    assert_figures(app, kind, 12, 20, 0.6)
    reading = next(element.value for element in app.caption if "believes**" in element.value)
    before = reading[: reading.index("believes**")]
    assert re.findall(r"badge\[(\w+)\]", before)[-1] == BADGES.get(kind, "heuristic")
    assert "many fits are equally good" not in words(app)
    app.slider(key="n_points").set_value(4)
    app.slider(key="strength").set_value(0.0).run()
    assert_figures(app, kind, 12, 4, 0.0)
    assert "4 examples do not fix 12 weights" in words(app) and "many fits are equally good" in words(app)
    app.slider(key="degree").set_value(1)
    app.slider(key="strength").set_value(1.0).run()
    assert_figures(app, kind, 1, 4, 1.0)


def test_the_presets_tell_the_story_and_l1_has_zeros() -> None:
    app, run = lesson(kind="l1"), sweep("l1", DEFAULT)
    for place, strength in ((0, 0.0), (2, 0.9), (1, run.best)):
        app.button(key=f"strength_{place}").click().run()
        assert app.slider(key="strength").value == strength
        if place == 2:
            assert number(figure(app, "Train NLL")) > 1.0, "too stiff even for the training points"
            assert (figure(app, "‖w‖₂"), figure(app, "Exact zeros")) == ("0.000", "12 of 12")
    assert figure(app, "Held-out NLL") == f"{run.held_out.min():.3f} nats"
    assert figure(app, "Exact zeros") == "8 of 12"
    assert not app.exception


def test_the_steps_go_through_the_strength_and_on_to_the_kind() -> None:
    app = lesson(strength="0.75")
    for strength in (0.9, 1.0):
        app.button(key="next").click().run()
        assert app.slider(key="strength").value == strength
    app.button(key="next").click().run()
    assert app.query_params["scene"] == "kind"
    assert app.slider(key="strength").value == 1.0
    app.button(key="back").click().run()
    assert "scene" not in app.query_params and figure(app, "Train NLL")


def test_the_paths_count_their_knots() -> None:
    app, knots = lesson(scene="paths", degree="8"), lasso.path(problem(8, 20, 0)).knots
    assert figure(app, "L1 knots") == str(len(knots))
    assert figure(app, "First to join") == f"w of degree {knots[0].degree}"
    assert float(figure(app, "Last knot").split("= ")[1]) == pytest.approx(knots[-1].penalty, rel=0.005)


def test_the_script_is_on_every_scene() -> None:
    for scene in ("kind", "paths", "choice", "size"):
        app = lesson(scene=scene, kind="l1", strength="0.6", degree="8", n_points="30", seed="5")
        found = run_example(app)
        # What no field of a scene states is the default, as a link to another scene does not set it.
        assert found["seed"] == 5 and not app.exception
        if scene != "size":
            assert (found["n"], found["degree"]) == (30, 8)


def test_both_choices_are_cores_and_can_be_taken() -> None:
    app, found = lesson(scene="choice"), choose(DEFAULT, "l2")
    assert found.evidence is not None
    for label, curve in (("Cross-validation", found.cross_validated), ("Evidence", found.evidence)):
        assert float(figure(app, label).split("= ")[1]) == pytest.approx(penalty_at(curve.best), rel=0.005)
    app.button(key="take_evidence").click().run()
    assert "scene" not in app.query_params and app.slider(key="strength").value == found.evidence.best
    assert figure(app, "Held-out NLL") == f"{held_out_nll(fit('l2', DEFAULT, found.evidence.best), DEFAULT):.3f} nats"


def test_a_kind_without_a_penalty_shows_the_choice_for_l2() -> None:
    app = lesson(scene="choice", kind="dropout", strength="0.45")
    assert figure(app, "Evidence") == figure(lesson(scene="choice"), "Evidence") != "none"
    assert "which dropout does not have" in words(app)
    app.button(key="take_cross-validation").click().run()
    assert app.slider(key="strength").value == choose(DEFAULT, "l2").cross_validated.best
    assert app.query_params.get("kind") is None and figure(app, "Train NLL")
    assert figure(lesson(scene="choice", kind="l1"), "Evidence") == "none"


def test_the_distance_falls_like_one_over_n_unless_the_truth_is_ruled_out() -> None:
    app = lesson(scene="size")
    slopes = [number(value) for label, value in shown(app).items() if label.startswith("Slope, σ_w")]
    assert len(slopes) == 3 and all(slope == pytest.approx(-1, abs=0.1) for slope in slopes)
    assert number(figure(app, "Slope, truth ruled out")) == pytest.approx(0, abs=0.1)
    assert "√N" not in words(app)


def test_points_from_another_lesson_that_are_too_many_are_forgotten() -> None:
    app = lesson()
    app.session_state["n_points"] = 1000
    app.run()
    assert not app.exception and app.slider(key="n_points").value == 20


def test_the_projector_shows_the_fit_and_its_figures_only() -> None:
    for scene in ("fit", "kind", "paths", "choice", "size", "others"):
        app, page = lesson(present="1", kind="l1", scene=scene), lesson(kind="l1", scene=scene)
        assert shown(app) == shown(page)
        assert (tuple(shown(app)) == HERO) == (scene == "fit")
        assert not app.expander and not app.code
        assert "How to read this" in words(page) and "How to read this" not in words(app)


def test_the_examples_decide_almost_eleven_weights() -> None:
    assert figure(lesson(scene="kind"), "Effective weights") == "10.69 of 12"


def test_l1_is_exactly_a_laplace_prior_and_its_belief_is_a_reading() -> None:
    app = lesson(kind="l1")
    exact, heuristic = (f"-badge[{badge}]" for badge in ("exact", "heuristic"))
    reading = next(element.value for element in app.caption if "believes**" in element.value)
    assert reading.index(exact) < reading.index("Laplace prior") < reading.index(heuristic)
    assert reading.index(heuristic) < reading.index("few weights matter")
    zoo = next(element.value for element in app.markdown if "| regularizer |" in element.value).split("\n")
    assert [heuristic in row for row in zoo if "few weights matter" in row] == [True]
    assert [exact in row for row in zoo if "Laplace prior" in row] == [True]


@pytest.mark.parametrize(("degree", "n_points"), [(12, 20), (12, 4), (3, 20), (1, 20)])
def test_the_sentence_about_the_paths_counts_the_weights_that_grow_or_turn(degree: int, n_points: int) -> None:
    app, here = lesson(scene="paths", degree=str(degree), n_points=str(n_points)), problem(degree, n_points, 0)
    weights, directions = paths(here, "l2"), ridge.axes(here).directions
    assert (np.diff(np.linalg.norm(weights, axis=1)) < 0).all(), "the length shrinks"
    assert (np.diff(np.abs(weights @ directions.T), axis=0) < 0).all(), "and so does every eigen-direction"
    assert f"sign, as {grow_or_turn(weights)} of {degree} here" in words(app)
