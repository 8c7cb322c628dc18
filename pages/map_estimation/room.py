"""What a room says in lesson 6: its priors as penalties, and everybody's MAP on its way to the MLE."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from core.belief.beta import Beta
from core.likelihood import coin
from core.numbers import decimal, significant
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.room import tosses as kept_tosses
from pages._kit.room.activities import prior as activity
from pages._kit.room.activities import toss
from pages._kit.room.activities.activity import Shown
from pages._kit.room.on_stage import Picture
from pages._kit.room.tosses import Tosses
from pages._kit.stage import Stage
from pages.map_estimation import words
from pages.map_estimation.charts import room as chart


def show_priors(here: Stage, shown: Shown) -> None:
    """Draw everybody's log-prior, and step by step where their MAP goes."""
    priors, tosses = activity.beliefs(shown.now), kept_tosses.draw_fields(here, shown)
    seen = tosses.seen()
    with here.hero:
        words.legend(
            ":orange[**log-likelihood**, MLE] · :blue[**log-priors** (dashed), their modes] · "
            ":green[**everybody’s MAP**]",
            here.look,
        )
        draw(
            chart.rows(priors, seen),
            chart.spec(here.look),
            key="room_priors",
            alt="Above, the log-likelihood of the tosses and a thin line for each log-prior over θ, in nats. Below, a "
            "diamond for each MAP at the height of its prior’s strength, a line to it from the prior’s mode, and the "
            "maximum likelihood estimate as a rule.",
        )
        _figures(priors, tosses)
    kept_tosses.strip(here, tosses)
    if not here.presenting:
        with here.reading:
            how_to_read(
                "Above, each dashed line is a penalty: how many nats a person’s prior takes off each θ. Below, each "
                "diamond is a MAP, at the height of its prior’s strength; the line shows how far it has come. Weak "
                "priors arrive first. Dotted: the median. "
                f"The tosses are {tosses.source}, in a shuffled order."
            )


def _figures(priors: Sequence[Beta], tosses: Tosses) -> None:
    seen = tosses.seen()
    best = coin.mle(seen)
    found = [way[1] for each in priors if (way := chart.way_of(each, seen))]
    lost = len(priors) - len(found)
    figures(
        Figure("Tosses used", f"{seen.n:,}", tosses.note),
        Figure(
            "Room's MLE θ̂", "every θ" if best is None else significant(best, 3),
            toss.in_words(seen),
        ),
        Figure(
            "Median MAP", decimal(float(np.median(found))) if found else "none",
            f"{lost:,} without a single MAP" if lost else f"of {len(priors):,} people",
            "Half of the MAPs are at most this, half at least this. A density that is flat, or highest at both "
            "ends, has no single MAP.",
        ),
        Figure(
            "Widest gap", decimal(max(found) - min(found)) if found else "none", "between two MAPs",
            "The largest MAP minus the smallest one.",
        ),
        key="figures_room",
    )  # fmt: skip


PICTURES: Final[Mapping[str, Picture]] = {"prior": Picture(show_priors, kept_tosses.KEYS)}
