"""What a phone is told while it waits: the room's stage, and nothing of rooms whose code it does not know."""

import pytest

from pages._kit.room import service, watch
from pages._kit.room.limits import Bucket
from pages._kit.room.store import answers, rooms, rounds
from pages._kit.room.store.records import Host
from pages._kit.room.store.tokens import new_token
from tests.support.phone import away


def _stage(host: Host) -> str:
    service.forget(host.room)
    return watch.stage(str(host.room.id), host.room.code)


@pytest.fixture
def host() -> Host:
    return rooms.open_room(service.rooms())


def test_the_stage_rises_with_what_phones_show_and_not_with_answers(host: Host) -> None:
    db = service.rooms()
    heard = [_stage(host)]
    now = rounds.start(db, host, "toss", {"coin": "pocket"})
    heard.append(_stage(host))
    member = answers.join(db, host.room, new_token())
    answers.answer(db, member, now.id, {"heads": 7}, lambda _now, value: value)
    assert _stage(host) == heard[-1]
    for state in ("closed", "revealed"):
        rounds.set_state(db, host, now.id, state)
        heard.append(_stage(host))
    assert [int(stage) for stage in heard] == sorted({int(stage) for stage in heard})
    rooms.end(db, host)
    assert _stage(host) == watch.ENDED


def test_a_database_that_is_away_is_said(host: Host) -> None:
    with away(service.rooms()):
        assert _stage(host) == watch.AWAY
    assert _stage(host).isdigit()


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "1.0", "²", "٣", str(2**31), "7" * 5000])
def test_a_number_of_no_room_is_refused(host: Host, number: str) -> None:
    assert watch.stage(number, host.room.code) == watch.ENDED
    assert watch.stage(str(host.room.id + 7), host.room.code) == watch.ENDED


@pytest.mark.parametrize("code", ["", "KXMP", "kxmpt", "K' OR 1=1", "\x00", "é" * 5])
def test_a_text_that_is_no_code_is_refused_without_the_database(host: Host, code: str) -> None:
    with away(service.rooms()):
        assert watch.stage(str(host.room.id), code) == watch.ENDED


def test_nobody_finds_a_code_by_trying_and_those_in_the_room_notice_nothing(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "WRONG", Bucket(rate=0, burst=2))
    other = rooms.open_room(service.rooms())
    known = _stage(host)
    for wrong in ("BCDFH", "BCDFJ"):
        assert watch.stage(str(other.room.id), wrong) == watch.ENDED
    assert watch.stage(str(other.room.id), other.room.code) == watch.ENDED, (
        "a right code must not be told from a wrong one"
    )
    assert watch.stage(str(host.room.id), host.room.code) == known
