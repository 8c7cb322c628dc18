"""The prose of lesson 4: analogy and insight, applications, fine print and references."""

import math

import streamlit as st

from core.data import newcomb
from core.data.coins import TEN_FLIPS
from core.language import counted as language
from core.language.counted import STOPS
from core.likelihood import ascent
from core.losses import nearest
from core.numbers import decimal
from pages._kit import course, prose


def idea() -> None:
    """Show the analogy, the key insight, and links to two other lessons."""
    prose.idea(
        "The detective has no list of suspects now, but a dial for each trait: turn each a little towards what makes "
        "the evidence more probable, look again, repeat. The coin has one dial, a table one for each context and word, "
        "a large network billions. The slope says which way to turn.",
        "**Pre-training a language model is maximum likelihood.** Its loss, cross-entropy, is the mean NLL of the next "
        "word: a step down the loss is a step up the likelihood of the text. It learns what the text says as often as "
        "the text says it, true or not.",
    )
    with st.container(horizontal=True, key="links"):
        for slug, label in (("log-likelihood", "Why cross-entropy is an NLL"), ("training-lab", "Train a network")):
            lesson = course.lesson(slug)
            st.page_link(course.page_of(lesson), label=f"{label}: lesson {lesson.number}")


def closing() -> None:
    """Show applications, fine print and references."""
    prose.worlds(
        "A keyboard that suggests your next word counts what you wrote after such words before. A weather service "
        "turns its dials until past days look probable.",
        "`loss.backward()` is p − y at the logits and the chain rule behind them; `optimizer.step()` turns the dials. "
        "Neither asks whether a sentence is true.",
    )
    start, flips = math.log(0.02 / 0.98), TEN_FLIPS.counts
    undamped = start + ascent.gradient(start, flips) / ascent.curvature(start)
    halved = int(ascent.newton(flips, 1, start).halvings[0])
    width, n = nearest.width_of_log_sigma(), len(newcomb.READINGS)
    prose.fine_print(
        [
            prose.Claim(
                "exact",
                "The coin’s rate multiplies the slope of the *mean* log-likelihood in logit θ; for the sum, divide it "
                "by the number of flips. The slope is below 1 in size, so too large a rate may jump to and fro but "
                "not fly off; in a deep network there need be no such bound.",
            ),
            prose.Claim(
                "exact",
                f"Newton’s step is halved until the log-likelihood rises by {ascent.ARMIJO:g} of slope × step or more. "
                f"From θ = 0.5 it never is; from θ = 0.02, with {flips.heads} heads and {flips.tails} tails, the whole "
                f"step would land at θ = {ascent.theta_text(undamped)}, and is halved {halved} times.",
            ),
            prose.Claim(
                "exact",
                f"A context is the last {language.LONGEST} words or fewer, in your own text as many as you choose, "
                "never beyond the sentence; the end of a sentence is a word too. For a table, the maximum likelihood "
                "is the counts. Where a word never follows, the count is 0, its logit falls for ever, and "
                f"{STOPS[-1]:,} steps leave it a small probability: the loss ends just above the floor.",
            ),
            prose.Claim(
                "exact",
                "Each row of the table has a rate of its own: the rate divided by the context’s share of the text. "
                "Rows do not interact, so this changes how fast they arrive and not where. The embedding is trained by "
                "Adam; its loss is not convex, and another start may end elsewhere.",
            ),
            prose.Claim(
                "exact",
                "The entropy floor belongs to this text and to this length of context. On new text from the same "
                "source the counts’ loss is on average at least as high, and mostly higher. A table has no row for an "
                "unseen context; a network shares what it learns between contexts.",
            ),
            prose.Claim(
                "exact",
                "Cross-entropy is entropy plus KL(data ‖ model), with the *observed* shares for the data. Their "
                "entropy is a floor for these data alone; that of the source they come from is, on average over "
                "samples, at least as high.",
            ),
            prose.Claim(
                "exact",
                "Newcomb’s readings are whole nanoseconds, so their Gaussian is one of whole numbers: q(k) = "
                "Φ((k + ½ − μ)/σ) − Φ((k − ½ − μ)/σ). A density would give each value the probability 0 and an "
                "infinite KL. The posterior of μ has a flat prior, and σ at its nearest value.",
            ),
            prose.Claim(
                "approximate",
                "The more data, the nearer a wrong model’s MLE comes to the member of its family that is nearest to "
                "the source in KL (White 1982), and its posterior narrows there by 1/√n (Kleijn & van der Vaart 2012). "
                f"But its width is the model’s: for log σ of {n} such readings it is {decimal(width.believed)}, while "
                f"estimates would scatter by {decimal(width.sampled)}. For μ of a Gaussian the two agree.",
            ),
            prose.Claim(
                "heuristic",
                "A large model’s P(Paris | …) is high because such sentences are frequent: that is all a likelihood "
                "says. Truth enters only as far as people write true things more often.",
            ),
            prose.Claim(
                "approximate",
                "Real pre-training sees each token about once, in mini-batches, and stops before the maximum; often "
                "with weight decay, whose place is lesson " + str(course.lesson("map-estimation").number) + ".",
            ),
        ],
        [
            "Bishop 2006, *Pattern Recognition and Machine Learning*, sections 4.3.2 to 4.3.4",
            "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapters 2, 6 and 39",
            "Murphy 2022, *Probabilistic Machine Learning: An Introduction*, chapters 6, 8 and 10",
            "White 1982, Maximum likelihood estimation of misspecified models, *Econometrica* 50",
            "Kleijn & van der Vaart 2012, The Bernstein-Von-Mises theorem under misspecification, *Electronic Journal "
            "of Statistics* 6",
            "Boyd & Vandenberghe 2004, *Convex Optimization*, chapter 9",
            "Bengio et al. 2003, A neural probabilistic language model",
        ],
    )
