"""The coverage scene of lesson 5: what 95 % means for a confidence interval, and what for a credible interval."""

from typing import Final

import streamlit as st

from core import cached
from core.belief.coverage import GRID, KINDS, Coverages, Kind, repetitions
from core.data.coins import TEN_FLIPS
from core.likelihood.confidence import drop_of
from core.likelihood.coverage import HUNDRED, MAX_FLIPS, MAX_HUNDREDS, coverage
from core.numbers import compact, decimal, significant
from pages._kit import controls, stage
from pages._kit import prior as prior_fields
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.session import set_value
from pages.bayesian_inference import reading, words
from pages.bayesian_inference.charts import coverage as chart
from pages.bayesian_inference.update import level_field

N_FLIPS: Final = TEN_FLIPS.counts.n
SOURCES: Final = ("fixed", "drawn")
"""Where the theta of the repetitions comes from."""
READ: Final = (
    f"Left, each bar is the interval of one of {HUNDRED} repetitions; those that miss θ are lit, and where θ is drawn, "
    f"a point marks its own. Right, how often such intervals hold θ, exact at all {GRID.size:,} θ of the slider; "
    "between two of them a curve may jump. Dots: at your θ, and beside the curves the average over θ drawn from the "
    "prior. A triangle points to one below the axis."
)


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the fields, the repetitions with the coverage curves, and the figures."""
    with here.controls:
        theta, n = controls.theta(), _whole("Flips in a repetition", "n_flips", MAX_FLIPS, N_FLIPS)
        kind = st.segmented_control(
            "Intervals drawn", KINDS, default=KINDS[0], required=True, key="interval_drawn",
            **controls.IN_ADDRESS,
        )  # fmt: skip
        source = st.segmented_control(
            "θ of a repetition", SOURCES, default=SOURCES[0], required=True, key="theta_from",
            help="Fixed at the slider, or drawn from the prior anew for each repetition.", **controls.IN_ADDRESS,
        )  # fmt: skip
        hundreds = _hundred()
        level, prior = level_field("Level"), prior_fields.fields()
    kind = kind if kind in KINDS else KINDS[0]
    from_prior = source == SOURCES[1]
    found = cached.coin_coverages(n, level, prior)
    made = repetitions(prior if from_prior else theta, n, hundreds)
    with here.hero:
        draw(
            chart.rows(kind, theta, level, prior, found, made, from_prior=from_prior),
            chart.spec(here.look),
            key="coverage_chart",
            alt="Left: a hundred repetitions of the flips, each with its interval of θ; the intervals that miss θ are "
            "lit. Right: the exact coverage of four kinds of intervals over θ, and their averages over θ drawn from "
            "the prior.",
        )
        figures(*(_figure(each, found, theta, level) for each in KINDS), key="figures_coverage")
    read_the_chart(here, lambda: reading.of_coverage(kind, theta, prior, found, made, from_prior=from_prior))
    if here.presenting:
        return
    with here.reading:
        how_to_read(READ)
        st.markdown(words.two_promises(level))
        st.caption(words.at_the_edge(theta, n))
    with here.example:
        words.coverage_example(n, theta, level, prior)


def _whole(label: str, key: str, most: int, default: int) -> int:
    """A field for a whole number from 1 to ``most``; a forged value is replaced by the default."""
    value = st.number_input(label, 1, most, default, step=1, key=key, **controls.IN_ADDRESS)
    return value if isinstance(value, int) and 1 <= value <= most else default


def _hundred() -> int:
    """A button that adds a hundred repetitions, and their number; after the last hundred the first comes again."""
    place = st.container()
    hundreds = _whole("Hundreds so far", "hundred", MAX_HUNDREDS, 1)
    following = hundreds % MAX_HUNDREDS + 1
    with place:
        st.button("Another hundred", key="another", on_click=set_value, args=("hundred", following), width="stretch")
    return hundreds


def _figure(kind: Kind, found: Coverages, theta: float, level: float) -> Figure:
    """The coverage of one kind of interval at the learner's theta, and its average over the prior."""
    tail = compact(50 * (1 - level), 3)
    about = {
        "Wald": "θ̂ ± z √(θ̂ (1 − θ̂) / n). With all heads or all tails its width is 0.",
        "Likelihood": f"All θ whose log-likelihood is at most {significant(drop_of(level), 3)} nats below the top: "
        "half the χ² quantile of this level, with one degree of freedom.",
        "Clopper-Pearson": f"All θ at which neither so many heads or more, nor so many or fewer, have a probability "
        f"below {tail} %. It covers at least its level at every θ.",
        "Credible": f"It leaves out {tail} % of the posterior on each side. At one θ it may cover more or less; "
        "averaged over its own prior, exactly its level.",
    }
    here = float(coverage(found.ends[kind], theta))
    return Figure(
        f"{kind} coverage", percent_text(here), f"on average {percent_text(found.average[kind])}",
        f"{about[kind]} Above, its coverage at your θ; below, the average over θ drawn from the prior.",
    )  # fmt: skip


def percent_text(share: float) -> str:
    """A share in percent, with one decimal."""
    return f"{decimal(100 * share, 1)} %"
