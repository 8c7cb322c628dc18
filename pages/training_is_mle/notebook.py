"""What the notebook adds to lesson 4's worked examples: charts of their variables, and their results."""

from collections.abc import Sequence
from typing import Final

from pages._kit.charts.palette import DATA, REST
from pages._kit.notebook_charts import bars, lines
from pages._kit.on_page import InNotebook

SHOWN: Final = 12
"""The words that a chart shows."""
PIECES: Final = {"Cross-entropy": "cross_entropy", "Entropy floor": "entropy", "KL": "kl"}
AXES: Final = ("next word", "probability")

_PATH: Final = """\
# The same steps again, and as many as twenty.
x, path = 0.0, [0.5]
for _ in range(max(steps, 20)):
    p_heads, p_tails = 1 / (1 + np.exp(-x)), 1 / (1 + np.exp(x))
    x = x + {rate} * (heads * p_tails - tails * p_heads) / n
    path.append(1 / (1 + np.exp(-x)))
path = np.array(path)"""


def of_climb(method: str) -> InNotebook:
    """For the coin by gradient ascent or by Newton's method."""
    newton = method == "newton"
    before = _PATH.format(rate="1 / (p_heads * p_tails)" if newton else "rate")
    return InNotebook(
        lines("np.arange(path.size)", {"θ": ("path", DATA)}, ("steps taken", "θ"), before=before),
        {"θ now": "theta_newton"} if newton else {"θ now": "theta_gradient", "Mean log-likelihood": "height"},
    )


def of_words(words: Sequence[str], figures: dict[str, str]) -> InNotebook:
    """For one context of the language model, with these results."""
    heights = {"counted": (f"(counts / counts.sum())[:{SHOWN}]", REST), "trained": (f"probability[:{SHOWN}]", DATA)}
    return InNotebook(bars("words", heights, AXES, before=f"words = {list(words[:SHOWN])!r}"), figures)


COIN_KL: Final = InNotebook(
    bars('["heads", "tails"]', {"data": ("p", REST), "model": ("q", DATA)}, ("a flip", "probability")), PIECES
)
LIGHT_KL: Final = InNotebook(
    lines("k", {"data": ("p", REST), "model": ("q", DATA)}, ("reading, ns", "probability"), mark="point"), PIECES
)


def of_word_kl(words: Sequence[str]) -> InNotebook:
    """For the pieces of one context; the page's figures are means over all contexts."""
    heights = {"data": (f"p[:{SHOWN}]", REST), "model": (f"q[:{SHOWN}]", DATA)}
    return InNotebook(
        bars("words", heights, AXES, before=f"words = {list(words[:SHOWN])!r}"),
        {f"{name}, this context": value for name, value in PIECES.items()},
    )
