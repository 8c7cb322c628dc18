"""What the notebook adds to lesson 8's worked example: its probabilities and entropies as bars, and as results."""

from typing import Final

from pages._kit.charts.palette import BOTH, REST
from pages._kit.saving.notebook_charts import bars
from pages._kit.saving.on_page import InNotebook

THREE: Final = ("MLE", "Deep ensemble", "Laplace")
FAR: Final = InNotebook(
    bars(
        repr(list(THREE)),
        {"probability": ("p", BOTH), "entropy, nats": ("h", REST)},
        ("answer", "far from the data"),
    ),
    {f"P, {name}": f"p[{place}]" for place, name in enumerate(THREE)}
    | {f"Entropy far away, {name}": f"h[{place}]" for place, name in enumerate(THREE)},
)
