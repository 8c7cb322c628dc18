"""The worked example of lesson 7: plain text, and the page's figures at odd settings of the fields."""

import numpy as np
import pytest

from core.belief import batting
from core.belief.batting import POOLINGS, Pooling
from core.regularization import kinds
from core.regularization.problem import held_out_nll, problem, train_nll
from core.regularization.strength import KINDS, Kind
from pages.regularization import example
from tests.support.example import assert_plain, run_quietly

# Settings of the L1 fit at which coordinate descent takes its learner seconds stay with the run by hand.
STRENGTHS = {"l1": (0.0, 0.25, 0.4, 0.61, 0.9, 1.0)}
EVERY = (0.0, 0.01, 0.02, 0.13, 0.4, 0.61, 0.99, 1.0)


@pytest.mark.parametrize("kind", KINDS)
def test_the_scripts_are_short_and_guard_against_nothing(kind: Kind) -> None:
    assert_plain(example.examples(problem(12, 20, 0)))
    assert_plain(example.fit(kind, 0.0))
    assert_plain(example.fit(kind, 0.4))


@pytest.mark.parametrize("kind", KINDS)
def test_the_scripts_end_in_cores_figures_at_odd_settings(kind: Kind) -> None:
    rng = np.random.default_rng(KINDS.index(kind))
    for strength in 2 * STRENGTHS.get(kind, EVERY):
        degree, seed = int(rng.integers(1, 13)), int(rng.choice([0, 9999, rng.integers(10_000)]))
        here = problem(degree, int(rng.choice([4, 5, 12, 13, 20, 200])), seed)
        expected = kinds.fit(kind, here, strength)
        found = run_quietly(example.examples(here), example.fit(kind, strength))
        held_out = held_out_nll(expected, here)
        assert found["train_nll"] == pytest.approx(train_nll(expected, here), abs=1e-7)
        assert found["held_out_nll"] == pytest.approx(held_out, abs=1e-7, rel=1e-7)
        assert found["norm"] == pytest.approx(np.linalg.norm(expected.weights), abs=1e-7)
        assert found["zeros"] == np.count_nonzero(expected.weights == 0)


@pytest.mark.parametrize("pooling", POOLINGS)
def test_the_batters_script_ends_in_the_errors(pooling: Pooling) -> None:
    for by_hand in (0.0, 0.37, 1.0) if pooling == "hand" else (0.5,):
        script = example.batters(pooling, by_hand)
        assert_plain(script)
        found = run_quietly(script)
        for name, way in (("alone", "alone"), ("pooled", "one"), ("shrunken", pooling)):
            assert found[name] == pytest.approx(batting.answer(way, by_hand).error, abs=1e-6)
