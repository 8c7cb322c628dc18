"""The activity of priors: which answers are taken, what they mean, and the tosses that they meet."""

import base64
import itertools
import math
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.belief.beta import Beta
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.pooled import pooled
from pages._kit.room import tosses
from pages._kit.room.activities import named, prior, sketch, toss
from pages._kit.room.activities.activity import Shown
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round
from pages._kit.stepper import MOST_STOPS

NOW = Round(1, 1, 1, "prior", {}, "open")


@pytest.mark.parametrize(
    "value",
    [
        None, 1, [0.5, 10], {}, {"mean": 0.5}, {"mean": 0.5, "strength": 10, "a": 5}, {"mean": 0, "strength": 10},
        {"mean": 1.0, "strength": 10}, {"mean": math.nan, "strength": 10}, {"mean": "0.5", "strength": 10},
        {"mean": True, "strength": 10}, {"mean": 0.5, "strength": 1.9}, {"mean": 0.5, "strength": 201},
        {"mean": 0.5, "strength": math.inf}, {"mean": 0.5, "strength": None},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_prior_is_refused(value: object) -> None:
    with pytest.raises(RefusedError):
        prior.check(NOW, value)


def test_an_answer_is_kept_with_the_beta_that_it_means() -> None:
    kept = prior.check(NOW, {"mean": 0.25, "strength": 40})
    assert kept == {"mean": 0.25, "strength": 40, "a": 10, "b": 30}
    assert prior.beliefs(Answers(NOW, {3: kept})) == [Beta(10, 30)]
    assert prior.told(NOW, kept) == "mean 0.25, worth 40 flips"


@pytest.mark.parametrize("mean", [prior.LEAST_MEAN, 0.5, prior.MOST_MEAN])
@pytest.mark.parametrize("strength", [prior.STRENGTHS[0], prior.STRENGTHS[-1]])
def test_a_and_b_stay_within_the_limits_of_the_course(mean: float, strength: float) -> None:
    kept = prior.check(NOW, {"mean": mean, "strength": strength})
    assert min(kept["a"], kept["b"]) >= 0.5 and max(kept["a"], kept["b"]) <= 1000
    if mean * strength >= 0.5 and (1 - mean) * strength >= 0.5:
        assert (kept["a"], kept["b"]) == pytest.approx((mean * strength, (1 - mean) * strength), abs=0.005)


def test_the_words_and_the_picture_follow_the_belief() -> None:
    assert prior.in_words(Beta(30, 10)) == "As if you had seen about **40 flips**, most likely near 0.76."
    assert "every P(heads)" in prior.in_words(Beta(1, 1))
    assert prior.in_words(Beta(0.5, 3)).endswith("near 0.")
    assert prior.in_words(Beta(3, 0.5)).endswith("near 1.")
    assert prior.in_words(Beta(0.5, 0.5)).endswith("near 0 or near 1.")
    for belief in (Beta(0.5, 0.5), Beta(1, 1), Beta(2, 198), Beta(0.5, 199)):
        drawn = drawing(prior.picture(belief))
        numbers = [float(each) for each in re.findall(r"-?\d+\.\d+", drawn.partition("points=")[2].partition('"/')[0])]
        assert len(numbers) > 100 and all(map(math.isfinite, numbers)) and "nan" not in drawn


def drawing(html: str) -> str:
    """The SVG in an image."""
    found = re.search(r"base64,([^\"]+)", html)
    assert found
    return base64.b64decode(found[1]).decode()


def test_a_sketch_puts_the_ends_of_its_axes_at_its_edges() -> None:
    line = sketch.line(np.array([0.0, 1.0]), np.array([0.0, 2.0]), "both")
    drawn = drawing(sketch.picture(line, across=(0, 1), up=(0, 2), marks={0.0: "<0"}, title="x", alt='"'))
    assert f'points="{sketch.SIDE}.0,{sketch.HEIGHT}.0 {sketch.WIDTH - sketch.SIDE}.0,4.0"' in drawn
    assert "&lt;0" in drawn


@pytest.mark.parametrize(
    "counts",
    [Counts(0, 0), Counts(1, 0), Counts(7, 3), Counts(0, 40), Counts(300, 100), Counts(4000, 6000),
     Counts(178_079, 172_678), Counts(MAX_COUNT, MAX_COUNT)],
    ids=str,
)  # fmt: skip
def test_the_steps_go_from_no_toss_to_all_in_few_stops(counts: Counts) -> None:
    steps = tosses.stops(counts)
    assert steps[0] == Counts(0, 0) and steps[-1] == counts
    assert len(steps) <= MOST_STOPS
    for before, after in itertools.pairwise(steps):
        assert before.n < after.n and before.heads <= after.heads and before.tails <= after.tails


def test_ten_thousand_tosses_have_round_stops() -> None:
    assert [step.n for step in tosses.stops(Counts(300, 100))] == [0, 1, 2, 5, 10, 20, 50, 100, 200, 400]
    assert [step.n for step in tosses.stops(Counts(5000, 5000))] == [0, 1, 5, 10, 50, 100, 500, 1000, 5000, 10000]


def _take(number: int, series: int, heads: list[int]) -> Answers:
    now = Round(number, series, 1, "toss", {"coin": "pocket"}, "open")
    return Answers(now, {who: {"heads": each} for who, each in enumerate(heads)})


def test_the_tosses_are_those_of_the_last_coin_that_enough_people_tossed() -> None:
    rounds = [_take(1, 1, [10, 10, 10]), _take(2, 2, [1, 2, 3]), _take(3, 2, [4, 5, 6, 7]), _take(4, 3, [9, 9])]
    found = tosses.of_last_coin(Shown([_take(9, 9, [])], lambda name: rounds if name == "toss" else []))
    assert [take.round.id for take in found] == [2, 3]
    assert pooled(toss.all_counts(found)) == Counts(28, 42)
    assert not tosses.of_last_coin(Shown([_take(9, 9, [])], lambda _: rounds[-1:]))


def _steps(number: int, go: int | None) -> None:
    import streamlit as st

    from core.likelihood.counts import Counts
    from pages._kit.room.tosses import Tosses, stops

    found = Tosses(Counts(6, 4), stops(Counts(6, 4)), of_room=False, round=number)
    if go is not None:
        found.go(go)
    st.session_state["at"] = found.at()


def test_each_round_begins_before_the_first_toss() -> None:
    app = AppTest.from_function(_steps, args=(7, 3)).run()
    assert app.session_state["at"] == 3
    other = AppTest.from_function(_steps, args=(8, None))
    other.session_state[tosses.STEP] = app.session_state[tosses.STEP]
    assert other.run().session_state["at"] == 0


def test_two_lessons_draw_the_priors() -> None:
    assert named("prior").lessons == ("bayesian-inference", "map-estimation")
    assert not named("prior").live


def _phone(own: object, state: str) -> None:
    import streamlit as st

    from pages._kit.room.activities import prior
    from pages._kit.room.activities.activity import Asked
    from pages._kit.room.store.records import Round

    def send(value: object) -> None:
        st.session_state["sent"] = value

    prior.field(Asked(Round(7, 1, 1, "prior", {}, state), own, 1, send))  # type: ignore[arg-type]


def test_a_phone_sends_what_its_sliders_say() -> None:
    app = AppTest.from_function(_phone, args=(None, "open")).run()
    app.slider(key="mean_7").set_value(0.7).run()
    app.select_slider(key="strength_7").set_value(60).run()
    assert "60 flips" in app.markdown[0].value and "0.71" in app.markdown[0].value
    app.button(key="send").click().run()
    assert app.session_state["sent"] == {"mean": 0.7, "strength": 60}
    assert prior.check(NOW, app.session_state["sent"])["a"] == 42


def test_a_phone_that_comes_back_shows_its_answer_and_a_closed_round_takes_none() -> None:
    kept = prior.check(NOW, {"mean": 0.01, "strength": 2})
    app = AppTest.from_function(_phone, args=(kept, "closed")).run()
    assert (app.slider(key="mean_7").value, app.select_slider(key="strength_7").value) == (0.01, 2)
    assert app.button(key="send").disabled and app.slider(key="mean_7").disabled
