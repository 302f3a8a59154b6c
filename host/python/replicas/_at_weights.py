"""What can be asked of a run at its present weights."""
from __future__ import annotations

from typing import Any

import numpy as np

from . import _core
from ._data import pair_of


class AtWeights:
    """The part of a Simulation that looks and does not advance. Arrays are (temperature, chain, ...), or (replica, ...) of a
    slice."""

    def _ready(self) -> _core.HeldSimulation:
        """The run, prepared."""
        raise NotImplementedError

    def weights(self, out: np.ndarray | None = None) -> np.ndarray:
        """The weights (temperature, chain, N), float32, a copy of one's own; into `out` where it is given."""
        now = self._ready().weights()
        if out is None:
            return now
        if out.shape != now.shape or out.dtype != now.dtype:
            raise ValueError(f"out is {out.dtype} {out.shape}; the weights are {now.dtype} {now.shape}")
        np.copyto(out, now)
        return out

    def set_weights(self, weights: Any) -> None:
        """Puts the replicas somewhere else; the next step begins there. run.nc says at which steps this was done."""
        core = self._ready()
        core.set_weights(like(weights, tuple(core.weights_shape), "weights"))

    def losses(self, x: Any = None, y: Any = None, *, weights: Any = None) -> np.ndarray:
        """The loss of every example (temperature, chain, P), of the run's own data or of x and y; at the present weights or at
        others (..., N), which move nothing of the run."""
        return self._losses(x, y, weights)[0]

    def errors(self, x: Any = None, y: Any = None, *, weights: Any = None) -> np.ndarray:
        """Whether the label of each example is wrong (temperature, chain, P); all False without labels."""
        return self._losses(x, y, weights)[1].astype(bool)

    def _losses(self, x: Any, y: Any, weights: Any) -> tuple[np.ndarray, np.ndarray]:
        if (x is None) != (y is None):
            raise TypeError("losses() takes x and y, or neither")
        core = self._ready()
        own, shape = self._given(core, weights)
        pair = None if x is None else pair_of((x, y), "(x, y)")
        losses, wrong = core.losses(pair, own)
        return losses.reshape(*shape, -1), wrong.reshape(*shape, -1)

    def gradients(self, *, weights: Any = None) -> np.ndarray:
        """The gradient of the loss L, a mean over the examples, without confinement: (temperature, chain, N)."""
        core = self._ready()
        own, shape = self._given(core, weights)
        return core.gradients(own).reshape(*shape, -1)

    def hessian_product(self, directions: Any, *, weights: Any = None) -> np.ndarray:
        """The exact Hessian of L times one direction per replica, or times one for all: (temperature, chain, N)."""
        core = self._ready()
        own, shape = self._given(core, weights)
        full = (*shape, core.weights_shape[-1])
        return core.hessian_products(like(directions, full, "directions"), own).reshape(full)

    @staticmethod
    def _given(core: _core.HeldSimulation, weights: Any) -> tuple[np.ndarray | None, tuple[int, ...]]:
        """Weights that were given, and the shape of what is found before its last axis."""
        if weights is None:
            return None, tuple(core.weights_shape[:-1])
        array = np.ascontiguousarray(weights, dtype=np.float32)
        if not array.ndim or array.shape[-1] != core.weights_shape[-1]:
            raise ValueError(f"weights have the shape {array.shape}; the last axis has the {core.weights_shape[-1]} weights of a replica")
        return array, array.shape[:-1]


def like(values: Any, shape: tuple[int, ...], shown: str) -> np.ndarray:
    """Numbers of that shape, or one vector for all replicas."""
    array = np.asarray(values, dtype=np.float32)
    try:
        return np.ascontiguousarray(np.broadcast_to(array, shape))
    except ValueError:
        raise ValueError(f"{shown} have the shape {array.shape}, and cannot become {shape}") from None
