"""The coin's hidden curve: the learner paints it by moving theta, and guesses its peak before all of it is shown."""

from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from pages._kit import controls, session, stage
from pages.likelihood.charts.painting import Stretch, merged

PAINTING: Final = "_painting"


@dataclass
class Painting:
    """What the learner has painted and guessed.

    Attributes
    ----------
    shown : bool
        Whether the whole curve is shown.
    guess : float or None
        The learner's guess of the peak.
    seen : list of (float, float)
        Stretches of theta that the slider has passed; the chart itself records those of the pointer.
    last : float or None
        Theta at the last rerun.
    """

    shown: bool
    guess: float | None = None
    seen: list[Stretch] = field(default_factory=list)
    last: float | None = None

    def move(self, theta: float) -> None:
        """Paint from the last theta to this one."""
        if not self.shown and self.last is not None and self.last != theta:
            self.seen = merged(self.seen, (min(self.last, theta), max(self.last, theta)))
        self.last = theta


def current() -> Painting:
    """Return the session's painting. At first the curve is hidden, unless the session began with a link's values."""
    painting: Painting = session.value_of(PAINTING, None) or Painting(shown=stage.opened_by_link())
    session.set_value(PAINTING, painting)
    return painting


def reveal(guess: float) -> None:
    """Show the whole curve and the learner's guess."""
    painting = current()
    painting.shown, painting.guess = True, guess
    st.rerun()


def hide() -> None:
    """Hide the curve and forget what was painted and guessed."""
    session.set_value(PAINTING, Painting(shown=False))
    controls.reset_charts()
