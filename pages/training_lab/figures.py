"""The eight figures of a run at one of its records."""

import math

from core.belief.penalty import prior_sd
from core.numbers import aligned, as_shown, places_to_add, significant
from core.training.lab.ledger import Record
from core.training.lab.run import Run
from pages._kit.figures import Figure


def eight_figures(run: Run, record: Record) -> list[Figure]:
    """The figures of a record. NLL and penalty are rounded so that they add up to the objective as shown."""
    config, n = run.config, run.split.train.n
    places = places_to_add(record.nll, record.penalty)
    nll, penalty = aligned(record.nll, places), aligned(record.penalty, places)
    objective = aligned(as_shown(record.nll, places) + as_shown(record.penalty, places), places)
    sigma = prior_sd(config.prior, record.wd, n)
    prior = {
        "gaussian": f"N = {n:,}",
        "laplace": f"Laplace, b = {significant(sigma / math.sqrt(2), 3)}",
        "none": "no prior",
    }[config.prior]
    width = {
        "gaussian": "1 / √(wd N), with N the number of training points.",
        "laplace": "√2 / (wd N), the standard deviation of a Laplace prior, with N the number of training points.",
        "none": "There is no prior: wd does nothing, and every weight is as good as any other.",
    }[config.prior]
    penalized = "weights, biases" if config.penalize_biases else "weights only"
    if config.prior == "none":
        penalized = "no prior"
    return [
        Figure("Step", f"{record.step:,}", f"of {run.config.steps:,}"),
        Figure("NLL", nll, "nats each", "Mean of −log p(label | features) over the training points."),
        Figure(
            "Penalty", penalty, penalized,
            "Minus the log-prior divided by N, up to its constant: wd/2 × Σ w² (Gaussian) or wd × Σ |w| (Laplace).",
        ),
        Figure(
            "Objective", objective, "NLL + penalty",
            "The sum of the two figures as they are shown; the last digit may differ by one from its own rounding.",
        ),
        Figure("Accuracy", f"{100 * record.accuracy:.1f} %", "in training"),
        Figure("Held-out NLL", aligned(record.held_out_nll, places), f"{run.split.held_out.n:,} points"),
        Figure(
            "Prior σ", significant(sigma, 3), prior if record.wd or config.prior == "none" else "flat: wd = 0",
            width,
        ),
        Figure(
            "Ledger residual", significant(record.residual, 3), "rounding only",
            "Largest relative gap: objective against NLL + penalty, the step's changes against their sum, and the "
            "weights before plus both parts of the step against the weights after.",
        ),
    ]  # fmt: skip
