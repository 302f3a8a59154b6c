"""A run step by step."""
from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from ._at_weights import AtWeights
from ._data import Pair, data_of
from ._errors import Error, Interrupted, exception_of
from ._instruments import Instrument, Instruments
from ._listener import Listener, Progress, logger
from ._options import texts_of
from ._result import Run, load, read_netcdf

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from ._keywords import Keywords


def spoken(caller: str, texts: dict[str, str]) -> str:
    """The call, for the attribute `history` of run.nc."""
    return f"replicas.{caller}({', '.join(f'{key}={text!r}' for key, text in texts.items())})".replace("-", "_")


class Simulation(AtWeights):
    """A run that Python advances: the same numbers as `replicas.run` and the command, for any calls of `advance`.

    Weights and what belongs to them are arrays (temperature, chain, ...), or (replica, ...) of a slice (shard=); the last
    axis of weights is in logical order, layer by layer, matrix [inputs][outputs], then biases.

    While it computes, the interpreter's lock is free. One thread at a time may use it, and only the process that made it:
    after a fork (multiprocessing's start method "fork") make another one, or use "spawn". Ctrl-C stops it at the end of a
    chunk of steps, with all saved, and the next call goes on from there.

    `instruments` maps names to functions of the weights, or to (function, steps): each is called every so many steps with
    the weights (temperature, chain, N) and returns numbers, always of one shape. Their records are saved with the run.
    """

    def __init__(self, *, data: Any = None, test_data: Any = None, instruments: Mapping[str, Instrument] | None = None,
                 progress: Progress = None, **options: Unpack[Keywords]):
        self._begin("Simulation", dict(options), data, test_data, instruments, progress)

    @classmethod
    def resume(cls, path: str | os.PathLike, *, data: Any = None, test_data: Any = None,
               instruments: Mapping[str, Instrument] | None = None, progress: Progress = None,
               **options: Unpack[Keywords]) -> Self:
        """The run in a directory, from its last checkpoint. Data that were arrays have to be given again, instruments too,
        by their names. Of the options that define a run only `steps` may change, and only grow."""
        self = cls.__new__(cls)
        for name in ("out", "overwrite", "shard"):
            if name in options:
                raise TypeError(f"resume() goes on in {os.fspath(path)!r} itself; leave out {name}=")
        self._begin("resume", dict(options), data, test_data, instruments, progress, os.fspath(path))
        return self

    @classmethod
    def _called(cls, caller: str, given: dict[str, Any], *more: Any) -> Self:
        """For calls with a name of their own, which messages and the history of the run repeat."""
        self = cls.__new__(cls)
        self._begin(caller, given, *more)
        return self

    def _begin(self, caller: str, given: dict[str, Any], data: Any, test_data: Any,
               instruments: Mapping[str, Instrument] | None, progress: Progress, path: str | None = None) -> None:
        texts = texts_of(given, caller)
        history = spoken(caller, {"out": path} | texts if path else texts)
        if path is not None:
            texts = _core.stored_options(path) | {"out": path} | texts
        self._pairs: dict[str, list[Pair]] = {}
        for key, keyword, value in (("data", "data", data), ("test-data", "test_data", test_data)):
            text, pairs = data_of(value, keyword)
            self._pairs[key] = pairs
            if text is not None:
                texts[key] = text
            elif pairs:
                texts.pop(key, None)  # of a run that goes on: the library compares what they are
        self._texts, self._history, self._names_slice = texts, history, path is None
        self._instruments = Instruments(instruments)
        own = weakref.ref(self._instruments)  # the extension holds the listener, which must not hold the run

        def before_saving(step: int) -> None:
            if (book := own()) is not None:
                book.save(step)

        self._listener = Listener(progress, before_saving)
        self._core: _core.HeldSimulation | None = None
        self._open()

    def _open(self) -> _core.HeldSimulation:
        """Opens the run where it is not: at first, and after it was stopped."""
        if self._core is None:
            core = _core.HeldSimulation(self._texts, self._history, self._names_slice, self._pairs["data"],
                                        self._pairs["test-data"], self._listener)
            if self._instruments.asked and core.is_slice and len(self._instruments.asked) > 0:
                logger.warning("%s is a slice: records of instruments are of its replicas alone, and merge refuses them",
                               core.directory)
            for sentence in self._instruments.attach(core.directory, core.step, core.sample_interval):
                logger.info("%s", sentence)
            # Once it is open the run is in its directory, also where it replaced another or had a name of its own.
            self._texts = {key: text for key, text in self._texts.items() if key != "overwrite"} | {"out": core.directory}
            self._names_slice = False
            self._core = core
        return self._core

    def _ready(self) -> _core.HeldSimulation:
        core = self._open()
        if not core.finished:
            self._interruptible(core.prepare)
        return core

    def _interruptible(self, work: Any, *arguments: Any) -> Any:
        """Calls into the extension. Whatever stops the run there has saved it, and the next call opens it again."""
        core = self._core
        assert core is not None
        try:
            return work(*arguments)
        except BaseException as error:
            where = f"step {core.step} of {core.steps}; all is saved in {core.directory}: the same call goes on, and so does " \
                    f"replicas.resume({core.directory!r})"
            self._leave()
            if type(error) is KeyboardInterrupt:
                raise Interrupted(f"stopped by Ctrl-C after {where}") from None
            if hasattr(error, "add_note") and not isinstance(error, Error):  # raised by Python code, which stops the run
                error.add_note(f"The run is at {where}")
            raise

    def _leave(self) -> None:
        self._listener.end()
        if self._core is not None:
            self._core.close()
            self._core = None

    # Where it is -----------------------------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """Steps done."""
        return self._open().step

    @property
    def steps(self) -> int:
        """Steps asked for."""
        return self._open().steps

    @property
    def finished(self) -> bool:
        """All steps are done and run.nc is whole."""
        return self._open().finished

    @property
    def directory(self) -> str:
        """The run directory."""
        return self._open().directory

    @property
    def temperatures(self) -> np.ndarray:
        return np.array(self._open().temperatures)

    @property
    def replicas(self) -> int:
        """Replicas (chains) at each temperature."""
        return self._open().replicas

    @property
    def step_sizes(self) -> np.ndarray:
        """eta of each temperature; the pilot finds it where it was not given."""
        return np.array(self._ready().step_sizes)

    @property
    def network(self) -> dict[str, Any]:
        """Widths, activation, loss and whether there are biases."""
        return self._open().network

    @property
    def device(self) -> str:
        """Who computes: "cpu (avx512, 2 threads)"."""
        return self._ready().device

    @property
    def times(self) -> dict[str, float]:
        """Where the time went, in seconds."""
        return dict(self._open().times)

    def __repr__(self) -> str:
        if self._core is None:
            return "<replicas.Simulation, closed>"
        return f"<replicas.Simulation of {self._core.system}, step {self._core.step} of {self._core.steps}, {self._core.directory}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the run directory and of the engine. What is not saved is lost; `checkpoint` saves."""
        self._leave()

    # Going on --------------------------------------------------------------------------------------------------------

    def advance(self, steps: int | None = None, *, until: int | None = None) -> int:
        """Advances by so many steps, or to step `until`, or to the end; in whole chunks, so perhaps a little farther, and
        never past the end. Returns the step that it is at. Raises Interrupted after Ctrl-C and Stopped at the end of
        max_hours=, each with all saved."""
        if steps is not None and until is not None:
            raise TypeError("advance() takes steps or until=, not both")
        if steps is not None and steps < 0:
            raise ValueError(f"advance({steps}): a run goes forward alone")
        core = self._ready()
        end = min(core.steps, until if until is not None else core.step + steps if steps is not None else core.steps)
        self._look(core)
        while not core.finished and core.step < end:
            if not self._interruptible(core.advance, self._instruments.next_step(core.step, end)):
                text = f"stopped {core.stopped} after step {core.step} of {core.steps}; all is saved in {core.directory}"
                self._leave()
                raise exception_of("stopped", text)
            self._look(core)
        return core.step

    def _look(self, core: _core.HeldSimulation) -> None:
        """Calls the instruments that are due. A run that was interrupted in one of them is saved, and calls it again."""
        due = self._instruments.due(core.step) if not core.finished else {}
        if not due:
            return
        weights = core.weights()
        weights.flags.writeable = False  # the same array goes to all
        try:
            for name, record in due.items():
                record.look(name, core.step, weights)
        except KeyboardInterrupt:
            self._interruptible(core.checkpoint)
            self._interruptible(raise_interrupt)

    def checkpoint(self) -> str:
        """Saves the present state as the one to go on from, in the run directory, which is returned."""
        core = self._ready()
        self._interruptible(core.checkpoint)
        return core.directory

    def complete(self) -> Run:
        """Advances to the end, then descends to the minimum, draws the curvature map, writes run.nc and returns it. A slice
        has no results: its state is saved, and `replicas.merge` joins it to the others."""
        self.advance()
        core = self._open()
        self._interruptible(core.complete)
        self._listener.end()
        if core.is_slice:
            raise exception_of("no_input", f"{core.directory} is a slice and finished; replicas.merge joins all slices to a run "
                                           "with results")
        return load(core.directory)

    def results(self) -> Run:
        """What is known so far, without the curvature map. NotFound when it is too early."""
        core = self._ready()
        with tempfile.TemporaryDirectory(prefix="replicas-") as folder:
            path = os.path.join(folder, "run.nc")
            self._interruptible(core.write_results, path)
            return read_netcdf(path, core.directory, self._instruments.records)


def raise_interrupt() -> None:
    raise KeyboardInterrupt
