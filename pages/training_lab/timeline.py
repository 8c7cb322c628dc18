"""The timeline of a run: the slider that looks back while it is dragged, and the word about a run that is gone.

``timeline.js`` runs in the page itself. It sends a stop of the slider as soon as the picture of the one before is
there; Streamlit's own slider sends only the last. It also keeps in the tab which run is under way. Where the session
does not know that run, because the page was loaded anew or the server restarted, it says so.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from pages.training_lab import runs

LABEL: Final = "Look back at step"
GONE: Final = (
    "Your run is gone: the page was loaded anew, or the server restarted. Its settings and its seed are still here."
)
GONE_WITH_DATA: Final = (
    "Your run and your own data are gone: the page was loaded anew, or the server restarted. Choose the file again."
)
AGAIN: Final = "Run it again"

_KEY: Final = "timeline"
_HTML: Final = f"""
<div class="scrubber" role="group" aria-label="{LABEL}">
  <div aria-hidden="true"><span>{LABEL}</span><output></output></div>
  <input type="range" min="0" step="1" aria-label="{LABEL}">
</div>
<div class="gone" role="status" hidden><span></span><button type="button">{AGAIN}</button></div>
"""
_CSS: Final = """
.scrubber > div { display: flex; justify-content: space-between; font-size: 0.875rem; }
.scrubber output { font-variant-numeric: tabular-nums; }
.scrubber input { width: 100%; height: 1.75rem; margin: 0; accent-color: var(--st-primary-color); }
.gone { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 0.8rem; font-size: 0.875rem; }
.gone button { font: inherit; color: inherit; background: transparent; min-height: 2rem; padding: 0.15rem 0.6rem;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); cursor: pointer; }
.gone button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
@media (max-width: 640px) {
  /* Above the strip: in sight also where the page has been scrolled to the chart. */
  .gone { position: fixed; inset: auto 0 5.2rem 0; z-index: 6; padding: 0.5rem 1rem;
    background: var(--st-background-color); border-top: 1px solid var(--st-border-color); }
}
.scrubber[hidden], .gone[hidden], .gone button[hidden] { display: none; }
"""
_COMPONENT: Final = st.components.v2.component(
    "timeline",
    html=_HTML,
    css=_CSS,
    js=Path(__file__).with_name("timeline.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # browser.js must see that the slider has the focus, and leave the arrow keys to it
)


def scrubber(steps: Sequence[int], at: int, choose: Callable[[int], None]) -> int:
    """Draw the slider; return the step that it stands at.

    Parameters
    ----------
    steps : sequence of int
        Its stops. A single one cannot be moved.
    at : int
        The step to look at; if it is none of them, the last one.
    choose : callable
        Called with the stop that the learner moves it to.
    """
    at = at if at in steps else steps[-1]

    def chosen() -> None:
        step = getattr(st.session_state[_KEY], "step", None)
        if isinstance(step, int) and step in steps:  # a forged message may hold any value
            choose(step)

    _draw({"steps": list(steps), "at": at}, chosen)
    return at


def remember() -> None:
    """Let the tab remember that the run is under way; nothing is shown."""
    _draw({}, lambda: None)


def _draw(slider: dict[str, object], chosen: Callable[[], None]) -> None:
    state = runs.remembered()
    _COMPONENT(
        key=_KEY,
        data={**slider, **state, "gone": GONE_WITH_DATA if state["own"] else GONE},
        on_step_change=chosen,
        on_again_change=_again,
    )


def _again() -> None:
    runs.start_anew(play=True)
