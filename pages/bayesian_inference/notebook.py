"""What the notebook adds to lesson 5's worked examples: charts of their variables, and their results."""

from typing import Final

from pages._kit.charts.palette import BELIEF, BOTH, DATA
from pages._kit.saving.notebook_charts import bars, coin_grid, lines
from pages._kit.saving.on_page import InNotebook

UPDATE: Final = InNotebook(
    lines(
        "grid",
        {
            "prior": ("beta(a, b).pdf(grid)", BELIEF),
            "likelihood, area 1": ("beta(1 + heads, 1 + tails).pdf(grid)", DATA),
            "posterior": ("posterior.pdf(grid)", BOTH),
        },
        ("θ", "density"),
        before=coin_grid("posterior_a", "posterior_b"),
    ),
    {
        "Posterior": "(posterior_a, posterior_b)",
        "Credible interval, equal-tailed": "interval.tolist()",
        "P(next is heads)": "p_next",
        "MLE θ̂": "mle",
        "MAP θ̂": "map_estimate",
        "Posterior mean": "posterior_mean",
    },
)
GRID: Final = InNotebook("", {"Posterior mean, by brute force": "on_grid"})
COVERAGE: Final = InNotebook(
    bars(
        '["Wald", "likelihood", "Clopper-Pearson", "credible"]',
        {"coverage": ("[wald, likelihood, clopper_pearson, credible]", DATA)},
        ("interval", "how often it holds θ"),
    ),
    {
        "Wald coverage": "100 * wald",
        "Likelihood coverage": "100 * likelihood",
        "Clopper-Pearson coverage": "100 * clopper_pearson",
        "Credible coverage": "100 * credible",
    },
)
FAIR: Final = InNotebook(
    lines(
        "np.log10(strength)",
        {"log Bayes factor": ("evidence - log_fair", BOTH)},
        ("log10(a + b): the prior with the same mean, from wide to narrow", "nats"),
        before="""\
strength, center = np.logspace(-1, 4, 300), a / (a + b)
A, B = strength * center, strength * (1 - center)
evidence = betaln(A + heads, B + tails) - betaln(A, B)""",
    ),
    {
        "log of the Bayes factor": "log_factor",
        "P(fair | data)": "p_fair",
        "p-value of fair": "p_value",
        "Evidence of fair": "log_fair",
    },
)
