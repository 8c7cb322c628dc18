"""The view of readings with both parameters free: the Gaussian likelihood as a surface over mean and sigma."""

import math
from typing import Final

from core.arrays import FloatArray
from core.likelihood import gaussian, gaussian_surface
from pages._kit import controls
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.stage import Stage
from pages.likelihood.charts import surface as chart
from pages.likelihood.family import DataSet
from pages.likelihood.parameter import axis_over, released, slider
from pages.likelihood.scale import Scale, likelihood_text, resolved, scale_of

MAX_PAIR: Final = 16
"""Most characters of the two estimates in one figure."""


def show(here: Stage, item: DataSet[FloatArray]) -> tuple[float, float]:
    """Draw sliders, surface and figures; return the mean and the standard deviation."""
    scale = scale_of(item.data)
    moments = gaussian.moments(scale.shown(item.data))
    best = gaussian.mle(moments)
    (left, right), (low, high) = chart.window(moments)
    if item.axes:
        mean, width = item.axes
    else:
        # With few readings the window is many standard errors wide.
        mean = axis_over(left, right, min((right - left) / 12, gaussian.standard_error(moments)), positive=False)
        width = axis_over(low, high, min((high - low) / 12, best.sigma / 4), positive=True)
    wide, places = Scale(power=scale.power), (max(2, mean.places), max(2, width.places))
    # The view of the mean alone has the key "mu", and another value.
    mu_key, sigma_key = item.field("mu2"), item.field("sigma2")
    with here.controls:
        mu = slider(f"μ, mean{scale.words}", mu_key, mean, best.mu - 0.3 * (best.mu - max(left, mean.lower)))
        sigma = slider(f"σ{wide.words}", sigma_key, width, best.sigma + 0.4 * (min(high, width.upper) - best.sigma))
    with here.hero:
        draw(
            chart.rows(moments, mu, sigma, controls.chart_version(), places),
            chart.spec(here.look, scale.words, wide.words),
            key="surface",
            alt="The likelihood over mean and standard deviation, with isolines at "
            f"{', '.join(f'{drop:g}' for drop in chart.DROPS)} nats below the top.",
            read="The stronger the color, the higher the density of the readings. Each ring is a fixed number of nats "
            "below the top: with many readings, 0.5 spans about one standard error to each side, 1.92 a 95 % interval "
            "for one parameter, 3 a 95 % region for both.",
            on_select=lambda: released("surface", mu=mu_key, sigma=sigma_key),
        )
        log_l = float(gaussian.log_likelihood(mu, sigma, moments))
        volume = gaussian_surface.log_volume(moments) if moments.n > 2 else math.inf
        spread = wide.raw(best.sigma)
        center, wide_text = resolved(scale.raw(best.mu), spread, 2), resolved(spread, spread, 2)
        # A longer pair does not fit into its figure.
        pair = (f"({center}, {wide_text})", "(μ̂, σ̂)")
        top = pair if len(pair[0]) <= MAX_PAIR else (center, f"μ̂; σ̂ is {wide_text}")
        figures(
            Figure("L(θ)", likelihood_text(log_l - moments.n * scale.log_unit), help="θ is the pair (μ, σ) here."),
            Figure("L(θ) / L(θ̂)", likelihood_text(log_l - gaussian.max_log_likelihood(moments))),
            Figure("MLE θ̂", *top),
            Figure(
                "Area under L(θ)",
                likelihood_text(volume - (moments.n - 2) * scale.log_unit),
                "a volume here; need not be 1",
            ),
        )
    return scale.raw(mu), wide.raw(sigma)
