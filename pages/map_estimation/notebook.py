"""What the notebook adds to lesson 6's worked examples: charts of their variables, and their results."""

from typing import Final

from pages._kit.charts.palette import BELIEF, BOTH, DATA
from pages._kit.saving.notebook_charts import lines
from pages._kit.saving.on_page import InNotebook

COIN: Final = InNotebook(
    lines(
        "theta[::250]",
        {
            "log-likelihood": ("(log_likelihood - log_likelihood.max())[::250]", DATA),
            "log-prior": ("(log_prior - log_prior.max())[::250]", BELIEF),
            "their sum": ("(both - both.max())[::250]", BOTH),
        },
        ("θ", "nats below its own top on this grid"),
        before="both = log_likelihood + log_prior",
        lowest=-12,
    ),
    {
        "MLE θ̂": "mle",
        "MAP θ̂": "map_estimate",
        "Posterior mean": "posterior_mean",
        "MAP θ̂, by looking": "on_grid",
    },
)
CONVERTER: Final = InNotebook(
    lines(
        "examples",
        {
            "λ (summed NLL)": ("np.full_like(examples, lambda_sum)", DATA),
            "λ (mean NLL)": ("lambda_sum / examples", BELIEF),
        },
        ("examples N", "λ"),
        before="examples = np.logspace(0, 6, 61)",
        log=True,
    ),
    {
        "λ (summed NLL)": "lambda_sum",
        "λ (mean NLL)": "lambda_mean",
        "weight_decay": "weight_decay",
        "σ, converted back": "sigma_again",
    },
)
