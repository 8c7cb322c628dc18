"""What an expert would say of lesson 1's charts, and their rows."""

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from core.likelihood import coin
from core.likelihood.counts import Counts
from core.likelihood.detective import Candidates, Verdict
from core.likelihood.natural_frequencies import THOUSAND, Frequencies
from core.numbers import decimal, from_log, nats, significant
from pages._kit.prose import low
from pages._kit.reading import Reading, every, telling
from pages.detective.charts.case import Bar
from pages.detective.charts.thousand import counted


def of_case(bars: Sequence[Bar], found: Verdict | None) -> Reading:
    """The reading of the suspects' bars."""
    columns = {"Piece": _pieces(bars), **{bar.suspect: _column(bar) for bar in bars}}
    if found is not None:
        columns["Piece"].append("Posterior probability")
        for bar, share in zip(bars, found.posterior, strict=True):
            columns[bar.suspect].append(decimal(float(share)))
    return Reading(_case_sentences(bars, found), columns)


def _case_sentences(bars: Sequence[Bar], found: Verdict | None) -> list[str]:
    out = [low(bar.suspect) for bar in bars if bar.ruled_out_by]
    without = [f"A probability of 0 rules out {every(out)}."] if out else []
    left = sorted((bar for bar in bars if not bar.ruled_out_by), key=lambda bar: bar.length)
    if found is None or not left:
        return ["No bar is left: a probability of 0 rules out every suspect."]
    if not left[0].segments:
        return ["No bar has any length: without clues every suspect explains the evidence equally well."]
    winners = [low(bar.suspect) for bar in left if bar.wins]
    who = (
        f"The shortest bar is that of {winners[0]}"
        if len(winners) == 1
        else f"The bars of {every(winners)} are equally short and the shortest"
    )
    longest = max(left[0].segments, key=lambda piece: -math.log(piece.probability))
    rest = [bar for bar in left if not bar.wins]
    gap = [f"The next one is longer by {nats(rest[0].length - left[0].length)}."] if rest else []
    return [
        f"{who}, {nats(left[0].length)} long: the posterior probability is "
        f"{decimal(float(found.posterior[found.winners[0]]))}{' each' if len(winners) > 1 else ''}.",
        f"{'Its' if len(winners) == 1 else 'The first one’s'} longest piece is {low(longest.name)}, with a probability "
        f"of {significant(longest.probability, 3)}.",
        *gap,
        *without,
    ]


def _pieces(bars: Sequence[Bar]) -> list[str]:
    return [*(piece.name for piece in bars[0].segments), "Whole bar"]


def _column(bar: Bar) -> list[str]:
    """The length of each piece, and of the whole bar."""
    lengths = [
        "ruled out, P = 0"
        if piece.probability == 0
        else f"{nats(-math.log(piece.probability))}, P = {significant(piece.probability, 3)}"
        for piece in bar.segments
    ]
    return [*lengths, "ruled out" if bar.ruled_out_by else nats(bar.length)]


def of_thousand(found: Frequencies, suspects: Sequence[str], clues: Sequence[str], *, with_rates: bool) -> Reading:
    """The reading of the thousand cases; one row for the cases, one for each clue, and one for the shares."""
    stages = ["Cases", *(f"{'with' if i == 0 else 'and'} {clue}" for i, clue in enumerate(clues))]
    shares = found.posterior
    columns = {"What": [*stages, "Posterior probability"]}
    for i, suspect in enumerate(suspects):
        last = decimal(float(shares[i])) if shares else "none"
        columns[suspect] = [*(counted(counts[i], 3) for counts in found.sieved), last]
    sums = [counted(sum(counts, Fraction(0)), 3) for counts in found.sieved]
    columns["All"] = [*sums, decimal(1.0) if shares else "none"]
    return Reading(_thousand_sentences(found, suspects, clues, with_rates), columns)


def _thousand_sentences(
    found: Frequencies, suspects: Sequence[str], clues: Sequence[str], with_rates: bool
) -> list[str]:
    sizes = every([f"{counted(count)} of {low(suspect)}" for suspect, count in zip(suspects, found.cases, strict=True)])
    first = f"Sorted by {'base rate' if with_rates else 'equal base rates'}, the {THOUSAND:,} cases are {sizes}."
    if found.posterior is None:
        return [first, f"No case shows {every(clues)}: a probability of 0 rules out every suspect."]
    second = (
        f"{counted(found.all_left, 3)} of them show {every(clues)}." if clues else
        "No clue is on, so all of them are left."
    )  # fmt: skip
    best, tied = found.leaders[0], len(found.leaders) > 1
    leaders, each = every([low(suspects[i]) for i in found.leaders]), " each" if tied else ""
    third = (
        f"{leaders[0].upper()}{leaders[1:]} {'have' if tied else 'has'} the most of them: "
        f"{counted(found.left[best])}{each}, a share of {decimal(float(found.posterior[best]))}{each}, which is the "
        "posterior probability."
    )
    return [first, second, third]


def of_line_up(flips: Counts, line_up: Candidates | None) -> Reading:
    """The reading of the candidates' likelihoods, or of the curve over all of them."""
    peak = coin.mle(flips)
    what = "The curve over every θ" if line_up is None else f"The {line_up.theta.size} candidates"
    if peak is None:
        says = f"{what} {'is level' if line_up is None else 'all stand at 1'}: there are no flips to tell them apart."
        return Reading([says], _candidates(flips, line_up))
    best = (peak,) if line_up is None else line_up.best
    share = float(coin.log_likelihood_ratio(best[0], flips))
    names = every([decimal(theta) for theta in best])
    if line_up is None:
        first = f"{what} has its top at the MLE θ̂ = {decimal(peak)}, the share of heads."
    else:
        first = (
            f"Of the {line_up.theta.size} candidates θ = {names} explain{'s' if len(best) == 1 else ''} the flips best."
        )
    second = (
        f"The best of all θ is the MLE θ̂ = {decimal(peak)}; this line-up reaches "
        f"{from_log(share, 3) if share else '1.000'} of its likelihood."
    )
    near = coin.likelihood_interval(flips, math.log(8))
    third = (
        f"At least an eighth of the highest likelihood is reached by the θ from {decimal(near.lower)} to "
        f"{decimal(near.upper)}."
    )
    return Reading([first, *([second] if line_up is not None else []), third], _candidates(flips, line_up))


def _candidates(flips: Counts, line_up: Candidates | None) -> dict[str, list[str]]:
    """The candidates; of many, those that tell most: evenly spaced ones, and the best."""
    peak = coin.mle(flips)
    best = () if line_up is None else line_up.best if peak is not None else ()
    if line_up is None:
        thetas = [point.x for point in telling((0.0, 1.0), {"MLE": peak}, 11)]
    else:
        every_tenth = line_up.theta[:: max(1, line_up.theta.size // 10)]
        thetas = [float(x) for x in np.unique(np.concatenate([every_tenth, best[:2]]))]
    shares = coin.log_likelihood_ratio(thetas, flips)
    return {
        "θ": [decimal(x) for x in thetas],
        "Likelihood, share of the highest": [from_log(float(share), 3) for share in shares],
        "Where": ["MLE θ̂" if line_up is None and x == peak else "best candidate" if x in best else "" for x in thetas],
    }
