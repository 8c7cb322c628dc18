"""Token buckets."""

import time

import pytest

from pages._kit.room.limits import Bucket, Buckets, IdleBucket


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that the clock shows."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_a_bucket_gives_its_burst_and_then_its_rate(clock: list[float]) -> None:
    bucket = Bucket(rate=2, burst=5)
    assert [bucket.take() for _ in range(7)] == [True] * 5 + [False] * 2
    clock[0] += 1
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    clock[0] += 1000
    assert sum(bucket.take() for _ in range(100)) == 5


def test_an_idle_bucket_fills_by_what_the_process_leaves_of_a_processor(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    used = [7.0]
    monkeypatch.setattr(time, "process_time", lambda: used[0])
    bucket = IdleBucket(rate=10, burst=100, idle_rate=50)

    def given(seconds: float, of_processor: float) -> int:
        clock[0] += seconds
        used[0] += seconds * of_processor
        return sum(bucket.take() for _ in range(200))

    assert given(1.0, 0.0) == 100
    assert [given(1.0, of_processor) for of_processor in (0.0, 0.5, 0.9, 1.0, 2.0)] == [50, 25, 10, 10, 10]


def test_each_key_has_a_bucket_and_the_oldest_are_forgotten(clock: list[float]) -> None:
    buckets = Buckets(rate=0, burst=1, most=3)
    assert [buckets.take(key) for key in "aabb"] == [True, False, True, False]
    for key in range(100):
        buckets.take(str(key))
    assert len(buckets._of) == 3
    assert buckets.take("a")
    assert clock == [100.0]
