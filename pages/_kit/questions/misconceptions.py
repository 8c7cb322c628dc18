"""The catalog of misconceptions behind wrong answers, each with its source."""

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
PSEUDODIAGNOSTICITY: Final = Misconception(
    "Pseudodiagnosticity",
    "A clue is weighed by how probable it is under one suspect, not by how much that differs between suspects.",
    "Doherty, Mynatt, Tweney & Schiavo 1979, Pseudodiagnosticity",
)
ABSENCE_OF_EVIDENCE: Final = Misconception(
    "Argument from ignorance",
    "What nobody looked for is counted as if it had been looked for and not found.",
    "Hahn & Oaksford 2007, The rationality of informal argumentation",
)
FEATURE_POSITIVE: Final = Misconception(
    "Feature-positive effect",
    "Only what is present counts; what was looked for and is missing is taken for no evidence.",
    "Newman, Wolff & Hearst 1980, The feature-positive effect in adult human subjects",
)
LIKELIHOOD_AS_PROBABILITY: Final = Misconception(
    "Likelihood read as a probability of θ",
    "The probability of the data under each θ is taken for how probable each θ is, so that all θ share a total of 1.",
    "Fisher 1922, On the mathematical foundations of theoretical statistics",
)
SEQUENCE_AND_COUNT: Final = Misconception(
    "One sequence taken for all with its counts",
    "The probability of one order of the flips is taken for that of so many heads in any order, or the other way "
    "round.",
    "Kahneman & Tversky 1972, Subjective probability: a judgment of representativeness",
)
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
SAMPLE_SIZE: Final = Misconception(
    "Insensitivity to sample size",
    "A share is trusted alike, whether it comes from few data or from many.",
    "Tversky & Kahneman 1974, Judgment under uncertainty: heuristics and biases",
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
ZERO_NUMERATOR: Final = Misconception(
    "Zero numerator",
    "What never happened in a few trials is taken for impossible.",
    "Hanley & Lippman-Hand 1983, If nothing goes wrong, is everything all right?",
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
ALL_SYMMETRIC: Final = Misconception(
    "Everything is normal",
    "Every distribution is taken to be symmetric about its mean.",
    "Batanero, Tauber & Sánchez 2004, Students’ reasoning about the normal distribution",
)
FLOAT_RANGE: Final = Misconception(
    "A float’s range misjudged",
    "Numbers beyond the range of a float are expected to fit, or numbers inside it to be lost.",
    "Dinda & Hetland 2018, Do developers understand IEEE floating point?",
)
LOST_FOR_GOOD: Final = Misconception(
    "Lost for every formula",
    "What rounds to 0 in one formula is taken to be out of reach for an equal one that avoids the step.",
    "Goldberg 1991, What every computer scientist should know about floating-point arithmetic",
)
HEIGHT_FOR_SLOPE: Final = Misconception(
    "Height taken for slope",
    "The height of a curve is read where its slope is asked for, or the other way round.",
    "McDermott, Rosenquist & van Zee 1987, Student difficulties in connecting graphs and physics",
)
DENOMINATOR_NEGLECT: Final = Misconception(
    "Denominator neglect",
    "Totals are compared without what they are out of.",
    "Reyna & Brainerd 2008, Numeracy, ratio bias, and denominator neglect in judgments of risk and probability",
)
FREQUENCY_IS_TRUTH: Final = Misconception(
    "Imitative falsehood overlooked",
    "A model of text is expected to prefer what is true to what is often said.",
    "Lin, Hilton & Evans 2022, TruthfulQA: measuring how models mimic human falsehoods",
)
RATE_DIVERGES: Final = Misconception(
    "Too large a rate must diverge",
    "Beyond the rate at which gradient steps stop settling, they are expected to run off to infinity, as on a "
    "parabola.",
    "Cohen et al. 2021, Gradient descent on neural networks typically occurs at the edge of stability",
)
LIMIT_REACHED: Final = Misconception(
    "Limit taken for reached",
    "What is approached for ever is taken to be reached after enough steps.",
    "Williams 1991, Models of limit held by college calculus students",
)
LIMIT_UNREACHABLE: Final = Misconception(
    "Limit taken for unreachable",
    "What is approached is taken never to come near enough to count as reached.",
    "Williams 1991, Models of limit held by college calculus students",
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
DATA_ALWAYS_NARROW: Final = Misconception(
    "Data always narrow",
    "A posterior is expected to be narrower than its prior whatever the data, which is true only on average.",
    "Gelman et al. 2013, Bayesian Data Analysis, section 2.2",
)
MAP_MOST_PROBABLE: Final = Misconception(
    "MAP is the most probable",
    "The top of a density is taken for the probable value, and for what to predict.",
    "Murphy 2012, Machine Learning: A Probabilistic Perspective, section 5.2.1",
)
PRIOR_ALWAYS_WINS: Final = Misconception(
    "The prior always wins",
    "People who start apart are expected to stay as far apart, whatever they see.",
    "Lord, Ross & Lepper 1979, Biased assimilation and attitude polarization",
)
PRIOR_NEVER_MATTERS: Final = Misconception(
    "The prior never matters",
    "Enough data are expected to undo any prior, even one that rules the truth out.",
    "Gelman et al. 2013, Bayesian Data Analysis, section 4.3",
)
WHAT_IS_95_PERCENT: Final = Misconception(
    "95 % of what?",
    "A credible interval’s probability, given prior and data, is taken for a promise about repeated experiments, or "
    "the other way round.",
    "Hoekstra, Morey, Rouder & Wagenmakers 2014, Robust misinterpretation of confidence intervals",
)
INTERVAL_OF_REPLICATIONS: Final = Misconception(
    "Interval of replications",
    "An interval for θ is taken for the range into which new results fall.",
    "Cumming, Williams & Fidler 2004, Replication and researchers’ understanding of confidence intervals and "
    "standard error bars",
)
P_VALUE: Final = Misconception(
    "p-value read as P(hypothesis | data)",
    "How rarely a fair coin gives such data is taken for how probably the coin is fair.",
    "Haller & Krauss 2002, Misinterpretations of significance",
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
