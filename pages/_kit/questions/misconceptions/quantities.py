"""How people reason about quantities: proportion, average, spread, limit, and numbers in a computer."""

from typing import Final

from pages._kit.questions.question import Misconception

MORE_A_MORE_B: Final = Misconception(
    "More A, more B",
    "Where one quantity grows, another is expected to grow with it.",
    "Stavy & Tirosh 1996, Intuitive rules in science and mathematics: the case of “more of A, more of B”",
)
SAME_A_SAME_B: Final = Misconception(
    "Same A, same B",
    "Where one quantity stays the same, another is expected to stay the same too.",
    "Tirosh & Stavy 1999, Intuitive rules: a way to explain and predict students’ reasoning",
)
LINEARITY: Final = Misconception(
    "Illusion of linearity",
    "Twice, or ten times, as much of one thing is expected to give just as many times of another.",
    "Van Dooren, De Bock, Depaepe, Janssens & Verschaffel 2003, The illusion of linearity: expanding the evidence "
    "towards probabilistic reasoning",
)
ADDITIVE: Final = Misconception(
    "Additive reasoning",
    "A factor is treated as a number to add or to subtract.",
    "Van Dooren, De Bock & Verschaffel 2010, From addition to multiplication … and back",
)
ROOT_N_FOR_ALL: Final = Misconception(
    "Everything falls like 1/√N",
    "The rate at which an estimate’s noise falls is taken for the rate of every difference between estimates.",
    "against: Gelman et al. 2013, Bayesian data analysis, section 2.5",
)
ZERO_NUMERATOR: Final = Misconception(
    "Zero numerator",
    "What never happened in a few trials is taken for impossible.",
    "Hanley & Lippman-Hand 1983, If nothing goes wrong, is everything all right?",
)
DENOMINATOR_NEGLECT: Final = Misconception(
    "Denominator neglect",
    "Totals are compared without what they are out of.",
    "Reyna & Brainerd 2008, Numeracy, ratio bias, and denominator neglect in judgments of risk and probability",
)
SUM_FOR_MEAN: Final = Misconception(
    "Sum taken for mean",
    "A number that belongs beside the summed loss is read beside the mean, or the other way round.",
    "Goyal et al. 2017, Accurate, large minibatch SGD: training ImageNet in 1 hour, section 3",
)
MODE_FOR_MEAN: Final = Misconception(
    "Average as mode",
    "The most frequent value is taken for the one that stands for all of the data.",
    "Mokros & Russell 1995, Children’s concepts of average and representativeness",
)
MIDPOINT_FOR_MEAN: Final = Misconception(
    "Average as midpoint",
    "The middle of the range is taken for the value that stands for all of the data.",
    "Mokros & Russell 1995, Children’s concepts of average and representativeness",
)
ALL_SYMMETRIC: Final = Misconception(
    "Everything is symmetric",
    "A distribution is taken to have as much probability above its mean as below.",
    "against: von Hippel 2005, Mean, median, and skew: correcting a textbook rule",
)
MORE_DATA_MORE_SPREAD: Final = Misconception(
    "More data, more spread",
    "Estimates from more data are expected to spread more, as the totals of the data do.",
    "Chance, delMas & Garfield 2004, Reasoning about sampling distributions",
)
HEIGHT_FOR_SLOPE: Final = Misconception(
    "Height taken for slope",
    "The height of a curve is read where its slope is asked for, or the other way round.",
    "McDermott, Rosenquist & van Zee 1987, Student difficulties in connecting graphs and physics",
)
LIMIT_REACHED: Final = Misconception(
    "Limit taken for reached",
    "What is approached forever is taken to be reached after enough steps.",
    "Davis & Vinner 1986, The notion of limit: some seemingly unavoidable misconception stages",
)
LIMIT_UNREACHABLE: Final = Misconception(
    "Limit taken for unreachable",
    "What is approached is taken never to come near enough to count as reached.",
    "Williams 1991, Models of limit held by college calculus students",
)
FLOAT_RANGE: Final = Misconception(
    "A float’s range misjudged",
    "Numbers beyond the range of a float are expected to fit, or numbers inside it to be lost.",
    "Dinda & Hetland 2018, Do developers understand IEEE floating point?",
)
LOST_FOR_GOOD: Final = Misconception(
    "Lost for every formula",
    "What rounds to 0 in one formula is taken to be out of reach for an equal one that avoids the step.",
    "against: Bishop 2006, Pattern recognition and machine learning, section 1.2.4",
)
