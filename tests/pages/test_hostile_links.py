"""Links that nobody should have sent: the default figures, no error, no exception."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.app import open_lesson

LESSONS = ("0_overview.py", "1_detective.py", "2_likelihood.py", "3_log-likelihood.py")
HOSTILE: tuple[dict[str, str | list[str]], ...] = (
    {"heads": "-1"},
    {"heads": "1e9"},
    {"heads": "abc"},
    {"tails": "nan"},
    {"theta": "nan"},
    {"theta": "inf"},
    {"theta": "-0.1"},
    {"theta": "x" * 5000},
    {"heads": ["abc", "-4"], "theta": ["2", "nan"]},
    {"unknown": "1", "heads": ""},
    {"data": "' OR 1=1 --", "loss": "<script>", "clues": "nobody", "suspects": "-3", "step": "99"},
    {"n": "-1", "p": "2", "base_rates": "perhaps"},
    {"n": "1e99", "p": "nan", "step": "nan"},
)


def shown(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


@pytest.fixture(scope="module")
def defaults() -> dict[str, dict[str, str]]:
    # A link with a key that no lesson knows: the default state, come by link.
    return {file: shown(open_lesson(file, nothing="1")) for file in LESSONS}


@pytest.mark.parametrize("file", LESSONS)
@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: ",".join(query)[:40] + str(query)[-12:-2])
def test_a_hostile_link_shows_the_defaults(
    file: str, query: dict[str, str | list[str]], defaults: dict[str, dict[str, str]]
) -> None:
    app = open_lesson(file, **query)
    assert not app.exception
    assert not app.error
    if "loss" not in query:  # opens the loss table, which adds figures
        assert shown(app) == defaults[file]


@pytest.mark.parametrize("file", LESSONS[1:])
def test_a_fraction_of_a_head_is_rounded_down_or_default(file: str) -> None:
    app = open_lesson(file, heads="7.5")
    assert not app.exception
    assert app.number_input(key="heads").value == 7
