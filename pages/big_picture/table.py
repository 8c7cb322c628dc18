"""The scene "table" of lesson 8: the scores and costs of all six methods, and how far each of them converged."""

import streamlit as st

from core.answers.calibration import mean_of
from core.answers.task import task
from core.numbers import decimal, significant, with_error
from core.sampling.diagnostics import LARGEST_RHAT
from pages._kit import stage
from pages.big_picture import fields, maps, waiting, words


def scene(here: stage.Stage) -> None:
    """Draw the table, which is the picture of this scene, and under the stage the table of three."""
    with here.controls:
        setup, progress = fields.fields(), fields.progress()
    with here.hero:
        with st.container(key="wide_scores"):
            st.markdown(_table(setup))
        maps.held_out_figures(setup)
    if not here.presenting:
        with here.reading:
            _notes(setup)
            fields.about(setup.settings)
            words.summary(setup.found)
        with here.example:
            words.example(setup.found)
    with progress:
        waiting.follow(setup.wanted)


def _table(setup: fields.Setup) -> str:
    """The six methods' scores and costs side by side."""
    lines = [
        "| answer | held-out NLL, nats | Brier | calibration error | entropy far away, nats | gradients | seconds |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for run in setup.runs:
        found = setup.found.get(run.method)
        if found is None:
            lines.append(f"| **{run.method}** | {setup.state(run)} | | | | | |")
            continue
        scores, answer = found.scores, found.answer
        cells = [
            with_error(*mean_of(found.losses)),
            *map(decimal, (scores.brier, scores.calibration_error, scores.far_entropy)),
        ]
        lines.append(
            f"| **{run.method}** | {' | '.join(cells)} | {answer.gradients:,} | {significant(answer.seconds, 2)} |"
        )
    return "\n".join(lines)


def _notes(setup: fields.Setup) -> None:
    """Draw what the columns mean, and how far the methods converged."""
    held_out = task(setup.settings).held_out.n
    st.caption(
        f"Over {held_out:,} held-out points; ±: one standard error of the mean over them, for these trained nets. "
        "Brier: mean squared error of the probability; always one half gives 0.25. "
        "Calibration error: 10 equal bins of confidence. Gradients: passes of one net over all training points. "
        "Seconds of one processor, on the machine that computed it; dropout and ensemble run in torch, the others in "
        "NumPy, so compare gradients before seconds."
    )
    _where_it_stopped(setup)


def _where_it_stopped(setup: fields.Setup) -> None:
    """Draw how far the optimizers converged and the sampler mixed."""
    there = setup.found
    said = [
        f"{method}: largest slope left {significant(one.answer.slope, 1)} nats per example and unit weight"
        for method, one in there.items()
        if method in ("MLE", "MAP")
    ]
    health = there["HMC"].answer.health if "HMC" in there else None
    if health is not None:
        said.append(
            f"HMC: {health.draws:,} draws of four chains, mean acceptance {decimal(health.acceptance, 2)}, "
            f"{health.divergences} divergent; over single weights R-hat is "
            f"up to {decimal(health.weight_rhat)}, and need not be near 1: hidden units may change places without "
            "changing a prediction"
        )
    if health is not None and health.rhat > LARGEST_RHAT:
        said.append(
            f"**R-hat is above {LARGEST_RHAT:g}: the chains have not mixed, and HMC is no reference here**; other "
            "settings are easier for it"
        )
    if said:
        st.caption(". ".join(said) + ".")
