"""The scene "kind" without a browser: figures of each kind, its steps and its address, also at the extremes."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.numbers import nats
from core.regularization import augmentation, dropout, early_stopping, ridge
from core.regularization.coordinate_descent import descend
from core.regularization.problem import design, held_out_nll, problem
from core.regularization.strength import setting
from tests.support.app import figure, number, open_lesson

ROUNDING = re.compile("0|−?\\d(\\.\\d+)? × 10⁻¹[²³⁴⁵⁶⁷⁸⁹]")


def lesson(kind: str, **query: str) -> AppTest:
    app = open_lesson("7_regularization.py", scene="kind", kind=kind, **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption])


def test_dropout_shows_which_average_is_exact() -> None:
    app = lesson("dropout", strength="0.4", degree="8", n_points="20")
    for label in ("Output: scaling − mean", "Class: scaling − geometric"):
        assert ROUNDING.fullmatch(figure(app, label)), figure(app, label)
    assert abs(number(figure(app, "Class: scaling − mean"))) > 0.01
    mean, error = map(number, figure(app, "Monte Carlo").split(" ± "))
    data, rate = problem(8, 20, 0), setting("dropout", 0.4).value
    fit = dropout.fit(data, rate)
    features = design(np.array([app.slider(key="x").value]), 8)[0]
    assert abs(mean - dropout.sub_networks(fit, features, rate).mean) < 4 * error + 1e-3
    assert f"Held-out NLL {held_out_nll(fit, data):.3f}" in words(app)
    app.select_slider(key="masks").set_value(400).run()
    assert number(figure(app, "Monte Carlo").split(" ± ")[1]) == pytest.approx(error / 2, rel=0.4)
    assert not app.exception


def test_the_place_and_the_masks_of_dropout_are_in_the_address() -> None:
    shared = lesson("dropout", x="0.3", masks="6400")
    assert (shared.slider(key="x").value, shared.select_slider(key="masks").value) == (0.3, 6400)
    assert "6,400 masks" in next(metric.delta for metric in shared.metric if metric.label == "Monte Carlo")
    default = figure(lesson("dropout"), "Monte Carlo")
    for x, masks in (("nan", "abc"), ("1e99", "7" * 5000), ("x" * 5000, "6,400"), ("", "-1")):
        app = lesson("dropout", x=x, masks=masks)
        assert figure(app, "Monte Carlo") == default
        assert not {"x", "masks"} & set(app.query_params)


def test_a_link_with_the_place_opens_the_scene() -> None:
    app = open_lesson("7_regularization.py", kind="dropout", x="0.3")
    assert figure(app, "Monte Carlo") and app.query_params["scene"] == "kind"


def test_the_steps_go_through_the_kinds_and_on_to_the_paths() -> None:
    app = lesson("l2")
    own = ("Log evidence", "Sweeps", "Monte Carlo", "Noise adds", "Steps t", "L1 knots")
    for place, label in enumerate(own):
        assert figure(app, label)
        assert [metric.label for metric in app.metric if metric.label in own] == [label]
        if place + 1 < len(own):
            app.button(key="next").click().run()
    assert app.query_params["scene"] == "paths"
    assert not app.exception


def test_l2_states_its_posterior() -> None:
    app, here = lesson("l2", strength="0.6", degree="8", n_points="20"), problem(8, 20, 0)
    value = setting("l2", 0.6).value
    belief = ridge.posterior(here, value)
    assert belief is not None
    assert figure(app, "Effective weights") == f"{ridge.effective_weights(here, value):.2f} of 8"
    assert figure(app, "Log evidence") == nats(ridge.log_evidence(here, value), 2)
    assert figure(app, "Held-out inside 95 %") == f"{100 * ridge.coverage(here, belief):.1f} %"


def test_l1_states_its_descent() -> None:
    app, last = lesson("l1", degree="8"), descend(problem(8, 20, 0), setting("l1", 0.4).value)[-1]
    assert figure(app, "Held at 0") == f"{last.zeros} of 8"
    assert number(figure(app, "Duality gap")) == pytest.approx(last.gap, rel=0.05)
    app.slider(key="strength").set_value(0.0).run()
    assert not app.metric and "nothing to descend" in app.info[0].value


def test_augmentation_states_both_losses_and_an_odd_weight_of_zero() -> None:
    app = lesson("augmentation", strength="0.4", degree="8", n_points="20")
    data, noise = problem(8, 20, 0), setting("augmentation", 0.4).value
    extra = augmentation.extra_loss(augmentation.fit(data, noise), data, noise)
    assert figure(app, "Noise adds") == f"{extra.exact:.2f} nats"
    assert figure(app, "Slope penalty says") == nats(extra.slope, 2)
    assert figure(app, "Largest odd weight") == "0"
    assert 0 < number(figure(app, "Curves apart")) < 1


def test_early_stopping_states_the_gap() -> None:
    app = lesson("early-stopping", strength="0.5", degree="8", n_points="20")
    data, steps = problem(8, 20, 0), setting("early-stopping", 0.5).value
    assert figure(app, "Steps t") == f"{steps:,.0f}"
    assert figure(app, "Largest gap") == f"{early_stopping.simple_match(data, steps).gap:.3f}"
    assert figure(app, "Largest gap, best λ") == f"{early_stopping.best_match(data, steps).gap:.3f}"


@pytest.mark.parametrize("kind", ["dropout", "augmentation", "early-stopping"])
@pytest.mark.parametrize("strength", ["0", "1"])
def test_the_extreme_strengths_have_figures(kind: str, strength: str) -> None:
    app = lesson(kind, strength=strength, degree="12", n_points="4")
    shown = " ".join(str(metric.value) for metric in app.metric)
    assert "nan" not in f"{shown} {words(app)}".lower().split()
