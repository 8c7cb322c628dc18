"""The activity of strengths: the lesson's problem on the phones, and nothing of its held-out examples."""

import base64
import re
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.regularization.kinds import STRENGTHS, fit
from core.regularization.problem import held_out_nll, problem
from pages._kit.room.activities import named, strength
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round

NOW = Round(1, 1, 1, "strength", {"kind": "l2", "degree": 9, "n_points": 12, "seed": 4}, "open")


@pytest.mark.parametrize(
    "value", [None, 5, [5], {}, {"pick": -1}, {"pick": 101}, {"pick": 5.0}, {"pick": "5"}, {"pick": True},
              {"pick": 5, "more": 1}], ids=str
)  # fmt: skip
def test_what_is_no_strength_is_refused(value: object) -> None:
    with pytest.raises(RefusedError):
        strength.check(NOW, value)


def test_every_stop_of_the_slider_is_taken() -> None:
    for pick in (0, 1, 100):
        assert strength.check(NOW, {"pick": pick}) == {"pick": pick}
    assert strength.picks(Answers(NOW, {1: {"pick": 3}, 2: {"pick": 0}})) == [3, 0]
    assert strength.told(NOW, {"pick": 40}) == "strength 40, λ = 1.00"
    assert strength.told(NOW, {"pick": 100}) == "strength 100, λ = 1,000"
    assert strength.told(NOW, {"pick": 0}) == "strength 0, λ = 0, no prior"


@pytest.mark.parametrize("kind", strength.WITH_PENALTY)
def test_the_phone_draws_the_fit_to_the_training_points_alone(kind: str) -> None:
    about = problem(9, 12, 4)

    def drawn() -> str:
        strength._picture.cache_clear()
        found = re.search(r"base64,([^\"]+)", strength._picture(kind, 9, 12, 4, 40))  # type: ignore[arg-type]
        assert found
        return base64.b64decode(found[1]).decode()

    before = drawn()
    assert before.count("<circle") == about.n and before.count("<polyline") == 1
    blind = replace(about, x_held=np.zeros(1), y_held=np.zeros(1))
    with patch.object(strength, "problem", return_value=blind):
        assert drawn() == before
    curve = fit(kind, about, float(STRENGTHS[40])).predict([-1.0])[0]  # type: ignore[arg-type]
    low, high = about.y.min(), about.y.max()
    pad = 0.3 * (high - low)
    first = re.search(r'points="10.0,(-?[\d.]+) ', before)
    assert first and float(first[1]) == pytest.approx(4 + (high + pad - curve) / (high - low + 2 * pad) * 146, abs=0.06)


def test_the_outcome_is_the_held_out_nll_of_the_pick_and_of_the_best() -> None:
    about = problem(9, 12, 4)
    held = [held_out_nll(fit("l2", about, float(strength)), about) for strength in STRENGTHS]
    best = int(np.argmin(held))
    said = strength.outcome(NOW, {"pick": 3})
    assert f"{held[3]:.3f} nats" in said and f"**strength {best}**" in said and f"{held[best]:.3f} nats" in said
    assert f"{held[3]:.3f}" not in strength.outcome(NOW, None)


def _chosen() -> None:
    import streamlit as st

    from pages._kit import course
    from pages._kit.room.activities import strength

    strength.choose(course.lesson("regularization"))
    st.session_state["setting"] = strength.setting(course.lesson("regularization"))


def test_the_question_is_about_the_problem_of_the_lessons_fields() -> None:
    app = AppTest.from_function(_chosen)
    for key, value in {"kind": "l1", "degree": 5, "n_points": 30, "seed": 8}.items():
        app.session_state[key] = value
    assert app.run().session_state["setting"] == {"kind": "l1", "degree": 5, "n_points": 30, "seed": 8}
    assert "L1, degree 5, 30 training points, seed 8" in app.caption[0].value


def test_a_kind_without_lambda_and_forged_fields_are_replaced() -> None:
    app = AppTest.from_function(_chosen)
    for key, value in {"kind": "dropout", "degree": 99, "n_points": "x", "seed": -1}.items():
        app.session_state[key] = value
    assert app.run().session_state["setting"] == {"kind": "l2", "degree": 12, "n_points": 20, "seed": 0}
    assert "this asks about L2" in app.caption[0].value
    assert not named("strength").live


def _phone(own: object) -> None:
    import streamlit as st

    from pages._kit.room.activities import strength
    from pages._kit.room.activities.activity import Asked
    from pages._kit.room.store.records import Round

    def send(value: object) -> None:
        st.session_state["sent"] = value

    setting = {"kind": "l1", "degree": 9, "n_points": 12, "seed": 4}
    strength.field(Asked(Round(7, 1, 1, "strength", setting, "open"), own, 1, send))


def test_a_phone_sends_the_strength_of_its_slider_and_shows_it_when_it_comes_back() -> None:
    app = AppTest.from_function(_phone, args=(None,)).run()
    assert app.slider(key="pick_7").value == 0 and "no prior" in app.markdown[0].value
    app.slider(key="pick_7").set_value(60).run()
    assert "λ = 10.0" in app.markdown[0].value
    app.button(key="send").click().run()
    assert app.session_state["sent"] == {"pick": 60}
    assert AppTest.from_function(_phone, args=({"pick": 60},)).run().slider(key="pick_7").value == 60
