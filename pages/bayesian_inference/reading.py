"""What an expert would say of lesson 5's charts, and their rows at telling points."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from core.belief import convergence, gamma_poisson, normal_normal
from core.belief.beta import Beta
from core.belief.beta_bernoulli import Batch, likelihood_as_density, posterior
from core.belief.convergence import FLIPS, OPINIONS
from core.belief.coverage import GRID, KINDS, Coverages, Kind, Repetitions
from core.belief.gamma_poisson import Gamma
from core.belief.intervals import Region, equal_tailed
from core.belief.normal_normal import Normal
from core.data.coins import THOUSAND_FLIPS
from core.likelihood import coin, poisson
from core.likelihood.counts import Counts
from core.likelihood.coverage import HUNDRED, coverage
from core.likelihood.gaussian import Moments
from core.likelihood.poisson import Tally
from core.numbers import decimal, significant
from pages._kit.belief import decimals, map_text, probability_text
from pages._kit.reading import Reading, every, telling
from pages.bayesian_inference.charts.densities import Density
from pages.bayesian_inference.charts.families import LEVEL
from pages.bayesian_inference.charts.flips import LEVEL as BAND
from pages.bayesian_inference.charts.priors import LIMIT

TOPS: Final = {
    "at 0": "its mode is at the end θ = 0",
    "at 1": "its mode is at the end θ = 1",
    "at both ends": "it is highest at both ends",
    "everywhere": "it is level, without a single mode",
}


def densities(
    window: tuple[float, float],
    marks: Mapping[str, float | None],
    curves: Mapping[str, Density],
    digits: int,
    name: str = "θ",
) -> dict[str, list[str]]:
    """The rows of curves over one axis."""
    points = telling(window, marks, 7)
    x = np.array([point.x for point in points])
    return {
        name: [decimal(each, digits) for each in x],
        **{name: [significant(float(y), 3) for y in np.exp(curve.logpdf(x))] for name, curve in curves.items()},
        "Where": [point.name for point in points],
    }


def of_update(prior: Beta, counts: Counts, region: Region, level: float, window: tuple[float, float]) -> Reading:
    """The reading of prior, likelihood and posterior."""
    after, best = posterior(prior, counts), coin.mle(counts)
    digits = decimals(after)
    top = f"highest at {map_text(after, digits)}" if after.mode.place == "inside" else TOPS[after.mode.place]
    ends = every([f"{_end(low, digits)} to {_end(high, digits)}" for low, high in region.pieces])
    data = (
        "There are no flips: the likelihood is level, and the posterior is the prior."
        if best is None
        else f"The likelihood of the flips is highest at the MLE {probability_text(best, digits)}; the prior {prior} "
        f"has its mean at {probability_text(prior.mean, 3)}."
    )
    mode = after.mode.at[0] if after.mode.place == "inside" else None
    return Reading(
        [
            data,
            f"The posterior {after} has its mean at {probability_text(after.mean, digits)}; {top}."
            if after.mode.place != "inside"
            else f"The posterior {after} is {top} and has its mean at {probability_text(after.mean, digits)}.",
            f"Its standard deviation is {significant(after.sd, 3)}, where the prior’s was {significant(prior.sd, 3)}: "
            f"with probability {level:g}, θ lies in the shaded part, {ends}.",
        ],
        densities(
            window,
            {"MLE": best, "MAP": mode, "posterior mean": after.mean},
            {"Prior": prior, "Likelihood, scaled": likelihood_as_density(counts), "Posterior": after},
            max(3, digits),
        ),
    )


def _end(value: float, digits: int) -> str:
    return f"{value:g}" if value in (0.0, 1.0) else probability_text(value, digits)


def of_flips(prior: Beta, batches: tuple[Batch, ...], step: int) -> Reading:
    """The reading of the walk through the flips, up to this step."""
    seen = [Counts(0, 0), *(batch.seen for batch in batches[:step])]
    beliefs = [posterior(prior, counts) for counts in seen]
    first, last = beliefs[0], beliefs[-1]
    low, high = equal_tailed(last, BAND)
    digits = decimals(last)
    said = [
        f"After {seen[-1].n:,} flips, {seen[-1].heads:,} of them heads, the belief is {last}."
        if step
        else f"Before any flip the belief is the prior {first}.",
        f"Its mean is {probability_text(last.mean, digits)}, and its {100 * BAND:g} % band reaches from "
        f"{probability_text(low, digits)} to {probability_text(high, digits)}.",
    ]
    if step:
        before, batch = beliefs[-2], batches[step - 1]
        way = "up" if last.mean > before.mean else "down"
        moved = "left the mean as it was" if last.mean == before.mean else f"moved the mean {way} from {_mean(before)}"
        said.append(f"The latest step brought {batch.heads:,} heads and {batch.tails:,} tails, and {moved}.")
    shown = sorted({*np.linspace(0, step, min(step + 1, 11)).round().astype(int).tolist(), step})
    bands = [equal_tailed(beliefs[each], BAND) for each in shown]
    return Reading(
        said,
        {
            "Step": [str(each) for each in shown],
            "Heads, tails": [f"{seen[each].heads:,}, {seen[each].tails:,}" for each in shown],
            "Belief": [str(beliefs[each]) for each in shown],
            "Mean": [_mean(beliefs[each]) for each in shown],
            "Band": [
                f"{probability_text(low, decimals(beliefs[each]))} to {probability_text(high, decimals(beliefs[each]))}"
                for each, (low, high) in zip(shown, bands, strict=True)
            ],
        },
    )


def _mean(belief: Beta) -> str:
    return probability_text(belief.mean, decimals(belief))


def of_priors() -> Reading:
    """The reading of five priors under growing data."""
    apart = [convergence.agreement(data.counts) for data in FLIPS]
    columns: dict[str, list[str]] = {"Belief before": [f"{item.prior}, {item.words}" for item in OPINIONS]}
    columns["Belief before"].append(f"flat up to {LIMIT:g}, 0 above")
    for data, closed in [(None, None), *((data, convergence.closed_mind(data.counts, LIMIT)) for data in FLIPS)]:
        counts = Counts(0, 0) if data is None else data.counts
        beliefs = [posterior(item.prior, counts) for item in OPINIONS]
        name = "Mean before" if data is None else f"Mean after {counts.n:,}"
        mean = LIMIT / 2 if closed is None else closed.mean
        columns[name] = [*(probability_text(each.mean, decimals(each)) for each in beliefs), decimal(mean, 4)]
    stubborn = convergence.closed_mind(THOUSAND_FLIPS.counts, LIMIT)
    return Reading(
        [
            f"The four open minds are {every([significant(found.apart, 3) for found in apart])} apart in their means "
            f"after {every([f'{data.counts.n:,}' for data in FLIPS])} flips: the more flips, the closer.",
            f"The closed mind, whose prior is 0 above {LIMIT:g}, has its mean at {significant(stubborn.mean, 3)} after "
            f"{THOUSAND_FLIPS.counts.n:,} flips, of which {THOUSAND_FLIPS.counts.heads:,} were heads.",
            "No data move it over its wall.",
        ],
        columns,
    )


def of_events(prior: Gamma, tally: Tally) -> Reading:
    """The reading of the belief about a rate, and of the prediction."""
    after, best = gamma_poisson.posterior(prior, tally), poisson.mle(tally) or 0.0
    low, high = equal_tailed(after, LEVEL)
    k = np.arange(max(tally.values) + 3)
    observed = dict(zip(tally.values, tally.frequencies, strict=True))
    ahead, plain = np.exp(gamma_poisson.log_predictive(k, after)), np.exp(poisson.log_pmf(k, best))
    return Reading(
        [
            f"Left, the prior has its mean at {decimal(prior.mean)}, the likelihood its top at {decimal(best)}, and "
            f"the posterior {after} its mean at {decimal(after.mean)}, between them.",
            f"It gives {100 * LEVEL:g} % to the rates from {decimal(low)} to {decimal(high)}.",
            f"Right, it predicts no death with probability {decimal(float(ahead[0]))}, where {observed.get(0, 0)} of "
            f"the {tally.n} corps-years had none.",
        ],
        {
            "Deaths in a corps-year": [str(each) for each in k],
            "Posterior predicts": [significant(float(p), 3) for p in ahead],
            "Poisson at the MLE": [significant(float(p), 3) for p in plain],
            "Observed share": [significant(observed.get(int(each), 0) / tally.n, 3) for each in k],
        },
    )


def of_readings(prior: Normal, moments: Moments, sigma: float, window: tuple[float, float]) -> Reading:
    """The reading of the belief about a mean, and of the prediction."""
    after, weight = normal_normal.posterior(prior, moments, sigma), normal_normal.prior_weight(prior, moments, sigma)
    ahead, (low, high) = normal_normal.predictive(after, sigma), equal_tailed(after, LEVEL)
    return Reading(
        [
            f"Left, the prior lies at {decimal(prior.mean, 1)} ± {significant(prior.sd, 3)}, the readings’ mean at "
            f"{decimal(moments.mean, 2)}, and the posterior at {decimal(after.mean, 2)} ± {significant(after.sd, 3)}: "
            f"{weight:.0%} of the way back to the prior.",
            f"It gives {100 * LEVEL:g} % to the means from {decimal(low, 2)} to {decimal(high, 2)}.",
            f"Right, it predicts the next reading at {decimal(ahead.mean, 1)} ± {significant(ahead.sd, 3)}: nearly all "
            "of that width is the spread of single readings.",
        ],
        densities(
            window,
            {"prior mean": prior.mean, "MLE": moments.mean, "posterior mean": after.mean},
            {
                "Prior": prior,
                "Likelihood, scaled": normal_normal.likelihood_as_density(moments, sigma),
                "Posterior": after,
            },
            2,
            "μ, ns",
        ),
    )


def of_coverage(
    kind: Kind, theta: float, prior: Beta, found: Coverages, made: Repetitions, *, from_prior: bool
) -> Reading:
    """The reading of the repetitions and of the coverage curves."""
    held = made.held_by(found.ends[kind])
    here = [100 * float(coverage(found.ends[each], theta)) for each in KINDS]
    theirs = f"a θ drawn from {prior}" if from_prior else f"θ = {decimal(theta)}"
    more = f", and in {int(held.sum()):,} of all {held.size:,} so far" if len(held) > 1 else ""
    thetas = [point.x for point in telling((0.0, 1.0), {"θ": theta}, 11)]
    columns = {"θ": [decimal(each) + (" (yours)" if each == theta else "") for each in thetas]}
    for each in KINDS:
        columns[each] = [decimal(100 * float(c), 1) for c in coverage(found.ends[each], thetas)]
    low = {each: float(found.curve[each].min()) for each in KINDS}
    return Reading(
        [
            f"Left, the {kind} interval holds {theirs} in {int(held[-1].sum())} of {HUNDRED} repetitions{more}.",
            f"Right, at θ = {decimal(theta)} the exact coverage is {_each(here)}.",
            f"Averaged over θ drawn from {prior}, it is {_each([100 * found.average[each] for each in KINDS])}.",
            f"The lowest of the {GRID.size:,} points of each curve is {_each([100 * low[each] for each in KINDS])}.",
        ],
        columns,
    )


def _each(percents: list[float]) -> str:
    """A percentage for each kind of interval."""
    return every([f"{decimal(p, 1)} % ({kind})" for kind, p in zip(KINDS, percents, strict=True)])
