"""What a process asks the rooms' database, and what it spares it."""

import traceback
from threading import Thread

import pytest

from pages._kit.room import service
from pages._kit.room.store import rooms
from pages._kit.room.store.database import Database
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Member, Room
from pages._kit.room.store.tokens import new_token
from tests.support.phone import away


def test_whether_the_database_answers_is_asked_of_the_database() -> None:
    assert service.answers()
    with away(service.rooms()):
        assert not service.answers()
    assert service.answers()


def test_a_process_remembers_participants_without_their_tokens() -> None:
    member = Member(Room(1, "KXMPT"), new_token())
    for _ in range(2):
        service.note_read(987654, member)
    assert service.read(member.room, 987654) == 1
    assert service.read(Room(1, "BCDFH"), 987654) == 0, "a room of a database that began anew"
    assert member.token not in repr(service._READ)
    service.note_refused(987654, member)
    assert service.read(member.room, 987654) == 0


def test_nobody_waits_while_ended_rooms_are_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    room = rooms.open_room(service.rooms()).room
    others = [Thread(target=do, daemon=True) for do in (service.rooms, lambda: service.moment(room))]

    def sweep(_db: Database) -> None:
        for other in others:
            other.start()
            other.join(5)
            assert not other.is_alive(), "another session waits for the sweep"

    monkeypatch.setitem(service._SWEEP, "due", 0.0)
    monkeypatch.setattr(service, "sweep", sweep)
    service.moment(room)
    assert others[-1].ident


def test_the_refusal_that_many_sessions_get_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    host = rooms.open_room(service.rooms())
    rooms.end(service.rooms(), host)
    service.forget(host.room)
    monkeypatch.setattr(service, "FRESH", 60.0)
    sizes = []
    for _ in range(3):
        with pytest.raises(RefusedError) as problem:
            service.moment(host.room)
        sizes.append(len(traceback.extract_tb(problem.value.__traceback__)))
    service.forget(host.room)
    assert sizes[0] == sizes[-1]
