"""Lesson 2 with own readings of any scale: figures in digits that count, sliders and charts that fit them."""

import json
import math

import numpy as np
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from core.likelihood import gaussian, gaussian_surface
from pages._kit.charts.base import PAGE, from_bytes
from pages.likelihood.charts import readings, surface
from pages.likelihood.parameter import axis_around
from pages.likelihood.scale import scale_of
from tests.pages.likelihood.test_own_data import SMALL, opened, paste
from tests.support.app import figure, log10, number, run_example

TINY = "1.592e-19 1.602e-19 1.598e-19 1.611e-19"
OFFSET = "1234567 1234569 1234570"
RARE = "0 " * 2999 + "1"
NEAR_ONE_HUNDRED_MILLION = "99999999 100000000 100000001"
ANY_SCALE = [SMALL, TINY, OFFSET, NEAR_ONE_HUNDRED_MILLION, "6.022e23 6.031e23 6.010e23",
             "999999999999 1e12 1000000000001",
             "5 5.000000001", "-3e-80 4e-80", "0 1e90", "1 1000000", "-1e8 -100000001 -100000003"]  # fmt: skip
VIEWS = ["known", "fitted", "surface"]


def shown_log(text: str) -> float:
    """Natural logarithm of a likelihood as a figure shows it."""
    if text.startswith("exp("):
        return number(text[4:-1])
    return log10(text) * math.log(10)


@pytest.mark.parametrize(
    ("text", "mean", "sigma"),
    [
        (SMALL, "0.001267", "0.000170"),
        (TINY, "1.60075 × 10⁻¹⁹", "6.91 × 10⁻²²"),
        (OFFSET, "1,234,568.67", "1.25"),
        (NEAR_ONE_HUNDRED_MILLION, "100,000,000.000", "0.816"),
    ],
)
def test_figures_show_three_digits_of_what_the_readings_vary_in(text: str, mean: str, sigma: str) -> None:
    best = gaussian.mle([float(word) for word in text.split()])
    assert number(mean) == pytest.approx(best.mu, abs=best.sigma / 100)
    assert number(sigma) == pytest.approx(best.sigma, rel=5e-3)
    app = paste(opened(), "measurements", text)
    assert figure(app, "MLE θ̂") == mean
    app.button_group(key="view").set_value("surface").run()
    assert figure(app, "MLE θ̂") == mean
    assert next(metric for metric in app.metric if metric.label == "MLE θ̂").delta.replace("\u202f", " ") == (
        f"μ̂; σ̂ is {sigma}"
    )


@pytest.mark.parametrize("text", ANY_SCALE)
def test_figures_example_and_sliders_are_those_of_the_gaussian_likelihood_at_any_scale(text: str) -> None:
    app = paste(opened(), "measurements", text)
    data = np.array([float(word) for word in text.split()])
    for view in VIEWS:
        app.button_group(key="view").set_value(view).run()
        assert not app.exception and not app.error
        expect_the_gaussian_likelihood(app, data, view)
    for view in VIEWS:
        app.button_group(key="view").set_value(view).run()
        expect_sliders_with_stops_near_the_estimates(app, data)


def expect_the_gaussian_likelihood(app: AppTest, data: np.ndarray, view: str) -> None:
    fit, found = gaussian.moments(data), run_example(app)
    log_l = float(gaussian.log_likelihood(found["mu"], found["sigma"], fit))
    assert found["log_L_theta"] == pytest.approx(log_l, rel=1e-6, abs=1e-3)
    assert shown_log(figure(app, "L(θ)")) == pytest.approx(log_l, rel=1e-5, abs=1e-3)
    area = {
        "known": lambda: gaussian.log_area(fit, gaussian.mle(fit).sigma),
        "fitted": lambda: gaussian_surface.log_profile_area(fit),
        "surface": lambda: gaussian_surface.log_volume(fit) if fit.n > 2 else None,
    }[view]()
    text = figure(app, "Area under L(θ)")
    assert text == "∞" if area is None else shown_log(text) == pytest.approx(area, rel=1e-5, abs=1e-3)


def expect_sliders_with_stops_near_the_estimates(app: AppTest, data: np.ndarray) -> None:
    sliders = [slider for slider in app.slider if slider.key.startswith("own_")]
    assert sliders
    for slider in sliders:
        assert slider.min < slider.value < slider.max
        assert 20 <= (slider.max - slider.min) / slider.step <= 5000
        # The browser's slider rounds to 1e-11.
        assert slider.step >= 1e-10
    # At the stops nearest to the estimates the readings are nearly as probable as at the estimates.
    best, scale = gaussian.mle(data), scale_of(data)
    nearest = {"own_mu": (best.mu - scale.offset) / scale.unit, "own_spread": best.sigma / scale.unit}
    nearest["own_mu2"] = nearest["own_mu"]
    for slider in sliders:
        steps = round((nearest[slider.key] - slider.min) / slider.step)
        slider.set_value(round(slider.min + steps * slider.step, 10))
    app.run()
    assert number(figure(app, "L(θ) / L(θ̂)")) > 0.95


def test_sliders_show_units_that_a_person_can_read() -> None:
    def label(text: str) -> str:
        return paste(opened(), "measurements", text).slider(key="own_mu").label

    assert label(OFFSET) == "μ, mean"
    assert label(SMALL) == "μ, mean"
    assert label(TINY) == "μ, mean, in 10⁻¹⁹"
    assert label("999999999999 1e12 1000000000001") == "μ, mean − 1,000,000,000,000"


def test_rare_events_have_three_digits_and_a_likelihood_as_a_log() -> None:
    app = paste(opened(), "counts of events", RARE)
    assert figure(app, "MLE θ̂") == "0.000333"
    slider = app.slider(key="own_rate")
    assert slider.min < 1 / 3000 < slider.max < 0.01
    assert shown_log(figure(app, "L(θ)")) == pytest.approx(math.log(slider.value) - 3000 * slider.value, abs=1e-3)
    app = paste(opened(theta="0"), "coin flips", RARE)
    assert figure(app, "MLE θ̂") == "0.000333"
    app = paste(opened(), "counts of events", "999 1000 0 " * 100)
    assert figure(app, "L(θ)").startswith("exp(−")


@pytest.mark.parametrize("text", ANY_SCALE)
def test_charts_have_finite_numbers_at_any_scale(text: str) -> None:
    raw = np.array([float(word) for word in text.split()])
    data = scale_of(raw).shown(raw)
    moments, best = gaussian.moments(data), gaussian.mle(data)
    axis = axis_around(best.mu, gaussian.standard_error(moments), positive=False)
    for tables in (
        readings.rows(data, axis.lower, axis, sigma=best.sigma),
        readings.rows(data, axis.lower, axis, sigma=None),
        surface.rows(moments, best.mu, best.sigma, (axis, axis)),
    ):
        for name, part in tables.items():
            for column in from_bytes(part).columns:
                if pa.types.is_floating(column.type):
                    assert np.isfinite(column.to_numpy()).all(), name
    # Labels of at most about 11 digits, and stops that a float can tell apart.
    assert max(abs(axis.lower), abs(axis.upper)) < 1e10 and axis.step > 1e-7
    assert len(np.unique(axis.stops())) == axis.stops().size
    assert scale_of(raw).words in json.dumps(readings.spec(PAGE, scale_of(raw).words), ensure_ascii=False)
