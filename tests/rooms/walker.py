"""One process of a room that is walked at random: threads of participants and one of a host, who log what they did.

It reads its task as a line of JSON, then one number a line: how many steps each thread does next. After these it
prints the log of all of them as a line of JSON. The times in it are of a clock that all processes share.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from pages._kit.room.store import answers, rounds, tally
from pages._kit.room.store.database import Database, connect
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Host, Member, Room
from pages._kit.room.store.tokens import new_token
from tests.rooms.people import check

FEELINGS = ("clear", "lost", "too fast", "too slow")
ACTIVITIES = ("toss", "peak")


@dataclass
class Thread:
    """What one thread does to a room, with random numbers and a log of its own."""

    db: Database
    host: Host
    chance: random.Random
    seen: list[int] = field(default_factory=lambda: [0])
    log: list[dict[str, Any]] = field(default_factory=list)

    @property
    def room(self) -> Room:
        return self.host.room

    def note(self, what: str, act: Callable[[], Any], **more: Any) -> Any:
        """Act, and log it with its times and what came of it."""
        start = time.monotonic_ns()
        came, why = None, ""
        try:
            came = act()
        except (RefusedError, AwayError) as no:
            why = "away" if isinstance(no, AwayError) else str(no)
        entry = {"what": what, "start": start, "end": time.monotonic_ns(), "why": why, **more}
        self.log.append(entry)
        return came

    def look(self) -> str:
        """Ask for the room's moment, as phones do; return the state of its round."""
        moment = self.note("look", lambda: tally.moment(self.db, self.room))
        if moment:
            self.log[-1] |= {"people": moment.people, "answered": moment.answered}
            if moment.round:
                self.log[-1] |= {"round": moment.round.id, "state": moment.round.state}
                self.seen.append(moment.round.id)
                return moment.round.state
        return ""

    def some_round(self) -> int:
        """Mostly the newest round that this thread has seen, at times an older one."""
        return self.seen[-1] if self.chance.random() < 0.85 else self.chance.choice(self.seen)


@dataclass
class Participants(Thread):
    """Participants whom no other thread plays, so that the order of their answers is known."""

    tokens: list[str] = field(default_factory=lambda: [new_token() for _ in range(3)])

    def step(self) -> None:
        token = self.chance.choice(self.tokens)
        member = Member(self.room, token)
        if not self.log:
            for each in self.tokens[1:]:
                self.join(Member(self.room, each))
        act = self.chance.choices((self.join, self.answer, self.answer_twice, self.press, self.read), (2, 8, 1, 1, 1))[
            0
        ]
        act(member)

    def join(self, member: Member) -> None:
        self.note("join", lambda: answers.join(self.db, self.room, member.token), who=member.token)

    def answer(self, member: Member) -> None:
        if self.chance.random() < 0.7:
            self.look()
        number, value = self.some_round(), self.chance.randrange(1100)  # a tenth of them is out of range
        what = {"who": member.token, "round": number, "value": value}
        self.note("answer", lambda: answers.answer(self.db, member, number, value, check), **what)

    def answer_twice(self, member: Member) -> None:
        """Send one answer twice at once, as a phone does that has lost its network in between."""
        number, value = self.some_round(), self.chance.randrange(1000)
        what = {"who": member.token, "round": number, "value": value}
        with ThreadPoolExecutor(2) as pool:
            for _ in range(2):
                pool.submit(self.note, "answer", lambda: answers.answer(self.db, member, number, value, check), **what)

    def press(self, member: Member) -> None:
        feeling = self.chance.choice(FEELINGS)
        self.note("press", lambda: answers.press(self.db, member, feeling), who=member.token, feeling=feeling)

    def read(self, member: Member) -> None:
        number = self.chance.choice(self.seen)
        own = self.note("own", lambda: answers.own_answer(self.db, member, number), who=member.token, round=number)
        self.log[-1]["value"] = own


@dataclass
class Leader(Thread):
    """A host who opens, closes and reveals rounds, as the hosts of the other processes do."""

    def step(self) -> None:
        state = self.look()
        if self.chance.random() < (0.1 if state in ("open", "closed") else 0.7):
            activity, again = self.chance.choice(ACTIVITIES), self.chance.random() < 0.5
            new = self.note("open", lambda: rounds.start(self.db, self.host, activity, {}, again=again))
            if new:
                self.seen.append(new.id)
                self.log[-1] |= {"round": new.id, "state": "open", "again": again}
                self.log[-1] |= {"activity": activity, "series": new.series, "take": new.take}
        elif state in ("open", "closed") and self.chance.random() < 0.5:
            time.sleep(0.03)  # for some answers, and for some that come too late
        else:
            number = self.some_round()
            state = self.chance.choices(("closed", "open", "revealed"), (4, 8, 1))[0]
            act = lambda: rounds.set_state(self.db, self.host, number, state)  # noqa: E731
            self.note("set", act, round=number, state=state)


def main() -> None:
    task = json.loads(sys.stdin.readline())
    db = connect(task["where"], lambda: task["now"])
    host = Host(Room(*task["room"]), task["token"])
    chance = random.Random(task["seed"])
    threads: list[Any] = [Participants(db, host, random.Random(chance.random())) for _ in range(task["threads"])]
    threads.append(Leader(db, host, random.Random(chance.random())))

    def walk(thread: Any, steps: int) -> None:
        for _ in range(steps):
            thread.step()

    with ThreadPoolExecutor(len(threads)) as pool:
        for line in sys.stdin:
            for done in [pool.submit(walk, thread, int(line)) for thread in threads]:
                done.result()
            sys.stdout.write(json.dumps([entry for thread in threads for entry in thread.log]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
