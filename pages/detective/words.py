"""The prose of lesson 1: the idea, the two worlds and the fine print."""

from collections.abc import Sequence
from typing import Final

from core.likelihood.counts import Counts
from core.likelihood.detective import CaseFile
from pages._kit import prose
from pages.detective import notebook
from pages.detective.example import case_code, coins_code, thousand_code

CLAIMS: Final = [
    prose.Claim(
        "exact",
        "Without base rates the shortest bar is the maximum likelihood, with them the largest posterior probability: "
        "−log turns a product of probabilities into a sum and reverses the order of the suspects, no more.",
    ),
    prose.Claim(
        "exact",
        "A likelihood is no probability of the suspect: over the suspects, likelihoods need not add up to 1. "
        "Divided by their sum they are the posterior for equal base rates; others may give another.",
    ),
    prose.Claim(
        "approximate",
        "The clues are assumed independent given the suspect. Where clues go together, as prints of hands and of "
        "feet may, the product counts part of the evidence twice.",
    ),
    prose.Claim(
        "exact",
        "A clue that is off was not looked for: it is summed out, a factor of 1. A clue looked for and not found "
        "would count as 1 − P.",
    ),
    prose.Claim(
        "exact",
        "The thousand cases are expected numbers, 1,000 × base rate × P(clue | suspect) for each clue that is on, and "
        "need not be whole. Their shares equal Bayes’ rule for 1,000 cases as for any other number. Dots are rounded; "
        "no figure is computed from them.",
    ),
    prose.Claim(
        "approximate",
        "Counts help people: in a meta-analysis, 4 % solved such problems when given probabilities, 24 % when given "
        "natural frequencies (McDowell & Jacobs 2017); and learning to write a problem as counts lasted longer than "
        "learning to put numbers into Bayes’ rule (Sedlmeier & Gigerenzer 2001). These are averages over people and "
        "problems.",
    ),
    prose.Claim(
        "exact",
        "Three coins stand at 1/4, 1/2 and 3/4; 11 and 101 are evenly spaced from 0 to 1. Heights are L(θ) / L(θ̂), "
        "so a constant factor, such as the number of orders of the flips, plays no part.",
    ),
    prose.Claim(
        "heuristic",
        "Training as detective work is an analogy: training sees only the weights along its way, and may stop at a "
        "good suspect that is not the best. The case and its numbers are made up.",
    ),
]
REFERENCES: Final = [
    "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapters 2.3 and 28",
    "Bishop 2006, *Pattern Recognition and Machine Learning*, sections 1.2 and 2.1",
    "Efron & Hastie 2016, *Computer Age Statistical Inference*, chapter 4",
    "McDowell & Jacobs 2017, *Meta-analysis of the effect of natural frequencies on Bayesian reasoning*, Psychological "
    "Bulletin 143(12)",
    "Sedlmeier & Gigerenzer 2001, *Teaching Bayesian reasoning in less than two hours*, Journal of Experimental "
    "Psychology: General 130(3)",
]


def idea() -> None:
    """The analogy and the key insight."""
    prose.idea(
        "A detective arrives at a crime scene: fingerprints, footprints, a broken window. The question is not "
        "“whom do I dislike?” but “**who would most probably have left exactly this evidence?**” "
        "The evidence is the data, the suspects are the parameters, and picking the best one is "
        "**maximum likelihood estimation**: θ̂ = argmax P(data | θ).",
        "Training a neural network is the same search, for most losses: minimizing cross-entropy maximizes the "
        "likelihood of the training data. Without base rates, a suspect’s bar in the case *is* such a loss: surprise "
        "−log P, summed over the evidence. The suspects are all settings of the weights, too many to line up, so you "
        "walk downhill instead.",
    )


def case_example(case: CaseFile, on: Sequence[bool], *, with_rates: bool, winners: int) -> None:
    """Offer the script that reaches the verdict from the current table, clues and base rates."""
    prose.worked_example(
        "The case with the numbers as they stand now. NumPy only.",
        lambda: case_code(case, on, with_rates=with_rates, winners=winners),
        notebook=notebook.of_case(decided=winners > 0),
    )


def thousand_example(case: CaseFile, on: Sequence[bool], *, with_rates: bool, left: bool) -> None:
    """Offer the script that counts the thousand cases with the current table, clues and base rates."""
    prose.worked_example(
        "The thousand cases with the numbers as they stand now. NumPy only.",
        lambda: thousand_code(case, on, with_rates=with_rates, left=left),
        notebook=notebook.of_thousand(left=left),
    )


def coins_example(flips: Counts, n_candidates: int | None) -> None:
    """Offer the script that finds the best coin of the current line-up; ``n_candidates`` is None for every theta."""
    prose.worked_example(
        "The coins with the numbers as they stand now. NumPy only.",
        lambda: coins_code(flips, n_candidates),
        notebook=notebook.of_coins(flips, n_candidates),
    )


def closing() -> None:
    """The idea outside and inside machine learning, the fine print and the references."""
    prose.worlds(
        "A detective asks which suspect best explains all of the evidence.",
        "Training asks which weights best explain all of the training data.",
    )
    prose.fine_print(CLAIMS, REFERENCES)
