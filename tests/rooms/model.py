"""A room in plain Python: what must be in the store after a log of acts, and which acts may have been refused.

Acts of different threads overlap, so an act is judged by what was true during all of it. Each participant is played by
one thread, which makes the order of a participant's own acts known. Rounds are numbered in the order in which they were
opened.
"""

from dataclasses import dataclass, field
from typing import Any

from pages._kit.room.store.answers import CLOSED, NO_MEMBER
from pages._kit.room.store.rounds import GONE, SHOWN
from tests.rooms.people import LIMIT, OUT_OF_RANGE

Act = dict[str, Any]


@dataclass
class Model:
    """A room after a log.

    Attributes
    ----------
    joined : dict
        Token to the time from which the participant was in the room.
    answers : dict
        Round and token to the answer.
    feelings : dict
        Token to the last feeling that was pressed.
    rounds : dict
        Round to the act that opened it.
    away : int
        How many acts the database was too busy for: they have changed nothing.
    """

    log: list[Act]
    joined: dict[str, int] = field(default_factory=dict)
    answers: dict[tuple[int, str], int] = field(default_factory=dict)
    feelings: dict[str, str] = field(default_factory=dict)
    rounds: dict[int, Act] = field(default_factory=dict)
    away: int = 0

    def __post_init__(self) -> None:
        self.away = sum(act["why"] == "away" for act in self.log)
        self.log = sorted((act for act in self.log if act["why"] != "away"), key=lambda act: act["end"])
        self.done = [act for act in self.log if not act["why"]]
        self.rounds = {act["round"]: act for act in self._done("open")}
        for act in self._done("join"):
            self.joined.setdefault(act["who"], act["end"])
        for act in self._done("answer"):
            self.answers[act["round"], act["who"]] = act["value"]
        self.feelings = {act["who"]: act["feeling"] for act in self._done("press")}

    def _done(self, what: str) -> list[Act]:
        return [act for act in self.done if act["what"] == what]

    def _opens(self, number: int) -> list[Act]:
        return [
            act
            for act in self.done
            if act["what"] in ("open", "set") and act["round"] == number and act["state"] == "open"
        ]

    def _closes(self, number: int) -> list[Act]:
        """The acts after which a round takes no answers; a later round is one."""
        sets = [act for act in self._done("set") if act["round"] == number and act["state"] != "open"]
        return sets + self._later(number)

    def _later(self, number: int) -> list[Act]:
        return [act for other, act in self.rounds.items() if other > number]

    def _reveals(self, number: int) -> list[Act]:
        return [act for act in self._done("set") if act["round"] == number and act["state"] == "revealed"]

    def open_throughout(self, number: int, during: Act) -> bool:
        """Whether a round was open during all of an act."""
        closes = [act for act in self._closes(number) if act["start"] < during["end"]]
        opened = [act for act in self._opens(number) if act["end"] < during["start"]]
        return any(all(close["end"] < act["start"] for close in closes) for act in opened)

    def shut_throughout(self, number: int, during: Act) -> bool:
        """Whether a round was closed, or not there, during all of an act."""
        opens = [act for act in self._opens(number) if act["start"] < during["end"]]
        closed = [act for act in self._closes(number) if act["end"] < during["start"]]
        return not opens or any(all(act["end"] < close["start"] for act in opens) for close in closed)

    def check_acts(self) -> None:
        """Each act was taken or refused as the room's state allowed."""
        for act in self.log:
            getattr(self, f"_check_{act['what']}")(act)

    def _check_join(self, act: Act) -> None:
        assert not act["why"], act

    def _is_member(self, act: Act) -> bool:
        return self.joined.get(act["who"], act["end"]) < act["start"]

    def _check_press(self, act: Act) -> None:
        assert act["why"] == ("" if self._is_member(act) else NO_MEMBER), act

    def _check_answer(self, act: Act) -> None:
        number, why = act["round"], act["why"]
        if not self._is_member(act):
            assert why == NO_MEMBER, act
        elif not why:
            assert act["value"] < LIMIT, act
            assert not self.shut_throughout(number, act), act
        elif why == OUT_OF_RANGE:
            assert act["value"] >= LIMIT, act
            assert not self.shut_throughout(number, act), act
        else:
            assert why in (GONE, CLOSED), act
            assert not self.open_throughout(number, act), act
            if why == GONE and number in self.rounds:
                assert any(later["start"] < act["end"] for later in self._later(number)), act

    def _check_own(self, act: Act) -> None:
        mine = [each for each in self._done("answer") if (each["who"], each["round"]) == (act["who"], act["round"])]
        before = [each["value"] for each in mine if each["end"] < act["start"]]
        assert act["value"] == (before[-1] if before else None), act

    def _check_look(self, act: Act) -> None:
        """Counts lie between those of acts that were done before, and of those that had begun."""
        joins = self._done("join")
        first = {each["who"] for each in joins if each["end"] < act["start"]}
        begun = {each["who"] for each in joins if each["start"] < act["end"]}
        assert len(first) <= act["people"] <= len(begun), act
        if "round" not in act:
            assert not any(each["end"] < act["start"] for each in self.rounds.values()), act
            return
        number = act["round"]
        assert not any(later["end"] < act["start"] for later in self._later(number)), act
        given = [each for each in self._done("answer") if each["round"] == number]
        done = {each["who"] for each in given if each["end"] < act["start"]}
        assert len(done) <= act["answered"] <= len({each["who"] for each in given if each["start"] < act["end"]}), act
        if act["state"] == "open":
            assert not self.shut_throughout(number, act), act
        else:
            assert not self.open_throughout(number, act), act

    def _check_open(self, act: Act) -> None:
        assert not act["why"], act
        before = [each for number, each in self.rounds.items() if number < act["round"]]
        last = max(before, key=lambda each: each["round"], default=None)
        if act["again"] and last and last["activity"] == act["activity"]:
            expected = last["series"], last["take"] + 1
        else:
            expected = (last["series"] if last else 0) + 1, 1
        assert (act["series"], act["take"]) == expected, act

    def _check_set(self, act: Act) -> None:
        number, why = act["round"], act["why"]
        if not why:
            assert not any(later["end"] < act["start"] for later in self._later(number)), act
            if act["state"] != "revealed":
                assert not any(each["end"] < act["start"] for each in self._reveals(number)), act
        elif why == GONE:
            assert number not in self.rounds or any(each["start"] < act["end"] for each in self._later(number)), act
        else:
            assert why == SHOWN, act
            assert any(each["start"] < act["end"] for each in self._reveals(number)), act
