"""Lesson 4 without a browser: the figures of each scene, what scenes share, slow motion, forged addresses, examples."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.support.app import figure, open_lesson, run_example

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


def test_the_fine_print_on_the_embedding_and_on_new_text() -> None:
    app = lesson()
    assert "its loss is not convex" in words(app)
    assert "on average at least as high, and mostly higher" in words(app)


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
