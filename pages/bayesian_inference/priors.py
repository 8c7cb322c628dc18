"""The scene of lesson 5 in which five people with different priors see the same flips."""

from typing import Final

import streamlit as st

from core.belief.convergence import FLIPS, agreement, closed_mind
from core.data.coins import THOUSAND_FLIPS
from core.numbers import significant
from pages._kit import stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.bayesian_inference import reading
from pages.bayesian_inference.charts import priors as chart

READ: Final = (
    "Each row is a person, each column more data, each on its own stretch of θ. Bumps are relative to their own top, "
    "and one without a top is cut off. Numbers: the mean and, after ±, the standard deviation. Orange: the MLE. Flat "
    "in θ is not flat in logit θ."
)


def scene(here: stage.Stage) -> None:
    """Draw five priors and their posteriors: the open-minded ones converge, the closed one does not."""
    with here.hero:
        draw(
            chart.rows(),
            chart.spec(here.look),
            key="priors_chart",
            alt=f"Five priors and their posteriors after {_flips()} flips. As the flips grow, the four open ones line "
            "up under the maximum likelihood estimate; the one that is 0 above one half stays below it.",
        )
        _figures()
    read_the_chart(here, reading.of_priors)
    if not here.presenting:
        with here.reading:
            how_to_read(READ)
            st.markdown(
                "Four people disagree before the first flip, and a fifth has ruled out every θ above 0.5. Read from "
                "left to right: the flips grow, and **open minds end up together**. The closed mind never arrives: "
                "what has no probability before has none after, whatever the data."
            )


def _figures() -> None:
    """Show how far apart the open minds are after each number of flips, and where the closed one is."""
    spread = [(data.counts, agreement(data.counts)) for data in FLIPS]
    stubborn = closed_mind(THOUSAND_FLIPS.counts, chart.LIMIT)
    figures(
        *(
            Figure(
                f"Apart after {counts.n:,}", significant(found.apart, 3), f"widest sd {significant(found.sd, 3)}",
                "The largest difference between the posterior means of the four open priors.",
            )
            for counts, found in spread
        ),
        Figure(
            "Closed mind’s mean", significant(stubborn.mean, 3),
            f"after {THOUSAND_FLIPS.counts.heads} / {THOUSAND_FLIPS.counts.tails}",
            "Flat up to 0.5 and 0 above. It can only pile up against its own wall.",
        ),
        key="figures_priors",
    )  # fmt: skip


def _flips() -> str:
    """The numbers of flips, as in "10, 1,000 and 350,757"."""
    *first, last = (f"{data.counts.n:,}" for data in FLIPS)
    return f"{', '.join(first)} and {last}"
