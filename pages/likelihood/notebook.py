"""What the notebook adds to lesson 2's worked examples: charts of their variables, and their results."""

from typing import Final

from pages._kit.charts.palette import DATA, REST
from pages._kit.saving.notebook_charts import COIN_LOG_LIKELIHOOD, bars, lines
from pages._kit.saving.on_page import InNotebook

_LOG: Final = {"log L(θ)": "log_L_theta", "MLE θ̂": "theta_hat"}

EVENTS: Final = InNotebook(
    bars(
        "events.tolist()",
        {
            "seen": ("times / times.sum()", REST),
            "Poisson": ("np.exp(events * np.log(rate) - rate - gammaln(events + 1))", DATA),
        },
        ("events", "share, and probability at the rate"),
    ),
    _LOG,
)

READINGS: Final = InNotebook(
    lines(
        "reading",
        {"at (μ, σ)": ("density(mu, sigma)", DATA), "at the MLE": ("density(mean, spread)", REST)},
        ("reading", "density"),
        before="""\
def density(m, s):
    return np.exp(-(((reading - m) / s) ** 2) / 2) / (s * np.sqrt(2 * np.pi))


reading = np.linspace(min(mu - 4 * sigma, mean - 4 * spread), max(mu + 4 * sigma, mean + 4 * spread), 400)""",
    ),
    _LOG,
)


def of_flips(script: str) -> InNotebook:
    """For the flips of this script, which ends in ``L_theta`` or, where that is too small, in its log."""
    curve = {"likelihood": ("np.exp(log_l - log_l.max())", DATA)}
    chart = lines("grid", curve, ("θ", "L(θ) / its top"), before=COIN_LOG_LIKELIHOOD)
    return InNotebook(chart, _LOG if "log_L_theta" in script else {"L(θ)": "L_theta", "MLE θ̂": "theta_hat"})
