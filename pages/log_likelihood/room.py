"""What a room says in lesson 3: each phone's log-likelihood, and their sum."""

from collections.abc import Mapping, Sequence
from typing import Final

from core.likelihood import coin
from core.likelihood.coin import Counts
from core.likelihood.pooled import distinct, pooled
from core.numbers import decimal, nats
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import Reading, read_the_chart
from pages._kit.room.activities import toss
from pages._kit.room.activities.activity import Shown
from pages._kit.room.on_stage import Picture
from pages._kit.stage import Stage
from pages.log_likelihood.charts import room as chart


def show_tosses(here: Stage, shown: Shown) -> None:
    """Draw the log-likelihood of each phone's tosses, and the sum of all."""
    each, known = toss.all_counts(shown.takes), toss.truth(shown.now.round)
    together = pooled(each)
    with here.hero:
        draw(
            chart.rows(each, known),
            chart.spec(here.look),
            key="room_toss",
            alt="The log-likelihood of θ in nats, from its value at the room’s maximum: a thin line for each number of "
            "heads that phones tossed, and a thick one for the sum over all phones.",
        )
        figures(*toss_figures(together, known), key="figures_room")
    read_the_chart(here, lambda: reading(each, together))
    if not here.presenting:
        with here.reading:
            how_to_read(
                f"Thin: the log-likelihood of one phone’s {toss.TOSSES} tosses; the darker, the more phones have the "
                "same. Thick: their sum. All are drawn from their value at θ̂, so they meet there at 0. **Each phone "
                "alone is vague; their sum is sharper.**"
            )


def toss_figures(together: Counts, known: float | None) -> list[Figure]:
    """The flips, the room's MLE, its standard error, and the height of the sum's maximum."""
    best, error = coin.mle(together), coin.standard_error(together)
    top = coin.max_log_likelihood(together)
    return [
        Figure("Flips", f"{together.n:,}", toss.in_words(together)),
        Figure(
            "Room's MLE θ̂", "none" if best is None else decimal(best),
            "heads / flips" if known is None else f"the coin: {known:g}",
        ),
        Figure("ℓ(θ̂)", nats(top, 1), "the sum over all phones"),
        Figure("Standard error", decimal(error, 4) if error else "none", "of θ̂" if error else "no inner top"),
    ]  # fmt: skip


def reading(each: Sequence[Counts], together: Counts) -> Reading:
    """The reading of the picture: the lines by their number of heads, with their phones, and the sum."""
    best, groups = coin.mle(together), distinct(each)
    assert best is not None
    lines = "One line stands" if len(groups) == 1 else f"{len(groups)} different lines stand"
    sentences = [
        f"{lines} for {len(each):,} times {toss.TOSSES} tosses; their sum is highest at θ̂ = {decimal(best)}, with "
        f"{nats(coin.max_log_likelihood(together), 1)}.",
        "At every θ the sum is the log-likelihood of all flips together: only their numbers of heads and tails count.",
    ]
    heights = [float(coin.log_likelihood(best, one.counts)) for one in groups]
    return Reading(sentences, {
        "Heads": [*(f"{one.counts.heads}" for one in groups), "all"],
        "Phones": [*(f"{one.people:,}" for one in groups), f"{len(each):,}"],
        "ℓ(θ̂) of one": [*(nats(height, 3) for height in heights), ""],
        "ℓ(θ̂) of these": [
            *(nats(one.people * height, 3) for one, height in zip(groups, heights, strict=True)),
            nats(coin.max_log_likelihood(together), 3),
        ],
    })  # fmt: skip


PICTURES: Final[Mapping[str, Picture]] = {"toss": Picture(show_tosses)}
