"""The text and the context that two scenes of lesson 4 share: the course's corpus, or the learner's own text."""

from __future__ import annotations

from contextlib import suppress
from typing import Final, NamedTuple

import streamlit as st
from streamlit.errors import StreamlitAPIException

from core.data import corpus as course_text
from core.data.own.cells import DataProblem
from core.language import counted as language
from core.language.counted import Corpus
from core.language.words import MAX_TEXT, Reading, read
from pages._kit import names
from pages._kit.controls import IN_ADDRESS
from pages._kit.session import drop_unless_in, keep_in
from pages._kit.stage import Stage
from pages.training_is_mle.charts.next_word import short

FIRST: Final = "the capital of france is"
COURSE: Final = "the course’s"
YOURS: Final = "yours"
MOST_CONTEXTS: Final = 100
CONTEXTS: Final = (
    f"The words before the next one, not beyond the sentence, whose beginning is {language.START} and whose end is "
    f"the word {language.END}. At most {MOST_CONTEXTS} are listed, those with a choice of next words first."
)


class Text(NamedTuple):
    """The training text, and how it is read."""

    text: str
    length: int
    """The longest context, in words."""
    planted: bool
    """Whether the false sentence was added."""
    own: bool
    """Whether it is the learner's own text."""


def choose() -> Text:
    """Draw the fields for the text, and return it: the course's corpus, or the learner's own text."""
    # Not a part of the address, as the text that it may choose is not.
    source = st.segmented_control(
        "Text",
        [COURSE, YOURS],
        format_func=names.name_of,
        default=COURSE,
        required=True,
        key="lm_text",
        persist_state="session",
    )
    if source == YOURS:
        text = st.text_area(
            "Paste a text", key="lm_own", height=120, max_chars=MAX_TEXT, persist_state="session",
            placeholder="Any language. A sentence ends at a mark such as . ! ? or at an empty line.",
        )  # fmt: skip
        st.caption("Nobody else sees your text: no word of it is in the address or in a copied link.")
        length = st.slider("Words of context", 1, language.LONGEST, 2, key="lm_length", persist_state="session")
        return Text(text or "", min(language.LONGEST, max(1, int(length))), planted=False, own=True)
    planted = st.toggle(
        f"Plant a false sentence {course_text.PLANTED} times: “{course_text.FALSE_SENTENCE}”", key="planted",
        help="The corpus has it once already.", **IN_ADDRESS,
    )  # fmt: skip
    return Text(course_text.text(planted=planted), language.LONGEST, planted, own=False)


def corpus_of(here: Stage, text: Text) -> Corpus | None:
    """Return the counts of the text, and show what was read; None, with a sentence on the stage, if it has no words."""
    try:
        corpus = language.count(text.text, text.length)
    except DataProblem as problem:
        here.hero.info(str(problem), icon=":material/edit_note:")
        return None
    if text.own:
        with here.controls:
            st.caption(taken(read(text.text)))
    return corpus


def taken(reading: Reading) -> str:
    """What was taken as sentences of the learner's own text."""
    found, first = len(reading.sentences), " ".join(reading.sentences[0])
    says = [f"Read as {found:,} sentence{'s' if found > 1 else ''}; the first: “{short(first, 60)}”."]
    if reading.joined:
        says.append(
            f"{reading.joined:,} line break{'s' if reading.joined > 1 else ''} inside a sentence: read as spaces. An "
            "empty line ends a sentence."
        )
    if reading.listed:
        says.append(
            f"{reading.listed:,} lines or items read apart from each other, as in a list or a poem: their paragraph "
            "begins with a number or a dash, or no sentence ends in it."
        )
    return " ".join(says)


def choose_context(corpus: Corpus, own: bool) -> str:
    """Draw the field for the context, and return it."""
    contexts = language.most_telling(corpus, MOST_CONTEXTS)
    if FIRST in contexts:
        contexts = (FIRST, *(item for item in contexts if item != FIRST))
    if own:
        # Not a part of the address: it consists of the learner's own words.
        _leave_the_address("context")
        keep_in("own_context", contexts, contexts[0])
        context = st.selectbox("Context", contexts, key="own_context", persist_state="session", help=CONTEXTS)
    else:
        keep_in("context", contexts, contexts[0])
        context = st.selectbox("Context", contexts, key="context", help=CONTEXTS, **IN_ADDRESS)
    return context if context in contexts else contexts[0]


def no_context() -> None:
    """Draw the field for the context where there is no text to choose one from."""
    st.selectbox("Context", (), index=None, key="no_context", placeholder="No text yet", disabled=True, help=CONTEXTS)


def _leave_the_address(key: str) -> None:
    """Remove ``key`` from the session, from which a copied link is made, and from the address."""
    drop_unless_in(key, ())
    # Right after the other text, the key is still bound to its field; Streamlit then removes it at the end of this run.
    with suppress(StreamlitAPIException):
        if key in st.query_params:
            del st.query_params[key]
