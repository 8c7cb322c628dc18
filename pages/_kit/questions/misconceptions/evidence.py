"""How people weigh evidence, chance and what they believed before."""

from typing import Final

from pages._kit.questions.question import Misconception

TRANSPOSED_CONDITIONAL: Final = Misconception(
    "Transposed conditional",
    "P(evidence | guilty) is taken for P(guilty | evidence).",
    "Thompson & Schumann 1987, Interpretation of statistical evidence in criminal trials",
)
BASE_RATE_NEGLECT: Final = Misconception(
    "Base-rate neglect",
    "How common each cause is beforehand is left out, and only the fit of the evidence counts.",
    "Kahneman & Tversky 1973, On the psychology of prediction",
)
BASE_RATE_ONLY: Final = Misconception(
    "Base rate only",
    "The belief held before stays as it was, whatever the evidence.",
    "Gigerenzer & Hoffrage 1995, How to improve Bayesian reasoning without instruction",
)
DATA_SPEAK_ALONE: Final = Misconception(
    "The data speak for themselves",
    "What is known beforehand is left out of the estimate, as if the data alone made it.",
    "Kahneman & Tversky 1973, On the psychology of prediction",
)
PSEUDODIAGNOSTICITY: Final = Misconception(
    "Pseudodiagnosticity",
    "A clue is weighed by how probable it is under one suspect, not by how much that differs between suspects.",
    "Doherty, Mynatt, Tweney & Schiavo 1979, Pseudodiagnosticity",
)
ABSENCE_OF_EVIDENCE: Final = Misconception(
    "Argument from ignorance",
    "What nobody looked for is counted as if it had been looked for and not found.",
    "Oaksford & Hahn 2004, A Bayesian approach to the argument from ignorance",
)
FEATURE_POSITIVE: Final = Misconception(
    "Feature-positive effect",
    "Only what is present counts; what was looked for and is missing is taken for no evidence.",
    "Newman, Wolff & Hearst 1980, The feature-positive effect in adult human subjects",
)
AVERAGING: Final = Misconception(
    "Averaging",
    "Two sources of evidence are averaged where they add up.",
    "Shanteau 1975, Averaging versus multiplying combination rules of inference judgment",
)
DISAGREEMENT_WIDENS: Final = Misconception(
    "Disagreement must widen",
    "Sources that differ are expected to leave one less sure than each of them alone.",
    "Budescu & Rantilla 2000, Confidence in aggregation of expert opinions",
)
PRIMACY: Final = Misconception(
    "Primacy",
    "What came first is given more weight, where the order says nothing.",
    "Hogarth & Einhorn 1992, Order effects in belief updating",
)
RECENCY: Final = Misconception(
    "Recency",
    "What came last is given more weight, where the order says nothing.",
    "Hogarth & Einhorn 1992, Order effects in belief updating",
)
CONSERVATISM: Final = Misconception(
    "Conservatism",
    "Many observations change a belief less than Bayes’ rule says they should.",
    "Edwards 1968, Conservatism in human information processing",
)
SAMPLE_SIZE: Final = Misconception(
    "Insensitivity to sample size",
    "A share is trusted alike, whether it comes from few data or from many.",
    "Tversky & Kahneman 1974, Judgment under uncertainty: heuristics and biases",
)
LAW_OF_SMALL_NUMBERS: Final = Misconception(
    "The law of small numbers",
    "A few observations are trusted as if they were many.",
    "Tversky & Kahneman 1971, Belief in the law of small numbers",
)
PULLED_TO_ONE_HALF: Final = Misconception(
    "The data must even out",
    "More flips are expected to pull the estimate itself towards one half.",
    "Tversky & Kahneman 1971, Belief in the law of small numbers",
)
EQUIPROBABILITY: Final = Misconception(
    "Equiprobability bias",
    "All outcomes that can be listed are taken to be equally likely.",
    "Lecoutre 1992, Cognitive models and problem spaces in “purely random” situations",
)
OUTCOME_APPROACH: Final = Misconception(
    "Outcome approach",
    "A probability is read as a yes or a no about the next outcome.",
    "Konold 1989, Informal conceptions of probability",
)
SEQUENCE_AND_COUNT: Final = Misconception(
    "One sequence taken for all with its counts",
    "The probability of one order of the flips is taken for that of so many heads in any order, or the other way "
    "round.",
    "Chernoff & Russell 2011, The sample space: one of many ways to partition the set of all possible outcomes",
)
P_VALUE: Final = Misconception(
    "p-value read as P(hypothesis | data)",
    "How rarely a fair coin gives such data is taken for how probably the coin is fair.",
    "Haller & Krauss 2002, Misinterpretations of significance",
)
