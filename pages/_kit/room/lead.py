"""What a presenter does: open a room, begin a round, close it, reveal it, ask again, end the room."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from secrets import token_hex
from typing import Any, Final, NamedTuple

import streamlit as st

from core.likelihood.pooled import pooled
from pages._kit import controls, session
from pages._kit.course import Lesson
from pages._kit.room import on_stage, roles, service
from pages._kit.room.activities import named, toss
from pages._kit.room.activities.activity import Activity, Shown
from pages._kit.room.store import rooms, rounds, tally
from pages._kit.room.store.errors import AwayError, RefusedError, after_press
from pages._kit.room.store.records import Answers, Host, Moment, Round, State

ENDED: Final = "The room has ended, and nobody can read its answers any more. The lessons go on."
NOT_REVEALED: Final = "Reveal this round first: your followers would see the counts on their pages."

_MOMENT: Final = "_room_moment"
_SHOWN: Final = "_room_shown"
_EARLIER: Final = "_room_earlier"
_SALT: Final = "_room_salt"
_LINK: Final = "_room_link_to_copy"


def _tell(do: Callable[[Host], object]) -> bool:
    """Do something as the host; return whether it was done, and keep the sentence that says why not."""
    host = roles.host()
    if host is None:
        return False
    try:
        do(host)
    except (AwayError, RefusedError) as problem:
        roles.say(after_press(problem))
        return False
    finally:
        service.forget(host.room)
    return True


def open_room() -> None:
    """Open a room and show its door."""
    try:
        roles.lead(rooms.open_room(service.rooms()))
    except (AwayError, RefusedError) as problem:
        roles.say(after_press(problem))
        return
    on_stage.put("door")


def take_up(host: Host) -> None:
    """After a reload, or on another machine, put an open question on the stage: the scene may answer it."""
    moment = known(host).moment
    if moment:
        asks = moment.round is not None and moment.round.state != "revealed"
        on_stage.put("picture" if asks else None)


def start(activity: Activity, here: Lesson, now: Round | None) -> None:
    """Begin a round, the first of a series, instead of the round of now, as the presenter's fields say."""
    number = now.id if now else 0

    def do(host: Host) -> None:
        opened = rounds.start(service.rooms(), host, activity.name, activity.setting(here), instead_of=number)
        if opened.activity != activity.name:
            raise RefusedError(rounds.GONE)

    if _tell(do):
        on_stage.put("picture")


def again(before: Round, setting: Mapping[str, Any]) -> None:
    """Begin another take of a round."""

    def do(host: Host) -> None:
        rounds.start(service.rooms(), host, before.activity, setting, again=True, instead_of=before.id)

    if _tell(do):
        on_stage.put("picture")


def start_over(now: Round) -> None:
    """Begin a new series as the one of a round began, which is kept; afresh once its result is known."""

    def do(host: Host) -> None:
        takes = [each.round for each in tally.results(service.rooms(), host, series=now.series)]
        first, known = takes[0], any(each.state == "revealed" for each in takes)
        setting = named(first.activity).afresh(first) if known else first.setting
        rounds.start(service.rooms(), host, first.activity, setting, instead_of=now.id)

    if _tell(do):
        on_stage.put("picture")


def set_state(number: int, state: State) -> None:
    """Open, close or reveal the round of now."""
    if _tell(lambda host: rounds.set_state(service.rooms(), host, number, state)) and state == "revealed":
        on_stage.put("picture")


def use_flips(now: Round) -> None:
    """Make the tosses of a revealed round and its series the shared heads and tails; put the scene on the stage."""

    def do(host: Host) -> None:
        takes = tally.results(service.rooms(), host, series=now.series)
        # The address, which followers get, will hold the counts.
        if not any(each.round.id == now.id and each.round.state == "revealed" for each in takes):
            raise RefusedError(NOT_REVEALED)
        counts = pooled(toss.all_counts(takes))
        if counts.n:
            controls.set_counts(counts)

    if _tell(do):
        on_stage.put(None)


def make_link(address: str) -> None:
    """Make a link that opens ``address`` and leads the room, once; :func:`link_to_copy` hands it to the browser."""

    def do(host: Host) -> None:
        link = rooms.new_link(service.rooms(), host)
        st.session_state[_LINK] = f"{address}?{roles.LINK}={link}"

    _tell(do)


def link_to_copy() -> str | None:
    """The link that has just been made, for the presenter's clipboard; it is handed out once."""
    found: str | None = st.session_state.pop(_LINK, None)
    return found


def end() -> None:
    """End the room: all of it is deleted."""
    if _tell(lambda host: rooms.end(service.rooms(), host)):
        leave()


def leave() -> None:
    """Forget a room that has ended."""
    on_stage.put(None)
    for key in (_MOMENT, _SHOWN, _EARLIER):
        st.session_state.pop(key, None)
    roles.leave()


class Known(NamedTuple):
    """What is known of the room: its last state, and a sentence if that is not the state of now."""

    moment: Moment | None
    problem: str = ""


def known(host: Host) -> Known:
    """The room's state; while its database is away, the last one. A room that has ended is left."""
    try:
        moment = service.moment(host.room)
    except RefusedError:
        leave()
        roles.say(ENDED)
        return Known(None, ENDED)
    except AwayError as problem:
        room, last = st.session_state.get(_MOMENT, (None, None))
        return Known(last if room == host.room else None, str(problem))
    st.session_state[_MOMENT] = (host.room, moment)
    return Known(moment)


def shown(host: Host, moment: Moment) -> Shown | None:
    """The takes of the series of now with their answers, for the host; while the database is away, the last ones.

    They are read again once the room's state has another stage, or more answers were heard. None if there are none to
    show: the room may have ended since its state was read, which the bar then says.
    """

    def earlier(activity: str) -> Sequence[Answers]:
        kept: dict[str, Sequence[Answers]] = session.kept(_EARLIER, dict[str, Sequence[Answers]])
        with suppress(AwayError, RefusedError):
            found = service.ask(lambda db: tally.results(db, host, activity=activity))
            kept[activity] = without_order(found)
        return kept.get(activity, ())

    now, state = moment.round, (host.room, moment.stage, moment.heard)
    if now is None:
        return None
    kept: tuple[object, Shown | None] = st.session_state.get(_SHOWN, (None, None))
    of, last = kept
    if of == state:
        return last
    try:
        takes = service.ask(lambda db: tally.results(db, host, series=now.series))
    except AwayError:
        return last if last and last.now.round.id == now.id else None
    except RefusedError:
        return None
    new = Shown(without_order(takes), earlier)
    st.session_state[_SHOWN] = (state, new)
    return new


def without_order(takes: Sequence[Answers], salt: str = "") -> tuple[Answers, ...]:
    """The answers in an order of their own: the store's tells who came first, and a chart's data can be saved.

    Participants have other numbers, which still pair the rounds. A session keeps its order, so that an answer more
    does not move those that are drawn.
    """
    salt = salt or session.kept(_SALT, lambda: token_hex(16))

    def number(participant: int) -> int:
        return int.from_bytes(hashlib.blake2b(f"{salt} {participant}".encode(), digest_size=6).digest())

    return tuple(
        Answers(each.round, {number(one): each.of[one] for one in sorted(each.of, key=number)}) for each in takes
    )
