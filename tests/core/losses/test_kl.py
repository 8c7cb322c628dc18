"""Cross-entropy = entropy + KL, against scipy.stats and scipy.special, which know nothing of core."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.special import rel_entr
from scipy.stats import entropy, multinomial, norm

from core.data import corpus as course_text
from core.data import newcomb
from core.language import counted
from core.likelihood import ascent
from core.likelihood.counts import MAX_COUNT, Counts
from core.losses import nearest
from core.losses.kl import MOST, Pieces, log_shares, pieces, written

COINS = (
    *(Counts(7, 3), Counts(1, 1), Counts(10, 0), Counts(0, 10), Counts(178_079, 172_678), Counts(MAX_COUNT, 1)),
    *(Counts(MAX_COUNT, 0), Counts(MAX_COUNT, MAX_COUNT)),
)
THETAS = (0.0, 0.001, 0.3, 0.5, 0.7, 0.999, 1.0)


@given(some.lists(some.integers(0, 10**6), min_size=1, max_size=30), some.integers(0, 2**32 - 1))
def test_the_identity_holds_and_each_piece_is_scipys(counts: list[int], seed: int) -> None:
    q = np.random.default_rng(seed).dirichlet(np.full(len(counts), 0.7)) + 1e-12
    q /= q.sum()
    share, log_p = log_shares(counts)
    found = pieces(share, log_p, np.log(q))
    assert float(found.cross_entropy) == pytest.approx(found.entropy + float(found.kl), abs=1e-12)
    if any(counts):
        assert found.entropy == pytest.approx(entropy(share), abs=1e-12)
        assert float(found.kl) == pytest.approx(entropy(share, q), abs=1e-12)
    else:
        assert (float(found.cross_entropy), found.entropy, float(found.kl)) == (0, 0, 0)


@pytest.mark.parametrize("counts", COINS, ids=str)
@pytest.mark.parametrize("theta", THETAS)
def test_the_coins_pieces_are_scipys(counts: Counts, theta: float) -> None:
    found = nearest.coin_run(counts, theta).pieces
    share = np.array([counts.heads, counts.tails]) / counts.n
    assert found.entropy == pytest.approx(entropy(share), abs=1e-12)
    assert float(found.kl[0]) == pytest.approx(float(rel_entr(share, [theta, 1 - theta]).sum()), abs=1e-12)
    with np.errstate(invalid="ignore"):
        gap = found.cross_entropy - (found.entropy + found.kl)
    assert np.all((np.abs(gap) < 1e-12) | np.isinf(found.kl) & np.isinf(found.cross_entropy))


def test_all_heads_under_a_theta_of_0_is_infinitely_far() -> None:
    for counts, theta in ((Counts(10, 0), 0.0), (Counts(1, MAX_COUNT), 0.0), (Counts(7, 3), 1.0)):
        found = nearest.coin_run(counts, theta).pieces
        assert np.all(np.isposinf(found.kl)) and np.all(np.isposinf(found.cross_entropy))
        assert math.isfinite(found.entropy)
        assert written(found, 0)[::2] == ("∞", "∞")
    assert np.all(nearest.coin_run(Counts(0, 10), 0.0).pieces.cross_entropy == 0)


@pytest.mark.parametrize("counts", [Counts(7, 3), Counts(1, 1), Counts(700, 300), Counts(178_079, 172_678)], ids=str)
@pytest.mark.parametrize("theta", [0.001, 0.5, 0.999])
def test_training_shrinks_the_coins_kl_to_nothing_and_leaves_the_entropy(counts: Counts, theta: float) -> None:
    run = nearest.coin_run(counts, theta)
    assert np.all(np.diff(run.pieces.kl) <= 1e-15)
    assert run.pieces.kl[-1] == pytest.approx(0, abs=1e-13)
    assert 1 / (1 + math.exp(-run.logit[-1])) == pytest.approx(counts.heads / counts.n, abs=1e-9)


def test_the_coins_steps_are_those_of_the_first_scene() -> None:
    path = ascent.gradient_ascent(Counts(7, 3), nearest.COIN_RATE, 13)
    assert nearest.coin_run(Counts(7, 3), 0.5).logit[:7] == pytest.approx(path.logit[list(nearest.STOPS[:7])])


def test_all_heads_come_ever_nearer_and_never_arrive() -> None:
    kl = nearest.coin_run(Counts(MAX_COUNT, 0), 0.5).pieces.kl
    assert np.all(np.diff(kl) < 0) and 0 < kl[-1] < 1e-3


@pytest.mark.parametrize(("mu", "sigma"), [(0.0, 10.0), (0.0, 5.0), (50.0, 5.0), (50.0, 30.0), (26.2, 10.7)])
def test_the_readings_pieces_are_scipys(mu: float, sigma: float) -> None:
    value, count = np.unique(newcomb.READINGS, return_counts=True)
    # Mirrored, so that no difference of two cdfs near 1 is taken.
    off = np.abs(value - mu)
    q = norm.cdf((0.5 - off) / sigma) - norm.cdf((-0.5 - off) / sigma)
    run = nearest.gaussian_run(mu, sigma)
    share = count / count.sum()
    assert run.pieces.entropy == pytest.approx(entropy(share), abs=1e-12)
    assert run.pieces.kl[0] == pytest.approx(float(rel_entr(share, q).sum()), abs=1e-12)
    assert run.pieces.cross_entropy == pytest.approx(run.pieces.entropy + run.pieces.kl, abs=1e-12)
    assert np.all(np.diff(run.pieces.kl) <= 1e-15)


def test_a_gaussian_ends_at_the_nearest_one_and_not_at_the_readings() -> None:
    fit, ends = nearest.nearest_gaussian(), [nearest.gaussian_run(*start) for start in ((0.0, 10.0), (50.0, 5.0))]
    for run in ends:
        assert (run.mu[-1], run.sigma[-1]) == pytest.approx(tuple(fit), abs=1e-9)
        assert run.pieces.kl[-1] > 0.8
    around = [
        float(nearest.gaussian_pieces(fit.mu + by, fit.sigma * up).kl) for by in (-0.1, 0.1) for up in (0.99, 1.01)
    ]
    assert min(around) > ends[0].pieces.kl[-1]


def test_the_kl_of_readings_drawn_from_the_gaussian_itself_is_that_of_a_simulation() -> None:
    fit, rng = nearest.nearest_gaussian(), np.random.default_rng(4)
    edges = np.arange(-120, 180) + 0.5
    q = np.diff(norm.cdf(edges, fit.mu, fit.sigma))
    draws = multinomial(66, q / q.sum()).rvs(size=4000, random_state=rng)
    found = [entropy(drawn / 66, q) for drawn in draws]
    error = np.std(found) / math.sqrt(len(found))
    assert nearest.kl_by_chance() == pytest.approx(np.mean(found), abs=5 * error)


def test_the_width_of_log_sigma_is_the_models_and_that_of_samples() -> None:
    width, rng = nearest.width_of_log_sigma(), np.random.default_rng(4)
    # As the widths are those of large samples: 100 times the readings, so a tenth of the scatter.
    for source, wanted in (
        (rng.choice(newcomb.READINGS, (1500, 6600)), width.sampled),
        (rng.normal(size=(1500, 6600)), width.believed),
    ):
        assert 10 * np.std(np.log(source.std(axis=1))) == pytest.approx(wanted, rel=0.08)


def test_the_next_words_pieces_are_scipys_and_its_floor_is_the_counted_one() -> None:
    corpus = counted.count(course_text.text(), 5)
    rng = np.random.default_rng(4)
    log_q = np.log(rng.uniform(0.05, 1, corpus.count.size) / 10)
    found = pieces(corpus.count / corpus.n, counted.count_log_p(corpus), log_q)
    assert found.entropy == pytest.approx(counted.entropy_floor(corpus), abs=1e-12)
    assert float(found.cross_entropy) == pytest.approx(counted.cross_entropy(corpus, log_q), abs=1e-12)
    by_context = 0.0
    for c, total in enumerate(corpus.total):
        of = corpus.context_of == c
        # rel_entr does not normalize, so that q may leave out the words that never came.
        by_context += total / corpus.n * float(rel_entr(corpus.count[of] / total, np.exp(log_q[of])).sum())
    assert float(found.kl) == pytest.approx(by_context, abs=1e-12)


def test_the_stops_are_some_of_the_language_models() -> None:
    assert set(nearest.STOPS) <= set(counted.STOPS) and len(nearest.STOPS) <= 12
    assert nearest.STOPS[-1] == counted.STOPS[-1]


@given(some.floats(0, 8), some.one_of(some.floats(0, 20), some.floats(1e-13, 1e-3)))
def test_what_is_written_adds_up_and_is_rounded_right(floor: float, kl: float) -> None:
    text = written(Pieces(np.array([floor + kl]), floor, np.array([kl])), 0)
    whole, low, rest = (Decimal(part.replace(",", "").replace("−", "-")) for part in text)
    assert whole - low == rest >= 0
    places = len(text.kl.partition(".")[2])
    assert places >= (3 if min(floor, kl) >= 0.1 else 4) and all(len(part.partition(".")[2]) == places for part in text)
    half = 0.5000001 * 10.0**-places
    assert (
        abs(float(whole) - (floor + kl)) <= half
        and abs(float(low) - floor) <= half
        and abs(float(rest) - kl) <= 2 * half
    )
    if kl > 10.0**-MOST:
        assert rest > 0


def test_a_wrong_argument_is_refused() -> None:
    for share, log_p, log_q in (
        ([0.5, 0.6], [0, 0], [0, 0]), ([-0.5, 1.5], [0, 0], [0, 0]), ([math.nan, 1], [0, 0], [0, 0]),
        ([1.0], [0.0], [0.1]), ([1.0], [0.0], [math.nan]), ([1.0], [0.5], [0.0]),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"share|above 0"):
            pieces(share, log_p, log_q)
    with pytest.raises(ValueError, match="theta"):
        nearest.coin_run(Counts(1, 1), 1.5)
    with pytest.raises(ValueError, match="sigma"):
        nearest.gaussian_run(0.0, 0.0)
