"""What the notebook adds to lesson 7's worked examples: charts of their variables, and their results."""

from typing import Final

from pages._kit.charts.palette import BOTH, DATA, REST
from pages._kit.saving.notebook_charts import lines
from pages._kit.saving.on_page import InNotebook

FIT: Final = InNotebook(
    lines(
        "grid",
        {
            "truth": ("phi(grid, len(true) - 1) @ true", REST),
            "the fit": ("c + phi(grid, degree)[:, 1:] @ w", BOTH),
        },
        ("x", "y"),
        before="grid = np.linspace(-1, 1, 401)",
        points=("x", "y"),
    ),
    {"Train NLL": "train_nll", "Held-out NLL": "held_out_nll", "‖w‖₂": "norm", "Exact zeros": "zeros"},
)
BATTERS: Final = InNotebook(
    lines(
        "hits / n",
        {"estimate": ("estimate", BOTH), "rest of the season": ("season", DATA)},
        ("batting average so far", "estimate, and what came"),
        mark="point",
    ),
    {"Error, each alone": "alone", "Error, pooled": "pooled", "Error, shrunken": "shrunken"},
)
