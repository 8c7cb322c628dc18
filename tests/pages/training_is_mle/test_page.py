"""Lesson 4 without a browser: figures, rates, texts of all kinds, forged addresses, and the worked examples."""

import numpy as np
import pytest
from scipy.special import expit
from streamlit.testing.v1 import AppTest

from core.data import corpus as course_text
from core.language import counted
from core.language.counted import STOPS
from core.likelihood import ascent
from core.likelihood.counts import Counts
from tests.support.app import ROOT, figure, open_lesson, run_example

PARIS = "the capital of france is"
CLIMB = {"θ now", "Mean log-likelihood", "Slope", "Steps to θ̂ ± 0.001"}


def lesson(**query: str | list[str]) -> AppTest:
    app = open_lesson("4_training-is-mle.py", **query)
    assert not app.exception and not app.error
    return app


def number(text: str) -> float:
    return float(text.split()[0].replace(",", ""))


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info])


def shown(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


def test_trained_equals_counted_and_the_loss_is_just_above_the_floor() -> None:
    app = lesson(context=PARIS)
    assert number(figure(app, "P(paris | context)")) == pytest.approx(17 / 20, abs=1e-3)
    assert figure(app, "Count MLE") == "0.850"
    loss, floor = number(figure(app, "Cross-entropy")), number(figure(app, "Entropy floor"))
    assert floor <= loss < floor + 1e-3
    assert floor == pytest.approx(counted.entropy_floor(counted.count(course_text.text(), 5)), abs=5e-5)
    assert number(figure(app, "Perplexity")) == pytest.approx(np.exp(loss), abs=1e-3)
    app.toggle(key="lm_planted").set_value(True).run()
    assert number(figure(app, "P(paris | context)")) == pytest.approx(17 / 60, abs=1e-3)
    assert number(figure(app, "Cross-entropy")) >= number(figure(app, "Entropy floor"))
    assert "frequency, not truth" in words(app)
    app.selectbox(key="context").set_value("the coin landed on").run()
    assert figure(app, "P(heads | context)") == "0.700"


def test_training_starts_from_equal_probabilities_and_the_stepper_walks_the_stops() -> None:
    app = lesson(context=PARIS, lm_steps="0")
    assert "Untrained" in words(app)
    start = number(figure(app, "Cross-entropy"))
    app.button(key="lm_next").click().run()
    assert app.select_slider(key="lm_steps").value == STOPS[1]
    assert number(figure(app, "Cross-entropy")) < start
    app.button(key="lm_back").click().run()
    assert app.select_slider(key="lm_steps").value == 0


def test_the_embedding_has_the_same_floor() -> None:
    app = lesson()
    floor = figure(app, "Entropy floor")
    app.button_group(key="lm_model").set_value("embedding").run()
    assert figure(app, "Entropy floor") == floor
    assert number(figure(app, "Cross-entropy")) > number(floor)
    assert "may be out of reach" in words(app)


def test_newton_and_gradient_ascent_walk_step_by_step() -> None:
    app = lesson(method="newton", heads="7", tails="3")
    assert figure(app, "Steps to θ̂ ± 0.001") == "22 / 2"
    assert figure(app, "θ now") == "0.500"
    for theta in ("0.690", "0.700"):
        app.button(key="ascent_next").click().run()
        assert figure(app, "θ now") == theta
    app.button_group(key="method").set_value("gradient").run()
    gradient, _ = ascent.race(Counts(7, 3), 1.0)
    assert figure(app, "θ now") == f"{gradient.theta[2]:.3f}"
    app.button(key="ascent_back").click().run()
    app.button(key="ascent_back").click().run()
    assert figure(app, "θ now") == "0.500"


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


def test_the_fine_print_on_the_embedding_and_on_new_text() -> None:
    app = lesson()
    assert "its loss is not convex" in words(app)
    assert "on average at least as high, and mostly higher" in words(app)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("hello", "P(hello | context)"),
        ("東京は大きい。東京は遠い。", "P(東 | context)"),
    ],
)
def test_any_text_is_trained_on_or_refused_with_a_sentence(text: str, label: str) -> None:
    app = lesson()
    app.button_group(key="lm_text").set_value("yours").run()
    assert "nothing to read" in words(app)
    app.text_area(key="lm_own").set_value("?! … 🙂").run()
    assert "only marks" in words(app)
    assert "Cross-entropy" not in shown(app) and set(shown(app)) >= CLIMB
    app.text_area(key="lm_own").set_value(text).run()
    app.selectbox(key="own_context").set_value(counted.START).run()
    assert not app.exception
    assert figure(app, "Count MLE") == figure(app, label) == "1.000"
    app.button_group(key="lm_text").set_value("the course’s").run()
    # The start of a sentence is a context of the course's text too, but the choice was made for the other text.
    assert "P(paris | context)" in shown(app) and app.selectbox(key="context").value == PARIS


def test_a_long_text_trains_and_is_too_large_for_an_embedding() -> None:
    rng = np.random.default_rng(0)
    text = " ".join(f"w{i}" for i in rng.integers(0, 300, 600))
    app = lesson()
    app.button_group(key="lm_text").set_value("yours").run()
    app.text_area(key="lm_own").set_value(text).run()
    assert number(figure(app, "Cross-entropy")) >= number(figure(app, "Entropy floor"))
    app.button_group(key="lm_model").set_value("embedding").run()
    assert "take the table" in words(app) and not app.exception


def test_slow_motion_walks_five_frames_and_autograd_agrees() -> None:
    app = lesson(context=PARIS)
    assert number(figure(app, "autograd − (p − y)")) < 1e-12
    assert number(figure(app, "NLL of this batch")) == pytest.approx(np.log(47), abs=1e-3)
    for title in ("Softmax.", "−log p.", "Gradient.", "Update."):
        app.button(key="slow_next").click().run()
        assert f"**{title}**" in words(app)
    first = number(figure(app, "NLL after the step"))
    app.button_group(key="slow_number").set_value(2).run()
    assert number(figure(app, "NLL of this batch")) == first


@pytest.mark.parametrize(
    "query",
    [
        {"lr": "0.01", "method": "sgd", "lm_steps": "37"},
        {"lr": ["1e9", "nan"], "lm_steps": "inf", "context": "x" * 5000},
    ],
    ids=["wrong options", "no numbers"],
)
def test_a_forged_link_gives_the_defaults(query: dict[str, str | list[str]]) -> None:
    assert shown(lesson(**query)) == shown(lesson(nothing="1"))


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
def test_the_worked_examples_reach_the_figures(heads: str, tails: str, lr: str, steps: int) -> None:
    app = lesson(heads=heads, tails=tails, lr=lr, context=PARIS, lm_steps="50")
    app.slider(key="ascent_step").set_value(steps).run()
    found = run_example(app)
    assert all(len(block.value.splitlines()) <= 20 for block in app.code if "import numpy" in block.value)
    gradient, newton = ascent.race(Counts(int(heads), int(tails)), float(lr))
    assert found["theta_gradient"] == pytest.approx(gradient.theta[steps], abs=1e-12)
    assert found["theta_newton"] == pytest.approx(newton.theta[steps], abs=1e-12)
    assert found["probability"][0] == pytest.approx(number(figure(app, "P(paris | context)")), abs=5e-4)


def test_the_projector_shows_the_coin_alone() -> None:
    app = lesson(present="1", lr="20")
    assert set(shown(app)) == CLIMB
    assert not app.expander and not any("import" in block.value for block in app.code)


def test_at_a_rate_of_20_gradient_ascent_never_arrives() -> None:
    assert figure(lesson(lr="20"), "Steps to θ̂ ± 0.001") == "none / 2"


def test_a_text_in_another_alphabet_is_counted() -> None:
    app = lesson()
    app.button_group(key="lm_text").set_value("yours").run()
    app.text_area(key="lm_own").set_value("Зима пришла. Зима ушла.").run()
    assert figure(app, "P(пришла | context)") == "0.500"
