"""The prose of lesson 6: the idea, where it is met, and the fine print."""

import streamlit as st

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.belief.penalty import Prior
from core.data.coins import TEN_FLIPS, THOUSAND_FLIPS
from core.likelihood import coin
from core.likelihood.counts import Counts
from core.numbers import decimal
from pages._kit import prior, prose
from pages._kit.charts.base import PROJECTOR, Look
from pages.map_estimation.example import coin_script, converter_script
from pages.map_estimation.notebook import COIN, CONVERTER

_RUNS = "Runs as it stands, with NumPy alone."


def ideas() -> None:
    """The analogy and the insight."""
    few, many = TEN_FLIPS.counts, THOUSAND_FLIPS.counts
    tops = [posterior(prior.DEFAULT, counts).mode.at[0] for counts in (few, many)]
    prose.idea(
        "MLE believes the evidence and nothing else. MAP asks the same question with a **reasonableness check**: the "
        f"evidence of {few.n} flips says :orange[{coin.mle(few) or 0.0:g}], experience says :blue["
        f"{prior.DEFAULT.mean:g}], and they meet at :green[{decimal(tops[0])}], where neither can gain more than the "
        f"other loses. With {many.n:,} flips they meet at {decimal(tops[1])}: the data have outgrown the check.",
        "**A log-prior is a penalty.** Maximize log-likelihood + log-prior, or minimize NLL + penalty: it is one "
        "thing. A Gaussian prior on the weights is an L2 penalty, a Laplace prior an L1 penalty. The `weight_decay` of "
        "SGD and Adam is such a Gaussian. The one of AdamW is **not**: the scene Race shows where it goes instead.",
    )


def legend(names: str, look: Look) -> None:
    """Name the parts of a chart above it, in their colors."""
    with st.container(key="names"):
        if look is PROJECTOR:
            st.header(names, anchor=False)  # a paragraph is too small on a projector
        else:
            st.markdown(names)


def coin_example(counts: Counts, belief: Beta, end: str) -> None:
    """Offer the script of the coin's estimates; ``end`` says which figures it ends in."""
    prose.worked_example(f"{_RUNS} {end}", lambda: coin_script(counts, belief), notebook=COIN)


def converter_example(shape: Prior, sigma: float, n: int, end: str) -> None:
    """Offer the script that turns a prior on the weights into penalties; ``end`` as in :func:`coin_example`."""
    prose.worked_example(f"{_RUNS} {end}", lambda: converter_script(shape, sigma, n), notebook=CONVERTER)


def closing() -> None:
    """Where the idea is met, and the fine print."""
    prose.worlds(
        "A scout sees a striker score in three games out of three and still expects less than a goal a game: what is "
        "known of all strikers counts until the season is long enough.",
        "Weights are decayed in many training runs. Whether that is a prior, and which one, depends on the "
        "optimizer, on the mean in the loss, and on the number of examples.",
    )
    prose.fine_print(_claims(), _references())


def _claims() -> list[prose.Claim]:
    return [
        prose.Claim(
            "exact",
            "Log-likelihood + log-prior is the log-posterior plus the log of the evidence, a constant in θ: both are "
            "highest at the same θ.",
        ),
        prose.Claim(
            "exact",
            "The MAP is the *densest* point, not the most probable θ: every single θ has probability 0. It may move "
            "when θ is replaced by its logit. The MLE and the probability of an interval never do.",
        ),
        prose.Claim(
            "exact",
            "λ = 1/(2σ²) stands beside the *summed* NLL. Beside a mean over N examples it is 1/(2σ²N), and as "
            "weight_decay 1/(σ²N). A Laplace prior exp(−|w|/b) gives 1/b and 1/(bN).",
        ),
        prose.Claim(
            "exact",
            "With the full batch, SGD(weight_decay) and Adam(weight_decay) can rest only where the gradient of mean "
            "NLL + (wd/2) Σw² is 0: for a convex loss, such as this one, the MAP of a Gaussian prior on whatever they "
            "decay. PyTorch decays biases too, unless they get a group of their own.",
        ),
        prose.Claim(
            "approximate",
            "With the full batch and ε = 0 it is proved that where AdamW converges, it ends on a KKT point of the NLL "
            "under max |w| ≤ 1/wd: no small change within this bound lowers the NLL to first order (Xie & Li 2024). "
            "For a convex loss, such as this one, that is a minimum. Here β₂ is 0.95 and the learning rate is let down "
            "to 0; with torch’s 0.999 the same end takes longer. That mini-batches end between MLE and MAP is an "
            "observation.",
        ),
        prose.Claim(
            "approximate",
            "“With more data MAP and MLE agree” holds for a fixed prior with a positive density around the truth, in a "
            "regular model with a fixed number of parameters. A prior that is 0 there never yields.",
        ),
        prose.Claim(
            "exact",
            "A Laplace MAP keeps weights at exactly 0 once the prior is narrow enough; a Gaussian MAP only shrinks "
            "their norm. Zeros are a feature of the *peak*: under a Laplace posterior a weight of exactly 0 still has "
            "probability 0.",
        ),
        prose.Claim(
            "heuristic",
            "“Reasonableness check” is a way of speaking: a prior helps as far as it is near the truth. And the "
            "penguins’ logistic line is a model; birds of one island and one sex are not independent draws.",
        ),
    ]


def _references() -> list[str]:
    return [
        "Loshchilov & Hutter 2019, Decoupled weight decay regularization (AdamW)",
        "Xie & Li 2024, Implicit bias of AdamW: ℓ∞ norm constrained optimization",
        "Tibshirani 1996, Regression shrinkage and selection via the lasso",
        "Bishop 2006, *Pattern Recognition and Machine Learning*, sections 1.2.5, 3.1.4 and 4.3",
        "Murphy 2022, *Probabilistic Machine Learning: An Introduction*, section 4.5",
        "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapter 27, on the choice of a basis",
    ]
