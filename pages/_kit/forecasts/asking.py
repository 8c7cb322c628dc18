"""Asking: a question answered with probabilities, what each outcome would cost, and after committing what it did cost.

Below the stage of its lesson it is "Predict first"; two lessons ask it again, in "Before you go on".
"""

import math
from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.forecasts.score import cost, score
from core.numbers import decimal, nats
from pages._kit import course, questions, session, way
from pages._kit.course import Lesson
from pages._kit.figures import Figure, figures
from pages._kit.forecasts import fields, kept
from pages._kit.forecasts.draft import Draft, draft_of
from pages._kit.forecasts.fields import BESIDE, cell, percent
from pages._kit.forecasts.record import Forecast
from pages._kit.questions.question import Asked, Question

LESSONS_BACK: Final = (1, 3)
"""How many lessons back the questions of "Before you go on" come from."""

NLL: Final = "The mean of −log p over your forecasts: p is what you gave to the right option. Less is better."


@st.fragment
def predict_first(lesson: Lesson) -> None:
    """Ask the lesson's questions, one at a time, beginning with the first that has no forecast."""
    asked = questions.of_lesson(lesson)
    if not asked or way.on_paper():
        return
    place = _shown(lesson, asked)
    with st.container(key="predict_first"):
        st.header("Predict first", anchor=False)
        made = [each for each in kept.forecasts() if each.lesson == lesson]
        if made and len(asked) > 1:
            _pager(lesson, asked, place)
        number = f"{place + 1} of {len(asked)}: " if len(asked) > 1 else ""
        _ask(lesson, asked[place], number, here=lesson)
        if made:
            _figures(made, len(asked))
            _offer_reset(lesson, len(made))


@st.fragment
def before_you_go_on(here: Lesson, *, arrived: bool) -> None:
    """Offer a question of the lesson before and one of two lessons before that. They are sent once it is opened.

    Parameters
    ----------
    here : Lesson
        The open lesson.
    arrived : bool
        Whether the learner has just come to it: the questions are chosen anew when it is opened next.
    """
    lessons = [course.LESSONS[here.number - back] for back in LESSONS_BACK if here.number > back]
    if not any(questions.of_lesson(lesson) for lesson in lessons):
        return
    chosen = f"_asked_before_{here.slug}"
    if arrived:
        st.session_state.pop(chosen, None)
    box = st.expander("Before you go on", icon=":material/history:", key="before_you_go_on", on_change="rerun")
    if not box.open:
        return
    names: list[str] = session.kept(chosen, lambda: [item.name for item in map(_due, lessons) if item])
    with box:
        for place, (lesson, question) in enumerate(questions.every()[name] for name in names):
            with st.container(key=f"asked_before_{place}"):
                _ask(lesson, question, f"Lesson {lesson.number}: ", here=here)


def _due(lesson: Lesson) -> Question | None:
    """The lesson's first question without a forecast; if there is none, the one whose forecast cost most."""
    items = questions.of_lesson(lesson)
    place = _first_open(items)
    if place is not None:
        return items[place]
    made = [each for each in kept.forecasts() if each.lesson == lesson]
    costliest = max(made, key=lambda each: each.answer.cost, default=None)
    return next((item for item in items if costliest and item.name == costliest.question), None)


def _ask(lesson: Lesson, question: Question, number: str, *, here: Lesson) -> None:
    """Draw the question, or the answer if it has a forecast."""
    forecast = kept.of_question(question.name)
    if forecast is None:
        _draw_open(draft_of(question), number, stay=lesson == here)
    else:
        _draw_answered(lesson, forecast, number, here=here)


def _draw_open(draft: Draft, number: str, *, stay: bool) -> None:
    """Draw the fields, the prices and the button; with ``stay`` the lesson shows the answer until the next question."""
    with st.container(key=draft.key("open")):
        fields.draw(draft, number + draft.asked.stem)
        st.button(
            "Commit",
            key=draft.key("commit"),
            type="primary",
            disabled=not draft.ready,
            on_click=_commit,
            args=(draft, stay),
        )


def _commit(draft: Draft, stay: bool) -> None:
    """Keep the forecast and rerun the page, which tells the browser and shows the figures."""
    given = draft.probabilities
    if given is None or not draft.ready:  # a forged press
        return
    kept.commit(Forecast(draft.question.name, given, draft.counts))
    draft.forget()
    if stay:
        _show(draft.question)
    st.rerun()


def _draw_answered(lesson: Lesson, forecast: Forecast, number: str, *, here: Lesson) -> None:
    asked, given = forecast.asked, forecast.probabilities
    rows = []
    for place, option in enumerate(asked.options):
        mark = "**" if place == asked.right else ""
        rows.append(f"| {mark}{cell(option.text)}{mark} | {mark}{percent(given[place])}{mark} |")
    name = forecast.question
    with st.container(key=f"forecast_made_{name}"):
        st.markdown("\n".join([number + asked.stem, "", "| Option | You gave |", "|---|--:|", *rows]))
        with st.container(key=f"forecast_answer_{name}"):
            text = _answer(asked, given)
            if all(given[asked.right] > p for place, p in enumerate(given) if place != asked.right):
                st.success(text, icon=":material/check:")
            else:
                st.info(text, icon=":material/lightbulb:")
            with st.container(key=f"show_it_{name}", horizontal=True, vertical_alignment="center", gap="small"):
                st.page_link(
                    course.page_of(lesson),
                    label="Show it on the stage" if lesson == here else f"Show it in lesson {lesson.number}",
                    icon=":material/visibility:",
                    query_params=dict(asked.shows),
                )
                asked_here = questions.of_lesson(lesson)
                following = _first_open(asked_here)
                if lesson == here and following is not None:
                    st.button("Next question", key="forecast_next", on_click=_show, args=(asked_here[following],))


def _answer(asked: Asked, given: Sequence[float]) -> str:
    """The answer, what the forecast cost, why, and the misconception behind the most probable option if it is wrong."""
    right, most = asked.options[asked.right], max(given)
    price, guess = cost(given[asked.right]), math.log(len(given))
    parts = [
        f"It is: **{right.text}**",
        f"You gave it {percent(given[asked.right])}: {nats(price)}; guessing costs {decimal(guess)}."
        + (f" An infinite cost stays in the mean of all; {BESIDE}" if math.isinf(price) else ""),
        asked.why,
    ]
    met = asked.options[given.index(most)].misconception
    if given[asked.right] < most and met:
        parts.append(f"Your most probable option is a mistake with a name, **{met.name}**: {met.told}")
    return "\n\n".join(parts)


def _figures(made: Sequence[Forecast], asked: int) -> None:
    found = score([each.answer for each in made])
    note = f"mean of {found.forecasts}"
    if found.impossible:
        note = "no others yet" if math.isnan(found.others) else f"the others: {nats(found.others)}"
    figures(
        Figure("Your NLL", nats(found.nll), note, NLL),
        Figure("Guessing", nats(found.guessing), "the same for every option"),
        Figure("Forecasts", f"{found.forecasts} of {asked}", "in this lesson"),
        key="figures_asked",
    )


def _offer_reset(lesson: Lesson, made: int) -> None:
    with st.popover("Reset this lesson’s forecasts", key="forecast_reset"):
        which = "the forecast" if made == 1 else f"all {made} forecasts"
        st.markdown(f"Forget {which} of this lesson? It cannot be undone.")
        st.button("Forget", key="forecast_forget", on_click=_reset, args=(lesson,))


def _reset(lesson: Lesson) -> None:
    kept.forget(lesson)
    for question in questions.of_lesson(lesson):
        draft_of(question).forget()
    st.session_state.pop(_shown_key(lesson), None)
    st.rerun()


def _pager(lesson: Lesson, asked: Sequence[Question], place: int) -> None:
    """Draw the numbers of the lesson's questions, to look at another one."""
    key = f"forecast_pager_{lesson.slug}"
    st.session_state[key] = place

    def choose() -> None:
        if st.session_state[key] in range(len(asked)):
            _show(asked[st.session_state[key]])

    st.segmented_control(
        "Question", range(len(asked)), format_func=lambda at: str(at + 1), key=key, on_change=choose, required=True,
        label_visibility="collapsed",
    )  # fmt: skip


def _show(question: Question) -> None:
    """Show this question of its lesson from now on."""
    lesson = questions.every()[question.name][0]
    st.session_state[_shown_key(lesson)] = question.name


def _shown_key(lesson: Lesson) -> str:
    return f"_forecast_shown_{lesson.slug}"


def _shown(lesson: Lesson, asked: Sequence[Question]) -> int:
    """The place of the question that is shown: the one that was chosen, or the first without a forecast."""
    names = [item.name for item in asked]
    chosen = session.value_of(_shown_key(lesson), None)
    if chosen in names:
        return names.index(chosen)
    first = _first_open(asked)
    return len(asked) - 1 if first is None else first


def _first_open(asked: Sequence[Question]) -> int | None:
    return next((place for place, item in enumerate(asked) if kept.of_question(item.name) is None), None)
