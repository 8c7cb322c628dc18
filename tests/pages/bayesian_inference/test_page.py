"""Lesson 5 without a browser: figures, modes at an end, more priors, families, forged links, worked example."""

import subprocess
import sys

import pytest
from scipy.stats import beta
from streamlit.testing.v1 import AppTest

from core.belief.beta import Beta
from pages._kit import course
from pages._kit.charts.base import from_bytes
from pages.bayesian_inference.charts import priors
from tests.support.app import ROOT, figure, number, open_lesson, run_example

DEFAULT = {"heads": "7", "tails": "3", "a": "10", "b": "10"}
UPDATE = {"Posterior", "MLE θ̂", "MAP θ̂", "Posterior mean", "Credible interval", "P(next is heads)"}


def lesson(**query: str | list[str]) -> AppTest:
    app = open_lesson("5_bayesian-inference.py", **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info])


def note(app: AppTest, label: str) -> str:
    return next(metric.delta for metric in app.metric if metric.label == label)


def labels(app: AppTest) -> set[str]:
    return {metric.label for metric in app.metric}


def show(app: AppTest, **shown: str) -> None:
    assert not app.exception
    names = {"posterior": "Posterior", "mle": "MLE θ̂", "map_": "MAP θ̂", "mean": "Posterior mean"}
    assert {key: figure(app, names[key]) for key in shown} == shown


def test_the_figures_of_the_default_address() -> None:
    app = lesson(**DEFAULT)
    show(app, posterior="Beta(17, 13)", mle="0.700", map_="0.571", mean="0.567")
    assert figure(app, "P(next is heads)") == "0.567"
    low, high = beta(17, 13).interval(0.95)
    assert figure(app, "Credible interval") == f"{low:.3f} to {high:.3f}"
    app.button_group(key="interval_kind").set_value("highest-density").run()
    assert note(app, "Credible interval") == f"equal tails: {low:.3f} to {high:.3f}"
    assert figure(app, "Credible interval") == "0.392 to 0.738"
    app.slider(key="level").set_value(0.5).run()
    low, high = beta(17, 13).interval(0.5)
    assert note(app, "Credible interval") == f"equal tails: {low:.3f} to {high:.3f}"
    app.button(key="preset_thousand").click().run()
    show(app, posterior="Beta(710, 310)", mle="0.700", map_="0.696", mean="0.696")


@pytest.mark.parametrize(("heads", "tails"), [(7, 3), (4, 0), (0, 0), (178_079, 172_678)])
def test_a_prior_is_worth_a_and_b_in_the_mean_and_one_less_each_in_the_map(heads: int, tails: int) -> None:
    app = lesson(heads=str(heads), tails=str(tails), a="1", b="1")
    assert figure(app, "MAP θ̂") == figure(app, "MLE θ̂")
    assert float(figure(app, "Posterior mean")) == pytest.approx((heads + 1) / (heads + tails + 2), abs=5e-4)
    said = words(app)
    assert "*mean* it counts like a heads and b tails" in said and "(MAP) like a − 1 and b − 1" in said
    assert "acts like flips seen before" not in said
    assert "Mode, mean and MLE may be three different numbers" in said
    app.button_group(key="prior_by").set_value("mean").run()
    assert "In the MAP it counts as a + b − 2" in app.number_input(key="prior_strength").help
    app.button_group(key="prior_by").set_value("a and b").run()
    app.number_input(key="a").set_value(3.0).run()
    app.number_input(key="b").set_value(2.0).run()
    assert float(figure(app, "MAP θ̂")) == pytest.approx((heads + 2) / (heads + tails + 3), abs=5e-4)


def test_a_flat_prior_is_called_flat_in_theta_only() -> None:
    app = lesson(heads="0", tails="0", a="1", b="1")
    said = words(app)
    assert "The density is flat in θ" in said and "In logit θ it would not be flat" in said
    assert "its density is θ(1 − θ), not flat: 0.25 at θ = 0.5, 0.09 at θ = 0.1" in said
    assert "no θ is better than another" not in said
    assert "Beta(1, 1): flat in θ" in from_bytes(priors.rows()["words0"])["long"].to_pylist()
    mle = next(metric for metric in app.metric if metric.label == "MLE θ̂")
    assert "Without flips, every θ explains them equally well" in mle.help
    assert "every theta explains them equally well" in "".join(block.value for block in app.code)


@pytest.mark.parametrize(
    ("query", "mode", "says"),
    [
        ({"heads": "0", "tails": "0", "a": "0.5", "b": "0.5"}, "0 and 1", "both ends"),
        ({"heads": "0", "tails": "0", "a": "1", "b": "1"}, "every θ", "everywhere"),
        ({"heads": "0", "tails": "5", "a": "0.5", "b": "0.5"}, "0.000", "θ = 0"),
        ({"heads": "4", "tails": "0", "a": "1", "b": "1"}, "1.000", "θ = 1"),
        ({"heads": "0", "tails": "1000000", "a": "1", "b": "10"}, "0.000", "θ = 0"),
    ],
    ids=str,
)
def test_without_a_top_inside_the_page_says_where_the_mode_is(query: dict[str, str], mode: str, says: str) -> None:
    app = lesson(**query)
    show(app, map_=mode)
    assert f"**{says}**" in words(app)
    assert ("beyond all bounds" in words(app)) == (query["a"] == "0.5")
    assert ("the posterior is the prior" in words(app)) == (query["heads"] == query["tails"])


@pytest.mark.parametrize(
    ("heads", "tails", "a"), [("1000000", "0", "0.5"), ("0", "1", "1000"), ("1000000", "1000000", "0.5")]
)
def test_extremes_show_no_nan(heads: str, tails: str, a: str) -> None:
    app = lesson(heads=heads, tails=tails, a=a, b="0.5")
    text = " ".join([*(str(metric.value) for metric in app.metric), words(app)])
    assert not {"nan", "inf", "-0.000"} & set(text.lower().split())
    lower, upper = figure(app, "Credible interval").split(" to ")
    assert 0 <= float(lower) < float(upper) <= 1


def test_several_priors_and_the_closed_mind() -> None:
    app = lesson(scene="priors", **DEFAULT)
    apart = [number(figure(app, f"Apart after {n}")) for n in ("10", "1,000", "350,757")]
    assert apart[0] > 0.2 > apart[1] > apart[2] > 0
    assert 0.49 < float(figure(app, "Closed mind’s mean")) < 0.5
    assert len(app.metric) == 4 and "open minds end up together" in words(app)


def test_the_other_families() -> None:
    app = lesson(scene="families")
    assert labels(app) == {"Posterior of λ", "Mean of λ", "95 % interval of λ", "P(no death next)"}
    assert figure(app, "Posterior of λ") == "Gamma(142, 220)"
    assert figure(app, "Mean of λ") == "0.645"
    app.slider(key="rate_mean").set_value(0.1).run()
    app.slider(key="rate_worth").set_value(10).run()
    assert "highest at λ = 0" in words(app)
    assert "for the mean of λ, as if 1.00 deaths in 10 corps-years had been seen; for the MAP, 1 death fewer" in words(
        app
    )
    app.button_group(key="family").set_value("Light").run()
    assert labels(app) == {"Posterior of μ", "Mean of μ", "95 % interval of μ", "Next reading"}
    assert figure(app, "Mean of μ") == "24.34"
    app.slider(key="light_sd").set_value(10.0).run()
    assert float(figure(app, "Mean of μ")) > 26.0


def test_a_link_opens_the_other_family() -> None:
    app = lesson(family="Light", light_sd="10", light_mean="12")
    assert figure(app, "Mean of μ") == "25.97"
    forged = lesson(scene="families", family="' OR 1=1 --", rate_mean="nan", rate_worth="1e99")
    assert figure(forged, "Posterior of λ") == "Gamma(142, 220)"


@pytest.mark.parametrize(
    ("query", "has_top"),
    [(DEFAULT, True), ({"heads": "1000000", "tails": "0", "a": "0.5", "b": "0.5", "level": "0.8"}, False)],
    ids=["default", "million"],
)
def test_the_worked_example_reaches_the_figures(query: dict[str, str], has_top: bool) -> None:
    app = lesson(**query)
    found = run_example(app)
    assert figure(app, "Posterior") == str(Beta(found["posterior_a"], found["posterior_b"]))
    low, high = found["interval"]
    shown = [float(end) for end in figure(app, "Credible interval").split(" to ")]
    assert shown == pytest.approx([low, high], abs=6e-4 if has_top else 6e-9)
    assert float(figure(app, "P(next is heads)")) == pytest.approx(found["p_next"], abs=6e-4)
    assert float(figure(app, "MAP θ̂")) == pytest.approx(found["map_estimate"], abs=6e-4)
    assert found["on_grid"] == pytest.approx(found["posterior_mean"], rel=2e-3)


def test_the_worked_example_without_flips() -> None:
    found = run_example(lesson(heads="0", tails="0", a="0.5", b="0.5"))
    assert found["mle"] is None and found["map_estimate"] is None
    assert found["on_grid"] == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize(
    "query",
    [{"a": "0.49", "b": "1001", "level": "inf"}, {"a": ["abc", "nan"], "b": "x" * 5000, "level": ["0", "1e99"]}],
    ids=["range", "junk"],
)
def test_a_forged_link_gives_the_defaults(query: dict[str, str | list[str]]) -> None:
    forged = lesson(**query)
    show(forged, posterior="Beta(17, 13)")
    assert figure(forged, "Credible interval") == "0.389 to 0.736"


def test_the_lesson_does_not_import_scipy_stats() -> None:
    script = (
        "import sys; from core.belief import convergence, gamma_poisson, normal_normal; "
        "from pages.bayesian_inference import example; "
        "from pages.bayesian_inference.charts import coverage, families, flips, prior_shape, priors, update; "
        "priors.rows(); print([name for name in ('torch', 'scipy.stats') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("scene", [scene.slug for scene in course.lesson("bayesian-inference").scenes])
def test_the_projector_shows_the_scene_without_its_words(scene: str) -> None:
    page, projector = lesson(scene=scene, **DEFAULT), lesson(scene=scene, present="1", **DEFAULT)
    assert [(metric.label, metric.value) for metric in projector.metric] == [
        (metric.label, metric.value) for metric in page.metric
    ]
    assert len(projector.get("vega_lite_chart")) == 1
    assert "How to read this" in words(page) and "How to read this" not in words(projector)
    assert not projector.expander and not projector.code


def test_the_figures_of_the_update_stand_on_its_scene_alone() -> None:
    assert labels(lesson(**DEFAULT)) == UPDATE
    assert not UPDATE & labels(lesson(scene="priors")) and not UPDATE & labels(lesson(scene="families"))
