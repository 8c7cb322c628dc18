"""What a room says in lesson 1: whom it suspects, take by take, beside the case file, and who changed their mind."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from core.arrays import FloatArray, IntArray
from core.forecasts import votes
from core.numbers import decimal
from pages._kit.charts.palette import BOTH, DATA
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.prose import low
from pages._kit.reading import Reading, every, read_the_chart
from pages._kit.room.activities import detective
from pages._kit.room.activities.activity import FEWEST, Shown
from pages._kit.room.activities.detective import CLUES, RATES, STAGES, SUSPECTS
from pages._kit.room.on_stage import Picture
from pages._kit.room.store.records import Answers
from pages._kit.stage import Stage
from pages.detective.charts import room as chart


def show_verdicts(here: Stage, shown: Shown) -> None:
    """Draw the room's shares of each take, the case file's probabilities, and the people who moved between takes."""
    takes = detective.latest(shown.takes, FEWEST)
    columns = [None if take is None else column(place, take) for place, take in enumerate(takes)]
    moves = [moves_between(first, second) for first, second in pairwise(takes)]
    with here.hero:
        draw(
            chart.rows(STAGES, columns, moves),
            chart.spec(here.look),
            key="room_detective",
            alt="A row for each suspect: the room’s share in each round, beside it the case file’s probability, and "
            "bands for the people who changed from one suspect to another.",
        )
        figures(*verdict_figures(shown), key="figures_room")
    read_the_chart(here, lambda: reading(columns, moves))
    if not here.presenting:
        with here.reading:
            how_to_read(
                "A gray bar is the share of the room that suspects this person; the bar beside it is what the case "
                "file says, orange by the clues alone, green with base rates. A dark band is people who changed their "
                "mind, with their number; a pale one is people who did not."
            )


def column(place: int, take: Answers) -> chart.Take:
    """One column: the room's shares, and the probabilities of the case file, which says nothing before the clues."""
    shares = votes.shares(list(detective.choices(take).values()), len(SUSPECTS))
    file = detective.verdict(place).posterior if place >= CLUES else None
    return chart.Take(shares, file, BOTH if place >= RATES else DATA)


def moves_between(first: Answers | None, second: Answers | None) -> IntArray | None:
    """How many people went from each suspect to each; None while too few are in both takes."""
    if first is None or second is None:
        return None
    before, after = detective.choices(first), detective.choices(second)
    both = [who for who in before if who in after]
    if len(both) < FEWEST:
        return None
    return votes.moved([before[who] for who in both], [after[who] for who in both], len(SUSPECTS))


def verdict_figures(shown: Shown) -> list[Figure]:
    """The room's choice in the take of now, its posterior probability, and how many have moved since the last take."""
    place, choices = detective.knows(shown.now.round), detective.choices(shown.now)
    shares = votes.shares(list(choices.values()), len(SUSPECTS))
    best = leaders(shares)
    posterior = detective.verdict(place).posterior
    notes = ("no clues yet", "if equally likely before", "with base rates")
    probability = decimal(float(posterior[best[0]])) if len(best) == 1 else "a tie"
    moved = moves_between(shown.takes[-2], shown.now) if len(shown.takes) > 1 else None
    gone = "none" if moved is None else f"{moved.sum() - np.trace(moved)} of {moved.sum()}"
    return [
        Figure(
            "Room's choice", SUSPECTS[best[0]] if len(best) == 1 else f"a tie of {len(best)}",
            f"{100 * shares.max():.0f} % of {len(choices)}",
        ),
        Figure(
            "Posterior probability", probability, notes[place],
            "P(suspect | clues) of the room’s choice by the case file",
        ),
        Figure("Moved", gone, "nothing to compare yet" if moved is None else "people in both rounds"),
    ]  # fmt: skip


def leaders(shares: FloatArray) -> list[int]:
    """The suspects with the largest share."""
    return [int(place) for place in np.flatnonzero(shares == shares.max())]


def reading(columns: Sequence[chart.Take | None], moves: Sequence[IntArray | None]) -> Reading:
    """The reading of the picture: who leads in each take, who moved, and all shares and probabilities as rows."""
    sentences, rows = [], {"Suspect": list(SUSPECTS)}
    for place, take in enumerate(columns):
        if take is None:
            continue
        who = [low(SUSPECTS[i]) for i in leaders(take.shares)]
        share = f"{100 * take.shares.max():.0f} %{' each' if len(who) > 1 else ''}"
        sentences.append(f"{STAGES[place]}, the room suspects {every(who)} most: {share}.")
        rows[f"{STAGES[place]}: room"] = [f"{100 * share:.0f} %" for share in take.shares]
        if take.file is not None:
            rows[f"{STAGES[place]}: case file"] = [decimal(float(p)) for p in take.file]
    for place, moved in enumerate(moves):
        if moved is not None:
            gone = moved.sum() - np.trace(moved)
            sentences.append(f"{STAGES[place + 1]}, {gone} of {moved.sum()} people changed their mind.")
    return Reading(sentences, rows)


PICTURES: Final[Mapping[str, Picture]] = {"detective": Picture(show_verdicts)}
