"""What the notebook adds to lesson 9: the run as a program with its points, and the figures that it ends in."""

import json
from typing import Final

from pages._kit.charts.palette import CLASSES
from pages._kit.saving.notebook_charts import SHADE
from pages._kit.saving.on_page import InNotebook

_POINTS: Final = f"""import altair as alt

own = -log_p[torch.arange(n), y].numpy()  # what each training point costs, nats
rows = [
    {{"a": a, "b": b, "class": str(int(c)), "cost": cost}} for (a, b, c), cost in zip(train.tolist(), own.tolist())
]
alt.Chart(alt.Data(values=rows)).mark_circle(opacity=0.8).encode(
    x=alt.X("a:Q").title("first feature, standardized"),
    y=alt.Y("b:Q").title("second feature, standardized"),
    color=alt.Color("class:N").scale(range={json.dumps([SHADE[name] for name in CLASSES])}),
    size=alt.Size("cost:Q").title("−log p, nats"),
).properties(width=480, height=400)"""

PROGRAM: Final = InNotebook(
    _POINTS,
    {
        "NLL": "nll",
        "Penalty": "penalty",
        "Objective": "objective",
        "Accuracy": "100 * accuracy",
        "Held-out NLL": "held_out_nll",
    },
)
OBJECTIVE: Final = InNotebook("", {"Penalty": "penalty", "Objective": "objective", "Prior σ": "prior_sigma"})
