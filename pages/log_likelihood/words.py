"""The prose of lesson 3: analogy and insight, applications, fine print and references."""

from core.data.coins import TEN_FLIPS
from core.likelihood import coverage, underflow
from core.likelihood.coin import Counts
from core.numbers import from_log, nats
from pages._kit import prose
from pages.log_likelihood.charts.staircase import MAX_STEPS
from pages.log_likelihood.example import script
from pages.log_likelihood.notebook import of_script


def idea() -> None:
    """Show the analogy and the key insight."""
    many = 10_000
    formats = f"{', '.join(underflow.FORMATS[:-1])} and {underflow.FORMATS[-1]}".capitalize()
    prose.idea(
        f"Multiply the probabilities of {many:,} fair flips, and the answer is "
        f"{from_log(underflow.sum_of_logs(0.5, many))}. {formats} all round that to 0; a longer float only puts the "
        "end off. So do as sound engineers do with decibels: **count factors as steps**. Since log(a × b) = log a + "
        f"log b, {many:,} factors become {many:,} steps of {abs(underflow.sum_of_logs(0.5, 1)):.3f} nats down, to "
        f"{nats(underflow.sum_of_logs(0.5, many), 1)}. The log keeps every order, so the best θ stays the best.",
        "**Cross-entropy in PyTorch is a negative log-likelihood.** To minimize it is to maximize log-likelihood: "
        "maximum likelihood under another name. Most standard losses are log-likelihoods too, up to a factor and a "
        "constant: squared error is a Gaussian's, absolute error a Laplace's. Not all: the hinge loss is not. The loss "
        "table below checks each one, digit by digit.",
    )


def example(counts: Counts, theta: float, n: int, p: float) -> None:
    """Offer the script that computes the page's figures from the current flips, theta and factors."""
    prose.worked_example(
        "Runs as it stands, with NumPy alone; it prints figures of this page.",
        lambda: script(counts, theta, n, p),
        notebook=of_script(counts),
    )


def closing() -> None:
    """Show applications, fine print and references."""
    few, lowest = TEN_FLIPS.counts.n, f"{100 * coverage.lowest_coverage(TEN_FLIPS.counts.n):.1f} %"
    prose.worlds(
        "A spam filter adds up the evidence of each word as a log; a geneticist adds LOD scores over families, the "
        "base-10 log of a likelihood ratio.",
        "A language model's loss is the mean of −log p(next token). Nobody multiplies the probabilities of a book's "
        "tokens: the log-softmax and the sum are all that the hardware ever sees.",
    )
    prose.fine_print(
        [
            prose.Claim(
                "exact", "log is increasing: L(θ) and ℓ(θ) have the same maxima. Heights differ, places do not."
            ),
            prose.Claim(
                "exact",
                "Fisher information here is taken at θ̂, and is n / (θ̂ (1 − θ̂)). At an inner top a coin's observed "
                "information, minus the curvature of ℓ, is the same; elsewhere they differ, except at θ = 1/2. Without "
                "flips both are 0.",
            ),
            prose.Claim(
                "approximate",
                "The parabola, and so the standard error, is good within a few standard errors of an inner top, with "
                "enough flips. At an edge it fails, and a standard error of 0 would be a lie.",
            ),
            prose.Claim(
                "approximate",
                f"All θ within {coverage.DROP_95} nats of the top are a 95 % interval for many flips and a θ inside "
                f"the axis. With {few} flips it holds some θ only {lowest} of the time.",
            ),
            prose.Claim(
                "approximate",
                "A sum of logs rounds too, by about one part in 10¹⁶ for each addition; it does not underflow.",
            ),
            prose.Claim(
                "exact",
                "Each loss in the table is −log p once its factor and its constant are put back. With the scale fixed "
                "they move no minimum; with a learned scale, as in the Gaussian NLL, log σ has to stay in.",
            ),
            prose.Claim(
                "heuristic",
                f"Up to {MAX_STEPS} flips, each coin stands over its step, the least probable first, not as they fell. "
                "Only the counts enter ℓ(θ), if the flips are independent and share one θ.",
            ),
        ],
        [
            "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapters 2 and 22",
            "Bishop 2006, *Pattern Recognition and Machine Learning*, sections 1.2.4, 1.2.5 and 2.1",
            "Murphy 2022, *Probabilistic Machine Learning: An Introduction*, sections 4.2 and 5.1",
            "Efron & Hastie 2016, *Computer Age Statistical Inference*, chapter 4",
            "Goldberg 1991, What every computer scientist should know about floating-point arithmetic",
            "Clopper & Pearson 1934, The use of confidence or fiducial limits illustrated in the case of the binomial",
            "Brown, Cai & DasGupta 2001, Interval estimation for a binomial proportion",
            "Sollich 2002, Bayesian methods for support vector machines",
        ],
    )
