"""A question of the course asked in a room: every one of them, its answers, and what the room met."""

import math

import pytest

from pages._kit import questions
from pages._kit.room.activities import forecast
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round

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
