"""The overview without a browser: eight steps, links that go somewhere, forged addresses, the worked example."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.belief import story
from pages._kit import course
from pages.overview.charts.steps import STEPS
from pages.overview.example import EXAMPLE
from tests.support.app import open_lesson, run_example
from tests.support.example import assert_plain

NAMES = [link.name for link in STEPS]
HOSTILE: list[str | list[str]] = ["0", "9", "-1", "abc", "nan", "inf", "1.5", "", "7" * 5000, ["2", "99"], ["x", "3"]]


def overview(**query: str | list[str]) -> AppTest:
    at = open_lesson("0_overview.py", **query)
    assert not at.exception
    return at


def title(at: AppTest) -> str:
    """The name in the colored heading ``:orange[Likelihood]``."""
    found = re.fullmatch(r":(orange|blue|green)\[(.+)\]", at.header[0].value)
    assert found
    return found[2]


def words(at: AppTest) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


def test_the_first_visit_shows_title_opening_and_step_one() -> None:
    at = overview()
    assert at.title[0].value == "Training a model is statistical inference"
    assert "Press **Play**" in words(at)
    assert ":blue[prior] × :orange[likelihood] ∝ :green[posterior]" in words(at)
    assert at.button(key="play").label == "Play"
    assert "Step 1 / 8" in words(at)


@pytest.mark.parametrize(("step", "name"), list(enumerate(NAMES, 1)))
def test_each_step_has_its_title(step: int, name: str) -> None:
    at = overview(step=str(step))
    assert title(at) == name
    assert f"Step {step} / 8" in words(at)


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: str(value)[:12])
def test_a_forged_step_shows_the_first(value: str | list[str]) -> None:
    assert title(overview(step=value)) == NAMES[0]


def test_back_and_next_move_by_one_step_and_the_first_lesson_comes_after_the_last() -> None:
    at = overview()
    at.button(key="back").click().run()
    assert title(at) == NAMES[0], "before the first step of the course there is nothing"
    for name in NAMES[1:]:
        at.button(key="next").click().run()
        assert title(at) == name
    at.button(key="back").click().run()
    assert title(at) == NAMES[-2]
    assert not at.exception


def test_play_starts_over_at_the_end() -> None:
    at = overview(step="8")
    at.button(key="play").click().run()
    assert title(at) == NAMES[0]
    assert at.button(key="play").label == "Pause"


def test_numbers_in_the_steps_words() -> None:
    for step, number in ((1, "0.117"), (3, "0.700"), (4, "−6.109"), (5, "0.700"), (7, "0.571"), (8, "0.571")):
        assert number in words(overview(step=str(step))), step


def test_every_lesson_is_listed_with_its_question() -> None:
    at = overview()
    for lesson in course.LESSONS[1:]:
        assert lesson.question in words(at)


def test_a_projector_shows_the_stage_alone() -> None:
    at = overview(present="1", step="3")
    assert title(at) == NAMES[2]
    assert not at.code or "import" not in at.code[-1].value
    assert "Fine print" not in words(at)
    assert at.button(key="play").label == "Play"


def test_the_fine_print_says_which_pictures_show_one_sequence() -> None:
    """Picture 6 shows no likelihood, and picture 7 one that is scaled to area 1."""
    said = words(overview())
    assert "pictures 4, 5 and 8 use that of one sequence, 120 times smaller" in said
    assert "Picture 7 scales the likelihood to area 1" in said


def test_the_steps_of_the_climb_are_said_to_be_short_near_the_top_only() -> None:
    """The first step is farther from the top than the second, and shorter."""
    said, lengths = words(overview(step="5")), np.diff(story.climb())
    assert lengths[0] < lengths[1] and np.all(np.diff(lengths[1:]) < 0)
    assert "near the top the slope fades, and the steps get short" in said
    assert "long where the curve is far from its top" not in said


def test_the_objective_is_lowest_where_the_posterior_is_highest() -> None:
    assert "lowest at the θ where the other is highest" in words(overview())


def test_the_worked_example_runs_and_agrees() -> None:
    assert_plain(EXAMPLE)
    found = run_example(overview())
    assert found["mle"] == pytest.approx(0.7)
    assert found["map_estimate"] == pytest.approx(story.MAP, abs=5e-5)
    assert found["posterior_mean"] == pytest.approx(story.POSTERIOR.mean)
