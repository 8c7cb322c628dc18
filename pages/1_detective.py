"""Lesson 1: a suspect is a parameter, a clue is data, and the suspect who explains the clues best is the MLE."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.likelihood import detective
from core.likelihood.detective import DEFAULT_CASE, CaseFile, Verdict
from core.numbers import decimal, from_log, nats
from pages._kit import prose, stage
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages.detective.case_table import edit_case, restore_case
from pages.detective.charts import case as chart
from pages.detective.example import case_code, listed
from pages.detective.line_up import line_up_of_coins

CLAIMS = [
    prose.Claim(
        "exact",
        "The shortest bar is the maximum likelihood: −log turns the product of probabilities into a sum "
        "and reverses the order of the suspects, no more.",
    ),
    prose.Claim(
        "exact",
        "A likelihood is no probability of the suspect: over the suspects, likelihoods need not add up to 1. "
        "Divided by their sum they are the posterior for equal base rates, and only for those.",
    ),
    prose.Claim(
        "approximate",
        "The clues are assumed independent given the suspect. Clues that go together, such as prints of hands "
        "and of feet, would otherwise be counted twice.",
    ),
    prose.Claim(
        "exact",
        "A clue that is off was not looked for: it is summed out, a factor of 1. A clue looked for and not found "
        "would count as 1 − P.",
    ),
    prose.Claim(
        "exact",
        "Three coins stand at 1/4, 1/2 and 3/4; 11 and 101 are evenly spaced from 0 to 1. Heights are L(θ) / L(θ̂), "
        "so a constant factor, such as the number of orders of the flips, plays no part.",
    ),
    prose.Claim(
        "heuristic",
        "Training as detective work is an analogy: training sees only the weights along its way, and may stop at a "
        "good suspect that is not the best. The case and its numbers are made up.",
    ),
]
REFERENCES = [
    "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapters 2.3 and 28",
    "Bishop 2006, *Pattern Recognition and Machine Learning*, sections 1.2 and 2.1",
    "Efron & Hastie 2016, *Computer Age Statistical Inference*, chapter 4",
]


def low(name: str) -> str:
    """A suspect's name inside a sentence."""
    return name[:1].lower() + name[1:]


def choose_clues() -> tuple[bool, ...]:
    """Which clues were found."""
    clues = DEFAULT_CASE.clues
    chosen = st.pills(
        "Clues found", clues, selection_mode="multi", default=list(clues), key="clues", bind="query-params"
    )
    return tuple(clue in chosen for clue in clues)


def weigh(case: CaseFile, on: Sequence[bool], with_rates: bool) -> Verdict | None:
    """The verdict, or None if every suspect is ruled out."""
    try:
        return detective.verdict(case.table, on, case.base_rates if with_rates else None)
    except ValueError:
        return None


def verdict_figures(found: Verdict | None, with_rates: bool) -> list[Figure]:
    """Who, how probable, and by how much."""
    if found is None:
        who, how, gap = ("none", "all are ruled out"), ("none", "nobody is left"), ("none", "nobody is left")
    else:
        best = found.winners[0]
        others = np.delete(np.arange(len(found.log_joint)), best)
        second = int(others[np.argmax(found.log_joint[others])])
        ahead = float(found.log_joint[best] - found.log_joint[second])
        who = (
            ", ".join(DEFAULT_CASE.suspects[i] for i in found.winners),
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
        Figure("Margin", *gap, "How much longer the second-best bar is; as a factor in probability below"),
    ]  # fmt: skip


def what_base_rates_do(found: Verdict | None, alone: Verdict | None, on: Sequence[bool], with_rates: bool) -> str:
    """One sentence for the controls."""
    if not any(on):
        return "No clues: only the base rates speak." if with_rates else "No clues: all suspects are equally likely."
    if found is None:
        return "Nobody can have left this evidence: **every suspect is ruled out** by a probability of 0."
    if not with_rates:
        return "Now the evidence speaks alone. Would base rates change the verdict?"
    if alone is None or alone.winners == found.winners:
        return "Base rates leave the verdict as it is."
    names = listed([low(DEFAULT_CASE.suspects[i]) for i in alone.winners])
    return f"Base rates **turn the verdict**. The :orange[evidence] is the same; alone it points to {names}."


def show_case(case: CaseFile, on: Sequence[bool], with_rates: bool, found: Verdict | None) -> None:
    """The hero: the bars, how to read them, and the figures."""
    winners = found.winners if found else ()
    bars = chart.bars(case, on, winners, with_rates=with_rates)
    every = chart.bars(case, [True] * len(on), (), with_rates=True)
    with here.hero:
        draw(
            chart.rows(bars, max((b.length for b in every if np.isfinite(b.length)), default=0.0)),
            chart.spec(here.look),
            key="case_chart",
            alt="One bar per suspect: how surprising the evidence is if that suspect did it, clue by clue.",
            read="Each piece is a clue: the less probable, the longer. "
            "**The shortest bar explains the evidence best.**",
        )
        figures(*verdict_figures(found, with_rates), key="figures_case")


def explain_base_rates(case: CaseFile, on: Sequence[bool]) -> None:
    """Bayes' rule with this case's numbers, for the suspect that base rates and evidence together favor."""
    st.subheader("Base rates: the road to Bayes", anchor=False)
    st.markdown(
        "A :blue[base rate] says how often a suspect is behind such a case, before you look at any clue. "
        "The :orange[evidence] stays what it is; the base rate adds its own surprise to the bar. "
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
        "Base rate times likelihood, divided by the same product summed over all suspects. Lesson 5 takes it up."
    )


def words() -> tuple[DeltaGenerator, DeltaGenerator]:
    """The seed's parts, the question, and the fine print. Returns the places of the two halves of the example."""
    prose.idea(
        "A detective arrives at a crime scene: fingerprints, footprints, a broken window. The question is not "
        "“whom do I dislike?” but “**who would most probably have left exactly this evidence?**” "
        "The evidence is the data, the suspects are the parameters, and picking the best one is "
        "**maximum likelihood estimation**: θ̂ = argmax P(data | θ).",
        "Training a neural network is the same search, for most losses: minimizing cross-entropy maximizes the "
        "likelihood of the training data. The bar above *is* such a loss, surprise −log P summed over the evidence. "
        "The suspects are all settings of the weights, too many to line up, so you walk downhill instead.",
    )
    start = detective.verdict(DEFAULT_CASE.table, (True,) * len(DEFAULT_CASE.clues))
    first, second = (int(i) for i in np.argsort(start.log_likelihood)[::-1][:2])
    ratio = from_log(float(start.log_likelihood[first] - start.log_likelihood[second]), 3)
    strong, weak = low(DEFAULT_CASE.suspects[first]), low(DEFAULT_CASE.suspects[second])
    prose.predict(
        f"The clues are {ratio} times as probable if {strong} did it as if {weak} did. "
        f"Is {strong} therefore {ratio} times as likely to be guilty?",
        ["Yes", "Only if both were equally likely before", "No, likelihoods never say anything about that"],
        "Only if both were equally likely before",
        "A likelihood is the probability of the evidence, not of the suspect. Switch on base rates and see.",
        key="predict_detective",
    )
    slot = prose.worked_example("This page’s numbers, as they stand now: the case, then the coins. NumPy only.")
    places = slot.container(), slot.container()
    prose.worlds(
        "A detective asks which suspect best explains all of the evidence.",
        "Training asks which weights best explain all of the training data.",
    )
    prose.fine_print(CLAIMS, REFERENCES)
    return places


@st.fragment
def the_case(papers: DeltaGenerator, bayes: DeltaGenerator | None, slot: DeltaGenerator | None) -> None:
    """What moves with the clues, the base rates and the table, and nothing else."""
    with here.controls:
        on = choose_clues()
        with_rates = st.toggle("Base rates", key="base_rates", bind="query-params")
        remark = st.container(key="remark")
        for suspect, story in zip(DEFAULT_CASE.suspects, DEFAULT_CASE.stories, strict=True):
            st.caption(f"**{suspect}** {story}.")
    # The table is read before the chart is drawn, wherever it stands.
    with papers:
        st.subheader("The case file: P(clue | suspect)", anchor=False)
        case = edit_case(with_rates)
        st.caption("Change any number from 0 to 1. A copied link carries the switches, not these numbers.")
        st.button("Restore the case file", icon=":material/restart_alt:", on_click=restore_case)
    found = weigh(case, on, with_rates)
    show_case(case, on, with_rates, found)
    remark.markdown(what_base_rates_do(found, weigh(case, on, False), on, with_rates))
    if bayes:
        with bayes:
            explain_base_rates(case, on)
    if slot:
        slot.code(case_code(case, on, with_rates=with_rates), language="python")


here = stage.open_lesson("detective")
if here.presenting:
    the_case(here.controls.container(), None, None)
else:
    left, bayes = st.columns([1.5, 1], gap="large")
    coins, below = st.container(), st.container()
    with below:
        case_slot, coins_slot = words()
        stage.way_on(here)
    the_case(left, bayes, case_slot)
    with coins:
        line_up_of_coins(here.look, coins_slot)
