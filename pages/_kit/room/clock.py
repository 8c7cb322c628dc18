"""A clock in the browser that has the page run a fragment again at intervals, but not in the middle of something.

Streamlit's own, ``run_every``, asks at any moment. A question that reaches the server at the end of another run makes
Streamlit drop what that run has drawn last and not sent yet. This one waits until the page rests and nobody has just
touched it (``pages/_kit/asides.js``).
"""

from pathlib import Path
from typing import Any, Final

import streamlit as st

from pages._kit.browser import without_comments

_COMPONENT: Final = st.components.v2.component(
    "clock",
    html="<i hidden></i>",
    # It takes no place, not even a gap; its key gives its surroundings their class.
    css="""
      [data-testid="stLayoutWrapper"]:has(> [class*="st-key-clock_"]) {
        position: absolute; width: 0; height: 0; overflow: hidden;
      }
    """,
    isolate_styles=False,
    js=without_comments(Path(__file__).with_name("clock.js").read_text(encoding="utf-8")),
)


def tick(name: str, seconds: float, **asked: Any) -> None:
    """Have this fragment run again after some seconds. The component shows nothing.

    Parameters
    ----------
    name : str
        Name of the clock on the page.
    seconds : float
        Seconds between two runs.
    **asked
        ``address`` and ``shown``: the browser asks the server's ``address`` first, and the fragment runs only if the
        answer is another text than ``shown``, or none comes.
    """
    with st.container(key=f"clock_{name}"):
        _COMPONENT(
            key=f"_clock_{name}", data={"name": name, "every": 1000 * seconds, **asked}, on_tick_change=lambda: None
        )
