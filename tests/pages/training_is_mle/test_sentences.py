"""The sentences of lesson 4 that depend on a control: the control is moved, and the sentence is read."""

import pytest
from streamlit.testing.v1 import AppTest

from core.likelihood import ascent
from core.likelihood.counts import MAX_COUNT, Counts
from pages.training_is_mle.climb import factor_text
from tests.support.app import figure, open_lesson

WRAPPED = "the cat sat on\nthe mat and the\ndog ran. the cat\nsat on the hat and\nthe dog slept."


def lesson(**query: str) -> AppTest:
    app = open_lesson("4_training-is-mle.py", **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.info, *app.success])


def next_word(**query: str) -> AppTest:
    return lesson(scene="next-word", **query)


def with_text(text: str, **query: str) -> AppTest:
    app = lesson(**{"scene": "next-word", **query})
    app.button_group(key="lm_text").set_value("yours").run()
    return app.text_area(key="lm_own").set_value(text).run()


def help_of(app: AppTest, label: str) -> str:
    return next(metric.help for metric in app.metric if metric.label == label)


def test_flips_on_one_side_come_near_the_top_and_never_reach_it() -> None:
    app = lesson(heads="10", tails="0")
    # Newton's method counts as arrived within 0.001 of the top, so the sentence may not say that it never arrives.
    newton = ascent.arrival(ascent.newton(Counts(10, 0)), Counts(10, 0))
    assert newton is not None and figure(app, "Steps to θ̂ ± 0.001").endswith(f"/ {newton}")
    assert "come ever nearer and never reach it" in words(app) and "never arrive" not in words(app)


def test_without_flips_there_is_no_share_of_heads() -> None:
    app = lesson(heads="0", tails="0")
    assert next(metric.delta for metric in app.metric if metric.label == "Slope") == "no flips"
    assert "0 without flips" in help_of(app, "Mean log-likelihood")
    assert "no flips and so no single θ̂" in help_of(app, "Steps to θ̂ ± 0.001")
    app.number_input(key="heads").set_value(7).run()
    assert next(metric.delta for metric in app.metric if metric.label == "Slope") == "share of heads − θ"


@pytest.mark.parametrize(("heads", "tails"), [(7, 3), (46, 54), (2, 1), (1, 1000)])
@pytest.mark.parametrize("lr", ["1", "3", "5"])
def test_uphill_steps_and_jumps_are_told_apart(heads: int, tails: int, lr: str) -> None:
    app, counts = lesson(heads=str(heads), tails=str(tails), lr=lr), Counts(heads, tails)
    jumps = ascent.crossings(ascent.gradient_ascent(counts, float(lr)), counts)
    said = words(app)
    if jumps:
        assert f"{jumps} of the {ascent.STEPS} steps {'jumps' if jumps == 1 else 'jump'} over the top" in said
    assert "No step jumps over the top" not in said or not jumps


def test_a_factor_that_rounds_to_one_is_written_by_its_distance() -> None:
    assert [factor_text(x).replace("\u202f", " ") for x in (0.79, -3.2, 1 - 1e-6, -1 + 1e-5, -1 - 1e-5, 1.0)] == [
        "0.790", "−3.200", "1 − 1.0 × 10⁻⁶", "−1 + 1.0 × 10⁻⁵", "−1 − 1.0 × 10⁻⁵", "1.000",
    ]  # fmt: skip
    assert "= 1 − 1.0\u202f×\u202f10⁻⁶." in words(lesson(heads=str(MAX_COUNT), tails="1"))


def test_the_embedding_need_not_reach_the_floor() -> None:
    app = next_word()
    app.button_group(key="logits").set_value("embedding").run()
    said = words(app)
    assert "falls to the dotted floor" not in said and "no training brings it below the dotted floor" in said
    # The script trains a row of the table, and says so.
    assert "The figures above are the embedding’s" in said and "it ends in the figures of this page" not in said
    app.button_group(key="logits").set_value("table").run()
    assert "One row of the table with torch; it ends in the figures of this page" in words(app)
    app.toggle(key="planted").set_value(True).run()
    app.button_group(key="logits").set_value("embedding").run()
    app.select_slider(key="lm_steps").set_value(0).run()
    assert "the fit follows" not in words(app)


def test_slow_motion_names_the_rows_that_it_has() -> None:
    assert "A row for each word that follows; “others”" in words(lesson(scene="slow-motion"))
    app = with_text("a b. a c. a d. a e. a f. a g", scene="slow-motion")
    app.selectbox(key="own_context").set_value("a").run()
    assert "A row for each of the 4 most frequent of the 6 words that follow; “others”" in words(app)
    app.text_area(key="lm_own").set_value("x").run()
    app.selectbox(key="own_context").set_value("x").run()
    assert "every word that follows “x”: 1 in all" in words(app)


def test_the_length_of_a_context_is_the_learners_in_an_own_text() -> None:
    assert "in your own text as many as you choose" in words(next_word())
    app = with_text(WRAPPED)
    app.slider(key="lm_length").set_value(1).run()
    assert all(" " not in context for context in app.selectbox(key="own_context").options)
    assert "a table one for each context and word" in words(app) and "the table above" not in words(app)


def test_the_page_says_what_was_taken_as_sentences() -> None:
    app = with_text(WRAPPED)
    assert "Read as 2 sentences; the first: “the cat sat on the mat and the dog ran”. 4 line breaks" in words(app)
    app.selectbox(key="own_context").set_value("the cat").run()
    assert (figure(app, "Count MLE"), figure(app, "P(sat | context)")) == ("1.000", "1.000")
    app.text_area(key="lm_own").set_value("ខ្ញុំទៅ។ គាត់មក។").run()
    assert "Read as 2 sentences; the first: “ខ្ញុំ ទៅ”." in words(app)
    app.text_area(key="lm_own").set_value("heads\ntails").run()
    assert "2 lines or items read apart from each other" in words(app) and "no sentence ends in it" in words(app)
    app.text_area(key="lm_own").set_value("Hello.").run()
    assert "Read as 1 sentence; the first: “hello”." in words(app) and "line break" not in words(app)


@pytest.mark.parametrize("scene", ["next-word", "slow-motion"])
def test_an_empty_own_text_leaves_one_sentence(scene: str) -> None:
    app = lesson(scene=scene)
    app.button_group(key="lm_text").set_value("yours").run()
    assert [info.value for info in app.info] == ["There is nothing to read yet: paste a text of at least one word."]
    assert not app.metric and not app.code and "How to read this" not in words(app)


def test_what_was_entered_last_is_in_force() -> None:
    app = with_text("x y. x y.")
    app.selectbox(key="own_context").set_value("x").run()
    assert figure(app, "P(y | context)")
    app.text_area(key="lm_own").set_value("?!").run()
    assert "only marks" in words(app) and "Cross-entropy" not in {metric.label for metric in app.metric}
    app.text_area(key="lm_own").set_value("u v. u v.").run()
    assert not app.info and all(set(option) <= set("uv( start)") for option in app.selectbox(key="own_context").options)
    app.button_group(key="lm_text").set_value("the course’s").run()
    assert figure(app, "P(paris | context)") and "Read as" not in words(app)


def test_an_own_context_is_neither_in_the_address_nor_in_the_link() -> None:
    app = with_text("zebra quagga. zebra okapi.", context="the coin landed on")
    assert "context" not in app.query_params and "context" not in app.session_state
    app.selectbox(key="own_context").set_value("zebra").run()
    app.select_slider(key="lm_steps").set_value(50).run()
    assert "context" not in app.query_params and "context" not in app.session_state
    # An address from before, as the browser's Back brings it, loses its context too.
    app.query_params["context"] = "the cat slept on"
    app.run()
    assert "context" not in app.query_params
