"""A forecast before it is committed: what the fields say, as probabilities that sum to 1."""

import math
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import streamlit as st

from core.forecasts.score import spread
from core.likelihood.counts import Counts
from pages._kit import controls, session
from pages._kit.questions.question import Asked, Question

PERCENTS: Final = range(101)
_FLIPS: Final = "_flips_asked_about"


class Draft(NamedTuple):
    """A question that is open, and the flips that it is about.

    Attributes
    ----------
    question : Question
        The question.
    counts : Counts, optional
        The learner's flips; None for a question that has its own numbers.
    """

    question: Question
    counts: Counts | None

    @property
    def asked(self) -> Asked:
        """The question with its numbers."""
        return self.question.asked(self.counts)

    def key(self, part: str) -> str:
        """Key of one of its fields."""
        return f"forecast_{part}_{self.question.name}"

    @property
    def even(self) -> int:
        """The percent that the slider begins with, nearest to the same probability for every option."""
        return round(100 / len(self.asked.options))

    @property
    def chosen(self) -> int | None:
        """The place of the chosen option."""
        value: Any = session.value_of(self.key("choice"), None)
        # A browser sends one of the options; a forged message may hold any text.
        return value if isinstance(value, int) and value in range(len(self.asked.options)) else None

    @property
    def by_hand(self) -> bool:
        """Whether each option has a slider of its own."""
        return bool(session.value_of(self.key("by_hand"), False))

    @property
    def probabilities(self) -> tuple[float, ...] | None:
        """One for each option, summing to 1; the same for each while nothing is chosen.

        None if they were spread by hand and every option got 0.
        """
        if not self.by_hand:
            return self._spread()
        weights = [_percent(session.value_of(key, None), self.even) for key in self.weight_keys()]
        return shares(weights) if any(weights) else None

    @property
    def is_spread_unevenly(self) -> bool:
        """Whether an option is chosen, and the slider gives it another probability than the rest."""
        return self.chosen is not None and self._sure != self.even

    @property
    def _sure(self) -> int:
        return _percent(session.value_of(self.key("sure"), None), self.even)

    def _spread(self) -> tuple[float, ...]:
        options = len(self.asked.options)
        if self.chosen is None or self._sure == self.even:
            return (1 / options,) * options
        return spread(self._sure / 100, self.chosen, options)

    @property
    def ready(self) -> bool:
        """Whether it may be committed."""
        return self.probabilities is not None and (self.by_hand or self.chosen is not None)

    def weight_keys(self) -> list[str]:
        """Keys of the sliders by hand."""
        return [self.key(f"weight_{place}") for place in range(len(self.asked.options))]

    def keep_flips(self) -> None:
        """Keep the flips of the question from now on: its numbers must not change under the learner's finger."""
        _flips()[self.question.name] = self.counts

    def begin_by_hand(self) -> None:
        """Set the sliders by hand to what choice and sureness say; in the callback of either field."""
        self.keep_flips()
        for key, share in zip(self.weight_keys(), self._spread(), strict=True):
            st.session_state[key] = round(100 * share)

    def forget(self) -> None:
        """Empty the fields; only before they are drawn."""
        for key in (*map(self.key, ("choice", "sure", "by_hand")), *self.weight_keys()):
            st.session_state.pop(key, None)
        _flips().pop(self.question.name, None)


def _flips() -> dict[str, Counts | None]:
    found: dict[str, Counts | None] = session.kept(_FLIPS, dict)
    return found


def draft_of(question: Question) -> Draft:
    """The draft of a question: about the learner's flips as they are, or as they were when the fields were touched."""
    if not question.varies:
        return Draft(question, None)
    return Draft(question, _flips().get(question.name) or controls.counts_now())


def shares(weights: Sequence[float]) -> tuple[float, ...]:
    """The weights divided by their sum."""
    total = math.fsum(weights)
    return tuple(weight / total for weight in weights)


def _percent(value: Any, default: int) -> int:
    return value if isinstance(value, int) and value in PERCENTS else default
