"""The catalog of misconceptions behind wrong answers, each with its source."""

from typing import Final

from pages._kit.questions.question import Misconception

TRANSPOSED_CONDITIONAL: Final = Misconception(
    "Transposed conditional",
    "P(evidence | guilty) is taken for P(guilty | evidence).",
    "Thompson & Schumann 1987, Interpretation of statistical evidence in criminal trials",
)
PULLED_TO_ONE_HALF: Final = Misconception(
    "The data must even out",
    "More flips are expected to pull the estimate itself towards one half.",
    "Tversky & Kahneman 1971, Belief in the law of small numbers",
)
MORE_DATA_MORE_SPREAD: Final = Misconception(
    "More data, more spread",
    "The spread of an estimate is taken for that of the data, which grows with them.",
    "delMas & Liu 2005, Exploring students’ conceptions of the standard deviation",
)
