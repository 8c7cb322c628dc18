"""Layout of all weights of a net in one buffer: the position and shape of each matrix and bias."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

_ALIGNED: Final = 8


@dataclass(frozen=True, eq=False)
class Layout:
    """Positions of the parameters: all matrices first, then all biases, in the order of the layers.

    A matrix has the shape (units out, units in) and is stored row by row. Each parameter begins at a multiple of 64
    bytes, like separately allocated memory, and zeros fill the gaps. Kernels therefore give the same last bit as on
    separate tensors, while a sum over all weights is one call.

    Attributes
    ----------
    shapes : tuple of tuple of int
        Shape of each parameter.
    starts : tuple of int
        Index in the buffer of each parameter's first entry.
    size : int
        Length of the buffer.
    places : ndarray of int, shape (n_weights,)
        Indices in the buffer of all weights, without the gaps.
    n_matrices : int
        Number of matrices, which is also the number of biases.
    n_in_matrices : int
        Number of entries in the matrices.
    matrices_end : int
        Index in the buffer where the biases begin.
    """

    shapes: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    size: int
    places: NDArray[np.intp]
    n_matrices: int
    n_in_matrices: int
    matrices_end: int

    def views(self, buffer: Tensor) -> list[Tensor]:
        """Views of the buffer, one for each parameter, in its shape."""
        return [
            buffer[start : start + math.prod(shape)].view(shape)
            for start, shape in zip(self.starts, self.shapes, strict=True)
        ]

    def buffer(self, weights: ArrayLike) -> Tensor:
        """A buffer that holds these weights, shape (n_weights,).

        Raises
        ------
        ValueError
            If ``weights`` has another shape.
        """
        flat = np.asarray(weights, dtype=np.float64)
        if flat.shape != self.places.shape:
            raise ValueError(f"this net has {self.places.size} weights, got shape {flat.shape}")
        buffer = torch.zeros(self.size, dtype=torch.float64)
        buffer.numpy()[self.places] = flat
        return buffer


@lru_cache(maxsize=64)
def layout(hidden: tuple[int, ...], n_features: int, n_classes: int) -> Layout:
    """Layout of a net with these layers."""
    widths = (n_features, *hidden, n_classes)
    matrices = [(out, into) for into, out in pairwise(widths)]
    shapes = (*matrices, *((out,) for out, _ in matrices))
    starts, places, end = [], [], 0
    for shape in shapes:
        starts.append(end)
        places.append(np.arange(end, end + math.prod(shape)))
        end += -(-math.prod(shape) // _ALIGNED) * _ALIGNED
    joined = np.concatenate(places)
    joined.flags.writeable = False  # the cache shares it between callers
    n_in_matrices = sum(math.prod(shape) for shape in matrices)
    return Layout(shapes, tuple(starts), end, joined, len(matrices), n_in_matrices, starts[len(matrices)])
