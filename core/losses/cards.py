r"""One card for each standard loss: the family that it assumes, its density, its negative log, and its call in torch.

The numbers of the cards are computed in :mod:`core.losses.nll`. In ``torch_call`` the data are ``x``, ``k``, ``flips``,
or ``logits`` with ``labels``; all other names are parameters, as tensors.

Every call sums over the data. Torch's default, ``reduction="mean"``, divides by their number: this has the same
minimum, but is not minus the log-likelihood.

Sources: the torch documentation of each loss; Murphy 2022, *Probabilistic Machine Learning: An Introduction*,
sections 5.1 and 11.2-11.6; Huber 1964, "Robust estimation of a location parameter".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LossCard:
    """The texts of one loss, for a single datum.

    ``neg_log_latex`` is minus the log of ``density_latex``; it equals ``scale_latex`` times the loss in torch, plus a
    constant. ``scale`` and ``dropped`` are sentences on the factor and on the constant, which torch leaves out.
    """

    name: str
    family: str
    data: str
    density_latex: str
    neg_log_latex: str
    torch_call: str
    scale_latex: str
    scale: str
    dropped: str


_NEWCOMB = "Newcomb's 66 readings of the passage time of light"
_NO_SCALE = "The factor is 1."
_NOTHING = "Nothing: the loss is minus the log-likelihood itself."

_ALL = (
    LossCard(
        name="cross-entropy",
        family="Categorical",
        data="A made-up table of three-class logits and labels",
        density_latex=r"p(y \mid z) = \frac{e^{z_y}}{\sum_c e^{z_c}}",
        neg_log_latex=r"-z_y + \log \sum_c e^{z_c}",
        torch_call='nn.CrossEntropyLoss(reduction="sum")(logits, labels)',
        scale_latex="1",
        scale=_NO_SCALE,
        dropped=_NOTHING,
    ),
    LossCard(
        name="binary cross-entropy",
        family="Bernoulli",
        data="The coin of this page",
        density_latex=r"p(y \mid \theta) = \theta^y (1-\theta)^{1-y}, \quad y \in \{0, 1\}",
        neg_log_latex=r"-y \log\theta - (1-y) \log(1-\theta)",
        torch_call='nn.BCEWithLogitsLoss(reduction="sum")(logit.expand_as(flips), flips)',
        scale_latex="1",
        scale=_NO_SCALE,
        dropped=_NOTHING,
    ),
    LossCard(
        name="mse",
        family="Gaussian, fixed sigma",
        data=_NEWCOMB,
        density_latex=r"p(x \mid \mu) = \frac{1}{\sqrt{2\pi\sigma^2}} e^{-(x-\mu)^2/(2\sigma^2)}",
        neg_log_latex=r"\frac{(x-\mu)^2}{2\sigma^2} + \tfrac12 \log(2\pi\sigma^2)",
        torch_call='nn.MSELoss(reduction="sum")(mu.expand_as(x), x)',
        scale_latex=r"\frac{1}{2\sigma^2}",
        scale="Torch sums bare squares: it leaves out the factor 1/(2 sigma^2).",
        dropped="Half of log(2 pi sigma^2) for each datum, which no choice of mu can change.",
    ),
    LossCard(
        name="mae",
        family="Laplace, fixed scale b",
        data=_NEWCOMB,
        density_latex=r"p(x \mid \mu) = \frac{1}{2b} e^{-|x-\mu|/b}",
        neg_log_latex=r"\frac{|x-\mu|}{b} + \log(2b)",
        torch_call='nn.L1Loss(reduction="sum")(mu.expand_as(x), x)',
        scale_latex=r"\frac{1}{b}",
        scale="Torch sums bare distances: it leaves out the factor 1/b.",
        dropped="The log of 2b for each datum, which no choice of mu can change.",
    ),
    LossCard(
        name="poisson",
        family="Poisson",
        data="Deaths by horse kick in 200 corps-years of the Prussian army",
        density_latex=r"p(k \mid \lambda) = \frac{\lambda^k e^{-\lambda}}{k!}",
        neg_log_latex=r"\lambda - k \log\lambda + \log k!",
        torch_call='nn.PoissonNLLLoss(log_input=True, full=False, reduction="sum")(log_rate.expand_as(k), k)',
        scale_latex="1",
        scale=_NO_SCALE + " With log_input=False torch would compute log(rate + 1e-8), another number.",
        dropped="The log of k! for each datum; full=True adds only Stirling's approximation of it.",
    ),
    LossCard(
        name="gaussian-nll",
        family="Gaussian, sigma predicted too",
        data=_NEWCOMB,
        density_latex=r"p(x \mid \mu, \sigma) = \frac{1}{\sqrt{2\pi\sigma^2}} e^{-(x-\mu)^2/(2\sigma^2)}",
        neg_log_latex=r"\tfrac12 \log\sigma^2 + \frac{(x-\mu)^2}{2\sigma^2} + \tfrac12 \log 2\pi",
        torch_call='nn.GaussianNLLLoss(full=False, reduction="sum")(mu.expand_as(x), x, (sigma**2).expand_as(x))',
        scale_latex="1",
        scale=_NO_SCALE,
        dropped="Half of log(2 pi) for each datum; full=True keeps it.",
    ),
    LossCard(
        name="student-t",
        family="Student-t, fixed scale s and degrees of freedom",
        data=_NEWCOMB,
        density_latex=(
            r"p(x \mid \mu) = \frac{\Gamma(\frac{\nu+1}{2})}{\Gamma(\frac{\nu}{2})\sqrt{\nu\pi}\,s}"
            r"\left(1 + \frac{(x-\mu)^2}{\nu s^2}\right)^{-\frac{\nu+1}{2}}"
        ),
        neg_log_latex=(
            r"\frac{\nu+1}{2} \log\left(1 + \frac{(x-\mu)^2}{\nu s^2}\right)"
            r" - \log\frac{\Gamma(\frac{\nu+1}{2})}{\Gamma(\frac{\nu}{2})\sqrt{\nu\pi}\,s}"
        ),
        torch_call="-torch.distributions.StudentT(df, mu, s).log_prob(x).sum()",
        scale_latex="1",
        scale=_NO_SCALE + " Torch has no loss of this name; its distribution does the work.",
        dropped=_NOTHING,
    ),
    LossCard(
        name="huber",
        family="Huber's: Gaussian in the middle, Laplace in the tails",
        data=_NEWCOMB,
        density_latex=(
            r"p(x \mid \mu) = \frac{e^{-\rho_\delta((x-\mu)/s)}}{s Z_\delta}, \quad"
            r" \rho_\delta(z) = \begin{cases} \frac12 z^2 & |z| \le \delta \\"
            r" \delta(|z| - \frac\delta2) & |z| > \delta \end{cases}, \quad"
            r" Z_\delta = \sqrt{2\pi}\,\mathrm{erf}\frac{\delta}{\sqrt2} + \frac{2}{\delta} e^{-\delta^2/2}"
        ),
        neg_log_latex=r"\rho_\delta\left(\frac{x-\mu}{s}\right) + \log(s Z_\delta)",
        torch_call='nn.HuberLoss(delta=delta, reduction="sum")((x - mu) / s, torch.zeros_like(x))',
        scale_latex="1",
        scale=_NO_SCALE + " The residuals are divided by s first; delta counts in units of s.",
        dropped="The log of s Z for each datum, which no choice of mu can change.",
    ),
)

CARDS: dict[str, LossCard] = {card.name: card for card in _ALL}
"""The cards by name, in the order of the lesson."""
