"""The scene "converter" of lesson 6: one prior as a width, as λ on two scales, and as weight_decay."""

from collections.abc import Callable
from typing import Final

import numpy as np
import streamlit as st

from core.belief.penalty import Prior
from core.logistic.two_weights import lambda_sum, sigma_from_lambda_sum
from core.numbers import compact
from pages._kit import drawing, session, stage
from pages._kit.controls import IN_ADDRESS
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.map_estimation import reading, width, words
from pages.map_estimation.charts import converter as chart

DEFAULT: Final = 500


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the fields of the prior and of the number of examples, and the penalties that say the same."""
    with here.controls:
        n = _examples()
        way = st.container()
        prior, sigma = width.fields()
        with way:
            _way_in(prior, sigma, n)
    with here.hero:
        draw(
            chart.rows(prior, sigma, n),
            chart.spec(here.look),
            key="penalties",
            alt="The penalties of one prior against the number of training examples, both axes logarithmic: λ of the "
            "summed NLL is level, λ of the mean NLL falls as 1/N, and for a Gaussian weight_decay is twice as high. "
            "Points mark the chosen number of examples.",
        )
        _numbers(prior, sigma, n)
    read_the_chart(here, lambda: reading.of_converter(prior, sigma, n, _short))
    if not here.presenting:
        with here.reading:
            drawing.how_to_read(
                "One prior, several ways to write it. Both axes are logarithmic; the vertical line is the N that you "
                "chose. Beside the summed NLL the penalty is one number. Beside the mean it falls as 1/N: ten times "
                "the examples, a tenth of the penalty. Another σ moves all lines together."
            )
            with st.container(key="wide_converter"):
                total = lambda_sum(prior, sigma)
                st.markdown(f"{_table(prior, total, n)}\n\n{_halving(prior, sigma, total, n)}")
        with here.example:
            words.converter_example(prior, sigma, n, "It ends in the figures of this page.")


def _examples() -> int:
    """Draw the field for the number of training examples; return it."""
    value = st.number_input("Examples N", 1, chart.MOST, DEFAULT, step=1, key="n_examples", **IN_ADDRESS)
    # The browser checks the range of a typed number; a forged message may hold anything.
    usable = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= chart.MOST
    return int(value) if usable else DEFAULT


def _way_in(prior: Prior, sigma: float, n: int) -> None:
    """Draw a field for any of the penalties; it sets sigma."""
    total = lambda_sum(prior, sigma)
    ways: dict[str, tuple[float, Callable[[float], float]]] = {
        "λ (summed NLL)": (total, lambda value: value),
        "λ (mean NLL)": (total / n, lambda value: value * n),
    }
    if prior == "gaussian":
        ways["weight_decay"] = (2 * total / n, lambda value: value * n / 2)
    session.keep_in("set_by", tuple(ways), list(ways)[-1])
    way = st.selectbox("Set σ by", tuple(ways), index=len(ways) - 1, key="set_by", **IN_ADDRESS)
    value, to_sum = ways[way]
    session.set_value("way_value", value)
    st.number_input(
        "to the value", 0.0, 1e12, step=value / 10 or 1.0, format="%.4g", key="way_value",
        on_change=lambda: width.set_sigma(
            sigma_from_lambda_sum(prior, to_sum(float(session.value_of("way_value", value))))
        ),
    )  # fmt: skip


def _numbers(prior: Prior, sigma: float, n: int) -> None:
    """Draw the same prior on three scales."""
    total = lambda_sum(prior, sigma)
    power = "Σ|w|" if prior == "laplace" else "Σw²"
    figures(
        Figure("λ (summed NLL)", _short(total), f"× {power} beside Σ −log p", "1/(2σ²), or 1/b = √2/σ for a Laplace."),
        Figure("λ (mean NLL)", _short(total / n), f"× {power} beside the mean", "The same penalty, divided by N."),
        Figure(
            "weight_decay", "none" if prior == "laplace" else _short(2 * total / n),
            "it is L2 only" if prior == "laplace" else "of SGD or Adam, mean loss",
            "What SGD and Adam add to the gradient of the mean NLL, times w. For a Gaussian prior: 1/(σ²N), twice "
            "λ (mean NLL).",
        ),
        key="figures_converter",
    )  # fmt: skip


def _short(value: float) -> str:
    """Four significant digits without trailing zeros: 0.5, 0.002, 2.502."""
    return compact(value, 4)


def _table(prior: Prior, total: float, n: int) -> str:
    head = "| examples N | λ (summed NLL) | λ (mean NLL) |" + ("" if prior == "laplace" else " weight_decay |")
    lines = [head, "|--:|--:|--:|" + ("" if prior == "laplace" else "--:|")]
    for times, name in ((1, "N"), (2, "twice N"), (10, "ten times N")):
        cells = [f"{name}: {n * times:,}", _short(total), _short(total / n / times)]
        if prior == "gaussian":
            cells.append(_short(2 * total / n / times))
        lines.append("| " + " | ".join(f"**{cell}**" if times == 1 else cell for cell in cells) + " |")
    return "\n".join(lines)


def _halving(prior: Prior, sigma: float, total: float, n: int) -> str:
    """How the penalty must change when the data double."""
    if prior == "laplace":
        return (
            f"**Double the data, half the λ on the mean.** A Laplace prior exp(−|w|/b) with b = {_short(1 / total)} "
            f"has standard deviation √2 b = {_short(sigma)}. `weight_decay` cannot say it: that is the gradient of a "
            "square."
        )
    kept = sigma / np.sqrt(2)
    return (
        f"**Double the data, half the weight_decay.** The belief σ = {_short(sigma)} asks for {_short(2 * total / n)} "
        f"with {n:,} example{'s' if n > 1 else ''} and {_short(total / n)} with {2 * n:,}. Keep "
        f"{_short(2 * total / n)}, and the prior has quietly become narrower: σ = {_short(kept)}."
    )
