"""Lesson 1's page without a browser: its scenes, the way between them, addresses, and the projector."""

import pytest
from streamlit.testing.v1 import AppTest

from core.likelihood.detective import DEFAULT_CASE
from tests.support.app import open_lesson

LODGER = DEFAULT_CASE.suspects[1]


def lesson(**query: str | list[str]) -> AppTest:
    at = open_lesson("1_detective.py", **query)
    assert not at.exception
    return at


def line_up(**query: str | list[str]) -> AppTest:
    return lesson(scene="line-up", **query)


def thousand(**query: str | list[str]) -> AppTest:
    return lesson(scene="thousand", **query)


def figures(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


def suspect(at: AppTest) -> str:
    return figures(at)["Most likely suspect"]


def words(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.markdown, *at.caption])


@pytest.mark.parametrize("present", ["0", "1"])
@pytest.mark.parametrize("scene", ["case", "thousand", "line-up"])
def test_one_scene_stands_on_the_stage_with_one_chart_and_one_set_of_buttons(scene: str, present: str) -> None:
    at = lesson(scene=scene, present=present)
    assert len(at.get("vega_lite_chart")) == 1
    assert [button.key for button in at.button if button.key in ("back", "play", "next")] == (
        ["back", "play", "next"] if scene == "line-up" else ["back", "next"]
    )
    assert bool(at.code) == bool(at.expander) == (present == "0")


def test_a_key_of_the_line_up_opens_it() -> None:
    assert "Best candidate" in figures(lesson(suspects="11"))
    assert "Most likely suspect" in figures(lesson(clues="footprints"))
    assert "Most likely suspect" in figures(lesson(heads="3"))


def test_a_link_sets_every_field() -> None:
    assert suspect(lesson(clues=["fingerprints"], base_rates="true")) == LODGER
    found = figures(line_up(suspects="11", heads="3", tails="7"))
    assert (found["MLE θ̂"], found["Best candidate"]) == ("0.300", "0.300")


@pytest.mark.parametrize(
    "query",
    [
        {"clues": "xyz"},
        {"base_rates": "maybe"},
        {"suspects": "7"},
        {"heads": "-1"},
        {"heads": "nan", "tails": "inf"},
        {"clues": "x" * 5000, "base_rates": "x" * 5000, "suspects": "x" * 5000, "heads": "9" * 5000},
    ],
)
def test_a_forged_link_shows_the_default_figures(query: dict[str, str]) -> None:
    assert figures(lesson(**query, scene="case")) == figures(lesson())
    assert figures(thousand(**query)) == figures(thousand())
    assert figures(line_up(**query)) == figures(line_up())


def test_next_leads_from_the_case_to_the_line_up_and_back_as_it_was_left() -> None:
    at = lesson(base_rates="true", clues="fingerprints")
    before = figures(at)
    at.button(key="next").click().run()
    between = figures(at)
    assert between == figures(thousand(base_rates="true", clues="fingerprints"))
    at.button(key="next").click().run()
    assert figures(at) == figures(line_up())
    at.button(key="back").click().run()
    assert figures(at) == between
    at.button(key="back").click().run()
    assert figures(at) == before
    assert not at.exception


@pytest.mark.parametrize("scene", ["case", "thousand", "line-up"])
def test_a_projector_shows_the_figures_of_the_scene_and_no_prose(scene: str) -> None:
    at = lesson(scene=scene, present="1")
    assert figures(at) == figures(lesson(scene=scene))
    assert not at.expander and not at.radio and "How to read this" not in words(at)
