"""What a room says in lesson 3: each phone's log-likelihood, and their sum."""

from collections.abc import Mapping
from typing import Final

from core.likelihood import coin
from core.likelihood.coin import Counts
from core.numbers import nats, significant
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.room.activities import toss
from pages._kit.room.activities.activity import Shown
from pages._kit.stage import Picture, Stage
from pages.log_likelihood.charts import room as chart


def show_tosses(here: Stage, shown: Shown) -> None:
    """Draw the log-likelihood of each phone's tosses, and the sum of all."""
    each = toss.counts(shown.now)
    together = Counts(sum(one.heads for one in each), sum(one.tails for one in each))
    best = coin.mle(together)
    with here.hero:
        draw(
            chart.rows(each),
            chart.spec(here.look),
            key="room_toss",
            alt="The log-likelihood of θ in nats: a thin line for each phone, and a thick one for their sum.",
        )
        figures(
            Figure("Flips", f"{together.n}", f"{together.heads} heads, {together.tails} tails"),
            Figure("Room's MLE θ̂", "none" if best is None else significant(best, 3)),
            Figure("ℓ(θ̂)", nats(coin.max_log_likelihood(together), 1)),
        )


PICTURES: Final[Mapping[str, Picture]] = {"toss": show_tosses}
