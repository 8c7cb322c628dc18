"""The participant's page: joining, an answer from the field to "Counted", the states of a round, the database away."""

import json
from collections.abc import Iterator
from secrets import token_urlsafe

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from pages._kit.room import export, service, watch
from pages._kit.room.activities import UPDATING, check
from pages._kit.room.limits import Bucket, Buckets
from pages._kit.room.store import answers, rooms, rounds, tally
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Host, Member, Round
from pages._kit.sharing.slices import TRAFFIC
from pages.room import feelings, sending
from tests.support.app import open_lesson
from tests.support.phone import away, open_phone, rerun, rows, said

POCKET = {"coin": "pocket"}


@pytest.fixture
def host() -> Host:
    """Open a room."""
    return rooms.open_room(service.rooms())


@pytest.fixture(autouse=True)
def _full_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test the wrong codes of a fresh process."""
    monkeypatch.setattr(watch, "WRONG", Bucket(rate=0, burst=100))


def _ask(host: Host) -> Round:
    return rounds.start(service.rooms(), host, "toss", POCKET)


def test_a_code_is_taken_as_it_is_typed_and_a_wrong_one_is_refused_with_a_sentence(host: Host) -> None:
    phone = open_phone()
    assert phone.title[0].value == "Join a room"
    phone.text_input(key="_room_code").input("AB3").run()
    assert "A code has five letters" in said(phone)
    wrong = "BBBBB" if host.room.code != "BBBBB" else "CCCCC"
    phone.text_input(key="_room_code").input(wrong).run()
    assert "There is no room with this code." in said(phone)
    phone.text_input(key="_room_code").input(" ".join(host.room.code.lower()) + " ").run()
    assert phone.title[0].value == "You are in"
    assert rows(service.rooms(), host.room) == (1, 0, 0)


def test_a_full_room_and_an_ended_one_say_so(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = open_phone(host.room.code)
    monkeypatch.setattr(answers, "MOST_PEOPLE", 1)
    assert "This room is full" in said(open_phone(host.room.code))
    rooms.end(service.rooms(), host)
    assert rerun(phone).title[0].value == "This room has ended"
    assert "Nobody can read its answers any more." in said(phone)


def test_an_answer_is_counted_can_be_changed_and_stands_when_the_round_closes(host: Host) -> None:
    db, phone = service.rooms(), open_phone(host.room.code)
    now = _ask(host)
    assert "No answer from you yet." in said(rerun(phone))
    phone.button(key="send").click().run()
    assert "Counted: **5 heads, 5 tails**" in said(phone)
    phone.slider(key=f"heads_{now.id}").set_value(7).run()
    phone.button(key="send").click().run()
    assert "Counted: **7 heads, 3 tails**" in said(phone)
    rounds.set_state(db, host, now.id, "closed")
    assert "Closed. Your answer is counted: **7 heads, 3 tails**" in said(rerun(phone))
    assert phone.button(key="send").disabled
    rounds.set_state(db, host, now.id, "revealed")
    assert "You answered: **7 heads, 3 tails**" in said(rerun(phone))
    assert rows(db, host.room) == (1, 1, 0)


def test_the_same_browser_is_the_same_participant_in_every_tab(host: Host) -> None:
    token = token_urlsafe(24)
    first = open_phone(host.room.code, token)
    _ask(host)
    rerun(first).button(key="send").click().run()
    second = open_phone(host.room.code, token)
    assert "Counted: **5 heads, 5 tails**" in said(second)
    second.button(key="send").click().run()
    assert rows(service.rooms(), host.room) == (1, 1, 0)


def test_an_answer_waits_while_the_database_is_away_and_is_counted_once(host: Host) -> None:
    db, phone = service.rooms(), open_phone(host.room.code)
    _ask(host)
    rerun(phone)
    with away(db):
        phone.button(key="send").click().run()
        assert "Not counted yet: the room does not answer." in said(phone)
        assert "Not counted yet" in said(rerun(phone)), "the page goes on with what it knew"
        assert "The room does not answer at the moment." in said(phone)
    assert "Counted: **5 heads, 5 tails**" in said(rerun(phone))
    assert "does not answer" not in said(phone)
    assert rows(db, host.room) == (1, 1, 0)


@pytest.mark.parametrize("then", ["closed", "gone"])
def test_an_answer_that_waited_too_long_is_not_lost_silently(host: Host, then: str) -> None:
    db, phone = service.rooms(), open_phone(host.room.code)
    now = _ask(host)
    rerun(phone)
    with away(db):
        phone.button(key="send").click().run()
    if then == "closed":
        rounds.set_state(db, host, now.id, "closed")
    else:
        _ask(host)
    lost = {"closed": "Your last answer was not counted. This round is closed.", "gone": sending.LOST_BEFORE}
    assert lost[then] in said(rerun(phone))
    assert "is closed" not in said(phone) or then == "closed"
    assert rows(db, host.room) == (1, 0, 0)


def test_a_participant_gets_in_once_the_database_is_back(host: Host) -> None:
    with away(service.rooms()):
        phone = open_phone(host.room.code)
        assert not phone.exception
        assert phone.title[0].value == "You are not in yet"
    assert rerun(phone).title[0].value == "You are in"


def test_the_question_of_another_room_is_not_shown_while_the_database_is_away(host: Host) -> None:
    token, other = token_urlsafe(24), rooms.open_room(service.rooms())
    phone = open_phone(host.room.code, token)
    _ask(host)
    assert "How many heads?" in said(rerun(phone))
    joined = open_phone(other.room.code, token).session_state["_room_joined"]
    phone.session_state["_room_joined"] = joined
    phone.query_params["code"] = other.room.code
    with away(service.rooms()):
        assert rerun(phone).title[0].value == "You are in"


@pytest.mark.parametrize(("activity", "setting"), [
    ("forecast", {"question": "likelihood.of-another-version", "heads": 7, "tails": 3}), ("guess", {}),
    ("toss", {"die": 6})])  # fmt: skip
def test_a_question_of_another_version_is_one_sentence(host: Host, activity: str, setting: dict[str, object]) -> None:
    db, phone = service.rooms(), open_phone(host.room.code)
    now = rounds.start(db, host, activity, setting)
    assert rerun(phone).title[0].value == UPDATING
    with pytest.raises(RefusedError, match=UPDATING):
        answers.answer(db, answers.join(db, host.room, token_urlsafe(24)), now.id, {"heads": 1}, check)
    rounds.set_state(db, host, now.id, "revealed")
    assert not rerun(phone).exception
    service.forget(host.room)
    presenter = open_lesson("3_log-likelihood.py", session={"_room_host": host, "_room_view": "picture"})
    assert UPDATING.rstrip(".") in " ".join(each.proto.body for each in presenter.get("html"))
    assert json.loads(export.archive(host))["series"][0]["title"]


def test_a_feeling_is_noted(host: Host) -> None:
    db, phone = service.rooms(), open_phone(host.room.code)
    phone.button(key="feel_fast").click().run()
    assert "Noted: too fast" in said(phone)
    assert tally.feelings(db, host.room)[0] == {"fast": 1}
    with away(db):
        phone.button(key="feel_lost").click().run()
        assert "Not noted" in said(phone)


def test_feelings_keep_no_answer_waiting(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feelings, "PACE", Buckets(rate=0, burst=2))
    phone = open_phone(host.room.code)
    _ask(host)
    rerun(phone)
    for press in range(3):
        phone.button(key="feel_lost").click().run()
        assert ("Not noted: wait a second" in said(phone)) == (press == 2)
    phone.button(key="send").click().run()
    assert "Counted" in said(phone)


def test_an_answer_after_the_round_has_closed_is_not_said_to_be_read(host: Host) -> None:
    phone = open_phone(host.room.code)
    now = _ask(host)
    rerun(phone)
    rounds.set_state(service.rooms(), host, now.id, "closed")
    phone.button(key="send").click().run()
    assert answers.CLOSED in said(phone)
    assert service.read(host.room, now.id) == 0


@pytest.mark.parametrize("choice", [0, 1])
def test_a_forecast_is_sent_once_it_says_how_sure(host: Host, choice: int) -> None:
    db, phone = service.rooms(), open_phone(host.room.code)
    now = rounds.start(db, host, "forecast", {"question": "log-likelihood.long-product", "heads": 7, "tails": 3})
    send = rerun(phone).button(key="send")
    assert (send.label, send.disabled) == ("Choose an option", True)
    phone.radio[0].set_value(choice).run()
    assert (phone.button(key="send").label, phone.button(key="send").disabled) == ("Say how sure you are", True)
    phone.slider[0].set_value(80).run()
    phone.button(key="send").click().run()
    assert answers.own_answer(db, _member(phone), now.id)[choice] == pytest.approx(0.8)
    assert "Counted: **80 % for" in said(phone)


def test_a_slider_that_moved_with_the_press_is_sent_as_it_stands(host: Host) -> None:
    phone = open_phone(host.room.code)
    now = _ask(host)
    rerun(phone).slider(key=f"heads_{now.id}").set_value(9)
    phone.button(key="send").click().run()
    assert "Counted: **9 heads, 1 tail**" in said(phone)


def _member(phone: AppTest) -> Member:
    found: Member = phone.session_state["_room_joined"].member
    return found


def test_a_host_link_is_not_spent_on_a_page_that_cannot_lead(host: Host) -> None:
    link = rooms.new_link(service.rooms(), host)
    open_lesson("10_room.py", session={"_room_kept": {"me": token_urlsafe(24)}}, code=host.room.code, host=link)
    open_lesson("2_likelihood.py", print="1", host=link)
    leads = open_lesson("2_likelihood.py", host=link).session_state["_room_host"]
    assert leads.room == host.room


def test_of_many_answers_at_once_the_last_one_is_counted_a_little_later(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = open_phone(host.room.code)
    now = _ask(host)
    rerun(phone)
    monkeypatch.setattr(sending, "PACE", Buckets(rate=0, burst=2))
    for heads in range(4):
        phone.slider(key=f"heads_{now.id}").set_value(heads).run()
        phone.button(key="send").click().run()
        assert ("Counted" in said(phone)) == (heads < 2)
        assert ("Not counted yet: too many answers at once." in said(phone)) == (heads >= 2)
    monkeypatch.setattr(sending, "PACE", Buckets(rate=2, burst=5))
    assert "Counted: **3 heads, 7 tails**" in said(rerun(phone))
    assert rows(service.rooms(), host.room) == (1, 1, 0)


def test_wrong_codes_are_limited_in_a_session_and_in_a_process_but_not_for_those_who_are_in(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_urlsafe(24)
    open_phone(host.room.code, token)
    phone = open_phone()
    for number in range(6):
        code = "BBBB" + "CDFHJK"[number]
        phone.text_input(key="_room_code").input(code).run()
        assert ("Too many wrong codes" in said(phone)) == (number == 5)
    phone.text_input(key="_room_code").input(host.room.code).run()
    assert "Too many wrong codes" in said(phone), "a right code must not be told from a wrong one"
    assert phone.title[0].value == "Join a room"
    monkeypatch.setattr(watch, "WRONG", Bucket(rate=0, burst=0))
    assert "Too many wrong codes" in said(open_phone(host.room.code))
    assert open_phone(host.room.code, token).title[0].value == "You are in"


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Statements that the database gets."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    engine = service.rooms().engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_a_run_of_a_phone_asks_at_most_twice_and_is_no_traffic(
    host: Host, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "FRESH", 60.0)
    phone = open_phone(host.room.code)
    _ask(host)
    rerun(phone)
    before = TRAFFIC._last
    asked.clear()
    phone.run()  # the room's state is known
    assert len(asked) <= 1
    asked.clear()
    rerun(phone)
    assert len(asked) <= 2, "the room's state, for all phones together, and the participant's own answer"
    assert before == TRAFFIC._last, "training runs must not step back for the clocks of phones"


def test_a_participant_goes_to_the_presenter_from_the_page_of_the_question(host: Host) -> None:
    phone = open_phone(host.room.code)
    _ask(host)
    rerun(phone)
    phone.button(key="room_follow_begin").click().run()
    assert not phone.exception
    assert phone.button(key="send").label.startswith("Send")
