"""What an expert would say of the fair-coin scene's chart, and its rows at telling points."""

import math
from typing import Final

import numpy as np

from core.belief.bayes_factor import FAIR, Comparison, log_factors, strength_at
from core.belief.beta import Beta
from core.likelihood.coin import log_likelihood_ratio, mle
from core.likelihood.counts import Counts
from core.numbers import decimal, from_log, significant
from pages._kit.reading import Reading, telling
from pages.bayesian_inference.charts.fair import DECADE, factor_by_width

STOPS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
"""Widths at which the table has a row."""


def of_likelihood(prior: Beta, counts: Counts, found: Comparison, window: tuple[float, float]) -> Reading:
    """The reading of the left panel."""
    best, factor = mle(counts), from_log(found.log_factor, 3)
    points = telling(window, {"fair": FAIR, "best θ": best}, 7)
    theta = np.array([point.x for point in points])
    ratio = log_likelihood_ratio(theta, counts) + found.log_best
    places = 3 if window[1] - window[0] > 0.1 else 4
    top = (
        "Without flips every θ is as good as 1/2."
        if best is None
        else f"The best θ, {decimal(best, places)}, makes the flips {from_log(found.log_best, 3)} times as probable as "
        "1/2 does."
    )
    return Reading(
        [
            top,
            f"Averaged over the prior {prior}, the likelihood is {factor} times that of 1/2: the Bayes factor.",
            f"In nats, the evidence of fair is {decimal(found.log_fair)}, that of the alternative "
            f"{decimal(found.log_other)}.",
        ],
        {
            "θ": [decimal(point.x, places) for point in points],
            "Likelihood, relative to 1/2": [from_log(float(each), 3) for each in ratio],
            "Prior’s density": [significant(float(each), 3) for each in np.exp(prior.logpdf(theta))],
            "Where": [point.name for point in points],
        },
    )


def of_widths(prior: Beta, counts: Counts, found: Comparison) -> Reading:
    """The reading of the right panel."""
    widths, factors = factor_by_width(prior, counts)
    top = int(np.argmax(factors))
    mean = prior.mean
    rows = {width: "" for width in STOPS if widths[0] < width < widths[-1]}
    rows = {width: name for width, name in rows.items() if abs(math.log(width / prior.sd)) > 0.1}
    rows[prior.sd] = "the prior now"
    if counts.n and widths[0] < widths[top] < widths[-1] and widths[top] != prior.sd:
        rows[float(widths[top])] = "largest factor"
    shown = sorted(rows)
    strength = strength_at(mean, np.array(shown))
    found_at = log_factors(mean * strength, (1 - mean) * strength, counts)
    largest = (
        f"Of the priors with this mean that are drawn, the largest Bayes factor is "
        f"{from_log(float(factors[top]) * DECADE, 3)}, at the width {significant(float(widths[top]), 3)}."
        if counts.n
        else "Without flips the Bayes factor is 1 at every width."
    )
    return Reading(
        [
            f"The prior now has the width {significant(prior.sd, 3)} and the mean {significant(mean, 3)}.",
            largest,
            f"The p-value of fair, in which no prior has a part, is {from_log(found.log_p_value, 3)}.",
        ],
        {
            "Width of the prior": [significant(width, 3) for width in shown],
            "Prior": [str(Beta(mean * each, (1 - mean) * each)) for each in strength],
            "Bayes factor": [from_log(float(each), 3) for each in found_at],
            "Where": [rows[width] for width in shown],
        },
    )
