"""The first scene of lesson 1: the clues, the base rates, the bars of surprise, the verdict and Bayes' rule."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import streamlit as st

from core.likelihood import detective
from core.likelihood.detective import DEFAULT_CASE, CaseFile, Verdict
from core.numbers import decimal, from_log, nats, significant
from pages._kit import course, drawing
from pages._kit.controls import IN_ADDRESS
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.prose import low
from pages._kit.reading import read_the_chart
from pages._kit.stage import Stage
from pages.detective import reading, words
from pages.detective.case_table import case_now, draw_table, offer_restore
from pages.detective.charts import case as chart
from pages.detective.example import listed

NAT: Final = (
    f"A nat is the unit of the natural logarithm: 1 nat longer is {significant(math.e, 3)} times less probable."
)


def choose_clues() -> tuple[bool, ...]:
    """Draw the field of the clues; return for each clue whether it was found."""
    clues = DEFAULT_CASE.clues
    chosen = st.pills("Clues found", clues, selection_mode="multi", default=list(clues), key="clues", **IN_ADDRESS)
    return tuple(clue in chosen for clue in clues)


def weigh(case: CaseFile, on: Sequence[bool], with_rates: bool) -> Verdict | None:
    """Return the verdict, or None if every suspect is ruled out."""
    try:
        return detective.verdict(case.table, on, case.base_rates if with_rates else None)
    except ValueError:
        return None


def verdict_figures(found: Verdict | None, with_rates: bool) -> list[Figure]:
    """Return the three figures: the most likely suspect, its posterior probability, and its margin."""
    if found is None:
        who, how, gap = ("none", "all are ruled out"), ("none", "nobody is left"), ("none", "nobody is left")
    else:
        best = found.winners[0]
        others = np.delete(np.arange(len(found.log_joint)), best)
        second = int(others[np.argmax(found.log_joint[others])])
        ahead = float(found.log_joint[best] - found.log_joint[second])
        who = (
            # Several names would take a second line, and the chart above would get lower.
            DEFAULT_CASE.suspects[best] if len(found.winners) == 1 else f"a tie of {len(found.winners)}",
            "with base rates" if with_rates else "by the evidence alone",
        )
        how = (
            decimal(found.posterior[best]) + (" each" if len(found.winners) > 1 else ""),
            "with these base rates" if with_rates else "if equally likely before",
        )
        gap = (nats(ahead), f"{from_log(ahead, 3)} times {low(DEFAULT_CASE.suspects[second])}’s")
        if len(found.winners) > 1:
            gap = (nats(0.0), "a tie")
        elif np.isinf(ahead):
            gap = ("no rival", "all others are ruled out")
    return [
        Figure("Most likely suspect", *who),
        Figure(
            "Posterior probability", *how,
            "P(suspect | clues): base rate times likelihood, divided by the sum over all suspects",
        ),
        Figure("Margin", *gap, f"How much longer the next-best bar is; as a factor in probability below. {NAT}"),
    ]  # fmt: skip


def what_base_rates_do(found: Verdict | None, alone: Verdict | None, on: Sequence[bool], with_rates: bool) -> str:
    """Return one sentence on what the base rates do to the verdict."""
    if not any(on):
        if with_rates:
            return "No clues: only the base rates speak."
        return "No clues: every suspect explains the evidence equally well."
    if found is None:
        return "Nobody is left: **every suspect is ruled out** by a probability of 0."
    if not with_rates:
        return "Now the evidence speaks alone. Would base rates change the verdict?"
    if alone is None or alone.winners == found.winners:
        return "Base rates leave the verdict as it is."
    names = listed([low(DEFAULT_CASE.suspects[i]) for i in alone.winners])
    do = "change" if set(found.winners) & set(alone.winners) else "turn"
    return f"Base rates **{do} the verdict**. The :orange[evidence] is the same; alone it points to {names}."


def how_to_read(bars: Sequence[chart.Bar], with_rates: bool) -> str:
    """Return the line under the bars; with base rates, the shortest bar is the largest posterior probability."""
    out = [bar for bar in bars if bar.ruled_out_by]
    without = " A suspect whom a probability of 0 rules out has no bar." if out else ""
    if len(out) == len(bars):
        return without.strip()
    if with_rates:
        return (
            "Each piece is a clue, the last one the base rate: the less probable, the longer. **The shortest bar is "
            f"the most probable suspect**, by base rate and evidence together.{without}"
        )
    if not bars[0].segments:
        return "Each piece of a bar is a clue, and without clues no bar has any: all have length 0."
    return (
        "Each piece is a clue: the less probable, the longer. **The shortest bar explains the evidence best.**"
        f"{without}"
    )


def show_case(here: Stage, case: CaseFile, on: Sequence[bool], with_rates: bool, found: Verdict | None) -> None:
    """Draw the bars, the figures, and how to read them."""
    bars = chart.bars(case, on, found.winners if found else (), with_rates=with_rates)
    every = chart.bars(case, [True] * len(on), (), with_rates=True)
    with here.hero:
        draw(
            chart.rows(bars, max((b.length for b in every if np.isfinite(b.length)), default=0.0)),
            chart.spec(here.look),
            key="case_chart",
            alt="One bar per suspect who is not ruled out, piece by piece: how surprising each clue is if that suspect "
            "did it; with base rates on, how surprising it is that this suspect is behind a case.",
        )
        figures(*verdict_figures(found, with_rates), key="figures_case")
    read_the_chart(here, lambda: reading.of_case(bars, found))
    if not here.presenting:
        with here.reading:
            drawing.how_to_read(f"{how_to_read(bars, with_rates)} {NAT}")


def explain_base_rates(case: CaseFile, on: Sequence[bool]) -> None:
    """Write Bayes' rule with this case's numbers, for the suspect with the highest posterior probability."""
    st.markdown(
        "**Base rates: the road to Bayes.** A :blue[base rate] says how often a suspect is behind such a case, before "
        "you look at any clue. The :orange[evidence] stays what it is; the base rate adds its own surprise to the bar. "
        "That is **Bayes’ rule**."
    )
    found = weigh(case, on, True)
    if found is None:
        return
    best = found.winners[0]
    prior, likelihood = from_log(found.log_prior[best], 3), from_log(found.log_likelihood[best], 3)
    evidence = from_log(float(np.logaddexp.reduce(found.log_joint)), 3)
    st.markdown(
        f"P({low(case.suspects[best])} | clues) = :blue[{prior}] × :orange[{likelihood}] / {evidence} "
        f"= :green[{decimal(found.posterior[best])}]"
    )
    st.caption(
        "Base rate times likelihood, divided by the same product summed over all suspects. Lesson "
        f"{course.lesson('bayesian-inference').number} takes it up."
    )


@st.fragment
def scene(here: Stage) -> None:
    """Draw the clues, the base rates and the table, and all that depends on them."""
    case, refused = case_now()
    with here.controls:
        on = choose_clues()
        with_rates = st.toggle("Base rates", key="base_rates", **IN_ADDRESS)
        found, alone = weigh(case, on, with_rates), weigh(case, on, False)
        with st.container(key="remark"):
            st.markdown(what_base_rates_do(found, alone, on, with_rates))
    show_case(here, case, on, with_rates, found)
    # A projector has room for the table in the panel only.
    with here.controls if here.presenting else here.hero:
        draw_table(with_rates, low=not here.presenting)
    with here.controls:
        offer_restore(case, refused=refused)
        for suspect, story in zip(DEFAULT_CASE.suspects, DEFAULT_CASE.stories, strict=True):
            st.caption(f"**{suspect}** {story}.")
    if not here.presenting:
        with here.reading:
            shares = " Base rates count by their shares of their sum." if with_rates else ""
            st.caption(
                f"**The table is yours.** Change any number in it, from 0 to 1.{shares} A copied link does not carry "
                "these numbers."
            )
            explain_base_rates(case, on)
        with here.example:
            words.case_example(case, on, with_rates=with_rates, winners=len(found.winners) if found else 0)
