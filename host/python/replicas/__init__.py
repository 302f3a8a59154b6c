"""replicas: thousands of neural-network replicas at many temperatures, and the geometry of the loss landscape from their
fluctuations.

    import replicas, numpy as np
    run = replicas.run(temps=np.geomspace(1e-5, 1e-2, 10), network=[10, 24, 24, 3], replicas=16, steps=150_000)
    run.d_mean.plot(x="temperature", xscale="log")

`run` returns what the command `replicas` writes into run.nc, with equal bits. `Simulation` is the same run step by step.
`options` describes every keyword.
"""
from ._core import version as __version__
from ._errors import (CannotCreate, Diverged, Error, InternalError, Interrupted, InvalidData, InvalidValue, NoDevice, NotFound,
                      OutOfMemory, Stopped, WriteFailed)
from ._calls import merge, resume, run
from ._options import options
from ._result import Run, load
from ._simulation import Simulation
from ._torch import from_torch, to_torch

__all__ = ["CannotCreate", "Diverged", "Error", "InternalError", "Interrupted", "InvalidData", "InvalidValue", "NoDevice",
           "NotFound", "OutOfMemory", "Run", "Simulation", "Stopped", "WriteFailed", "__version__", "from_torch", "load", "merge", "options",
           "resume", "run", "to_torch"]
