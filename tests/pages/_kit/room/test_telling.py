"""What the page of a presenter tells the room: where it is, and what it does not tell."""

import pytest
import streamlit as st

from pages._kit.room import follower, roles, service, telling
from pages._kit.room.follower import Following
from pages._kit.room.store import rooms, rounds
from pages._kit.room.store.errors import AwayError
from pages._kit.room.store.records import Host
from tests.pages._kit.room.conftest import Told
from tests.support.app import open_lesson

FILE = "3_log-likelihood.py"
AT = "/log-likelihood?scene=losses&heads=9"


@pytest.mark.parametrize("text", [5, None, ["/likelihood"], "https://evil.example/", "/room?code=KXMPT", "x" * 5000])
def test_what_a_forged_page_tells_as_presenter_changes_nothing(host: Host, text: object) -> None:
    telling.show(host, AT)
    telling.show(host, text)
    assert service.moment(host.room).address == AT


def test_another_than_the_presenter_changes_nothing(host: Host) -> None:
    telling.show(host, AT)
    telling.show(Host(host.room, "x" * len(host.token)), "/likelihood")
    assert service.moment(host.room).address == AT


def test_a_presenter_tells_again_what_the_database_did_not_take(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise AwayError

    with monkeypatch.context() as patch:
        patch.setattr(rooms, "show", away)
        telling.show(host, AT)
        assert telling._SHOWN not in st.session_state
    telling.show(host, AT)
    assert st.session_state[telling._SHOWN] == (host.room, AT)


def test_a_presenter_has_no_bar_and_tells_its_address(told: Told, host: Host) -> None:
    app = open_lesson(FILE, unfold=(), session={roles._HOST: host, follower._NOW: Following(host.room, follows=True)})
    assert told.data == {"shown": None, "of": host.room.code, "covered": False}
    assert not any(button.key == "room_explore" for button in app.button)
    assert not app.session_state[follower._NOW].follows, "whom it followed is asked for again after its own room"


@pytest.mark.parametrize(
    ("view", "file", "covered"),
    [("door", FILE, True), ("picture", "2_likelihood.py", True), ("picture", FILE, False), (None, FILE, False)],
)
def test_a_scene_that_the_room_covers_is_not_told(
    told: Told, host: Host, view: str | None, file: str, covered: bool
) -> None:
    """The picture comes along to a lesson that does not draw it; there the scene stands."""
    rounds.start(service.rooms(), host, "peak", {"heads": 7, "tails": 3})
    open_lesson(file, unfold=(), session={roles._HOST: host, "_room_view": view})
    assert told.data["covered"] == covered


def test_the_next_room_of_a_presenter_hears_of_the_place_anew(told: Told, host: Host) -> None:
    telling.show(host, AT)
    other = rooms.open_room(service.rooms())
    session = {roles._HOST: other, telling._SHOWN: st.session_state[telling._SHOWN]}
    open_lesson(FILE, unfold=(), session=session)
    assert told.data == {"shown": None, "of": other.room.code, "covered": False}
    rooms.end(service.rooms(), other)
