"""How steps on a loss go, and where they end."""

from typing import Final

from pages._kit.questions.question import Misconception

RATE_DIVERGES: Final = Misconception(
    "Too large a rate must diverge",
    "Beyond the rate at which gradient steps stop settling, they are expected to run off to infinity, as on a "
    "parabola.",
    "against: Cohen et al. 2021, Gradient descent on neural networks typically occurs at the edge of stability",
)
AT_REST_NOTHING_PULLS: Final = Misconception(
    "At rest nothing pulls",
    "Where nothing moves, no force is thought to act, instead of forces that cancel.",
    "Minstrell 1982, Explaining the “at rest” condition of an object",
)
DATA_HAVE_THE_LAST_WORD: Final = Misconception(
    "Training ends where the data are content",
    "The end of training is taken for the minimum of the loss alone, whatever stands beside it.",
    "against: Hastie, Tibshirani & Friedman 2009, The elements of statistical learning, section 3.4",
)
LARGER_STEP_IS_FASTER: Final = Misconception(
    "A larger step only gets there sooner",
    "The learning rate is taken for a matter of speed; beyond a limit each step goes farther astray.",
    "against: LeCun, Bottou, Orr & Müller 1998, Efficient backprop",
)
OVERSHOOT_DIES_OUT: Final = Misconception(
    "Overshooting dies out by itself",
    "Steps that jump past the goal are expected to come closer in the end, however far they jump.",
    "against: LeCun, Bottou, Orr & Müller 1998, Efficient backprop",
)
OVERSHOOT_DIVERGES: Final = Misconception(
    "Whatever overshoots diverges",
    "A step past the goal is taken for the beginning of the end, though it may land nearer than it began.",
    "against: LeCun, Bottou, Orr & Müller 1998, Efficient backprop",
)
STEP_IS_RATE_TIMES_GRADIENT: Final = Misconception(
    "A step is lr times the gradient",
    "The rule of plain gradient descent is taken for that of every optimizer.",
    "against: Kingma & Ba 2015, Adam: a method for stochastic optimization",
)
ONE_SCALE_FOR_ALL: Final = Misconception(
    "One scale for all weights",
    "Adam is thought to rescale the gradient as a whole, where it rescales weight by weight.",
    "against: Balles & Hennig 2018, Dissecting Adam: the sign, magnitude and variance of stochastic gradients",
)
EVERY_STEP_IS_THE_RATE: Final = Misconception(
    "The learning rate is the length of the step",
    "What is nearly so for Adam is taken to hold for every optimizer.",
    "against: Balles & Hennig 2018, Dissecting Adam: the sign, magnitude and variance of stochastic gradients",
)
MLE_ALWAYS_EXISTS: Final = Misconception(
    "There is always a best set of weights",
    "The likelihood is expected to have a top at finite weights, also where the classes can be separated.",
    "against: Albert & Anderson 1984, On the existence of maximum likelihood estimates in logistic regression models",
)
RIGHT_IS_ENOUGH: Final = Misconception(
    "Right is enough",
    "Training is expected to end once every point is on the right side, though the NLL still asks for more.",
    "against: Soudry et al. 2018, The implicit bias of gradient descent on separable data",
)
WITHOUT_PRIOR_NO_END: Final = Misconception(
    "Without a prior there is no end",
    "Weights are expected to grow without end wherever nothing holds them, though overlapping classes do.",
    "against: Albert & Anderson 1984, On the existence of maximum likelihood estimates in logistic regression models",
)
