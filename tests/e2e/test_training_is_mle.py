"""Lesson 4 in a browser: both climbs, the language model as it trains, and a pasted text."""

import re

from playwright.sync_api import expect

from tests.support.lesson import Lesson

CLIMB = re.compile("^Left: the mean log-likelihood")
NEXT_WORD = re.compile("^Left: for each next word")
SLOW_MOTION = re.compile("^A row for each next word")
PARIS = "P(paris | context)"


def press(lesson: Lesson, button: str) -> None:
    """Press a button by its key ("ascent_next", "lm_play"): the page has three steppers with the same names."""
    lesson.page.locator(f".st-key-{button}").get_by_role("button").click()


def test_the_climb_walks_and_the_language_model_stays(lesson: Lesson) -> None:
    lesson.open("training-is-mle?heads=7&tails=3&method=newton&lr=1")
    chart = lesson.chart(CLIMB)
    chart.get_by_text("gradient", exact=True).wait_for()
    chart.get_by_text("Newton", exact=True).wait_for()
    loss = lesson.metric("Cross-entropy")
    walked = [lesson.metric("θ now")]
    for _ in range(2):
        press(lesson, "ascent_next")
        lesson.expect_metric_changed("θ now", walked[-1])
        walked.append(lesson.metric("θ now"))
        chart.get_by_text(f"θ = {walked[-1]}").wait_for()
    press(lesson, "ascent_back")
    lesson.expect_metric("θ now", walked[1])
    lesson.page.get_by_role("radiogroup", name="Method").get_by_text("gradient").click()
    lesson.expect_metric_changed("θ now", walked[1])
    expect(lesson.page).not_to_have_url(re.compile("method=newton"))
    assert lesson.metric("Cross-entropy") == loss
    lesson.expect_no_error()


def test_a_false_sentence_moves_the_prediction_and_a_pasted_text_trains(lesson: Lesson) -> None:
    lesson.open("training-is-mle?context=the+capital+of+france+is")
    theta, paris = lesson.metric("θ now"), lesson.metric(PARIS)
    lesson.page.get_by_text("Plant a false sentence").click()
    lesson.expect_metric_changed(PARIS, paris)
    lesson.chart(NEXT_WORD).get_by_text(f"{lesson.settled_metric('Count MLE')}, ").wait_for()
    press(lesson, "slow_next")
    lesson.page.get_by_text("Frame 2 / 5").wait_for()
    lesson.chart(SLOW_MOTION).get_by_text("lyon").wait_for()
    lesson.page.get_by_role("radio", name="yours").click()
    field = lesson.page.get_by_label("Paste a text")
    field.fill("Зима пришла. Зима ушла.")
    field.press("Control+Enter")
    lesson.expect_metric("P(пришла | context)", re.compile(r"^0\.\d+$"))
    lesson.expect_metric("θ now", theta)
    lesson.expect_no_error()


def test_play_trains_and_pause_stops_it(lesson: Lesson) -> None:
    lesson.open("training-is-mle?lm_steps=0")
    theta, untrained = lesson.metric("θ now"), float(lesson.metric(PARIS))
    press(lesson, "lm_play")
    lesson.page.wait_for_url(re.compile(r"lm_steps=[3-9]"))
    lesson.button("Pause").click()
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.wait_until_idle()
    assert float(lesson.metric(PARIS)) > 10 * untrained
    lesson.expect_metric("θ now", theta)
    lesson.expect_no_error()
