"""The scene "end": the closing page of the course, with the learner's own figures and where to read on."""

from typing import Final

import streamlit as st

from core.belief.beta_bernoulli import posterior
from core.likelihood import coin
from core.numbers import decimal, nats
from pages._kit import belief, controls, course, prior
from pages._kit.figures import Figure, figures
from pages._kit.saving import on_page
from pages._kit.stage import Stage
from pages.training_lab import runs

ANSWERS: Final = (
    "The one under whom the evidence is most probable. Base rates can turn the verdict.",
    "The θ at the top of the likelihood, which is no density over θ.",
    "Sums keep what products lose to underflow, and the best θ stays the best.",
    "It climbs the log-likelihood, as long as the step is not too large.",
    "The prior moves with the data to the posterior: everything you know about θ, not one number.",
    "At the MAP: the top of log-likelihood plus log-prior.",
    "What its prior says: L2 a Gaussian, L1 a Laplace. Not every regularizer has one.",
    "One best answer is cheap; all of them together know where they do not know.",
    "Both. With SGD and Adam training rests where the two pulls cancel.",
)
"""One sentence for each lesson's question."""
BOOKS: Final = (
    "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*: the course's view, in one book",
    "McElreath 2020, *Statistical Rethinking*: Bayesian data analysis from the beginning",
    "Murphy 2022 and 2023, *Probabilistic Machine Learning*: from the coin to deep networks",
    "Gelman et al. 2013, *Bayesian Data Analysis*: priors, checks and hierarchies in practice",
)


def scene(here: Stage) -> None:
    """Draw the course's equation, the learner's own figures, the nine answers, and what to read next."""
    with here.controls:
        st.markdown("This is the end of the course. Your values stay as long as this page is open.")
        st.page_link(page=course.page_of(course.LESSONS[0]), label="Back to the overview", icon=":material/replay:")
    answers = "\n".join(
        f"{lesson.number}. {lesson.question} **{ANSWERS[lesson.number - 1]}**" for lesson in course.LESSONS[1:]
    )
    books = "\n".join(f"- {book}" for book in BOOKS)
    on_page.now().words |= {"Nine answers": answers, "Read on": books}
    with here.hero:
        st.header(
            ":blue[penalty] + :orange[NLL] = :green[objective]", anchor=False,
            help="Minus the logs of prior × likelihood ∝ posterior, up to constants.",
        )  # fmt: skip
        _your_coin()
        _your_run()
        # Also on a projector: the course's last picture.
        with st.container(key="answers"):
            st.markdown(answers)
    if not here.presenting:
        with here.reading:
            st.markdown(f"**Read on**\n\n{books}")


def _your_coin() -> None:
    """The three estimates of the flips and the prior that the learner leaves with."""
    counts, before = controls.counts_now(), prior.current()
    after, best = posterior(before, counts), coin.mle(counts)
    digits = belief.decimals(after)
    st.markdown(f"**Your coin**: {counts.heads:,} heads, {counts.tails:,} tails, prior {before}")
    figures(
        Figure("MLE θ̂", "none" if best is None else belief.probability_text(best, digits), "the data alone"),
        Figure("MAP θ̂", belief.map_text(after, digits), "the top of both"),
        Figure("Posterior mean", belief.probability_text(after.mean, digits), "the next flip is heads"),
        key="figures_coin",
    )


def _your_run() -> None:
    """The last run of the lab, if there is one."""
    held = runs.current_held()
    if held is None or held.run.step == 0:
        st.markdown("**Your run**: none yet. Train one in the lab, and its figures stand here.")
        return
    record = held.run.record
    st.markdown(f"**Your run**: {held.name}, {record.step:,} steps")
    figures(
        Figure("NLL", decimal(record.nll, 4), "what the data still say"),
        Figure("Penalty", decimal(record.penalty, 4), "what the prior says"),
        Figure("Objective", nats(record.nll + record.penalty, 4), "their sum"),
        Figure("Held-out NLL", decimal(record.held_out_nll, 4), "new data"),
        key="figures_run",
    )
