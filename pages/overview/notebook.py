"""What the notebook adds to the overview's worked example: its three curves, and the estimates."""

from typing import Final

from pages._kit.charts.palette import BELIEF, BOTH, DATA
from pages._kit.saving.notebook_charts import lines
from pages._kit.saving.on_page import InNotebook

CHAIN: Final = InNotebook(
    lines(
        "theta[::20]",
        {
            "NLL": ("nll[::20]", DATA),
            "penalty": ("penalty[::20]", BELIEF),
            "objective": ("objective[::20]", BOTH),
        },
        ("θ", "nats"),
    ),
    {"MLE θ̂": "mle", "MAP θ̂": "map_estimate", "Posterior mean": "posterior_mean"},
)
