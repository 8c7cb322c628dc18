"""A lesson whose presenter leads a room, for the tests of what such a page shows."""

from secrets import token_urlsafe

from streamlit.testing.v1 import AppTest

from pages._kit.room import service
from pages._kit.room.activities import check
from pages._kit.room.store import answers, tally
from pages._kit.room.store.errors import AwayError
from pages._kit.room.store.records import Host
from tests.support.app import open_lesson

LESSON = "3_log-likelihood.py"
HEADS = (3, 7, 8, 10)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def led() -> tuple[AppTest, Host]:
    app = press(open_lesson(LESSON), "room")
    return app, app.session_state["_room_host"]


def ask_and_answer(app: AppTest, host: Host, heads: tuple[int, ...] = HEADS) -> AppTest:
    """Ask for tosses, which a phone each answers."""
    press(app, "room_start_toss")
    db = service.rooms()
    now = tally.moment(db, host.room).round
    assert now
    for each in heads:
        answers.answer(db, answers.join(db, host.room, token_urlsafe(24)), now.id, {"heads": each}, check)
    return look(app, host)


def look(app: AppTest, host: Host) -> AppTest:
    """Run the page with the room's state of now."""
    service.forget(host.room)
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(each.proto.body for each in app.get("html") if "<style>" not in each.proto.body)


def refuse(*_args: object, **_more: object) -> None:
    raise AwayError


def labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button]
