"""The prose of lesson 8: the idea, the summary, where it is met, and the fine print."""

from collections.abc import Callable

import streamlit as st

from core.answers.calibration import mean_of
from core.answers.methods import STEPS
from core.answers.results import Results
from core.answers.task import Method
from core.numbers import decimal, nats, with_error
from pages._kit import prose
from pages.big_picture import hmc
from pages.big_picture.example import far_script
from pages.big_picture.fields import Found
from pages.big_picture.notebook import FAR


def ideas(there: Found) -> None:
    """The analogy and the insight, with the held-out NLLs of these settings."""
    columns: tuple[Method, ...] = ("MLE", "MAP", "HMC")
    said = ", ".join(f"{method} {with_error(*mean_of(there[method].losses))}" for method in columns if method in there)
    prose.idea(
        "Three detectives, one case. The first has **no bias**: the suspect who explains the evidence best did it, and "
        "she is certain. The second has **experience**: he weighs the evidence against what suspects are usually like, "
        "and then he is certain too. The third **keeps all suspects on the board**, each with the weight that evidence "
        "and experience give; where they would have acted alike she is sure, and where they would not, she says so.",
        "**Learning is inference.** The loss is a negative log-likelihood, the regularizer a negative log-prior, and "
        "training finds one point of the posterior. :orange[MLE] keeps the best explanation of the data, :green[MAP] "
        "the best compromise, and the :green[full posterior] all of them. Near the data, MAP and posterior "
        "often predict nearly the same; the MLE can be far off there too, where the net can separate the training "
        f"points. {f'Held-out NLL here, nats: {said}. ' if said else ''}"
        "**What is lost by keeping one is the doubt**, and you miss it most where there are no data.",
    )


def summary(there: Found) -> None:
    """Draw the table of MLE, MAP and full Bayesian, with the figures of these settings."""
    st.markdown("**MLE, MAP, full Bayesian: what each keeps and costs**")
    lines = [
        "| the answer | MLE | MAP | full Bayesian |",
        "|---|---|---|---|",
        "| **asks for** | argmax p(data ∣ θ) | argmax p(data ∣ θ) p(θ) | p(θ ∣ data), all of it |",
        "| **in training** | the loss alone | loss + weight decay of SGD or Adam | no training: an average over nets |",
        "| **keeps** | one net | one net | " + _keeps(there) + " |",
        "| **loses** | belief, and all doubt about θ | all doubt about θ | nothing, if prior and model are "
        "right; and it can only be approximated |",
    ]
    columns: tuple[Method, ...] = ("MLE", "MAP", "HMC")
    rows: dict[str, Callable[[Results], str]] = {
        "held-out NLL": lambda one: f"{with_error(*mean_of(one.losses))} nats",
        "calibration error": lambda one: decimal(one.scores.calibration_error),
        "entropy far away": lambda one: nats(one.scores.far_entropy),
        "gradients it took": lambda one: f"{one.answer.gradients:,}",
    }
    for name, read in rows.items():
        cells = [read(there[method]) if method in there else "…" for method in columns]
        lines.append(f"| **{name}** | {' | '.join(cells)} |")
    with st.container(key="wide_summary"):
        st.markdown("\n".join(lines))
    st.caption(
        f"{_difference(there)}Between one net and the posterior lie the others: **Laplace** puts a Gaussian around the "
        "MAP, **MC dropout** thins one net at random, "
        "a **deep ensemble** trains from several starts. Each buys some of the doubt at its own price. "
        "Modern AI mostly keeps one net, as MLE and MAP do: sampling a posterior over "
        "billions of weights is out of reach; approximating it is not, and has a price that the table shows."
    )


def _difference(there: Found) -> str:
    """How far apart HMC and MAP predict, once both are there."""
    if not {"HMC", "MAP"} <= set(there):
        return ""
    found = mean_of(there["HMC"].losses - there["MAP"].losses)
    return (
        f"Held-out NLL, HMC − MAP, point by point: {with_error(*found, signed=True)} nats (± one standard error). "
        "Above 0, one net predicted these points better than the average, by luck or because prior, model or sampler "
        "is off. "
    )


def _keeps(there: Found) -> str:
    if "HMC" not in there:
        return "hundreds of nets"
    health = there["HMC"].answer.health
    draws = f" of {health.draws:,} draws" if health else ""
    return f"{len(there['HMC'].answer.weights):,} nets{draws}"


def example(there: Found) -> None:
    """Draw the script of three answers at one place, once all three are computed."""
    needed: tuple[Method, ...] = ("MLE", "Deep ensemble", "Laplace")
    if not set(needed) <= set(there):
        st.caption("The script comes when MLE, Laplace and ensemble are there.")
        return
    one, ensemble, laplace = (there[method].answer for method in needed)
    prose.worked_example(
        "Runs as it stands, with NumPy alone; it ends in what the ring in the maps reads when they open, in the dashed "
        "box: three probabilities and their entropies.",
        lambda: far_script(one, ensemble, laplace),
        notebook=FAR,
    )


def closing() -> None:
    """Where the idea is met, and the fine print."""
    prose.worlds(
        "A weather service runs its model fifty times from slightly different starts. Where the fifty agree it "
        "forecasts; where they fan out it says 60 %, and sailors plan for both.",
        "Cross-entropy with weight decay is the standard recipe: one net. Where a wrong and certain answer is dear, as "
        "in medicine or driving, ensembles, Laplace and dropout are used to know when the model does not know.",
    )
    prose.fine_print([*_claims(), *hmc.claims()], _references())


def _claims() -> list[prose.Claim]:
    return [
        prose.Claim(
            "exact",
            "HMC draws from the posterior of this net and prior **up to Monte Carlo error**, as far as its chains have "
            "mixed. R-hat and effective sample size are those of Vehtari et al. 2021; near 1 they have found no "
            "disagreement, which is no proof that there is none.",
        ),
        prose.Claim(
            "exact",
            "Hidden units may be relabeled without changing any prediction, so the posterior over weights has many "
            "equal copies and chains need not agree about single weights. What must agree is what they predict: R-hat "
            "is taken over log-odds and the log-joint.",
        ),
        prose.Claim(
            "approximate",
            "**Laplace**: a Gaussian around one mode, with the generalized Gauss-Newton matrix for the curvature and "
            "the net made linear in its weights for the prediction. It sees one mode, and no skew. For logistic "
            "regression the matrix is the exact Hessian.",
        ),
        prose.Claim(
            "heuristic",
            "**MC dropout** can be read as variational inference (Gal & Ghahramani 2016). The posterior it implies "
            "depends on the rate, here 0.1, and does not concentrate as data grow (Osband 2016).",
        ),
        prose.Claim(
            "heuristic",
            "**Deep ensemble**: ten nets, trained without a prior, that differ in their first weights only. Its spread "
            "is that of the optimizer’s ends, not of a posterior; in practice it often works well.",
        ),
        prose.Claim(
            "exact",
            "A ReLU net is linear along every ray once it has crossed its last kink. Wherever it is not flat there, "
            "its log-odds grow without end and the confidence of one net goes to 1 (Hein et al. 2019), under MLE and "
            "MAP alike. Under the linearized Laplace the spread grows as fast as the mean, and the confidence stops "
            "short of 1 (Kristiadi, Hein & Hennig 2020); under HMC and an ensemble it goes to the share of nets that "
            "vote for the class.",
        ),
        prose.Claim(
            "approximate",
            "Where the net can separate the training points there is no MLE: larger weights are ever better. The MLE "
            f"here is the end of {STEPS:,} steps of full-batch Adam, and the MAP a local maximum from the same start. "
            "The objective has kinks, on which an optimizer may stop with a slope left.",
        ),
        prose.Claim(
            "approximate",
            "“With more data they agree” holds for a fixed prior with mass at the truth and a net that stays the same "
            "size, near the data. Far from them it need not, and a prior’s shape matters there for long.",
        ),
        prose.Claim(
            "heuristic",
            "The expected calibration error depends on its bins, and with few held-out points it is above 0 even for "
            "perfect probabilities. A low one does not make a model good: a model that always predicts "
            "the base rate has almost none.",
        ),
        prose.Claim(
            "heuristic",
            "“The posterior” is that of this net under this prior. That independent Gaussians on weights are what "
            "anybody believes is a convention, and the doubt far away is as much the prior’s as the data’s.",
        ),
    ]


def _references() -> list[str]:
    return [
        "Neal 2011, MCMC using Hamiltonian dynamics",
        "Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, Rank-normalization, folding, and "
        "localization: an improved R-hat",
        "MacKay 1992, A practical Bayesian framework for backpropagation networks",
        "Daxberger et al. 2021, Laplace redux",
        "Gal & Ghahramani 2016, Dropout as a Bayesian approximation; Osband 2016, Risk versus uncertainty in deep "
        "learning",
        "Lakshminarayanan, Pritzel & Blundell 2017, Simple and scalable predictive uncertainty estimation using deep "
        "ensembles",
        "Hein, Andriushchenko & Bitterwolf 2019, Why ReLU networks yield high-confidence predictions far away from the "
        "training data",
        "Kristiadi, Hein & Hennig 2020, Being Bayesian, even just a bit, fixes overconfidence in ReLU networks",
        "Guo et al. 2017, On calibration of modern neural networks",
        "Murphy 2023, *Probabilistic Machine Learning: Advanced Topics*, chapter 17",
    ]
