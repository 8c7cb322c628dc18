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

# Lesson 6: what a MAP is, and what a penalty says
PRIOR_NEVER_MATTERS: Final = Misconception(
    "The prior never matters",
    "The data are taken to speak for themselves, as if no prior could hold against them.",
    "Kahneman & Tversky 1973, On the psychology of prediction",
)
PRIOR_ALWAYS_WINS: Final = Misconception(
    "The prior always wins",
    "What comes out is taken to be what the prior put in, whatever the data say.",
    "Gelman 2008, Objections to Bayesian statistics",
)
LAW_OF_SMALL_NUMBERS: Final = Misconception(
    "The law of small numbers",
    "A few observations are trusted as if they were many.",
    "Tversky & Kahneman 1971, Belief in the law of small numbers",
)
CONSERVATISM: Final = Misconception(
    "Conservatism",
    "Many observations change a belief less than Bayes’ rule says they should.",
    "Edwards 1968, Conservatism in human information processing",
)
MAP_IS_PROBABLE: Final = Misconception(
    "The MAP is the most probable value",
    "The θ with the highest density is taken for a θ that is probable; probability is density times width.",
    "Betancourt 2017, A conceptual introduction to Hamiltonian Monte Carlo",
)
MAP_IS_INVARIANT: Final = Misconception(
    "One belief, one peak",
    "The peak of a density is expected to stay where it is when the axis is stretched.",
    "Druilhet & Marin 2007, Invariant HPD credible sets and MAP estimators",
)
ANOTHER_SCALE: Final = Misconception(
    "Another scale, another belief",
    "Probabilities are expected to change with the scale on which a density is drawn, as densities do.",
    "Zhu & Lu 2004, The counter-intuitive non-informative prior for the Bernoulli family",
)
ONLY_SHRINKS: Final = Misconception(
    "A prior makes weights small, never zero",
    "What holds for a Gaussian prior is taken to hold for every prior; a Laplace prior has a corner at 0.",
    "Tibshirani 1996, Regression shrinkage and selection via the lasso",
)
L2_SELECTS: Final = Misconception(
    "L2 sets weights to zero",
    "Weights that a Gaussian prior makes small are taken for weights that it removes.",
    "Tibshirani 1996, Regression shrinkage and selection via the lasso",
)
WEIGHT_DECAY_KEEPS_ITS_MEANING: Final = Misconception(
    "Weight decay keeps its meaning",
    "A weight_decay is taken for the same prior at every number of examples, though the loss is a mean.",
    "Wang & Aitchison 2025, How to set AdamW’s weight decay as you scale model and dataset size",
)
PENALTY_KEEPS_PACE: Final = Misconception(
    "The penalty must keep pace with the data",
    "The penalty is changed along with the number of examples, although the belief about the weights is the same.",
    "MacKay 1992, Bayesian interpolation",
)
ADAMW_IS_L2: Final = Misconception(
    "AdamW = L2",
    "The decay of AdamW is taken for the gradient of an L2 penalty, which it is not once steps are adaptive.",
    "Loshchilov & Hutter 2019, Decoupled weight decay regularization",
)
BOUND_IS_REACHED: Final = Misconception(
    "A bound is always reached",
    "The largest weight that is allowed is taken for the one that the data ask for.",
    "Boyd & Vandenberghe 2004, Convex optimization, section 5.5 on complementary slackness",
)
DECOUPLED_DOES_NOTHING: Final = Misconception(
    "Decoupled decay does nothing",
    "Since AdamW does not change the loss, it is taken to end at the minimum of the loss, however strong its decay.",
    "Xie & Li 2024, Implicit bias of AdamW: ℓ∞ norm constrained optimization",
)

# Lesson 7: what regularizers do
ROOT_N_FOR_ALL: Final = Misconception(
    "Everything falls like 1/√N",
    "The rate at which an estimate’s noise falls is taken for the rate of every difference between estimates.",
    "van der Vaart 1998, Asymptotic statistics, chapter 10",
)
FIT_IS_QUALITY: Final = Misconception(
    "What helps, helps everywhere",
    "A fit that predicts new data better is expected to fit the training data better too.",
    "Hastie, Tibshirani & Friedman 2009, The elements of statistical learning, section 7.2",
)
BIAS_ONLY_HURTS: Final = Misconception(
    "A bias can only hurt",
    "An estimate that is pulled away from the data is expected to predict worse, though it varies less.",
    "Efron & Morris 1977, Stein’s paradox in statistics",
)
MORE_REGULARIZATION_IS_BETTER: Final = Misconception(
    "More regularization is better",
    "A penalty that helped is expected to help ever more as it grows.",
    "Geman, Bienenstock & Doursat 1992, Neural networks and the bias/variance dilemma",
)
RIDGE_SHRINKS_EACH: Final = Misconception(
    "Ridge shrinks every weight",
    "The length of the vector of weights shrinks; a single weight is expected to do the same.",
    "Hoerl & Kennard 1970, Ridge regression: biased estimation for nonorthogonal problems",
)
EARLY_STOPPING_IS_RIDGE: Final = Misconception(
    "Early stopping = L2",
    "Two ways of shrinking that are alike are taken for one.",
    "Ali, Kolter & Tibshirani 2019, A continuous-time view of early stopping for least squares regression",
)
ONLY_PENALTIES_REGULARIZE: Final = Misconception(
    "Only a penalty regularizes",
    "Where nothing is added to the loss, nothing is expected to hold the weights back.",
    "Neyshabur, Tomioka & Srebro 2015, In search of the real inductive bias",
)
DROPOUT_IS_BAYESIAN: Final = Misconception(
    "Dropout is Bayesian",
    "The noise of dropout is taken for a prior or a posterior, which the data would outgrow or narrow.",
    "Osband 2016, Risk versus uncertainty in deep learning",
)
SUM_FOR_MEAN: Final = Misconception(
    "Sum taken for mean",
    "A number that belongs beside the summed loss is read beside the mean, or the other way round.",
    "Goyal et al. 2017, Accurate, large minibatch SGD: training ImageNet in 1 hour, section 3",
)
NARROW_IS_RIGHT: Final = Misconception(
    "Narrow interval = right",
    "A narrow interval is taken for a sign of knowledge, and trusted more for it.",
    "Yaniv & Foster 1995, Graininess of judgment under uncertainty",
)
BAND_KEEPS_ITS_PROMISE: Final = Misconception(
    "A stated 95 % is a kept 95 %",
    "A band’s level is taken for the share of cases that it will hold, even where prior or model are wrong.",
    "Draper 1995, Assessment and propagation of model uncertainty",
)
EVERY_BAND_IS_TOO_NARROW: Final = Misconception(
    "Every interval is too narrow",
    "That people’s own intervals are too narrow is carried over to intervals that are computed.",
    "Alpert & Raiffa 1982, A progress report on the training of probability assessors",
)

# Lesson 8: one net or many
FAR_CONFIDENCE_IS_ACCURACY: Final = Misconception(
    "Confidence = accuracy far from data",
    "A net is expected to notice that it has seen no data, and to fall back to one half.",
    "Hein, Andriushchenko & Bitterwolf 2019, Why ReLU networks yield high-confidence predictions far away from the "
    "training data",
)
CONFIDENCE_IS_ACCURACY: Final = Misconception(
    "A net is right as often as it is sure",
    "The probability that a net states is taken for the share of cases in which it is right.",
    "Guo et al. 2017, On calibration of modern neural networks",
)
SAME_FIT_SAME_NET: Final = Misconception(
    "Same fit, same predictions",
    "Nets that explain the data equally well are taken to agree everywhere.",
    "D’Amour et al. 2022, Underspecification presents challenges for credibility in modern machine learning",
)
OTHER_WEIGHTS_OTHER_ANSWERS: Final = Misconception(
    "Other weights, other answers",
    "Nets with different weights are expected to disagree, though many sets of weights make one function.",
    "Bishop 2006, Pattern recognition and machine learning, section 5.1.1 on weight-space symmetries",
)
EVERY_METHOD_IS_SURE_FAR_AWAY: Final = Misconception(
    "Every method is sure far away",
    "What one net does far from the data is taken to hold for an average over weights too.",
    "Kristiadi, Hein & Hennig 2020, Being Bayesian, even just a bit, fixes overconfidence in ReLU networks",
)
FEW_DATA_MODEST_NET: Final = Misconception(
    "Few data, modest answers",
    "A net that has seen little is expected to be less sure; one set of fitted weights does not say how little it saw.",
    "MacKay 1992, The evidence framework applied to classification networks",
)
EVERY_NET_IS_OVERCONFIDENT: Final = Misconception(
    "Every net is overconfident",
    "What was found for some nets is taken for a law.",
    "Minderer et al. 2021, Revisiting the calibration of modern neural networks",
)
ACCEPTED_IS_EXPLORED: Final = Misconception(
    "Accepted is explored",
    "A sampler that rejects hardly anything is taken for a good one, though its steps may be tiny.",
    "Roberts, Gelman & Gilks 1997, Weak convergence and optimal scaling of random walk Metropolis algorithms",
)
DEPENDENT_IS_WORTHLESS: Final = Misconception(
    "Dependent draws are worth little",
    "Draws of a chain are distrusted because each starts from the one before.",
    "Link & Eaton 2012, On thinning of chains in MCMC",
)

# Lesson 9: what moves the weights
FADES_BY_WIDENING: Final = Misconception(
    "A prior fades by getting wider",
    "That the data outweigh a prior is taken for a change of the prior itself.",
    "Gelman, Simpson & Betancourt 2017, The prior can often only be understood in the context of the likelihood",
)
AT_REST_NOTHING_PULLS: Final = Misconception(
    "At rest nothing pulls",
    "Where nothing moves, no force is thought to act, instead of forces that cancel.",
    "Minstrell 1982, Explaining the “at rest” condition of an object",
)
DATA_HAVE_THE_LAST_WORD: Final = Misconception(
    "Training ends where the data are content",
    "The end of training is taken for the minimum of the loss alone, whatever stands beside it.",
    "Hastie, Tibshirani & Friedman 2009, The elements of statistical learning, section 3.4",
)
LARGER_STEP_IS_FASTER: Final = Misconception(
    "A larger step only gets there sooner",
    "The learning rate is taken for a matter of speed; beyond a limit each step goes farther astray.",
    "LeCun, Bottou, Orr & Müller 1998, Efficient backprop",
)
OVERSHOOT_DIES_OUT: Final = Misconception(
    "Overshooting dies out by itself",
    "Steps that jump past the goal are expected to come closer in the end, however far they jump.",
    "Cohen et al. 2021, Gradient descent on neural networks typically occurs at the edge of stability",
)
OVERSHOOT_DIVERGES: Final = Misconception(
    "Whatever overshoots diverges",
    "A step past the goal is taken for the beginning of the end, though it may land nearer than it began.",
    "LeCun, Bottou, Orr & Müller 1998, Efficient backprop",
)
STEP_IS_RATE_TIMES_GRADIENT: Final = Misconception(
    "A step is lr times the gradient",
    "The rule of plain gradient descent is taken for that of every optimizer.",
    "Kingma & Ba 2015, Adam: a method for stochastic optimization",
)
ONE_SCALE_FOR_ALL: Final = Misconception(
    "One scale for all weights",
    "Adam is thought to rescale the gradient as a whole, where it rescales weight by weight.",
    "Balles & Hennig 2018, Dissecting Adam: the sign, magnitude and variance of stochastic gradients",
)
EVERY_STEP_IS_THE_RATE: Final = Misconception(
    "The learning rate is the length of the step",
    "What is nearly so for Adam is taken to hold for every optimizer.",
    "Balles & Hennig 2018, Dissecting Adam: the sign, magnitude and variance of stochastic gradients",
)
MLE_ALWAYS_EXISTS: Final = Misconception(
    "There is always a best set of weights",
    "The likelihood is expected to have a top at finite weights, also where the classes can be separated.",
    "Albert & Anderson 1984, On the existence of maximum likelihood estimates in logistic regression models",
)
RIGHT_IS_ENOUGH: Final = Misconception(
    "Right is enough",
    "Training is expected to end once every point is on the right side, though the NLL still asks for more.",
    "Soudry et al. 2018, The implicit bias of gradient descent on separable data",
)
WITHOUT_PRIOR_NO_END: Final = Misconception(
    "Without a prior there is no end",
    "Weights are expected to grow without end wherever nothing holds them, though overlapping classes do.",
    "Albert & Anderson 1984, On the existence of maximum likelihood estimates in logistic regression models",
)
BOUNDARY_IS_ALL: Final = Misconception(
    "Same boundary, same model",
    "Two classifiers that make the same errors are taken to be equally good.",
    "Provost, Fawcett & Kohavi 1998, The case against accuracy estimation for comparing induction algorithms",
)
SURER_IS_BETTER: Final = Misconception(
    "Surer is better",
    "A classifier that is surer of the same answers is taken for a better one.",
    "Guo et al. 2017, On calibration of modern neural networks",
)
HEDGING_IS_SAFER: Final = Misconception(
    "Hedging is safer",
    "Probabilities nearer to one half are expected to cost less, also where they are too timid.",
    "Gneiting, Balabdaoui & Raftery 2007, Probabilistic forecasts, calibration and sharpness",
)
