"""Lesson 4 without a browser: the figures of each scene, rates, texts of all kinds, forged addresses, examples."""

import numpy as np
import pytest
from scipy.special import expit
from streamlit.testing.v1 import AppTest

from core.data import corpus as course_text
from core.language import counted
from core.language.counted import STOPS
from core.likelihood import ascent
from core.likelihood.counts import Counts
from pages._kit.stepper import MOST_STOPS
from tests.support.app import ROOT, figure, open_lesson, run_example

PARIS = "the capital of france is"
CLIMB = {"θ now", "Mean log-likelihood", "Slope", "Steps to θ̂ ± 0.001"}


NEXT_WORD = {"Count MLE", "Cross-entropy", "Entropy floor", "Perplexity"}
SLOW_MOTION = {"NLL of this batch", "NLL after the step", "autograd − (p − y)"}


def lesson(**query: str | list[str]) -> AppTest:
    app = open_lesson("4_training-is-mle.py", **query)
    assert not app.exception and not app.error
    return app


def next_word(**query: str | list[str]) -> AppTest:
    return lesson(scene="next-word", **query)


def slow_motion(**query: str | list[str]) -> AppTest:
    return lesson(scene="slow-motion", **query)


def go_to(app: AppTest, scene: str) -> AppTest:
    return app.button_group(key="_scene").set_value(scene).run()


def number(text: str) -> float:
    return float(text.split()[0].replace(",", ""))


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info])


def shown(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


@pytest.mark.parametrize(
    ("scene", "figures"),
    [
        (
            "climb",
            {
                "θ now": "0.500", "Mean log-likelihood": "−0.6931 nats", "Slope": "0.200",
                "Steps to θ̂ ± 0.001": "22 / 2",
            },
        ),
        (
            "next-word",
            {
                "P(paris | context)": "0.850", "Count MLE": "0.850", "Cross-entropy": "0.4015 nats",
                "Entropy floor": "0.4010 nats", "Perplexity": "1.494",
            },
        ),
        (
            "slow-motion",
            {"NLL of this batch": "3.850 nats", "NLL after the step": "2.477 nats", "autograd − (p − y)": "0"},
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("present", ["0", "1"])
def test_a_scene_shows_its_own_figures_alone(scene: str, figures: dict[str, str], present: str) -> None:
    app = lesson(scene=scene, present=present)
    assert shown(app) == figures
    assert len(app.get("vega_lite_chart")) == 1


def test_keys_open_the_first_scene_that_has_them_all() -> None:
    assert shown(lesson(lm_steps="0")).keys() > NEXT_WORD
    assert shown(lesson(context=PARIS)).keys() > NEXT_WORD
    assert set(shown(lesson(slow_frame="2", context=PARIS))) == SLOW_MOTION
    assert set(shown(lesson(lr="20"))) == set(shown(lesson(scene="nowhere"))) == CLIMB


def test_what_was_chosen_stands_when_the_learner_comes_back_to_a_scene() -> None:
    app = lesson(method="newton", ascent_step="2")
    go_to(app, "next-word").select_slider(key="lm_steps").set_value(50).run()
    app.toggle(key="planted").set_value(True).run()
    app.selectbox(key="context").set_value("the coin landed on").run()
    go_to(app, "slow-motion")
    assert app.toggle(key="planted").value and app.selectbox(key="context").value == "the coin landed on"
    assert figure(go_to(app, "climb"), "θ now") == "0.700"
    assert go_to(app, "next-word").select_slider(key="lm_steps").value == 50


def test_scenes_with_one_text_have_it_together() -> None:
    app = next_word()
    app.button_group(key="lm_text").set_value("yours").run()
    app.text_area(key="lm_own").set_value("u v. u w. u w.").run()
    app.selectbox(key="own_context").set_value("u").run()
    assert "every word that follows “u”: 3 in all" in words(go_to(app, "slow-motion"))
    assert app.text_area(key="lm_own").value == "u v. u w. u w."
    app.text_area(key="lm_own").set_value("").run()
    assert "nothing to read" in words(app) and not shown(app) and not app.get("vega_lite_chart")
    # The fields keep their place above the text, where the next ones will be.
    assert app.selectbox(key="no_context").disabled and app.slider(key="slow_frame").disabled
    # The strip is that of a scene without steps.
    assert app.button(key="back") and app.button(key="next")
    app.button(key="back").click().run()
    assert "nothing to read" in words(app) and app.button_group(key="_scene").value == "next-word"
    assert app.selectbox(key="no_context").disabled and app.select_slider(key="lm_steps").disabled
    app.text_area(key="lm_own").set_value("u v.").run()
    assert not app.select_slider(key="lm_steps").disabled and len(app.get("vega_lite_chart")) == 1


def test_without_a_text_nothing_stands_under_the_stage_that_speaks_of_one() -> None:
    for scene in ("next-word", "slow-motion"):
        app = lesson(scene=scene)
        app.button_group(key="lm_text").set_value("yours").run()
        assert "How to read" not in words(app)
        headings = {heading.value for heading in [*app.header, *app.subheader]}
        assert headings == {"The analogy", "Key insight", "Predict first"}


def test_the_slope_at_the_top_is_0_and_not_what_rounding_leaves() -> None:
    assert figure(lesson(ascent_step="40", method="newton"), "Slope") == "0"
    assert number(figure(lesson(ascent_step="40"), "Slope")) > 0


def test_the_switch_names_the_false_sentence_that_it_plants() -> None:
    app = next_word()
    assert course_text.FALSE_SENTENCE in app.toggle(key="planted").label
    assert f"{course_text.PLANTED} times" in app.toggle(key="planted").label
    app.toggle(key="planted").set_value(True).run()
    assert f"“{course_text.FALSE_SENTENCE}” now stands there {course_text.PLANTED + 1} times" in words(app)


def test_trained_equals_counted_and_the_loss_is_just_above_the_floor() -> None:
    app = next_word(context=PARIS)
    assert number(figure(app, "P(paris | context)")) == pytest.approx(17 / 20, abs=1e-3)
    assert figure(app, "Count MLE") == "0.850"
    loss, floor = number(figure(app, "Cross-entropy")), number(figure(app, "Entropy floor"))
    assert floor <= loss < floor + 1e-3
    assert floor == pytest.approx(counted.entropy_floor(counted.count(course_text.text(), 5)), abs=5e-5)
    assert number(figure(app, "Perplexity")) == pytest.approx(np.exp(loss), abs=1e-3)
    app.toggle(key="planted").set_value(True).run()
    assert number(figure(app, "P(paris | context)")) == pytest.approx(17 / 60, abs=1e-3)
    assert number(figure(app, "Cross-entropy")) >= number(figure(app, "Entropy floor"))
    assert "frequency, not truth" in words(app)
    app.selectbox(key="context").set_value("the coin landed on").run()
    assert figure(app, "P(heads | context)") == "0.700"


def test_training_starts_from_equal_probabilities_and_the_stepper_walks_the_stops() -> None:
    app = next_word(context=PARIS, lm_steps="0")
    assert "Untrained" in words(app)
    start = number(figure(app, "Cross-entropy"))
    app.button(key="next").click().run()
    assert app.select_slider(key="lm_steps").value == STOPS[3]
    assert number(figure(app, "Cross-entropy")) < start
    app.button(key="back").click().run()
    assert app.select_slider(key="lm_steps").value == 0
    for _ in range(MOST_STOPS - 1):
        app.button(key="next").click().run()
    assert app.select_slider(key="lm_steps").value == STOPS[-1]
    app.button(key="next").click().run()
    assert set(shown(app)) == SLOW_MOTION


def test_the_embedding_has_the_same_floor() -> None:
    app = next_word()
    floor = figure(app, "Entropy floor")
    app.button_group(key="logits").set_value("embedding").run()
    assert figure(app, "Entropy floor") == floor
    assert number(figure(app, "Cross-entropy")) > number(floor)
    assert "may be out of reach" in words(app)


def test_newton_and_gradient_ascent_walk_step_by_step() -> None:
    app = lesson(method="newton", heads="7", tails="3")
    assert figure(app, "Steps to θ̂ ± 0.001") == "22 / 2"
    assert figure(app, "θ now") == "0.500"
    for step, theta in ((1, "0.690"), (2, "0.700")):
        app.slider(key="ascent_step").set_value(step).run()
        assert figure(app, "θ now") == theta
    app.button_group(key="method").set_value("gradient").run()
    gradient, _ = ascent.race(Counts(7, 3), 1.0)
    assert figure(app, "θ now") == f"{gradient.theta[2]:.3f}"
    app.button(key="back").click().run()
    assert figure(app, "θ now") == "0.500"


def test_keys_take_the_climb_in_at_most_twelve_stops_and_end_in_the_next_scene() -> None:
    app, seen = lesson(), [0]
    while "θ now" in shown(app):
        app.button(key="next").click().run()
        seen += [app.slider(key="ascent_step").value] if "θ now" in shown(app) else []
    assert seen[-1] == ascent.STEPS and len(seen) == MOST_STOPS
    assert shown(app).keys() > NEXT_WORD


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
    app = next_word()
    app.button_group(key="lm_text").set_value("yours").run()
    assert "nothing to read" in words(app)
    app.text_area(key="lm_own").set_value("?! … 🙂").run()
    assert "only marks" in words(app)
    assert "Cross-entropy" not in shown(app)
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
    app = next_word()
    app.button_group(key="lm_text").set_value("yours").run()
    app.text_area(key="lm_own").set_value(text).run()
    assert number(figure(app, "Cross-entropy")) >= number(figure(app, "Entropy floor"))
    app.button_group(key="logits").set_value("embedding").run()
    assert "take the table" in words(app) and not app.exception


def test_slow_motion_walks_five_frames_and_autograd_agrees() -> None:
    app = slow_motion(context=PARIS)
    assert number(figure(app, "autograd − (p − y)")) < 1e-12
    assert number(figure(app, "NLL of this batch")) == pytest.approx(np.log(47), abs=1e-3)
    for title in ("Softmax.", "−log p.", "Gradient.", "Update."):
        app.button(key="next").click().run()
        assert f"**{title}**" in words(app)
    first = number(figure(app, "NLL after the step"))
    app.button_group(key="gradient_step").set_value(2).run()
    assert number(figure(app, "NLL of this batch")) == first


@pytest.mark.parametrize("scene", ["climb", "next-word", "slow-motion"])
@pytest.mark.parametrize(
    "query",
    [
        {
            "lr": "0.01", "method": "sgd", "ascent_step": "41", "lm_steps": "37", "planted": "perhaps",
            "logits": "network", "slow_frame": "6", "gradient_step": "3",
        },
        {"lr": ["1e9", "nan"], "ascent_step": "inf", "lm_steps": "inf", "context": "x" * 5000, "slow_frame": "-inf"},
        {"ascent_step": ["nan", "-1"], "slow_frame": "nan", "gradient_step": "", "logits": "", "planted": ["0", "x"]},
        dict.fromkeys(("ascent_step", "slow_frame", "gradient_step", "planted", "logits"), "x" * 5000),
    ],
    ids=["wrong options", "no numbers", "twice, or empty", "long"],
)  # fmt: skip
def test_a_forged_link_gives_the_defaults(scene: str, query: dict[str, str | list[str]]) -> None:
    assert shown(lesson(scene=scene, **query)) == shown(lesson(scene=scene))


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
def test_the_climbs_script_is_that_of_the_method_and_reaches_its_figure(
    heads: str, tails: str, lr: str, steps: int
) -> None:
    app = lesson(heads=heads, tails=tails, lr=lr, ascent_step=str(steps))
    gradient, newton = ascent.race(Counts(int(heads), int(tails)), float(lr))
    found = run_example(app)
    assert found["theta_gradient"] == pytest.approx(gradient.theta[steps], abs=1e-12)
    assert "theta_newton" not in found and "The coin by gradient ascent" in words(app)
    found = run_example(app.button_group(key="method").set_value("newton").run())
    assert found["theta_newton"] == pytest.approx(newton.theta[steps], abs=1e-12)
    assert "theta_gradient" not in found and "The coin by Newton’s method" in words(app)


@pytest.mark.parametrize(("number_of_step", "frame"), [("1", "1"), ("20", "5")])
def test_the_scripts_of_the_table_reach_the_figures(number_of_step: str, frame: str) -> None:
    app = next_word(context=PARIS, lm_steps="50")
    found = run_example(app)
    assert found["probability"][0] == pytest.approx(number(figure(app, "P(paris | context)")), abs=5e-4)
    app = slow_motion(context=PARIS, gradient_step=number_of_step, slow_frame=frame)
    found = run_example(app)
    # The loss of the script's last step is that of the step on the stage.
    assert found["steps"] == int(number_of_step)
    assert found["loss"].item() == pytest.approx(number(figure(app, "NLL of this batch")), abs=5e-4)


@pytest.mark.parametrize("scene", ["climb", "next-word", "slow-motion"])
def test_the_projector_has_no_words(scene: str) -> None:
    app = lesson(present="1", scene=scene)
    assert not app.expander and not any("import" in block.value for block in app.code)
    assert "How to read this" not in words(app) and not any(line.startswith("**") for line in words(app).split("\n"))


def test_at_a_rate_of_20_gradient_ascent_never_arrives() -> None:
    assert figure(lesson(lr="20"), "Steps to θ̂ ± 0.001") == "none / 2"


def test_a_text_in_another_alphabet_is_counted() -> None:
    app = next_word()
    app.button_group(key="lm_text").set_value("yours").run()
    app.text_area(key="lm_own").set_value("Зима пришла. Зима ушла.").run()
    assert figure(app, "P(пришла | context)") == "0.500"
