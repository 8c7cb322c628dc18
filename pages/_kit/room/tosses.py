"""The tosses that the room's priors meet, and the steps through them: 0, 1, 2, 5, 10, ... all."""

from dataclasses import dataclass
from typing import Final

from core.belief.beta_bernoulli import in_order
from core.likelihood.counts import Counts
from core.likelihood.pooled import pooled
from pages._kit import controls, course, session, stepper, unseen
from pages._kit.room.activities import toss
from pages._kit.room.activities.activity import FEWEST, Shown
from pages._kit.room.store.records import Answers
from pages._kit.stage import Stage

KEYS: Final = course.COIN
"""Keys of the shared fields that :func:`draw_fields` draws."""
STEP: Final = "_room_tosses_step"
SECONDS: Final = 1.5
LADDERS: Final = ((1, 2, 5), (1, 5), (1,))
"""Leading digits of the numbers of tosses at which a step ends, from fine to coarse."""


@dataclass(frozen=True)
class Tosses:
    """All tosses, those seen up to each step, whether they are the room's own, and the round that meets them."""

    all: Counts
    steps: tuple[Counts, ...]
    of_room: bool
    round: int

    @property
    def last(self) -> int:
        """The last step, at which all tosses are seen."""
        return len(self.steps) - 1

    def at(self) -> int:
        """The step of now; 0 until this round has taken one."""
        number, step = session.value_of(STEP, (self.round, 0))
        return min(self.last, max(0, step)) if number == self.round else 0

    def go(self, step: int) -> None:
        """Go to a step."""
        session.set_value(STEP, (self.round, step))

    def seen(self) -> Counts:
        """The tosses seen up to the step of now."""
        return self.steps[self.at()]

    @property
    def source(self) -> str:
        """Where the tosses come from, in words."""
        return "the room’s own tosses" if self.of_room else "the heads and tails of the lesson"

    @property
    def note(self) -> str:
        """How many tosses are seen, and where they come from; for a figure."""
        return f"of the {'room' if self.of_room else 'lesson'}’s {self.all.n:,}"


def draw_fields(here: Stage, shown: Shown) -> Tosses:
    """The tosses of the room's last coin; without them, fields for heads and tails, and what they say."""
    takes = of_last_coin(shown)
    if takes:
        unseen.draw(KEYS, place="unseen_fields_tosses")
        counts = pooled(toss.all_counts(takes))
    else:
        with here.controls:
            counts = controls.coin()
    return Tosses(counts, stops(counts), bool(takes), shown.now.round.id)


def of_last_coin(shown: Shown) -> list[Answers]:
    """The takes of the room's last coin that enough people tossed: all takes of a series toss one coin."""
    takes = [take for take in shown.earlier(toss.ACTIVITY.name) if len(take.of) >= FEWEST]
    return [take for take in takes if take.round.series == takes[-1].round.series]


def stops(counts: Counts) -> tuple[Counts, ...]:
    """None, and then the tosses after 1, 2, 5, 10, ... of them and after the last, in at most twelve steps.

    Who tossed when is not known, so the order is a shuffle with a fixed seed.
    """
    seen = [batch.seen for batch in in_order(counts)]
    for digits in LADDERS:
        kept = [each for each in seen if each.n == counts.n or (int(str(each.n)[0]) in digits and _is_round(each.n))]
        if len(kept) < stepper.MOST_STOPS:
            break
    return (Counts(0, 0), *kept)


def _is_round(n: int) -> bool:
    return not str(n)[1:].strip("0")


def strip(here: Stage, tosses: Tosses) -> None:
    """Draw the steps on the stage's strip; without tosses there are none."""
    if tosses.last:
        with here.strip:
            stepper.stepper(
                "room_tosses", at=tosses.at, last=tosses.last, first=0, go=tosses.go, what="Step", seconds=SECONDS
            )
