"""What the store hands out: rooms, rounds, answers, and a room's state at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pages._kit.room.store import tokens

State = Literal["open", "closed", "revealed"]


@dataclass(frozen=True)
class Room:
    """A room that is open: its number in the store, and its code."""

    id: int
    code: str


@dataclass(frozen=True)
class Host:
    """Somebody who leads a room: the room, and the token that says so. It stays in the host's own session."""

    room: Room
    token: str


@dataclass(frozen=True)
class Member:
    """A participant: the room, and the token that the participant's browser keeps."""

    room: Room
    token: str

    @property
    def hashed(self) -> str:
        """The participant in the store, and wherever a process remembers one: the token stays in the session."""
        return tokens.hashed(self.token, self.room.code)


@dataclass(frozen=True)
class Round:
    """One round of an activity.

    Attributes
    ----------
    id : int
        Unique in the store.
    series, take : int
        Rounds that belong together have one series, in which this is the first, second, ... take.
    activity : str
        The name of the activity.
    setting : mapping
        What the round is about, such as the name of a question. It may hold what participants must not see.
    state : {"open", "closed", "revealed"}
        Whether answers are taken, and whether all may see the result.
    """

    id: int
    series: int
    take: int
    activity: str
    setting: Mapping[str, Any]
    state: State


@dataclass(frozen=True)
class Answers:
    """The answers of one round by participant; the participants' numbers only pair rounds."""

    round: Round
    of: Mapping[int, Any]


@dataclass(frozen=True)
class Moment:
    """A room at a moment.

    Attributes
    ----------
    stage, heard : int
        Raised with every change of what phones show, and with every answer.
    people, answered : int
        Participants of the room, and those with an answer in the round of now: committed rows, counted.
    round : Round or None
        The round of now.
    address : str
        The presenter's lesson and its state, for those who follow; empty before the first.
    """

    stage: int
    heard: int
    people: int
    answered: int
    round: Round | None
    address: str
