"""Lesson 2: the data stay fixed, the parameter varies."""

import math
from typing import Final

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import coin
from core.charts import likelihood as chart
from core.charts import windows
from core.coin import Counts
from core.data import coins, horse_kicks, newcomb
from core.data.source import Source
from core.numbers import decimal, from_log, one_over, significant
from core.poisson import Tally
from pages._kit import controls, own_data, painting, prose, stage
from pages._kit.drawing import draw, how_to_read, selected
from pages._kit.stage import Figure, figures
from pages._kit.stepper import stepper
from pages._parts import families

NAMED: Final = {"kerrich": coins.KERRICH, "bartos": coins.BARTOS}
DATA: Final = ("coin", "kerrich", "bartos", "horse-kicks", "newcomb", "yours")
SOURCES: Final = {
    **{key: item.source for key, item in NAMED.items()},
    "horse-kicks": horse_kicks.SOURCE,
    "newcomb": newcomb.SOURCE,
}
SWEEP: Final = 20


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


def source_note(here: stage.Stage, source: Source) -> None:
    """Where the data come from."""
    here.hero.caption(f"**The data.** {source.citation} {source.note}")


def released() -> None:
    """Take theta from the chart when the learner lets go of it."""
    point = selected("likelihood", "drag")
    if "theta" in point:
        st.session_state["theta"] = round(float(point["theta"]), 3)
        painting.current().last = st.session_state["theta"]


def theta_now() -> float:
    """Theta as it stands before its slider is drawn."""
    return float(st.session_state.get("theta", 0.5))


def view_of(counts: Counts) -> tuple[float, float]:
    """The window of theta: the whole axis, or the neighbourhood of a peak too narrow for it."""
    if counts.n < windows.CROWDED:
        return windows.WHOLE
    view = st.segmented_control(
        "Show", ["peak", "whole axis"], default="peak", required=True, key="window", persist_state="session",
    )  # fmt: skip
    return windows.near_peak(counts) if view == "peak" else windows.WHOLE


def sweep(window: tuple[float, float]) -> None:
    """Walk theta across the window, by buttons and keys."""
    low, high = window

    def at() -> int:
        return min(SWEEP, max(0, round((theta_now() - low) / (high - low) * SWEEP)))

    stepper(
        "sweep", at=at, first=0, last=SWEEP, seconds=0.8,
        go=lambda step: controls.set_theta(low + (high - low) * step / SWEEP),
    )  # fmt: skip


@st.fragment
def follow_theta(here: stage.Stage, counts: Counts, window: tuple[float, float], slot: DeltaGenerator | None) -> None:
    """What moves with theta, and nothing else: slider, linked panels, figures, worked example."""
    paint = painting.current()
    hidden = not paint.shown
    with here.controls:
        theta = controls.theta()
        if hidden:
            st.button(
                f"The peak is at θ = {theta:.3f}", key="reveal", type="primary", icon=":material/visibility:",
                on_click=painting.reveal, args=(theta,),
            )  # fmt: skip
    paint.move(theta)
    with here.hero:
        draw(
            chart.rows(
                counts, theta, window, version=controls.version(), guessed=paint.guess,
                seen=paint.seen if hidden else None,
            ),
            chart.spec(here.look, hidden),
            key="likelihood",
            alt="Left: the probability of each number of heads at the chosen θ. Right: the likelihood of every θ for "
            "the observed flips. The observed bar and the marked point have one height.",
            on_select=released,
        )  # fmt: skip
        coin_figures(counts, theta, hidden)
        if not window[0] <= theta <= window[1]:
            st.caption(f"θ = {theta:.3f} lies off this window: L(θ) is too small to draw beside the peak.")
    if slot:
        slot.code(example(counts, theta), language="python")


def coin_stage(here: stage.Stage, counts: Counts, slot: DeltaGenerator | None) -> None:
    """The coin, from its evidence to its figures."""
    with here.controls:
        window = view_of(counts)
    if not painting.current().shown:
        here.controls.markdown("**Where is the peak?** Drag along the axis: the curve appears where θ has been.")
    follow_theta(here, counts, window, slot)
    with here.hero:
        how_to_read(
            "Left, θ is fixed and the data vary: the bars sum to 1. Right, the data are fixed and θ varies. The orange "
            "bar and the ring are one and the same number. Drag the ring."
        )
    with here.controls:
        sweep(window)
        if painting.current().shown:
            st.button("Hide the curve and paint it", key="paint_again", icon=":material/brush:", on_click=painting.hide)
    if counts.n == 0:
        here.hero.info("No flips yet: every θ is equally likely to explain nothing. L(θ) is 1 everywhere.")


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


def words(counts: Counts) -> DeltaGenerator:
    """Everything below the chart. Returns the place of the worked example."""
    prose.idea(
        "A likelihood asks one question of every θ in turn: *if the coin had this bias, how probable were the flips "
        "that you saw?* The flips are on the table and do not change. You walk along the axis and ask again.",
        "A likelihood is **not** the probability of θ. It is the probability of the data, read as a function of θ: "
        "over all data it sums to 1, over all θ it does not.",
    )
    slot = prose.worked_example("With this page's numbers; it runs as it stands.")
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
    return slot


here = stage.open_lesson("likelihood")
with here.controls:
    data, counts = evidence()
mine = own_data.current()
coins_tossed = data in ("coin", *NAMED)
slot = None
if not here.presenting:
    with st.container():
        slot = words(counts if coins_tossed else coins.TEN_FLIPS.counts)
    stage.way_on(here)
if coins_tossed:
    coin_stage(here, counts, slot)
elif data == "horse-kicks":
    families.events(here, horse_kicks.HORSE_KICKS, slot, own=False)
elif data == "newcomb":
    families.readings(here, newcomb.readings(), slot, own=False)
elif mine is None:
    here.hero.info("You have not given any data yet. Open **Your own data** and paste them, or choose a CSV file.")
elif isinstance(mine.data, Tally):
    families.events(here, mine.data, slot, own=True)
else:
    families.readings(here, np.array(mine.data), slot, own=True)
with here.controls:
    own_data.panel()
if data in SOURCES and not here.presenting:
    source_note(here, SOURCES[data])
