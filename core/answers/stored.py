"""Stored answers of the six methods to the default settings, for every number of points.

``python -m core.training.answers.store`` recomputes them in about a minute and writes the file.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.answers.task import DEFAULT, METHODS, Answer, Health, Method, Scores, Settings, scores, task
from core.arrays import FloatArray

FILE: Final = Path(__file__).parents[1] / "data" / "big_picture.npz"


def save(answers: dict[Settings, dict[Method, Answer]]) -> None:
    """Write answers to :data:`FILE` in single precision, which changes no figure that is shown."""
    arrays: dict[str, FloatArray] = {}
    for settings, found in answers.items():
        for method, answer in found.items():
            name = f"{settings.n_points} {method}"
            arrays[f"{name} weights"] = answer.weights
            arrays[f"{name} cost"] = np.array([answer.seconds, answer.gradients, answer.slope])
            if answer.covariance is not None:
                arrays[f"{name} covariance"] = answer.covariance
            if answer.health is not None:
                arrays[f"{name} health"] = np.array(answer.health)
    arrays["scores"] = np.array(
        [[scores(found[method], task(settings).held_out) for settings, found in answers.items()] for method in METHODS]
    )
    single: dict[str, Any] = {name: array.astype(np.float32) for name, array in arrays.items()}
    np.savez_compressed(FILE, **single)


@lru_cache(maxsize=1)
def _stored() -> dict[str, FloatArray]:
    with np.load(FILE) as file:
        return {name: file[name].astype(np.float64) for name in file.files}


def stored_answer(settings: Settings, method: Method) -> Answer | None:
    """The stored answer, or None if the settings differ from the default in more than the number of points."""
    if replace(settings, n_points=DEFAULT.n_points) != DEFAULT:
        return None
    name, stored = f"{settings.n_points} {method}", _stored()
    seconds, gradients, slope = stored[f"{name} cost"].tolist()
    health = stored.get(f"{name} health")
    return Answer(
        method, stored[f"{name} weights"].copy(), seconds, int(gradients), slope,
        covariance=stored.get(f"{name} covariance"), health=None if health is None else _health(health),
    )  # fmt: skip


def _health(stored: FloatArray) -> Health:
    rhat, ess, weight_rhat, acceptance, divergences, draws = stored.tolist()
    return Health(rhat, ess, weight_rhat, acceptance, int(divergences), int(draws))


@lru_cache(maxsize=1)
def agreement() -> dict[Method, tuple[Scores, ...]]:
    """Scores of each method on the default data, one for each of :data:`core.answers.task.N_POINTS`."""
    rows = zip(METHODS, _stored()["scores"].tolist(), strict=True)
    return {method: tuple(Scores(*score) for score in row) for method, row in rows}
