"""The coin's hidden curve: the learner paints it by moving theta, and guesses its peak before all of it is shown."""

import math
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from core.likelihood import coin
from core.likelihood.counts import Counts
from core.numbers import from_log, significant
from pages._kit import controls, session, stage
from pages.likelihood.charts.painting import Stretch, merged
from pages.likelihood.scale import resolved

PAINTING: Final = "_painting"
KEY: Final = "paint"
ASK: Final = "**Where is the peak?** Drag along the axis: the curve appears where θ has been."


@dataclass
class Painting:
    """What the learner has painted and guessed.

    Attributes
    ----------
    guess : float or None
        The learner's guess of the peak.
    seen : list of (float, float)
        Stretches of theta that the slider has passed; the chart itself records those of the pointer.
    last : float or None
        Theta at the last rerun.
    """

    guess: float | None = None
    seen: list[Stretch] = field(default_factory=list)
    last: float | None = None

    def move(self, theta: float, *, hidden: bool) -> None:
        """Paint from the last theta to this one, while the curve is ``hidden``."""
        if hidden and self.last is not None and self.last != theta:
            self.seen = merged(self.seen, (min(self.last, theta), max(self.last, theta)))
        self.last = theta


def current() -> Painting:
    """Return the session's painting."""
    return session.kept(PAINTING, Painting)


def arrive() -> None:
    """Take what the address says of the curve, which the browser's history and links of this lesson may change.

    At first the curve is hidden, unless the session began with a link's values.
    """
    asked = st.query_params.get(KEY)
    if asked in ("true", "false"):
        session.set_value(KEY, asked == "true")
    elif session.value_of(KEY, None) is None:
        session.set_value(KEY, not stage.opened_by_link())
    _say(hidden=bool(session.value_of(KEY, False)))


def _say(*, hidden: bool) -> None:
    """Write into the address whether the curve is hidden.

    A bound field would leave its default out, and a bare address hides the curve.
    """
    said = "true" if hidden else "false"
    if st.query_params.get(KEY) != said:
        st.query_params[KEY] = said


def fields(theta: float, counts: Counts) -> bool:
    """Draw the switch that hides the curve, the button to guess that the peak is at ``theta``, and what came of it.

    The button keeps its place after the guess, so that nothing else comes under the pointer.

    Returns
    -------
    bool
        Whether the curve is hidden.
    """
    hidden = st.toggle("Paint the curve", key=KEY, on_change=_begin_anew, persist_state="session")
    _say(hidden=hidden)
    guess = current().guess
    if hidden or guess is not None:
        said = theta if hidden or guess is None else guess
        with st.container(key="guess"):
            st.button(
                f"Peak at θ = {said:.3f}", key="reveal", type="primary", icon=":material/visibility:",
                disabled=not hidden, on_click=_reveal, args=(theta,),
            )  # fmt: skip
            st.markdown(ASK if hidden else verdict(said, counts))
    return hidden


def verdict(guess: float, counts: Counts) -> str:
    """Return how far the guess is from the peak, and how much less probable the flips are there."""
    best = coin.mle(counts)
    if best is None:
        return "Without flips no θ is higher than another: there is no peak to find."
    if abs(guess - best) < 1e-9:
        return "**That is the peak.** No θ makes these flips more probable."
    peak, away = resolved(best, min(best, 1 - best) or 1.0), significant(abs(guess - best), 2)
    log_ratio = float(coin.log_likelihood_ratio(guess, counts))
    how = "cannot happen" if math.isinf(log_ratio) else f"are {from_log(log_ratio, 3)} times as probable"
    return f"**The peak is at {peak}**, {away} from your {guess:.3f}, where these flips {how}."


def _reveal(guess: float) -> None:
    """Show the whole curve and the learner's guess."""
    current().guess = guess
    session.set_value(KEY, False)
    _say(hidden=False)


def _begin_anew() -> None:
    """Forget what was painted and guessed, where the curve is hidden anew."""
    if session.value_of(KEY, False):
        session.set_value(PAINTING, Painting())
    _say(hidden=bool(session.value_of(KEY, False)))
    controls.reset_charts()
