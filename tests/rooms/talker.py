"""A process that answers without pause, and prints each answer once it was acknowledged.

Its arguments: the address of a database, a room's number and code, a round, tokens of participants separated by commas,
and at most how many bytes a file may have (0: any number). It ends after a few answers in a row that were not taken, or
goes on where the limit was what stopped it, without one.
"""

import resource
import signal
import sys
from typing import Any

from pages._kit.room.store import answers
from pages._kit.room.store.database import connect
from pages._kit.room.store.errors import AwayError
from pages._kit.room.store.records import Member, Room
from tests.rooms.people import anything

FILLER = "x" * 2000


def main() -> None:
    where, room, code, number, tokens, limit = sys.argv[1:]
    db = connect(where)
    members = [Member(Room(int(room), code), token) for token in tokens.split(",")]

    def say(value: int) -> None:
        answers.answer(db, members[value % len(members)], int(number), [value, FILLER], anything)
        sys.stdout.write(f"{value}\n")
        sys.stdout.flush()

    value: Any = 0
    if int(limit):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), most))
        away = 0
        while away < 3:
            try:
                say(value)
            except AwayError:
                away += 1
            value += 1
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        sys.stdout.write("there is room again\n")
        for _ in members[::2]:  # of the others, what was acknowledged before must be there
            say(value)
            value += 1
        return
    while True:
        say(value)
        value += 1


if __name__ == "__main__":
    main()
