"""The hand-out's mode of a page: in full, with nothing to press, on its way through the scenes, unheard by the room."""

import re
import tomllib
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages._kit import stepper
from pages._kit.course import ROOT
from pages._kit.forecasts import asking
from pages._kit.paper import handout
from pages._kit.room import roles, service, telling
from pages._kit.room.store import rooms
from tests.support.app import open_lesson

FILE = "3_log-likelihood.py"


class Component:
    """Stands in for the component: what it was last called with."""

    def __init__(self) -> None:
        self.call: dict[str, Any] = {}

    def __call__(self, **call: Any) -> None:
        self.call = call


@pytest.fixture
def component(monkeypatch: pytest.MonkeyPatch) -> Component:
    stand_in = Component()
    monkeypatch.setattr(handout, "_COMPONENT", stand_in)
    return stand_in


def on_paper(file: str = FILE, **query: Any) -> AppTest:
    return open_lesson(file, unfold=(), print="1", **query)


def texts(app: AppTest) -> str:
    return "\n".join(str(item.value) for kind in ("header", "markdown", "caption", "code") for item in app.get(kind))


def test_a_page_on_paper_is_drawn_in_full_and_without_what_is_pressed() -> None:
    page, paper = open_lesson(FILE, unfold=()), on_paper()
    assert not paper.exception
    for heading in ("Read the chart", "Worked example", "Fine print and references"):
        assert heading not in [item.value for item in page.header]
        assert heading in [item.value for item in paper.header]
    assert "import numpy" in texts(paper) and "import numpy" not in texts(page)
    assert "**Read on**" in texts(paper)
    assert "Predict first" in texts(page) and "Predict first" not in texts(paper)
    tools = {"save_png", "copy_link", "projector", "print"}
    assert tools.isdisjoint(str(button.key) for button in paper.button)
    assert paper.metric[0].value == page.metric[0].value


def test_the_hand_out_begins_in_the_menu_and_pauses_what_plays() -> None:
    app = open_lesson("4_training-is-mle.py", unfold=(), session={"save": True})
    app.button(key="play").click().run()
    assert app.session_state[stepper.PLAYING]
    app.button(key="print").click().run()
    assert app.query_params["print"] == "1"
    assert app.session_state[stepper.PLAYING] is None
    assert "Fine print and references" in [item.value for item in app.header]


def test_it_goes_through_the_scenes_and_back_to_the_one_that_was_open(component: Component) -> None:
    on_paper(scene="underflow", n="500")
    data = component.call["data"]
    assert (data["scene"], data["place"]) == ("underflow", "Lesson 3 of 9: Log-likelihood")
    assert [slug for slug, _ in data["scenes"]] == ["sum", "underflow", "losses"]
    assert not data["dialog"], "a link opens no dialog"


@pytest.mark.parametrize(
    ("said", "scene"), [({"slug": "losses"}, "losses"), ({"slug": "sum"}, None), ({"slug": "none"}, "underflow")]
)
def test_only_scenes_of_the_lesson_are_opened(monkeypatch: pytest.MonkeyPatch, said: object, scene: str | None) -> None:
    query: dict[str, str] = {"scene": "underflow", "print": "1"}
    monkeypatch.setattr(st, "query_params", query)
    from pages._kit import course

    lesson = course.lesson("log-likelihood")
    for asked in ({"scene": said}, {"scene": "forged"}, {}):
        monkeypatch.setattr(st, "session_state", {handout._KEY: type("Said", (), asked)()})
        handout._open(lesson)
    assert query.get("scene") == scene
    monkeypatch.setattr(st, "session_state", {handout._KEY: type("Said", (), {"back": said})()})
    handout._leave(lesson)
    assert query == ({"scene": scene} if scene else {})


def test_print_wins_over_the_projector() -> None:
    app = on_paper(present="1")
    assert "present" not in app.query_params
    assert "Fine print and references" in [item.value for item in app.header]


@pytest.mark.parametrize(("query", "taken"), [({}, [2, 2]), ({"print": "1"}, [])])
def test_keys_take_no_steps_on_paper(monkeypatch: pytest.MonkeyPatch, query: dict[str, str], taken: list[int]) -> None:
    went: list[int] = []
    steps = stepper.Steps("s", at=lambda: 1, go=went.append, first=1, last=3, in_fragment=False)
    monkeypatch.setattr(st, "query_params", query)
    monkeypatch.setattr(st, "session_state", {stepper._STEPS: steps})
    stepper.walk(1)
    stepper.toggle()
    assert went == taken


def test_a_room_hears_nothing_of_the_hand_out(monkeypatch: pytest.MonkeyPatch, component: Component) -> None:
    told: list[Any] = []
    monkeypatch.setattr(telling, "_COMPONENT", lambda **call: told.append(call))
    host = rooms.open_room(service.rooms())
    session = {roles._HOST: host, "_room_view": "door"}
    try:
        open_lesson(FILE, unfold=(), session=session)
        assert told, "otherwise this test hears nothing"
        told.clear()
        app = open_lesson(FILE, unfold=(), session=session, print="1")
        assert not told
        assert app.session_state["_room_view"] == "door", "it is there again after the hand-out"
        assert app.metric, "the scene is printed, not the door"
        assert not [button for button in app.button if str(button.key).startswith("room_")]
    finally:
        rooms.end(service.rooms(), host)


def test_paper_has_the_light_shade_of_each_color_of_the_theme() -> None:
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    found = handout.colors()
    named = [name for name in theme["dark"] if re.search("(?<!ground)(?<!primary)Color$", name)]
    assert len(named) >= 9
    for name in named:
        assert found[theme["dark"][name].lower()] == theme["light"][name], name


def test_questions_of_other_lessons_are_not_on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(asking, "before_you_go_on", fail)
    assert not on_paper().exception
