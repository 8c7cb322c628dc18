"""A question of the course asked in a room: every one of them, its answers, and what the room met."""

import math

import pytest

from pages._kit import questions
from pages._kit.room.activities import forecast
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round
from tests.support.app import figure
from tests.support.played import PlayedRoom, labels

NAMES = list(questions.every())


def _round(name: str, heads: int = 7, tails: int = 3) -> Round:
    return Round(1, 1, 1, "forecast", {"question": name, "heads": heads, "tails": tails}, "open")


@pytest.mark.parametrize("name", NAMES)
def test_every_question_can_be_asked_and_answered(name: str) -> None:
    now = _round(name)
    asked = forecast.asked_in(now)
    options = len(asked.options)
    sure = [1.0 if place == asked.right else 0.0 for place in range(options)]
    assert forecast.check(now, sure) == sure
    assert asked.options[asked.right].text in forecast.told(now, sure)
    assert "100 %" in forecast.told(now, sure)
    assert "0 nats" in forecast.outcome(now, sure) or "0.000 nats" in forecast.outcome(now, sure)
    assert asked.options[asked.right].text in forecast.outcome(now, None)


@pytest.mark.parametrize(
    "value",
    [
        None, 1, "0.5", {}, [], [1.0], [0.5, 0.5, 0.0, 0.0, 0.0], [0.5, 0.6, 0.1], [1.5, -0.5, 0.0],
        [math.nan, 0.5, 0.5], [math.inf, 0.0, 0.0], ["0.5", "0.25", "0.25"], [[1.0], [0.0], [0.0]],
    ],
    ids=str,
)  # fmt: skip
def test_anything_that_is_no_forecast_is_refused_in_one_sentence(value: object) -> None:
    name = next(name for name in NAMES if len(forecast.asked_in(_round(name)).options) == 3)
    with pytest.raises(RefusedError, match=r"^The answer must be 3 probabilities that sum to 100 %\.$"):
        forecast.check(_round(name), value)


def test_misconceptions_are_those_behind_wrong_favorites_by_how_many_met_them() -> None:
    now = _round("detective.broken-window")
    asked = forecast.asked_in(now)
    wrong = [place for place, option in enumerate(asked.options) if place != asked.right and option.misconception]
    options = len(asked.options)

    def sure(place: int) -> list[float]:
        return [0.8 if each == place else 0.2 / (options - 1) for each in range(options)]

    answers = [sure(wrong[0])] * 3 + [sure(wrong[-1])] * 2 + [sure(asked.right)] * 4 + [[1 / options] * options]
    met = forecast.met(now, Answers(now, dict(enumerate(answers))))
    assert met == [(asked.options[wrong[0]].misconception, 3), (asked.options[wrong[-1]].misconception, 2)]


QUESTION = "detective.broken-window"
SINCE = "Since the round before"


def _given(p: float) -> list[float]:
    """A forecast that gives the right option ``p``."""
    asked = forecast.asked_in(_round(QUESTION))
    rest = (1 - p) / (len(asked.options) - 1)
    return [p if place == asked.right else rest for place in range(len(asked.options))]


def test_people_have_moved_since_the_last_take_that_enough_of_them_answered() -> None:
    room = PlayedRoom(4)
    for take, answers in enumerate(([0.2, 0.3, 0.4, 0.5], [0.9], [0.5, 0.5, 0.5, 0.1])):
        room.ask("forecast", _round(QUESTION).setting, again=take > 0)
        room.answer([_given(p) for p in answers])
    room.set_state("revealed")
    app = room.stage("1_detective.py")
    assert not app.exception
    assert figure(app, SINCE) == "3 better, 1 worse"


def test_the_overview_draws_it_too_and_the_bar_sends_nobody_elsewhere() -> None:
    room = PlayedRoom(3)
    room.ask("forecast", _round(QUESTION).setting)
    room.answer([_given(0.5)] * 3)
    room.set_state("revealed")
    app = room.stage("0_overview.py")
    assert not app.exception
    assert "Room's NLL" in labels(app)
    assert "is drawn in" not in " ".join(each.proto.body for each in app.get("html"))


def test_fewer_than_three_people_in_both_takes_show_no_move() -> None:
    room = PlayedRoom(6)
    everybody = room.members
    for take, members in enumerate((everybody[:4], everybody[2:])):
        room.ask("forecast", _round(QUESTION).setting, again=take > 0)
        room.members = members
        room.answer([_given(0.5)] * 4)
    room.set_state("revealed")
    app = room.stage("1_detective.py")
    assert not app.exception
    assert SINCE not in labels(app) and "Guessing" in labels(app)


def test_where_all_gave_the_right_option_nothing_there_is_no_mean_of_the_others() -> None:
    room = PlayedRoom(3)
    room.ask("forecast", _round(QUESTION).setting)
    room.answer([_given(0.0)] * 3)
    room.set_state("revealed")
    app = room.stage("1_detective.py")
    assert not app.exception
    (nll,) = (metric for metric in app.metric if metric.label == "Room's NLL")
    assert (nll.value, nll.delta) == ("∞ nats", "3 gave 0 %")
