"""The steps of a scene: buttons to step back, play or pause, and step on; and the clock that plays them.

While a scene plays, the browser's timer reruns a fragment at every tick. When the tab is closed, the ticks end.
The keys do what the buttons do: both call :func:`walk` and :func:`toggle`.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from pages._kit import way
from pages._kit.course import Lesson
from pages._kit.room import on_stage

PLAYING = "_playing"
CLOCK_DRAWN = "_clock_drawn"
PAUSED_AT = "_paused_at"
_STEPS = "_steps_on_stage"
LEFT = "_steps_left_to_take"
_WAITING = "_steps_to_take_now"

IGNORE_PLAY: Final = 1.0
"""Seconds after a pause during which Play is ignored. The browser may send one press twice: by itself and with a tick.
After the first, the button has changed from Pause to Play, and the second would start it again."""

MOST_STOPS: Final = 12
"""Steps that keys and buttons take through a scene; a play may be finer."""


@dataclass(frozen=True)
class Steps:
    """The steps ``first .. last`` of the scene on the stage, which a clock plays.

    A scene that plays in another way overrides :attr:`playing` and :meth:`play_or_pause`.

    Attributes
    ----------
    name : str
        Unique in the course.
    at : callable
        Returns the current step. It is called at each press, because a fragment may have changed the step since the
        buttons were drawn.
    go : callable
        Called with the step to show next. It runs in a callback, before the page, so it may set any field's value.
    first, last : int
        The first and the last step.
    in_fragment : bool
        Whether the buttons are drawn in a fragment.
    chosen : sequence of int
        The steps at which keys and buttons stop, ascending; empty for evenly spaced ones.
    """

    name: str
    at: Callable[[], int]
    go: Callable[[int], None]
    first: int
    last: int
    in_fragment: bool
    chosen: Sequence[int] = ()

    def stops(self) -> list[int]:
        """The steps at which keys and buttons stop, ascending: all of them, or ``MOST_STOPS`` evenly spaced ones."""
        if self.chosen:
            return list(self.chosen)
        count = min(self.last - self.first + 1, MOST_STOPS)
        if count < 2:
            return [self.first]
        return [self.first + round(i * (self.last - self.first) / (count - 1)) for i in range(count)]

    def beside(self, by: int) -> int | None:
        """The next stop in the direction of ``by`` (1 or -1); None if there is none."""
        here, stops = self.at(), self.stops()
        return next((stop for stop in stops[::by] if (stop - here) * by > 0), None)

    @property
    def playing(self) -> bool:
        """Whether the scene plays."""
        return _is_playing(self.name)

    def play_or_pause(self, *, play: bool) -> None:
        """Begin to play, at the first step if the last one is shown, or pause."""
        if play and time.monotonic() - st.session_state.get(PAUSED_AT, -math.inf) < IGNORE_PLAY:
            return
        if not play:
            st.session_state[PAUSED_AT] = time.monotonic()
        st.session_state[PLAYING] = self.name if play else None
        if play:
            self.go(self.first if self.at() >= self.last else self.at() + 1)


def clear() -> None:
    """Forget the steps of the scene that was on the stage; a scene with steps sets its own."""
    st.session_state[_STEPS] = None


def has_steps() -> bool:
    """Whether the scene on the stage has steps."""
    return st.session_state.get(_STEPS) is not None


def walk(by: int) -> None:
    """Take ``by`` steps, back if negative: after the last step comes the next scene, then the next lesson.

    Call it before any field is drawn. The steps of another scene are known only when it has run, so what is left to
    take waits for :func:`go_on`.
    """
    st.session_state[PLAYING] = None
    if way.on_paper():
        return
    direction = 1 if by > 0 else -1
    for left in range(abs(by) - 1, -1, -1):
        steps: Steps | None = st.session_state.get(_STEPS)
        stop = steps.beside(direction) if steps else None
        if steps and stop is not None:
            steps.go(stop)
        elif on_stage.make_way():
            return  # the scene comes first, where it was left
        else:
            way.go_beside(direction)
            st.session_state[LEFT] = left * direction
            return


def take_waiting() -> None:
    """Take the presses that waited for the scene now on the stage. Call it before any field is drawn."""
    waiting = st.session_state.pop(_WAITING, 0)
    if waiting:
        walk(waiting)


def go_on() -> None:
    """After a run: if presses are left from before the change of scene, run again and take them.

    Only now the steps of the new scene are known, and its fields can be set only before they are drawn.
    """
    left = 0 if way.lesson_to_open() is not None else st.session_state.pop(LEFT, 0)
    if left:
        st.session_state[_WAITING] = left
        st.rerun()


def toggle() -> None:
    """Play or pause, for a scene with steps."""
    steps: Steps | None = st.session_state.get(_STEPS)
    if steps and not way.on_paper():
        steps.play_or_pause(play=not steps.playing)


def pause() -> None:
    """Pause the scene on the stage if it plays."""
    steps: Steps | None = st.session_state.get(_STEPS)
    if steps and steps.playing:
        steps.play_or_pause(play=False)


def _press(by: int) -> None:
    """The callback of Back and Next."""
    before = way.here_now()
    walk(by)
    steps: Steps | None = st.session_state.get(_STEPS)
    if steps and steps.in_fragment and way.here_now() != before:
        st.rerun()  # another scene: the whole page


def _press_play(play: bool) -> None:
    steps: Steps | None = st.session_state.get(_STEPS)
    if steps:
        steps.play_or_pause(play=play)
        if steps.in_fragment:
            st.rerun()  # the whole page, which draws the clock


def stepper(
    name: str,
    *,
    at: Callable[[], int],
    last: int,
    go: Callable[[int], None],
    what: str = "",
    seconds: float = 2.0,
    first: int = 1,
    in_fragment: bool = False,
    stops: Sequence[int] = (),
) -> None:
    """Draw the buttons Back, Play or Pause, and Next, which go through the steps of the scene on the stage.

    Parameters
    ----------
    name, at, last, go, first, in_fragment
        As in :class:`Steps`. A fragment with a timer must not be inside another one, so with ``in_fragment`` the page
        must call :func:`clock` itself or draw the fragment by :func:`playing_fragment`.
    what : str
        The word before "k / last". Without it, nothing is written.
    seconds : float
        Time between two steps while playing.
    stops : sequence of int
        At most ``MOST_STOPS`` steps at which keys and buttons stop, if they are not to be evenly spaced.
    """
    steps = Steps(name, at, go, first, last, in_fragment, stops)
    with st.container(key=f"stepper_{name}", horizontal=True, vertical_alignment="center", gap="xxsmall"):
        buttons(steps, playing=steps.playing and at() < last)
        if what:
            st.markdown(f"&nbsp;{what} {at()} / {last}")
    if not in_fragment:
        clock(name, at=at, last=last, go=go, seconds=seconds)


def buttons(steps: Steps, *, playing: bool) -> None:
    """Draw Back, Play or Pause, and Next; keys and buttons take these steps from now on."""
    st.session_state[_STEPS] = steps
    after = None if playing or steps.beside(1) is not None else way.lesson_after_last_scene()
    _back()
    # The wanted state is an argument, so that a press that arrives twice does not toggle it back.
    st.button(
        "Pause" if playing else "Play", key="play", type="secondary" if after else "primary",
        on_click=_press_play, args=(not playing,),
    )  # fmt: skip
    _next(after)


def without_steps(*, scene_waits: bool = False) -> None:
    """Draw Back and Next for a scene that has no steps: they go to the scenes beside it.

    Where the scene waits behind something of a room, they lead to it.
    """
    with st.container(key="stepper_none", horizontal=True, vertical_alignment="center", gap="xxsmall"):
        _back()
        _next(None if scene_waits else way.lesson_after_last_scene())


def _back() -> None:
    st.button("Back", key="back", on_click=_press, args=(-1,))


def _next(after: Lesson | None) -> None:
    """Draw Next, which says so where it leads to the lesson ``after``; frame.css keeps its width."""
    words = "Next lesson" if after else "Next"
    st.button(words, key="next", type="primary" if after else "secondary", on_click=_press, args=(1,))


def clock(name: str, *, at: Callable[[], int], last: int, go: Callable[[int], None], seconds: float) -> None:
    """While the stepper ``name`` plays, take a step and rerun the page at every tick.

    The arguments are those of :func:`stepper`.
    """
    if not _is_playing(name):
        return
    if at() >= last:
        st.session_state[PLAYING] = None
        return

    @st.fragment(run_every=seconds)
    def tick() -> None:
        in_page_run = st.session_state.pop(CLOCK_DRAWN, False)
        if in_page_run or not _is_playing(name):
            return
        go(min(last, at() + 1))
        st.rerun()

    # The page's own run also calls the fragment; this marks that call, which is no tick.
    st.session_state[CLOCK_DRAWN] = True
    tick()


def playing_fragment(
    name: str, draw: Callable[[], None], *, at: Callable[[], int], last: int, go: Callable[[int], None], seconds: float
) -> None:
    """Run ``draw`` as a fragment that takes a step at every tick while the stepper ``name`` plays.

    A tick reruns this fragment only, while :func:`clock` reruns the page; use it on a page that is slow to rerun.
    ``draw`` must contain the stepper, with ``in_fragment=True``. The other arguments are those of :func:`stepper`.
    """
    playing, drawn = _is_playing(name) and at() < last, f"_{name}_drawn"
    if not playing and _is_playing(name):
        st.session_state[PLAYING] = None

    @st.fragment(run_every=seconds if playing else None)
    def part() -> None:
        in_page_run = st.session_state.pop(drawn, False)
        if playing and not in_page_run:
            if not _is_playing(name) or at() >= last:
                st.session_state[PLAYING] = None
                st.rerun()  # the whole page, which draws the fragment without a timer
            go(at() + 1)
        draw()

    st.session_state[drawn] = True
    part()


def _is_playing(name: str) -> bool:
    return st.session_state.get(PLAYING) == name
