"""Lesson 2's guess of the peak without a browser: what is hidden, the verdict on the guess, and links."""

import pytest

from pages.likelihood import painting
from tests.pages.likelihood.test_page import likelihood, note_of, words
from tests.support.app import figure


def test_the_peak_is_hidden_until_a_guess() -> None:
    app = likelihood()
    assert (figure(app, "MLE θ̂"), note_of(app, "MLE θ̂")) == ("hidden", "until your guess")
    app.slider(key="theta").set_value(0.62).run()
    app.button(key="reveal").click().run()
    assert figure(app, "MLE θ̂") == "0.700"
    app.toggle(key="paint").set_value(True).run()
    assert figure(app, "MLE θ̂") == "hidden"


@pytest.mark.parametrize(
    ("theta", "said"),
    [
        (0.5, "**The peak is at 0.700**, 0.20 from your 0.500, where these flips are 0.439 times as probable."),
        (0.7, "**That is the peak.** No θ makes these flips more probable."),
        (0.0, "**The peak is at 0.700**, 0.70 from your 0.000, where these flips cannot happen."),
    ],
)
def test_a_verdict_stands_where_the_guess_was_asked_for(theta: float, said: str) -> None:
    app = likelihood()
    app.slider(key="theta").set_value(theta).run()
    assert painting.ASK in words(app) and "The peak is at" not in words(app)
    asked = app.button(key="reveal").label
    app.button(key="reveal").click().run()
    assert said in words(app) and painting.ASK not in words(app)
    # The button stays where it was pressed, and says the guess; no other comes under the pointer.
    assert (app.button(key="reveal").label, app.button(key="reveal").disabled) == (asked, True)
    app.slider(key="theta").set_value(0.9).run()
    assert said in words(app) and app.button(key="reveal").label == asked
    app.toggle(key="paint").set_value(True).run()
    assert said not in words(app) and not app.button(key="reveal").disabled


def test_the_verdict_is_about_the_flips_that_are_shown() -> None:
    app = likelihood()
    app.button(key="reveal").click().run()
    app.number_input(key="heads").set_value(3).run()
    assert "That is the peak." in words(app)
    app.number_input(key="heads").set_value(0).run()
    app.number_input(key="tails").set_value(0).run()
    assert "Without flips no θ is higher than another" in words(app)


def test_a_link_says_whether_the_curve_is_hidden() -> None:
    assert figure(likelihood(heads="7", paint="true"), "MLE θ̂") == "hidden"
    assert figure(likelihood(heads="7"), "MLE θ̂") == "0.700"
    assert figure(likelihood(paint="maybe"), "MLE θ̂") == "0.700"


def test_a_theta_between_two_stops_is_the_one_that_the_slider_writes() -> None:
    """The browser writes 0.0625 as 0.063; the ring and the figures must not say 0.062."""
    app = likelihood(theta="0.0625", paint="true")
    assert app.button(key="reveal").label == "Peak at θ = 0.063"
