"""The next-word scene of lesson 4: a language model's trained probabilities beside the counted ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import cached
from core.data import corpus as course_text
from core.language import counted as language
from core.language.counted import STOPS, Corpus, Following
from core.numbers import decimal, nats
from pages._kit.controls import IN_ADDRESS
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.prose import worked_example
from pages._kit.reading import read_the_chart
from pages._kit.session import keep_in, set_value, value_of
from pages._kit.stage import Stage
from pages._kit.stepper import playing_fragment, stepper
from pages.training_is_mle import notebook, reading, texts
from pages.training_is_mle.charts import next_word as chart
from pages.training_is_mle.example import language_code
from pages.training_is_mle.texts import Text

TABLE: Final = "table"
EMBEDDING: Final = "embedding"
SECONDS: Final = 0.7


def stop_now() -> int:
    """The index in ``STOPS`` of the steps trained; their field need not be drawn yet."""
    steps = value_of("lm_steps", STOPS[-1])
    return STOPS.index(steps) if steps in STOPS else len(STOPS) - 1


def go(stop: int) -> None:
    """Show the model after ``STOPS[stop]`` steps."""
    set_value("lm_steps", STOPS[stop])


def scene(here: Stage) -> None:
    """Draw the scene; what follows the context and the steps again at each change of them, and while it plays."""
    with here.controls:
        # The context stands above the text that it is chosen from.
        first = st.container(key="lm_first")
        text = texts.choose()
    corpus = texts.corpus_of(here, text)
    if corpus is None:
        _wait(first, texts.no_context)
        return
    with here.controls:
        model = _choose_model()
    if model == EMBEDDING and (cells := len(corpus.contexts) * len(corpus.words)) > language.MAX_CELLS:
        here.hero.info(
            f"An embedding needs a logit for each context and word, and this text has {cells:,} such pairs; "
            f"at most {language.MAX_CELLS:,} train fast enough here. Shorten the text, or take the table."
        )
        _wait(first, lambda: texts.choose_context(corpus, text.own))
        return
    playing_fragment(
        "lm", lambda: _training(here, first, text, corpus, model),
        at=stop_now, last=len(STOPS) - 1, go=go, seconds=SECONDS,
    )  # fmt: skip


@st.fragment
def _wait(first: DeltaGenerator, choose_context: Callable[[], object]) -> None:
    """Draw the fields where there is nothing to train: in a fragment, as :func:`_training` does.

    A field that goes to another place of the page is no longer followed by the address.
    """
    with first:
        choose_context()
        _choose_steps(disabled=True)


def _training(here: Stage, first: DeltaGenerator, text: Text, corpus: Corpus, model: str) -> None:
    """Draw the fields for context and steps, and all that depends on them: chart, figures, words, script."""
    with first:
        context = texts.choose_context(corpus, text.own)
        stop = _choose_steps()
    follows, floor = language.following(corpus, context), language.entropy_floor(corpus)
    run = cached.language_run(text.text, text.length, model)
    probability = np.exp(run.log_p[stop][follows.pairs])
    with here.hero:
        draw(
            chart.rows(follows, probability, run.cross_entropy, floor, stop, len(corpus.words) - len(follows.words)),
            chart.spec(here.look),
            key="next_word",
            alt="Left: for each next word a gray bar of its share of the counts, and an orange bar of its trained "
            "probability. Right: the cross-entropy against the steps trained, above the entropy floor.",
        )
        _figures(corpus, follows, _word_of(corpus, context, text), probability, float(run.cross_entropy[stop]), floor)
    read_the_chart(here, lambda: reading.of_next_word(follows, probability, run.cross_entropy, floor, stop, context))
    with here.strip:
        stepper("lm", at=stop_now, first=0, last=len(STOPS) - 1, go=go, what="Stop", in_fragment=True)
    if not here.presenting:
        with here.reading:
            how_to_read(
                "Gray: counted. Orange: trained. The numbers: trained, counted. Right: the mean NLL of all words; no "
                "training brings it below the dotted floor."
            )
            st.markdown(_sentence(corpus, text, follows, model, stop))
            st.markdown(
                "A coin has two sides, a language model a vocabulary. For each context a softmax turns logits into a "
                "probability for every next word, and training climbs the log-likelihood of the text."
            )
        with here.example:
            # The example trains the table, so the embedding's figures are not among its results.
            word = _word_of(corpus, context, text)
            results = notebook.of_table(follows.words, word) if model == TABLE else {}
            worked_example(
                "One row of the table with torch; it ends in the figures of this page."
                if model == TABLE
                else "One row of the table with torch. The figures above are the embedding’s; choose the table to "
                "compare.",
                lambda: language_code(context, follows.words, follows.counts.tolist(), len(corpus.words), STOPS[stop]),
                notebook=notebook.of_words(follows.words, results),
            )


def _choose_model() -> str:
    keep_in("logits", (TABLE, EMBEDDING), TABLE)
    model = st.segmented_control(
        "Logits from", [TABLE, EMBEDDING], default=TABLE, required=True, key="logits", **IN_ADDRESS,
        help="Table: one row of logits for each context. Embedding: a vector for each word, summed over the context.",
    )  # fmt: skip
    return model if model in (TABLE, EMBEDDING) else TABLE


def _choose_steps(*, disabled: bool = False) -> int:
    """Draw the field for the steps trained, and return their index in ``STOPS``."""
    keep_in("lm_steps", STOPS, STOPS[-1])
    steps = st.select_slider("Steps trained", STOPS, STOPS[-1], key="lm_steps", disabled=disabled, **IN_ADDRESS)
    return STOPS.index(steps) if steps in STOPS else len(STOPS) - 1


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
            f"P({chart.short(word)} | context)", reading.p_text(float(probability[at])), "trained",
            "The model's probability of this word. No other follows the context more often, planted sentences aside.",
        ),
        Figure("Count MLE", reading.p_text(float(counted / n)), f"{counted:,.0f} of {n:,.0f}"),
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


def _sentence(corpus: Corpus, text: Text, follows: Following, model: str, stop: int) -> str:
    """What the chart shows now, and why."""
    if STOPS[stop] == 0 and model == TABLE:
        return (
            f"Untrained, each of the {len(corpus.words):,} words has probability 1/{len(corpus.words):,}. "
            "Press **Play**: each step makes the text more probable."
        )
    if text.planted:
        return (
            f"“{course_text.FALSE_SENTENCE}” now stands there {course_text.PLANTED + 1} times, and training follows "
            "the counts. **Likelihood rewards frequency, not truth**: nothing in the loss knows a map."
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
