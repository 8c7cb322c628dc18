"""The next-word chart of lesson 4: trained and counted probabilities, and the cross-entropy during training.

Left, a row for each word: a broad gray bar for its share of the counts, and in it a thin orange bar for its trained
probability. Right, the mean NLL of the whole corpus against the number of steps, on a logarithmic axis.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from core.language.counted import STOPS, Following
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import HEIGHT, rows_of
from pages._kit.charts.palette import DATA, REST, STRONG

MOST: Final = 7
"""The number of words with a row of their own; all others share a row."""
FEWEST_ROWS: Final = 4
NAME: Final = 16
LEFT_END: Final = "0.56*width"
RIGHT_START: Final = "0.65*width"


def short(word: str, most: int = NAME) -> str:
    """The word, cut to at most ``most`` characters."""
    return word if len(word) <= most else word[: most - 1] + "…"


def _p(name: str) -> alt.X:
    return alt.X(
        f"{name}:Q",
        title="Probability of the next word",
        scale=alt.Scale(domain=[0, 1], nice=False, padding=0, range=[alt.ExprRef("0"), alt.ExprRef(LEFT_END)]),
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2~f", labelOverlap=True),
    )


def _slot(name: str) -> alt.Y:
    # Reversed, so that the first row is at the top.
    return alt.Y(f"{name}:Q", axis=None, scale=alt.Scale(nice=False, zero=False, padding=0, reverse=True))


def _steps() -> alt.X:
    return alt.X(
        "step:Q",
        title="Steps trained",
        scale=alt.Scale(
            type="symlog", constant=1, nice=False, padding=0, range=[alt.ExprRef(RIGHT_START), alt.ExprRef("width")]
        ),
        axis=alt.Axis(orient="bottom", values=[0, 1, 10, 100, 1000], format=",d", labelOverlap=True),
    )


def _nats() -> alt.Y:
    return alt.Y(
        "y:Q",
        title="Mean NLL, nats per word",
        scale=alt.Scale(zero=True, nice=False, padding=0),
        axis=alt.Axis(orient="right", tickCount=5, format="~g"),
    )


def _words(look: Look) -> list[alt.Chart]:
    data, rest = alt.ColorValue(DATA), alt.ColorValue(REST)
    text: dict[str, Any] = {"fontSize": look.text, "baseline": "bottom"}
    name = rows_of("counted")
    return [
        rows_of("slots").mark_point(opacity=0, tooltip=False).encode(x=_p("p"), y=_slot("slot")),
        name.mark_rect(opacity=0.4, tooltip=False).encode(
            x=_p("zero"), x2=alt.X2("p:Q"), y=_slot("top"), y2=alt.Y2("bottom:Q"), color=rest
        ),
        name.mark_text(align="left", dx=3, fontWeight=600, **text).encode(
            x=_p("zero"), y=_slot("top"), text=alt.Text("word:N"), color=rest
        ),
        rows_of("trained").mark_rect(opacity=0.95, tooltip=False).encode(
            x=_p("zero"), x2=alt.X2("p:Q"), y=_slot("top"), y2=alt.Y2("bottom:Q"), color=data
        ),
        rows_of("trained").mark_text(align="right", dx=-2, **text).encode(
            x=_p("one"), y=_slot("line"), text=alt.Text("label:N"), color=data
        ),
    ]  # fmt: skip


def _losses(look: Look) -> list[alt.Chart]:
    x, y, data, rest = _steps(), _nats(), alt.ColorValue(DATA), alt.ColorValue(REST)
    floor, now = rows_of("floor"), rows_of("loss_now")
    text: dict[str, Any] = {"fontSize": look.text, "align": "right", "baseline": "middle"}
    return [
        rows_of("loss").mark_line(strokeWidth=STRONG, opacity=0.3).encode(x=x, y=y, color=data),
        floor.mark_line(strokeWidth=1.5, strokeDash=[2, 3]).encode(x=x, y=y, color=rest),
        # Below the line, where the curve never is, or above it if there is no room below.
        floor.transform_filter("datum.step > 0")
        .mark_text(dx=-14, dy=alt.ExprRef("datum.y < 0.08 * datum.highest ? -14 : 12"), **text)
        .encode(x=x, y=y, text=alt.Text("label:N"), color=rest),
        rows_of("loss_taken").mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=data),
        now.mark_point(size=150, strokeWidth=STRONG, filled=False, opacity=1, tooltip=False).encode(
            x=x, y=y, color=data
        ),
        now.mark_text(
            align="right", baseline="top", dx=-4, fontSize=look.text + 1, fontWeight=600, lineBreak="|",
            lineHeight=look.text + 4,
        ).encode(x=alt.XValue(alt.ExprRef("width")), y=alt.YValue(2), text=alt.Text("label:N"), color=data),
    ]  # fmt: skip


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the two panels; it depends on the look alone."""
    apart = alt.ScaleResolveMap(x="independent", y="independent")
    chart = alt.layer(
        alt.layer(*_words(look)), alt.layer(*_losses(look)), resolve=alt.Resolve(scale=apart)
    )  # fmt: skip
    return finish(chart, look, height=HEIGHT)


def rows(follows: Following, probability: ArrayLike, losses: ArrayLike, floor: float, at: int, others: int) -> Tables:
    """The chart's tables; from one stop to the next only the trained bars and the point on the curve change.

    Parameters
    ----------
    follows : Following
        The words that follow the context, and their counts.
    probability : array_like, shape (words,)
        Their trained probabilities.
    losses : array_like, shape (stops,)
        Cross-entropy at each of ``STOPS``, nats per word.
    floor : float
        The conditional entropy of the corpus, nats per word.
    at : int
        The index of the current stop in ``STOPS``.
    others : int
        Number of words in the vocabulary that never follow the context.
    """
    loss, steps = np.asarray(losses, dtype=np.float64), np.array(STOPS, dtype=np.float64)
    return bars(follows, probability, others) | {
        "loss": table(step=steps, y=loss),
        "floor": table(step=[0.0, steps[-1]], y=floor, label="Entropy floor", highest=loss.max()),
        "loss_taken": table(step=steps[: at + 1], y=loss[: at + 1]),
        "loss_now": table(step=[steps[at]], y=loss[at], label=f"{STOPS[at]:,} steps|{loss[at]:.3f} nats"),
    }


def bars(follows: Following, probability: ArrayLike, others: int) -> Tables:
    """The tables of the left panel: a row for each of the first words, and one for all others."""
    p = np.asarray(probability, dtype=np.float64)
    shown = min(len(follows.words), MOST)
    n, counts = float(follows.counts.sum()), follows.counts
    words = [short(word) for word in follows.words[:shown]]
    shares, trained = counts[:shown] / n, p[:shown]
    labels = [f"{x:.3f}, {c:,.0f} of {n:,.0f}" for x, c in zip(trained, counts, strict=False)]
    left = others + len(follows.words) - shown
    if left:
        words.append(f"{left:,} others" if left > 1 else "1 other")
        shares = np.append(shares, counts[shown:].sum() / n)
        trained = np.append(trained, max(0.0, 1 - float(trained.sum())))
        labels.append(f"{trained[-1]:.3f}, {counts[shown:].sum():,.0f} of {n:,.0f}")
    slot = np.arange(len(words), dtype=np.float64)
    return {
        "slots": table(p=0.0, slot=[0.0, float(max(FEWEST_ROWS, len(words)))]),
        "counted": table(word=words, zero=0.0, p=shares, top=slot + 0.42, bottom=slot + 0.86),
        "trained": table(label=labels, zero=0.0, one=1.0, p=trained, line=slot + 0.42, top=slot + 0.54,
                         bottom=slot + 0.74),
    }  # fmt: skip
