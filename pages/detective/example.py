"""Lesson 1's worked example: scripts for the case and for the line-up, with the page's current numbers."""

from __future__ import annotations

from collections.abc import Sequence

from core.likelihood.counts import Counts
from core.likelihood.detective import CaseFile


def listed(names: Sequence[str]) -> str:
    """Return names as in a sentence: a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def case_code(case: CaseFile, clues_on: Sequence[bool], *, with_rates: bool, winners: int) -> str:
    """Return the script of the verdict; it needs NumPy only and ends in ``most_likely`` and ``posterior``.

    Parameters
    ----------
    case : CaseFile
        The suspects, and the table's numbers.
    clues_on : sequence of bool
        For each clue, whether it was found.
    with_rates : bool
        Whether base rates count.
    winners : int
        Suspects who share the verdict; 0 if every suspect is ruled out, where the script has no posterior.
    """
    clues = [clue for clue, there in zip(case.clues, clues_on, strict=True) if there]
    rows = [[p for p, there in zip(row, clues_on, strict=True) if there] for row in case.table]
    used = [*(p for row in rows for p in row), *(case.base_rates if with_rates else ())]
    lines = ["import numpy as np", ""]
    if 0 in used:
        lines.append('np.seterr(divide="ignore")  # log 0 = -inf rules a suspect out')
    lines += [
        f"suspects = {list(case.suspects)}".replace("'", '"'),
        f"# P(clue | suspect), a row for each suspect: {listed(clues) or 'no clue'}",
        f"table = np.array({rows})",
        "surprise = -np.log(table).sum(axis=1)  # a product becomes a sum",
    ]
    if with_rates:
        lines += [
            f"base_rates = np.array({list(case.base_rates)})",
            "surprise -= np.log(base_rates / base_rates.sum())  # Bayes' rule",
        ]
    if winners == 0:
        return "\n".join([*lines, "most_likely = []  # every suspect is ruled out"])
    lines += ["", "least = surprise.min()"]
    if winners == 1:
        lines.append("most_likely = [suspects[surprise.argmin()]]")
    else:
        lines.append("most_likely = [s for s, x in zip(suspects, surprise) if x <= least + 1e-12]  # a tie")
    return "\n".join(
        [*lines, "weight = np.exp(least - surprise)  # the best has 1", "posterior = weight.max() / weight.sum()"]
    )


def thousand_code(case: CaseFile, clues_on: Sequence[bool], *, with_rates: bool, left: bool) -> str:
    """Return the script that counts a thousand cases; it needs NumPy only and ends in ``all_left`` and ``posterior``.

    Parameters
    ----------
    case : CaseFile
        The suspects, and the table's numbers.
    clues_on : sequence of bool
        For each clue, whether it was found.
    with_rates : bool
        Whether base rates count.
    left : bool
        Whether any case is left; if not, the script has no posterior.
    """
    clues = [(clue, [row[j] for row in case.table]) for j, clue in enumerate(case.clues) if clues_on[j]]
    rates = list(case.base_rates) if with_rates else [1] * len(case.suspects)
    lines = [
        "import numpy as np",
        "",
        f"suspects = {list(case.suspects)}".replace("'", '"'),
        f"base_rates = np.array({rates})" + ("" if with_rates else "  # equal"),
        "left = 1000 * base_rates / base_rates.sum()  # the cases of each suspect",
    ]
    for clue, column in clues:
        lines.append(f"left = left * np.array({column})  # those that show {clue}")
    lines += ["", "all_left = left.sum()"]
    if left:
        lines += [
            "shares = left / all_left  # Bayes' rule",
            "posterior = shares.max()",
            "for suspect, count, share in zip(suspects, left, shares):",
            '    print(f"{suspect}: {count:.4g} of {all_left:.4g} left, {share:.3f}")',
        ]
    else:
        lines.append("# nothing is left: every suspect is ruled out")
    return "\n".join(lines)


def coins_code(counts: Counts, n_candidates: int | None) -> str:
    """Return the script of the line-up; it ends in ``theta_hat`` and ``best_candidate``.

    Parameters
    ----------
    counts : Counts
        The flips; without any there is no best candidate, and the script ends with the counts.
    n_candidates : int, optional
        Coins in the line-up; None for every theta.
    """
    lines = ["import numpy as np", "", f"heads, tails = {counts.heads}, {counts.tails}"]
    if counts.n == 0:
        return "\n".join([*lines, "# no flips: every candidate explains them equally well"])
    lines.append("theta_hat = heads / (heads + tails)")
    if n_candidates is None:
        return "\n".join([*lines, "best_candidate = theta_hat  # every theta is in the line-up"])
    terms = ["heads * np.log(coins)"] * bool(counts.heads) + ["tails * np.log(1 - coins)"] * bool(counts.tails)
    grid = "np.array([1, 2, 3]) / 4" if n_candidates == 3 else f"np.arange({n_candidates}) / {n_candidates - 1}"
    if n_candidates != 3:  # the coins 0 and 1 are among them
        lines.append('np.seterr(divide="ignore")  # log 0 = -inf rules a coin out')
    return "\n".join(
        [
            *lines,
            f"coins = {grid}",
            f"log_likelihood = {' + '.join(terms)}",
            "best_candidate = coins[np.argmax(log_likelihood)]",
        ]
    )
