"""The queue of runs: fair, never more holders than slots, and without the runs that left."""

import threading
import time

import pytest

from pages._kit.sharing.turns import FORGOTTEN_AFTER, QUIET_AFTER, Traffic, Turns


def test_slots_are_given_in_order_and_the_rest_get_their_place_in_the_queue() -> None:
    turns = Turns(2)
    a, b, c, d = (object() for _ in range(4))
    assert [turns.ask(run, 0.0) for run in (a, b, c, d)] == [0, 0, 1, 2]
    assert turns.crowd() == (2, 2)
    turns.hand_on(a)
    assert turns.ask(d, 0.0) == 2, "the second in the queue must not overtake"
    assert turns.ask(c, 0.0) == 0
    assert turns.ask(d, 0.0) == 1


def test_a_run_that_has_had_a_slice_joins_the_end_of_the_queue() -> None:
    turns = Turns(1)
    a, b = object(), object()
    assert turns.ask(a, 0.0) == 0
    assert turns.ask(b, 0.0) == 1
    turns.hand_on(a)
    assert turns.ask(a, 0.0) == 2
    assert turns.ask(b, 0.0) == 0


def test_a_run_that_leaves_gives_up_its_slice_and_its_place() -> None:
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


def test_a_waiting_run_gets_a_slot_as_soon_as_one_is_free() -> None:
    turns = Turns(1)
    a, b = object(), object()
    turns.ask(a, 0.0)
    got: list[int] = []
    waiter = threading.Thread(target=lambda: got.append(turns.ask(b, 30.0)))
    waiter.start()
    turns.hand_on(a)
    waiter.join(10.0)
    assert got == [0]


def test_a_script_can_wait_until_a_run_holds_no_slice() -> None:
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


def test_a_run_that_stops_asking_loses_its_place_in_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("pages._kit.sharing.turns.time.monotonic", lambda: now)
    turns = Turns(1)
    a, gone, c = object(), object(), object()
    assert [turns.ask(run, 0.0) for run in (a, gone, c)] == [0, 1, 2]
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
    together = threading.Barrier(20)

    def run(number: int) -> None:
        nonlocal busy, most
        me = object()
        together.wait()
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


def test_a_queue_without_slots_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 slot, got 0"):
        Turns(0)


def test_traffic_counts_only_pages_drawn_after_the_moment_and_lately(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("pages._kit.sharing.turns.time.monotonic", lambda: now)
    traffic = Traffic()
    assert not traffic.since(0.0)
    traffic.note()
    assert traffic.since(999.0)
    assert not traffic.since(1000.0), "a page drawn before the loop began is the run's own"
    now += QUIET_AFTER + 0.1
    assert not traffic.since(999.0)
