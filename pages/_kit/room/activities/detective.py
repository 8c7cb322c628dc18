"""Who did it? One case asked three times: before the clues, with them, and with base rates."""

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from core.likelihood import detective
from core.likelihood.detective import DEFAULT_CASE, Verdict
from core.numbers import decimal
from pages._kit.course import Lesson
from pages._kit.prose import low
from pages._kit.reading import every
from pages._kit.room.activities.activity import Activity, Asked, Setting, whole
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round

SUSPECTS: Final = DEFAULT_CASE.suspects
STAGES: Final = ("Before the clues", "With the clues", "With base rates")
"""What a juror knows: the suspects alone, then the clues, then the base rates as well."""
CLUES, RATES = 1, 2
FOUND: Final = ("fingerprints", "footprints", "a broken window")
"""The clues in a sentence."""


def knows(now: Round) -> int:
    """What is known in this round, as a place in ``STAGES``."""
    return int(now.setting["knows"])


def choose(_lesson: Lesson) -> None:
    """Say how the three takes follow each other; the first one needs no choice."""
    st.caption("Another round asks again with the clues, and a third one with base rates.")


def setting(_lesson: Lesson) -> Setting:
    """The setting of the first take."""
    return {"knows": 0}


def next_take(before: Round) -> Setting:
    """The setting of the next take: one step more is known, up to the base rates."""
    return {"knows": min(knows(before) + 1, RATES)}


def question(now: Round) -> str:
    """What is asked, and what is known."""
    known = (
        "No clue has been found yet.",
        f"The clues: {every(FOUND)}.",
        "The same clues, and now base rates.",
    )
    return f"Who did it? {known[knows(now)]}"


def about(suspect: int, known: int) -> str:
    """What a juror may know of a suspect."""
    parts = [f"{DEFAULT_CASE.stories[suspect]}."]
    if known >= CLUES:
        left = [
            f"{clue} in {100 * p:.0f}\N{NO-BREAK SPACE}%"
            for clue, p in zip(FOUND, DEFAULT_CASE.table[suspect], strict=True)
        ]
        parts.append(f"Leaves {every(left)} of cases.")
    if known >= RATES:
        parts.append(f"**Is behind {100 * DEFAULT_CASE.base_rates[suspect]:.0f}\N{NO-BREAK SPACE}% of such cases.**")
    first, *rest = parts
    return " ".join([f"{first[0].upper()}{first[1:]}", *rest])


def options(now: Round) -> list[str]:
    """The suspects, and what is known of them."""
    return [f"**{suspect}.** {about(place, knows(now))}" for place, suspect in enumerate(SUSPECTS)]


def field(asked: Asked) -> None:
    """Draw a button for each suspect; a tap sends, and the chosen one is marked."""
    own = asked.own["suspect"] if asked.own else None
    for place, suspect in enumerate(SUSPECTS):
        chosen = place == own
        with st.container(key=f"juror_{place}", gap="xsmall"):
            st.button(
                f"✓ {suspect}" if chosen else suspect, key=f"suspect_{place}", width="stretch",
                type="primary" if chosen else "secondary", disabled=not asked.open,
                on_click=asked.send, args=({"suspect": place},),
            )  # fmt: skip
            st.markdown(about(place, knows(asked.round)))


def check(_now: Round, value: Any) -> dict[str, int]:
    """The place of the chosen suspect."""
    if not isinstance(value, dict) or set(value) != {"suspect"}:
        raise RefusedError("The answer must be one of the suspects.")
    return {"suspect": whole(value["suspect"], 0, len(SUSPECTS) - 1, "The suspect")}


def told(_now: Round, answer: Any) -> str:
    """The chosen suspect."""
    return low(SUSPECTS[answer["suspect"]])


def verdict(known: int) -> Verdict:
    """What the case file says of the suspects who are known this well; equal base rates until they are known."""
    on = [known >= CLUES] * len(DEFAULT_CASE.clues)
    return detective.verdict(DEFAULT_CASE.table, on, DEFAULT_CASE.base_rates if known >= RATES else None)


def outcome(now: Round, answer: Any) -> str:
    """What the case file says of the suspect that this phone chose."""
    known = knows(now)
    found = verdict(known)
    if known < CLUES:
        return "Without clues and base rates nothing tells the suspects apart."
    best = found.winners[0]
    who = low(SUSPECTS[best])
    by = "By clues and base rates" if known >= RATES else "By the clues alone"
    said = f"{by}, {who} is the most probable suspect: {decimal(float(found.posterior[best]), 2)}."
    if answer is None or answer["suspect"] == best:
        return said
    return f"{said} Yours has {decimal(float(found.posterior[answer['suspect']]), 2)}."


def latest(takes: Sequence[Answers], fewest: int) -> list[Answers | None]:
    """For each of ``STAGES`` its last round with at least ``fewest`` answers; None where there is none."""
    found: list[Answers | None] = [None] * len(STAGES)
    for take in takes:
        if len(take.of) >= fewest:
            found[knows(take.round)] = take
    return found


def choices(answers: Answers) -> dict[int, int]:
    """The place of each participant's suspect."""
    return {who: answer["suspect"] for who, answer in answers.of.items()}


ACTIVITY: Final = Activity(
    "detective", "Who did it?", ("detective",), False, choose, setting, question, field, check, told, outcome, options,
    next_take,
)  # fmt: skip
