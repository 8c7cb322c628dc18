"""A room with answers for page tests: a presenter's session has its picture on the stage."""

from collections.abc import Mapping, Sequence
from secrets import token_urlsafe
from typing import Any

from pages._kit.room import service
from pages._kit.room.activities import check
from pages._kit.room.store import answers, rooms, rounds
from pages._kit.room.store.records import Host, Member


class Played:
    """A room in the database of this process, with its host and a number of participants."""

    def __init__(self, people: int) -> None:
        self.host: Host = rooms.open_room(service.rooms())
        self.members: list[Member] = [
            answers.join(service.rooms(), self.host.room, token_urlsafe(32)) for _ in range(people)
        ]

    def round(
        self,
        activity: str,
        setting: Mapping[str, Any],
        given: Sequence[Any],
        *,
        again: bool = False,
        reveal: bool = True,
    ) -> None:
        """Ask, let the first participants answer, and reveal."""
        now = rounds.start(service.rooms(), self.host, activity, setting, again=again)
        for member, value in zip(self.members, given, strict=False):
            answers.answer(service.rooms(), member, now.id, value, check)
        if reveal:
            rounds.set_state(service.rooms(), self.host, now.id, "revealed")
        service.forget(self.host.room)

    @property
    def session(self) -> dict[str, object]:
        """What a session knows that leads this room and has its picture on the stage."""
        return {"_room_host": self.host, "_room_view": "picture"}
