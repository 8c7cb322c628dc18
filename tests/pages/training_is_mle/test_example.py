"""The worked examples of lesson 4 at many settings: short, without guards, and with the page's figures."""

import contextlib
import io
import random
from typing import Any

import numpy as np
import pytest

from core.data import corpus as course_text
from core.language import counted
from core.language.counted import STOPS
from core.likelihood import ascent
from core.likelihood.counts import MAX_COUNT, Counts
from core.losses import kl, nearest
from core.training.language_model import train_table
from pages.training_is_mle.climb import RATES
from pages.training_is_mle.example import (
    coin_kl_code,
    gaussian_kl_code,
    gradient_code,
    language_code,
    newton_code,
    word_kl_code,
)

SEVEN_THREE = Counts(7, 3)


def run(code: str) -> dict[str, Any]:
    assert len(code.splitlines()) <= 20
    variables: dict[str, Any] = {}
    # A warning, such as of a division by zero, would confuse a learner who runs the script.
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="raise"):
        exec(compile(code, "worked example", "exec"), variables)
    return variables


def test_ordinary_numbers_have_no_guards() -> None:
    for code in (
        gradient_code(SEVEN_THREE, 1.0, 5),
        newton_code(SEVEN_THREE, 5),
        language_code("the coin landed on", ["heads", "tails"], [7.0, 3.0], 47, 50),
        coin_kl_code(SEVEN_THREE, 0.5, 8),
        word_kl_code("the coin landed on", ["heads", "tails"], [7.0, 3.0], 47, 50),
    ):
        assert not any(guard in code for guard in (" max(", " if ", "errstate", "while", "1e-"))
        run(code)


def odd_coins(n: int) -> list[tuple[Counts, float, int]]:
    draw = random.Random(4)
    found = []
    for _ in range(n):
        most = 10 ** draw.randint(0, 6)
        heads, tails = (draw.choice([0, 1, most, *(draw.randint(0, most) for _ in range(3))]) for _ in range(2))
        found.append((Counts(heads, tails), float(draw.choice(RATES)), draw.randint(0, ascent.STEPS)))
    return [*found, *((Counts(*ends), 20.0, ascent.STEPS) for ends in ((0, 0), (0, MAX_COUNT), (MAX_COUNT, 1)))]


def test_the_coins_scripts_reach_the_paths() -> None:
    for counts, rate, steps in odd_coins(60):
        gradient, newton = ascent.race(counts, rate)
        # From theta = 0.5 no step of Newton's method is damped, so its script needs no damping.
        assert not newton.halvings.any()
        found = run(gradient_code(counts, rate, steps))
        # Where the rate is too large the path is chaotic: each step enlarges the rounding of expit.
        close = 1e-12 if abs(ascent.contraction(counts, rate)) <= 1 else 1e-6
        assert found["theta_gradient"] == pytest.approx(gradient.theta[steps], abs=close)
        assert found["height"] == pytest.approx(gradient.height[steps], abs=close)
        assert run(newton_code(counts, steps))["theta_newton"] == pytest.approx(newton.theta[steps], abs=1e-12)


@pytest.mark.parametrize(("text", "length"), [(course_text.text(planted=True), 5), ("a b, a c: a\nü don't 京都", 2)])
def test_the_tables_script_reaches_the_trained_row(text: str, length: int) -> None:
    corpus, draw = counted.count(text, length), random.Random(4)
    trained = train_table(corpus)
    for _ in range(12):
        context, stop = draw.choice(corpus.contexts), draw.randrange(len(STOPS))
        follows = counted.following(corpus, context)
        code = language_code(context, follows.words, follows.counts.tolist(), len(corpus.words), STOPS[stop])
        assert run(code)["probability"] == pytest.approx(np.exp(trained.log_p[stop][follows.pairs]), abs=1e-9)


def expect_pieces(found: dict[str, Any], pieces: kl.Pieces, at: int) -> None:
    wanted = (pieces.cross_entropy[at], pieces.entropy, pieces.kl[at])
    assert (found["cross_entropy"], found["entropy"], found["kl"]) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize(
    "counts", [SEVEN_THREE, Counts(0, 0), Counts(10, 0), Counts(0, MAX_COUNT), Counts(178_079, 172_678)], ids=str
)
@pytest.mark.parametrize("theta", [0.0, 0.001, 0.5, 0.7, 1.0])
@pytest.mark.parametrize("at", [0, 5, 11])
def test_the_coins_pieces_are_those_of_its_script(counts: Counts, theta: float, at: int) -> None:
    found = run(coin_kl_code(counts, theta, nearest.STOPS[at]))
    expect_pieces(found, nearest.coin_run(counts, theta).pieces, at)


@pytest.mark.parametrize(("mu", "sigma"), [(0.0, 10.0), (0.0, 5.0), (50.0, 5.0), (50.0, 30.0)])
@pytest.mark.parametrize("at", [0, 5, 11])
def test_the_readings_pieces_are_those_of_their_script(mu: float, sigma: float, at: int) -> None:
    found = run(gaussian_kl_code(mu, sigma, nearest.STOPS[at]))
    expect_pieces(found, nearest.gaussian_run(mu, sigma).pieces, at)


def test_the_pieces_of_one_context_are_those_of_its_script() -> None:
    corpus = counted.count(course_text.text(), 5)
    trained, draw = train_table(corpus), random.Random(4)
    for _ in range(8):
        context, stop = draw.choice(corpus.contexts), draw.randrange(len(STOPS))
        follows = counted.following(corpus, context)
        share, log_p = kl.log_shares(follows.counts)
        wanted = kl.pieces(share, log_p, trained.log_p[:, follows.pairs])
        code = word_kl_code(context, follows.words, follows.counts.tolist(), len(corpus.words), STOPS[stop])
        expect_pieces(run(code), wanted, stop)
