"""What a presenter does: open a room, begin a round, close it, reveal it, ask again, end the room."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import streamlit as st

from pages._kit.room import roles, service
from pages._kit.room.activities.activity import Shown
from pages._kit.room.store import rooms, rounds, tally
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Host, Moment, Round, State

View = Literal["door", "picture"]
_VIEW: Final = "_room_view"


def view() -> View | None:
    """What stands on the stage instead of the scene: the door with the code, the room's picture, or nothing."""
    return st.session_state.get(_VIEW) if roles.host() else None


def put_on_stage(what: View | None) -> None:
    """Put the door or the room's picture on the stage, or the scene again."""
    st.session_state[_VIEW] = what


def _tell(do: Callable[[Host], object]) -> bool:
    """Do something as the host; return whether it was done, and keep the sentence that says why not."""
    host = roles.host()
    if host is None:
        return False
    try:
        do(host)
    except (AwayError, RefusedError) as problem:
        roles.say(str(problem))
        return False
    finally:
        service.forget(host.room)
    return True


def open_room() -> None:
    """Open a room and show its door."""
    try:
        roles.lead(rooms.open_room(service.rooms()))
    except (AwayError, RefusedError) as problem:
        roles.say(str(problem))
        return
    put_on_stage("door")


def start(activity: str, setting: Mapping[str, Any]) -> None:
    """Begin a round, the first of a series."""
    if _tell(lambda host: rounds.start(service.rooms(), host, activity, setting)):
        put_on_stage("picture")


def again(before: Round, setting: Mapping[str, Any]) -> None:
    """Begin another take of a round."""
    if _tell(lambda host: rounds.start(service.rooms(), host, before.activity, setting, again=True)):
        put_on_stage("picture")


def set_state(number: int, state: State) -> None:
    """Open, close or reveal the round of now."""
    if _tell(lambda host: rounds.set_state(service.rooms(), host, number, state)) and state == "revealed":
        put_on_stage("picture")


def end() -> None:
    """End the room: all of it is deleted."""
    if _tell(lambda host: rooms.end(service.rooms(), host)):
        put_on_stage(None)
        roles.leave()


def moment(host: Host) -> Moment | str:
    """The room's state, or a sentence that says why there is none; a room that has ended is left."""
    try:
        return service.moment(host.room)
    except RefusedError as problem:
        roles.leave()
        return str(problem)
    except AwayError as problem:
        return str(problem)


def shown(host: Host, now: Round) -> Shown:
    """The takes of the round's series with their answers, for the host.

    Raises
    ------
    AwayError
        If the database does not answer.
    """
    db = service.rooms()
    takes = tally.results(db, host.room, host=host, series=now.series)
    return Shown(takes, lambda activity: tally.results(db, host.room, host=host, activity=activity))
