"""A phone of a room on the shared server: while it waits it asks by an address, and runs nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, WebSocket, expect
from starlette.applications import Starlette

from deploy.room import room_route
from pages._kit.room import service, watch
from pages._kit.room.store import rooms, rounds
from pages._kit.room.store.records import Host
from tests.support.asgi import ask, headers_of
from tests.support.room import Room


@pytest.fixture
def host(rooms_folder: object) -> Host:
    """Open a room in the database that the server uses as well."""
    return rooms.open_room(service.rooms())


def test_the_address_of_a_room_says_its_stage_and_is_kept_by_nobody(host: Host) -> None:
    app = Starlette(routes=[room_route()])
    sent = ask(app, f"/{watch.FOLDER}/{host.room.id}/{host.room.code}")
    assert sent[0]["status"] == 200
    assert sent[1]["body"].decode() == str(service.moment(host.room).stage)
    headers = headers_of(sent)
    assert headers["cache-control"] == "no-store"
    assert headers["content-type"].startswith("text/plain")
    for number in (10**30, "7" * 5000, "x"):
        assert ask(app, f"/{watch.FOLDER}/{number}/{host.room.code}")[1]["body"].decode() == watch.ENDED


def test_a_phone_that_waits_runs_nothing_and_gets_the_next_question(
    room: Room, host: Host, new_page: Callable[..., Page]
) -> None:
    page = new_page(width=390, height=844)
    sent: list[str | bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(frame))

    def is_watch(request: Request) -> bool:
        return watch.FOLDER in request.url

    page.on("websocket", listen)
    page.goto(f"{room.url}/room?code={host.room.code}")
    heading = page.locator(".st-key-phone h1")
    expect(heading).to_have_text("You are in")
    with page.expect_event("requestfinished", is_watch):
        pass
    sent.clear()
    for _ in range(3):
        with page.expect_event("requestfinished", is_watch):
            pass
    assert sent == []
    db = service.rooms()
    now = rounds.start(db, host, "toss", {"coin": "pocket"})
    expect(page.get_by_role("button", name="Send 5 heads")).to_be_enabled()
    page.get_by_role("button", name="Send 5 heads").click()
    expect(page.locator('[class*="st-key-said_answer"]')).to_contain_text("Counted: 5 heads, 5 tails")
    rounds.set_state(db, host, now.id, "closed")
    expect(page.locator('[class*="st-key-said_answer"]')).to_contain_text("Closed.")
    rooms.end(db, host)
    expect(heading).to_have_text("This room has ended")
    for log in (room.access_log, *(replica.log for replica in room.replicas)):
        assert host.room.code not in log.read_text(encoding="utf-8")
