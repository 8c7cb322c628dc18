"""The second scene of lesson 1: the case counted in a thousand cases, of which the clues leave a few."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.likelihood.detective import DEFAULT_CASE, CaseFile
from core.likelihood.natural_frequencies import THOUSAND, Frequencies, natural_frequencies
from core.numbers import decimal
from pages._kit.controls import IN_ADDRESS
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.prose import low
from pages._kit.reading import every, read_the_chart
from pages._kit.stage import Stage
from pages.detective import reading, words
from pages.detective.case import choose_clues
from pages.detective.case_table import case_now, draw_table, offer_restore
from pages.detective.charts import thousand as chart
from pages.detective.charts.thousand import counted

MILLION: Final = THOUSAND**2


def thousand_figures(found: Frequencies) -> list[Figure]:
    """Return the two figures: how many are left, and the leader's share of them."""
    left = Figure(
        "Left under the clues", counted(found.all_left, 3), f"of {THOUSAND:,} cases",
        "Expected number of cases that show every clue that is on; it need not be whole.",
    )  # fmt: skip
    if found.posterior is None:
        value, note = "none", "nobody is left"
    else:
        best = found.leaders[0]
        tied = len(found.leaders) > 1
        value = decimal(float(found.posterior[best])) + (" each" if tied else "")
        note = f"a tie of {len(found.leaders)}" if tied else low(DEFAULT_CASE.suspects[best])
    meaning = (
        "P(suspect | clues) of the suspect with the most cases left: its share of all that are left. With base rates "
        "off, for suspects who were equally likely before."
    )
    return [left, Figure("Posterior probability", value, note, meaning)]


def what_is_left(found: Frequencies, on: Sequence[bool]) -> str:
    """Return one sentence or two on what the clues leave of the thousand."""
    if found.posterior is None:
        return "Nobody is left: **every suspect is ruled out** by a probability of 0."
    if not any(on):
        return f"No clue is on, so all {THOUSAND:,} cases are left. Switch the clues on one by one."
    names = every([f"{low(DEFAULT_CASE.suspects[i])}’s" for i in found.leaders])
    tied = len(found.leaders) > 1
    if found.all_left < 1:
        return (
            f"Of {THOUSAND:,} cases **less than one** is left: {counted(found.all_left)} on average, or "
            f"{counted(found.all_left * MILLION / THOUSAND)} of {MILLION:,}. The largest "
            f"{'shares are' if tied else 'share is'} {names}."
        )
    clues = "all clues that are on" if sum(on) > 1 else "the clue that is on"
    return (
        f"Of {THOUSAND:,} cases, :green[**{counted(found.all_left)}**] on average show {clues}. Of these, "
        f":green[**{counted(found.left[found.leaders[0]])}**]{' each' if tied else ''} are {names}."
    )


def how_to_read_dots(clues: Sequence[str]) -> str:
    """Return the line on how to read the chart under these clues."""
    others = {
        0: "",
        1: " Gray: it does not.",
        2: f" Orange: only {clues[0]}. Gray: not even that." if clues else "",
        3: " Orange: only the first two, paler only the first. Gray: not even that.",
    }[len(clues)]
    green = f"**green if it shows {every(clues)}**" if clues else "green as long as no clue is on"
    return (
        f"Each dot is one of {THOUSAND:,} cases, in the block of the suspect behind it, {green}.{others} The bar "
        "gathers what is left: **a suspect’s share of it is the posterior probability**. A dot is a whole case, so the "
        "dots are rounded; numbers and bar are of expected cases, which need not be whole."
    )


def explain_count(found: Frequencies, with_rates: bool) -> None:
    """Write Bayes' rule as a count, for the suspect who leads."""
    blocks = (
        "Blocks are in proportion to the :blue[base rates]."
        if with_rates
        else "Base rates are off, so all blocks are equally large, up to a dot. Switch them on, and blocks are in "
        "proportion to the :blue[base rates]."
    )
    st.markdown(
        f"**Bayes’ rule is counting.** {blocks} Each :orange[clue] keeps its share of a block, P(clue | suspect). "
        "What is left, :green[base rate times likelihood], is compared with all that is left:"
    )
    if found.posterior is None:
        st.markdown("Nothing is left to compare.")
        return
    best = found.leaders[0]
    parts = " + ".join(f":green[{counted(count)}]" for count in found.left)
    st.markdown(
        f"P({low(DEFAULT_CASE.suspects[best])} | clues) = :green[{counted(found.left[best])}] / ({parts}) "
        f"= :green[{decimal(float(found.posterior[best]))}]"
    )


def count(case: CaseFile, on: Sequence[bool], with_rates: bool) -> Frequencies:
    """Sort a thousand cases by suspect and clues."""
    return natural_frequencies(case.table, on, case.base_rates if with_rates else None)


@st.fragment
def scene(here: Stage) -> None:
    """Draw the clues, the base rates and the table, the dots, and what is left."""
    case, refused = case_now()
    with here.controls:
        on = choose_clues()
        with_rates = st.toggle("Base rates", key="base_rates", **IN_ADDRESS)
        offer_restore(case, refused=refused)
        found = count(case, on, with_rates)
        with st.container(key="remark"):
            st.markdown(what_is_left(found, on))
    clues = [clue for clue, there in zip(case.clues, on, strict=True) if there]
    with here.hero:
        draw(
            chart.rows(found, case.suspects, clues),
            chart.spec(here.look),
            key="thousand_chart",
            alt="A thousand dots, one per case, in a block for each suspect. Those that show every clue that is on are "
            "marked; beside them a bar of what is left, divided by suspect.",
        )
        figures(*thousand_figures(found), key="figures_thousand")
    read_the_chart(here, lambda: reading.of_thousand(found, case.suspects, clues, with_rates=with_rates))
    # A projector has room for the table in the panel only.
    with here.controls if here.presenting else here.hero:
        draw_table(with_rates, low=not here.presenting)
    if not here.presenting:
        with here.reading:
            how_to_read(how_to_read_dots(clues))
            explain_count(found, with_rates)
        with here.example:
            words.thousand_example(case, on, with_rates=with_rates, left=found.posterior is not None)
