"""The prose of the overview: the opening, the eight steps, the list of lessons, and the closing with its fine print."""

import math
from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.belief import story
from core.likelihood.coin import max_log_likelihood, mle
from core.numbers import decimal
from pages._kit import course, prose

COIN, PRIOR, POSTERIOR = story.COIN, story.PRIOR, story.POSTERIOR
BEST: Final = decimal(mle(COIN) or 0.0)
MAP: Final = decimal(story.MAP)
SECTIONS: Final = {
    ":orange[The data speak]": range(1, 5),
    ":blue[Belief joins]": range(5, 8),
    ":green[Both together]": range(8, course.TOTAL + 1),
}
"""The lessons under each heading of the list."""
SEEN: Final = f"{COIN.heads} heads in {COIN.n} flips"


@dataclass(frozen=True)
class Words:
    """The words of one step: a sentence, its formula, how to read the picture, and the picture's text alternative."""

    sentence: str
    formula: str
    read: str
    alt: str


WORDS: Final = (
    Words(
        f"Fix θ, and let the data vary: a fair coin shows you {SEEN} with probability "
        f"{decimal(float(story.probability_of_heads(story.FAIR)))}.",
        r"P(\text{data} \mid \theta)\quad \theta\ \text{fixed}",
        "One bar for each number of heads that could come; the orange one is what came.",
        f"Bars of the probability of 0 to {COIN.n} heads for a fair coin; {COIN.heads} heads is marked.",
    ),
    Words(
        f"Turn it round: the {COIN.heads} heads are fixed now, and of three suspects you ask which explains them best.",
        r"\theta \in \{" + ", ".join(f"{t:g}" for t in story.SUSPECTS) + r"\}",
        f"One bar for each suspect: how probable it makes {SEEN}.",
        f"Three bars, one for each candidate θ; the one at {story.best_suspect():g} is highest.",
    ),
    Words(
        f"Ask every θ instead of three: the likelihood says how probable each one makes your data; it peaks at {BEST}.",
        rf"L(\theta) \propto \theta^{{{COIN.heads}}}(1-\theta)^{{{COIN.tails}}}",
        "The height is the probability of the same data under each θ; the triangle is the highest.",
        f"The likelihood curve over theta, through the three suspects' bars, highest at {BEST}.",
    ),
    Words(
        f"Take logs, and a product of {COIN.n} probabilities becomes a sum of {COIN.n} terms: "
        f"{decimal(max_log_likelihood(COIN))} nats at the top. A nat is the unit of the natural logarithm.",
        r"\ell(\theta) = \textstyle\sum_i \log P(x_i \mid \theta)",
        "On the left the terms add up, flip by flip; on the right their sum is one point of the curve.",
        "Ten steps down, one for each flip, end at the height of the log-likelihood's peak beside them.",
    ),
    Words(
        f"Training climbs this curve by its gradient: {story.CLIMB_STEPS} steps bring θ from {story.START:g} to "
        f"{decimal(story.climb()[-1])}.",
        r"\phi \leftarrow \phi + \eta\, \nabla_{\!\phi}\, \ell, \quad \phi = \operatorname{logit}\theta",
        "Each dot is one gradient step further; near the top the slope fades, and the steps get short.",
        f"Dots climb the log-likelihood from {story.START:g} to its peak at {BEST}.",
    ),
    Words(
        f"Before any flip you may know something: most coins are nearly fair, and {PRIOR} says how firmly you "
        "believe it.",
        rf"\theta \sim \mathrm{{Beta}}({PRIOR.a:g}, {PRIOR.b:g})",
        "The higher the dashed curve, the more you expected that θ before you saw data.",
        f"The prior density {PRIOR}, a dashed bell around {PRIOR.mode.at[0]:g}.",
    ),
    Words(
        f"Multiply belief by likelihood: the posterior peaks at {MAP}, between the fair coin and your data.",
        r"P(\theta \mid \text{data}) \propto P(\text{data} \mid \theta)\,P(\theta)",
        "Blue times orange, scaled to area 1, is green; the diamond is its peak, the MAP.",
        f"Prior, scaled likelihood and posterior {POSTERIOR}; its peak {MAP} lies between theirs.",
    ),
    Words(
        f"Turn it upside down, as minus logs, and it is a loss: NLL plus a penalty, lowest at the same {MAP}.",
        r"-\log P(\text{data} \mid \theta) - \log P(\theta)",
        "Orange plus blue is green; the penalty has pulled the lowest point from the triangle to the diamond.",
        f"NLL, penalty and their sum over theta; the NLL is lowest at {BEST}, the sum at {MAP}.",
    ),
)


FINE_PRINT: Final = [
    prose.Claim(
        "exact",
        "The posterior is prior × likelihood divided by a constant that does not depend on θ, so the objective is "
        "minus the log posterior up to a constant: the one is lowest at the θ where the other is highest.",
    ),
    prose.Claim(
        "exact",
        f"Pictures 1 to 3 show the probability of {COIN.heads} heads in any order; pictures 4, 5 and 8 use that of one "
        f"sequence, {math.comb(COIN.n, COIN.heads)} times smaller. The factor moves no maximum. Picture 7 scales the "
        "likelihood to area 1.",
    ),
    prose.Claim(
        "exact",
        "Cross-entropy is the negative log-likelihood of a categorical model. Most losses you meet have such a "
        "reading, not all: the hinge loss is no log-likelihood.",
    ),
    prose.Claim(
        "approximate",
        "Weight decay is a Gaussian prior for SGD, and for Adam with an L2 term, where they converge. AdamW's "
        "decoupled decay is another rule, and its fixed point is in general not the MAP.",
    ),
    prose.Claim(
        "heuristic",
        "A network's training seldom reaches the maximum: it stops early, from a random start, on mini-batches. "
        "Dropout and augmentation have Bayesian readings, and these are readings, not identities.",
    ),
]
REFERENCES: Final = [
    "MacKay (2003), *Information Theory, Inference, and Learning Algorithms*, chapters 2, 3 and 41.",
    "Bishop (2006), *Pattern Recognition and Machine Learning*, sections 1.2 and 2.1.",
    "Murphy (2022), *Probabilistic Machine Learning: An Introduction*, chapter 4.",
    "Loshchilov & Hutter (2019), *Decoupled Weight Decay Regularization*.",
]


def opening() -> None:
    """What the course is, how to begin, and the course's equation."""
    st.markdown(
        f"A course in {course.TOTAL} lessons you can touch, from {SEEN} to what weight decay believes. "
        "Press **Play**, or any picture below.  \n"
        ":blue[prior] × :orange[likelihood] ∝ :green[posterior], and as sums: "
        ":blue[penalty] + :orange[NLL] = :green[objective]"
    )


def contents() -> None:
    """The lessons under the three headings of the course, each with its question."""
    st.header(f"The {course.TOTAL} lessons", anchor=False)
    with st.container(key="overview_contents"):
        for column, (heading, numbers) in zip(st.columns(len(SECTIONS), gap="large"), SECTIONS.items(), strict=True):
            column.markdown(f"**{heading}**")
            for lesson in course.LESSONS[numbers.start : numbers.stop]:
                column.page_link(
                    page=course.page_of(lesson),
                    label=f"**{lesson.number}  {lesson.name}**",
                    icon=":material/arrow_forward:",
                    icon_position="right",
                )
                column.caption(lesson.question)


def idea() -> None:
    """The analogy and the key insight of the whole course."""
    prose.idea(
        "A detective asks which suspect best explains the evidence. Training asks which weights best explain the "
        "data; a prior is what the detective knew about the suspects before the night of the crime.",
        "Most losses you minimize are negative log-likelihoods, so minimizing them is maximum likelihood. Add a "
        "penalty that is minus a log prior, and the same descent looks for the MAP: the objective is data and "
        "belief, added in nats. SGD's weight decay is such a penalty; AdamW's decoupled decay is not.",
    )


def closing() -> None:
    """The idea outside and inside machine learning, the fine print and the references."""
    prose.worlds(
        "Detective: which suspect best explains the evidence, given what you know of them?",
        "Training: which weights best explain the data, given what you believe about weights?",
    )
    prose.fine_print(FINE_PRINT, REFERENCES)
