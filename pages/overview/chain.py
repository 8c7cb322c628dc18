"""The overview's stage: the chain of eight steps, the words of the step that is shown, and its picture."""

from typing import Final

import streamlit as st

from pages._kit import controls, course, drawing, session
from pages._kit.reading import read_the_chart
from pages._kit.stage import Stage
from pages._kit.stepper import clock, stepper
from pages.overview import reading
from pages.overview.charts import chain as chart
from pages.overview.charts import picture
from pages.overview.charts.scenes import scene as picture_rows
from pages.overview.charts.steps import STEPS, Role
from pages.overview.words import WORDS

SECONDS: Final = 5.0
LAST: Final = len(STEPS)
HUES: Final[dict[Role, str]] = {"data": "orange", "belief": "blue", "both": "green"}


def step_now() -> int:
    """Return the step to show, 1 where the session holds none or a forged one."""
    step = session.value_of("step", 1)
    return step if isinstance(step, int) and 1 <= step <= LAST else 1


def go(step: int) -> None:
    """Show this step; only before the slider is drawn, as in a callback."""
    session.set_value("step", step)
    controls.reset_charts()


def pick() -> None:
    """Show the step whose picture was pressed."""
    chosen = drawing.selected_number("overview_chain", "pick", "step")
    if chosen is not None and 1 <= chosen <= LAST:
        go(int(chosen))


def say(step: int, presenting: bool) -> None:
    """Write the step's title and sentence; on a laptop also its formula and the link to its lesson."""
    link, words = STEPS[step - 1], WORDS[step - 1]
    st.header(f":{HUES[link.role]}[{link.name}]", anchor=False)
    st.markdown(words.sentence)
    if presenting:
        return
    st.markdown(f"${words.formula}$")
    lesson = course.lesson(link.slug)
    st.page_link(
        page=course.page_of(lesson), label=f"Lesson {lesson.number}: {lesson.name}", icon=":material/arrow_forward:"
    )
    first = course.LESSONS[1]
    st.page_link(page=course.page_of(first), label=f"**Start lesson {first.number}**", icon=":material/play_arrow:")


@st.fragment
def scene(here: Stage) -> None:
    """Draw all that depends on the step: the chain, the slider, the words and the picture."""
    # Places in reading order: the chain is drawn after its slider, which it follows.
    with here.hero:
        chain = st.container(key="overview_stage")
        with st.container(key="overview_scrub"):
            st.slider(
                "Step", 1, LAST, 1, key="step", on_change=controls.reset_charts, label_visibility="collapsed",
                **controls.IN_ADDRESS,
            )  # fmt: skip
    step = step_now()
    with chain:
        drawing.draw(
            chart.chain_rows(step, controls.chart_version()), chart.chain(here.look), key="overview_chain", fill=False,
            alt="The chain: " + ", ".join(f"{i} {link.name}" for i, link in enumerate(STEPS, 1)), on_select=pick,
        )  # fmt: skip
    with here.controls, st.container(key="overview_words"):
        say(step, here.presenting)
    with here.hero:
        drawing.draw(
            picture_rows(step), picture.picture(here.look), key="overview_picture",
            alt="The picture of this step, described in the text after it",
        )  # fmt: skip
        # A text alternative that changed with the step would make the browser build the chart anew.
        st.html(f'<p class="unseen">{WORDS[step - 1].alt}</p>')
    with here.strip:
        stepper("overview", at=step_now, last=LAST, go=go, what="Step", in_fragment=True)
    with here.reading:
        drawing.how_to_read(WORDS[step - 1].read)
    read_the_chart(here, lambda: reading.of_step(step))


def play_on() -> None:
    """Advance the step while the stepper plays. Called by the page itself: a clock must not stand in a fragment."""
    clock("overview", at=step_now, last=LAST, go=go, seconds=SECONDS)
