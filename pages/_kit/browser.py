"""What only the browser can do: hear the keys of the stage, keep its history tidy, copy the address, say what changed.

``browser.js`` runs in the page itself, and as parts of it ``voice.js``, for screen readers, ``asking.js``, for
questions, ``connection.js``, for times without the server, ``keeping.js``, for what the browser keeps, and
``asides.js``, for what the course's clocks ask of the server. It counts presses and sends the count when the run before
has ended; the server applies what was added, so that a press is not lost when several come fast.
:mod:`pages._kit.stepper` gives the presses their meaning.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from secrets import token_hex
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

import streamlit as st

from pages._kit import course, session, unseen

MOST_AT_ONCE: Final = 20
"""Presses that one message may add: more are no clicker's."""

_KEY: Final = "_browser"
_SEEN: Final = "_presses_seen"
_CHANGES: Final = "_browser_changes"
_SESSION: Final = "_browser_session"
_SCRIPTS: Final = ("browser.js", "voice.js", "asking.js", "connection.js", "keeping.js", "asides.js")


def module_of(parts: Iterable[str], folder: Path) -> str:
    """A module's parts, one after the other, without comments: every visitor gets them."""
    return without_comments("\n".join((folder / name).read_text(encoding="utf-8") for name in parts))


def said(key: str, name: str) -> Mapping[str, Any]:
    """What the component ``key`` has told under ``name``; empty for nothing, or a forged message of another type."""
    found = getattr(st.session_state.get(key), name, None)
    return found if isinstance(found, Mapping) else {}


def without_comments(script: str) -> str:
    """A script without the lines that are comments."""
    return re.sub(r"(?m)^\s*//.*\n", "", script)


_COMPONENT: Final = st.components.v2.component(
    "browser",
    html='<div role="status" class="unseen"></div><div role="alert" class="notice"></div>',
    css="""
      .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .notice {
        position: fixed; z-index: 1000; top: 0.5rem; left: 50%; transform: translateX(-50%); width: max-content;
        max-width: min(46rem, calc(100vw - 2rem)); box-sizing: border-box; padding: 0.5rem 1rem; border-radius: 6px;
        background: var(--st-text-color); color: var(--st-background-color); font: 1rem/1.4 var(--st-font);
      }
      .notice:empty { display: none; }
    """,
    js=module_of(_SCRIPTS, Path(__file__).parent),
)


class Kept(NamedTuple):
    """A text that the browser keeps for the session, see ``keeping.js``.

    Attributes
    ----------
    text : str
        The session's text. The browser writes it once :func:`has_changed` was called for it.
    take : callable
        Called with the text that the browser has kept, for a new session or when another tab has changed it.
    more : mapping
        ``ask``: the browser makes itself a token in it. ``tab``: it is of this tab alone.
    """

    text: str
    take: Callable[[object], None]
    more: Mapping[str, bool] = MappingProxyType({})


def has_changed(name: str) -> None:
    """Note that the session has changed the text that the browser keeps under this name."""
    changes = session.kept(_CHANGES, dict[str, int])
    changes[name] = changes.get(name, 0) + 1


def listen(
    *,
    step: Callable[[int], None],
    play: Callable[[], None],
    open_lesson: Literal["before", "after"] | None,
    keep: Mapping[str, Kept],
) -> None:
    """Draw the component, which shows nothing.

    Parameters
    ----------
    step : callable
        Called before the page runs with the number of steps to take since the last call: negative is back.
    play : callable
        Called when P was pressed.
    open_lesson : {"before", "after"}, optional
        Which of the lessons beside this one the browser is to open, by its link in the strip.
    keep : mapping
        What the browser is to keep, by name.
    """

    def stepped() -> None:
        by = _added("steps")
        if by:
            step(by)

    def played() -> None:
        if _added("plays") % 2:  # two presses are none
            play()

    def told(name: str) -> Callable[[], None]:
        def take() -> None:
            keep[name].take(said(_KEY, name).get("text"))

        return take

    callbacks: dict[str, Any] = {f"on_{name}_change": told(name) for name in keep}
    applied = st.session_state.get(_SEEN, {}).get("steps", 0)
    values = unseen.away_from_defaults()
    changes = session.kept(_CHANGES, dict[str, int])
    with st.container(key="browser"):
        counts = _COMPONENT(
            key=_KEY,
            data={
                "open": open_lesson,
                "applied": applied,
                "shared": (*course.SHARED, "present", "scene"),
                "values": values,
                # A page may get a new session, which knows of nothing: after a restart, or a long sleep.
                "session": session.kept(_SESSION, lambda: token_hex(4)),
                "keep": {
                    name: {"text": text, "changes": changes.get(name, 0), **more}
                    for name, (text, _, more) in keep.items()
                },
            },
            on_steps_change=stepped,
            on_plays_change=played,
            **callbacks,
        )
    if _SEEN not in st.session_state:
        # After a restart of the server the browser goes on counting where it was.
        st.session_state[_SEEN] = {name: _count(counts, name) for name in ("steps", "plays")}


def _added(name: str) -> int:
    """The presses since the last call."""
    count, seen = _count(st.session_state[_KEY], name), st.session_state[_SEEN]
    added: int = count - seen[name]
    seen[name] = count
    return max(-MOST_AT_ONCE, min(MOST_AT_ONCE, added))


def _count(counts: Any, name: str) -> int:
    """The browser's count; 0 before the first press, and for a forged message that holds no whole number."""
    count = getattr(counts, name, None)
    return count if isinstance(count, int) else 0
