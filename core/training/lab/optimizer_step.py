r"""One step of SGD, Adam or AdamW, split into a part due to the data and a part due to the prior.

With the gradient g of the mean NLL and the gradient r of the penalty (:math:`wd\,w`, or :math:`wd\,sign(w)`), the step
is exactly the sum of a likelihood part and a decay part:

=====  ==============================================  ================================================
SGD    :math:`-\eta g`                                 :math:`-\eta r`
Adam   :math:`-\eta\hat m_g/(\sqrt{\hat v}+\epsilon)`  :math:`-\eta\hat m_r/(\sqrt{\hat v}+\epsilon)`
AdamW  :math:`-\eta\hat m/(\sqrt{\hat v}+\epsilon)`    :math:`-\eta r`
=====  ==============================================  ================================================

Adam's moving average of g + r is the sum of the averages of g and of r, so both are stored; both are divided by the
square root of the :math:`\hat v` of g + r, so under Adam neither part is a step of its own: what is shown of SGD and
Adam are the gradients g and r themselves, and the step that was applied. AdamW averages g alone and shrinks the weights
separately, so its two parts are shown, and it does not minimize the objective. Sources: Kingma & Ba 2015; Loshchilov &
Hutter 2019.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
import torch

from core.arrays import FloatArray
from core.training.lab.config import TrainingConfig
from core.training.lab.parameter_layout import Layout

_aten = torch.ops.aten

BETA1: Final = 0.9
BETA2: Final = 0.999
EPSILON: Final = 1e-8


class Parts(NamedTuple):
    """Sizes of the two pulls and of the step, the angle between the pulls, and the error of the step's split.

    The pulls are the gradients of the NLL and of the penalty; for AdamW, the adaptive step and the decoupled decay.
    """

    likelihood_norm: float
    decay_norm: float
    step_norm: float
    """Length of after - before."""
    angle: float
    """Angle in degrees, to about 1e-6; NaN if a pull is zero."""
    gap: float
    """Length of (before + both parts - after) over the longer of before and after."""


def _norm(v: FloatArray) -> float:
    return math.sqrt(v @ v)


def _measure(before: FloatArray, pulls: FloatArray, parts: FloatArray, after: FloatArray) -> Parts:
    """Measure a step; the rows of ``pulls`` and of ``parts`` are due to the likelihood and to the decay."""
    (likelihood2, product), (_, decay2) = (pulls @ pulls.T).tolist()
    likelihood, decay = math.sqrt(likelihood2), math.sqrt(decay2)
    angle = math.nan
    if likelihood > 0 and decay > 0:
        angle = math.degrees(math.acos(max(-1.0, min(1.0, product / likelihood / decay))))
    gap = _norm(before + parts[0] + parts[1] - after)
    # Relative to the longer one, because a step that ends near 0 has the rounding error of its start.
    return Parts(likelihood, decay, _norm(after - before), angle, gap / (max(_norm(before), _norm(after)) or 1.0))


class Stepper:
    """The weights of a net, the state of its optimizer, and the optimizer's step.

    It calls torch's fused kernels on each parameter, as ``torch.optim`` does, but without its parameter groups and
    hooks, which take longer than the kernels for a net this small. A test checks that both agree to the last bit.

    Attributes
    ----------
    parameters, gradients : list of Tensor
        Matrices, then biases, in the order of :class:`~core.training.lab.parameter_layout.Layout`.
    weights, gradient : ndarray, shape (size,)
        The same memory as one buffer each.
    state : ndarray, shape (4, size)
        Adam's two moments, and the moving averages of the NLL's and of the prior's gradient (for Adam only).
    taken : int
        Steps taken.
    """

    def __init__(self, config: TrainingConfig, place: Layout) -> None:
        self._optimizer, self._prior = config.optimizer, config.prior
        self._both = config.penalize_biases
        self._half = place.n_matrices
        self._end = place.size if self._both else place.matrices_end
        self._inside = place.places if self._both else place.places[: place.n_in_matrices]
        buffers = torch.zeros(7, place.size, dtype=torch.float64)
        self.parameters, self.gradients, _, self._firsts, self._seconds, *_ = map(place.views, buffers)
        self._rows = buffers.numpy()
        self.weights, self.gradient, self._pull, *_ = self._rows
        self.state = self._rows[3:]
        self._slopes, self._averages = buffers[1:3], buffers[5:7]  # of the NLL and of the prior
        self._count = torch.zeros((), dtype=torch.float32)
        self.taken = 0

    def restore(self, weights: FloatArray, state: FloatArray, taken: int) -> None:
        """Restore weights, optimizer state and step count of an earlier step."""
        self.weights[:] = weights
        self.state[:] = state
        self.taken = taken

    def penalized(self) -> FloatArray:
        """The weights that the prior applies to, without the gaps of the buffer."""
        return np.asarray(self.weights[self._inside])

    def step(self, lr: float, wd: float, split: bool) -> Parts | None:
        """Take a step with the NLL's gradient in ``gradient`` and the prior's; return its measures if ``split``."""
        self._find_pull(wd)
        self.taken += 1
        if self._optimizer == "adam":
            self._averages.lerp_(self._slopes, 1 - BETA1)
        before = self.weights.copy() if split else self.weights
        pulls = self._rows[1:3].copy() if split else None  # a Laplace prior's pull is added to ``gradient`` below
        plain = -lr * pulls if pulls is not None and self._optimizer != "adam" else None
        if self._prior == "laplace" and self._optimizer == "adamw":
            self.weights -= lr * self._pull
        elif self._prior == "laplace":
            self.gradient += self._pull
        self._move(lr, wd if self._prior == "gaussian" else 0.0)
        if pulls is None:
            return None
        parts = self._adapted(lr, plain)
        return _measure(before, parts if self._optimizer == "adamw" else pulls, parts, self.weights)

    def _adapted(self, lr: float, plain: FloatArray | None) -> FloatArray:
        """Both parts of the step as rows; ``plain`` holds the parts of SGD, and is None for Adam."""
        if self._optimizer == "sgd" and plain is not None:
            return plain
        first, second = self.state[:2]
        rate = np.sqrt(second)
        rate /= math.sqrt(1 - BETA2**self.taken)
        rate += EPSILON
        np.divide(-lr / (1 - BETA1**self.taken), rate, out=rate)
        if plain is None:
            return np.asarray(self.state[2:] * rate)
        plain[0] = first * rate
        return plain

    def _find_pull(self, wd: float) -> None:
        """Write the gradient of the penalty for the penalized weights; for the others it stays 0."""
        inside, pull = self.weights[: self._end], self._pull[: self._end]
        if self._prior == "laplace":
            np.multiply(np.sign(inside), wd, out=pull)
        elif self._prior == "gaussian":
            np.multiply(inside, wd, out=pull)

    def _move(self, lr: float, wd: float) -> None:
        """Apply torch's kernel, which implements the Gaussian weight decay ``wd`` itself."""
        self._count.fill_(self.taken)
        if self._both or wd == 0:
            self._kernel(slice(None), lr, wd)
        else:
            self._kernel(slice(self._half), lr, wd)
            self._kernel(slice(self._half, None), lr, 0.0)

    def _kernel(self, some: slice, lr: float, wd: float) -> None:
        parameters, gradients = self.parameters[some], self.gradients[some]
        if self._optimizer == "sgd":
            _aten._fused_sgd_.default(
                parameters, gradients, [], weight_decay=wd, momentum=0.0, lr=lr, dampening=0.0, nesterov=False,
                maximize=False, is_first_step=False,
            )  # fmt: skip
            return
        kernel = _aten._fused_adam_ if self._optimizer == "adam" else _aten._fused_adamw_
        kernel.default(
            parameters, gradients, self._firsts[some], self._seconds[some], [], [self._count] * len(parameters),
            lr=lr, beta1=BETA1, beta2=BETA2, weight_decay=wd, eps=EPSILON, amsgrad=False, maximize=False,
        )  # fmt: skip
