"""Flips of a coin in the text of a question, and in the address that shows them."""

from core.likelihood.counts import Counts


def told(counts: Counts) -> str:
    """The flips in words: 7 heads and 3 tails."""
    return f"{heads(counts.heads)} and {counts.tails:,} tail{_s(counts.tails)}"


def heads(number: int) -> str:
    """A number of heads in words: 7 heads."""
    return f"{number:,} head{_s(number)}"


def keys(counts: Counts) -> dict[str, str]:
    """The keys of the address that show these flips."""
    return {"heads": str(counts.heads), "tails": str(counts.tails)}


def _s(number: int) -> str:
    return "" if number == 1 else "s"
