"""The scene "hmc" of lesson 8: Hamiltonian Monte Carlo over two weights, step by step."""

from typing import Final, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import cached
from core.logistic.posterior import SIGMA, mode_fit
from core.logistic.two_weights import SPECIES, problem
from core.numbers import decimal, nats, significant
from core.sampling.diagnostics import LARGEST_RHAT, LEAST_ESS
from core.sampling.walk import COUNTS, DRAWS, STEPS, STOPS, Moment, Summary, Walk, moments, regime, summary
from pages._kit import course, session
from pages._kit.charts.base import Look
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.prose import Claim
from pages._kit.stepper import playing_fragment, stepper
from pages.big_picture.charts.hmc import spec
from pages.big_picture.charts.hmc_rows import rows

STEP: Final = 0.1
COUNT: Final = 10
PRESETS: Final = {
    "Good": (STEP, COUNT),
    "Timid": (0.01, 3),
    "Bold": (0.35, 10),
    "Circle": (0.15, 10),
}
SECONDS: Final = 0.35


def _setting() -> tuple[float, int]:
    """The leapfrog step and the number of steps, before their fields are drawn."""
    step, count = session.value_of("hmc_step", STEP), session.value_of("hmc_count", COUNT)
    return (step if step in STEPS else STEP), (count if count in COUNTS else COUNT)


def _moment() -> Moment:
    """The moment that is shown: the field's trajectory, at its end unless the stepper stopped before."""
    count = _setting()[1]
    stop = session.value_of("hmc_draw", 1)
    point = session.value_of("hmc_point", count)
    found = Moment(stop if stop in STOPS else 1, point)
    # At the end if there are now fewer leapfrog steps, or if the trajectory has no single steps to show.
    return found if found in moments(count) else Moment(found.draw, count)


def _at() -> int:
    return moments(_setting()[1]).index(_moment()) + 1


def _go(place: int) -> None:
    moment = moments(_setting()[1])[place - 1]
    session.set_value("hmc_draw", moment.draw)
    session.set_value("hmc_point", moment.point)


def _last() -> int:
    return len(moments(_setting()[1]))


def _ended() -> None:
    """Show the trajectory at its end, after a new setting or a move of the field of draws."""
    session.set_value("hmc_point", max(COUNTS) + 1)


def _take(step: float, count: int) -> None:
    session.set_value("hmc_step", step)
    session.set_value("hmc_count", count)
    _ended()


class Places(NamedTuple):
    """Places in the wide column in which the fragment draws."""

    plane: DeltaGenerator
    stepper: DeltaGenerator
    numbers: DeltaGenerator


def scene(look: Look) -> None:
    """Draw the words, the controls, the plane with its marginals, and the figures of the draws so far."""
    st.subheader("HMC, one trajectory at a time", anchor=False)
    (first, second), before = SPECIES, course.lesson("map-estimation")
    st.markdown(
        f"The two weights of lesson {before.number}, {first} against {second}, once more; this time **all** of their "
        "posterior and not its top. Each draw begins with a kick in a random direction, rolls over the landscape "
        "−log posterior without friction, and ends after a set number of steps. A test on its energy decides whether "
        "the chain moves there."
    )
    with st.container(key="stage_hmc"):
        narrow, wide = st.columns([1, 3.4], gap="medium")
    with wide.container(key="hero_hmc"):
        plane, walked, numbers = st.container(), st.container(), st.container()
        how_to_read(
            "Green rings hold 50, 90 and 99 % of the posterior, exactly. Ring: where the trajectory begins; arrow: its "
            "momentum on the way. Dots: the draws of all four chains within the frame. At the sides, bars: the draws; "
            "line: the exact marginal."
        )
    places = Places(plane, walked, numbers)
    with narrow.container():
        playing_fragment("hmc", lambda: _follow(look, places), at=_at, last=_last(), go=_go, seconds=SECONDS)
    st.caption(
        f"**The slice.** {problem().n} penguins; a Gaussian prior of standard deviation {SIGMA:g} on both weights; the "
        f"intercept held at its MAP, {decimal(mode_fit().parameters[2])}. Unit mass, and here neither warm-up nor "
        "jitter: every draw counts from the first on, so that a bad setting shows."
    )


def _follow(look: Look, places: Places) -> None:
    """Draw the controls, and all that moves with the setting and the step."""
    with st.container(horizontal=True, gap="xxsmall", key="presets_hmc"):
        for name, preset in PRESETS.items():
            st.button(name, key=f"hmc_{name}", on_click=_take, args=preset)
    step = st.select_slider(
        "Leapfrog step", STEPS, STEP, key="hmc_step", format_func=lambda value: f"{value:g}", on_change=_ended,
        persist_state="session",
    )  # fmt: skip
    count = st.select_slider(
        "Steps a trajectory", COUNTS, COUNT, key="hmc_count", on_change=_ended, persist_state="session"
    )
    st.select_slider("Draws of each chain", STOPS, 1, key="hmc_draw", on_change=_ended, persist_state="session")
    step, count = (step if step in STEPS else STEP), (count if count in COUNTS else COUNT)
    walk, moment = cached.hmc_walk(step, count), _moment()
    st.markdown(_what_it_does(walk))
    with places.plane:
        draw(
            rows(walk, moment),
            spec(look),
            key="hmc_plane",
            alt="The plane of two weights: rings of equal posterior density, the draws so far, and one trajectory with "
            "its momentum. Above and to the right, each weight’s histogram of draws with its exact marginal density.",
        )
    with places.stepper, st.container(horizontal=True, vertical_alignment="center", gap="small", key="hmc_walk"):
        stepper("hmc", at=_at, last=_last(), go=_go, in_fragment=True)
        st.markdown(_now(walk, moment))
    with places.numbers:
        _figures(walk, moment)


def _figures(walk: Walk, moment: Moment) -> None:
    """Draw the figures of the trajectory and of the draws so far."""
    draws = walk.draws(moment)
    so_far = summary(walk, draws) if draws else Summary(0.0, 0, None, None)
    total = draws * len(walk.position)
    figures(
        Figure(
            "Acceptance", decimal(so_far.acceptance) if draws else "none yet",
            f"{so_far.divergent:,} of {total:,} diverged", "Mean probability of taking a trajectory’s end, all chains.",
        ),
        Figure(
            "Energy error", _error(walk, moment), "of this trajectory, so far",
            "Energy now minus energy at the kick. Exact motion would keep it at 0; the end is taken with probability "
            "exp(−error), or 1.",
        ),
        Figure(
            "R-hat", "none yet" if so_far.rhat is None else decimal(so_far.rhat),
            "from 4 draws on" if so_far.rhat is None else "1 when chains agree",
            "Rank-normalized, split, of the weight that is worse off (Vehtari et al. 2021). "
            f"They ask for {LARGEST_RHAT:g} or less.",
        ),
        Figure(
            "Effective sample size", "none yet" if so_far.ess is None else f"{so_far.ess:,.0f}",
            f"of {total:,} draws, 4 chains",
            "Bulk, of the weight that is worse off. It may exceed the number of draws: where each lies across from the "
            "one before, their errors cancel.",
        ),
        key="figures_hmc",
    )  # fmt: skip


def _error(walk: Walk, moment: Moment) -> str:
    if moment.draw == 0:
        return nats(0.0)
    value = float(walk.error[moment.draw - 1, moment.point])
    return nats(value) if value == 0 or 1e-3 <= abs(value) < 100 else f"{significant(value, 3)} nats"


def _now(walk: Walk, moment: Moment) -> str:
    if moment.draw == 0:
        return "**Four chains** wait at the edge of the posterior. Nothing is drawn yet."
    which = moment.draw - 1
    if moment.point == 0:
        return f"**Trajectory {moment.draw}.** A kick in a random direction."
    if moment.point < walk.n_steps:
        return f"**Trajectory {moment.draw}.** Leapfrog step {moment.point} of {walk.n_steps}."
    if walk.divergent[0, which]:
        return f"**Trajectory {moment.draw}: divergent.** Its energy ran away; the old point counts once more."
    chance = decimal(float(walk.acceptance[0, which]), 2)
    if walk.accepted[0, which]:
        return f"**Trajectory {moment.draw}: accepted**, with probability {chance}."
    return f"**Trajectory {moment.draw}: rejected**, it had a chance of {chance}; the old point counts once more."


def _what_it_does(walk: Walk) -> str:
    """How the chains move under this setting: the verdict of the run's own diagnostics, and what may explain it."""
    found, whole = regime(walk.step, walk.n_steps), summary(walk, DRAWS)
    assert whole.rhat is not None and whole.ess is not None, "DRAWS are enough for both"
    turn = significant(found.turn, 2)
    turns = f"{turn} of a turn" if float(turn) < 1 else f"{turn} turns"
    taken = f"mean acceptance {decimal(whole.acceptance, 2)}"
    end = f"After {DRAWS} draws a chain: R-hat {decimal(whole.rhat)}, effective sample size {whole.ess:,.0f}"
    if whole.mixed:
        return f"**It moves on.** {end}, as good as asked for. A trajectory makes {turns}; {taken}."
    end = f"{end}, where at most {LARGEST_RHAT:g} and at least {LEAST_ESS:g} are asked for; {taken}."
    if found.kind == "unstable":
        return (
            f"**Unstable.** {end} On a Gaussian of this width, leapfrog steps above {significant(found.limit, 2)}, "
            "twice the narrowest standard deviation, go ever farther astray."
        )
    if found.kind == "timid":
        return f"**A random walk.** {end} A trajectory makes {turns}, and then the next kick comes: the chains crawl."
    if found.kind == "resonant":
        return (
            f"**Round and back.** {end} Acceptance does not measure where a trajectory leads: on a Gaussian of this "
            f"shape, after {turns} from rest one direction keeps {100 * found.memory:.0f} % of its distance, on the "
            "same side or across. Lengths that vary avoid that."
        )
    return f"**Not mixed yet.** {end} A trajectory makes {turns}; its draws are still too few or too much alike."


def claims() -> list[Claim]:
    """The scene's claims, for the lesson's fine print."""
    return [
        Claim(
            "exact",
            "The test on the energy makes the posterior the stationary distribution of HMC, whatever the leapfrog "
            "step. What a finite run says of a mean is off by about its standard deviation / √(effective sample size).",
        ),
        Claim(
            "exact",
            "The rings and the marginals of the trajectory’s slice are sums over a fine grid, not draws. It is a "
            "slice: with the intercept free, the posterior of both weights is a little wider.",
        ),
        Claim(
            "heuristic",
            "R-hat near 1 and no divergence do not prove that the chains have found everything: they can only show "
            "that something is wrong. Chains that all miss the same mode agree.",
        ),
    ]
