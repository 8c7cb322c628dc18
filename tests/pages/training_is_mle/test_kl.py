"""The scene "kl" of lesson 4 without a browser: figures that add up, three models, extremes, sentences, links."""

from decimal import Decimal

import numpy as np
import pytest
from scipy.special import rel_entr
from scipy.stats import entropy, norm
from streamlit.testing.v1 import AppTest

from core.data import newcomb
from core.losses.nearest import STOPS
from pages._kit.reading import KEY
from tests.support.app import figure, number, open_lesson, run_example

THREE = ("Cross-entropy", "Entropy floor", "KL")


def scene(*, unfold: tuple[str, ...] = ("worked_example", "fine_print"), **query: str | list[str]) -> AppTest:
    app = open_lesson("4_training-is-mle.py", unfold=unfold, **{"scene": "kl", **query})
    assert not app.exception and not app.error
    return app


def shown(app: AppTest) -> list[Decimal]:
    return [Decimal(figure(app, label).removesuffix(" nats").replace(",", "")) for label in THREE]


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info])


@pytest.mark.parametrize("present", ["0", "1"])
@pytest.mark.parametrize(
    ("nearest", "fourth"), [("coin", "θ now"), ("next-word", "P(paris | context)"), ("newcomb", "μ, σ now")]
)
def test_the_scene_shows_its_own_figures_alone(nearest: str, fourth: str, present: str) -> None:
    app = scene(nearest=nearest, present=present)
    assert [metric.label for metric in app.metric] == [*THREE, fourth]
    assert len(app.get("vega_lite_chart")) == 1


@pytest.mark.parametrize("nearest", ["coin", "next-word", "newcomb"])
def test_at_each_stop_the_third_figure_is_the_difference_of_the_first_two(nearest: str) -> None:
    app, kls, floors = scene(nearest=nearest), [], []
    for steps in STOPS:
        app.select_slider(key="kl_steps").set_value(steps).run()
        whole, floor, kl = shown(app)
        assert whole - floor == kl
        kls.append(kl)
        floors.append(round(floor, 3))
    assert kls == sorted(kls, reverse=True) and len(set(floors)) == 1
    # A right model comes to the data, a wrong one to a floor above 0.
    assert kls[-1] == Decimal("0.864") if nearest == "newcomb" else 0 <= kls[-1] < Decimal("0.001")


@pytest.mark.parametrize(("heads", "tails", "theta"), [(7, 3, 0.5), (1, 9, 0.999), (178_079, 172_678, 0.3)])
def test_the_coins_figures_are_scipys(heads: int, tails: int, theta: float) -> None:
    app = scene(heads=str(heads), tails=str(tails), theta=str(theta))
    share = np.array([heads, tails]) / (heads + tails)
    kl = float(rel_entr(share, [theta, 1 - theta]).sum())
    wanted = (entropy(share) + kl, entropy(share), kl)
    assert [float(value) for value in shown(app)] == pytest.approx(wanted, abs=6e-5)
    assert figure(app, "θ now") == f"{theta:.3f}"


def test_the_readings_figures_are_scipys() -> None:
    app = scene(nearest="newcomb", kl_mu="20", kl_sigma="12.5")
    value, times = np.unique(newcomb.READINGS, return_counts=True)
    q = norm.cdf(value + 0.5, 20, 12.5) - norm.cdf(value - 0.5, 20, 12.5)
    share = times / times.sum()
    wanted = (-share @ np.log(q), entropy(share), rel_entr(share, q).sum())
    assert [float(each) for each in shown(app)] == pytest.approx(wanted, abs=6e-4)
    assert figure(app, "μ, σ now") == "20.00, 12.50"


def test_any_start_of_the_gaussian_ends_at_the_nearest_and_its_posterior_narrows_there() -> None:
    for mu, sigma in (("0", "5"), ("50", "30")):
        app = scene(nearest="newcomb", kl_mu=mu, kl_sigma=sigma, kl_steps="2000")
        assert figure(app, "μ, σ now") == "26.21, 10.66"
    said = words(app)
    assert "not at the truth: at μ = 26.21 and σ = 10.66 ns it leaves a KL of 0.864 nats" in said
    assert "66, 660 and 6,600 in all, the sd of μ would be 1.31, 0.415 and 0.131 ns, and the KL the same" in said
    # The bar of 2 sd after 6,600 readings leaves out their median.
    assert abs(np.median(newcomb.READINGS) - np.mean(newcomb.READINGS)) > 2 * 0.131
    assert "leaves out even the median of the readings, 27 ns" in said


def test_keys_walk_twelve_stops_and_end_in_the_next_lesson() -> None:
    app, seen = scene(), [0]
    for _ in range(11):
        app.button(key="next").click().run()
        seen.append(app.select_slider(key="kl_steps").value)
    assert tuple(seen) == STOPS
    assert app.button(key="next").label == "Next lesson"
    app.button(key="back").click().run()
    assert app.select_slider(key="kl_steps").value == STOPS[-2]


@pytest.mark.parametrize(
    ("query", "three", "says"),
    [
        ({"heads": "0", "tails": "0"}, ["none"] * 3, "nothing to measure and nothing to train"),
        ({"theta": "0"}, ["∞ nats", "0.6109 nats", "∞ nats"], "heads never come, and they came"),
        ({"theta": "1", "kl_steps": "2000"}, ["∞ nats", "0.6109 nats", "∞ nats"], "tails never come, and they came"),
        ({"heads": "10", "tails": "0", "theta": "0"}, ["∞ nats", "0.0000 nats", "∞ nats"], "no step helps"),
        ({"heads": "10", "tails": "0", "theta": "1"}, ["0.0000 nats"] * 3, "nothing is left to shrink"),
        ({"heads": "0", "tails": "10", "theta": "0"}, ["0.0000 nats"] * 3, "nothing is left to shrink"),
        ({"heads": "1000000", "tails": "0"}, ["0.6931 nats", "0.0000 nats", "0.6931 nats"], "and never arrives"),
        ({"heads": "1000000", "tails": "1000000"}, ["0.6931 nats", "0.6931 nats", "0.0000 nats"], "at θ̂ = 0.500"),
    ],
    ids=str,
)
def test_extremes_have_a_right_answer_and_a_sentence(query: dict[str, str], three: list[str], says: str) -> None:
    app = scene(**query)
    assert [figure(app, label) for label in THREE] == three
    assert says in words(app)
    assert "nan" not in " ".join(str(metric.value) for metric in app.metric).lower()


def test_a_million_to_one_is_not_written_as_certain() -> None:
    app = scene(heads="1000000", tails="1", kl_steps="2000")
    assert figure(app, "θ now") == "0.999" and number(figure(app, "KL")) > 0
    assert "at θ̂ = 1 − 1.0\u202f×\u202f10⁻⁶, the share of heads" in words(app)


def test_without_flips_or_steps_nothing_false_is_said() -> None:
    assert "nothing came" in words(scene(unfold=(KEY,), heads="0", tails="0")).lower()
    app = scene(nearest="next-word")
    assert "Untrained, each of the 47 words has probability 1/47" in words(app)
    app.select_slider(key="kl_steps").set_value(50).run()
    assert "Untrained" not in words(app) and figure(app, "P(paris | context)") == "0.840"


def test_the_next_words_floor_is_that_of_its_own_scene_and_the_text_is_shared() -> None:
    app = scene(nearest="next-word", kl_steps="2000", planted="true")
    floor = figure(app, "Entropy floor")
    app.button_group(key="_scene").set_value("next-word").run()
    assert figure(app, "Entropy floor") == floor and app.toggle(key="planted").value
    app.button_group(key="lm_text").set_value("yours").run()
    app.text_area(key="lm_own").set_value("a b. a b.").run()
    app.button_group(key="_scene").set_value("kl").run()
    assert shown(app)[1] == 0 and "all 6 words of this text, ends of sentences included" in words(app)
    app.text_area(key="lm_own").set_value("").run()
    assert "nothing to read" in words(app) and not app.metric and not app.get("vega_lite_chart")
    assert app.selectbox(key="no_context").disabled and app.select_slider(key="kl_steps").disabled
    assert app.button(key="back") and app.button(key="next")
    app.text_area(key="lm_own").set_value("u v.").run()
    assert len(app.get("vega_lite_chart")) == 1


def test_another_model_keeps_the_steps_and_the_flips() -> None:
    app = scene(heads="3", tails="1", theta="0.2", kl_steps="8")
    app.button_group(key="nearest_named").set_value("newcomb").run()
    assert app.select_slider(key="kl_steps").value == 8 and figure(app, "μ, σ now")
    app.button_group(key="nearest_named").set_value("coin").run()
    assert app.number_input(key="heads").value == 3 and app.slider(key="theta").value == 0.2


@pytest.mark.parametrize(
    "query",
    [
        {"nearest": "light", "kl_steps": "7", "theta": "1.5", "kl_mu": "51", "kl_sigma": "4"},
        {"nearest": ["coin", "coin"], "kl_steps": "inf", "kl_mu": "nan", "kl_sigma": "-inf", "context": "x" * 5000},
        dict.fromkeys(("nearest", "kl_steps", "theta", "kl_mu", "kl_sigma", "planted"), "x" * 5000),
    ],
    ids=["wrong", "no numbers", "long"],
)
def test_a_forged_link_gives_the_defaults(query: dict[str, str | list[str]]) -> None:
    app, usual = scene(**query), scene()
    assert [figure(app, label) for label in THREE] == [figure(usual, label) for label in THREE]
    light = scene(nearest="newcomb", kl_mu="51", kl_sigma="nan")
    assert figure(light, "μ, σ now") == "0.00, 10.00"


def test_keys_of_the_scene_open_it() -> None:
    app = open_lesson("4_training-is-mle.py", nearest="newcomb", kl_steps="50")
    assert figure(app, "KL") and app.button_group(key="_scene").value == "kl"


@pytest.mark.parametrize(
    "query", [{"kl_steps": "8"}, {"theta": "0"}, {"nearest": "newcomb", "kl_steps": "13"}], ids=str
)
def test_the_worked_example_ends_in_the_figures(query: dict[str, str]) -> None:
    app = scene(**query)
    found = run_example(app)
    for label, name in zip(THREE, ("cross_entropy", "entropy", "kl"), strict=True):
        assert found[name] == pytest.approx(number(figure(app, label)), abs=6e-4)


def test_the_fine_print_says_what_a_wrong_models_width_is() -> None:
    said = words(scene())
    assert "for log σ of 66 such readings it is 0.087, while estimates would scatter by 0.328" in said
    assert "White 1982" in said and "Kleijn & van der Vaart 2012" in said


def test_the_projector_has_no_words() -> None:
    for nearest in ("coin", "newcomb"):
        app = scene(nearest=nearest, present="1")
        assert not app.expander and "How to read this" not in words(app) and "A wrong model" not in words(app)
