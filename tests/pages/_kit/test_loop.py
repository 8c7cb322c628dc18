"""The frame loop: one draw a frame, the place in the queue, the next run, and leaving the queue."""

import time
from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages._kit.sharing import loop as frame_loop
from pages._kit.sharing import slices
from pages._kit.sharing.loop import FrameLoop
from pages._kit.sharing.turns import Turns


class Portions:
    """A run of a fixed number of portions."""

    def __init__(self, portions: int) -> None:
        self.left = portions

    @property
    def finished(self) -> bool:
        return self.left == 0

    def advance(self) -> None:
        self.left -= 1


class PageRerunError(Exception):
    """Stands for the rerun of the page."""


def rerun_page() -> Portions:
    raise PageRerunError


@pytest.fixture(autouse=True)
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    own = Turns(1)
    monkeypatch.setattr(slices, "TURNS", own)
    monkeypatch.setattr(slices, "PATIENCE", 0.01)
    return own


def test_a_run_is_drawn_once_a_frame_and_the_next_one_follows(turns: Turns) -> None:
    first, second = Portions(2), Portions(3)
    drawn: list[tuple[Portions, int]] = []
    runs = iter([second])

    def following() -> Portions:
        for run in runs:
            return run
        raise PageRerunError

    loop = FrameLoop()
    loop.by_page = True  # for FIRST seconds, which is more than both runs need
    with pytest.raises(PageRerunError):
        loop.play(first, draw=lambda run: drawn.append((run, run.left)), wait=print, following=following)
    assert drawn == [(first, 0), (second, 0)]
    assert turns.crowd() == (0, 0)


def test_a_paced_run_is_drawn_at_each_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "frames", lambda _: iter(range(3)))
    monkeypatch.setattr(slices, "FRAME", 0.01)
    monkeypatch.setattr(slices.Due, "portions", lambda *asked: int(asked[-1] * slices.FRAME))
    run, drawn = Portions(100), []
    FrameLoop().play(run, draw=lambda run: drawn.append(run.left), wait=print, following=rerun_page, per_second=200)
    assert drawn == [98, 96, 94]


def test_a_late_browser_gets_one_frame() -> None:
    drawn: list[int] = []
    FrameLoop().play(Portions(10**9), draw=lambda run: drawn.append(run.left), wait=print, following=rerun_page)
    assert len(drawn) == 1


def test_a_rerun_by_the_clock_waits_in_the_queue_and_shows_its_place(turns: Turns) -> None:
    other, places = object(), []
    turns.ask(other, 0.0)

    def wait(_: Portions, place: int) -> None:
        places.append(place)
        if len(places) == 3:
            turns.leave(other)

    with pytest.raises(PageRerunError):
        FrameLoop().play(Portions(1), draw=lambda _: None, wait=wait, following=rerun_page)
    assert places == [1, 1, 1]


def test_the_page_shows_the_place_once_and_ends_without_a_drawing(turns: Turns) -> None:
    other, places, loop = object(), [], FrameLoop()
    turns.ask(other, 0.0)
    loop.by_page = True
    loop.play(
        Portions(1), draw=lambda _: pytest.fail("drawn"), wait=lambda _, place: places.append(place),
        following=rerun_page,
    )  # fmt: skip
    assert places == [1]
    assert turns.crowd() == (1, 0), "the run has left the queue"


@pytest.mark.parametrize("at", ["draw", "wait"])
def test_a_stopped_script_leaves_the_queue(turns: Turns, at: str) -> None:
    other = object()
    if at == "wait":
        turns.ask(other, 0.0)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        FrameLoop().play(Portions(10**9), draw=stop, wait=stop, following=rerun_page)
    turns.leave(other)
    assert turns.crowd() == (0, 0)


def test_a_failure_to_draw_in_a_stopped_script_is_its_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise StreamlitAPIException("the container is gone")

    with pytest.raises(StreamlitAPIException):
        FrameLoop().play(Portions(1), draw=fail, wait=print, following=rerun_page)

    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(frame_loop, "_let_streamlit_stop", stop)
    with pytest.raises(KeyboardInterrupt):
        FrameLoop().play(Portions(1), draw=fail, wait=print, following=rerun_page)


def test_a_fragment_knows_whether_the_page_or_the_clock_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Callable[[], None], float | None]] = []

    def fragment(part: Callable[[], None], run_every: float | None) -> Callable[[], None]:
        asked.append((part, run_every))
        return part

    session: dict[str, FrameLoop] = {}
    monkeypatch.setattr(st, "fragment", fragment)
    monkeypatch.setattr(st, "session_state", session)
    seen: list[tuple[bool, float]] = []
    before = time.monotonic()
    for ticking in (True, False):
        frame_loop.fragment("key", lambda loop: seen.append((loop.by_page, loop.page_drawn)), ticking=ticking)
    assert [run_every for _, run_every in asked] == [slices.TICK, None]
    asked[1][0]()
    assert [by_page for by_page, _ in seen] == [True, True, False]
    assert before <= seen[0][1] <= seen[1][1] == seen[2][1], "a tick is no new page"
    assert session["key"].pace.seconds() > 0, "the pace knows when the last frame ended"
