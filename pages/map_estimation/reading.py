"""What an expert would say of lesson 6's charts, and their rows at telling points."""

from collections.abc import Callable
from typing import Final

import numpy as np
from scipy.special import expit, logit

from core.belief import map_coin
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.belief.penalty import Prior
from core.cached import MapRace
from core.likelihood import coin
from core.likelihood.counts import Counts
from core.logistic.model import Fit
from core.logistic.race import FRAMES, OPTIMIZERS, distance
from core.logistic.two_weights import NAMES, SIGMAS, above_minimum, lambda_sum, sweep
from core.numbers import decimal, nats, significant
from pages._kit.belief import decimals, map_text, probability_text
from pages._kit.reading import Reading, every, telling
from pages.map_estimation.charts.logit import reach

WIDTHS: Final = range(40, 101, 6)
"""Places in ``SIGMAS`` of the widths in the rows: from 10 down to 0.01."""
EXAMPLES: Final = (1, 10, 100, 1000, 10_000, 100_000, 1_000_000)
FRAMES_READ: Final = 11
Text = Callable[[float], str]


def of_coin(counts: Counts, prior: Beta, window: tuple[float, float]) -> Reading:
    """The reading of log-likelihood, log-prior and their sum."""
    after, best, cost = posterior(prior, counts), coin.mle(counts), map_coin.price(counts, prior)
    digits = decimals(after)
    data = (
        "Without flips the log-likelihood is level at 0."
        if best is None
        else f"The log-likelihood is highest at the MLE {probability_text(best, digits)}."
    )
    belief = _top("The log-prior", prior, decimals(prior))
    both = _top("Their sum", after, digits)
    paid = (
        [
            f"There the data stand {nats(cost.data)} below their own top and the prior {nats(cost.belief)} below its: "
            f"{nats(cost.data + cost.belief)} are given up."
        ]
        if cost
        else []
    )
    mode = after.mode.at[0] if after.mode.place == "inside" else None
    points = telling(window, {"MLE": best, "MAP": mode, "posterior mean": after.mean}, 7)
    drawn = map_coin.curves([point.x for point in points], counts, prior)
    return Reading(
        [data, belief, both, *paid],
        {
            "θ": [decimal(point.x, max(3, digits)) for point in points],
            "Log-likelihood, nats": [decimal(float(y)) for y in drawn.data],
            "Log-prior, nats": [decimal(float(y)) for y in drawn.belief],
            "Their sum, nats": [decimal(float(y)) for y in drawn.both],
            "Where": [point.name for point in points],
        },
    )


def _top(name: str, belief: Beta, digits: int) -> str:
    """Where a curve is highest."""
    place = belief.mode.place
    if place == "everywhere":
        return f"{name} is level in θ."
    if place == "at both ends":
        return f"{name} is highest at both ends."
    where = "" if place == "inside" else ", an end of the axis"
    return f"{name}, for {belief}, is highest at {map_text(belief, digits)}{where}."


def of_weights(
    prior: Prior, sigma: float, intercept: bool, alone: Fit, both: Fit, pair: Callable[[Fit], str]
) -> Reading:
    """The reading of the plane of two weights."""
    zeros = [NAMES[place] for place in range(2) if both.weights[place] == 0]
    path = sweep(prior, intercept)[list(WIDTHS), :2]
    widths = [*SIGMAS[list(WIDTHS)], sigma]
    points = [*path, both.weights]
    order = np.argsort(-np.array(widths), kind="stable")
    shape = "circles" if prior == "gaussian" else "diamonds"
    return Reading(
        [
            f"The lowest NLL, {nats(alone.nll, 2)}, is at the MLE, the weights {pair(alone)}; the prior’s {shape} are "
            "centered at the origin.",
            f"With σ = {significant(sigma, 3)} the MAP is at {pair(both)}, on the ring "
            f"{nats(max(0.0, above_minimum(both.weights)), 2)} above the lowest NLL.",
            f"Exactly 0: {every(zeros)}." if zeros else "Neither weight is exactly 0.",
        ],
        {
            "σ": [significant(float(widths[i]), 3) for i in order],
            f"Weight of {NAMES[0]}": [_weight(float(points[i][0])) for i in order],
            f"Weight of {NAMES[1]}": [_weight(float(points[i][1])) for i in order],
            "NLL above its lowest": [decimal(max(0.0, above_minimum(points[i]))) for i in order],
            "Where": ["the MAP now" if i == len(widths) - 1 else "" for i in order],
        },
    )


def _weight(value: float) -> str:
    return "0" if value == 0 else decimal(value, 4) if abs(value) >= 1e-3 else significant(value, 2)


def of_converter(prior: Prior, sigma: float, n: int, short: Text) -> Reading:
    """The reading of one prior's penalties over the number of examples."""
    total = lambda_sum(prior, sigma)
    decay = f", and weight_decay is {short(2 * total / n)}, twice that" if prior == "gaussian" else ""
    sizes = sorted({*EXAMPLES, n})
    columns = {
        "Examples N": [f"{size:,}" for size in sizes],
        "λ (summed NLL)": [short(total) for _ in sizes],
        "λ (mean NLL)": [short(total / size) for size in sizes],
    }
    if prior == "gaussian":
        columns["weight_decay"] = [short(2 * total / size) for size in sizes]
    columns["Where"] = ["the chosen N" if size == n else "" for size in sizes]
    return Reading(
        [
            f"With σ = {short(sigma)}, λ of the summed NLL is {short(total)} for every N: a level line.",
            f"At N = {n:,}, λ of the mean NLL is {short(total / n)}{decay}.",
            "With ten times the examples, λ of the mean NLL is a tenth: a falling straight line on log axes.",
        ],
        columns,
    )


def of_race(run: MapRace, frame: int, far: Text) -> Reading:
    """The reading of the three optimizers' ways, up to this frame."""

    def to(name: str, star: np.ndarray, at: int) -> str:
        return far(float(distance(run.race.parameters[name][at], star)))

    steps = f"After {FRAMES[frame]:,} step{'' if FRAMES[frame] == 1 else 's'}"
    nearer = float(distance(run.race.parameters["AdamW"][frame], run.stars.mle))
    other = float(distance(run.race.parameters["AdamW"][frame], run.stars.map))
    shown = sorted({*np.linspace(0, frame, min(frame + 1, FRAMES_READ)).round().astype(int).tolist()})
    names = OPTIMIZERS[:2]
    return Reading(
        [
            f"{steps} {every([f'{name} is {to(name, run.stars.map, frame)}' for name in names])} from the MAP.",
            f"AdamW is {far(other)} from the MAP and {far(nearer)} from the MLE"
            + (": nearer to the MLE." if nearer < other else "."),
            f"MLE and MAP are {far(float(distance(run.stars.mle, run.stars.map)))} apart.",
        ],
        {
            "Steps": [f"{FRAMES[each]:,}" for each in shown],
            **{f"{name} to the MAP": [to(name, run.stars.map, each) for each in shown] for name in OPTIMIZERS},
            "AdamW to the MLE": [to("AdamW", run.stars.mle, each) for each in shown],
        },
    )


def of_logit(after: Beta, low: float, high: float, mass: Text) -> Reading:
    """The reading of one posterior over theta and over its logit."""
    digits, found = decimals(after), map_coin.masses(after, low, high)
    turned = map_coin.logit_mode(after)
    inside = after.mode.place == "inside"
    ends = expit(reach(after))
    window = (float(ends[0]), float(ends[1]))
    mode = after.mode.at[0] if inside else None
    points = telling(
        window,
        {
            "peak over θ": mode,
            "peak over logit θ": turned,
            "the interval’s lower end": low,
            "its upper end": high,
        },
        7,
    )
    x = np.array([point.x for point in points])
    with np.errstate(divide="ignore"):
        phi = logit(x)
    finite = np.isfinite(phi)
    over_logit = np.zeros(x.size)
    over_logit[finite] = np.exp(map_coin.logit_logpdf(phi[finite], after))
    peak = (
        f"Left, over θ, the density is highest at θ = {map_text(after, digits)}"
        if inside
        else "Left, over θ, the density has no top inside"
    )
    return Reading(
        [
            f"{peak}; right, over logit θ, the same belief is highest at θ = {probability_text(turned, digits)}.",
            f"The shaded interval, θ from {low:g} to {high:g}, holds the probability {mass(found.on_theta)} in both.",
            f"The axes reach from θ = {probability_text(window[0], digits)} to {probability_text(window[1], digits)}.",
        ],
        {
            "θ": [decimal(each, max(3, digits)) for each in x],
            "logit θ": [decimal(float(each), 2) for each in phi],
            "Density over θ": [significant(float(y), 3) for y in np.exp(after.logpdf(x))],
            "Density over logit θ": [significant(float(y), 3) for y in over_logit],
            "Where": [point.name for point in points],
        },
    )
