"""Lesson 8's pictures: six maps and their figures, the table, calibration, the way out, and the growing data."""

import math
from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from core.answers.portrait import Portrait
from core.answers.run import AnswerRun
from core.answers.stored import agreement as stored_scores
from core.answers.task import ANGLES, METHODS, Method, task
from core.numbers import decimal, nats, significant
from pages._kit.charts.base import Look
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages.big_picture.charts import calibration as reliability
from pages.big_picture.charts import far, size
from pages.big_picture.charts import maps as six_maps
from pages.big_picture.fields import Setup

AGREED: Final = 1.01
"""The largest R-hat that Vehtari et al. 2021 accept."""
MAPS_ALT: Final = (
    "Six maps of the predictive probability of a class over the plane of two features, one for each method, with the "
    "training points, and below each the map of the predictive entropy; a dashed box marks a region far from the data."
)
MAPS_READ: Final = (
    "Above: color says which class, pale says unsure. Below: the darker (in dark mode, the brighter), the less sure. "
    "Point anywhere, or tap: the ring reads all twelve maps at one place. It begins in the dashed box, far from the "
    "data."
)


def found(setup: Setup) -> dict[Method, Portrait]:
    """The answers that are there."""
    return {run.method: run.portrait for run in setup.runs if run.portrait is not None}


def maps(setup: Setup, look: Look) -> None:
    """The hero and its figures."""
    # As tall as the course's one chart, the maps would push the figures off the projector.
    look = replace(look, stretch=min(look.stretch, 1.1))
    there = found(setup)
    draw(
        six_maps.tables(
            {METHODS.index(method): one.map for method, one in there.items()},
            {m: setup.state(run) for m, run in enumerate(setup.runs)},
            task(setup.settings).train,
        ),
        six_maps.spec(look),
        key="six_maps",
        alt=MAPS_ALT,
    )
    how_to_read(MAPS_READ)
    figures(*(_held_out(run, setup) for run in setup.runs if run.method in ("MLE", "MAP", "HMC")), _rhat(setup))


def _held_out(run: AnswerRun, setup: Setup) -> Figure:
    label = f"Held-out NLL, {run.method}"
    helped = (
        "Mean of −log p over the held-out points. The note: mean predictive entropy in the dashed box, "
        f"{decimal(math.log(2))} nats at most."
    )
    if run.portrait is None:
        return Figure(label, setup.state(run), "…", helped)
    scores = run.portrait.scores
    return Figure(label, nats(scores.nll), f"entropy far away {decimal(scores.far_entropy)}", helped)


def _rhat(setup: Setup) -> Figure:
    run = setup.runs[METHODS.index("HMC")]
    helped = (
        "Rank-normalized split R-hat of four chains: the largest over the log-odds at 41 places and the log-joint. "
        "Near 1, the chains agree about predictions."
    )
    health = run.portrait.answer.health if run.portrait else None
    if health is None:
        return Figure("R-hat, HMC", setup.state(run), "…", helped)
    return Figure(
        "R-hat, HMC", decimal(health.rhat),
        f"ESS {health.ess:,.0f}, acceptance {decimal(health.acceptance, 2)}", helped,
    )  # fmt: skip


def score_table(setup: Setup) -> None:
    """All methods side by side."""
    lines = [
        "| | held-out NLL, nats | Brier | calibration error | entropy far away, nats | gradients | seconds |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for run in setup.runs:
        if run.portrait is None:
            lines.append(f"| **{run.method}** | {setup.state(run)} | | | | | |")
            continue
        scores, answer = run.portrait.scores, run.portrait.answer
        cells = [decimal(value) for value in scores]
        lines.append(
            f"| **{run.method}** | {' | '.join(cells)} | {answer.gradients:,} | {significant(answer.seconds, 2)} |"
        )
    with st.container(key="wide_scores"):
        st.markdown("\n".join(lines))
    held_out = task(setup.settings).held_out.n
    st.caption(
        f"Over {held_out:,} held-out points. Brier: mean squared error of the probability; always one half gives "
        "0.25. Calibration error: 10 equal bins of confidence. Gradients: passes of one net over all training points. "
        "Seconds of one processor, on the machine that computed it; dropout and ensemble run in torch, the others in "
        "NumPy, so compare gradients before seconds."
    )
    _where_it_stopped(setup)


def _where_it_stopped(setup: Setup) -> None:
    """What the optimizers and the sampler say about themselves."""
    there = found(setup)
    said = [
        f"{method}: largest slope left {one.answer.slope:.1g} nats per example and unit weight"
        for method, one in there.items()
        if method in ("MLE", "MAP")
    ]
    health = there["HMC"].answer.health if "HMC" in there else None
    if health is not None:
        said.append(
            f"HMC: {health.draws:,} draws of four chains, {health.divergences} divergent; over single weights R-hat is "
            f"up to {decimal(health.weight_rhat)}, for hidden units may change places without changing a prediction"
        )
    if health is not None and health.rhat > AGREED:
        said.append(
            f"**R-hat is above {AGREED:g}: the chains have not mixed, and HMC is no reference here**; other settings "
            "are easier for it"
        )
    st.caption(". ".join(said) + ".")


def calibration(setup: Setup, look: Look) -> None:
    """The reliability diagrams."""
    draw(
        reliability.tables({METHODS.index(method): one.reliability for method, one in found(setup).items()}),
        reliability.spec(look),
        key="reliability",
        alt="Six reliability diagrams: the share of held-out points that were predicted right against the probability "
        "that was given, in ten bins, with 95 % intervals and the diagonal of perfect calibration.",
        read="Across: the probability of the likelier class. Up: the share of those that came true. On the dashed "
        "diagonal, 80 % means 80 %. Points below it: too sure. A large point holds many examples; "
        "bars are 95 % intervals.",
    )


@st.fragment
def way_out(setup: Setup, look: Look) -> None:
    """Confidence along a ray whose direction the learner turns."""
    angle = st.select_slider(
        "Direction, degrees from the first feature’s axis", ANGLES, 45, key="ray_angle", persist_state="session"
    )
    place = ANGLES.index(angle) if angle in ANGLES else ANGLES.index(45)
    there = found(setup)
    train = task(setup.settings).train
    draw(
        far.tables(
            {METHODS.index(method): one.confidence[place] for method, one in there.items()},
            float(np.hypot(*train.x.T).max()),
        ),
        far.spec(look),
        key="ray",
        alt="The probability of the likelier class along a ray from the middle of the data out to a thousand standard "
        "deviations, one line for each method.",
        read="Each line is one method on its way out from the mean. At 1 it is certain, at 0.5 it has no idea.",
    )
    st.markdown(_end_of_the_way({method: float(one.confidence[place][-1]) for method, one in there.items()}))


def _end_of_the_way(last: dict[Method, float]) -> str:
    said = ", ".join(f"{method} {decimal(value)}" for method, value in last.items())
    return f"At a distance of 1,000, in this direction: {said}."


def growing(setup: Setup, look: Look) -> None:
    """The six held-out NLLs over N."""
    found = stored_scores()
    draw(
        size.tables(found, setup.settings.n_points),
        size.spec(look),
        key="agreement",
        alt="Held-out NLL of the six methods for 20 to 320 training points, both on log axes: the lines come together.",
        read="Orange falls to the others as the data outgrow the net’s freedom. Dotted: the N of this page. Stored for "
        "the default data, prior and seed.",
    )
    gaps = [
        max(row) - min(row) for row in zip(*([score.nll for score in scores] for scores in found.values()), strict=True)
    ]
    st.markdown(
        f"Between the best and the worst of the six lie **{nats(gaps[0])}** with 20 points and **{nats(gaps[-1])}** "
        "with 320. Dropout stays last: its noise is set by its rate and does not shrink as data come in. In the dashed "
        "box, where no data come in, there is nothing to agree on: with 320 points the entropy there is "
        f"{decimal(found['MLE'][-1].far_entropy)} for MLE and {decimal(found['HMC'][-1].far_entropy)} nats for HMC."
    )
