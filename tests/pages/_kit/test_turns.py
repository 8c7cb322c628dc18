"""Turns are fair: nobody starves, nobody holds more than a slot, and who leaves is forgotten."""

import threading
import time

import pytest

from pages._kit.sharing.turns import FORGOTTEN_AFTER, QUIET_AFTER, Traffic, Turns


def test_slots_are_given_in_order_and_the_rest_hear_their_place() -> None:
    turns = Turns(2)
    a, b, c, d = (object() for _ in range(4))
    assert [turns.ask(who, 0.0) for who in (a, b, c, d)] == [0, 0, 1, 2]
    assert turns.crowd() == (2, 2)
    turns.hand_on(a)
    assert turns.ask(d, 0.0) == 2, "the second in the queue must not overtake"
    assert turns.ask(c, 0.0) == 0
    assert turns.ask(d, 0.0) == 1


def test_who_has_had_a_slice_goes_to_the_end() -> None:
    turns = Turns(1)
    a, b = object(), object()
    assert turns.ask(a, 0.0) == 0
    assert turns.ask(b, 0.0) == 1
    turns.hand_on(a)
    assert turns.ask(a, 0.0) == 2
    assert turns.ask(b, 0.0) == 0


def test_who_leaves_gives_up_slice_and_place() -> None:
    turns = Turns(1)
    a, b, c = object(), object(), object()
    turns.ask(a, 0.0), turns.ask(b, 0.0), turns.ask(c, 0.0)
    turns.leave(b)
    assert turns.ask(c, 0.0) == 1
    turns.leave(a)
    assert turns.ask(c, 0.0) == 0
    turns.leave(c)
    turns.leave(c)
    assert turns.crowd() == (0, 0)


def test_a_waiting_run_is_woken_as_soon_as_a_slot_is_free() -> None:
    turns = Turns(1)
    a, b = object(), object()
    turns.ask(a, 0.0)
    got: list[int] = []
    waiter = threading.Thread(target=lambda: got.append(turns.ask(b, 30.0)))
    waiter.start()
    turns.hand_on(a)
    waiter.join(10.0)
    assert got == [0]


def test_one_may_wait_until_a_run_rests() -> None:
    turns = Turns(1)
    a = object()
    assert turns.until_at_rest(a, 0.0)
    turns.ask(a, 0.0)
    assert not turns.until_at_rest(a, 0.0)
    rests: list[bool] = []
    waiter = threading.Thread(target=lambda: rests.append(turns.until_at_rest(a, 30.0)))
    waiter.start()
    turns.hand_on(a)
    waiter.join(10.0)
    assert rests == [True]


def test_who_says_nothing_more_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("pages._kit.sharing.turns.time.monotonic", lambda: now)
    turns = Turns(1)
    a, gone, c = object(), object(), object()
    assert [turns.ask(who, 0.0) for who in (a, gone, c)] == [0, 1, 2]
    now += FORGOTTEN_AFTER - 0.1
    assert turns.ask(c, 0.0) == 2
    now += 0.2
    assert turns.ask(c, 0.0) == 1
    turns.hand_on(a)
    assert turns.ask(c, 0.0) == 0


def test_twenty_runs_share_two_slots_evenly_and_never_hold_more() -> None:
    turns, portions, most = Turns(2), [0] * 20, 0
    busy = 0
    lock = threading.Lock()
    stop = threading.Event()
    everybody = threading.Barrier(20)

    def run(number: int) -> None:
        nonlocal busy, most
        me = object()
        everybody.wait()
        try:
            while not stop.is_set():
                if turns.ask(me, 0.05):
                    continue
                with lock:
                    busy += 1
                    most = max(most, busy)
                time.sleep(0.001)
                with lock:
                    busy -= 1
                portions[number] += 1
                turns.hand_on(me)
        finally:
            turns.leave(me)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20.0
    while sum(portions) < 400 and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert most == 2
    assert min(portions) >= max(portions) - 3, portions
    assert turns.crowd() == (0, 0)


def test_no_slots_make_no_sense() -> None:
    with pytest.raises(ValueError, match="at least 1 slot, got 0"):
        Turns(0)


def test_traffic_counts_only_what_came_after_and_lately(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("pages._kit.sharing.turns.time.monotonic", lambda: now)
    traffic = Traffic()
    assert not traffic.since(0.0)
    traffic.note()
    assert traffic.since(999.0)
    assert not traffic.since(1000.0), "what was before the run's own loop is the run's own page"
    now += QUIET_AFTER + 0.1
    assert not traffic.since(999.0)
