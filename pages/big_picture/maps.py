"""The scene "maps" of lesson 8: six maps of predictive probability, their entropies, and three figures."""

import math
from typing import Final

from core.answers.run import AnswerRun
from core.answers.task import METHODS, PROBES, task
from core.numbers import decimal, nats
from pages._kit import stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.big_picture import fields, reading, waiting, words
from pages.big_picture.charts import maps as chart
from pages.big_picture.charts.maps_rows import MOST_POINTS
from pages.big_picture.fields import Setup

ALT: Final = (
    "Six maps of the predictive probability of a class over the plane of two features, one for each method, with up to "
    f"{MOST_POINTS} training points, and below each the map of the predictive entropy; a dashed box marks a region far "
    "from the data."
)
READ: Final = (
    "Above: color says which class, pale says unsure. Below: the darker (in dark mode, the brighter), the less sure. "
    "Point anywhere, or tap: the ring reads every map at one place. It begins in the dashed box, far from the data. "
    f"At most {MOST_POINTS} training points are drawn. A small screen has room for the upper maps only."
)


def scene(here: stage.Stage) -> None:
    """Draw the maps and their figures."""
    with here.controls:
        setup, progress = fields.fields(), fields.progress()
    with here.hero:
        draw(
            chart.tables(
                {m: one.map for m, one in setup.drawn.items()},
                setup.states,
                task(setup.settings).train,
                dimmed=setup.dimmed,
            ),
            chart.spec(here.look),
            key="six_maps",
            alt=ALT,
        )
        held_out_figures(setup)
    read_the_chart(here, lambda: reading.of_maps(setup))
    if not here.presenting:
        with here.reading:
            how_to_read(READ)
            fields.about(setup.settings)
        with here.example:
            words.example(setup.found)
    with progress:
        waiting.follow(setup.wanted)


def held_out_figures(setup: Setup) -> None:
    """Draw the held-out NLL of MLE, MAP and HMC, and the R-hat of HMC."""
    figures(
        *(_held_out(run, setup) for run in setup.runs if run.method in ("MLE", "MAP", "HMC")),
        _rhat(setup),
        key="figures_held_out",
    )


def _held_out(run: AnswerRun, setup: Setup) -> Figure:
    label = f"Held-out NLL, {run.method}"
    helped = (
        "Mean of −log p over the held-out points. The note: mean predictive entropy in the dashed box, "
        f"{decimal(math.log(2))} nats at most. The table of all six methods gives standard errors."
    )
    found = setup.found.get(run.method)
    if found is None:
        return Figure(label, setup.state(run), "…", helped)
    scores = found.scores
    return Figure(label, nats(scores.nll), f"entropy far away {decimal(scores.far_entropy)}", helped)


def _rhat(setup: Setup) -> Figure:
    run = setup.runs[METHODS.index("HMC")]
    helped = (
        f"Rank-normalized split R-hat of four chains: the largest over the log-odds at {PROBES + 1} places and the "
        "log-joint. "
        "Near 1, the chains agree about predictions."
    )
    found = setup.found.get(run.method)
    health = found.answer.health if found else None
    if health is None:
        return Figure("R-hat, HMC", setup.state(run), "…", helped)
    return Figure(
        "R-hat, HMC", decimal(health.rhat),
        f"ESS {health.ess:,.0f} of {health.draws:,}", helped,
    )  # fmt: skip
