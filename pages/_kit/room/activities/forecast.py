"""A question of the course, which everybody in the room answers with probabilities."""

from collections import Counter
from typing import Any, Final

import streamlit as st

from core.forecasts.score import checked, cost
from core.likelihood.counts import Counts
from core.numbers import nats
from pages._kit import controls, questions, session
from pages._kit.course import Lesson
from pages._kit.forecasts import fields
from pages._kit.forecasts.draft import Draft
from pages._kit.forecasts.fields import percent
from pages._kit.questions.question import Asked as Question
from pages._kit.questions.question import Misconception
from pages._kit.room.activities.activity import Activity, Asked, Setting, number
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round


def choose(lesson: Lesson) -> None:
    """Draw the list of the lesson's questions; one about the learner's own flips is asked about the flips of now."""
    counts = controls.counts_now()
    stems = {
        item.name: f"{place}. {item.asked(counts).stem}" for place, item in enumerate(questions.of_lesson(lesson), 1)
    }
    st.selectbox("Question", list(stems), key=_key(lesson), persist_state="session", format_func=stems.__getitem__)


def setting(lesson: Lesson) -> Setting:
    """The chosen question, and the flips of now."""
    counts, names = controls.counts_now(), [item.name for item in questions.of_lesson(lesson)]
    name = session.value_of(_key(lesson), names[0])
    return {"question": name if name in names else names[0], "heads": counts.heads, "tails": counts.tails}


def _key(lesson: Lesson) -> str:
    return f"room_forecast_{lesson.slug}"


def asked_in(now: Round) -> Question:
    """The question of a round, with its numbers."""
    return _draft(now).asked


def _draft(now: Round) -> Draft:
    question = questions.every()[now.setting["question"]][1]
    counts = Counts(now.setting["heads"], now.setting["tails"])
    return Draft(question, counts if question.varies else None)


def question(now: Round) -> str:
    """What is asked."""
    return asked_in(now).stem


def options(now: Round) -> list[str]:
    """The options."""
    return [option.text for option in asked_in(now).options]


def field(asked: Asked) -> None:
    """Draw the fields of a forecast, as the lessons have them."""
    draft = _draft(asked.round)
    fields.draw(draft, "Your choice", label_shown=False)
    missing = _missing(draft)

    def send() -> None:
        given = draft.probabilities
        if given and not _missing(draft):
            asked.send(list(given))

    st.button(
        missing or "Send", key="send", type="primary", width="stretch", disabled=bool(missing) or not asked.open,
        on_click=send,
    )  # fmt: skip


def _missing(draft: Draft) -> str:
    """What is still to be done before a forecast can be sent: a choice alone says as little as no choice."""
    if draft.by_hand:
        return "" if draft.ready else "Give an option some weight"
    if draft.chosen is None:
        return "Choose an option"
    return "" if draft.is_spread_unevenly else "Say how sure you are"


def check(now: Round, value: Any) -> list[float]:
    """One probability for each option; they sum to 1."""
    options = len(asked_in(now).options)
    try:
        given = checked([number(p, 0, 1, "Each probability") for p in value]) if isinstance(value, list) else ()
    except ValueError:
        given = ()
    if len(given) != options:
        raise RefusedError(f"The answer must be {options} probabilities that sum to 100 %.")
    return list(given)


def told(now: Round, answer: Any) -> str:
    """The most probable option of a forecast, and what it got."""
    most = max(answer)
    if answer.count(most) == len(answer):
        return "the same for every option"
    if answer.count(most) > 1:
        return f"{percent(most)} each for {answer.count(most)} of {len(answer)} options"
    return f"{percent(most)} for “{asked_in(now).options[answer.index(most)].text}”"


def outcome(now: Round, answer: Any) -> str:
    """What is right and why, and what the forecast cost."""
    asked = asked_in(now)
    right = f"It is: **{asked.options[asked.right].text}**. {asked.why}"
    if answer is None:
        return right
    given = answer[asked.right]
    return f"You gave the right option {percent(given)}, which costs {nats(cost(given))}.\n\n{right}"


def met(now: Round, answers: Answers) -> list[tuple[Misconception, int]]:
    """The misconceptions behind the favorites of the room, the most frequent first; a tie has no favorite."""
    asked = asked_in(now)
    found: Counter[Misconception] = Counter()
    for given in answers.of.values():
        favorite = given.index(max(given))
        misconception = asked.options[favorite].misconception
        if favorite != asked.right and given.count(max(given)) == 1 and misconception:
            found[misconception] += 1
    return found.most_common()


ACTIVITY: Final = Activity(
    "forecast", "Forecast", (), False, choose, setting, question, field, check, told, outcome, options
)
