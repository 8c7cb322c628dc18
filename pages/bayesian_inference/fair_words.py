"""Worked example, fine print and references of lesson 5's fair-coin scene."""

from typing import Final

from core.belief.bayes_factor import compare
from core.belief.beta import Beta
from core.belief.beta_bernoulli import FLAT
from core.data.coins import BARTOS, LARGE_SAMPLE
from core.likelihood.counts import Counts
from core.numbers import from_log, plain
from pages._kit.prose import Claim

HIERARCHICAL: Final = 2364
"""The Bayes factor for a same-side bias in the abstract of Bartoš et al. 2023, arXiv:2310.04153 of October 2023."""
REFERENCES: Final = (
    "Jeffreys 1961, *Theory of Probability*, chapter 5; Lindley 1957, A statistical paradox",
    "Kass & Raftery 1995, Bayes factors; MacKay 2003, chapter 28 for Occam’s factor",
    "Edwards, Lindman & Savage 1963, Bayesian statistical inference for psychological research",
    "Bartoš et al. 2023, Fair coins tend to land on the same side they started",
)


def claims() -> list[Claim]:
    """The claims, with numbers from core."""
    large, tossed = compare(FLAT, LARGE_SAMPLE.counts), compare(FLAT, BARTOS.counts)
    return [
        Claim(
            "exact",
            "A continuous prior gives the point θ = 1/2 probability 0, before and after any flips. “Is it fair?” needs "
            "two hypotheses, each with a probability and an evidence. P(fair | data) holds for exactly these two, at "
            "equal prior odds: with other odds, multiply yours by the Bayes factor.",
        ),
        Claim(
            "exact",
            "The Bayes factor depends on the alternative’s prior, its width above all, even where the flips are so "
            "many that the posterior of θ hardly does. No prior states “no opinion”: as a and b go to 0 the factor "
            "goes to 0, unless all flips are alike.",
        ),
        Claim(
            "exact",
            "It is at most L(θ̂) / L(1/2), whatever the prior: a prior’s average is no more than the best of what is "
            f"averaged. For {LARGE_SAMPLE.counts.heads:,} heads in {LARGE_SAMPLE.counts.n:,} that is "
            f"{from_log(large.log_best, 3)}, though the p-value is {from_log(large.log_p_value, 3)}.",
        ),
        Claim(
            "approximate",
            "With a prior that is smooth and wide around the likelihood, twice the width is half the factor: Occam’s "
            "penalty. So a large sample with a small p-value may favor the fair coin (Lindley): "
            f"{LARGE_SAMPLE.counts.heads:,} of {LARGE_SAMPLE.counts.n:,} have p = {from_log(large.log_p_value, 2)}, "
            f"and under Beta(1, 1) the factor {from_log(large.log_factor, 3)}: {from_log(-large.log_factor, 3)} to 1 "
            "for fair.",
        ),
        Claim(
            "exact",
            "A p-value is P(a number of heads at most as probable as the one seen | fair). It is neither "
            f"P(fair | data) nor a factor: for Bartoš’ flips p = {from_log(tossed.log_p_value, 2)}, and the factor "
            f"under Beta(1, 1) is {from_log(tossed.log_factor, 3)}.",
        ),
        Claim(
            "heuristic",
            "Neither number says that a model is right. Bartoš et al. find that the people who tossed differ, model "
            f"that, and report a factor of {HIERARCHICAL:,}. One θ for all {BARTOS.counts.n:,} flips, as here, is a "
            "simplification.",
        ),
    ]


def factor_script(prior: Beta, counts: Counts) -> str:
    """A script that compares "theta is 1/2" with "theta is drawn from ``prior``", with NumPy and SciPy.

    It defines ``log_fair``, ``log_other``, ``log_factor``, ``p_fair`` and ``p_value``.
    """
    p_value = "binomtest(heads, heads + tails, 1 / 2).pvalue" if counts.n else "1.0  # no flips"
    return f"""import numpy as np
from scipy.special import betaln, expit
from scipy.stats import binomtest

heads, tails = {counts.heads}, {counts.tails}
a, b = {plain(prior.a)}, {plain(prior.b)}

# Evidence: how probable a hypothesis makes these flips, in their order. In logs.
log_fair = (heads + tails) * np.log(1 / 2)
log_other = betaln(a + heads, b + tails) - betaln(a, b)  # the likelihood, averaged over Beta(a, b)

log_factor = log_other - log_fair
p_fair = expit(-log_factor)  # if both had probability 1/2 before

# Another question, and no probability of a hypothesis:
p_value = {p_value}

print("Bayes factor: 10 to the power", log_factor / np.log(10), "  P(fair | data):", p_fair, "  p-value:", p_value)"""
