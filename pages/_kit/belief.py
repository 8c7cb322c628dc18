"""Text about a Beta distribution: the decimals to show, its mode, and a note if the mode is not inside (0, 1)."""

import math

import streamlit as st

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.likelihood.counts import Counts
from core.numbers import decimal, significant

NO_TOP = {
    "at 0": "The density falls from one end to the other: its mode is at an end, **θ = 0**",
    "at 1": "The density rises from one end to the other: its mode is at an end, **θ = 1**",
    "at both ends": "The density is highest at **both ends**, θ = 0 and θ = 1, and lowest between: no single mode",
    "everywhere": "The density is flat in θ: its mode is **everywhere**. In logit θ it would not be flat",
}


def decimals(belief: Beta) -> int:
    """Number of decimals worth showing: two digits of the standard deviation, at least three decimals."""
    return min(9, max(3, math.ceil(-math.log10(belief.sd)) + 1))


def probability_text(value: float, digits: int) -> str:
    """A probability as text, with at least three significant digits; exactly 0 and 1 are written as they are."""
    if value in (0.0, 1.0):
        return decimal(value)
    if value < 1e-4:
        return significant(value, 3)
    return decimal(value, max(digits, 2 - math.floor(math.log10(value))))


def map_text(belief: Beta, digits: int) -> str:
    """The mode as text; both modes if there are two, "every θ" if the density is flat."""
    mode = belief.mode
    if mode.place == "everywhere":
        return "every θ"
    return " and ".join(f"{at:g}" if len(mode.at) > 1 else probability_text(at, digits) for at in mode.at)


def edge_note(prior: Beta, counts: Counts) -> None:
    """Show notes where the prior or the posterior has no mode inside (0, 1), and where there are no flips."""
    after = posterior(prior, counts)
    if counts.n == 0:
        st.info("No flips yet: the likelihood is flat, and the posterior is the prior.")
    for name, belief in (("posterior", after), *((("prior", prior),) if counts.n else ())):
        mode = belief.mode
        if mode.place != "inside":
            unbounded = " It grows beyond all bounds there; the picture cuts it off." if math.isinf(mode.height) else ""
            st.caption(f"**{name.capitalize()} {belief}.** {NO_TOP[mode.place]}.{unbounded}")
