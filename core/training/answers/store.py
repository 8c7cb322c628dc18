"""The six inference methods by name, and the program that stores their answers to the default settings.

Run it with ``python -m core.training.answers.store``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from core.answers import stored
from core.answers.methods import Working, hmc, laplace, map_estimate, mle
from core.answers.run import AnswerRun, finish
from core.answers.task import DEFAULT, METHODS, N_POINTS, Method, Settings
from core.training.answers.dropout import dropout
from core.training.answers.ensemble import ensemble

METHOD: Final[dict[Method, Callable[[Settings], Working]]] = {
    "MLE": mle,
    "MAP": map_estimate,
    "Laplace": laplace,
    "MC dropout": dropout,
    "Deep ensemble": ensemble,
    "HMC": hmc,
}


def main() -> None:
    """Compute the answers for every number of points, and write the file."""
    found = {}
    for n in N_POINTS:
        settings = replace(DEFAULT, n_points=n)
        found[settings] = {method: finish(AnswerRun(settings, method, METHOD[method])) for method in METHODS}
        sys.stdout.write(f"{n} points: {[round(answer.seconds, 2) for answer in found[settings].values()]} seconds\n")
    stored.save(found)


if __name__ == "__main__":
    main()
