"""The fields of the prior on the weights, its shape and its width σ, which several scenes share."""

from typing import Final

import numpy as np
import streamlit as st

from core.belief.penalty import Prior
from core.logistic.two_weights import LADDER, LARGEST, SMALLEST
from pages._kit import names, session
from pages._kit.controls import IN_ADDRESS

PRIORS: Final[tuple[Prior, ...]] = ("gaussian", "laplace")
DEFAULT: Final = 1.0


def fields() -> tuple[Prior, float]:
    """Draw the fields; return the prior's shape and its standard deviation."""
    session.keep_in("prior", PRIORS, PRIORS[0])
    prior = names.choice(st.segmented_control, "Prior on each weight", PRIORS, key="prior")
    sigma = _usable(
        st.number_input(
            "σ, its standard deviation", SMALLEST, LARGEST, DEFAULT, step=0.1, format="%.4g", key="sigma", **IN_ADDRESS
        )
    )
    # The slider is another handle of the same value, which is in the address already.
    session.set_value("sigma_stop", min(LADDER, key=lambda stop: abs(np.log(stop / sigma))))
    st.select_slider(
        "σ, from narrow to wide", LADDER, format_func=lambda stop: f"{stop:g}", key="sigma_stop",
        on_change=lambda: set_sigma(float(session.value_of("sigma_stop", DEFAULT))),
    )  # fmt: skip
    return prior if prior in PRIORS else PRIORS[0], sigma


def sigma_now() -> float:
    """The prior's standard deviation, before its field is drawn."""
    return _usable(session.value_of("sigma", DEFAULT))


def set_sigma(value: float) -> None:
    """Write the field, cut to its range; only before it is drawn, as in a callback."""
    session.set_value("sigma", min(LARGEST, max(SMALLEST, value)))


def _usable(value: object) -> float:
    # The browser checks the range of a typed number; a forged message may hold anything. NaN fails the comparison.
    if isinstance(value, int | float) and not isinstance(value, bool) and SMALLEST <= value <= LARGEST:
        return float(value)
    return DEFAULT
