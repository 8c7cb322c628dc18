"""Fields of shared values that a scene does not show.

Streamlit keeps a value in the address only while its field is drawn. The flips of lesson 2 would leave the address in
lesson 8, and a reload there would lose them. Such a field is drawn all the same, where nobody sees it.
"""

from collections.abc import Callable, Collection
from typing import Any, Final

import streamlit as st

from core.data.coins import TEN_FLIPS
from pages._kit import controls, prior, session

FIELDS: Final[dict[str, tuple[Callable[[], Any], Any]]] = {
    "heads": (controls.heads_field, TEN_FLIPS.counts.heads),
    "tails": (controls.tails_field, TEN_FLIPS.counts.tails),
    "theta": (controls.theta, controls.DEFAULT_THETA),
    "a": (prior.a_field, prior.DEFAULT.a),
    "b": (prior.b_field, prior.DEFAULT.b),
    "seed": (controls.seed, 0),
}
"""Each shared key with its field and its default, which the address leaves out anyway."""


def away_from_defaults() -> dict[str, str]:
    """The shared values that are not at their defaults, as the address writes them."""
    found = {key: session.value_of(key, default) for key, (_, default) in FIELDS.items()}
    return {key: f"{value:g}" if isinstance(value, float) else str(value) for key, value in found.items()
            if value != FIELDS[key][1]}  # fmt: skip


def draw(keys: Collection[str], *, place: str = "unseen_fields") -> None:
    """Draw the fields of these keys that are not at their defaults, unseen.

    A scene that calls it beside the frame names a ``place`` of its own, which begins with ``unseen_fields``.
    """
    away = [key for key in keys if key in st.query_params or session.value_of(key, FIELDS[key][1]) != FIELDS[key][1]]
    # Even when empty: a chart whose place among the elements changes is built again.
    with st.container(key=place):
        for key in away:
            FIELDS[key][0]()
