"""What a likelihood, a prior, a posterior and an interval say."""

from typing import Final

from pages._kit.questions.question import Misconception

LIKELIHOOD_AS_PROBABILITY: Final = Misconception(
    "Likelihood read as a probability of θ",
    "The probability of the data under each θ is taken for how probable each θ is, so that all θ share a total of 1.",
    "Fisher 1922, On the mathematical foundations of theoretical statistics",
)
DATA_ALWAYS_NARROW: Final = Misconception(
    "Data always narrow",
    "A posterior is expected to be narrower than its prior whatever the data, which is true only on average.",
    "against: Gelman et al. 2013, Bayesian data analysis, section 2.2",
)
MAP_MOST_PROBABLE: Final = Misconception(
    "MAP is the most probable",
    "The top of a density is taken for the probable value, and for what to predict.",
    "against: Murphy 2012, Machine learning: a probabilistic perspective, section 5.2.1",
)
MAP_IS_INVARIANT: Final = Misconception(
    "One belief, one peak",
    "The peak of a density is expected to stay where it is when the axis is stretched.",
    "against: Druilhet & Marin 2007, Invariant HPD credible sets and MAP estimators",
)
ANOTHER_SCALE: Final = Misconception(
    "Another scale, another belief",
    "Probabilities are expected to change with the scale on which a density is drawn, as densities do.",
    "against: Gelman et al. 2013, Bayesian data analysis, section 1.8",
)
PRIOR_ALWAYS_WINS: Final = Misconception(
    "The prior always wins",
    "People who start apart are expected to stay as far apart, whatever both of them see.",
    "against: Blackwell & Dubins 1962, Merging of opinions with increasing information",
)
PRIOR_NEVER_MATTERS: Final = Misconception(
    "The prior never matters",
    "Enough data are expected to undo any prior, even one that rules the truth out.",
    "against: Gelman et al. 2013, Bayesian data analysis, section 4.3",
)
PRIOR_DECIDES: Final = Misconception(
    "The prior decides",
    "What comes out is taken to be what the prior put in, whatever the data say.",
    "Gelman 2008, Objections to Bayesian statistics",
)
FADES_BY_WIDENING: Final = Misconception(
    "A prior fades by getting wider",
    "That the data outweigh a prior is taken for a change of the prior itself.",
    "against: Gelman et al. 2013, Bayesian data analysis, section 2.5",
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
NARROW_IS_RIGHT: Final = Misconception(
    "Narrow interval = right",
    "A narrow interval is taken for a sign of knowledge, and trusted more for it.",
    "Yaniv & Foster 1995, Graininess of judgment under uncertainty",
)
BAND_KEEPS_ITS_PROMISE: Final = Misconception(
    "A stated 95 % is a kept 95 %",
    "A band’s level is taken for the share of cases that it will hold, even where the prior or the model is wrong.",
    "against: Draper 1995, Assessment and propagation of model uncertainty",
)
EVERY_BAND_IS_TOO_NARROW: Final = Misconception(
    "Every interval is too narrow",
    "That people’s own intervals are too narrow is carried over to intervals that are computed.",
    "against: Rubin 1984, Bayesianly justifiable and relevant frequency calculations for the applied statistician",
)
