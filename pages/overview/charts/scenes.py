"""The eight scenes of the overview as tables, from a fixed theta to a penalized loss, all for the same ten flips."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa

from core.belief import story
from core.likelihood.coin import log_likelihood, log_pmf_heads, max_log_likelihood, mle
from core.numbers import decimal, significant
from pages._kit.charts.base import stack
from pages._kit.charts.palette import MAP_SHAPE, MLE_SHAPE
from pages.overview.charts.axes import REST, Axes

GRID: Final = np.linspace(0.005, 0.995, 199)
STOPS: Final = np.arange(2, 99) / 100
TENTHS: Final = (0, 0.2, 0.4, 0.6, 0.8, 1)
THETA: Final = "θ, probability of heads"
CHANCES: Final = (0, 0.1, 0.2, 0.3)
COIN: Final = story.COIN
BEST: Final = float(mle(COIN) or 0.0)


def _probability() -> pa.Table:
    axes = Axes((-0.7, COIN.n + 0.7), (0, 0.3))
    k = np.arange(COIN.n + 1)
    p = np.exp(log_pmf_heads(k, COIN.n, story.FAIR))
    seen = k == COIN.heads
    chance = float(p[COIN.heads])
    return stack(
        axes.frame(f"Number of heads in {COIN.n} flips", "Probability", k, CHANCES),
        axes.bars(REST, k[~seen], 0.38, 0, p[~seen], strong=False),
        axes.bars("data", k[seen], 0.38, 0, p[seen]),
        axes.label("data", decimal(chance), COIN.heads, chance, align="center", dy=-12),
        axes.label(REST, f"θ is fixed at {story.FAIR:g}\nthe bars sum to {p.sum():g}", -0.7, 0.26),
        axes.stops(k, [f"{i} heads: probability {significant(x, 3)}" for i, x in zip(k, p, strict=True)]),
    )


def _detective() -> pa.Table:
    axes = Axes((0, 1), (0, 0.3))
    thetas = np.array(story.SUSPECTS)
    p = story.probability_of_heads(thetas)
    winner = story.best_suspect()
    best = thetas == winner
    words = [
        f"suspect θ = {t:g}: probability of {COIN.heads} heads {decimal(x)}" for t, x in zip(thetas, p, strict=True)
    ]
    return stack(
        axes.frame(THETA, f"Probability of {COIN.heads} heads in {COIN.n}", TENTHS, CHANCES),
        axes.bars("data", thetas[~best], 0.035, 0, p[~best], strong=False),
        axes.bars("data", thetas[best], 0.035, 0, p[best]),
        *(
            axes.label("data", f"θ = {t:g}\n{decimal(x)}", t, x, align="center", dy=-27)
            for t, x in zip(thetas[~best], p[~best], strict=True)
        ),
        axes.label("data", f"θ = {winner:g} explains\nit best: {decimal(p.max())}", winner - 0.035, float(p.max()),
                   align="right", dx=10, dy=4),
        axes.stops(thetas, words),
    )  # fmt: skip


def _likelihood() -> pa.Table:
    axes = Axes((0, 1), (0, 0.3))
    suspects = np.array(story.SUSPECTS)
    top = float(story.probability_of_heads(BEST))
    at_stops = story.probability_of_heads(STOPS)
    words = [f"θ = {t:.2f}: probability {significant(p, 3)}" for t, p in zip(STOPS, at_stops, strict=True)]
    return stack(
        axes.frame(THETA, f"Probability of {COIN.heads} heads in {COIN.n}, L(θ)", TENTHS, CHANCES),
        axes.curve("data", "likelihood", GRID, story.probability_of_heads(GRID), filled=True),
        *(axes.link("data", (t, 0), (t, float(story.probability_of_heads(t)))) for t in suspects),
        axes.points("data", "circle", suspects[:-1], story.probability_of_heads(suspects[:-1])),
        axes.points("data", MLE_SHAPE, BEST, top),
        axes.label("data", f"MLE θ̂ = {decimal(BEST)}", BEST, top, align="right", dx=10, dy=-14),
        axes.stops(STOPS, words, [("data", at_stops)]),
    )


def _log_likelihood() -> pa.Table:
    left, right = Axes((0.3, COIN.n + 0.7), (-14, 0), 0, 0.4), Axes((0, 1), (-14, 0), 0.54, 1)
    flips, terms = np.arange(1, COIN.n + 1), story.log_terms(BEST)
    sums = np.cumsum(terms)
    ends = np.concatenate([[0.0], sums])
    top, at_stops = max_log_likelihood(COIN), log_likelihood(STOPS, COIN)
    total = decimal(top)
    words = [
        f"flip {i}: log p = {decimal(t)}, sum so far {decimal(s)}" for i, t, s in zip(flips, terms, sums, strict=True)
    ]
    marks = (0, -4, -8, -12)
    return stack(
        left.frame("flips, heads first", f"log p of each flip at θ = {BEST:g}, nats", (1, 4, 7, 10), marks,
                   short="log p, nats"),
        left.bars("data", flips, 0.4, sums, ends[:-1]),
        left.label(REST, "each bar: one term", 0.3, -12.9, only="wide"),
        left.link("data", (COIN.n + 0.4, top), (BEST, top), to=right),
        right.frame("θ", "ℓ(θ), nats", (0, 0.5, 1), marks),
        right.curve("data", "log-likelihood", GRID, log_likelihood(GRID, COIN)),
        right.points("data", MLE_SHAPE, BEST, top),
        right.label("data", f"the sum: {total} nats", BEST, top, align="center", dy=-20),
        left.stops(flips, words),
        right.stops(STOPS, [f"θ = {t:.2f}: ℓ = {decimal(y)} nats" for t, y in zip(STOPS, at_stops, strict=True)],
                    [("data", at_stops)], first=100),
    )  # fmt: skip


def _training() -> pa.Table:
    axes = Axes((0, 1), (-18, -3))
    path = story.climb()
    heights = log_likelihood(path, COIN)
    words = [
        f"after {i} steps: θ = {decimal(t)}, ℓ = {decimal(y)} nats"
        for i, (t, y) in enumerate(zip(path, heights, strict=True))
    ]
    shown = range(0, 4)
    return stack(
        axes.frame(THETA, "Log-likelihood ℓ(θ), nats", TENTHS, (-18, -14, -10, -6)),
        axes.curve("data", "log-likelihood", GRID, log_likelihood(GRID, COIN)),
        *(
            axes.link("data", (a, y), (b, z))
            for a, y, b, z in zip(path[:-1], heights[:-1], path[1:], heights[1:], strict=True)
        ),
        axes.points("data", "circle", path, heights),
        axes.points("data", MLE_SHAPE, BEST, max_log_likelihood(COIN)),
        *(axes.label("data", f"step {i}" if i else "start", path[i], heights[i], dx=10, dy=18) for i in shown),
        axes.label("data", f"step {story.CLIMB_STEPS}: θ = {decimal(path[-1])}", path[-1], float(heights[-1]),
                   align="center", dy=-20),
        axes.stops(path, words),
    )  # fmt: skip


def _prior() -> pa.Table:
    axes, prior, mode = Axes((0, 1), (0, 5)), story.PRIOR, story.PRIOR.mode.at[0]
    at_stops = np.exp(prior.logpdf(STOPS))
    top = float(np.exp(prior.logpdf(mode)))
    words = [f"θ = {t:.2f}: prior density {significant(p, 3)}" for t, p in zip(STOPS, at_stops, strict=True)]
    return stack(
        axes.frame(THETA, "Density, per unit of θ", TENTHS, (0, 1, 2, 3, 4, 5)),
        axes.curve("belief", "prior", GRID, np.exp(prior.logpdf(GRID)), filled=True),
        axes.label("belief", f"prior {prior}", mode, top, align="center", dy=-16),
        axes.stops(STOPS, words, [("belief", at_stops)]),
    )


def _posterior() -> pa.Table:
    axes = Axes((0, 1), (0, 5))
    parts = (
        ("data", "likelihood", story.SCALED_LIKELIHOOD),
        ("belief", "prior", story.PRIOR),
        ("both", "posterior", story.POSTERIOR),
    )
    here = {name: np.exp(beta.logpdf(STOPS)) for _, name, beta in parts}
    words = [
        f"θ = {t:.2f}: prior {decimal(a, 2)}, likelihood {decimal(b, 2)}, posterior {decimal(c, 2)}"
        for t, a, b, c in zip(STOPS, here["prior"], here["likelihood"], here["posterior"], strict=True)
    ]
    both, best = story.POSTERIOR, story.MAP
    peak = float(np.exp(both.logpdf(best)))
    top = float(np.exp(story.SCALED_LIKELIHOOD.logpdf(BEST)))
    curves = [(role, name, np.exp(beta.logpdf(GRID))) for role, name, beta in parts]
    return stack(
        axes.frame(THETA, "Density, per unit of θ", TENTHS, (0, 1, 2, 3, 4, 5)),
        *(axes.curve(role, name, GRID, y, filled=name == "posterior") for role, name, y in curves),
        axes.points("data", MLE_SHAPE, BEST, top),
        axes.points("both", MAP_SHAPE, best, peak),
        axes.label("both", f"posterior {both}\nMAP θ̂ = {decimal(best)}", best, peak, dx=24, dy=-10,
                   only="wide"),
        axes.label("both", f"posterior\nMAP {decimal(best)}", best, peak, dx=16, dy=-10, only="narrow"),
        axes.label("data", "likelihood,\nscaled to area 1", 0.8, 2.5, dx=14, only="wide"),
        axes.label("data", "likelihood", 0.99, 2.75, align="right", dx=0, only="narrow"),
        axes.label("belief", f"prior\n{story.PRIOR}", 0.395, 2.5, align="right", dx=18),
        axes.stops(STOPS, words, [(role, here[name]) for role, name, _ in parts]),
    )  # fmt: skip


def _regularize() -> pa.Table:
    axes = Axes((0, 1), (0, 14))
    best, low = story.MAP, float(story.objective(story.MAP))
    parts = (("data", "NLL", story.nll), ("belief", "penalty", story.penalty), ("both", "objective", story.objective))
    here = [(role, name, f(STOPS)) for role, name, f in parts]
    words = [
        f"θ = {t:.2f}: penalty {b:.2f} + NLL {a:.2f} = objective {c:.2f}"
        for t, a, b, c in zip(STOPS, *(y for _, _, y in here), strict=True)
    ]
    return stack(
        axes.frame(THETA, "nats, lower is better", TENTHS, (0, 4, 8, 12)),
        *(axes.curve(role, name, GRID, f(GRID)) for role, name, f in parts),
        axes.link("both", (best, 0), (best, low)),
        axes.points("data", MLE_SHAPE, BEST, float(story.nll(BEST))),
        axes.points("both", MAP_SHAPE, best, low),
        axes.label("both", f"objective\nlowest at {decimal(best)}", best, low, align="center", dy=-34, only="wide"),
        axes.label("both", f"objective\nlowest at {decimal(best)}", best, 10.8, align="center", only="narrow"),
        axes.label(
            "data", f"NLL lowest\nat {decimal(BEST)}", BEST, float(story.nll(BEST)), align="center", dy=24, only="wide"
        ),
        axes.label("data", f"NLL\n{decimal(BEST)}", BEST, float(story.nll(BEST)), align="center", dy=24, only="narrow"),
        axes.label("data", "NLL", 0.2, float(story.nll(0.2)), align="right", dx=12, only="wide"),
        axes.label("belief", "penalty:\n-log prior", 0.22, 3.4, align="right", dx=14, dy=8),
        axes.stops(STOPS, words, [(role, y) for role, _, y in here]),
    )


_SCENES: Final[tuple[Callable[[], pa.Table], ...]] = (
    _probability, _detective, _likelihood, _log_likelihood, _training, _prior, _posterior, _regularize,
)  # fmt: skip


@lru_cache(maxsize=len(_SCENES))
def scene(step: int) -> pa.Table:
    """Return all rows of one step's picture.

    Parameters
    ----------
    step : int
        1 to 8.

    Returns
    -------
    pyarrow.Table
        Positions in the unit square; shared by all sessions, so read only.
    """
    if not 1 <= step <= len(_SCENES):
        raise ValueError(f"step must lie from 1 to {len(_SCENES)}, got {step}")
    return _SCENES[step - 1]()
