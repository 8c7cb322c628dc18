"""What the notebook adds to lesson 4's worked examples: charts of their variables, and their results."""

from collections.abc import Sequence
from typing import Final

from pages._kit.charts.palette import DATA, REST
from pages._kit.saving.notebook_charts import Curves, bars, lines
from pages._kit.saving.on_page import InNotebook
from pages.training_is_mle.charts.next_word import short

SHOWN: Final = 12
"""The words that a chart shows."""
PIECES: Final = {"Cross-entropy": "cross_entropy", "Entropy floor": "entropy", "KL": "kl"}
NLLS: Final = {
    "NLL of this batch": "loss.item()",
    "NLL after the step": "-np.sum(counts / counts.sum() * np.log(probability))",
}
"""The figures of the scene "slow-motion"."""

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
    return _of_context(words, {"counted": ("(counts / counts.sum())", REST), "trained": ("probability", DATA)}, figures)


def of_table(words: Sequence[str], word: str) -> dict[str, str]:
    """The figures of the scene "next-word" for ``word``, if the model is the table."""
    at = words.index(word)
    return {f"P({short(word)} | context)": f"probability[{at}]", "Count MLE": f"counts[{at}] / counts.sum()"}


COIN_KL: Final = InNotebook(
    bars('["heads", "tails"]', {"data": ("p", REST), "model": ("q", DATA)}, ("a flip", "probability")), PIECES
)
LIGHT_KL: Final = InNotebook(
    lines("k", {"data": ("p", REST), "model": ("q", DATA)}, ("reading, ns", "probability"), mark="point"), PIECES
)


def of_word_kl(words: Sequence[str]) -> InNotebook:
    """For the pieces of one context; the page's figures are means over all contexts."""
    figures = {f"{name}, this context": value for name, value in PIECES.items()}
    return _of_context(words, {"data": ("p", REST), "model": ("q", DATA)}, figures)


def _of_context(words: Sequence[str], heights: Curves, figures: dict[str, str]) -> InNotebook:
    """Bars for the first words of a context, and its results."""
    shown = {name: (f"{values}[:{SHOWN}]", color) for name, (values, color) in heights.items()}
    before = f"words = {list(words[:SHOWN])!r}"
    return InNotebook(bars("words", shown, ("next word", "probability"), before=before), figures)
