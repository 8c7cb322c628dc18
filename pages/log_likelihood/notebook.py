"""What the notebook adds to lesson 3's worked example: the log-likelihood with its parabola, and the results."""

from core.likelihood.counts import Counts
from pages._kit.charts.palette import DATA, REST
from pages._kit.saving.notebook_charts import COIN_LOG_LIKELIHOOD, lines
from pages._kit.saving.on_page import InNotebook


def of_script(counts: Counts) -> InNotebook:
    """For these flips: a parabola at the top needs heads and tails."""
    inner = bool(counts.heads and counts.tails)
    curves = {"log-likelihood": ("log_l", DATA)}
    if inner:
        curves["parabola at the top"] = ("log_l.max() - fisher_information / 2 * (grid - mle) ** 2", REST)
    return InNotebook(
        lines("grid", curves, ("θ", "nats"), before=COIN_LOG_LIKELIHOOD),
        {
            "Product (float64)": "product",
            "Sum of logs": "sum_of_logs",
            "ℓ(θ)": "log_likelihood",
            "Score": "score",
            **({"Fisher information": "fisher_information"} if inner else {}),
            "Standard error": "standard_error",
        },
    )
