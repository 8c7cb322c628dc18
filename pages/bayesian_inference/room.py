"""What a room says in lesson 5: its priors and how the tosses bring them together, and its tosses under one prior."""

from collections.abc import Mapping, Sequence
from typing import Final

from core.belief import intervals, mixture
from core.belief.arrivals import last_to_arrive
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.likelihood import coin
from core.likelihood.pooled import pooled
from core.numbers import compact, decimal, significant
from pages._kit.belief import decimals, edge_note, probability_text
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.room import tosses as kept_tosses
from pages._kit.room.activities import prior as activity
from pages._kit.room.activities import toss
from pages._kit.room.activities.activity import Shown
from pages._kit.room.on_stage import Picture
from pages._kit.stage import Stage
from pages.bayesian_inference.charts import room as chart
from pages.bayesian_inference.charts import update as update_chart
from pages.bayesian_inference.prior_shape import prior_fields
from pages.bayesian_inference.update import KINDS, READ, labels, level_field, region_text


def show_priors(here: Stage, shown: Shown) -> None:
    """Draw everybody's prior, and step by step what the tosses make of them."""
    priors, tosses = activity.beliefs(shown.now), kept_tosses.draw_fields(here, shown)
    with here.controls:
        level = level_field("Credible level")
    seen = tosses.seen()
    before = mixture.equal(priors)
    after = mixture.posterior(before, seen)
    interval = intervals.equal_tailed(after, level)
    with here.hero:
        draw(
            chart.rows(priors, seen, tosses.all, interval),
            chart.spec(here.look),
            key="room_priors",
            alt="Densities of θ. Dashed: a thin line for each prior, and a thick one for their equal mixture. Solid: a "
            "thin line for each posterior, and a thick one for the mixture’s, with its interval shaded.",
        )
        figures(
            Figure("Tosses used", f"{seen.n:,}", tosses.note),
            Figure("Room's posterior mean", decimal(after.mean), toss.in_words(seen)),
            Figure("Room's prior mean", decimal(before.mean), f"{len(priors):,} priors, mixed"),
            Figure(
                "Interval", f"{decimal(interval.lower)} to {decimal(interval.upper)}", f"{100 * level:g} %",
                "Equal-tailed: θ lies inside with this probability under the room’s posterior.",
            ),
            _last(priors, tosses),
            key="figures_room",
        )  # fmt: skip
    kept_tosses.strip(here, tosses)
    if not here.presenting:
        with here.reading:
            how_to_read(
                "The room’s prior is the mixture of all priors, in general not a Beta. Each toss multiplies a prior’s "
                "weight by how well it predicted the toss: the thick green line is exact. Step on, and the thin lines "
                f"run together. The tosses are {tosses.source}, in a shuffled order."
            )


def _last(priors: Sequence[Beta], tosses: kept_tosses.Tosses) -> Figure:
    """The prior whose posterior mean is farthest from the MLE of all tosses, once these are seen."""
    counts = tosses.all
    text = (
        "Mean and strength of the prior whose posterior mean is farthest from the MLE once all tosses are seen. The "
        "more wrong a prior was, and the stronger, the farther off it still is."
    )
    if not counts.n:
        return Figure("Last to arrive", "none", "no tosses yet", text)
    if tosses.seen() != counts:
        return Figure("Last to arrive", "–", f"known after {counts.n:,} tosses", text)
    found = last_to_arrive(priors, counts)
    last = priors[found.order[0]]
    return Figure(
        "Last to arrive", f"mean {decimal(last.mean, 2)}",
        f"{compact(last.strength, 3)} flips; still {decimal(float(found.after.max()))} off", text,
    )  # fmt: skip


def show_tosses(here: Stage, shown: Shown) -> None:
    """Draw the lesson's prior, and what the room's tosses make of it."""
    each = toss.all_counts(shown.takes)
    counts = pooled(each)
    with here.controls:
        level = level_field("Credible level")
        belief = prior_fields(here.look)
    after, best = posterior(belief, counts), coin.mle(counts)
    digits = decimals(after)
    region = intervals.credible(after, level, KINDS[0])
    with here.hero:
        draw(
            update_chart.rows(
                belief, counts, region, update_chart.frame(belief, counts, zoom=False), labels(belief, counts)
            ),
            update_chart.spec(here.look),
            key="room_toss",
            alt="Prior, likelihood of the room’s tosses, and posterior of θ as densities on one axis, with their "
            "estimates, and the credible interval shaded.",
        )
        figures(
            Figure("Flips", f"{counts.n:,}", toss.in_words(counts)),
            Figure(
                "Room's MLE θ̂", "none" if best is None else significant(best, 3),
                f"of {len(each):,} times {toss.TOSSES} tosses",
            ),
            Figure(
                "Room's posterior mean", probability_text(after.mean, digits), f"from {belief}",
                "Where the posterior balances, under the prior of this lesson’s fields.",
            ),
            Figure("Credible interval", region_text(region, digits), f"{100 * level:g} %, equal tails"),
            key="figures_room",
        )  # fmt: skip
    if not here.presenting:
        with here.reading:
            how_to_read(READ)
            edge_note(belief, counts)


PICTURES: Final[Mapping[str, Picture]] = {
    "prior": Picture(show_priors, kept_tosses.KEYS),
    "toss": Picture(show_tosses, ("a", "b")),
}
