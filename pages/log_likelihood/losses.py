"""The loss table of lesson 3: each loss as a density, a formula and a torch call, with scipy's value beside torch's."""

from typing import TYPE_CHECKING, Final

import streamlit as st

from core import cached
from core.losses.cards import CARDS
from core.numbers import decimal, nats, significant
from pages._kit import controls, course, names, stage, unseen
from pages._kit.figures import Figure, figures
from pages.log_likelihood import factors, words

if TYPE_CHECKING:
    from core.training.losses import Comparison

COIN_LOSS: Final = "binary cross-entropy"
SCORES: Final = (0.0, 0.5, 1.0, 2.0, 5.0)


@st.fragment
def scene(here: stage.Stage) -> None:
    """Draw the chosen loss in full, the table of all losses, and why the hinge loss is no log-likelihood."""
    first = next(iter(CARDS))
    with here.controls:
        name = names.choice(st.pills, "Loss", list(CARDS), key="loss")
        name = name if name in CARDS else first
        if name == COIN_LOSS:
            controls.coin()
            controls.theta()
        else:
            unseen.draw((*course.COIN, "theta"), place="unseen_fields_losses")
    counts, theta = controls.counts_now(), controls.theta_now()
    with here.hero:
        with st.spinner("Asking scipy and torch"):
            rows = {loss: cached.loss_row(loss, counts if loss == COIN_LOSS else None, theta) for loss in CARDS}
        _card(name, rows[name])
    if not here.presenting:
        with here.reading:
            _table(rows)
            _hinge()
        with here.example:
            words.example(counts, theta, *factors.now())


def _card(name: str, row: cached.LossRow) -> None:
    card = CARDS[name]
    # Formulas differ in height: the card takes the height that the figures leave.
    with st.container(key="loss_card"):
        st.markdown(f"**{card.family}.** Data: {card.data}.")
        density, minus_log = st.columns(2, gap="medium")
        # A line each, so that they fit; the last of three stands in the other column, where it fits a low window.
        parts = card.density_latex.split(r", \quad")
        with density:
            st.caption("The density")
            for part in parts[:2]:
                st.latex(part)
        with minus_log:
            st.caption("Its negative log, for one datum")
            for part in (card.neg_log_latex, *parts[2:]):
                st.latex(part)
        with st.container(gap="small"):
            st.caption("The torch call")
            st.code(card.torch_call, language="python", wrap_lines=True)
        st.markdown(f"**Factor:** {card.scale} **Dropped:** {card.dropped}")
        if row.torch:
            st.markdown(_sum(row.torch))
    _figures(row)


def _figures(row: cached.LossRow) -> None:
    both = row.torch
    if both is None:
        says = "a flip is impossible here" if row.scipy_total else "no flip costs anything here"
        figures(
            Figure("scipy −Σ log p", nats(row.scipy_total), says),
            Figure("torch loss", "no answer", "its logit would be infinite"),
            Figure("Dropped constant", "0 nats", "nothing is dropped"),
            Figure("Difference", "none", "move θ off the edge"),
            key="figures_rosetta",
        )
        return
    figures(
        Figure("scipy −Σ log p", nats(both.scipy_total), f"over {both.n:,} data points"),
        Figure("torch loss", decimal(both.torch_total), f"times the factor {_factor(both.scale)}"),
        Figure(
            "Dropped constant", f"{significant(both.dropped_per_datum)} nats",
            f"per datum; {nats(both.dropped_total)} in all" if both.dropped_total else "nothing is dropped",
        ),
        Figure("Difference", difference(both.difference), "after both are put back"),
        key="figures_rosetta",
    )  # fmt: skip


def _sum(both: "Comparison") -> str:
    """How scipy's value comes about from torch's."""
    return (
        f"**{decimal(both.scipy_total)}** (scipy) = {_factor(both.scale)} (factor) "
        f"× {decimal(both.torch_total)} (torch) + {decimal(both.dropped_total)} (dropped), in nats."
    )


def difference(value: float) -> str:
    """A difference with two digits, or "0"."""
    return significant(value, 2)


def _factor(value: float) -> str:
    return "1" if value == 1 else significant(value)


def _table(rows: dict[str, cached.LossRow]) -> None:
    lines = ["| loss | scipy −Σ log p | factor | dropped per datum | difference |", "|---|--:|--:|--:|--:|"]
    for name, row in rows.items():
        cells = ("–", "–", "–") if row.torch is None else _left_out(row.torch)
        lines.append(f"| {names.name_of(name)} | {decimal(row.scipy_total)} | {' | '.join(cells)} |")
    lines.append(f"| {names.name_of('hinge')} | none: it is no likelihood | – | – | – |")
    with st.container(key="wide_losses"):
        st.markdown("**All eight losses on their data, and one that is no log-likelihood**")
        st.markdown("\n".join(lines))


def _left_out(both: "Comparison") -> tuple[str, str, str]:
    return _factor(both.scale), significant(both.dropped_per_datum), difference(both.difference)


def _hinge() -> None:
    check = cached.hinge(SCORES)
    st.markdown(
        "**Why the hinge loss is no log-likelihood.** If a loss is −log p, then exp(−loss), summed over both labels, "
        "is one constant, whatever the score. For the logistic loss it is. For the hinge it moves with the score, and "
        "no added constant can mend that."
    )
    head = "| score | " + " | ".join(f"{score:g}" for score in check.scores) + " |"
    rule = "|---|" + "--:|" * len(SCORES)
    hinge = "| hinge: Σ exp(−loss) | " + " | ".join(decimal(total) for total in check.hinge_total) + " |"
    logistic = "| logistic: Σ exp(−loss) | " + " | ".join(decimal(total) for total in check.logistic_total) + " |"
    with st.container(key="wide_hinge"):
        st.markdown("\n".join([head, rule, hinge, logistic]))
