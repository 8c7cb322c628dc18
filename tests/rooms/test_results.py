"""What the host gets of the rounds of a room; takes are paired by participant."""

from pages._kit.room.store import answers, rooms, rounds, tally
from pages._kit.room.store.database import Database
from pages._kit.room.store.records import Host, Member, Round
from tests.rooms.conftest import Clock
from tests.rooms.people import anything, somebody


def _room(db: Database) -> tuple[Host, list[Member], Round]:
    """A room of three, who have answered its first round with 0, 1 and 2."""
    host = rooms.open_room(db)
    people = [somebody(db, host.room) for _ in range(3)]
    first = rounds.start(db, host, "toss", {"bias": 0.3})
    for value, member in enumerate(people):
        answers.answer(db, member, first.id, value, anything)
    return host, people, first


def test_the_host_gets_every_answer_in_every_state(db: Database) -> None:
    host, people, first = _room(db)
    given = {answers.number_of(db, member): value for value, member in enumerate(people)}
    for state in ("open", "closed", "open", "revealed"):
        rounds.set_state(db, host, first.id, state)
        assert [each.of for each in tally.results(db, host)] == [given]
    second = rounds.start(db, host, "toss", {"bias": 0.3}, again=True)
    answers.answer(db, people[0], second.id, 9, anything)
    rounds.start(db, host, "peak", {})
    found = tally.results(db, host)
    assert [each.round.state for each in found] == ["revealed", "closed", "open"]
    assert [sorted(each.of.values()) for each in found] == [[0, 1, 2], [9], []]


def test_takes_of_a_series_are_paired_by_participant(db: Database) -> None:
    host, people, first = _room(db)
    second = rounds.start(db, host, "toss", {}, again=True)
    answers.answer(db, people[2], second.id, 20, anything)
    answers.answer(db, people[0], second.id, 10, anything)
    reset = rounds.start(db, host, "toss", {})
    assert [(each.series, each.take) for each in (first, second, reset)] == [(1, 1), (1, 2), (2, 1)]
    before, after = tally.results(db, host, series=1)
    assert sorted((before.of[each], after.of[each]) for each in after.of) == [(0, 10), (2, 20)]
    assert [each.round for each in tally.results(db, host, series=2)] == [reset]


def test_another_take_of_another_activity_begins_a_series(db: Database) -> None:
    host, _, _ = _room(db)
    other = rounds.start(db, host, "peak", {}, again=True)
    assert (other.series, other.take) == (2, 1)
    assert [each.round for each in tally.results(db, host, activity="peak")] == [other]


def test_a_round_that_is_asked_for_twice_on_one_page_is_one(db: Database) -> None:
    """By a double click, or by two hosts at once."""
    host = rooms.open_room(db)
    first = [rounds.start(db, host, "toss", {}, instead_of=0) for _ in range(2)]
    assert first[0] == first[1]
    stage = tally.moment(db, host.room).stage
    assert rounds.start(db, host, "peak", {}, instead_of=0) == first[0], "another host was faster"
    assert tally.moment(db, host.room).stage == stage, "phones need not look again"
    again = [rounds.start(db, host, "toss", {}, again=True, instead_of=first[0].id) for _ in range(2)]
    assert again[0] == again[1]
    assert [(each.round.take, each.round.state) for each in tally.results(db, host)] == [(1, "closed"), (2, "open")]


def test_a_room_gets_nothing_of_another_one(db: Database) -> None:
    host, _, first = _room(db)
    rounds.set_state(db, host, first.id, "revealed")
    other = rooms.open_room(db)
    somebody(db, other.room)
    assert tally.results(db, other) == ()
    assert tally.moment(db, other.room).people == 1
    assert tally.moment(db, other.room).round is None


def test_an_answer_is_kept_as_the_check_returns_it_and_replaced_by_the_next(db: Database) -> None:
    host, people, first = _room(db)
    assert answers.answer(db, people[0], first.id, "7", lambda _, value: {"heads": int(value)}) == {"heads": 7}
    assert answers.own_answer(db, people[0], first.id) == {"heads": 7}
    assert tally.moment(db, host.room).answered == 3
    assert answers.own_answer(db, people[1], first.id) == 1


def test_the_same_participant_joins_again_and_is_one(db: Database) -> None:
    host, people, first = _room(db)
    heard = tally.moment(db, host.room).heard
    number = answers.number_of(db, people[1])
    assert answers.join(db, host.room, people[1].token) == people[1]
    assert answers.number_of(db, people[1]) == number
    assert answers.own_answer(db, people[1], first.id) == 1
    assert tally.moment(db, host.room).people == 3
    assert tally.moment(db, host.room).heard == heard


def test_feelings_count_the_last_press_of_each_in_a_slot(db: Database, clock: Clock) -> None:
    host, people, _ = _room(db)
    clock.now = 1_700_000_000
    for member, feeling in zip([*people, people[0]], ["lost", "lost", "clear", "clear"], strict=True):
        answers.press(db, member, feeling)
    clock.now += answers.SLOT
    answers.press(db, people[0], "too fast")
    assert tally.feelings(db, host.room) == {0: {"too fast": 1}, 10: {"lost": 1, "clear": 2}}
    clock.now += tally.RECENT - answers.SLOT
    assert tally.feelings(db, host.room) == {290: {"too fast": 1}}


def test_stage_rises_with_what_phones_show_and_heard_with_answers_alone(db: Database) -> None:
    host, people, first = _room(db)

    def risen(act: object) -> tuple[bool, bool]:
        nonlocal before
        after = tally.moment(db, host.room)
        risen = after.stage > before.stage, after.heard > before.heard
        before = after
        return risen

    before = tally.moment(db, host.room)
    assert risen(answers.answer(db, people[0], first.id, 5, anything)) == (False, True)
    # The presenter's page runs again for an answer that its picture shows, and for neither of these.
    assert risen(answers.press(db, people[0], "lost")) == (False, False)
    assert risen(somebody(db, host.room)) == (False, False)
    assert risen(rounds.set_state(db, host, first.id, "closed")) == (True, False)
    assert risen(rounds.start(db, host, "toss", {})) == (True, False)
    rooms.show(db, host, "/likelihood?heads=7")
    assert tally.moment(db, host.room).address == "/likelihood?heads=7"
