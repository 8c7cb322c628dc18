"""A frame of work: bounded in time, paced, in turns with others, with rests while other pages are drawn."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages._kit.sharing import slices
from pages._kit.sharing.turns import Traffic, Turns


class Counting:
    """A run that only counts its portions."""

    def __init__(self, portions: int, seconds: float = 0.0005) -> None:
        self.left, self.done, self.seconds = portions, 0, seconds

    @property
    def finished(self) -> bool:
        return self.left == 0

    def advance(self) -> None:
        time.sleep(self.seconds)
        self.left -= 1
        self.done += 1


@pytest.fixture(autouse=True)
def own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "TURNS", Turns(1))
    monkeypatch.setattr(slices, "TRAFFIC", Traffic())


def test_a_frame_ends_with_the_run_or_with_its_time() -> None:
    short, long = Counting(3), Counting(10**9)
    assert slices.work(short, quiet_since=time.monotonic()) == 0
    assert (short.finished, short.done) == (True, 3)
    slices.work(long, quiet_since=time.monotonic())
    assert 0 < long.done < 10**9
    assert slices.TURNS.crowd() == (0, 0)


def test_a_pace_bounds_the_portions_of_a_frame() -> None:
    run = Counting(1000, seconds=0.0)
    slices.work(run, quiet_since=time.monotonic(), most=20)
    assert run.done == 20


@given(st.floats(1, 500), st.lists(st.floats(0.02, 0.9), min_size=1, max_size=60))
def test_a_paced_run_keeps_its_pace_however_long_its_frames_are(per_second: float, frames: list[float]) -> None:
    due, now, done = slices.Due(100.0), 100.0, 0
    for frame in frames:
        done += due.portions(now, per_second)
        assert done == pytest.approx(per_second * (now - 100 + slices.FRAME), abs=1.001)
        now += frame


def test_a_long_break_is_not_made_up_for() -> None:
    due = slices.Due(0.0)
    due.portions(0.0, 10)
    assert due.portions(60.0, 10) == 10 * slices.Due.MOST


@pytest.mark.parametrize("most", [None, 2])
def test_a_frame_calls_listen_while_it_works_and_while_it_sleeps(most: int | None) -> None:
    run, asked = Counting(10**9), 0

    def listen() -> None:
        nonlocal asked
        asked += 1
        if asked == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        slices.work(run, quiet_since=time.monotonic(), most=most, listen=listen)
    assert 0 < run.done < slices.FRAME / run.seconds, "a whole frame would hold more portions"
    assert slices.TURNS.crowd() == (0, 0), "a stopped frame gives the slot back"


def test_a_run_without_a_slot_does_nothing_and_gets_its_place() -> None:
    busy, run = object(), Counting(5)
    assert slices.TURNS.ask(busy, 0.0) == 0
    assert slices.work(run, quiet_since=time.monotonic()) == 1
    assert run.done == 0
    slices.TURNS.leave(busy)
    assert slices.work(run, quiet_since=time.monotonic()) == 0
    assert run.finished


def test_a_run_rests_while_other_pages_are_drawn_and_not_for_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []
    slices.TRAFFIC.note()
    now = time.monotonic()
    monkeypatch.setattr(slices.time, "sleep", rests.append)

    def frame(quiet_since: float) -> int:
        rests.clear()
        run = Counting(10**9)
        run.advance = lambda: setattr(run, "done", run.done + sum(range(20_000)))  # type: ignore[method-assign]
        slices.work(run, quiet_since=quiet_since)
        return rests.count(slices.REST)

    assert frame(quiet_since=now) == 0
    assert frame(quiet_since=now - 1.0) > 0


def test_a_failing_run_gives_its_slot_back() -> None:
    run = Counting(5)
    run.advance = lambda: 1 / 0  # type: ignore[method-assign]
    with pytest.raises(ZeroDivisionError):
        slices.work(run, quiet_since=time.monotonic())
    assert slices.TURNS.crowd() == (0, 0)


def test_a_late_browser_gets_one_frame_and_a_prompt_one_longer_and_longer_reruns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr(slices.time, "monotonic", lambda: now)
    pace = slices.Pace()
    assert pace.seconds() == 0, "no rerun has ended yet"
    lengths = []
    for _ in range(5):
        pace.ended()
        now += slices.TICK
        lengths.append(pace.seconds())
    assert lengths == [0.5, 1, 2, slices.Pace.MOST, slices.Pace.MOST]
    pace.ended()
    now += 2 * slices.TICK
    assert pace.seconds() == 0
    pace.ended()
    assert pace.seconds() == slices.FIRST


@pytest.mark.parametrize(("seconds", "number"), [(0.0, 1), (0.25, 3)])
def test_there_is_at_least_one_frame_and_each_begins_within_the_time(
    monkeypatch: pytest.MonkeyPatch, seconds: float, number: int
) -> None:
    now = 100.0
    monkeypatch.setattr(slices.time, "monotonic", lambda: now)
    drawn = 0
    for _ in slices.frames(seconds):
        now += 0.1
        drawn += 1
    assert drawn == number
