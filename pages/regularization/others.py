"""The scene "others" of lesson 7: a prior for each of eighteen batters, learned from all of them."""

import math
from typing import Final

import numpy as np
import streamlit as st

from core.belief import batting
from core.belief.batting import POOLINGS, SERIES, Answer, Pooling
from core.belief.beta_binomial import strength
from core.data.batters import AT_BATS, BATTERS, SOURCE, season_averages, season_noise
from core.numbers import decimal, nats, significant
from pages._kit import names, prose, session, stage
from pages._kit.controls import IN_ADDRESS
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.regularization import example, notebook, reading, words
from pages.regularization.charts import others as chart

NAMES: Final[dict[Pooling, str]] = {
    "fitted": "Fitted prior",
    "hierarchical": "Hierarchical",
    "alone": "Each alone",
    "one": "All as one",
    "hand": "By hand",
}
BY_HAND: Final = 50
"""The prior's share by hand, in percent, before the learner sets it."""


TALLER: Final = """<style>@media (max-width: 640px) { .st-key-hero:has(.st-key-figures_others) > :is(
  [data-testid="stElementContainer"]:has([data-testid="stVegaLiteChart"]),
  .stPrintGraphic:has(> [data-testid="stSkeleton"])
) { height: 58svh; } }</style>"""
"""On a phone the chart has eighteen rows of names, and two curves below them. Other scenes do not send this."""


def scene(here: stage.Stage) -> None:
    """Draw the batters' estimates, and the error and the evidence over the prior's share."""
    st.html(TALLER)
    _draw(here)


@st.fragment
def _draw(here: stage.Stage) -> None:
    with here.controls:
        pooling, by_hand = _fields()
    found = batting.answer(pooling, by_hand)
    with here.hero:
        words.names(
            here,
            ":orange[**▲ own average**] · :green[**● estimate**] · :blue[**prior’s mean ± σ**] · "
            ":gray[**rest of the season**]",
        )
        draw(
            chart.rows(found),
            chart.spec(here.look),
            key="others",
            alt="Left: eighteen batters, each with the average of 45 times at bat, a line from it to the estimate, "
            "and the average in the rest of the season; behind them the prior’s mean and spread. Right: the error of "
            "the estimates and the evidence lost over the prior’s share, with the lowest point of each.",
        )
        _figures(found)
    read_the_chart(here, lambda: reading.of_others(found))
    if not here.presenting:
        with here.reading:
            how_to_read(
                f"Triangle: hits in the first {AT_BATS} times at bat, as a share. A line leads to the estimate, the "
                "circle. Gray tick: the average in the rest of the season. Right: the blue rule is the prior’s "
                "share, the ring the error there; green, how far the evidence is below its highest."
            )
            _words(found)
        with here.example:
            prose.worked_example(
                "The estimates of this page and their error, from nothing but NumPy.",
                lambda: example.batters(pooling, by_hand),
                notebook=notebook.BATTERS,
            )


def _fields() -> tuple[Pooling, float]:
    """Draw the fields; return how the estimates are made, and the share by hand."""
    session.keep_in("pooling", POOLINGS, POOLINGS[0])
    pooling = names.choice(st.pills, "How to estimate", POOLINGS, key="pooling", named=NAMES.__getitem__)
    st.slider(
        "Prior’s share, by hand", 0, 100, BY_HAND, 1, format="%d %%", key="share", on_change=_take_hand,
        help="0 %: each alone. 100 %: all as one. Moving it chooses “By hand”.", **IN_ADDRESS,
    )  # fmt: skip
    share = session.value_of("share", BY_HAND)
    usable = isinstance(share, int | float) and 0 <= share <= 100
    return pooling if pooling in POOLINGS else POOLINGS[0], (share if usable else BY_HAND) / 100


def _take_hand() -> None:
    session.set_value("pooling", "hand")


def _figures(found: Answer) -> None:
    alone, pooled = (batting.answer(way, 0.0).error for way in ("alone", "one"))
    prior = strength(found.share, AT_BATS)
    note = f"strength {significant(prior, 3)}" if 0 < prior < math.inf else "no spread" if prior else "no prior"
    figures(
        Figure(
            "Error, each alone", significant(alone, 3), f"about {decimal(math.sqrt(alone))} off",
            "Mean squared error of hits/45 against the averages of the rest of the season, and its root.",
        ),
        Figure(
            "Error, pooled", significant(pooled, 3), _less(alone / pooled),
            f"Everyone gets the common average, {decimal(SERIES.pooled)}.",
        ),
        Figure(
            "Error, shrunken", significant(found.error, 3), _less(alone / found.error),
            "The mean squared error of the estimates in the chart, as you have chosen to make them.",
        ),
        Figure(
            "Prior’s σ", decimal(found.sd) if found.share else "none", note,
            "Standard deviation of the batters’ abilities under the prior. Its strength is worth that many times at "
            "bat. Hierarchical: σ of all priors together, and the strength that gives the same share.",
        ),
        key="figures_others",
    )  # fmt: skip


def _less(ratio: float) -> str:
    if ratio > 1.05:
        return f"{ratio:.1f} times less"
    return "nearly the same" if ratio > 1 else "the same"


def _words(found: Answer) -> None:
    fitted, averaged, best = batting.fitted(), batting.averaged(), batting.best_share()
    season = season_averages()
    worse = int((np.abs(found.estimates - season) > np.abs(SERIES.rates - season) + 1e-12).sum())
    st.markdown(
        f"**Where does σ come from? Here, from the others.** A batter’s own {AT_BATS} times at bat say little; the "
        "other seventeen say what is usual. With one :blue[**Beta prior**] for all eighteen, each estimate is a mix: "
        "(1 − share) × own average + share × prior’s mean. Nobody has to believe in a width beforehand. Take the "
        "prior with the largest :green[**evidence**], the probability of all "
        f"{AT_BATS * len(BATTERS)} results if abilities are drawn from it: **empirical Bayes**. It has not seen the "
        f"rest of the season, and takes a share of {_percent(fitted.share)}; best would have been {_percent(best)}."
    )
    st.markdown(
        f"**The evidence hardly decides.** Every share from {_percent(batting.within_a_nat())} to 100 % is within one "
        f"nat of its maximum, and all as one loses {nats(float(batting.evidence_lost()[-1]))}: so few results barely "
        "show that the batters differ at all. The **hierarchical** answer does not pick one prior. It averages over "
        "all of them, each weighted by its evidence and by a hyperprior, and ends at a share of "
        f"{_percent(averaged.share)}."
    )
    st.markdown(
        "**The data are used twice.** The fitted prior has seen the hits that it is then combined with; it is not what "
        "somebody knew before. That works where many like cases share one prior, because each adds little to its own. "
        "The hierarchical answer counts each hit once, but its hyperprior is a choice too."
    )
    lead, end = ("Better on average, not for everyone", "") if found.share else ("Each alone", ": it is that average")
    st.markdown(
        f"**{lead}.** For {worse} of {len(BATTERS)} batters the estimate is farther from the rest of the season than "
        f"their own average{end}. And the season is a measurement too, of "
        f"{min(each.season_at_bats for each in BATTERS)} to {max(each.season_at_bats for each in BATTERS)} times at "
        f"bat: about {significant(season_noise(), 2)} of each mean squared error is its own noise."
    )
    st.caption(f"**The data.** {SOURCE.citation} {SOURCE.note}")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
