"""The participant's page of a room, in a browser and over its protocol: nothing leaks, nothing forged gets in."""

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect
from sqlalchemy import insert
from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench.client import Client
from bench.protocol import Run
from pages._kit.room import service
from pages._kit.room.activities import check, named
from pages._kit.room.store import answers, rooms, rounds, tally
from pages._kit.room.store.records import Host, Member
from pages._kit.room.store.schema import ANSWERS, PARTICIPANTS
from tests.support.axe import assert_accessible
from tests.support.browser import ask_and_say_too_fast
from tests.support.harness import Server, serve

THETA = 0.8125
"""Of the phones' coin; a number that stands nowhere else."""
HEADS = (0, 1, 9)
OTHERS = 861
"""People in the room, and another number that stands nowhere else."""


@pytest.fixture
def host(rooms_folder: object) -> Iterator[Host]:
    """Open a room in the database that the server uses as well."""
    opened = rooms.open_room(service.rooms())
    yield opened
    rooms.end(service.rooms(), opened)


class Phone(Client):
    """A participant without a browser, who keeps all that the server sends."""

    def __init__(self, url: str, code: str) -> None:
        super().__init__(url, "room", f"code={code}")
        self.frames: list[bytes] = []
        self._looks = 0
        take = self.visit.take

        def keep(data: bytes) -> bool:
            self.frames.append(data)
            return take(data)

        self.visit.take = keep  # type: ignore[method-assign]
        self.open()
        browser = next(widget for widget in self.widgets.values() if widget.kind == "bidi_component")
        self.token = token_urlsafe(24)
        told = {"room": {"text": json.dumps({"me": self.token}), "number": 1}}
        self.force(browser, WidgetState(id=browser.id, json_value=json.dumps(told)))

    def look(self) -> Run:
        """Run what the page runs for another stage of the room."""
        self._looks += 1
        widget = self.visit.widget("_clock_watch")
        return self.force(widget, WidgetState(id=widget.id, json_value=json.dumps({"tick": self._looks})))

    def heard(self, text: str) -> bool:
        """Whether the server has sent this text, and not as a part of a longer word or number."""
        word = re.compile(rb"(?<![0-9A-Za-z.])" + re.escape(text.encode()) + rb"(?![0-9A-Za-z])")
        return any(word.search(frame) for frame in self.frames)


def _others(host: Host, number: int) -> None:
    """Let others answer with numbers of heads that the phone of the test does not get."""
    people = [{"room": host.room.id, "hash": token_urlsafe(24)} for _ in range(OTHERS)]
    with service.rooms().write() as to:
        made = to.scalars(insert(PARTICIPANTS).returning(PARTICIPANTS.c.id), people).all()
        given = [{"heads": HEADS[place % len(HEADS)]} for place in range(OTHERS)]
        rows = [
            {"round": number, "participant": who, "value": json.dumps(own)}
            for who, own in zip(made, given, strict=True)
        ]
        to.execute(insert(ANSWERS), rows)


def _until(phone: Phone, word: str) -> str:
    """Let the phone look at the room until its page says a word."""
    for _ in range(60):
        texts = "\n".join(phone.look().texts)
        if word in texts:
            return texts
    raise AssertionError(f"the page does not say {word!r}")


@pytest.mark.parametrize("coin", ["phone", "pocket"])
def test_a_phone_gets_nothing_of_others_and_of_what_is_hidden_before_the_reveal(
    server: Server, host: Host, coin: str
) -> None:
    db = service.rooms()
    with Phone(server.url, host.room.code) as phone:
        setting = {"coin": coin} | ({"theta": THETA} if coin == "phone" else {})
        now = rounds.start(db, host, "toss", setting)
        _others(host, now.id)
        _until(phone, "No answer from you yet.")
        phone.move("send")
        phone.look()
        rounds.set_state(db, host, now.id, "closed")
        own = _until(phone, "Closed.")
        moment = tally.moment(db, host.room)
        assert (moment.people, moment.answered) == (1 + OTHERS, 1 + OTHERS)
        hidden = [str(THETA), host.token, str(OTHERS), str(1 + OTHERS), *(f"{heads} heads" for heads in HEADS)]
        assert [text for text in hidden if text not in own and phone.heard(text)] == []
        # The same search finds what a phone may get.
        rounds.set_state(db, host, now.id, "revealed")
        _until(phone, "You answered")
        assert phone.heard(str(THETA)) == (coin == "phone")
        assert not phone.heard(host.token)


SETTINGS: dict[str, tuple[dict[str, Any], Any]] = {
    "detective": ({"knows": 1}, {"suspect": 0}),
    "forecast": ({"question": "log-likelihood.long-product", "heads": 7, "tails": 3}, [0.613, 0.287, 0.1]),
    "peak": ({"heads": 813, "tails": 187}, {"theta": 0.37}),
    "prior": ({}, {"mean": 0.37, "strength": 25}),
    "strength": ({"kind": "l2", "degree": 9, "n_points": 20, "seed": 0}, {"pick": 7}),
    "toss": ({"coin": "phone", "theta": THETA, "salt": "x"}, {"heads": 3}),
}
"""A round of each activity, and somebody's answer to it."""


@pytest.mark.parametrize("name", SETTINGS)
def test_a_phone_gets_the_outcome_at_the_reveal_and_nobody_elses_answer_ever(
    server: Server, host: Host, name: str
) -> None:
    db, activity = service.rooms(), named(name)
    setting, value = SETTINGS[name]
    with Phone(server.url, host.room.code) as phone:
        now = rounds.start(db, host, name, setting)
        kept = answers.answer(db, answers.join(db, host.room, token_urlsafe(24)), now.id, value, check)
        _until(phone, "No answer from you yet.")
        rounds.set_state(db, host, now.id, "closed")
        _until(phone, "Closed.")
        outcome = activity.outcome(now, None)
        assert not outcome or not phone.heard(outcome)
        rounds.set_state(db, host, now.id, "revealed")
        _until(phone, outcome or "Look at the screen at the front.")
        # Who are suspected is in the question.
        assert name == "detective" or not phone.heard(activity.told(now, kept))


def _forged(slider: str) -> list[WidgetState]:
    states = [WidgetState(id=slider, string_value="many"), WidgetState(id=slider, json_value="{}")]
    for value in (11.0, -1.0, 1e300, math.nan, math.inf):
        state = WidgetState(id=slider)
        state.double_array_value.data[:] = [value]
        states.append(state)
    for values in ([], [1.0, 2.0]):
        state = WidgetState(id=slider)
        state.double_array_value.data[:] = values
        states.append(state)
    return states


@pytest.mark.sweep
def test_forged_values_change_nothing_and_break_nothing(server: Server, host: Host) -> None:
    db = service.rooms()
    now = rounds.start(db, host, "toss", {"coin": "pocket"})
    with Phone(server.url, host.room.code) as phone:
        phone.move("send")
        member = Member(host.room, phone.token)
        slider, button = phone.visit.widget(f"heads_{now.id}"), phone.visit.widget("send")
        press = WidgetState(id=button.id, trigger_value=True)
        for state in _forged(slider.id):
            # The value and the press in one message, then the press alone.
            phone.send(phone.visit.request([state, press], button.fragment))
            phone.hear(0.3)
            phone.force(button, press, keep=False)
            assert answers.own_answer(db, member, now.id) == {"heads": 5}, state
        assert tally.moment(db, host.room).answered == 1
    with Phone(server.url, host.room.code) as phone:
        assert "send" in phone.widgets, "the server goes on"


def _place(page: Page) -> Locator:
    return page.locator(".st-key-phone")


def test_a_phone_joins_by_a_typed_code_answers_and_sees_the_result(
    server: Server, host: Host, new_page: Callable[..., Page]
) -> None:
    db = service.rooms()
    page = new_page(width=390, height=844)
    page.goto(f"{server.url}/room")
    page.get_by_label("Code from the screen").fill(" ".join(host.room.code.lower()))
    page.get_by_role("button", name="Join").click()
    expect(_place(page).get_by_role("heading", name="You are in")).to_be_in_viewport()
    now = rounds.start(db, host, "toss", {"coin": "pocket"})
    send, become = page.get_by_role("button", name="Send 5 heads"), page.locator('[class*="st-key-said_answer"]')
    expect(become).to_have_text("No answer from you yet.")
    expect(page.get_by_role("slider")).to_be_visible()
    places = [where.bounding_box() for where in (send, become, page.locator(".st-key-feelings"))]
    send.click()
    expect(become).to_contain_text("Counted: 5 heads, 5 tails")
    expect(page.locator(".st-key-browser [role=status]")).to_contain_text("Counted: 5 heads, 5 tails")
    page.get_by_role("button", name="Too fast").click()
    expect(page.locator(".st-key-feelings")).to_contain_text("Noted: too fast")
    assert [where.bounding_box() for where in (send, become, page.locator(".st-key-feelings"))] == places
    boxes = [button.bounding_box() for button in _place(page).get_by_role("button").all()]
    assert len(boxes) == 5
    assert all(box and min(box["width"], box["height"]) >= 48 for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert_accessible(page, of_any_impact=True)
    rounds.set_state(db, host, now.id, "closed")
    expect(become).to_contain_text("Closed. Your answer is counted: 5 heads, 5 tails")
    moment = tally.moment(db, host.room)
    assert (moment.people, moment.answered) == (1, 1)
    page.set_viewport_size({"width": 390, "height": 420})
    send.scroll_into_view_if_needed()
    page.mouse.move(195, 100)
    page.mouse.wheel(0, 500)
    question = _place(page).get_by_role("heading", level=1)
    expect(question).not_to_be_in_viewport()
    rounds.set_state(db, host, now.id, "revealed")
    expect(question).to_be_in_viewport()
    expect(page.locator(".st-key-above")).to_contain_text("You answered: 5 heads, 5 tails")


def test_a_press_in_the_moment_in_which_the_clock_asks_is_noted_and_seen(
    server: Server, host: Host, new_page: Callable[..., Page]
) -> None:
    page = new_page(width=390, height=844)
    page.goto(f"{server.url}/room?code={host.room.code}")
    expect(_place(page).get_by_role("heading", name="You are in")).to_be_in_viewport()
    page.wait_for_function(ask_and_say_too_fast(), polling=50)
    expect(page.locator(".st-key-feelings")).to_contain_text("Noted: too fast")
    assert [sum(of.values()) for of in tally.feelings(service.rooms(), host.room).values()] == [1]


def test_the_button_that_sends_is_in_reach_before_anything_is_scrolled(
    server: Server, host: Host, new_page: Callable[..., Page]
) -> None:
    # What a browser's own bars leave of 844.
    page = new_page(width=390, height=664)
    page.goto(f"{server.url}/room?code={host.room.code}")
    expect(_place(page).get_by_role("heading", name="You are in")).to_be_in_viewport()
    rounds.start(service.rooms(), host, "prior", {})
    send = page.locator(".st-key-send button")
    expect(page.get_by_role("slider")).to_have_count(2)
    expect(send).to_be_in_viewport()
    for height in (664, 844):
        page.set_viewport_size({"width": 390, "height": height})
        box = send.bounding_box()
        assert box
        at = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert send.evaluate("(button, at) => button.contains(document.elementFromPoint(...at))", at), height


@pytest.mark.sweep
def test_a_phone_whose_session_is_gone_after_a_short_break_goes_on_as_the_same_participant(
    tmp_path: Path, host: Host, new_page: Callable[..., Page]
) -> None:
    db = service.rooms()
    # As another replica, or as after minutes in a pocket: the server does not know the session.
    with serve(tmp_path / "server.log", options=("--server.disconnectedSessionTTL", "0")) as server:
        page = new_page(width=390, height=844)
        sockets: list[WebSocketRoute] = []

        def follow(socket: WebSocketRoute) -> None:
            socket.connect_to_server()
            sockets.append(socket)

        page.route_web_socket("**/_stcore/stream", follow)
        page.goto(f"{server.url}/room?code={host.room.code}")
        expect(_place(page).get_by_role("heading", name="You are in")).to_be_in_viewport(timeout=60_000)
        now = rounds.start(db, host, "toss", {"coin": "pocket"})
        page.get_by_role("button", name="Send 5 heads").click()
        become = page.locator('[class*="st-key-said_answer"]')
        expect(become).to_contain_text("Counted: 5 heads, 5 tails")
        sockets[-1].close()
        rounds.set_state(db, host, now.id, "closed")
        expect(become).to_contain_text("Closed. Your answer is counted: 5 heads, 5 tails")
        assert len(sockets) == 2
        moment = tally.moment(db, host.room)
        assert (moment.people, moment.answered) == (1, 1)
