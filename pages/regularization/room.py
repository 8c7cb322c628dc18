"""What a room says in lesson 7: the strengths that everybody picked by eye, and what they cost on fresh examples."""

from collections.abc import Mapping, Sequence
from typing import Final

from core import cached
from core.arrays import FloatArray
from core.numbers import decimal
from core.regularization.kinds import STRENGTHS
from core.regularization.picks import excess, marks, median_pick
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.room.activities import strength as activity
from pages._kit.room.activities.activity import FEWEST, Shown
from pages._kit.room.on_stage import Picture
from pages._kit.stage import Stage
from pages.regularization.charts import room as chart
from pages.regularization.charts.criteria import TOP, penalty_text
from pages.regularization.charts.fit_rows import kept_sweep


def show_picks(here: Stage, shown: Shown) -> None:
    """Draw the picks on the held-out curve, beside what cross-validation and evidence choose."""
    kind, problem = activity.of(shown.now.round)
    takes = [activity.picks(take) for take in shown.takes if len(take.of) >= FEWEST]
    found = cached.strength_choice(kind, problem.degree, problem.n, problem.seed)
    held = kept_sweep(problem, kind).held_out
    with here.hero:
        draw(
            chart.rows(kind, problem, found, takes),
            chart.spec(here.look),
            key="room_strength",
            alt="Held-out NLL over the penalty, with a dot at each strength that was picked, larger where more people "
            "picked it, and their median; beside it the curves of cross-validation and, if there is one, of the "
            "evidence, with the lowest point of each.",
        )
        _figures(takes, held, marks(found).cross_validated)
    if not here.presenting:
        with here.reading:
            rings = " Rings: the round before." * (len(takes) > 1)
            how_to_read(
                f"Each dot is a strength that somebody picked by eye; the more people, the larger.{rings} A dot’s "
                "height is what the pick costs on fresh examples, above the best; at the upper edge it costs "
                f"{TOP:g} nats or more. The other curves are those of the scene “Choice”."
            )


def _figures(takes: Sequence[Sequence[int]], held: FloatArray, validated: int) -> None:
    """Show what the median of the last take costs, beside the best strength and that of cross-validation."""
    picks = takes[-1]
    middle, cost = median_pick(picks), excess(picks, held)
    before = f"before: {_lambda(median_pick(takes[-2]))}" if len(takes) > 1 else f"of {len(picks):,} picks"
    figures(
        Figure(
            "Room's median strength", _lambda(middle), before,
            f"Stop {middle} of {STRENGTHS.size - 1}: half of the picks are at most as strong, half at least.",
        ),
        Figure(
            "Its held-out NLL", f"{decimal(float(held[middle]))} nats", f"{decimal(cost.of_median)} above the best",
            "Mean over fresh examples from the same curve, which no phone has seen.",
        ),
        Figure(
            "Best held-out NLL", f"{decimal(float(held.min()))} nats", f"at {_lambda(int(held.argmin()))}",
            "The lowest of all strengths: nobody can know it from the training points.",
        ),
        Figure(
            "Cross-validation", _lambda(validated), f"held-out: {decimal(float(held[validated]))}",
            "The strength that predicts left-out training points best.",
        ),
        Figure(
            "Average pick", f"{decimal(cost.mean)} nats", "above the best",
            "The mean of what everybody’s own pick costs, beyond the best held-out NLL.",
        ),
        key="figures_room",
    )  # fmt: skip


def _lambda(place: int) -> str:
    return penalty_text(float(STRENGTHS[place]))


PICTURES: Final[Mapping[str, Picture]] = {"strength": Picture(show_picks)}
