"""A curve that the learner paints by moving along its axis, and guesses the peak of, before it is shown."""

from dataclasses import dataclass, field

import streamlit as st

from pages._kit import controls, stage
from pages.likelihood.charts.curve import Stretch, merged

PAINTING = "_painting"


@dataclass
class Painting:
    """How far the learner has come.

    Attributes
    ----------
    shown : bool
        Whether the whole curve is on show.
    guess : float or None
        Where the learner said the peak is.
    seen : list of (float, float)
        Stretches of theta that the slider has been over; those of the pointer are the chart's own.
    last : float or None
        Theta at the last run.
    """

    shown: bool
    guess: float | None = None
    seen: list[Stretch] = field(default_factory=list)
    last: float | None = None

    def move(self, theta: float) -> None:
        """Paint from the last theta to this one."""
        if not self.shown and self.last not in (None, theta):
            self.seen = merged(self.seen, (min(self.last, theta), max(self.last, theta)))
        self.last = theta


def current() -> Painting:
    """The session's painting: on a first visit that brings no evidence with it, the curve is still hidden."""
    if PAINTING not in st.session_state:
        st.session_state[PAINTING] = Painting(shown=stage.came_by_link())
    painting: Painting = st.session_state[PAINTING]
    return painting


def reveal(guess: float) -> None:
    """Show the whole curve, with the guess that was asked for."""
    painting = current()
    painting.shown, painting.guess = True, guess
    st.rerun()


def hide() -> None:
    """Begin again."""
    st.session_state[PAINTING] = Painting(shown=False)
    controls.moved()
