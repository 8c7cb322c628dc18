"""Lesson 2's page without a browser: figures, data sets, links and worked examples."""

import math

import pytest
from scipy import stats
from streamlit.testing.v1 import AppTest

from core.data import coins, horse_kicks, newcomb
from core.likelihood import coin, gaussian, poisson
from core.likelihood.counts import Counts
from pages._kit import course
from pages.likelihood.charts import surface
from pages.likelihood.curve import NAMED
from tests.support.app import figure, log10, number, open_lesson, run_example

FILE = "2_likelihood.py"


def likelihood(**query: str | list[str]) -> AppTest:
    app = open_lesson(FILE, **query)
    assert not app.exception
    return app


def note_of(app: AppTest, label: str) -> str:
    return str(next(metric for metric in app.metric if metric.label == label).delta)


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption])


def test_figures_of_seven_heads_and_three_tails() -> None:
    app = likelihood(heads="7", tails="3", theta="0.7")
    assert figure(app, "MLE θ̂") == "0.700"
    assert figure(app, "L(θ)") == "0.002224"
    assert figure(app, "L(θ) / L(θ̂)") == "1.000"
    assert figure(app, "Area under L(θ)") == "0.000758"
    area = next(metric for metric in app.metric if metric.label == "Area under L(θ)")
    assert "1/1320" in area.delta


def test_without_flips_every_theta_explains_the_data_equally_well() -> None:
    app = likelihood(heads="0", tails="0")
    assert figure(app, "L(θ)") == "1.000"
    assert figure(app, "MLE θ̂") == "every θ"
    assert figure(app, "Area under L(θ)") == "1.00"
    assert any("every θ explains the data equally well" in info.value for info in app.info)
    assert not any("equally likely" in info.value for info in app.info)


@pytest.mark.parametrize(
    ("heads", "tails", "note"),
    [
        (7, 3, "p = 120 × L(θ)"),
        (10, 0, "p = 1 × L(θ)"),
        (30, 30, "p = 118,264,581,564,861,424 × L(θ)"),
        (100, 1, "p = 101 × L(θ)"),
        (1, 100, "p = 101 × L(θ)"),
        (61, 0, "p = 1 × L(θ)"),
        (1_000_000, 1, "p = 1,000,001 × L(θ)"),
    ],
)
def test_the_number_of_orders(heads: int, tails: int, note: str) -> None:
    app = likelihood(heads=str(heads), tails=str(tails))
    assert note_of(app, "L(θ)") == note
    assert number(note) == math.comb(heads + tails, heads)


def test_the_likelihood_times_the_number_of_orders_is_the_binomial_probability() -> None:
    """At many flips, where the number of orders is written as a power of ten."""
    app = likelihood(heads="700", tails="300", theta="0.7")
    p = 10 ** (log10(note_of(app, "L(θ)")) + log10(figure(app, "L(θ)")))
    assert p == pytest.approx(stats.binom.pmf(700, 1000, 0.7), rel=5e-3)


@pytest.mark.parametrize("theta", ["0", "0.5", "0.999", "1"])
def test_a_million_heads_stay_finite(theta: str) -> None:
    app = likelihood(heads="1000000", tails="0", theta=theta)
    assert figure(app, "MLE θ̂") == "1.000"
    assert figure(app, "Area under L(θ)") == "1.00 × 10⁻⁶"
    shown = figure(app, "L(θ)")
    assert "nan" not in shown
    assert shown == {"0": "0", "1": "1.000"}.get(theta, shown)


def test_the_figures_follow_theta_at_counts_that_underflow() -> None:
    app = likelihood(data="bartos", theta="0.507")
    expected = float(coin.log_likelihood(0.507, coins.BARTOS.counts)) / math.log(10)
    assert log10(figure(app, "L(θ)")) == pytest.approx(expected, rel=0, abs=3e-4)


def test_a_named_coin_sets_the_shared_counts_until_they_are_changed() -> None:
    app = likelihood(data="kerrich")
    assert (app.number_input(key="heads").value, app.number_input(key="tails").value) == (5067, 4933)
    app.selectbox(key="data").set_value("bartos").run()
    assert app.number_input(key="heads").value == coins.BARTOS.counts.heads
    app.number_input(key="heads").set_value(5).run()
    assert app.selectbox(key="data").value == "coin"
    assert app.number_input(key="heads").value == 5
    assert not app.exception


def test_presets_set_the_counts() -> None:
    app = likelihood(theta="0.5")
    app.button(key="preset_thousand").click().run()
    assert (app.number_input(key="heads").value, app.number_input(key="tails").value) == (700, 300)
    assert figure(app, "MLE θ̂") == "0.700"


@pytest.mark.parametrize("view", ["known", "fitted"])
def test_newcombs_readings_have_their_unit(view: str) -> None:
    app = likelihood(data="newcomb", view=view)
    assert app.slider(key="mu").label == "μ, mean, ns from 24,800 ns"
    assert note_of(app, "MLE θ̂").endswith(" ns")
    assert ("10.66 ns." in words(app)) == (view == "known")
    surface_view = likelihood(data="newcomb", view="surface")
    assert [surface_view.slider(key=key).label for key in ("mu", "spread")] == ["μ, mean, ns from 24,800 ns", "σ, ns"]


def test_horse_kicks() -> None:
    app = likelihood(data="horse-kicks")
    assert figure(app, "MLE θ̂") == "0.610"
    app.slider(key="rate").set_value(0.61).run()
    assert number(figure(app, "L(θ) / L(θ̂)")) == pytest.approx(1.0)
    expected = float(poisson.log_likelihood(0.61, horse_kicks.HORSE_KICKS)) / math.log(10)
    assert log10(figure(app, "L(θ)")) == pytest.approx(expected, abs=3e-4)


@pytest.mark.parametrize(("view", "shown"), [("known", "26.212"), ("fitted", "26.212"), ("surface", "(26.21, 10.66)")])
def test_newcomb(view: str, shown: str) -> None:
    app = likelihood(data="newcomb", view=view)
    assert app.button_group(key="view").value == view
    assert figure(app, "MLE θ̂") == shown
    assert 0 < number(figure(app, "L(θ) / L(θ̂)")) < 1


DEFAULTS = {
    "coin": ("0.0009766", "0.4392", "0.700", "0.000758"),
    "kerrich": ("5.012 × 10⁻³⁰¹¹", "0.4075", "0.507", "1.54 × 10⁻³⁰¹²"),
    "bartos": ("4.186 × 10⁻¹⁰⁵⁵⁸⁹", "8.713 × 10⁻¹⁹", "0.508", "1.02 × 10⁻¹⁰⁵⁵⁷³"),
    "horse-kicks": ("6.365 × 10⁻⁹⁸", "2.064 × 10⁻⁸", "0.610", "4.271 × 10⁻⁹¹"),
    "newcomb": ("1.781 × 10⁻¹¹¹", "0.005806", "26.212", "1.009 × 10⁻¹⁰⁸"),
}
"""The figures that a fresh link shows for each data set."""


@pytest.mark.parametrize("data", DEFAULTS)
def test_the_scene_shows_its_figures(data: str) -> None:
    app = likelihood(scene="curve", data=data)
    assert tuple(figure(app, label) for label in ("L(θ)", "L(θ) / L(θ̂)", "MLE θ̂", "Area under L(θ)")) == DEFAULTS[data]
    assert "How to read this." in words(app)
    assert [app.button(key=key).label for key in ("back", "play", "next")] == ["Back", "Play", "Next"]


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ({"data": "horse-kicks", "rate": "0.61"}, {"rate": 0.61}),
        ({"data": "horse-kicks", "rate": "1.25"}, {"rate": 1.0}),
        ({"data": "newcomb", "mu": "25.1"}, {"mu": 25.1}),
        ({"data": "newcomb", "mu": "nan", "view": "unknown"}, {"mu": 22.0}),
        ({"data": "newcomb", "view": "surface", "mu": "25.1", "spread": "9"}, {"mu": 25.1, "spread": 9.0}),
        ({"data": "newcomb", "view": "surface", "mu": "x", "spread": "1e99"}, {"mu": 22.0, "spread": 12.7}),
    ],
)
def test_a_link_sets_the_parameters_and_a_hostile_one_leaves_them_at_their_defaults(
    query: dict[str, str], values: dict[str, float]
) -> None:
    app = likelihood(**query)
    of_lesson = course.lesson("likelihood").keys
    assert {slider.key: slider.value for slider in app.slider if slider.key in of_lesson} == values


@pytest.mark.parametrize(
    ("query", "key", "values"),
    [
        ({"theta": "0.52"}, "theta", [0.6, 0.7, 0.6]),
        ({"data": "horse-kicks", "rate": "0.52"}, "rate", [0.6, 0.7, 0.6]),
        ({"data": "newcomb", "mu": "25"}, "mu", [26.0, 27.6, 26.0]),
        ({"data": "newcomb", "view": "fitted", "mu": "25"}, "mu", [26.0, 27.6, 26.0]),
    ],
)
def test_the_strip_sweeps_the_parameter(query: dict[str, str], key: str, values: list[float]) -> None:
    app = likelihood(**query)
    for button, value in zip(("next", "next", "back"), values, strict=True):
        app.button(key=button).click().run()
        assert app.slider(key=key).value == pytest.approx(value)


def test_on_the_surface_the_strip_stays_inside_the_chart() -> None:
    app = likelihood(data="newcomb", view="surface", mu="34")
    (left, right), _ = surface.window(gaussian.moments(newcomb.readings()))
    app.button(key="back").click().run()
    assert left < app.slider(key="mu").value < right
    assert app.slider(key="spread").value == 12.7


def test_the_shared_flips_stay_in_the_address_beside_other_data() -> None:
    app = likelihood(data="newcomb", heads="9", theta="0.25")
    assert (app.number_input(key="heads").value, app.slider(key="theta").value) == (9, 0.25)
    assert not any(field.key == "tails" for field in app.number_input)


def test_newcombs_figure_is_the_gaussian_likelihood() -> None:
    app = likelihood(data="newcomb")
    app.slider(key="mu").set_value(26.2).run()
    best = gaussian.mle(newcomb.readings())
    expected = float(gaussian.log_likelihood(26.2, best.sigma, newcomb.readings())) / math.log(10)
    assert log10(figure(app, "L(θ)")) == pytest.approx(expected, abs=3e-4)


@pytest.mark.parametrize(
    ("heads", "tails", "theta"), [("7", "3", "0.7"), ("5067", "4933", "0.5"), ("0", "4", "0"), ("0", "0", "0.3")]
)
def test_the_worked_example_reaches_the_figures(heads: str, tails: str, theta: str) -> None:
    app = likelihood(heads=heads, tails=tails, theta=theta)
    found = run_example(app)
    counts = Counts(int(heads), int(tails))
    assert found["theta_hat"] == (None if counts.n == 0 else pytest.approx(coin.mle(counts)))
    assert ("on_grid" in found) == (0 < counts.n <= 1000)
    if "on_grid" in found:
        assert found["on_grid"] == pytest.approx(coin.mle(counts))
    if "L_theta" in found:
        assert found["L_theta"] == pytest.approx(math.exp(float(coin.log_likelihood(float(theta), counts))))
    else:
        assert found["log_L_theta"] == pytest.approx(float(coin.log_likelihood(float(theta), counts)))


@pytest.mark.parametrize(("data", "best"), [("horse-kicks", 0.61), ("newcomb", 26.2121)])
def test_the_worked_examples_of_other_families_find_the_mle(data: str, best: float) -> None:
    assert run_example(likelihood(data=data))["theta_hat"] == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize("name", NAMED)
def test_each_named_data_set_has_figures_a_source_and_a_worked_example(name: str) -> None:
    app = likelihood(data=name, theta="0.5")
    assert len(app.metric) == 4
    assert not any("nan" in metric.value for metric in app.metric)
    source = NAMED[name].item.source
    assert source and any(source.citation in caption.value for caption in app.caption)
    shown = log10(figure(app, "L(θ)"))
    assert run_example(app)["log_L_theta"] / math.log(10) == pytest.approx(shown, abs=3e-4)
