"""Asking on a lesson: prices before committing, the answer after it, the lesson's figures, two earlier questions."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import log_loss
from streamlit.testing.v1 import AppTest

from core.data.coins import TEN_FLIPS
from core.likelihood.counts import Counts
from pages._kit import course
from pages._kit.forecasts.draft import Draft, shares
from pages._kit.forecasts.fields import percent
from pages._kit.forecasts.record import Forecast
from tests.support.app import figure, number, open_lesson
from tests.support.questions import EVEN_OUT, of, standing_in

FILE, SLUG = "3_log-likelihood.py", "log-likelihood"
SUMS, FLIPS, LAST = (item.name for item in of(SLUG))
FIGURES = ("Your NLL", "Guessing", "Forecasts")


@pytest.fixture(autouse=True)
def stand_ins() -> Iterator[None]:
    with standing_in("detective", "likelihood", SLUG, "training-is-mle"):
        yield


def lesson(
    file: str = FILE, made: Sequence[Forecast] = (), *, fields: Mapping[str, Any] | None = None, **query: str
) -> AppTest:
    """Open a lesson with these forecasts in the session, and these values in the fields."""
    session = {"_forecasts": tuple(made), **(fields or {})}
    app = open_lesson(file, unfold=(), session=session, **query)
    assert not app.exception
    return app


def says(name: str, choice: int, sure: int | None = None) -> dict[str, Any]:
    """The fields of a question, filled in."""
    return {f"forecast_choice_{name}": choice} | ({} if sure is None else {f"forecast_sure_{name}": sure})


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def commit(app: AppTest, name: str) -> AppTest:
    return press(app, f"forecast_commit_{name}")


def prices(app: AppTest) -> tuple[list[tuple[str, str, str]], str]:
    """The rows of the table before committing, and what is said under it."""
    (text,) = (element.value for element in app.markdown if "and it costs" in element.value)
    rows, said = text.split("\n\n")
    cells = [line.strip("|").split(" | ") for line in rows.split("\n")[2:]]
    return [tuple(cell.strip() for cell in (" | ".join(row[:-2]), *row[-2:])) for row in cells], said  # type: ignore[misc]


def answer(app: AppTest) -> str:
    (box,) = (*app.success, *app.info)
    return str(box.value)


def made_in(app: AppTest) -> list[Forecast]:
    return list(app.session_state["_forecasts"])


def test_it_begins_with_the_first_question_at_even_odds_and_nothing_chosen() -> None:
    app = lesson()
    radio = app.radio(key=f"forecast_choice_{SUMS}")
    assert radio.label.startswith("1 of 3: ") and radio.value is None
    assert radio.options == ["One | two", "Two", "Three"]
    assert app.button(key=f"forecast_commit_{SUMS}").disabled and app.slider(key=f"forecast_sure_{SUMS}").disabled
    rows, said = prices(app)
    assert rows == [(text, "33.3 %", "1.099 nats") for text in ("One \\| two", "Two", "Three")]
    assert "Guessing costs 1.099 nats" in said
    assert not {metric.label for metric in app.metric} & set(FIGURES)
    assert not app.success and not app.info


@pytest.mark.parametrize("sure", [50, 90, 100])
@pytest.mark.parametrize("choice", [1, 0])
def test_what_is_said_before_is_what_it_costs_after(sure: int, choice: int) -> None:
    app = lesson(fields=says(SUMS, choice, sure))
    rows, said = prices(app)
    rest = (100 - sure) / 200
    expected = [sure / 100 if place == choice else rest for place in range(3)]
    assert [number(p) / 100 for _, p, _ in rows] == pytest.approx(expected)
    assert ("costs infinitely much" in said) == (sure == 100)
    before = rows[1][2]
    commit(app, SUMS)
    if expected[1] > 0:
        oracle = log_loss([1], [expected], labels=[0, 1, 2])
        assert number(before) == pytest.approx(oracle, abs=6e-4)
    else:
        assert before == "∞ nats"
    assert figure(app, "Your NLL") == before
    assert f"You gave it {percent(expected[1])}: {before}; guessing costs 1.099." in answer(app)
    assert len(app.success) == (choice == 1) and (EVEN_OUT.name in answer(app)) == (choice == 0)
    assert figure(app, "Forecasts") == "1 of 3" and figure(app, "Guessing") == "1.099 nats"


def test_the_figures_are_sklearns_log_loss_over_the_lesson_and_leave_out_other_lessons() -> None:
    elsewhere = Forecast(of("likelihood")[0].name, (0.2, 0.2, 0.6))
    app = lesson(made=[elsewhere], fields=says(SUMS, 0, 50) | says(FLIPS, 0, 90) | says(LAST, 3, 70))
    commit(app, SUMS)
    commit(press(app, "forecast_next"), FLIPS)
    commit(press(app, "forecast_next"), LAST)
    oracle = log_loss([0, 0, 0], [[0.25, 0.75], [0.9, 0.1], [0.7, 0.3]], labels=[0, 1])
    assert number(figure(app, "Your NLL")) == pytest.approx(oracle, abs=5e-4)
    assert number(figure(app, "Guessing")) == pytest.approx(math.log(3 * 2 * 4) / 3, abs=5e-4)
    assert figure(app, "Forecasts") == "3 of 3"
    assert [button for button in app.button if button.key == "forecast_next"] == []


def test_zero_for_what_happens_is_explained_before_and_shown_with_the_mean_of_the_others() -> None:
    app = lesson(fields=says(SUMS, 0, 100) | says(FLIPS, 0, 90))
    assert "a model that says 0 never recovers. The mean of the others is shown beside it." in prices(app)[1]
    commit(app, SUMS)
    assert figure(app, "Your NLL") == "∞ nats"
    note = {metric.label: metric.delta for metric in app.metric}["Your NLL"]
    assert note == "no others yet"
    commit(press(app, "forecast_next"), FLIPS)
    assert figure(app, "Your NLL") == "∞ nats"
    assert {metric.label: metric.delta for metric in app.metric}["Your NLL"] == "the others: 0.105 nats"


def test_zero_for_the_chosen_option_may_be_said_too() -> None:
    rows, _ = prices(lesson(fields=says(SUMS, 1, 0)))
    assert [(p, price) for _, p, price in rows] == [("50 %", "0.693 nats"), ("0 %", "∞ nats"), ("50 %", "0.693 nats")]


def test_an_even_guess_is_no_success_and_names_no_misconception() -> None:
    app = commit(lesson(fields=says(SUMS, 0)), SUMS)
    assert made_in(app)[0].probabilities == (1 / 3, 1 / 3, 1 / 3)
    assert not app.success and EVEN_OUT.name not in answer(app)


def test_by_hand_the_sliders_begin_where_the_choice_left_off_and_are_divided_by_their_sum() -> None:
    app = lesson(fields=says(SUMS, 1, 70))
    app.toggle(key=f"forecast_by_hand_{SUMS}").set_value(True).run()
    sliders = [app.slider(key=f"forecast_weight_{place}_{SUMS}") for place in range(3)]
    assert [slider.value for slider in sliders] == [15, 70, 15]
    assert [slider.label for slider in sliders] == ["One | two", "Two", "Three"]
    sliders[0].set_value(95).run()
    assert [p for _, p, _ in prices(app)[0]] == ["52.8 %", "38.9 %", "8.3 %"]
    commit(app, SUMS)
    assert made_in(app)[0].probabilities == pytest.approx((95 / 180, 70 / 180, 15 / 180), abs=1e-12)


def test_by_hand_nothing_needs_to_be_chosen_and_all_zeros_cannot_be_committed() -> None:
    app = lesson()
    app.toggle(key=f"forecast_by_hand_{SUMS}").set_value(True).run()
    assert not app.button(key=f"forecast_commit_{SUMS}").disabled
    for place in range(3):
        app.slider(key=f"forecast_weight_{place}_{SUMS}").set_value(0)
    app.run()
    assert app.button(key=f"forecast_commit_{SUMS}").disabled
    assert "Every option has the weight 0" in prices(app)[1]


@settings(deadline=None)
@given(st.lists(st.integers(0, 100), min_size=2, max_size=4).filter(any))
def test_shares_sum_to_one(weights: list[int]) -> None:
    found = shares(weights)
    assert abs(math.fsum(found) - 1) <= 1e-9
    assert [p == 0 for p in found] == [weight == 0 for weight in weights]


def test_a_forecast_stands_and_earlier_ones_can_be_looked_at_again() -> None:
    app = commit(lesson(fields=says(SUMS, 1, 70)), SUMS)
    first = answer(app)
    assert not [radio for radio in app.radio if radio.key == f"forecast_choice_{SUMS}"]
    press(app, "forecast_next")
    assert app.radio(key=f"forecast_choice_{FLIPS}").label.startswith("2 of 3: ")
    app.button_group(key=f"forecast_pager_{SLUG}").set_value(0).run()
    assert answer(app) == first


def test_forecasts_that_come_from_the_browser_after_the_first_run_move_on_to_the_first_open_question() -> None:
    app = lesson()
    app.session_state["_forecasts"] = (Forecast(SUMS, (0.2, 0.6, 0.2)),)
    app.run()
    assert app.radio(key=f"forecast_choice_{FLIPS}").label.startswith("2 of 3: ")


def test_reset_forgets_the_lessons_forecasts_alone_and_asks_from_the_beginning() -> None:
    elsewhere = Forecast(of("likelihood")[0].name, (0.2, 0.2, 0.6))
    app = commit(lesson(made=[elsewhere], fields=says(SUMS, 1, 70)), SUMS)
    assert len(made_in(app)) == 2
    press(app, "forecast_forget")
    assert made_in(app) == [elsewhere]
    assert app.radio(key=f"forecast_choice_{SUMS}").value is None
    assert app.slider(key=f"forecast_sure_{SUMS}").value == 33
    assert not {metric.label for metric in app.metric} & set(FIGURES)


def test_the_numbers_follow_the_flips_until_the_learner_touches_the_question() -> None:
    made = [Forecast(SUMS, (0.2, 0.6, 0.2))]
    app = lesson(made=made, heads="70", tails="30")
    label = f"forecast_choice_{FLIPS}"
    assert "70 heads and 30 tails" in app.radio(key=label).label
    app.number_input(key="heads").set_value(20).run()
    assert "20 heads and 30 tails" in app.radio(key=label).label
    app.radio(key=label).set_value(0).run()
    app.number_input(key="heads").set_value(90).run()
    assert "20 heads and 30 tails" in app.radio(key=label).label
    commit(app, FLIPS)
    assert made_in(app)[-1].counts == Counts(20, 30)
    assert "It is: **No**" in answer(app)


def link(app: AppTest) -> Any:
    (found,) = (item.proto for item in app.get("page_link") if item.proto.label.startswith("Show it"))
    return found


def test_the_link_has_the_state_that_shows_the_answer() -> None:
    found = link(commit(lesson(fields=says(SUMS, 1, 70)), SUMS))
    assert found.label == "Show it on the stage" and found.query_string == "heads=70&tails=30"
    assert found.page == SLUG


@pytest.mark.parametrize("value", ["Four", 7.5, -1, 101, None, math.nan])
def test_forged_values_count_as_nothing_said(value: object) -> None:
    draft = Draft(of(SLUG)[0], None)
    forged = dict.fromkeys([draft.key("choice"), draft.key("sure"), *draft.weight_keys()], value)
    with patch("streamlit.session_state", forged):
        assert draft.probabilities == (1 / 3,) * 3 and not draft.ready
        forged[draft.key("by_hand")] = True
        assert draft.probabilities == (1 / 3,) * 3


def test_a_projector_asks_nothing() -> None:
    app = lesson(present="1")
    assert not app.radio and not [box for box in app.expander if box.label == "Before you go on"]


def before(app: AppTest) -> list[str]:
    return [radio.label for radio in app.radio if "Lesson" in radio.label]


def test_before_a_lesson_one_question_of_the_last_and_one_of_three_back_once_it_is_opened() -> None:
    app = lesson("4_training-is-mle.py", fields=says(SUMS, 1, 70))
    assert before(app) == []
    app.session_state["before_you_go_on"] = True
    app.run()
    assert [label[:10] for label in before(app)] == ["Lesson 3: ", "Lesson 1: "]
    commit(app, SUMS)
    assert "It is: **Two**" in answer(app), "the answer stays where it was asked"
    assert link(app).label == "Show it in lesson 3" and link(app).page == SLUG
    assert not {metric.label for metric in app.metric} & set(FIGURES)


def test_before_a_lesson_the_costliest_comes_back_once_all_have_a_forecast() -> None:
    made = [
        Forecast(SUMS, (0.2, 0.6, 0.2)),
        Forecast(FLIPS, (0.1, 0.9), TEN_FLIPS.counts),
        Forecast(LAST, (0, 0, 0, 1)),
    ]
    app = lesson("4_training-is-mle.py", made=made, fields={"before_you_go_on": True})
    assert "You gave it 10 %: 2.303 nats" in answer(app)


def test_the_first_lesson_and_the_overview_ask_nothing_before() -> None:
    for file in ("0_overview.py", "1_detective.py"):
        assert not [box for box in lesson(file).expander if box.label == "Before you go on"]


@pytest.mark.parametrize(
    ("p", "text"),
    [(0, "0 %"), (1, "100 %"), (1 / 3, "33.3 %"), (0.7, "70 %"), (1e-9, "< 0.1 %"), (1 - 1e-9, "> 99.9 %")],
)
def test_percent(p: float, text: str) -> None:
    assert percent(p) == text


@pytest.mark.parametrize("here", course.LESSONS[1:], ids=lambda here: here.slug)
def test_every_lesson_asks_its_first_question(here: course.Lesson) -> None:
    with standing_in(here.slug):
        app = lesson(here.file.removeprefix("pages/"))
        assert app.radio(key=f"forecast_choice_{here.slug}.sums").label.startswith("1 of 3: ")
