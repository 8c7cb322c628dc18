"""The scene "kind" of lesson 7: each regularizer's own charts and figures."""

from collections.abc import Callable
from typing import Final

from core.regularization.problem import Problem
from core.regularization.strength import Kind
from pages._kit.charts.base import Look
from pages.regularization import augmentation, dropout, early_stopping, l1, l2

SCENES: Final[dict[Kind, Callable[[Problem, float, Look], None]]] = {
    "l2": l2.scene,
    "l1": l1.scene,
    "dropout": dropout.scene,
    "augmentation": augmentation.scene,
    "early-stopping": early_stopping.scene,
}


def scene(kind: Kind, problem: Problem, strength: float, look: Look) -> None:
    """Draw the scene of one kind."""
    SCENES[kind](problem, strength, look)
