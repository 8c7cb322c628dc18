"""The presenter's room after a reload and after its end: it is found again, or its page says what has become of it."""

import pytest
from streamlit.testing.v1 import AppTest

from pages._kit.room import bar, lead, service
from pages._kit.room.store import rooms
from pages._kit.room.store.database import Database
from pages._kit.room.store.records import Room, State
from pages._kit.room.store.tokens import LETTERS
from tests.pages._kit.room.led import LESSON, ask_and_answer, html, labels, led, look, refuse
from tests.support.app import figure, open_lesson
from tests.support.played import PlayedRoom


@pytest.mark.parametrize(("state", "view"), [("open", "picture"), ("closed", "picture"), ("revealed", None)])
def test_after_a_reload_a_question_without_result_is_on_the_stage(state: State, view: str | None) -> None:
    room = PlayedRoom(3)
    room.ask("peak", {"heads": 7, "tails": 3})
    room.set_state(state)
    kept = {"hosts": {room.host.room.code: room.host.token}}
    app = open_lesson("2_likelihood.py", session={"_room_kept": kept})
    assert app.session_state["_room_view"] == view
    assert ("MLE θ̂" in {metric.label for metric in app.metric}) == (view is None)


def test_a_reload_while_the_database_is_away_finds_the_room_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    host = rooms.open_room(service.rooms())
    find = rooms.find
    monkeypatch.setattr(rooms, "find", refuse)
    app = open_lesson(LESSON, session={"_room_kept": {"hosts": {host.room.code: host.token}}})
    assert bar.AWAY in html(app)
    assert figure(app, "Score")
    monkeypatch.setattr(rooms, "find", find)
    app.session_state["_room_looked_at"] = -1e9
    app.run()
    assert f">{host.room.code}</b>" in html(app)


def test_a_room_that_ended_takes_no_token_from_the_browser() -> None:
    """Another tab may have opened a room since, and a clock that jumps hides a room only for a while."""
    app, host = led()
    changes = dict(app.session_state["_browser_changes"])
    rooms.end(service.rooms(), host)
    look(app, host)
    assert lead.ENDED in html(app)
    assert app.session_state["_browser_changes"] == changes
    other = open_lesson(LESSON, session={"_room_kept": {"hosts": {host.room.code: host.token}}})
    assert "room_line" not in html(other)
    assert "_browser_changes" not in other.session_state or not other.session_state["_browser_changes"]


def _forged(codes: tuple[str, ...]) -> None:
    import json

    from pages._kit.room import roles

    roles.take_from_browser(json.dumps({"hosts": dict.fromkeys(codes, "x" * 43)}))
    roles.host()


def test_of_a_forged_list_of_rooms_one_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    find = rooms.find

    def note(db: Database, code: str) -> Room:
        asked.append(code)
        return find(db, code)

    monkeypatch.setattr(rooms, "find", note)
    codes = tuple(f"BBBB{letter}" for letter in LETTERS)
    assert not AppTest.from_function(_forged, args=(codes,)).run().exception
    assert asked == [codes[-1]]


def test_a_room_that_has_ended_elsewhere_is_said_once_and_the_bar_leaves() -> None:
    app, host = led()
    ask_and_answer(app, host)
    rooms.end(service.rooms(), host)
    look(app, host)
    assert lead.ENDED in html(app)
    assert "Close" not in labels(app)
    assert figure(app, "Score")
    app.session_state["_room_problem"] = (lead.ENDED, -1e9)
    app.run()
    assert "room_line" not in html(app)


def test_a_room_that_ends_just_after_its_state_was_read_shows_its_question_instead_of_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, host = led()
    ask_and_answer(app, host)
    monkeypatch.setattr(service, "FRESH", 60.0)
    look(app, host)
    rooms.end(service.rooms(), host)
    del app.session_state[lead._SHOWN]
    app.run()
    assert not app.exception
    assert "Flips" not in {metric.label for metric in app.metric}
    service.forget(host.room)
