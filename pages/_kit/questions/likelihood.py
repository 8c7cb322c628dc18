"""Questions of lesson 2."""

import math
from typing import Final

from core.data.coins import TEN_FLIPS
from core.likelihood import coin
from core.likelihood.counts import MAX_COUNT, Counts
from core.numbers import significant
from pages._kit.questions.misconceptions import MORE_DATA_MORE_SPREAD, PULLED_TO_ONE_HALF
from pages._kit.questions.question import Asked, Option, Question


def more_flips(counts: Counts = TEN_FLIPS.counts, heads_times: int = 10, tails_times: int = 10) -> Asked:
    """What happens to the peak when there are so many times the heads, and so many times the tails."""
    most = max(counts.heads * heads_times, counts.tails * tails_times)
    few = counts if counts.heads and counts.tails and most <= MAX_COUNT else TEN_FLIPS.counts
    many = Counts(heads_times * few.heads, tails_times * few.tails)
    before, after = coin.standard_error(few) or 0.0, coin.standard_error(many) or 0.0
    options = (
        Option("It moves towards 0.5", PULLED_TO_ONE_HALF),
        Option("It stays and gets narrower"),
        Option("It stays and gets wider", MORE_DATA_MORE_SPREAD),
    )
    moves = not math.isclose(coin.mle(few) or 0.0, coin.mle(many) or 0.0)
    return Asked(
        stem=f"{few.heads:,} heads and {few.tails:,} tails become {many.heads:,} and {many.tails:,}. What happens to "
        "the likelihood’s peak?",
        options=options,
        right=0 if moves else 1 if after < before else 2,
        why=f"The share of heads says where the peak is, and the number of flips how wide: the standard error goes "
        f"from {significant(before, 3)} to {significant(after, 3)}.",
        shows={"heads": str(many.heads), "tails": str(many.tails)},
    )


QUESTIONS: Final = (Question("likelihood.more-flips", more_flips),)
