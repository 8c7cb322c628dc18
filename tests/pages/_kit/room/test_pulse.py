"""The pulse in the room bar: what was pressed in the last minute, and five minutes of bars."""

import re

import pytest

from pages._kit.room import pulse, service
from pages._kit.room.store import answers
from tests.support.played import PlayedRoom


@pytest.mark.parametrize(("people", "is_drawn"), [(2, False), (3, True)])
def test_the_pulse_of_a_room_of_three_is_drawn_and_that_of_two_is_not(people: int, is_drawn: bool) -> None:
    room = PlayedRoom(people)
    answers.press(room.db, room.members[0], "lost")
    service.forget(room.host.room)
    bar = " ".join(each.proto.body for each in room.stage("3_log-likelihood.py").get("html"))
    assert ("Lost 1" in bar) == is_drawn


def test_the_signs_count_the_presses_of_the_last_minute() -> None:
    found = {0: {"clear": 2, "lost": 1}, 50: {"clear": 1}, 60: {"slow": 7}, 290: {"fast": 4}}
    assert pulse.last_minute(found) == {"clear": 3, "lost": 1, "fast": 0, "slow": 0}


def test_the_bars_are_as_high_as_many_have_pressed_and_stay_in_the_picture() -> None:
    def heights(found: dict[int, dict[str, int]]) -> list[float]:
        bars = re.findall(r'<rect x="(\d+)" y="([\d.]+)" width="3" height="([\d.]+)"', pulse._svg(found))
        assert all(float(y) >= 0 and float(y) + float(tall) <= 18.001 for _, y, tall in bars)
        return [float(tall) for _, _, tall in bars]

    assert heights({0: {"clear": 1, "lost": 2}}) == [4, 8, 0, 0]
    many = heights({0: {"clear": 100}, 10: {"lost": 50}})
    assert max(many) == 18
    assert sorted(many)[-2] == 9


def test_the_latest_slot_stands_at_the_right_end() -> None:
    places = re.findall(r'<rect x="(\d+)"', pulse._svg({0: {"clear": 1}, 290: {"clear": 1}}))
    assert set(places[:4]) == {"116"}
    assert set(places[4:]) == {"0"}
