"""A room whose server is killed, and one whose database goes away, in the middle of a round: nothing is lost or double.

``make bench-load ARGS="workshop killed database"`` does the same with a hundred phones.
"""

from pathlib import Path

import pytest

from bench.workshop import faults, hall
from bench.workshop.faults import Fault

PHONES = 6
FAST_START = (("COURSE_REHEARSE", "none"),)


def counts(fault: Fault) -> tuple[int, int, int, int, int]:
    """Answers that phones were told to be counted, rows of the store, lost ones, double ones, and participants."""
    return fault.after.told, fault.after.rows, fault.after.lost, fault.after.double, fault.people


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short round, in which the phones come at once."""
    monkeypatch.setattr(faults, "BEFORE", 1.0)
    monkeypatch.setattr(faults, "DURING", 1.0)
    monkeypatch.setattr(hall, "SETTLE", 0.0)


@pytest.mark.sweep
def test_a_killed_process_loses_no_answer_that_was_counted_and_knows_every_phone_again(tmp_path: Path) -> None:
    fault = faults.killed(tmp_path, PHONES, FAST_START, timed=False)
    assert fault.wrong == []
    assert counts(fault) == (PHONES, PHONES, 0, 0, PHONES)
    assert fault.reconnected == PHONES
    assert fault.before.told >= 1


@pytest.mark.sweep
def test_phones_say_that_the_database_is_away_and_their_answers_are_counted_once_it_is_back(tmp_path: Path) -> None:
    fault = faults.postgresql(tmp_path, PHONES, 4.0, FAST_START)
    assert fault.wrong == []
    assert counts(fault) == (PHONES, PHONES, 0, 0, PHONES)
    assert fault.said_away
    assert fault.reconnected == 0
