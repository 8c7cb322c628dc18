"""What the notebook adds to lesson 1's worked examples: charts of their variables, and their results."""

from core.likelihood.counts import Counts
from pages._kit.charts.palette import BOTH, DATA
from pages._kit.saving.notebook_charts import COIN_LOG_LIKELIHOOD, bars, lines
from pages._kit.saving.on_page import InNotebook

SUSPECT = "suspect"


def of_case(*, decided: bool) -> InNotebook:
    """For the verdict; ``decided`` is False if every suspect is ruled out."""
    return InNotebook(
        bars("suspects", {"surprise": ("surprise", DATA)}, (SUSPECT, "nats, less is better")),
        {"Most likely suspect": "most_likely"} | ({"Posterior probability": "posterior"} if decided else {}),
    )


def of_thousand(*, left: bool) -> InNotebook:
    """For the thousand cases; ``left`` says whether any is left."""
    return InNotebook(
        bars("suspects", {"cases left": ("left", BOTH)}, (SUSPECT, "cases that show every clue")),
        {"Left under the clues": "all_left"} | ({"Posterior probability": "posterior"} if left else {}),
    )


def of_coins(flips: Counts, n_candidates: int | None) -> InNotebook:
    """For the line-up of coins; ``n_candidates`` is None for every theta."""
    axes = ("θ", "L(θ) / its largest value here")
    if n_candidates is None or not flips.n:
        curve = {"every coin": ("np.exp(log_l - log_l.max())", DATA)}
        chart = lines("grid", curve, axes, before=COIN_LOG_LIKELIHOOD)
    else:
        heights = "np.exp(log_likelihood - log_likelihood.max())"
        chart = lines("coins", {"the line-up": (heights, DATA)}, axes, mark="point")
    return InNotebook(chart, {"MLE θ̂": "theta_hat", "Best candidate": "best_candidate"} if flips.n else {})
