"""The wait for answers that are still being computed: a progress bar, and the page drawn anew as they finish."""

import time
from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.answers.run import AnswerRun
from pages._kit.sharing.loop import FrameLoop, fragment

SHOWN_FOR: Final = 1.0
"""Seconds for which the page stays before it is drawn anew for an answer: several short runs cause one redraw."""


def follow(runs: Sequence[AnswerRun]) -> None:
    """Advance the runs one after the other under a progress bar; draw nothing once all have finished."""
    if not all(run.finished for run in runs):
        fragment("_answers_loop", lambda loop: _advance(runs, loop))


def _advance(runs: Sequence[AnswerRun], loop: FrameLoop) -> None:
    run = _unfinished(runs)
    if run is None:  # another learner's page has finished the last one
        st.rerun()
    bar = st.progress(run.share, _words(run, runs))

    def draw(run: AnswerRun) -> None:
        bar.progress(run.share, _words(run, runs))

    def wait(run: AnswerRun, place: int) -> None:
        bar.progress(run.share, f"{run.method}: the machine is shared; yours is number {place} in the queue")

    def following() -> AnswerRun:
        run = _unfinished(runs)
        if run is None or time.monotonic() - loop.page_drawn > SHOWN_FOR:
            st.rerun()
        draw(run)
        return run

    if not loop.by_page:
        loop.play(run, draw=draw, wait=wait, following=following)


def _unfinished(runs: Sequence[AnswerRun]) -> AnswerRun | None:
    return next((run for run in runs if not run.finished), None)


def _words(run: AnswerRun, runs: Sequence[AnswerRun]) -> str:
    return f"{runs.index(run) + 1} of {len(runs)}: {run.method}, {100 * run.share:.0f} %"
