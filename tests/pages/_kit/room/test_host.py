"""The presenter's side of a room: what stands on the stage and in the bar, and what is counted as a move."""

import time
from secrets import token_urlsafe
from typing import Any

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from pages._kit import stage
from pages._kit.room import lead, service
from pages._kit.room.activities import check, toss
from pages._kit.room.store import answers, rounds, tally
from pages._kit.room.store.errors import NOT_DONE, AwayError
from pages._kit.room.store.records import Answers, State
from pages._kit.room.store.schema import HOSTS
from pages._kit.sharing import moves
from pages._kit.sharing.slices import TRAFFIC
from tests.pages._kit.room.led import HEADS, LESSON, ask_and_answer, html, led, look, press, refuse
from tests.support.app import figure, open_lesson
from tests.support.played import PlayedRoom


def test_the_door_has_the_code_and_the_public_address_and_the_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_PUBLIC_URL", "https://example.org/course")
    app, host = led()
    shown = html(app)
    assert f"https://example.org/course/room?code={host.room.code}" in shown
    assert "example.org/<wbr>course/<wbr>room" in shown
    assert f">{host.room.code}</div>" in shown
    assert {"Toss", "Forecast"} <= {each.label for each in app.expander}
    press(app, "room_link")
    links = select(func.count()).select_from(HOSTS).where(HOSTS.c.room == host.room.id, HOSTS.c.kind == "link")
    with service.rooms().read() as of:
        assert of.scalar(links) == 1
    assert "host=" not in html(app) + " ".join(each.value for each in app.markdown)


def test_without_a_known_address_the_door_says_what_to_set() -> None:
    app, _host = led()
    assert "COURSE_PUBLIC_URL" in html(app)
    assert 'class="qr"' not in html(app)


def test_the_rooms_flips_become_the_shared_counts_and_the_scene_comes_back() -> None:
    app, host = led()
    ask_and_answer(app, host)
    assert figure(app, "Flips") == "40"
    assert "Answered 4 / 4" in html(app)
    press(app, "room_reveal")
    press(app, "room_use")
    assert (app.session_state["heads"], app.session_state["tails"]) == (sum(HEADS), 40 - sum(HEADS))
    assert figure(app, "Score")


def _use_flips() -> None:
    import streamlit as st

    from pages._kit.room import lead, roles

    lead.use_flips(st.session_state["round"])
    st.session_state["said"] = roles.problem()


@pytest.mark.parametrize("state", ["open", "closed", "revealed"])
def test_the_flips_are_used_once_they_are_revealed_and_the_server_holds_it(state: State) -> None:
    room = PlayedRoom(3)
    now = room.ask("toss", {"coin": "pocket"})
    room.answer([{"heads": 9}] * 3)
    if state != "open":
        room.set_state(state)
    page = room.stage(LESSON)
    assert page.button(key="room_use").disabled == (state != "revealed")
    forged = AppTest.from_function(_use_flips)
    forged.session_state["_room_host"], forged.session_state["round"] = room.host, now
    forged.run()
    assert not forged.exception
    assert ("heads" in forged.session_state) == (state == "revealed")
    assert forged.session_state["said"] == ("" if state == "revealed" else lead.NOT_REVEALED)


def test_fewer_than_three_answers_are_neither_drawn_nor_used() -> None:
    app, host = led()
    ask_and_answer(app, host, HEADS[:2])
    assert not app.metric
    assert "<b>2</b> of 2 have answered" in html(app)
    assert app.button(key="room_use").disabled


def test_another_round_and_a_new_series_keep_the_rounds_before() -> None:
    app, host = led()
    ask_and_answer(app, host)
    for key in ("room_reveal", "room_again", "room_close", "room_over"):
        press(app, key)
    found = [(each.round.series, each.round.take, len(each.of)) for each in tally.results(service.rooms(), host)]
    assert found == [(1, 1, 4), (1, 2, 0), (2, 1, 0)]


@pytest.mark.parametrize("is_known", [False, True])
def test_a_new_series_has_another_coin_once_the_bias_is_known(is_known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toss, "_drawn", lambda: 0.6)
    app, host = led()
    ask_and_answer(app, host)
    if is_known:
        press(app, "room_reveal")
        press(app, "room_again")
    monkeypatch.setattr(toss, "_drawn", lambda: 0.3)
    press(app, "room_over")
    last = tally.results(service.rooms(), host)[-1].round
    assert (last.take, last.setting["coin"], last.setting["theta"]) == (1, "phone", 0.3 if is_known else 0.6)


def test_next_and_another_scene_put_the_scene_back() -> None:
    app, host = led()
    ask_and_answer(app, host)
    press(app, "next")
    assert figure(app, "Score")
    press(app, "room_view")
    assert figure(app, "Flips") == "40"
    app.query_params["scene"] = "underflow"
    app.run()
    assert figure(app, "Sum of logs")


def test_the_door_comes_along_to_the_questions_of_another_lesson_and_stays_behind_otherwise() -> None:
    app, _host = led()
    app.switch_page("pages/7_regularization.py").run()
    assert "room_people" not in html(app)
    press(app, "room")
    assert "Toss" not in {each.label for each in app.expander}
    press(app, "room_to_toss")
    app.switch_page("pages/2_likelihood.py").run()  # AppTest does not follow st.switch_page
    assert app.title[0].value.startswith("The data stay fixed")
    assert "room_people" in html(app)
    assert "Toss" in {each.label for each in app.expander}


def test_where_a_lesson_draws_no_tosses_its_scene_stands_and_the_bar_names_those_that_do() -> None:
    app, host = led()
    ask_and_answer(app, host)
    app.switch_page("pages/5_bayesian-inference.py").run()
    app.switch_page("pages/7_regularization.py").run()
    assert figure(app, "Held-out NLL")
    assert "Toss is drawn in" in html(app)
    links = [each.proto.label for each in app.get("page_link")]
    assert {"Lesson 2", "Lesson 3", "Lesson 5"} <= set(links)


def test_while_the_database_is_away_the_picture_stays_and_the_bar_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    app, host = led()
    ask_and_answer(app, host)
    with monkeypatch.context() as away:
        away.setattr(tally, "moment", refuse)
        away.setattr(tally, "results", refuse)
        look(app, host)
        assert str(AwayError()) in html(app)
        assert figure(app, "Flips") == "40"
    look(app, host)
    assert "Answered 4 / 4" in html(app)


@pytest.mark.parametrize(
    ("file", "scene"),
    [("6_map-estimation.py", "weights"), ("5_bayesian-inference.py", "priors"), ("5_bayesian-inference.py", "update")],
)
def test_a_picture_takes_the_place_of_any_scene_and_the_address_keeps_the_shared_values(file: str, scene: str) -> None:
    room = PlayedRoom(3)
    room.ask("prior", {})
    room.answer([{"mean": 0.5, "strength": strength} for strength in (4, 10, 40)])
    room.set_state("revealed")
    values = {"heads": "45", "tails": "5", "a": "3", "b": "4", "theta": "0.9"}
    app = room.stage(file, scene=scene, **values)
    assert not app.exception
    assert figure(app, "Tosses used") == "0"
    assert {key: app.query_params[key] for key in values} == values
    app.session_state["_room_view"] = "door"
    app.run()
    assert not app.exception
    assert {key: app.query_params[key] for key in values} == values


def test_a_live_picture_stays_that_of_its_round_until_the_page_runs_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another host may ask something else just then, of which the bar hears within a second."""
    room = PlayedRoom(3)
    room.ask("toss", {"coin": "pocket"})
    room.answer([{"heads": 9}] * 3)

    def meanwhile(_keys: object) -> None:
        room.ask("peak", {"heads": 7, "tails": 3})
        room.answer([{"theta": 0.5}] * 3)

    monkeypatch.setattr(stage.unseen, "draw", meanwhile)  # between what is chosen and what is drawn
    app = room.stage("2_likelihood.py")
    assert not app.exception
    assert figure(app, "Flips") == "30"


@pytest.mark.parametrize("scene", ["update", "families"])
def test_tosses_come_under_any_prior_in_place_of_any_scene(scene: str) -> None:
    room = PlayedRoom(3)
    room.ask("toss", {"coin": "pocket"})
    room.answer([{"heads": 9}] * 3)
    app = room.stage("5_bayesian-inference.py", scene=scene, a="3", b="4", heads="8")
    assert not app.exception
    assert figure(app, "Flips") == "30"
    assert app.query_params["a"] == "3"
    assert app.query_params["heads"] == "8"


def test_answers_are_read_again_only_once_there_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    app, host = led()
    ask_and_answer(app, host)
    read, asked = tally.results, []

    def results(*args: Any, **more: Any) -> tuple[Answers, ...]:
        asked.append(args)
        return read(*args, **more)

    monkeypatch.setattr(tally, "results", results)
    look(app, host)
    assert asked == []
    db = service.rooms()
    now = tally.moment(db, host.room).round
    assert now
    answers.answer(db, answers.join(db, host.room, token_urlsafe(24)), now.id, {"heads": 10}, check)
    look(app, host)
    assert len(asked) == 1
    assert figure(app, "Flips") == "50"


def test_a_press_that_the_database_did_not_take_is_not_said_to_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app, host = led()
    ask_and_answer(app, host)
    monkeypatch.setattr(rounds, "set_state", refuse)
    press(app, "room_close")
    assert NOT_DONE in html(app) and "by itself" not in html(app)


def test_a_run_for_the_room_is_no_move_of_a_learner() -> None:
    app = open_lesson(LESSON)
    before = time.monotonic()
    app.session_state["_next_run_is_no_move"] = True
    app.run()
    assert not TRAFFIC.since(before)
    app.run()
    assert TRAFFIC.since(before)


def test_what_the_clock_of_a_room_draws_is_no_move() -> None:
    before = time.monotonic()
    with moves.no_move():
        moves.note()
    assert not TRAFFIC.since(before)
    moves.note()
    assert TRAFFIC.since(before)
