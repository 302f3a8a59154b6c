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
        core.set_weights(self._like_weights(core, weights, "weights"))

    def losses(self, x: Any = None, y: Any = None) -> np.ndarray:
        """The loss of every example (temperature, chain, P), of the run's own data or of x and y."""
        return self._losses(x, y)[0]

    def errors(self, x: Any = None, y: Any = None) -> np.ndarray:
        """Whether the label of each example is wrong (temperature, chain, P); all False without labels."""
        return self._losses(x, y)[1].astype(bool)

    def _losses(self, x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
        if (x is None) != (y is None):
            raise TypeError("losses() takes x and y, or neither")
        core = self._ready()
        return core.losses() if x is None else core.losses_on(pair_of((x, y), "(x, y)"))

    def gradients(self) -> np.ndarray:
        """The gradient of the loss L, a mean over the examples, without confinement: (temperature, chain, N)."""
        return self._ready().gradients()

    def hessian_product(self, directions: Any) -> np.ndarray:
        """The exact Hessian of L times one direction per replica, or times one for all: (temperature, chain, N)."""
        core = self._ready()
        return core.hessian_products(self._like_weights(core, directions, "directions"))

    def _like_weights(self, core: _core.HeldSimulation, values: Any, shown: str) -> np.ndarray:
        shape = core.weights_shape
        array = np.asarray(values, dtype=np.float32)
        try:
            return np.ascontiguousarray(np.broadcast_to(array, shape))
        except ValueError:
            raise ValueError(f"{shown} have the shape {array.shape}, and cannot become {tuple(shape)}") from None
