"""Lesson 4's next word without a browser: trained against counted, the planted sentence, and texts of all kinds."""

import numpy as np
import pytest

from core.data import corpus as course_text
from core.language import counted
from core.language.counted import STOPS
from pages._kit.stepper import MOST_STOPS
from tests.pages.training_is_mle.test_page import PARIS, SLOW_MOTION, next_word, number, shown, words
from tests.support.app import figure


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


def test_a_text_in_another_alphabet_is_counted() -> None:
    app = next_word()
    app.button_group(key="lm_text").set_value("yours").run()
    app.text_area(key="lm_own").set_value("Зима пришла. Зима ушла.").run()
    assert figure(app, "P(пришла | context)") == "0.500"
