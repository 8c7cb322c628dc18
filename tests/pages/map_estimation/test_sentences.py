"""The sentences of lesson 6 that depend on a control: each test moves the control and reads the sentence."""

import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.belief.beta import Beta
from core.likelihood.counts import Counts
from core.logistic.model import profile_nll
from core.logistic.two_weights import map_fit, problem
from pages._kit import course
from pages._kit.charts.base import from_bytes
from pages.map_estimation.charts import coin, logit
from tests.support.app import figure, number, open_lesson


def lesson(**query: str) -> AppTest:
    app = open_lesson("6_map-estimation.py", **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.header, *app.markdown, *app.caption, *app.info])


def of(app: AppTest, label: str) -> tuple[str, str]:
    """The note and the help of a figure."""
    return next((metric.delta, metric.help) for metric in app.metric if metric.label == label)


def test_a_symmetric_posterior_has_one_top_over_theta_and_over_its_logit() -> None:
    flips = {"heads": "5", "tails": "5", "a": "10", "b": "10"}
    app, coin_scene = lesson(scene="logit", **flips), lesson(**flips)
    assert figure(app, "Peak, over θ") == figure(app, "Peak, over logit θ") == "0.500"
    assert figure(coin_scene, "Posterior mean") == "0.500"
    said = words(app)
    assert "highest point is another θ**, unless the posterior is symmetric" in said
    assert "The top may move when θ becomes logit θ" in said and "It may move when θ is replaced by its logit" in said
    assert of(coin_scene, "Posterior mean")[0] == "where it balances", "here it is the top too"
    app.number_input(key="heads").set_value(9).run()
    assert figure(app, "Peak, over θ") != figure(app, "Peak, over logit θ")


@pytest.mark.parametrize(
    ("flips", "prior", "note"),
    [
        ((0, 0), (1, 1), "no single MAP"),
        ((0, 0), (0.5, 0.5), "no single MAP"),
        ((7, 3), (0.5, 0.5), "the prior has no finite top"),
        ((0, 5), (1, 3), "data 0.000, prior 0.000"),
    ],
)
def test_the_price_says_why_there_is_none(flips: tuple[int, int], prior: tuple[float, float], note: str) -> None:
    heads, tails = map(str, flips)
    app = lesson(heads=heads, tails=tails, a=f"{prior[0]}", b=f"{prior[1]}")
    assert of(app, "Given up at the MAP")[0] == note
    assert (figure(app, "Given up at the MAP") == "none") == ("no " in note)
    assert "blue too if it has a finite one" in words(app)


def test_the_pointer_reads_minus_infinity_where_the_data_are_impossible() -> None:
    assert "datum.exact_data < 0 ? '−∞' : '∞'" in json.dumps(coin.spec(), ensure_ascii=False)
    counts = Counts(7, 3)
    for prior, sign in ((Beta(10, 10), -1), (Beta(0.5, 0.5), 1)):
        rows = from_bytes(coin.rows(counts, prior, coin.frame(counts, prior, zoom=False))["curve"]).to_pylist()
        for end in (rows[0], rows[-1]):
            assert end["theta"] in (0, 1) and end["exact_data"] < -1e300 and end["exact_both"] < -1e300
            assert sign * end["exact_belief"] > 1e300


def test_rings_touch_unless_the_intercept_is_penalized() -> None:
    app = lesson(scene="weights", sigma="0.3")
    assert "At the MAP a ring of the data touches one of the prior" in words(app)
    app.checkbox(key="intercept").check().run()
    assert "at the MAP they need not touch" in words(app) and "ring of the data touches" not in words(app)
    for intercept in (False, True):
        w = map_fit("gaussian", 0.3, intercept).weights
        turn = abs(w[0] * _slope(w)[1] - w[1] * _slope(w)[0]) / np.linalg.norm(w) / np.linalg.norm(_slope(w))
        assert (turn > 0.01) == intercept, "the sine of the angle between the two rings"
    assert "it is there that the data and the prior meet" in words(app)


def _slope(w: np.ndarray) -> np.ndarray:
    """The gradient of the NLL whose intercept is at its best, by central differences."""

    def nll(at: np.ndarray) -> float:
        return float(profile_nll(at[:1], at[1:], problem())[0])

    return np.array([nll(w + step) - nll(w - step) for step in 1e-3 * np.eye(2)]) / 2e-3


def test_a_laplace_prior_has_no_weight_decay() -> None:
    app = lesson(scene="converter", prior="laplace", sigma="1")
    note, help_ = of(app, "weight_decay")
    assert (figure(app, "weight_decay"), note) == ("none", "it is L2 only")
    assert "For a Gaussian prior: 1/(σ²N), twice λ (mean NLL)" in help_
    assert "One prior, several ways to write it" in words(app)
    plane = lesson(scene="weights", prior="laplace", sigma="1")
    assert figure(plane, "Exact zeros") == "0 of 2", "a wide Laplace prior sets no weight to 0"
    assert "keeps weights at exactly 0 once the prior is narrow enough" in words(app)


def test_a_small_weight_is_not_shown_as_0() -> None:
    app = lesson(scene="weights", sigma="0.001")
    assert figure(app, "Exact zeros") == "0 of 2"
    shown = figure(app, "MAP ŵ")[1:-1].split(", ")
    assert [number(part) for part in shown] == pytest.approx(map_fit("gaussian", 0.001).weights, rel=5e-3)


def test_one_example_is_one() -> None:
    assert "with 1 example and" in words(lesson(scene="converter", n_examples="1"))
    assert "with 2 examples and" in words(lesson(scene="converter", n_examples="2"))


def test_a_tiny_mass_is_not_0() -> None:
    app = lesson(scene="logit", heads="700", tails="300")
    app.slider(key="interval").set_value((0.1, 0.2)).run()
    assert figure(app, "Mass, over θ") == figure(app, "Mass, over logit θ") == "below 10⁻¹²"


def test_the_peaks_are_named_with_the_digits_of_the_figures() -> None:
    tables = logit.rows(Beta(0.5, 1000), 0.0, 0.1, 6)
    labels = [row["label"] for row in from_bytes(tables["logit_mark"]).to_pylist() if row["kind"] == "own"]
    assert labels == ["peak at θ = 0.000500"]


def test_the_claims_hold_at_every_setting() -> None:
    app = lesson(heads="0", tails="0", a="1", b="1")
    said = words(app)
    assert figure(app, "MAP θ̂") == "every θ"
    assert "both are highest at the same θ" in said and ": one top" not in said
    assert "can rest only where the gradient" in said and "for a convex loss, such as this one" in said
    assert "A prior that is 0 there never yields" in said
    assert "if it lies inside (0, 1)" in words(lesson(scene="logit", heads="0", tails="0", a="1", b="1"))
    assert "with the full batch they rest where that sum is 0" in words(lesson(scene="race"))


@pytest.mark.parametrize("scene", [scene.slug for scene in course.lesson("map-estimation").scenes])
def test_no_words_speak_of_another_scene_as_above_or_below(scene: str) -> None:
    assert not re.search(r"(race|chart|table|plane|optimizers|curves?) (above|below)", words(lesson(scene=scene)))
