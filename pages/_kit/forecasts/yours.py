"""The learner, scored by the course's own loss: a line on the overview, and all of it in lesson 8."""

import math
from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.forecasts import calibration
from core.forecasts.calibration import LEVEL, Parts
from core.forecasts.score import Score, running, score
from core.numbers import decimal
from pages._kit import course, questions, way
from pages._kit.charts import forecasts as charts
from pages._kit.charts.base import Spec, Tables
from pages._kit.figures import Figure, figures
from pages._kit.forecasts import kept
from pages._kit.forecasts.fields import percent
from pages._kit.forecasts.record import Forecast, from_text, to_text
from pages._kit.prose import escaped

UPLOAD: Final = "forecasts_file"
MESSAGE: Final = "_forecasts_message"
FEW: Final = 30
"""Below so many forecasts the page says that they tell little."""


def line() -> None:
    """Draw the overview's one line; not on paper."""
    if way.on_paper():
        return
    made, total = kept.forecasts(), len(questions.every())
    if not made:
        st.markdown(
            f"**Your forecasts.** None yet: the lessons ask {total} questions, to be answered with probabilities."
        )
        return
    found = score([each.answer for each in made])
    st.markdown(
        f"**Your forecasts.** {len(made)} of {total} answered: {_mean_cost(found)}; guessing would cost "
        f"{decimal(found.guessing)}. Lesson {course.lesson('big-picture').number} shows them beside its six "
        "classifiers."
    )


def _mean_cost(found: Score) -> str:
    if not found.impossible:
        return f"{decimal(found.nll)} nats each"
    others = f"; the others cost {decimal(found.others)} nats each" if found.impossible < found.forecasts else ""
    return f"∞ nats, for {found.impossible} gave 0 to what came true{others}"


def in_full() -> None:
    """Draw the reliability of the learner's probabilities, their cost as it came in, and what can be done with them.

    Not on paper.
    """
    if way.on_paper():
        return
    st.header("Your forecasts", anchor=False)
    made = kept.forecasts()
    if made:
        _scored(made)
    else:
        st.markdown(
            "You have made no forecast yet. Each lesson asks some, under “Predict first”; here they are scored as the "
            "classifiers are."
        )
    _keep_and_bring(made)
    _misconceptions()


def _scored(made: Sequence[Forecast]) -> None:
    answers = [each.answer for each in made]
    found, parts = score(answers), calibration.parts(answers)
    others = f"others {decimal(found.others)}" if found.impossible and not math.isnan(found.others) else "nats each"
    figures(
        Figure("Your NLL, all lessons", decimal(found.nll), others, "The mean of −log p, p given to what came true."),
        Figure("Guessing, all lessons", decimal(found.guessing), "nats each", "The same probability for each option."),
        Figure("Forecasts, all lessons", f"{found.forecasts} of {len(questions.every())}"),
        Figure("Brier score", decimal(found.brier), "0 is best, 2 is worst", "The mean squared distance."),
        key="figures_forecasts",
    )
    left, right = st.columns(2, gap="large")
    with left:
        _chart(
            charts.reliability(), charts.reliability_rows(calibration.reliability(answers)), "your_reliability",
            "The share of favorites that came true over the probability that they were given, with intervals.",
        )  # fmt: skip
        st.caption(
            f"Does your 80 % mean 80 %? Bars: where the share lies with probability {LEVEL:g}, after a flat prior. On "
            "the dashed diagonal it equals what you said."
            + (f" With {found.forecasts} forecasts the bars are wide: they say little yet." if len(made) < FEW else "")
        )
    with right:
        _chart(
            charts.course(), charts.course_rows(running(answers)), "your_course",
            "Your mean cost after each forecast, in the order in which you made them, beside that of guessing.",
        )  # fmt: skip
        st.caption(
            "The mean cost of your forecasts, in the order in which you made them."
            + (" A triangle: 0 given to what came true. The line is the mean of the others." * bool(found.impossible))
        )
    st.markdown(_split(parts))
    st.markdown(_costliest(made))


def _split(parts: Parts) -> str:
    return (
        f"**Where it comes from, rounded.** {decimal(parts.nll)} = {decimal(parts.uncertainty)} (uncertainty) − "
        f"{decimal(parts.resolution)} (resolution) + {decimal(parts.miscalibration)} (miscalibration) + "
        f"{decimal(parts.rest)} (the rest). Uncertainty: what one number for all your favorites would cost. "
        "Resolution: what you gain as favorites come true more often at some confidences than at others. "
        "Miscalibration: what it costs that they do not come true as often as you said. The rest: what it costs, where "
        "your favorite was wrong, to have spread what was left."
    )


def _costliest(made: Sequence[Forecast]) -> str:
    worst = max(made, key=lambda each: each.answer.cost)
    asked, answer = worst.asked, worst.answer
    return (
        f"**Your costliest.** {asked.stem} You gave {percent(answer.probabilities[answer.right])} to “"
        f"{asked.options[asked.right].text}”, which is right: {decimal(answer.cost)} nats. {asked.why}"
    )


def _chart(spec: Spec, tables: Tables, key: str, alt: str) -> None:
    # Not drawing.draw: what is on the stage can be saved and shared, forecasts are the learner's own.
    st.vega_lite_chart(None, {**spec, "datasets": dict(tables)}, key=key, alt=alt)


def _keep_and_bring(made: Sequence[Forecast]) -> None:
    st.markdown("They are kept in this browser, and in no link. Take them along as a file, or bring back such a file.")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="forecasts_tools"):
        st.download_button(
            "Save as a file", to_text(made, indent=1), "forecasts.json", "application/json", key="save_forecasts",
            icon=":material/download:", on_click="ignore", disabled=not made,
        )  # fmt: skip
        st.button(
            "Erase all", key="erase_forecasts", icon=":material/delete:", on_click=_erase, disabled=not made,
            help="From this page and from this browser, at once",
        )  # fmt: skip
    number = st.session_state.get("_forecasts_files", 0)
    st.file_uploader(
        "Bring back a file. It takes the place of what is here.", type=["json"], key=f"{UPLOAD}_{number}",
        max_upload_size=1, on_change=_bring, args=(number,),
    )  # fmt: skip
    message = st.session_state.pop(MESSAGE, "")
    if message:
        st.info(message)


def _erase() -> None:
    kept.replace_all(())


def _bring(number: int) -> None:
    """Take over the uploaded file, and empty the field: a second file may follow, or the same again."""
    file = st.session_state.get(f"{UPLOAD}_{number}")
    if file is None:
        return
    try:
        new, unused = from_text(file.getvalue().decode("utf-8", errors="replace"))
    except ValueError as problem:
        st.session_state[MESSAGE] = str(problem)
    else:
        if new:
            kept.replace_all(tuple(new))
        st.session_state[MESSAGE] = _brought(len(new), unused)
    st.session_state["_forecasts_files"] = number + 1


def _brought(new: int, unused: int) -> str:
    """What a file has brought; one without a forecast takes the place of nothing."""
    if not new:
        return "This file has no forecast of a question of this course. What was here stays."
    left_out = f" Left out, as unknown, damaged or repeated: {unused}." if unused else ""
    return f"{new} forecast{' is' if new == 1 else 's are'} back.{left_out}"


@st.fragment
def _misconceptions() -> None:
    """Offer the table of the misconceptions behind the wrong options. It is sent once it is opened."""
    box = st.expander("The misconceptions behind the questions", key="misconceptions", on_change="rerun")
    if box.open:
        with box, st.container(key="wide_misconceptions"):
            st.markdown(
                "\n".join(["| lesson | misconception | what is wrong | source |", "|---|---|---|---|", *_rows()])
            )
            st.caption("A source after “against:” states what is right; no study of the belief itself is cited.")


def _rows() -> list[str]:
    found: dict[str, tuple[set[int], str, str]] = {}
    for lesson in course.LESSONS:
        for question in questions.of_lesson(lesson):
            for option in question.asked().options:
                wrong = option.misconception
                if wrong:
                    found.setdefault(wrong.name, (set(), wrong.text, wrong.source))[0].add(lesson.number)
    return [
        f"| {', '.join(map(str, sorted(numbers)))} | {escaped(name)} | {escaped(text)} | {escaped(source)} |"
        for name, (numbers, text, source) in found.items()
    ]
