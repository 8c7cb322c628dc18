"""The scene "hmc" of lesson 8: Hamiltonian Monte Carlo over two weights, step by step."""

from bisect import bisect_right
from typing import Final

import streamlit as st

from core import cached
from core.logistic.posterior import SIGMA, mode_fit
from core.logistic.two_weights import SPECIES, problem
from core.numbers import decimal, nats, significant
from core.sampling.diagnostics import LARGEST_RHAT, LEAST_ESS
from core.sampling.walk import COUNTS, DETAILED, DRAWS, STEPS, STOPS, Moment, Summary, Walk, moments, regime, summary
from pages._kit import controls, course, session, stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.prose import Claim
from pages._kit.reading import read_the_chart
from pages._kit.stepper import playing_fragment, stepper
from pages.big_picture import reading
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
END: Final = "end"
"""The value of the field ``point`` at a trajectory's end, however many steps it has."""
DRAWS_TO_STOP_AT: Final = (5, 10, 20, 60, DRAWS)
ALT: Final = (
    "The plane of two weights: rings of equal posterior density, the draws so far, and one trajectory with its "
    "momentum. Above and to the right, each weight’s histogram of draws with its exact marginal density."
)
READ: Final = (
    "Green rings hold 50, 90 and 99 % of the posterior, exactly. Ring: where the trajectory begins; arrow: its "
    "momentum on the way. Dots: the draws of all four chains within the frame. At the sides, bars: the draws; "
    "line: the exact marginal."
)


def _setting() -> tuple[float, int]:
    """The leapfrog step and the number of steps, before their fields are drawn."""
    step, count = session.value_of("leapfrog", STEP), session.value_of("length", COUNT)
    return (step if step in STEPS else STEP), (count if count in COUNTS else COUNT)


def _moment() -> Moment:
    """The moment that is shown: the field's trajectory, at its end unless the learner stopped before."""
    count, draw_shown, point = _setting()[1], session.value_of("draws", 1), session.value_of("point", END)
    draw_shown = draw_shown if draw_shown in STOPS else 1
    # At the end if there are now fewer leapfrog steps, or if no trajectory has begun.
    return Moment(draw_shown, point if draw_shown and point in range(count) else count)


def _at() -> int:
    """The number of the moment, or of the last one before it: most trajectories play in one step."""
    return bisect_right(moments(_setting()[1]), _moment())


def _last() -> int:
    return len(moments(_setting()[1]))


def _stops() -> list[int]:
    """Where keys and buttons stop: begin, middle and end of each detailed trajectory, then some of the draws."""
    count = _setting()[1]
    wanted = [Moment(0, count)]
    wanted += [Moment(draw, point) for draw in range(1, DETAILED + 1) for point in (0, count // 2, count)]
    wanted += [Moment(draw, count) for draw in DRAWS_TO_STOP_AT]
    return sorted({moments(count).index(moment) + 1 for moment in wanted})


def _go(place: int) -> None:
    count = _setting()[1]
    moment = moments(count)[place - 1]
    session.set_value("draws", moment.draw)
    session.set_value("point", END if moment.point == count else moment.point)


def _ended() -> None:
    """Show the trajectory at its end, after a new setting or a move of the field of draws."""
    session.set_value("point", END)


def _take(step: float, count: int) -> None:
    session.set_value("leapfrog", step)
    session.set_value("length", count)
    _ended()


def scene(here: stage.Stage) -> None:
    """Draw the scene, and all but its words again at each change of its fields and at each step while it plays."""
    playing_fragment("hmc", lambda: _draw_scene(here), at=_at, last=_last(), go=_go, seconds=SECONDS)
    if not here.presenting:
        with here.reading:
            how_to_read(READ)
            _words()


def _fields() -> Walk:
    """Draw the fields; return the run at this setting."""
    with st.container(horizontal=True, gap="xxsmall", key="presets_hmc"):
        for name, preset in PRESETS.items():
            st.button(name, key=f"hmc_{name}", on_click=_take, args=preset)
    st.select_slider(
        "Leapfrog step", STEPS, STEP, key="leapfrog", format_func=lambda value: f"{value:g}", on_change=_ended,
        **controls.IN_ADDRESS,
    )  # fmt: skip
    st.select_slider("Steps per trajectory", COUNTS, COUNT, key="length", on_change=_ended, **controls.IN_ADDRESS)
    st.select_slider("Draws of each chain", STOPS, 1, key="draws", on_change=_ended, **controls.IN_ADDRESS)
    step, count = _setting()
    points = (*range(count), END)
    session.keep_in("point", points, END)
    st.select_slider(
        "Steps of the last trajectory", points, END, key="point", format_func=str,
        help="0 is the kick. At the end the test on the energy decides.", **controls.IN_ADDRESS,
    )  # fmt: skip
    return cached.hmc_walk(step, count)


def _draw_scene(here: stage.Stage) -> None:
    with here.controls:
        walk = _fields()
        st.markdown(_what_it_does(walk))
    moment = _moment()
    with here.hero:
        draw(rows(walk, moment), spec(here.look), key="hmc_plane", alt=ALT)
        with st.container(key="hmc_now"):
            st.markdown(_now(walk, moment))
        _figures(walk, moment)
    read_the_chart(here, lambda: reading.of_hmc(walk, moment))
    with here.strip:
        stepper("hmc", at=_at, last=_last(), go=_go, stops=_stops(), what="Moment", in_fragment=True)


def _words() -> None:
    (first, second), before = SPECIES, course.lesson("map-estimation")
    st.markdown(
        f"The two weights of lesson {before.number}, {first} against {second}, once more; this time **all** of their "
        "posterior and not its top. Each draw begins with a kick in a random direction, rolls over the landscape "
        "−log posterior without friction, and ends after a set number of steps. A test on its energy decides whether "
        "the chain moves there."
    )
    st.caption(
        f"**The slice.** {problem().n} penguins; a Gaussian prior of standard deviation {SIGMA:g} on both weights; the "
        f"intercept held at its MAP, {decimal(mode_fit().parameters[2])}. Unit mass, and here neither warm-up nor "
        "jitter: every draw counts from the first on, so that a bad setting shows."
    )


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
    end = f"After {DRAWS} draws per chain: R-hat {decimal(whole.rhat)}, effective sample size {whole.ess:,.0f}"
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
