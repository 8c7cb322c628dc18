"""The list of lessons and scenes, and which scene a link without ``scene`` opens."""

import pytest

from pages._kit import course
from pages._kit.course import LESSONS, SHARED


def test_a_scene_has_a_slug_of_its_own_within_its_lesson() -> None:
    for lesson in LESSONS:
        slugs = [scene.slug for scene in lesson.scenes]
        assert slugs and len(set(slugs)) == len(slugs)


@pytest.mark.parametrize(
    ("slug", "keys", "scene"),
    [
        ("log-likelihood", ("n", "p"), "underflow"),
        ("log-likelihood", ("loss",), "losses"),
        ("log-likelihood", (), "sum"),
        ("log-likelihood", SHARED, "sum"),
        ("log-likelihood", ("heads", "loss", "theta"), "losses"),
        # No scene has both.
        ("log-likelihood", ("n", "loss"), "sum"),
        # A key that no scene has, or that several have, says nothing.
        ("log-likelihood", ("utm_source", "present"), "sum"),
        ("big-picture", ("data", "n_points", "wd"), "maps"),
        ("map-estimation", ("prior", "sigma", "heads"), "weights"),
        ("map-estimation", ("sigma", "n_examples"), "converter"),
    ],
)
def test_a_link_without_scene_opens_the_first_that_has_all_its_keys(
    slug: str, keys: tuple[str, ...], scene: str
) -> None:
    assert course.lesson(slug).scene_of_keys(keys).slug == scene
