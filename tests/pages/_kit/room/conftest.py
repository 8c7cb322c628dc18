"""What tests of rooms share: a room, and what the browser was told. A database that was away is asked at once again."""

from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st

from pages._kit.room import follow, service, telling
from pages._kit.room.store import rooms
from pages._kit.room.store.records import Host


class Told(list[dict[str, Any]]):
    """What the component of a presenter or of a follower was called with, call by call."""

    def __call__(self, **call: Any) -> None:
        self.append(call)

    @property
    def data(self) -> dict[str, Any]:
        """The data of the last call."""
        found: dict[str, Any] = self[-1]["data"]
        return found


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    calls = Told()
    for module in (follow, telling):
        monkeypatch.setattr(module, "_COMPONENT", calls)
    return calls


@pytest.fixture
def host() -> Iterator[Host]:
    leads = rooms.open_room(service.rooms())
    yield leads
    st.session_state.clear()
    if rooms.is_host(service.rooms(), leads):
        rooms.end(service.rooms(), leads)


@pytest.fixture(autouse=True)
def _no_rest_after_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AWAY", 0.0)
