"""The figures on the presenter's stage are those of the exported rows, computed without the course's mathematics."""

import json
import math
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import log_loss

from pages._kit.room import export
from pages._kit.room.activities import forecast
from tests.support.app import figure, number
from tests.support.played import PlayedRoom

RNG = random.Random(18)
PEOPLE = 23
BROKEN_WINDOW = {"question": "detective.broken-window", "heads": 7, "tails": 3}


@pytest.fixture
def played() -> Iterator[PlayedRoom]:
    """A room that has tossed, stated its priors and given forecasts of one question in two rounds."""
    room = PlayedRoom(PEOPLE)
    room.ask("toss", {"coin": "pocket"})
    room.answer([{"heads": RNG.randint(2, 9)} for _ in range(PEOPLE)])
    room.ask("prior", {})
    room.answer([{"mean": RNG.randint(10, 90) / 100, "strength": RNG.choice((2, 5, 20, 100))} for _ in range(PEOPLE)])
    room.set_state("revealed")
    return room


def rows(room: PlayedRoom, activity: str) -> list[list[Any]]:
    """The exported rows of the last series of an activity."""
    series = json.loads(export.archive(room.host))["series"]
    found: list[list[Any]] = [each["rows"] for each in series if each["activity"] == activity][-1]
    return found


def counted(room: PlayedRoom) -> tuple[int, int]:
    heads = sum(row[0]["heads"] for row in rows(room, "toss"))
    return heads, 10 * PEOPLE - heads


def test_the_likelihood_of_the_room_is_that_of_the_exported_tosses(played: PlayedRoom) -> None:
    played.ask("toss", {"coin": "pocket"})
    played.answer([{"heads": RNG.randint(2, 9)} for _ in range(PEOPLE)])
    heads, tails = counted(played)
    app = played.stage("3_log-likelihood.py")
    best = heads / (heads + tails)
    assert number(figure(app, "Room's MLE θ̂")) == pytest.approx(best, abs=5e-4)
    sum_of_phones = sum(stats.bernoulli(best).logpmf([1] * row[0]["heads"] + [0] * (10 - row[0]["heads"])).sum()
                        for row in rows(played, "toss"))  # fmt: skip
    assert number(figure(app, "ℓ(θ̂)")) == pytest.approx(sum_of_phones, abs=0.051)
    app = played.stage("5_bayesian-inference.py", a="3", b="2")
    assert number(figure(app, "Room's posterior mean")) == pytest.approx((3 + heads) / (5 + heads + tails), abs=5e-4)


def test_the_mixture_posterior_is_that_of_the_exported_priors_and_tosses(played: PlayedRoom) -> None:
    heads, tails = counted(played)
    app = played.stage("5_bayesian-inference.py")
    priors = [row[0] for row in rows(played, "prior")]
    assert number(figure(app, "Room's prior mean")) == pytest.approx(
        np.mean([each["mean"] for each in priors]), abs=5e-4
    )
    while number(figure(app, "Tosses used")) < heads + tails:
        app.button(key="next").click().run()
    # By quadrature: the mean of θ under prior × likelihood, the prior being the mean of all densities.
    theta = (np.arange(400_000) + 0.5) / 400_000
    prior = np.mean([stats.beta.pdf(theta, each["a"], each["b"]) for each in priors], axis=0)
    joint = prior * np.exp(stats.binom.logpmf(heads, heads + tails, theta))
    assert number(figure(app, "Room's posterior mean")) == pytest.approx((theta * joint).sum() / joint.sum(), abs=6e-4)


def test_the_nll_and_jensens_gap_are_those_of_the_exported_forecasts(played: PlayedRoom) -> None:
    asked = forecast.asked_in(played.ask("forecast", BROKEN_WINDOW))
    options = len(asked.options)

    def forecasts() -> list[list[float]]:
        return [list(RNG.choices([0.05, 0.1, 0.3, 1.0], k=options)) for _ in range(PEOPLE)]

    for again in (False, True):
        if again:
            played.ask("forecast", BROKEN_WINDOW, again=True)
        played.answer([[each / math.fsum(row) for each in row] for row in forecasts()])
        played.set_state("revealed")
        given = np.array([row[-1] for row in rows(played, "forecast")])
        app = played.stage("1_detective.py")
        mean_nll = log_loss([asked.right] * PEOPLE, given, labels=range(options))
        of_mean = log_loss([asked.right], [given.mean(axis=0)], labels=range(options))
        assert number(figure(app, "Room's NLL")) == pytest.approx(mean_nll, abs=6e-4)
        assert number(figure(app, "NLL of the mean forecast")) == pytest.approx(of_mean, abs=6e-4)
        assert number(figure(app, "Jensen gap")) == pytest.approx(mean_nll - of_mean, abs=6e-4)
    first, second = np.array(rows(played, "forecast")).transpose(1, 0, 2)[:, :, asked.right]
    better, worse = int((second > first).sum()), int((second < first).sum())
    assert figure(app, "Since the round before") == f"{better} better, {worse} worse"
