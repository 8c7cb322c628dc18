"""A room in the store of the tests, and the page of its presenter."""

from collections.abc import Mapping, Sequence
from typing import Any

from streamlit.testing.v1 import AppTest

from pages._kit.room import service
from pages._kit.room.activities import check
from pages._kit.room.store import answers, rooms, rounds, tally, tokens
from pages._kit.room.store.records import Member, Round, State
from tests.support.app import open_lesson


class PlayedRoom:
    """A room with participants, who answer without browsers."""

    def __init__(self, people: int) -> None:
        self.db = service.rooms()
        self.host = rooms.open_room(self.db)
        self.members = [self.join() for _ in range(people)]

    def join(self) -> Member:
        """One more participant."""
        return answers.join(self.db, self.host.room, tokens.new_token())

    def ask(self, activity: str, setting: Mapping[str, Any], *, again: bool = False) -> Round:
        """Open a round."""
        return rounds.start(self.db, self.host, activity, setting, again=again)

    def now(self) -> Round:
        """The round of now."""
        found = tally.moment(self.db, self.host.room).round
        assert found is not None
        return found

    def answer(self, values: Sequence[Any]) -> None:
        """Answer the round of now, each participant in turn."""
        now = self.now()
        for member, value in zip(self.members, values, strict=False):
            answers.answer(self.db, member, now.id, value, check)
        service.forget(self.host.room)

    def set_state(self, state: State) -> None:
        """Close or reveal the round of now."""
        rounds.set_state(self.db, self.host, self.now().id, state)
        service.forget(self.host.room)

    def stage(self, file: str, **query: str) -> AppTest:
        """The presenter's page of a lesson, with the room's picture on its stage."""
        service.forget(self.host.room)
        return open_lesson(file, session={"_room_host": self.host, "_room_view": "picture"}, **query)


def labels(app: AppTest) -> set[str]:
    """The labels of the figures on the page."""
    return {metric.label for metric in app.metric}
