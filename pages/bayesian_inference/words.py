"""The prose of lesson 5: analogy and insight, applications, fine print and references."""

import numpy as np

from core.belief import map_coin
from core.belief.beta import Beta
from core.belief.beta_bernoulli import FLAT, posterior
from core.data.coins import TEN_FLIPS, THOUSAND_FLIPS
from core.likelihood import coin, coverage
from core.likelihood.counts import Counts
from core.numbers import decimal, significant
from pages._kit import course, prior, prose
from pages.bayesian_inference import fair_words, notebook
from pages.bayesian_inference.example import coverage_script, grid_script, script


def idea() -> None:
    """Show the analogy and the key insight."""
    few, many = TEN_FLIPS.counts, THOUSAND_FLIPS.counts
    best = coin.mle(few) or 0.0
    after_few, after_many = posterior(prior.DEFAULT, few), posterior(prior.DEFAULT, many)
    prose.idea(
        f"Without base rates, the detective of lesson {course.lesson('detective').number} looks at the evidence alone. "
        "Now she also remembers: **most coins are fair**. "
        f"{few.heads} heads in {few.n} are no proof of a bent coin, so she moves, but not all the way: from "
        f":blue[{prior.DEFAULT.mean:g}] towards :orange[{best:g}], to :green[{decimal(after_few.mode.at[0])}]. With "
        f"{many.heads} heads in {many.n:,} the same memory hardly counts: {decimal(after_many.mode.at[0])}.",
        "**Posterior ∝ likelihood × prior.** To a Beta(a, b) prior you add heads to a, tails to b. In the posterior "
        "*mean* it counts like a heads and b tails seen before, in an inner *mode* (MAP) like a − 1 and b − 1: under "
        "Beta(1, 1) the MAP is the MLE. A sensible prior guards against extreme estimates from few data; a "
        "wrong one misleads while the data are few, and one that rules out the truth always does. And the answer is a "
        "whole curve: the estimate *and* how sure you may be of it.",
    )


def examples(belief: Beta, counts: Counts, level: float) -> None:
    """Offer two scripts that compute the page's figures: by two additions, and by brute force."""
    prose.worked_example(
        "Runs as it stands, with NumPy and SciPy; it ends in the figures of this page. The credible interval is the "
        "equal-tailed one.",
        lambda: script(belief, counts, level),
        notebook=notebook.UPDATE,
    )
    prose.worked_example(
        "Runs as it stands, with NumPy alone; it ends in the posterior mean of this page.",
        lambda: grid_script(belief, counts),
        key="second_example",
        notebook=notebook.GRID,
    )


def two_promises(level: float) -> str:
    """What a confidence interval promises, and what a credible interval."""
    percent = f"{100 * level:.0f} %"
    return (
        f"- A **confidence interval** promises something about the *method*: repeat the flips at one fixed θ, and "
        f"{percent} of the intervals hold θ. Clopper-Pearson’s keep at least that at every θ, Wald’s and the "
        "likelihood’s about that, with many flips and away from 0 and 1. The one interval that you computed gets no "
        "probability.\n"
        f"- A **credible interval** promises something about *θ*: given the flips, the prior and the model, θ lies "
        f"inside with probability {percent}. At one fixed θ, repetitions may hold θ always or never. Draw θ from the "
        f"prior anew each time, and exactly {percent} of the intervals hold it on average."
    )


def at_the_edge(theta: float, n: int) -> str:
    """How often Wald's interval has no width, and what happens where theta is 0 or 1."""
    one_sided = significant(theta**n + (1 - theta) ** n, 3)
    said = (
        f"At θ = {theta:g}, all flips of a repetition fall on one side with probability {one_sided}. Wald’s interval "
        "then has width 0 and is drawn as a dot, as if nothing were left to learn."
    )
    if theta in (0.0, 1.0):
        said += (
            f" At θ = {theta:g} that dot is always θ itself, and the equal-tailed credible interval never holds θ: it "
            "leaves out a little of the posterior at each end."
        )
    return said


def coverage_example(n: int, theta: float, level: float, belief: Beta) -> None:
    """Offer the script that computes the coverage of the four intervals."""
    prose.worked_example(
        "Runs as it stands, with NumPy and SciPy; it ends in the four coverages of this page, as fractions of 1.",
        lambda: coverage_script(n, theta, level, belief),
        notebook=notebook.COVERAGE,
    )


def closing() -> None:
    """Show applications, fine print and references."""
    prose.worlds(
        "A doctor knows how common an illness is before the test comes back; a rating of five stars from two "
        "customers is shrunk towards the shop’s average.",
        "An L2 penalty acts as a prior on the weights. Training then keeps one point, not the curve: for billions of "
        "weights the whole posterior is too dear to compute exactly, and approximations each have their price.",
    )
    at, few = (0.5, 0.1), TEN_FLIPS.counts.n
    over_logit = [float(np.exp(map_coin.logit_logpdf(np.log(p / (1 - p)), FLAT))) for p in at]
    prose.fine_print(
        [
            prose.Claim(
                "exact",
                "Beta prior, coin flips: the posterior is Beta(a + heads, b + tails). The order of independent flips "
                "with one θ does not matter, nor does splitting them into batches.",
            ),
            prose.Claim(
                "exact",
                "In the first scene the orange curve is the likelihood divided by its area. As a density it is the "
                "posterior of a flat prior, flat in θ; a likelihood as such is no density over θ.",
            ),
            prose.Claim(
                "exact",
                "For a Beta(a, b), (a − 1) / (a + b − 2) is the mode only if a and b are both above 1. Elsewhere the "
                "mode is at an end, at both, or everywhere. Mode, mean and MLE may be three different numbers.",
            ),
            prose.Claim(
                "exact",
                "Beta(1, 1) is flat in θ and so gives intervals of one width the same probability. In logit θ "
                f"its density is θ(1 − θ), not flat: {over_logit[0]:g} at θ = {at[0]:g}, "
                f"{over_logit[1]:g} at θ = {at[1]:g}. No prior is flat in both.",
            ),
            prose.Claim(
                "exact",
                "A credible interval holds θ with the stated probability *given the flips, the prior and the model*. "
                "At one fixed θ it promises nothing about repetitions; averaged over θ drawn from its own prior, its "
                "coverage is exactly its level. The highest-density interval may change when θ is replaced by its "
                "logit; the equal-tailed one never does.",
            ),
            prose.Claim(
                "exact",
                "A confidence level is no probability that θ lies in the interval at hand: θ is fixed, and the "
                "intervals vary. Clopper-Pearson’s cover at least their level at every θ, and mostly more, since heads "
                "come in whole numbers.",
            ),
            prose.Claim(
                "approximate",
                "Wald’s interval covers less than its level near 0 and 1, where its coverage falls to 0, and mostly "
                f"for few flips. The likelihood interval is approximate too: at {100 * coverage.LEVEL:g} % and {few} "
                f"flips its coverage goes down to {100 * coverage.lowest_coverage(few):.1f} %.",
            ),
            prose.Claim(
                "approximate",
                "“The prior washes out” holds for a fixed prior with a positive density around the truth, in a regular "
                "model with a fixed number of parameters (Bernstein–von Mises). A prior that is 0 there never yields.",
            ),
            prose.Claim(
                "approximate",
                "Chips become a Beta by the mean and variance of their histogram, each chip spread evenly over its "
                "bin, cut to the range of the fields and rounded. A belief with two humps inside does not fit into a "
                "Beta.",
            ),
            prose.Claim(
                "heuristic",
                "“A prior prevents overfitting” is a way of speaking: it helps as far as it is near the truth. And one "
                "θ for all flips, one rate for all corps, a known σ are assumptions that a posterior does not check.",
            ),
            *fair_words.claims(),
        ],
        [
            "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapter 3",
            "Bishop 2006, *Pattern Recognition and Machine Learning*, sections 2.1.1 and 2.3.6",
            "Gelman et al. 2013, *Bayesian Data Analysis*, chapter 2, and sections 4.3 and 4.4 for where the data do "
            "not win, and for repeated experiments",
            "Murphy 2022, *Probabilistic Machine Learning: An Introduction*, section 4.6",
            "Hyndman 1996, Computing and graphing highest density regions",
            "Clopper & Pearson 1934, The use of confidence or fiducial limits illustrated in the case of the binomial",
            "Brown, Cai & DasGupta 2001, Interval estimation for a binomial proportion",
            "Johnson et al. 2010, A valid and reliable belief elicitation method for Bayesian priors (chips in bins)",
            *fair_words.REFERENCES,
        ],
    )
