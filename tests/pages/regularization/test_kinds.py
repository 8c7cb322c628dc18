"""The page without a browser: figures of dropout, augmentation and early stopping, also at the extremes."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.regularization import augmentation, dropout, early_stopping
from core.regularization.problem import design, held_out_nll, problem
from core.regularization.strength import setting
from tests.support.app import figure, open_lesson

ROUNDING = re.compile(r"0|-?\d(\.\d+)?e-1[2-9]")


def lesson(kind: str, **query: str) -> AppTest:
    app = open_lesson("7_regularization.py", kind=kind, **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption])


def test_dropout_shows_which_average_is_exact() -> None:
    app = lesson("dropout", strength="0.4", degree="8", n_points="20")
    for label in ("Output: scaling − mean", "Class: scaling − geometric"):
        assert ROUNDING.fullmatch(figure(app, label)), figure(app, label)
    assert abs(float(figure(app, "Class: scaling − mean"))) > 0.01
    mean, error = map(float, figure(app, "Monte Carlo").split(" ± "))
    data, rate = problem(8, 20, 0), setting("dropout", 0.4).value
    fit = dropout.fit(data, rate)
    features = design(np.array([app.slider(key="dropout_x").value]), 8)[0]
    assert abs(mean - dropout.sub_networks(fit, features, rate).mean) < 4 * error + 1e-3
    assert f"Held-out NLL {held_out_nll(fit, data):.3f}" in words(app)
    app.button(key="dropout_more").click().run()
    assert float(figure(app, "Monte Carlo").split(" ± ")[1]) == pytest.approx(error / 2, rel=0.4)
    assert not app.exception


def test_augmentation_states_both_losses_and_an_odd_weight_of_zero() -> None:
    app = lesson("augmentation", strength="0.4", degree="8", n_points="20")
    data, noise = problem(8, 20, 0), setting("augmentation", 0.4).value
    extra = augmentation.extra_loss(augmentation.fit(data, noise), data, noise)
    assert figure(app, "Noise adds") == f"{extra.exact:.2f} nats"
    assert figure(app, "Slope penalty says") == f"{extra.slope:.2f} nats"
    assert figure(app, "Largest odd weight") == "0"
    assert 0 < float(figure(app, "Curves apart")) < 1


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
