"""The coin's hidden curve: the learner paints it by moving theta, and guesses its peak before all of it is shown."""

from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from pages._kit import controls, session, stage
from pages.likelihood.charts.painting import Stretch, merged

PAINTING: Final = "_painting"
KEY: Final = "paint"


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


def arrive(*, arrived: bool) -> None:
    """Take what the address says of the curve, where the learner has just ``arrived`` or the session knows nothing yet.

    At first the curve is hidden, unless the session began with a link's values.
    """
    asked = st.query_params.get(KEY)
    if arrived and asked in ("true", "false"):
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


def fields(theta: float) -> bool:
    """Draw the switch that hides the curve, and while it is on the button to guess that the peak is at ``theta``.

    Returns
    -------
    bool
        Whether the curve is hidden.
    """
    hidden = st.toggle("Paint the curve", key=KEY, on_change=_begin_anew, persist_state="session")
    _say(hidden=hidden)
    if hidden:
        st.button(
            f"Peak at θ = {theta:.3f}", key="reveal", type="primary", icon=":material/visibility:",
            on_click=_reveal, args=(theta,),
        )  # fmt: skip
        st.markdown("**Where is the peak?** Drag along the axis: the curve appears where θ has been.")
    return hidden


def _reveal(guess: float) -> None:
    """Show the whole curve and the learner's guess."""
    current().guess = guess
    session.set_value(KEY, False)


def _begin_anew() -> None:
    """Forget what was painted and guessed, where the curve is hidden anew."""
    if session.value_of(KEY, False):
        session.set_value(PAINTING, Painting())
    controls.reset_charts()
