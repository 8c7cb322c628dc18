"""Lesson 2: the data stay fixed, the parameter varies."""

import math
from typing import Final

import numpy as np
import streamlit as st

from core import coin
from core.charts import likelihood as chart
from core.charts import windows
from core.coin import Counts
from core.data import coins, horse_kicks, newcomb
from core.data.source import Source
from core.numbers import decimal, from_log, one_over, significant
from core.poisson import Tally
from pages._kit import controls, own_data, prose, stage
from pages._kit.drawing import draw, selected
from pages._kit.stage import Figure, figures
from pages._kit.stepper import stepper
from pages._parts import families

NAMED: Final = {"kerrich": coins.KERRICH, "bartos": coins.BARTOS}
DATA: Final = ("coin", "kerrich", "bartos", "horse-kicks", "newcomb", "yours")
SWEEP: Final = 20
PAINT: Final = "_paint"


def data_changed() -> None:
    """Let named coins travel: their counts become the shared heads and tails."""
    name = st.session_state["data"]
    if name in NAMED:
        controls.take(NAMED[name].counts)
    controls.moved()


def evidence() -> tuple[str, Counts]:
    """The fields: which data, and the coin's counts."""
    if st.session_state.get("data") in NAMED and st.session_state.get("heads") is not None:
        preset = NAMED[st.session_state["data"]].counts
        if (st.session_state["heads"], st.session_state["tails"]) != (preset.heads, preset.tails):
            st.session_state["data"] = "coin"  # the counts were changed since, here or on another lesson
    name = st.selectbox("Data", DATA, key="data", on_change=data_changed, bind="query-params")
    if name in NAMED:
        st.session_state["heads"] = NAMED[name].counts.heads
        st.session_state["tails"] = NAMED[name].counts.tails
    counts = controls.coin() if name in ("coin", *NAMED) else Counts(0, 0)
    return name, NAMED[name].counts if name in NAMED else counts


def source_note(source: Source) -> None:
    """Where the data come from."""
    st.caption(f"**The data.** {source.citation} {source.note}")


def released() -> None:
    """Take theta from the chart when the learner lets go of it."""
    point = selected("likelihood", "drag")
    if "theta" in point:
        st.session_state["theta"] = round(float(point["theta"]), 3)
        paint = st.session_state.get(PAINT)
        if paint:
            paint["last"] = st.session_state["theta"]


def painting() -> dict:
    """Whether the curve is still to be painted: on a first visit that brings no evidence with it."""
    if PAINT not in st.session_state:
        st.session_state[PAINT] = {"open": stage.came_by_link(), "guess": None, "seen": [], "last": None}
    return st.session_state[PAINT]


def reveal(guess: float) -> None:
    """Show the whole curve, with the guess that was asked for."""
    st.session_state[PAINT].update(open=True, guess=guess)


def paint_again() -> None:
    """Hide the curve."""
    st.session_state[PAINT] = {"open": False, "guess": None, "seen": [], "last": None}
    controls.moved()


def view_of(counts: Counts, theta: float) -> tuple[float, float]:
    """The window of theta: the whole axis, or the neighbourhood of a peak too narrow for it."""
    if counts.n < windows.CROWDED:
        return windows.WHOLE
    view = st.segmented_control(
        "Show", ["peak", "whole axis"], default="peak", required=True, key="window", persist_state="session",
    )  # fmt: skip
    return windows.near_peak(counts, theta) if view == "peak" else windows.WHOLE


def guess_controls(paint: dict, theta: float) -> None:
    """Ask for the peak before it is shown; afterwards, offer to paint again."""
    if paint["open"]:
        st.button("Hide the curve and paint it", key="paint_again", icon=":material/brush:", on_click=paint_again)
        return
    st.markdown("**Where is the peak?** Drag along the axis: the curve appears where θ has been.")
    st.button(
        f"The peak is at θ = {theta:.3f}", key="reveal", type="primary", on_click=reveal, args=(theta,),
        icon=":material/visibility:",
    )  # fmt: skip


def coin_stage(here: stage.Stage, counts: Counts) -> float:
    """The coin: controls, linked panels, figures. Returns theta."""
    paint = painting()
    with here.controls:
        theta = controls.theta()
        window = view_of(counts, theta)
        low, high = window

        def sweep(step: int) -> None:
            controls.set_theta(low + (high - low) * step / SWEEP)

        at = round((theta - low) / (high - low) * SWEEP)
        stepper("sweep", at=min(SWEEP, max(0, at)), first=0, last=SWEEP, go=sweep, what="Sweep", seconds=0.8)
        guess_controls(paint, theta)
    seen = paint["seen"]
    if paint["last"] is not None and paint["last"] != theta:
        seen.append((min(paint["last"], theta), max(paint["last"], theta)))
    paint["last"] = theta
    hidden = not paint["open"]
    with here.hero:
        draw(
            chart.rows(
                counts, theta, window, version=controls.version(), guessed=paint["guess"],
                seen=tuple(seen) if hidden else (),
            ),
            chart.spec(here.look, hidden),
            key="likelihood",
            alt="Left: the probability of each number of heads at the chosen θ. Right: the likelihood of every θ for "
            "the observed flips. The observed bar and the marked point have one height.",
            read="Left, θ is fixed and the data vary: the bars sum to 1. Right, the data are fixed and θ varies. "
            "The orange bar and the ring are one and the same number. Drag the ring.",
            on_select=released,
        )  # fmt: skip
        coin_figures(counts, theta, hidden)
        if not low <= theta <= high:
            st.caption(f"θ = {theta:.3f} lies off this window: L(θ) is too small to draw beside the peak.")
        if counts.n == 0:
            st.info("No flips yet: every θ is equally likely to explain nothing. L(θ) is 1 everywhere.")
    return theta


def coin_figures(counts: Counts, theta: float, hidden: bool) -> None:
    """The lesson's four numbers."""
    log_l = float(coin.log_likelihood(theta, counts))
    ratio = float(coin.log_likelihood_ratio(theta, counts))
    best, area = coin.mle(counts), coin.log_area(counts)
    orders = one_over(-coin.log_choose(counts)) or from_log(coin.log_choose(counts), 3)
    orders = f"{math.comb(counts.n, counts.heads):,}" if counts.n <= 60 else orders
    fraction = one_over(area)
    figures(
        Figure(
            "L(θ)", from_log(log_l), f"× {orders} orders = p" if counts.n else "",
            help="The probability of this very sequence of flips. The chart shows p, the probability of this "
            "many heads in any order: a constant times L(θ).",
        ),
        Figure("L(θ) / L(θ̂)", from_log(ratio), "1 at the peak"),
        Figure(
            "MLE θ̂",
            "after your guess" if hidden else "every θ" if best is None else decimal(best),
            "" if hidden or best is None else f"{counts.heads:,} / {counts.n:,}",
        ),
        Figure(
            "Area under L(θ)", from_log(area, 3), f"= {fraction}, not 1" if fraction else "",
            help="A likelihood is no density over θ: its area is not 1.",
        ),
    )  # fmt: skip


def example(counts: Counts, theta: float) -> str:
    """The worked example, with this page's numbers."""
    lines = [
        "import numpy as np",
        "",
        f"heads, tails, theta = {counts.heads}, {counts.tails}, {theta}",
        "",
    ]
    if 0 < counts.n <= 1000:
        lines += [
            "thetas = np.linspace(0, 1, 1001)  # 1001 points: a grid of 100 has no point at 0.7",
            "L = thetas**heads * (1 - thetas)**tails",
            "on_grid = thetas[np.argmax(L)]",
            "",
            "L_theta = theta**heads * (1 - theta)**tails",
        ]
    else:
        lines += [
            "# So many factors are 0 to a computer: keep the logarithm.",
            "with np.errstate(divide='ignore'):",
            "    log_L_theta = (heads and heads * np.log(theta)) + (tails and tails * np.log1p(-theta))",
        ]
    lines += ["theta_hat = heads / (heads + tails)"] if counts.n else ["theta_hat = None  # no flips: every theta"]
    return "\n".join(lines)


def words(here: stage.Stage, counts: Counts, theta: float) -> None:
    """Everything below the chart."""
    prose.idea(
        "A likelihood asks one question of every θ in turn: *if the coin had this bias, how probable were the flips "
        "that you saw?* The flips are on the table and do not change. You walk along the axis and ask again.",
        "A likelihood is **not** the probability of θ. It is the probability of the data, read as a function of θ: "
        "over all data it sums to 1, over all θ it does not.",
    )
    prose.worked_example(example(counts, theta), "With this page's numbers; it runs as it stands.")
    prose.worlds(
        "A doctor weighs which illness would make these symptoms most probable, before asking how common each is.",
        "A loss over a fixed training set, seen as a function of the weights, is such a curve in millions of "
        "dimensions. Training looks for its peak.",
    )
    prose.predict(
        "You flip ten times more coins and see the same share of heads. What happens to the likelihood's peak?",
        ["It moves towards 0.5", "It stays and gets narrower", "It stays and gets wider"],
        "It stays and gets narrower",
        f"The share decides where it is; the number of flips decides how wide: with {counts.n:,} flips the standard "
        f"error is {significant(coin.standard_error(counts) or 0.0, 3)}, and ten times as many divide it by "
        f"{math.sqrt(10):.2f}.",
        key="predict_likelihood",
    )
    prose.fine_print(
        [
            prose.Claim("exact", "The MLE of a coin is the share of heads, at 0 and at 1 too."),
            prose.Claim(
                "exact",
                "Counting orders multiplies L(θ) by C(n, h), which does not depend on θ: it moves no maximum and no "
                "ratio.",
            ),
            prose.Claim(
                "approximate",
                "A drop of 1.92 nats marks a 95 % interval when the log-likelihood is close to a parabola (half of "
                "the 95 % point of χ² with one degree of freedom); near 0 and 1, or with few flips, it is not.",
            ),
            prose.Claim(
                "heuristic",
                "One θ for all flips: the tossers of Bartoš et al. differ, and Newcomb's outliers are no Gaussian's.",
            ),
        ],
        [
            "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapters 2 and 3",
            "Efron & Hastie 2016, *Computer Age Statistical Inference*, chapter 4",
            "Pawitan 2001, *In All Likelihood*, chapter 2",
        ],
    )


here = stage.open_lesson("likelihood")
with here.controls:
    data, counts = evidence()
theta = float(st.session_state.get("theta", 0.5))
mine = own_data.current()
if data in ("coin", *NAMED):
    theta = coin_stage(here, counts)
elif data == "horse-kicks":
    families.events(here, horse_kicks.HORSE_KICKS, own=False)
elif data == "newcomb":
    families.readings(here, newcomb.readings(), own=False)
elif mine is None:
    here.hero.info("You have not given any data yet. Open **Your own data** and paste them, or choose a CSV file.")
elif isinstance(mine.data, Tally):
    families.events(here, mine.data, own=True)
else:
    families.readings(here, np.array(mine.data), own=True)
with here.controls:
    own_data.panel()
    sources = {**{key: item.source for key, item in NAMED.items()}, "horse-kicks": horse_kicks.SOURCE,
               "newcomb": newcomb.SOURCE}  # fmt: skip
if not here.presenting:
    if data in sources:
        with here.hero:
            source_note(sources[data])
    words(here, counts if counts.n else Counts(7, 3), theta)
    stage.way_on(here)
