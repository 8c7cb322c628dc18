"""The view of readings with both parameters free: the Gaussian likelihood as a surface over mean and sigma."""

import math

from core.arrays import FloatArray
from core.likelihood import gaussian, gaussian_surface
from core.numbers import decimal, from_log
from pages._kit import controls
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.stage import Stage
from pages.likelihood.charts import surface as chart
from pages.likelihood.family import DataSet
from pages.likelihood.parameter import axis_around, released, slider


def show(here: Stage, item: DataSet[FloatArray]) -> tuple[float, float]:
    """Draw sliders, surface and figures; return the mean and the standard deviation."""
    moments = gaussian.moments(item.data)
    best = gaussian.mle(moments)
    (left, right), (low, high) = chart.window(moments)
    if item.axes:
        mean, width = item.axes
    else:
        mean = axis_around(best.mu, (right - left) / 12, positive=False)
        width = axis_around(best.sigma, (high - low) / 12, positive=True)
    # The view of the mean alone has the key "mu", and another value.
    mu_key, sigma_key = item.field("mu2"), item.field("sigma2")
    with here.controls:
        mu = slider("μ, mean", mu_key, mean, best.mu - 0.3 * (best.mu - max(left, mean.lower)))
        sigma = slider("σ", sigma_key, width, best.sigma + 0.4 * (min(high, width.upper) - best.sigma))
    with here.hero:
        draw(
            chart.rows(moments, mu, sigma, controls.chart_version()),
            chart.spec(here.look),
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
        figures(
            Figure("L(θ)", from_log(log_l), help="θ is the pair (μ, σ) here."),
            Figure("L(θ) / L(θ̂)", from_log(log_l - gaussian.max_log_likelihood(moments))),
            Figure("MLE θ̂", f"({decimal(best.mu, 2)}, {decimal(best.sigma, 2)})", "(μ̂, σ̂)"),
            Figure("Area under L(θ)", from_log(volume), "a volume here; need not be 1"),
        )
    return mu, sigma
