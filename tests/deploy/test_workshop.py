"""A workshop in the browser: a presenter at the projector, five phones, seven activities, two replicas.

Each phone has an origin of its own, and so a storage of its own, as another phone would. ``pytest --basetemp=FOLDER``
keeps the pictures of the projector and of two phones.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from pages._kit.room import service
from pages._kit.room.store import rooms, tally
from tests.support.finger import Finger
from tests.support.phone import rows
from tests.support.room import Room

PROJECTOR: Final = (1280, 720)
PHONE: Final = (390, 844)
PHONES: Final = 5
ASLEEP: Final = 60.0
"""Seconds for which one phone sleeps."""
ROUNDS: Final = {"detective": 3, "toss": 2, "peak": 2, "prior": 1, "forecast": 2, "strength": 1}
"""The activities with a question, and how many rounds of each are played. The seventh is the pulse."""


class Person:
    """Somebody with a page of the room."""

    def __init__(self, page: Page, folder: Path, name: str) -> None:
        self.page = page
        self.name = name
        self._folder = folder
        self._pictures = 0

    def rest(self) -> None:
        """Wait until nothing runs, and nobody has touched anything for half a second."""
        # By a timer: a page in the background draws frames but once a second.
        self.page.wait_for_function("() => window.learningIsInference?.isQuiet?.()", polling=50)

    def press(self, where: Locator) -> None:
        """Press something, and wait until the page has answered."""
        where.click()
        self.rest()

    def look(self, what: str) -> None:
        """Keep a picture; nothing may stand outside of the window's width."""
        # A chart takes its size in a frame of its own.
        self.page.bring_to_front()
        self.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{self.name}: {what}"
        self._pictures += 1
        self.page.screenshot(path=self._folder / f"{self.name}-{self._pictures:02d}-{what}.png")


class Presenter(Person):
    """The one at the projector."""

    @property
    def bar(self) -> Locator:
        """The room bar."""
        return self.page.locator(".st-key-room_bar")

    def open_room(self, url: str) -> str:
        """Open a room from lesson 3; return its code."""
        self.page.goto(f"{url}/log-likelihood?present=1")
        self.rest()
        self.press(self.page.locator(".st-key-room button").first)
        code = self.page.locator(".door .giant").inner_text()
        self.look("door")
        return code

    def ask(self, activity: str) -> None:
        """Begin a round from the door of a lesson that draws the activity."""
        if not self.page.locator(".door").count():
            self.page.keyboard.press("j")
            self.page.locator(".door").wait_for()
            self.rest()
        elsewhere = self.page.locator(f".st-key-room_to_{activity} button")
        if elsewhere.count():
            self.press(elsewhere)
        entry = self.page.locator(f".st-key-room_entry_{activity}")
        entry.locator("summary").click()
        self.rest()
        self.press(entry.locator(f".st-key-room_start_{activity} button"))
        expect(self.bar).to_contain_text("Answered 0 /")
        self.look(f"{activity}-asked")

    def key(self, key: str, then: str) -> None:
        """Press a key, and wait until the bar says what it did."""
        self.page.keyboard.press(key)
        expect(self.bar).to_contain_text(then)
        self.rest()


class Phone(Person):
    """A participant, who touches a small screen."""

    def __init__(self, page: Page, folder: Path, name: str) -> None:
        super().__init__(page, folder, name)
        self._finger = Finger(page)

    @property
    def title(self) -> Locator:
        """The question."""
        return self.page.locator(".st-key-phone h1")

    def said(self, kind: str) -> Locator:
        """The place where the phone says this of the answer; the one of the round before stands for a moment."""
        return self.page.locator(f".st-key-said_answer_{kind}")

    def join(self, url: str, code: str) -> None:
        """Open the address of the QR code."""
        self.page.goto(f"{url}/room?code={code}")
        expect(self.title).not_to_have_text("Joining the room")
        self.rest()

    def touch(self, where: Locator) -> None:
        """Touch the middle of something."""
        where.scroll_into_view_if_needed()
        box = where.bounding_box()
        assert box
        self._finger.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def answer(self, activity: str, place: int) -> None:
        """Answer, each place in another way."""
        self.page.bring_to_front()
        expect(self.said("none")).to_contain_text("No answer from you yet.")
        field = self.page.locator(".st-key-field")
        if activity == "detective":
            self.touch(field.locator(f".st-key-suspect_{place % 3} button"))
        else:
            if activity == "forecast":
                self.touch(field.locator('[role="radiogroup"] label').nth(place % 3))
                self.rest()
            if activity != "toss":  # whose coin is on the phone
                slider = field.get_by_role("slider").first
                for _ in range(place + 1):
                    slider.press("ArrowRight")
                self.rest()
            self.touch(field.locator(".st-key-send button"))
        expect(self.said("counted")).to_contain_text("Counted: ")


@pytest.mark.sweep
@pytest.mark.timeout(900)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_workshop_is_played_to_its_end(
    room: Room, rooms_folder: object, new_page: Callable[..., Page], tmp_path: Path, scheme: str
) -> None:
    ports = (room.port, *(replica.port for replica in room.replicas))
    origins = [f"http://{host}:{port}" for host in ("127.0.0.1", "localhost") for port in ports]
    presenter = Presenter(new_page(scheme, *PROJECTOR, origins[0]), tmp_path, "projector")
    code = presenter.open_room(origins[0])
    phones = [
        Phone(new_page(scheme, *PHONE, origin), tmp_path, f"phone{place}") for place, origin in enumerate(origins[1:])
    ]
    assert len(phones) == PHONES
    late = phones.pop()
    for phone, origin in zip(phones, origins[1:], strict=False):
        phone.join(origin, code)
    phones[0].look("in")
    expect(presenter.page.locator(".room_people")).to_contain_text("4 people are in")
    presenter.look("people")

    answers = 0
    for activity, takes in ROUNDS.items():
        presenter.ask(activity)
        for take in range(takes):
            if take:
                presenter.key("a", f"round {take + 1} · open")
            for place, phone in enumerate(phones):
                phone.answer(activity, place + take)
            answers += len(phones)
            for phone in phones[:2]:
                phone.look(f"{activity}-{take + 1}-counted")
            expect(presenter.bar).to_contain_text(f"Answered {len(phones)} / {len(phones)}")
            presenter.rest()
            presenter.look(f"{activity}-{take + 1}-answered")
            presenter.key("s", "closed")
            presenter.key("v", "revealed")
            presenter.page.locator(".st-key-hero svg.marks").first.wait_for()
            presenter.look(f"{activity}-{take + 1}-revealed")
            for phone in phones[:2]:
                expect(phone.page.locator(".st-key-above")).not_to_be_empty()
                phone.look(f"{activity}-{take + 1}-revealed")
        if late not in phones:
            late.join(origins[-1], code)
            phones.append(late)

    # Begin anew: the same question, and nobody has answered yet. A phone that is loaded again is the same participant,
    # and one that has slept has the question of now.
    asleep = phones[1].page.context.new_cdp_session(phones[1].page)
    asleep.send("Page.setWebLifecycleState", {"state": "frozen"})
    presenter.press(presenter.page.locator(".st-key-room_over button").first)
    expect(presenter.bar).to_contain_text(f"Answered 0 / {PHONES}")
    phones[0].answer("strength", 3)
    phones[0].page.reload()
    expect(phones[0].said("counted")).to_contain_text("Counted: ")
    presenter.page.wait_for_timeout(1000 * ASLEEP)
    asleep.send("Page.setWebLifecycleState", {"state": "active"})
    phones[1].answer("strength", 4)
    answers += 2
    expect(presenter.bar).to_contain_text(f"Answered 2 / {PHONES}")

    for feeling, phone in zip(("clear", "lost", "fast", "slow", "slow"), phones, strict=True):
        phone.touch(phone.page.locator(f".st-key-feel_{feeling} button"))
        expect(phone.page.locator(".st-key-feelings")).to_contain_text("Noted: ")
    expect(presenter.page.locator(".pulse .signs")).to_contain_text("« 2")
    presenter.look("pulse")

    # The presenter's own page is loaded again, and still leads.
    presenter.page.reload()
    expect(presenter.bar).to_contain_text(f"Answered 2 / {PHONES}")
    presenter.rest()
    found = rooms.find(service.rooms(), code)
    assert rows(service.rooms(), found) == (PHONES, answers, PHONES)
    assert tally.moment(service.rooms(), found).people == PHONES
    presenter.page.keyboard.press("j")
    presenter.press(presenter.page.get_by_role("button", name="End the room"))
    presenter.page.get_by_role("button", name="End and delete").click()
    expect(presenter.bar).to_have_count(0)
    for phone in phones:
        expect(phone.title).to_have_text("This room has ended")
    phones[0].look("ended")
