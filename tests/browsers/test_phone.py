"""A phone of a room in WebKit, as on an iPhone, and in Firefox: the question comes, and what is pressed is counted."""

from collections.abc import Iterator

import pytest

from pages._kit.room import service
from pages._kit.room.store import rooms, rounds
from pages._kit.room.store.records import Host
from tests.browsers.test_scenes import Tab, wait_until
from tests.support.browser import ask_and_say_too_fast
from tests.support.harness import Server

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def host(rooms_folder: object) -> Iterator[Host]:
    """Open a room in the database that the server uses as well."""
    opened = rooms.open_room(service.rooms())
    yield opened
    rooms.end(service.rooms(), opened)


def test_a_phone_gets_the_question_and_what_is_pressed_is_counted(tab: Tab, server: Server, host: Host) -> None:
    def says(text: str) -> None:
        wait_until(lambda: text in tab.evaluate("document.body.innerText"), f"the phone says {text!r}")

    tab.open(f"{server.url}/room?code={host.room.code}")
    says("You are in")
    now = rounds.start(service.rooms(), host, "toss", {"coin": "pocket"})
    says("No answer from you yet.")
    tab.click(".st-key-send button")
    says("Counted: 5 heads, 5 tails")
    wait_until(lambda: tab.evaluate(ask_and_say_too_fast()), "the page rests")
    says("Noted: too fast")
    rounds.set_state(service.rooms(), host, now.id, "revealed")
    says("You answered: 5 heads, 5 tails")
    assert tab.errors() == []
