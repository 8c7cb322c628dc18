"""The place of a presenter: every lesson's address is kept as it is, and what is no lesson's is refused or left out."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages._kit import course, way
from pages._kit.course import Lesson, Scene
from pages._kit.room import place

SCENES = [(here, scene) for here in course.LESSONS for scene in here.scenes]


@pytest.mark.parametrize(("here", "scene"), SCENES, ids=lambda part: part.slug or "overview")
def test_an_address_of_each_scene_is_kept(here: Lesson, scene: Scene) -> None:
    state = dict.fromkeys((*course.SHARED, *scene.keys), "12")
    if scene is not here.scenes[0]:
        state[way.SCENE] = scene.slug
    address = f"/{here.slug}?{urlencode(state)}"
    assert place.read(address) == address


def test_values_are_kept_in_any_writing_and_keys_of_ranges_more_than_once() -> None:
    address = "/regularization?kind=L1+%26+L2&seed=3&seed=4&strength=0.5"
    assert place.read(address) == address


def test_what_belongs_to_the_presenter_or_to_nobody_is_left_out() -> None:
    given = "/likelihood?present=1&host=KXMPT.secret&code=KXMPT&theta=0.3&scene=nowhere&n_points=5"
    assert place.read(given) == "/likelihood?theta=0.3"


@pytest.mark.parametrize("value", ["inf", "-1", "1e9", "12345678", "", "NaN", "7;8"])
def test_a_malformed_whole_number_is_left_out(value: str) -> None:
    assert place.read(f"/likelihood?{urlencode({'heads': value, 'theta': value})}") == (
        f"/likelihood?{urlencode({'theta': value})}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "likelihood",
        "//evil.example/likelihood",
        "/\\evil.example/likelihood",
        "https://evil.example/likelihood",
        "javascript:alert(1)",
        "/room?code=KXMPT",
        "/likelihood/../room",
        "/likelihood\n?theta=0.5",
        "/nowhere?theta=0.5",
        "/likelihood?theta=" + "5" * place.MOST,
        "/likelihood?" + "&".join(["theta=1"] * 100),
        "http://[",
    ],
)
def test_no_address_of_a_lesson(text: str) -> None:
    assert place.read(text) is None


@given(st.text(max_size=60), st.sampled_from(course.LESSONS))
def test_what_is_kept_stays_in_the_course(text: str, here: Lesson) -> None:
    for address in (text, f"/{here.slug}{text}", f"/{here.slug}?{text}"):
        kept = place.read(address)
        if kept is not None:
            parts = urlsplit(kept)
            assert (parts.scheme, parts.netloc) == ("", "")
            there = course.lesson(parts.path[1:])
            assert {key for key, _ in parse_qsl(parts.query)} <= {*there.keys, *course.SHARED, way.SCENE}
            assert place.read(kept) == kept
