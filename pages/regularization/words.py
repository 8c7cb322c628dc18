"""The prose of lesson 7: the idea, the table of regularizers, where it is met, and the fine print."""

from typing import Final

import streamlit as st

from core.belief import penalty
from core.numbers import significant
from core.regularization.problem import DEFAULT_POINTS, SIGMA, Problem
from core.regularization.strength import Kind
from pages._kit import course, prose, stage
from pages.regularization.example import examples, fit
from pages.regularization.notebook import FIT

ZOO: Final[tuple[tuple[str, str, str, prose.Badge], ...]] = (
    ("L2, weight decay", "NLL + λ‖w‖²", "Gaussian prior: weights are small", "exact"),
    ("L1, lasso", "NLL + λ‖w‖₁", "Laplace prior on each weight", "exact"),
    ("L1’s zeros", "keep only the weights that are not 0", "few weights matter", "heuristic"),
    ("Early stopping", "stop after t steps from 0", "nearly L2 with weight decay ≈ 1/(ηt)", "approximate"),
    ("Dropout", "drop features at random", "an average over sub-networks", "heuristic"),
    ("Data augmentation", "add changed copies", "a change of x changes nothing", "heuristic"),
)


def ideas() -> None:
    """The analogy and the insight."""
    prose.idea(
        "A regularizer is a **skeptical advisor**: “that is a bold conclusion from so few data”. The advisor has "
        "experience, not evidence, and says so before the evidence is in: :blue[weights are small], :blue[most "
        "things do not matter], :blue[nothing changes suddenly]. A good advisor is heard when the data are few, and "
        "overruled when they are many.",
        "**A penalty is a belief, written as a number.** L2 is a Gaussian prior on the weights and L1 a Laplace "
        "prior: exactly. Early stopping behaves nearly like L2. Dropout and augmentation *can be read* in the same "
        "way, and the reading has limits that this page shows. How strong the belief should be is itself a question "
        "to the data.",
    )


def names(here: stage.Stage, lines: str) -> None:
    """Draw the names of a chart's lines in their colors, above it."""
    with st.container(key="names"):
        if here.presenting:
            st.header(lines, anchor=False)
        else:
            st.markdown(lines)


def example(problem: Problem, kind: Kind, strength: float) -> None:
    """Offer the script of the examples, and the one that continues it with the fit."""
    prose.worked_example(
        "The training points and the held-out examples of this page, from nothing but NumPy.",
        lambda: examples(problem),
    )
    prose.worked_example(
        "Continued from the script above: the fit. It ends in the four figures of the scene “Fit”.",
        lambda: fit(kind, strength),
        key="second_example",
        notebook=FIT,
    )


def zoo() -> None:
    """Draw the table of regularizers, with the badge of each reading."""
    st.header("Regularization zoo", anchor=False)
    lines = ["| regularizer | what you do | what it believes | the reading is |", "|---|---|---|---|"]
    lines += [f"| **{name}** | {what} | {belief} | {prose.BADGES[badge]} |" for name, what, belief, badge in ZOO]
    with st.container(key="wide_zoo"):
        st.markdown("\n".join(lines))
    st.caption(
        f"`weight_decay` in SGD and Adam is L2; in AdamW it is not, as lesson {course.lesson('map-estimation').number} "
        "shows. A mean NLL over N examples takes λ/N for the same belief."
    )


def closing() -> None:
    """Where the idea is met, and the fine print."""
    prose.worlds(
        "A doctor hears hoofbeats and thinks of horses, not zebras: with one symptom the experience decides, with a "
        "test result in hand the result does.",
        "A model with more weights than examples can fit everything, noise included. Weight decay, dropout, "
        "augmentation and stopping early all say beforehand which fits are credible. Which of them helps is found on "
        "held-out data.",
    )
    prose.fine_print(_claims(), _references())


def _claims() -> list[prose.Claim]:
    width = significant(penalty.sigma_from_lambda_sum(1.0), 3)
    return [
        prose.Claim(
            "exact",
            "Ridge is the MAP *and* the posterior mean of a Gaussian prior N(0, 1/(2λ)), λ beside the summed NLL: "
            f"λ = 1 is σ_w = {width}. The noise σ = {SIGMA:g} is known, the intercept has a flat prior.",
        ),
        prose.Claim(
            "exact",
            "The lasso is the MAP of a Laplace prior of scale b = 1/λ. Its zeros belong to the *peak*: under the "
            "Laplace posterior a weight of exactly 0 has probability 0, and the posterior mean has no zeros.",
        ),
        prose.Claim(
            "exact",
            "The path of L1 is a broken line in λ. Its knots are solved for. Coordinate descent knows its duality gap: "
            "an upper bound on how far its objective is above the minimum.",
        ),
        prose.Claim(
            "approximate",
            "Early stopping is like ridge for a *quadratic* loss from w = 0: both keep a part of the MLE along each "
            "eigen-direction, 1 − (1 − ηh)ᵗ and h/(h + λ), with λ a weight decay. They agree where ηth is "
            "very small or very large, and differ in between.",
        ),
        prose.Claim(
            "heuristic",
            "“Dropout averages 2ⁿ sub-networks”: weight scaling is that average for a linear output, and the "
            "renormalized geometric mean for a softmax on a linear model. For deeper networks it is neither. The "
            "variational reading (Gal & Ghahramani 2016) has a posterior that does not concentrate as the data grow "
            "(Osband 2016).",
        ),
        prose.Claim(
            "heuristic",
            "“Augmentation expands the prior”: it puts an invariance in, but it also changes the likelihood, for "
            "copies are counted as if they were new observations (Nabarro et al. 2022).",
        ),
        prose.Claim(
            "approximate",
            "Noise on the inputs is a penalty on f′ (Bishop 1995) for the *loss* of a curve near the mean of y, to "
            "second order in the noise. The curve of least loss feels the term with f″ too, which is of the same order "
            "(An 1996).",
        ),
        prose.Claim(
            "approximate",
            "“MLE and MAP converge” for a fixed prior with mass at the truth, in a regular model with a fixed number "
            "of parameters. A prior without mass there is never outgrown.",
        ),
        prose.Claim(
            "approximate",
            "The evidence and cross-validation are estimates from the training examples alone; with "
            f"{DEFAULT_POINTS} points either may miss by far. The evidence trusts the model: known "
            "noise, a Gaussian prior. Cross-validation does not, and is noisier.",
        ),
        *_claims_of_others(),
        prose.Claim(
            "heuristic",
            "“Skeptical advisor” is a way of speaking. Held-out figures are those of one seed: change it, and see how "
            "much of what you saw was luck.",
        ),
    ]


def _claims_of_others() -> list[prose.Claim]:
    """What holds of a prior that is learned from many like cases."""
    return [
        prose.Claim(
            "exact",
            "Under a Beta prior with mean m and strength κ, the posterior mean of a batter’s ability is (1 − B) × "
            "hits/n + B m, with the share B = κ/(κ + n). The evidence is the beta-binomial probability of all hits.",
        ),
        prose.Claim(
            "approximate",
            "Empirical Bayes takes one prior, as if it were known. It uses the data twice, once to fit the prior and "
            "once to update it, and leaves out how uncertain the prior is: its posteriors are too narrow, most of all "
            "with few cases.",
        ),
        prose.Claim(
            "exact",
            "The hierarchical answer is the posterior mean, by quadrature, under the hyperprior (a + b)^(−5/2) over "
            "Beta(a, b) (BDA3): uniform over the mean and over 1/√κ. Another hyperprior gives another share: where "
            "the evidence is as flat as here, much of the answer is the hyperprior’s.",
        ),
        prose.Claim(
            "approximate",
            "Shrinkage beats each alone in *expected total* squared error, whatever the truths, for three or more "
            "Gaussian means of known variance (James & Stein 1961; toward a common mean, for four or more). Batting "
            "averages are not Gaussian, and a single batter may lose.",
        ),
        prose.Claim(
            "approximate",
            "Equal abilities all season, hits that do not depend on each other, and batters that are alike but for "
            "chance: the model assumes all three. Past seasons of a batter would make a better prior.",
        ),
    ]


def _references() -> list[str]:
    return [
        "Tibshirani 1996, Regression shrinkage and selection via the lasso",
        "Efron, Hastie, Johnstone & Tibshirani 2004, Least angle regression",
        "MacKay 1992, Bayesian interpolation",
        "Srivastava et al. 2014, Dropout: a simple way to prevent neural networks from overfitting",
        "Wager, Wang & Liang 2013, Dropout training as adaptive regularization",
        "Gal & Ghahramani 2016, Dropout as a Bayesian approximation; Osband 2016, Risk versus uncertainty in deep "
        "learning",
        "Bishop 1995, Training with noise is equivalent to Tikhonov regularization; An 1996, The effects of adding "
        "noise during backpropagation training on a generalization performance",
        "Stein 1956, Inadmissibility of the usual estimator for the mean of a multivariate normal distribution; James "
        "& Stein 1961, Estimation with quadratic loss",
        "Efron & Morris 1975, Data analysis using Stein’s estimator and its generalizations; Efron & Morris 1977, "
        "Stein’s paradox in statistics",
        "Gelman et al. 2013, *Bayesian Data Analysis*, chapter 5",
        "Nabarro et al. 2022, Data augmentation in Bayesian neural networks and the cold posterior effect",
        "Ali, Kolter & Tibshirani 2019, A continuous-time view of early stopping for least squares regression",
        "Bishop 2006, *Pattern Recognition and Machine Learning*, sections 3.1.4, 3.3, 3.5 and 5.5",
    ]
