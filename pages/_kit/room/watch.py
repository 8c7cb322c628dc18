"""What a phone watches while it waits: the stage of its room, a number that rises with all that phones show.

The phone's clock asks the server for it by an address (:mod:`deploy.room`), which costs less than a tenth of a run, and
has the page run only if the answer is not the stage that the page shows. ``streamlit run`` has no such address: there
the page runs each time.
"""

from typing import Final

from pages._kit.room import clock, service
from pages._kit.room.limits import Bucket
from pages._kit.room.store import tokens
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Room

FOLDER: Final = "room-stage"
"""The address of a room's stage is ``/room-stage/<the room's number>/<its code>``."""
EVERY: Final = 2.0
"""Seconds after which a phone asks again."""
ENDED: Final = "ended"
AWAY: Final = "away"
DIGITS: Final = 9
"""Digits of the largest room number that is looked for; the store counts rooms from 1."""
WRONG: Final = Bucket(rate=2, burst=100)
"""How often this process may be asked for a room that does not exist: codes cannot be found by trying.

Not by address: the people in a hall have one.
"""


def stage(number: str, code: str) -> str:
    """The stage of the room with this number and code, as text; all three stand in an address.

    ``ENDED`` stands for no room, and ``AWAY`` for a database that does not answer.
    """
    if not (number.isascii() and number.isdigit() and len(number) <= DIGITS and tokens.read_code(code) == code):
        return ENDED
    room = Room(int(number), code)
    if not (service.knows(room) or WRONG.has()):
        return ENDED
    try:
        return str(service.moment(room).stage)
    except RefusedError:
        WRONG.take()
        return ENDED
    except AwayError:
        return AWAY


def draw(room: Room, shown: int | None) -> None:
    """Have this fragment run again for another stage of the room.

    Parameters
    ----------
    room : Room
        The room that is watched.
    shown : int or None
        The stage that the page shows; None if the page is to run at the next time in any case.
    """
    clock.tick("watch", EVERY, address=f"{FOLDER}/{room.id}/{room.code}", shown=str(shown))
