"""What the store refuses: with one sentence, and with nothing changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import insert

from pages._kit.room.store import answers, rooms, rounds, tally, tokens
from pages._kit.room.store.database import Database
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Host, Member, Room, Round
from pages._kit.room.store.schema import PARTICIPANTS, ROOMS
from tests.rooms.conftest import Clock, Places
from tests.rooms.people import OUT_OF_RANGE, all_rows, check, somebody


@dataclass
class Scene:
    """Two rooms with a round and a participant each; in the first one it is the second round."""

    db: Database
    host: Host
    earlier: Round
    now: Round
    member: Member
    other: Host
    others_round: Round
    others_member: Member


@pytest.fixture
def scene(db: Database) -> Scene:
    host, other = rooms.open_room(db), rooms.open_room(db)
    member, others_member = somebody(db, host.room), somebody(db, other.room)
    earlier = rounds.start(db, host, "toss", {})
    answers.answer(db, member, earlier.id, 3, check)
    now = rounds.start(db, host, "toss", {}, again=True)
    answers.answer(db, member, now.id, 4, check)
    others_round = rounds.start(db, other, "peak", {})
    answers.answer(db, others_member, others_round.id, 5, check)
    return Scene(db, host, earlier, now, member, other, others_round, others_member)


def _forged(scene: Scene) -> Host:
    return replace(scene.host, token=tokens.new_token())


def _of_another_room(scene: Scene) -> Host:
    return Host(scene.host.room, scene.other.token)


def _participant_as_host(scene: Scene) -> Host:
    return Host(scene.host.room, scene.member.token)


def _unused_link_as_host(scene: Scene) -> Host:
    return Host(scene.host.room, rooms.new_link(scene.db, scene.host).partition(".")[2])


ACTS: dict[str, Callable[[Scene, Host], object]] = {
    "start": lambda scene, host: rounds.start(scene.db, host, "toss", {}),
    "close": lambda scene, host: rounds.set_state(scene.db, host, scene.now.id, "closed"),
    "reveal": lambda scene, host: rounds.set_state(scene.db, host, scene.now.id, "revealed"),
    "link": lambda scene, host: rooms.new_link(scene.db, host),
    "show": lambda scene, host: rooms.show(scene.db, host, "/likelihood?heads=7"),
    "end": lambda scene, host: rooms.end(scene.db, host),
    "results": lambda scene, host: tally.results(scene.db, host),
}


def _refused(scene: Scene, act: Callable[[], object], sentence: str) -> None:
    before = all_rows(scene.db)
    with pytest.raises(RefusedError, match=f"^{re.escape(sentence)}$"):
        act()
    assert all_rows(scene.db) == before


@pytest.mark.parametrize("false_host", [_forged, _of_another_room, _participant_as_host, _unused_link_as_host])
def test_nobody_but_the_host_leads(scene: Scene, false_host: Callable[[Scene], Host]) -> None:
    host = false_host(scene)
    assert not rooms.is_host(scene.db, host)
    for act in ACTS.values():
        _refused(scene, partial(act, scene, host), rooms.NO_HOST)


TOKENS: dict[str, Callable[[Scene], Any]] = {
    "another room's": lambda scene: scene.others_member.token,
    "unknown": lambda _: tokens.new_token(),
    "the host's": lambda scene: scene.host.token,
    "empty": lambda _: "",
    "half a character": lambda _: "\ud800",
    "none": lambda _: None,
}


def test_only_a_participant_answers(scene: Scene) -> None:
    for token in TOKENS.values():
        member = Member(scene.host.room, token(scene))
        _refused(scene, partial(answers.answer, scene.db, member, scene.now.id, 7, check), answers.NO_MEMBER)
        _refused(scene, partial(answers.press, scene.db, member, "lost"), answers.NO_MEMBER)
        _refused(scene, partial(answers.number_of, scene.db, member), answers.NO_MEMBER)
        assert answers.own_answer(scene.db, member, scene.now.id) is None


def test_what_is_no_token_does_not_join(scene: Scene) -> None:
    for token in ["", "short", "x" * 65, "a b" * 10, "\ud800" * 30, None, 7, {"token": "x"}]:
        _refused(scene, partial(answers.join, scene.db, scene.host.room, token), answers.NO_MEMBER)


def test_an_answer_out_of_range_or_of_another_type_is_refused(scene: Scene) -> None:
    for value in [-1, 1000, 3.0, "3", None, True, [3], {"heads": 3}, float("nan")]:
        act = partial(answers.answer, scene.db, scene.member, scene.now.id, value, check)
        _refused(scene, act, OUT_OF_RANGE)


@pytest.mark.parametrize("state", ["closed", "revealed"])
def test_a_closed_round_takes_no_answer(scene: Scene, state: Any) -> None:
    rounds.set_state(scene.db, scene.host, scene.now.id, state)
    _refused(scene, lambda: answers.answer(scene.db, scene.member, scene.now.id, 7, check), answers.CLOSED)


def test_only_the_round_of_now_takes_answers(scene: Scene) -> None:
    for number in (scene.earlier.id, scene.others_round.id, 0, 10**6):
        _refused(scene, partial(answers.answer, scene.db, scene.member, number, 7, check), rounds.GONE)
        _refused(scene, partial(rounds.set_state, scene.db, scene.host, number, "revealed"), rounds.GONE)


@pytest.mark.parametrize("state", ["open", "closed"])
def test_a_revealed_round_stays_revealed(scene: Scene, state: Any) -> None:
    rounds.set_state(scene.db, scene.host, scene.now.id, "revealed")
    _refused(scene, lambda: rounds.set_state(scene.db, scene.host, scene.now.id, state), rounds.SHOWN)


def test_a_full_room_says_so_and_keeps_its_people(scene: Scene) -> None:
    room = scene.host.room
    with scene.db.write() as to:
        people = range(answers.MOST_PEOPLE - 2)
        to.execute(insert(PARTICIPANTS), [{"room": room.id, "hash": str(each)} for each in people])
    last = somebody(scene.db, room)
    full = "This room is full: 1,000 people are in it. Please follow on the presenter's screen."
    _refused(scene, lambda: somebody(scene.db, room), full)
    assert answers.join(scene.db, room, last.token) == last
    assert tally.moment(scene.db, room).people == 1000


def test_200_rooms_are_the_most_even_where_many_open_one_at_once(where: str, places: Places, clock: Clock) -> None:
    here = [places.connect(where) for _ in range(4)]
    with here[0].write() as to:
        ends = clock() + 3600
        used = [{"code": f"A{each}", "ends": ends, "round": 1} for each in range(rooms.MOST_ROOMS - 1)]
        to.execute(insert(ROOMS), used)
    opened: list[Host] = []
    sentences: list[str] = []
    ready = Barrier(len(here))

    def open_one(db: Database) -> None:
        ready.wait()
        try:
            opened.append(rooms.open_room(db))
        except RefusedError as refused:
            sentences.append(str(refused))

    threads = [Thread(target=open_one, args=[db]) for db in here]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1
    assert sentences == ["There are 200 rooms, and no more are allowed. Try again when one of them has ended."] * 3


def test_where_places_are_short_a_room_that_stays_unused_gives_its_own(
    db: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "MOST_ROOMS", 4)
    joined, asked, first, second = (rooms.open_room(db) for _ in range(4))
    somebody(db, joined.room)
    rounds.start(db, asked, "toss", {})
    clock.now += rooms.UNUSED - 1
    with pytest.raises(RefusedError, match="There are 4 rooms"):
        rooms.open_room(db)
    clock.now += 1
    rooms.open_room(db)
    assert [rooms.is_host(db, each) for each in (joined, asked, first, second)] == [True, True, False, True]
    rooms.open_room(db)
    with pytest.raises(RefusedError, match="There are 4 rooms"):
        rooms.open_room(db)
    assert rooms.is_host(db, joined) and rooms.is_host(db, asked)


def test_a_host_link_works_once(scene: Scene) -> None:
    link = rooms.new_link(scene.db, scene.host)
    host = rooms.take_link(scene.db, link)
    assert rooms.is_host(scene.db, host)
    assert rooms.is_host(scene.db, scene.host)
    assert host.token != scene.host.token
    _refused(scene, lambda: rooms.take_link(scene.db, link), rooms.USED)


def test_a_new_link_ends_those_before_even_where_many_are_made_at_once(where: str, places: Places) -> None:
    here = [places.connect(where) for _ in range(4)]
    host = rooms.open_room(here[0])
    links: list[str] = []
    ready = Barrier(len(here))

    def make(db: Database) -> None:
        ready.wait()
        links.extend(rooms.new_link(db, host) for _ in range(3))

    threads = [Thread(target=make, args=[db]) for db in here]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    works = []
    for link in links:
        try:
            works.append(rooms.take_link(here[0], link))
        except RefusedError as refused:
            assert str(refused) == rooms.USED
    assert len(links) == 12
    assert len(works) == 1


def test_what_is_no_link_is_refused(scene: Scene) -> None:
    for link in ["", "BCDFH", "BCDFH.", ".x", "BCDFH.\x00", "\x00.x", "\ud800.\ud800", "x" * 10_000]:
        _refused(scene, partial(rooms.take_link, scene.db, link), rooms.USED)


def test_what_is_no_code_finds_no_room(scene: Scene) -> None:
    for code in ["", "BCDFG", "BCDF", "BCDFHJ", "AEIOU", "BCDF\x00", "\ud800", "x" * 10_000]:
        _refused(scene, partial(rooms.find, scene.db, code), rooms.UNKNOWN)


def test_a_code_is_found_as_people_type_it(scene: Scene) -> None:
    code = scene.host.room.code
    for typed in (code, code.lower(), f" {code[:2]}-{code[2:]} ", " ".join(code)):
        assert rooms.find(scene.db, typed) == scene.host.room


@pytest.mark.parametrize("how", ["ended by its host", "a day later"])
def test_an_ended_room_refuses_everything(scene: Scene, clock: Clock, how: str) -> None:
    link = rooms.new_link(scene.db, scene.host)
    rounds.set_state(scene.db, scene.host, scene.now.id, "revealed")
    answers.press(scene.db, scene.member, "lost")
    if how == "a day later":
        clock.now += 24 * 3600
    else:
        rooms.end(scene.db, scene.host)
    room = scene.host.room
    for act in ACTS.values():
        _refused(scene, partial(act, scene, scene.host), rooms.NO_HOST)
    _refused(scene, lambda: rooms.take_link(scene.db, link), rooms.USED)
    for act in (
        lambda: rooms.find(scene.db, room.code),
        lambda: answers.join(scene.db, room, scene.member.token),
        lambda: answers.answer(scene.db, scene.member, scene.now.id, 7, check),
        lambda: answers.press(scene.db, scene.member, "lost"),
        lambda: tally.moment(scene.db, room),
    ):
        _refused(scene, act, rooms.UNKNOWN)
    assert answers.own_answer(scene.db, scene.member, scene.now.id) is None
    assert tally.feelings(scene.db, room) == {}


def test_a_room_of_another_database_with_the_same_number_is_another_one(scene: Scene) -> None:
    """Where a database begins anew, numbers begin anew, and a phone may still hold an old room."""
    old = Room(scene.host.room.id, "BCDFH" if scene.host.room.code != "BCDFH" else "BCDFJ")
    rounds.set_state(scene.db, scene.host, scene.now.id, "revealed")
    answers.press(scene.db, scene.member, "lost")
    for act in (
        lambda: answers.join(scene.db, old, scene.member.token),
        lambda: answers.answer(scene.db, Member(old, scene.member.token), scene.now.id, 7, check),
        lambda: tally.moment(scene.db, old),
    ):
        _refused(scene, act, rooms.UNKNOWN)
    assert tally.feelings(scene.db, old) == {}
