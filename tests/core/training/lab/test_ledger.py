"""The history of records: reading them back, and thinning when there are too many."""

import math

import numpy as np
import pytest

from core.training.lab.ledger import MOST_ROWS, History, Record


def history(n: int) -> History:
    rows = History()
    for step in range(n):
        rows.append(Record(step, *(step + 0.1 * i for i in range(1, 16)), math.nan))
    return rows


def test_records_are_read_back_unchanged() -> None:
    rows = history(200)
    assert len(rows) == 200
    assert rows.record(150)[:16] == Record(150, *(150 + 0.1 * i for i in range(1, 16)), math.nan)[:16]
    assert isinstance(rows.record(-1).step, int) and rows.record(-1).step == 199
    assert math.isnan(rows.record(0).residual)
    np.testing.assert_array_equal(rows.column("step", rows.places(3)), [0, 100, 199])
    assert rows.nearest(77) == 77
    for place in (200, -201):
        with pytest.raises(IndexError, match="there are 200 records"):
            rows.record(place)


def test_a_thinned_history_keeps_its_order_and_its_ends() -> None:
    rows = history(3 * MOST_ROWS)
    steps = rows.column("step")
    assert MOST_ROWS / 2 <= len(rows) <= MOST_ROWS
    assert steps[0] == 0 and steps[-1] == 3 * MOST_ROWS - 1
    assert np.all(np.diff(steps) > 0)
    assert rows.record(-1).step == 3 * MOST_ROWS - 1
    assert rows.record(rows.nearest(100)).step == 96  # every 16th record is left after thinning
    places = rows.places(50)
    assert len(places) == 50 and (places[0], places[-1]) == (0, len(rows) - 1)
    assert len(rows.places(10**6)) == len(rows)
    with pytest.raises(IndexError):
        rows.record(len(rows))
