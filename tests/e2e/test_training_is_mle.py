"""Lesson 4 in a browser: both climbs, the language model as it trains, slow motion, and a pasted text."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.app import number
from tests.support.lesson import Lesson

CLIMB = re.compile("^Left: the mean log-likelihood")
NEXT_WORD = re.compile("^Left: for each next word")
ROWS = re.compile("^Left: a row for each kind of observation")
READINGS = re.compile("^Left: gray bars of the readings")
SLOW_MOTION = re.compile("^A row for each next word")
PARIS = "P(paris | context)"


def test_the_climb_walks_and_the_address_follows(lesson: Lesson) -> None:
    lesson.open("training-is-mle?heads=7&tails=3&method=newton&lr=1")
    chart = lesson.chart(CLIMB)
    chart.get_by_text("Gradient", exact=True).last.wait_for()
    chart.get_by_text("Newton", exact=True).last.wait_for()
    walked = [lesson.metric("θ now")]
    for step in (1, 2):
        lesson.slider("Steps taken").press("ArrowRight")
        lesson.expect_metric_changed("θ now", walked[-1])
        lesson.page.wait_for_url(re.compile(f"ascent_step={step}"))
        walked.append(lesson.metric("θ now"))
        chart.get_by_text(f"θ = {walked[-1]}").last.wait_for()
    lesson.page.get_by_role("radiogroup", name="Method").get_by_text("Gradient ascent").click()
    lesson.expect_metric_changed("θ now", walked[2])
    expect(lesson.page).not_to_have_url(re.compile("method=newton"))
    lesson.button("Back").click()
    lesson.expect_metric("θ now", walked[0])
    expect(lesson.page).not_to_have_url(re.compile("ascent_step"))
    lesson.button("Play").click()
    lesson.page.wait_for_url(re.compile("ascent_step=[2-9]"))
    lesson.button("Pause").click()
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.expect_no_error()


@pytest.mark.sweep
def test_a_false_sentence_moves_the_prediction_and_a_pasted_text_trains(lesson: Lesson) -> None:
    lesson.open("training-is-mle?scene=next-word&context=the+capital+of+france+is")
    paris = lesson.metric(PARIS)
    lesson.page.get_by_text("Plant a false sentence").click()
    lesson.expect_metric_changed(PARIS, paris)
    lesson.page.wait_for_url(re.compile("planted=true"))
    lesson.chart(NEXT_WORD).get_by_text(f"{lesson.settled_metric('Count MLE')}, ").wait_for()
    lesson.page.get_by_role("radio", name="Slow motion").click()
    lesson.page.get_by_text("Frame 1 / 5").wait_for()
    lesson.button("Next").click()
    lesson.page.get_by_text("Frame 2 / 5").wait_for()
    lesson.chart(SLOW_MOTION).get_by_text("lyon").wait_for()
    lesson.page.get_by_role("radio", name="Your own").click()
    field = lesson.page.get_by_label("Paste a text")
    field.fill("Зима пришла. Зима ушла.")
    field.press("Control+Enter")
    lesson.page.get_by_text("Read as 2 sentences").wait_for()
    lesson.page.get_by_role("radio", name="Next word").click()
    lesson.expect_metric("P(пришла | context)", re.compile(r"^0\.\d+$"))
    lesson.expect_no_error()


def test_play_trains_and_pause_stops_it(lesson: Lesson) -> None:
    lesson.open("training-is-mle?lm_steps=0")
    untrained = number(lesson.metric(PARIS))
    lesson.button("Play").click()
    lesson.page.wait_for_url(re.compile(r"lm_steps=[3-9]"))
    lesson.button("Pause").click()
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.wait_until_idle()
    assert number(lesson.metric(PARIS)) > 10 * untrained
    lesson.expect_no_error()


@pytest.mark.sweep
def test_training_shrinks_the_kl_of_a_coin_to_nothing_and_of_a_wrong_model_to_a_floor(lesson: Lesson) -> None:
    lesson.open("training-is-mle?scene=kl&theta=0")
    lesson.expect_metric("KL", "∞ nats")
    lesson.chart(ROWS).get_by_text("∞", exact=True).first.wait_for()
    lesson.slider("θ, probability of heads").press("End")
    lesson.slider("θ, probability of heads").press("ArrowLeft")
    lesson.page.wait_for_url(re.compile(r"theta=0\.999"))
    lesson.slider("Steps trained").press("End")
    lesson.expect_metric("KL", "0.0000 nats")
    lesson.page.get_by_role("radio", name="Light", exact=True).click()
    lesson.expect_metric("KL", "0.864 nats")
    lesson.page.wait_for_url(re.compile(r"nearest=newcomb.*kl_steps=2000|kl_steps=2000.*nearest=newcomb"))
    lesson.chart(READINGS).get_by_text("n = 6,600, sd 0.131").first.wait_for()
    expect(lesson.chart(ROWS)).to_have_count(0)
    lesson.button("Play").click()
    lesson.page.wait_for_url(re.compile(r"kl_steps=([1-9]|13)(&|$)"))
    lesson.button("Pause").click()
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.expect_no_error()
