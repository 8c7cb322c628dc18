"""What penalties and other regularizers do to weights."""

from typing import Final

from pages._kit.questions.question import Misconception

ONLY_SHRINKS: Final = Misconception(
    "A prior makes weights small, never zero",
    "What holds for a Gaussian prior is taken to hold for every prior; a Laplace prior has a corner at 0.",
    "against: Tibshirani 1996, Regression shrinkage and selection via the lasso",
)
L2_SELECTS: Final = Misconception(
    "L2 sets weights to zero",
    "Weights that a Gaussian prior makes small are taken for weights that it removes.",
    "against: Tibshirani 1996, Regression shrinkage and selection via the lasso",
)
WEIGHT_DECAY_KEEPS_ITS_MEANING: Final = Misconception(
    "Weight decay keeps its meaning",
    "A weight_decay is taken for the same prior at every number of examples, though the loss is a mean.",
    "against: Wang & Aitchison 2025, How to set AdamW’s weight decay as you scale model and dataset size",
)
PENALTY_KEEPS_PACE: Final = Misconception(
    "The penalty must keep pace with the data",
    "The penalty is changed along with the number of examples, although the belief about the weights is the same.",
    "against: MacKay 1992, Bayesian interpolation",
)
ADAMW_IS_L2: Final = Misconception(
    "AdamW = L2",
    "The decay of AdamW is taken for the gradient of an L2 penalty, which it is not once steps are adaptive.",
    "Loshchilov & Hutter 2019, Decoupled weight decay regularization",
)
BOUND_IS_REACHED: Final = Misconception(
    "A bound is always reached",
    "The largest weight that is allowed is taken for the one that the data ask for.",
    "against: Boyd & Vandenberghe 2004, Convex optimization, section 5.5 on complementary slackness",
)
DECOUPLED_DOES_NOTHING: Final = Misconception(
    "Decoupled decay does nothing",
    "Since AdamW does not change the loss, it is taken to end at the minimum of the loss, however strong its decay.",
    "against: Xie & Li 2024, Implicit bias of AdamW: ℓ∞ norm constrained optimization",
)
FIT_IS_QUALITY: Final = Misconception(
    "What helps, helps everywhere",
    "A fit that predicts new data better is expected to fit the training data better too.",
    "against: Hastie, Tibshirani & Friedman 2009, The elements of statistical learning, section 7.2",
)
BIAS_ONLY_HURTS: Final = Misconception(
    "A bias can only hurt",
    "An estimate that is pulled away from the data is expected to predict worse, though it varies less.",
    "against: Efron & Morris 1977, Stein’s paradox in statistics",
)
MORE_REGULARIZATION_IS_BETTER: Final = Misconception(
    "More regularization is better",
    "A penalty that helped is expected to help ever more as it grows.",
    "against: Geman, Bienenstock & Doursat 1992, Neural networks and the bias/variance dilemma",
)
RIDGE_SHRINKS_EACH: Final = Misconception(
    "Ridge shrinks every weight",
    "The length of the vector of weights shrinks; a single weight is expected to do the same.",
    "against: Hoerl & Kennard 1970, Ridge regression: biased estimation for nonorthogonal problems",
)
EARLY_STOPPING_IS_RIDGE: Final = Misconception(
    "Early stopping = L2",
    "Two ways of shrinking that are alike are taken for one.",
    "against: Ali, Kolter & Tibshirani 2019, A continuous-time view of early stopping for least squares regression",
)
ONLY_PENALTIES_REGULARIZE: Final = Misconception(
    "Only a penalty regularizes",
    "Where nothing is added to the loss, nothing is expected to hold the weights back.",
    "against: Neyshabur, Tomioka & Srebro 2015, In search of the real inductive bias",
)
DROPOUT_IS_BAYESIAN: Final = Misconception(
    "Dropout is Bayesian",
    "The noise of dropout is taken for a prior or a posterior, which the data would outgrow or narrow.",
    "Osband 2016, Risk versus uncertainty in deep learning",
)
