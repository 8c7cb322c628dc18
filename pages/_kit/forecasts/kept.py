"""Where forecasts live: in the session, and in the browser's own storage, so that a reload keeps them.

They are in no link. The browser writes what the session holds once the session has changed it, and tells a new
session, or one in another tab, what it has (``browser.js``).
"""

from secrets import token_hex
from typing import Final

import streamlit as st

from pages._kit import session
from pages._kit.course import Lesson
from pages._kit.forecasts.record import Forecast, from_text, to_text

_KEPT: Final = "_forecasts"
_CHANGES: Final = "_forecasts_changed"
_SESSION: Final = "_forecasts_session"


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
    st.session_state[_CHANGES] = st.session_state.get(_CHANGES, 0) + 1


def for_browser() -> dict[str, object]:
    """What the browser is to keep: the text, and how often this session has changed it; before that it keeps its own.

    A session has a name, for a page may get a new one, which knows of nothing: after a restart, or a long sleep.
    """
    return {
        "text": to_text(forecasts()) if forecasts() else "",
        "changes": st.session_state.get(_CHANGES, 0),
        "session": session.kept(_SESSION, lambda: token_hex(4)),
    }


def take_from_browser(text: object) -> None:
    """Take over what the browser has kept, of this tab's earlier session or of another tab; "" is nothing."""
    try:
        new = from_text(text)[0] if isinstance(text, str) and text else []
    except ValueError:
        return
    st.session_state[_KEPT] = tuple(new)
