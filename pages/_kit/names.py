"""The names of choices: what a learner reads where the address has a slug such as ``early-stopping``.

Streamlit writes into the address what a field shows. A choice between slugs is therefore drawn as two fields: one that
nobody sees has the slug and is bound to the address, the other shows the names.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import streamlit as st

from pages._kit import session
from pages._kit.controls import IN_ADDRESS

NAMES: Final = {
    # Data
    "coin": "The coin’s flips",
    "kerrich": "Kerrich’s coin",
    "bartos": "Bartoš’s coins",
    "horse-kicks": "Horse kicks",
    "newcomb": "Newcomb’s light",
    "yours": "Your own",
    "moons": "Two moons",
    "circles": "Circles",
    "spirals": "Spirals",
    "blobs": "Blobs",
    "penguins": "Palmer penguins",
    # σ of the readings in lesson 2
    "known": "Known",
    "fitted": "Fitted",
    "surface": "Surface",
    # Texts
    "the course’s": "The course’s",
    # Losses
    "cross-entropy": "Cross-entropy",
    "binary cross-entropy": "Binary cross-entropy",
    "mse": "MSE",
    "mae": "MAE",
    "poisson": "Poisson",
    "gaussian-nll": "Gaussian NLL",
    "student-t": "Student’s t",
    "huber": "Huber",
    "hinge": "Hinge",
    # Ways uphill
    "gradient": "Gradient ascent",
    "newton": "Newton’s method",
    # Priors
    "gaussian": "Gaussian",
    "laplace": "Laplace",
    "gaussian, biases too": "Gaussian, biases too",
    "laplace, biases too": "Laplace, biases too",
    "none": "None",
    # Regularizers
    "l2": "L2",
    "l1": "L1",
    "dropout": "Dropout",
    "augmentation": "Augmentation",
    "early-stopping": "Early stopping",
    # Networks and their training
    "relu": "ReLU",
    "tanh": "tanh",
    "sigmoid": "Sigmoid",
    "sgd": "SGD",
    "adam": "Adam",
    "adamw": "AdamW",
}
"""The name of each slug, for labels, legends and tables; in a sentence the name of a thing may begin small."""


def choice(
    field: Callable[..., Any],
    label: str,
    slugs: Sequence[Any],
    *,
    key: str,
    first: Any = None,
    named: Callable[[Any], str] | None = None,
    on_change: Callable[[], None] | None = None,
    **options: Any,
) -> Any:
    """Draw a choice that shows names and has a slug in the address; return the slug.

    Parameters
    ----------
    field : callable
        ``st.selectbox``, ``select_slider``, ``pills`` or ``segmented_control``, of the page or of a place on it.
    label : str
        The field's label.
    slugs : sequence
        What the address has.
    key : str
        The choice's key in the address. The session has the slug under this key, and code may set it there.
    first : optional
        The default, without one the first of ``slugs``.
    named : callable, optional
        Returns the name of a slug, without it that of :data:`NAMES`.
    on_change : callable, optional
        Called when the learner has chosen.
    **options
        Further arguments of the field, such as ``help``.
    """
    default = slugs[0] if first is None else first
    required: dict[str, Any] = {"required": True} if field.__name__ in ("pills", "segmented_control") else {}
    start = {"selectbox": {"index": slugs.index(default)}, "select_slider": {"value": default}}
    begin = start.get(field.__name__, {"default": default})
    with st.container(key=f"unseen_fields_{key}"):
        getattr(st, field.__name__)(
            "In the address",
            slugs,
            key=key,
            on_change=on_change,
            label_visibility="collapsed",
            **required,
            **begin,
            **IN_ADDRESS,
        )
    shown = f"{key}_named"
    session.set_value(shown, st.session_state[key])

    def take() -> None:
        session.set_value(key, session.value_of(shown, default))
        if on_change:
            on_change()

    field(label, slugs, format_func=named or name_of, key=shown, on_change=take, **required, **options)
    return st.session_state[key]


def name_of(slug: str) -> str:
    """The name of a slug; a text that is no slug is its own name."""
    return NAMES.get(slug, slug)
