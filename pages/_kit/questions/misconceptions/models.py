"""What models and samplers know, and how sure they may be."""

from typing import Final

from pages._kit.questions.question import Misconception

FREQUENCY_IS_TRUTH: Final = Misconception(
    "True rather than frequent",
    "A model of text is expected to prefer what is true to what is often said.",
    "against: Lin, Hilton & Evans 2022, TruthfulQA: measuring how models mimic human falsehoods",
)
LOSS_ENDS_AT_ZERO: Final = Misconception(
    "A loss can always reach 0",
    "A cross-entropy is expected to fall to 0 in the end, though the entropy of the data stays.",
    "against: MacKay 2003, Information theory, inference, and learning algorithms, section 2.6",
)
BOUNDARY_IS_ALL: Final = Misconception(
    "Same boundary, same model",
    "Two classifiers that make the same errors are taken to be equally good.",
    "against: Provost, Fawcett & Kohavi 1998, The case against accuracy estimation for comparing induction algorithms",
)
SURER_IS_BETTER: Final = Misconception(
    "Surer is better",
    "A classifier that is surer of the same answers is taken for a better one.",
    "against: Guo et al. 2017, On calibration of modern neural networks",
)
HEDGING_IS_SAFER: Final = Misconception(
    "Hedging is safer",
    "Probabilities nearer to one half are expected to cost less, also where they are too timid.",
    "against: Gneiting, Balabdaoui & Raftery 2007, Probabilistic forecasts, calibration and sharpness",
)
FAR_CONFIDENCE_IS_ACCURACY: Final = Misconception(
    "Confidence = accuracy far from data",
    "A net is expected to notice that it has seen no data, and to fall back to one half.",
    "against: Hein, Andriushchenko & Bitterwolf 2019, Why ReLU networks yield high-confidence predictions far "
    "away from the training data",
)
CONFIDENCE_IS_ACCURACY: Final = Misconception(
    "A net is right as often as it is sure",
    "The probability that a net states is taken for the share of cases in which it is right.",
    "against: Guo et al. 2017, On calibration of modern neural networks",
)
SAME_FIT_SAME_NET: Final = Misconception(
    "Same fit, same predictions",
    "Nets that explain the data equally well are taken to agree everywhere.",
    "against: D’Amour et al. 2022, Underspecification presents challenges for credibility in modern machine learning",
)
OTHER_WEIGHTS_OTHER_ANSWERS: Final = Misconception(
    "Other weights, other answers",
    "Nets with different weights are expected to disagree, though many sets of weights make one function.",
    "against: Bishop 2006, Pattern recognition and machine learning, section 5.1.1 on weight-space symmetries",
)
EVERY_METHOD_IS_SURE_FAR_AWAY: Final = Misconception(
    "Every method is sure far away",
    "What one net does far from the data is taken to hold for an average over weights too.",
    "against: Kristiadi, Hein & Hennig 2020, Being Bayesian, even just a bit, fixes overconfidence in ReLU networks",
)
FEW_DATA_MODEST_NET: Final = Misconception(
    "Few data, modest answers",
    "A net that has seen little is expected to be less sure; one set of fitted weights does not say how little it saw.",
    "against: MacKay 1992, The evidence framework applied to classification networks",
)
EVERY_NET_IS_OVERCONFIDENT: Final = Misconception(
    "Every net is overconfident",
    "What was found for some nets is taken for a law.",
    "against: Minderer et al. 2021, Revisiting the calibration of modern neural networks",
)
ACCEPTED_IS_EXPLORED: Final = Misconception(
    "Accepted is explored",
    "A sampler that rejects hardly anything is taken for a good one, though its steps may be tiny.",
    "against: Roberts, Gelman & Gilks 1997, Weak convergence and optimal scaling of random walk Metropolis algorithms",
)
DEPENDENT_IS_WORTHLESS: Final = Misconception(
    "Dependent draws are worth little",
    "Draws of a chain are distrusted because each starts from the one before.",
    "against: Link & Eaton 2012, On thinning of chains in MCMC",
)
