"""The people of a workshop: the phones of a room, and its presenter."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from bench.protocol import Run
from bench.workshop.browser import LOST, Browser, now, until

COUNTED = re.compile(r"Counted: \*\*(.+?)\*\*")
NONE = "No answer from you yet."
ENDED = "This room has ended"
AWAY = re.compile(r"does not answer")
ANSWERED = re.compile(r"Answered (\d+) / (\d+)")
PEOPLE = re.compile(r"People (\d+)")
LESSON = "log-likelihood"
"""The lesson that the presenter shows."""


@dataclass(frozen=True)
class Answer:
    """An answer that a phone was told to be counted: when it was sent, when the phone read so, and its words."""

    sent: float
    counted: float
    words: str


class Phone(Browser):
    """A participant's phone in the room with this code; without one, on the bare page of asking_app.py.

    Attributes
    ----------
    counted : str or None
        What its page says of the answer to the question of now: its words once it is counted.
    counted_at : float
        When the page said so.
    said_away : bool
        Whether the page has said that the room does not answer.
    """

    def __init__(self, url: str, code: str, seed: int = 0) -> None:
        super().__init__(url, "room" if code else "", f"code={code}" if code else "", seed)
        self.counted: str | None = None
        self.counted_at = 0.0
        self.said_away = False

    @property
    def token(self) -> str:
        """The token by which the room knows it; empty before it was asked for."""
        return str(json.loads(self.storage.get("room") or "{}").get("me", ""))

    @property
    def asked(self) -> bool:
        """Whether there is a question without an answer."""
        button = self.visit.widgets.get("send")
        return self.counted is None and button is not None and not getattr(button.proto, "disabled", False)

    def read(self, run: Run) -> None:
        """Read whether the answer is counted."""
        for said in run.said:
            self.said_away = self.said_away or bool(AWAY.search(said.text))
            if NONE in said.text or ENDED in said.text:
                self.counted = None
            elif found := COUNTED.search(said.text):
                self.counted, self.counted_at = found.group(1), said.at

    async def answer(self) -> Answer:
        """Press the button that sends, once; wait until the answer is counted.

        Raises
        ------
        ConnectionError
            If the connection was lost before the page said that it is counted.
        """
        sent = now()
        lost = len(self.lost)
        await self.press("send")
        await until(lambda: self.counted is not None or len(self.lost) > lost, 90.0, "an answer is not counted")
        if self.counted is None:
            raise ConnectionError("lost before the answer was counted")
        return Answer(sent, self.counted_at, self.counted)

    async def answer_in_the_end(self, seconds: float = 90.0) -> Answer:
        """As :meth:`answer`; after a lost connection the question is answered again if the page asks again."""
        begun = now()
        while True:
            await until(lambda: self.asked or self.counted is not None, seconds, "no question, no answer")
            if self.counted is not None:
                return Answer(begun, self.counted_at, self.counted)
            try:
                return await self.answer()
            except (*LOST, KeyError):  # or the page has changed meanwhile
                await until(lambda: len(self.back) == len(self.lost), seconds, "not back")


class Presenter(Browser):
    """The presenter, in a lesson.

    Attributes
    ----------
    code : str
        Code of the room.
    counts : list of (float, int)
        When its page said how many have answered, in the order received.
    people : int
        Number of people on its page.
    """

    def __init__(self, url: str, lesson: str = LESSON, seed: int = 0) -> None:
        super().__init__(url, lesson, "", seed)
        self.code = ""
        self.counts: list[tuple[float, int]] = []
        self.people = 0

    @property
    def token(self) -> str:
        """The token by which the room knows its presenter."""
        return str(json.loads(self.storage.get("room") or "{}").get("hosts", {}).get(self.code, ""))

    def read(self, run: Run) -> None:
        """Read the counts."""
        for said in run.said:
            if found := PEOPLE.search(said.text):
                self.people = int(found.group(1))
            if found := ANSWERED.search(said.text):
                self.counts.append((said.at, int(found.group(1))))

    async def open_room(self) -> None:
        """Open a room."""
        await self.press("room")
        # The presenter's browser keeps the tokens of the rooms that it leads, by code.
        codes = list(json.loads(self.storage.get("room") or "{}").get("hosts", {}))
        if not codes:
            raise RuntimeError(f"no room was opened: {self.visit.run.texts}")
        self.code = codes[-1]

    async def toss(self) -> None:
        """Ask for tosses, or for another round of them; ``counts`` begin anew."""
        self.counts.clear()
        if "room_start_toss" in self.visit.widgets:
            await self.press("room_start_toss")
        else:
            await self.press("room_reveal")
            await self.press("room_again")
        self.counts.clear()

    def seen(self, answers: list[Answer]) -> list[float]:
        """Seconds from each answer until the presenter's page had counted it: the n-th until it said n."""
        ordered = sorted(answers, key=lambda each: each.counted)
        found = []
        for number, each in enumerate(ordered, start=1):
            at = next((at for at, count in self.counts if count >= number), None)
            if at is not None:
                found.append(at - each.sent)
        return found
