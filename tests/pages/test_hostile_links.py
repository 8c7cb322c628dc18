"""Links that nobody should have sent: the default figures, no error, no exception."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.app import open_lesson

LESSONS = (
    "0_overview.py",
    "1_detective.py",
    "2_likelihood.py",
    "3_log-likelihood.py",
    "4_training-is-mle.py",
    "5_bayesian-inference.py",
    "6_map-estimation.py",
    "7_regularization.py",
    "8_big-picture.py",
    "9_training-lab.py",
)
NUMBERS = (
    *("heads", "tails", "theta", "n", "p", "step", "lr", "lm_steps", "a", "b", "level", "sigma", "n_examples"),
    *("n_points", "noise", "wd", "steps", "seed", "suspects", "strength", "degree"),
)
WORDS = (
    "data",
    "loss",
    "clues",
    "base_rates",
    "method",
    "context",
    "prior",
    "hidden",
    "activation",
    "optimizer",
    "batch",
    "kind",
)


# Each key falls back on its own, so one link may try them all at once.
def _by_turns(*values: str) -> dict[str, str | list[str]]:
    return {key: values[place % len(values)] for place, key in enumerate(NUMBERS)}


HOSTILE: dict[str, dict[str, str | list[str]]] = {
    "out of range": _by_turns("-1", "1e99"),
    "out of range the other way": _by_turns("1e99", "-1"),
    "no number": _by_turns("nan", "inf", "-inf"),
    "long": {**_by_turns("7" * 400, "x" * 5000), **dict.fromkeys(WORDS, "x" * 5000)},
    "twice, or empty": {key: ["abc", "-4"] if place % 2 else "" for place, key in enumerate(NUMBERS)},
    "nobody's words": {**dict.fromkeys(WORDS, "' OR 1=1 --"), "clues": "nobody", "unknown": "<script>"},
}


def shown(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


@pytest.fixture(scope="module")
def defaults() -> dict[str, dict[str, str]]:
    # A link with a key that no lesson knows: the default state, come by link.
    return {file: shown(open_lesson(file, nothing="1")) for file in LESSONS}


@pytest.mark.parametrize("file", LESSONS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_link_shows_the_defaults(file: str, kind: str, defaults: dict[str, dict[str, str]]) -> None:
    query = HOSTILE[kind]
    app = open_lesson(file, **query)
    assert not app.exception
    assert not app.error
    if "loss" not in query:  # opens the loss table, which adds figures
        assert shown(app) == defaults[file]


@pytest.mark.parametrize("file", LESSONS[1:7])
def test_a_fraction_of_a_head_is_rounded_down_or_default(file: str) -> None:
    app = open_lesson(file, heads="7.5")
    assert not app.exception
    assert app.number_input(key="heads").value == 7
