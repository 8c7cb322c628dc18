"""Ten tosses of a coin in the pocket, or of one on the phone whose bias is hidden."""

import random
from collections.abc import Sequence
from secrets import token_hex
from typing import Any, Final

import streamlit as st

from core.likelihood.counts import Counts
from core.numbers import decimal
from pages._kit import session
from pages._kit.charts.palette import DATA, SHADES
from pages._kit.course import Lesson
from pages._kit.room.activities.activity import FEWEST, Activity, Asked, Setting, whole
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round

TOSSES: Final = 10
COINS: Final = {"phone": "A coin on the phone", "pocket": "A coin in the pocket"}
SALT: Final = "salt"
"""The part of a setting that stays in the store: numbers of rounds and of participants can be guessed."""
_COIN: Final = "room_toss_coin"
_BIAS: Final = "room_toss_bias"
LEAST, MOST = 0.05, 0.95
"""The range of a bias that the presenter sets. One that is drawn lies nearer to the middle."""

STYLE: Final = """
.coins { display: grid; grid-template-columns: repeat(5, 1fr); gap: 0.7rem; max-width: 24rem; margin: 0.5rem auto; }
.coins span { aspect-ratio: 1; border-radius: 50%; border: 3px solid currentColor; display: grid; place-items: center;
  font-size: 1.6rem; font-weight: 700; }
.coins .waits { border-style: dashed; opacity: 0.45; }
.coins .heads { background: $DATA; border-color: $DATA; color: #fff; }
.toss-heads { font-size: 4rem; font-weight: 700; line-height: 1.1; text-align: center; }
.toss-heads small { display: block; font-size: 1.1rem; font-weight: 400; }
@media (prefers-reduced-motion: no-preference) {
  .coins .fell { animation: toss-fall 0.5s ease-out backwards; }
  @keyframes toss-fall { from { transform: translateY(-3rem) rotateX(900deg); opacity: 0; } }
}
""".replace("$DATA", SHADES["light"][DATA])
"""The looks of the field."""


def in_words(flips: Counts) -> str:
    """The flips in words."""
    heads = f"{flips.heads:,} head{'' if flips.heads == 1 else 's'}"
    return f"{heads}, {flips.tails:,} tail{'' if flips.tails == 1 else 's'}"


def choose(_lesson: Lesson) -> None:
    """Draw the choice of the coin; the bias of the one on the phones is drawn at random unless it is set, unseen."""
    which = st.radio("Coin", list(COINS), format_func=COINS.__getitem__, key=_COIN, persist_state="session")
    if which != "phone":
        return
    # A projector shows these fields to the room.
    typed = st.text_input(
        "Its P(heads), hidden", type="password", max_chars=6, key=_BIAS, autocomplete="off",
        placeholder="drawn at random",
        help=f"From {LEAST:g} to {MOST:g}. Nobody sees what you type. Leave it empty to have it drawn.",
    )  # fmt: skip
    if typed:
        not_used = f"That is not a number from {LEAST:g} to {MOST:g}, so it is drawn at random."
        st.caption(not_used if bias(typed) is None else "The coin is as you typed.")


def setting(_lesson: Lesson) -> Setting:
    """The coin, and the bias of one on the phones."""
    if session.value_of(_COIN, "phone") != "phone":
        return {"coin": "pocket"}
    theta = bias(str(session.value_of(_BIAS, "")))
    return _coin(_drawn() if theta is None else theta)


def _coin(theta: float) -> Setting:
    """The setting of a coin on the phones. Nobody without its salt can compute what falls, or the bias from it."""
    return {"coin": "phone", "theta": theta, SALT: token_hex(16)}


def _drawn() -> float:
    return random.randrange(25, 76) / 100


def afresh(first: Round) -> Setting:
    """The setting of a new series: the bias of the phones' coin is known by now, so there is another coin."""
    return _coin(_drawn()) if first.setting["coin"] == "phone" else dict(first.setting)


def bias(typed: str) -> float | None:
    """The P(heads) that the presenter typed; None if it is no number from ``LEAST`` to ``MOST``."""
    try:
        theta = float(typed.replace(",", "."))
    except ValueError:
        return None
    return round(theta, 3) if LEAST <= theta <= MOST else None


def question(now: Round) -> str:
    """What is asked."""
    more = "" if now.take == 1 else "more "
    if now.setting["coin"] == "pocket":
        return f"Toss a coin {TOSSES} {more}times. How many heads?"
    return f"Toss this coin {TOSSES} {more}times. It may be biased."


def flips(now: Round, seed: int) -> str:
    """The tosses of one phone, as a text of H and T: the same whenever it asks."""
    rng = random.Random(f"{now.setting.get(SALT, '')} {now.id} {seed}")
    return "".join("H" if rng.random() < now.setting["theta"] else "T" for _ in range(TOSSES))


def field(asked: Asked) -> None:
    """Draw the field for the number of heads, or the button that tosses."""
    if asked.round.setting["coin"] == "pocket":
        _count(asked)
    else:
        _toss(asked)


def _count(asked: Asked) -> None:
    large, key = st.container(), f"heads_{asked.round.id}"
    heads = st.slider(
        "Heads", 0, TOSSES, asked.own["heads"] if asked.own else TOSSES // 2, key=key, disabled=not asked.open,
        label_visibility="collapsed",
    )  # fmt: skip
    large.html(f'<div class="toss-heads">{heads}<small>{"head" if heads == 1 else "heads"}</small></div>')
    st.button(
        f"Send {in_words(Counts(heads, TOSSES - heads))}", key="send", type="primary", width="stretch",
        disabled=not asked.open, on_click=lambda: asked.send({"heads": session.value_of(key, heads)}),
    )  # fmt: skip


def _toss(asked: Asked) -> None:
    """Draw the coins, and the button. What fell is known here alone: a browser says that it was pressed, no number."""
    fell = flips(asked.round, asked.seed)
    discs = (
        f'<span class="fell{" heads" if side == "H" else ""}" style="animation-delay:{0.12 * place:.2f}s">{side}</span>'
        for place, side in enumerate(fell)
    )
    waits = '<span class="waits">?</span>' * TOSSES
    said = in_words(Counts(fell.count("H"), fell.count("T"))) if asked.own else "Not tossed yet"
    st.html(f'<div class="coins" role="img" aria-label="{said}">{"".join(discs) if asked.own else waits}</div>')
    # It keeps its place, so that nothing moves where the thumb is.
    st.button(
        "Tossed" if asked.own else f"Toss {TOSSES} times", key="send", type="primary", width="stretch",
        disabled=bool(asked.own) or not asked.open, on_click=asked.send, args=({"heads": fell.count("H")},),
    )  # fmt: skip


def check(_now: Round, value: Any) -> dict[str, int]:
    """The number of heads of ``TOSSES`` tosses."""
    if not isinstance(value, dict) or set(value) != {"heads"}:
        raise RefusedError("The answer must be a number of heads.")
    return {"heads": whole(value["heads"], 0, TOSSES, "The number of heads")}


def told(_now: Round, answer: Any) -> str:
    """The answer in words."""
    return in_words(Counts(answer["heads"], TOSSES - answer["heads"]))


def outcome(now: Round, answer: Any) -> str:
    """The bias of the phones' coin, beside what this phone's tosses of the round alone say."""
    if now.setting["coin"] != "phone":
        return ""
    said = f"The coin’s P(heads) was {now.setting['theta']:g}."
    if answer is None:
        return said
    return f"{said} Your {TOSSES} tosses of this round alone say θ̂ = {decimal(answer['heads'] / TOSSES, 1)}."


def stands(now: Round) -> bool:
    """Whether the tosses stay as they fell: those of a phone do, a count by hand may be mended."""
    return bool(now.setting["coin"] == "phone")


def counts(answers: Answers) -> list[Counts]:
    """The flips of each participant in one round."""
    return [Counts(each["heads"], TOSSES - each["heads"]) for each in answers.of.values()]


def all_counts(takes: Sequence[Answers]) -> list[Counts]:
    """The flips of all takes of a series that enough people tossed: they are of the same coin."""
    return [one for take in takes if len(take.of) >= FEWEST for one in counts(take)]


def truth(now: Round) -> float | None:
    """The bias of the phones' coin once it is revealed; else None."""
    return float(now.setting["theta"]) if now.state == "revealed" and now.setting["coin"] == "phone" else None


ACTIVITY: Final = Activity(
    "toss", "Toss", ("likelihood", "log-likelihood", "bayesian-inference"), True,
    choose, setting, question, field, check, told, outcome, stands=stands, afresh=afresh,
)  # fmt: skip
