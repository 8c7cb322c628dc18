"""Where forecasts live: in the session, and in the browser's own storage, so that a reload keeps them.

They are in no link. The browser writes what the session holds once the session has changed it, and tells a new
session, or one in another tab, what it has (``browser.js``).
"""

from typing import Final

import streamlit as st

from pages._kit import browser
from pages._kit.course import Lesson
from pages._kit.forecasts.record import Forecast, from_text, to_text

NAME: Final = "forecasts"
"""The name under which the browser keeps them."""

_KEPT: Final = "_forecasts"


def forecasts() -> tuple[Forecast, ...]:
    """All forecasts, in the order in which they were made."""
    found: tuple[Forecast, ...] = st.session_state.get(_KEPT, ())
    return found


def of_question(name: str) -> Forecast | None:
    """The forecast for this question, if it has been made."""
    return next((each for each in forecasts() if each.question == name), None)


def commit(forecast: Forecast) -> None:
    """Keep a forecast. It stands: a second one for the same question is ignored."""
    if of_question(forecast.question) is None:
        replace_all((*forecasts(), forecast))


def forget(lesson: Lesson) -> None:
    """Forget the forecasts of a lesson."""
    replace_all(tuple(each for each in forecasts() if each.lesson != lesson))


def replace_all(new: tuple[Forecast, ...]) -> None:
    """Keep these instead of those made so far; an empty tuple erases the browser's storage too."""
    st.session_state[_KEPT] = new
    browser.has_changed(NAME)


def for_browser() -> browser.Kept:
    """What the browser is to keep."""
    return browser.Kept(to_text(forecasts()) if forecasts() else "", take_from_browser)


def take_from_browser(text: object) -> None:
    """Take over what the browser has kept, of this tab's earlier session or of another tab; "" is nothing."""
    try:
        new = from_text(text)[0] if isinstance(text, str) and text else []
    except ValueError:
        return
    st.session_state[_KEPT] = tuple(new)
