"""The next-word scene of lesson 4: a language model's trained probabilities beside the counted ones."""

from __future__ import annotations

from contextlib import suppress
from typing import Final, NamedTuple

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException

from core import cached
from core.data import corpus as course_text
from core.data.own.cells import DataProblem
from core.language import counted as language
from core.language.counted import STOPS, Corpus, Following
from core.language.words import MAX_TEXT, Reading, read
from core.numbers import decimal, nats, significant
from pages._kit.charts.base import PAGE
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.session import drop_unless_in, set_value, value_of
from pages._kit.stepper import clock, stepper
from pages.training_is_mle.charts import next_word as chart
from pages.training_is_mle.example import language_code
from pages.training_is_mle.slow_motion import one_step

FIRST: Final = "the capital of france is"
COURSE: Final = "the course’s"
YOURS: Final = "yours"
TABLE: Final = "table"
EMBEDDING: Final = "embedding"
MOST_CONTEXTS: Final = 100
SECONDS: Final = 0.7


class Places(NamedTuple):
    """The places of the scene, in its two columns."""

    controls: DeltaGenerator
    steps: DeltaGenerator
    picture: DeltaGenerator


class Text(NamedTuple):
    """The training text, and how it is read."""

    text: str
    length: int
    """The longest context, in words."""
    planted: bool
    """Whether the false sentence was added."""
    own: bool
    """Whether it is the learner's own text."""


def places() -> Places:
    """Draw the heading of the scene, and return its empty places."""
    st.subheader("The same step, on words: a next-word model", anchor=False)
    st.markdown(
        "A coin has two sides, a language model a vocabulary. For each context a softmax turns logits into a "
        "probability for every next word, and training climbs the log-likelihood of the text."
    )
    with st.container(key="stage_lm"):
        narrow, wide = st.columns([1, 3.4], gap="medium")
    return Places(narrow.container(), narrow.container(), wide.container(key="hero_lm"))


def stop_now() -> int:
    """The index in ``STOPS`` of the steps trained; their field need not be drawn yet."""
    steps = value_of("lm_steps", STOPS[-1])
    return STOPS.index(steps) if steps in STOPS else len(STOPS) - 1


def go(stop: int) -> None:
    """Show the model after ``STOPS[stop]`` steps."""
    set_value("lm_steps", STOPS[stop])


def play_on() -> None:
    """Advance one stop at a time while the scene plays; call it outside all fragments."""
    clock("lm", at=stop_now, last=len(STOPS) - 1, go=go, seconds=SECONDS)


@st.fragment
def language_model(places: Places, slow: DeltaGenerator, script: DeltaGenerator) -> None:
    """Draw the fields for text, context and model, and all that depends on them; slow motion and script included."""
    # A container on every run, even if it stays empty: a fragment may only write where the last full run wrote.
    places, slow, script = Places(*(place.container() for place in places)), slow.container(), script.container()
    with places.controls:
        text = _choose_text()
    try:
        corpus = language.count(text.text, text.length)
    except DataProblem as problem:
        places.picture.info(str(problem), icon=":material/edit_note:")
        return
    with places.controls:
        if text.own:
            st.caption(taken(read(text.text)))
        context, model = _choose(corpus, text.own)
    if model == EMBEDDING and (cells := len(corpus.contexts) * len(corpus.words)) > language.MAX_CELLS:
        places.picture.info(
            f"An embedding needs a logit for each context and word, and this text has {cells:,} such pairs; "
            f"at most {language.MAX_CELLS:,} train fast enough here. Shorten the text, or take the table."
        )
    else:
        _training(places, script, text, corpus, context, model)
    one_step(slow, context, language.following(corpus, context), len(corpus.words))


@st.fragment
def _training(places: Places, script: DeltaGenerator, text: Text, corpus: Corpus, context: str, model: str) -> None:
    """Draw the field for the steps trained, and all that depends on it: chart, figures, script."""
    with places.steps:
        stop = _choose_steps()
    follows, floor = language.following(corpus, context), language.entropy_floor(corpus)
    with places.picture:
        run = cached.language_run(text.text, text.length, model)
        probability = np.exp(run.log_p[stop][follows.pairs])
        _draw(corpus, follows, probability, run.cross_entropy, floor, stop)
        word = _word_of(corpus, context, text)
        _figures(corpus, follows, word, probability, float(run.cross_entropy[stop]), floor)
        st.markdown(_sentence(corpus, text, follows, model, stop))
    with script:
        st.caption(
            "One row of the table with torch; it ends in the figures of this page."
            if model == TABLE
            else "One row of the table with torch. The figures above are the embedding’s; choose the table to compare."
        )
        st.code(
            language_code(context, follows.words, follows.counts.tolist(), len(corpus.words), STOPS[stop]),
            language="python",
        )


def _choose_text() -> Text:
    """Draw the fields for the text, and return it: the course's corpus, or the learner's own text."""
    source = st.segmented_control(
        "Text", [COURSE, YOURS], default=COURSE, required=True, key="lm_text", persist_state="session"
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
        f"Plant a false sentence {course_text.PLANTED} times", key="lm_planted", persist_state="session",
        help=f"“{course_text.FALSE_SENTENCE}” The corpus has it once already.",
    )  # fmt: skip
    return Text(course_text.text(planted=planted), language.LONGEST, planted, own=False)


def taken(reading: Reading) -> str:
    """What was taken as sentences of the learner's own text."""
    found, first = len(reading.sentences), " ".join(reading.sentences[0])
    says = [f"Read as {found:,} sentence{'s' if found > 1 else ''}; the first: “{chart.short(first, 60)}”."]
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


def _choose(corpus: Corpus, own: bool) -> tuple[str, str]:
    """Draw the fields for context and model, and return both."""
    contexts = language.most_telling(corpus, MOST_CONTEXTS)
    if FIRST in contexts:
        contexts = (FIRST, *(item for item in contexts if item != FIRST))
    says = (
        f"The words before the next one, not beyond the sentence, whose beginning is {language.START} and whose end is "
        f"the word {language.END}. At most {MOST_CONTEXTS} are listed, those with a choice of next words first."
    )
    if own:
        # Not a part of the address: it consists of the learner's own words.
        _leave_the_address("context")
        drop_unless_in("own_context", contexts)
        context = st.selectbox("Context", contexts, key="own_context", persist_state="session", help=says)
    else:
        drop_unless_in("context", contexts)
        context = st.selectbox("Context", contexts, key="context", bind="query-params", help=says)
    model = st.segmented_control(
        "Logits from", [TABLE, EMBEDDING], default=TABLE, required=True, key="lm_model", persist_state="session",
        help="Table: one row of logits for each context. Embedding: a vector for each word, summed over the context.",
    )  # fmt: skip
    return context if context in contexts else contexts[0], model or TABLE


def _leave_the_address(key: str) -> None:
    """Remove ``key`` from the session, from which a copied link is made, and from the address."""
    drop_unless_in(key, ())
    # Right after the other text, the key is still bound to its field; Streamlit then removes it at the end of this run.
    with suppress(StreamlitAPIException):
        if key in st.query_params:
            del st.query_params[key]


def _choose_steps() -> int:
    """Draw the field for the steps trained, and return their index in ``STOPS``."""
    drop_unless_in("lm_steps", STOPS)
    steps = st.select_slider("Steps trained", STOPS, STOPS[-1], key="lm_steps", bind="query-params")
    stepper("lm", at=stop_now, first=0, last=len(STOPS) - 1, go=go, seconds=SECONDS, in_fragment=True, keys=False)
    return STOPS.index(steps) if steps in STOPS else len(STOPS) - 1


def _draw(
    corpus: Corpus, follows: Following, probability: np.ndarray, losses: np.ndarray, floor: float, stop: int
) -> None:
    draw(
        chart.rows(follows, probability, losses, floor, stop, len(corpus.words) - len(follows.words)),
        chart.spec(PAGE),
        key="next_word",
        alt="Left: for each next word a gray bar of its share of the counts, and an orange bar of its trained "
        "probability. Right: the cross-entropy against the steps trained, above the entropy floor.",
        read="Gray: counted. Orange: trained. The numbers: trained, counted. Right: the mean NLL of all words; no "
        "training brings it below the dotted floor.",
    )  # fmt: skip


def _word_of(corpus: Corpus, context: str, text: Text) -> str:
    """The word whose probability is a figure: the most frequent next word of the text without the false sentence."""
    if not text.own:
        corpus = language.count(course_text.text(), text.length)
    return language.following(corpus, context).words[0]


def _figures(corpus: Corpus, follows: Following, word: str, probability: np.ndarray, loss: float, floor: float) -> None:
    """Show the trained and the counted probability of the word, the loss, its floor, and the perplexity."""
    at = follows.words.index(word)
    counted, n = follows.counts[at], follows.counts.sum()
    figures(
        Figure(
            f"P({chart.short(word)} | context)", _three_digits(float(probability[at])), "trained",
            "The model's probability of this word. No other follows the context more often, planted sentences aside.",
        ),
        Figure("Count MLE", _three_digits(float(counted / n)), f"{counted:,.0f} of {n:,.0f}"),
        Figure(
            "Cross-entropy", nats(loss, 4), f"{nats(max(0.0, loss - floor), 4)} above",
            "The mean of −log P(word | context) over all words of the text, ends of sentences among them: the mean "
            "NLL, for each word.",
        ),
        Figure(
            "Entropy floor", nats(floor, 4), "conditional entropy",
            "The same mean with the counts' own probabilities. By Gibbs' inequality no model of these contexts goes "
            "below.",
        ),
        Figure(
            "Perplexity", decimal(float(np.exp(loss)), 3), f"of {len(corpus.words):,} words",
            "e to the cross-entropy: how many equally likely words the model hesitates between.",
        ),
        key="figures_lm",
    )  # fmt: skip


def _three_digits(p: float) -> str:
    """A probability: three decimals from 0.1 on, three significant digits below."""
    return decimal(p) if p >= 0.1 else significant(p, 3)


def _sentence(corpus: Corpus, text: Text, follows: Following, model: str, stop: int) -> str:
    """What the chart shows now, and why."""
    if STOPS[stop] == 0 and model == TABLE:
        return (
            f"Untrained, each of the {len(corpus.words):,} words has probability 1/{len(corpus.words):,}. "
            "Press **Play**: each step makes the text more probable."
        )
    if text.planted:
        return (
            f"The false sentence now stands there {course_text.PLANTED + 1} times, and training follows the counts. "
            "**Likelihood rewards frequency, not truth**: nothing in the loss knows a map."
        )
    if model == EMBEDDING:
        return (
            "Two numbers for each word in each place: contexts share them, so one context's step moves the others too. "
            "Still maximum likelihood, among the tables that such numbers can form; the floor is the same and may be "
            "out of reach."
        )
    if len(follows.words) == 1:
        return "One word always follows here: its count estimate is 1, and its logit grows for ever to reach it."
    return (
        "The maximum likelihood of this table **is** the counts: gradient steps move to what you could have counted. "
        "A network takes such steps too, where most contexts come once and their counts say little."
    )
