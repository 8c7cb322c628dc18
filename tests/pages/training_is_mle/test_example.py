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
from core.training.language_model import train_table
from pages.training_is_mle.climb import RATES
from pages.training_is_mle.example import gradient_code, language_code, newton_code

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
