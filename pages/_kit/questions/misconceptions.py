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

# Lesson 6: what a MAP is, and what a penalty says
DATA_SPEAK_ALONE: Final = Misconception(
    "The data speak for themselves",
    "What is known beforehand is left out of the estimate, as if the data alone made it.",
    "Kahneman & Tversky 1973, On the psychology of prediction",
)
PRIOR_DECIDES: Final = Misconception(
    "The prior decides",
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
