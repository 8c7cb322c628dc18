"""The worked example of lesson 8: plain text at the default, and core's probabilities at odd log-odds."""

import math

import numpy as np
import pytest
from scipy.special import expit

from core import cached
from core.answers.calibration import entropy
from core.answers.laplace import expected_sigmoid
from core.answers.task import DEFAULT
from pages.big_picture.example import far_script, script
from tests.support.example import MAX_LINES, assert_plain, run_quietly

SIZES = (0.0, 1e-9, 0.3, 7.0, 33.0, 37.0, 60.0, 750.0, 5e3)


def test_the_script_of_the_default_is_short_and_guards_against_nothing() -> None:
    one, ensemble, laplace = (cached.answer_run(DEFAULT, name).results for name in ("MLE", "Deep ensemble", "Laplace"))
    assert_plain(far_script(one.answer, ensemble.answer, laplace.answer))


def test_the_script_ends_in_cores_probabilities_and_entropies_at_odd_log_odds() -> None:
    rng = np.random.default_rng(8)
    for _ in range(40):
        one, mean = (float(rng.choice((-1, 1)) * rng.choice(SIZES) * rng.uniform(0.5, 1.5)) for _ in range(2))
        members = (rng.choice((-1, 1), 10 if rng.random() < 0.5 else 1) * rng.choice(SIZES, 10)).tolist()
        variance = float(rng.choice((1e-6, 0.5, 9.0, 400.0, 1e5)))
        text = script([3.5, 3.5], one, members, (mean, variance))
        assert len(text.splitlines()) <= MAX_LINES and all(repr(value) in text for value in (one, mean, *members))
        found = run_quietly(text)
        p = np.array([expit(one), expit(members).mean(), *expected_sigmoid(np.array([mean]), np.array([variance]))])
        assert found["p"] == pytest.approx(p, abs=1e-8)
        assert found["h"] == pytest.approx(entropy(np.column_stack([p, 1 - p])), abs=1e-7)
        assert all(math.isfinite(value) for value in found["h"])
