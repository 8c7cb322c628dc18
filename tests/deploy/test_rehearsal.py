"""The links that a server opens before its first visitor: each sets a value that its lesson knows."""

from urllib.parse import parse_qsl

import pytest

from deploy.rehearsal import SCENES
from pages._kit.course import lesson
from tests.support.app import open_lesson


@pytest.mark.parametrize(("slug", "query"), [(slug, query) for slug, queries in SCENES.items() for query in queries])
def test_a_rehearsed_link_sets_its_value(slug: str, query: str) -> None:
    [(key, value)] = parse_qsl(query)
    assert key in lesson(slug).keys
    app = open_lesson(lesson(slug).file.removeprefix("pages/"), **{key: value})
    assert not app.exception
    assert str(app.session_state[key]) == value, "a value that the lesson does not know has become its default"
