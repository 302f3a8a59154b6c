"""Instruments written in Python: a function of the weights, called each so many steps, whose records live as long as the
run. They are saved before every state that the run may go on from, in the file instruments.npz of its directory, and cut
back to that state when it does."""
from __future__ import annotations

import io
import math
import os
import re
from collections.abc import Mapping
from typing import Any, Callable, Optional, Union

import numpy as np
import xarray

from . import _core

FILE = "instruments.npz"
#: A function, with the steps between two calls; alone, it is called at every sample. None lets go of earlier records' function.
Instrument = Union[Callable[[np.ndarray], Any], "tuple[Callable[[np.ndarray], Any], int]", None]


class Record:
    """What one instrument saw: a value, always of the same shape, after each of some steps."""

    def __init__(self, function: Optional[Callable[[np.ndarray], Any]], every: int):
        self.function, self.every = function, every
        self.steps: list[int] = []
        self.values: list[np.ndarray] = []

    def due(self, step: int) -> bool:
        return (self.function is not None and step > 0 and step % self.every == 0
                and (not self.steps or self.steps[-1] < step))

    def look(self, name: str, step: int, weights: np.ndarray) -> None:
        assert self.function is not None
        value = np.asarray(self.function(weights), dtype=np.float64)
        if self.values and value.shape != self.values[0].shape:
            raise ValueError(f"the instrument {name!r} gave the shape {value.shape} at step {step} and "
                             f"{self.values[0].shape} before")
        self.values.append(value)
        self.steps.append(step)

    def cut(self, step: int) -> None:
        """Forgets what was seen after a step: the run goes on from there."""
        kept = sum(own <= step for own in self.steps)
        del self.steps[kept:], self.values[kept:]


class Instruments:
    """The instruments of one run, by name."""

    def __init__(self, asked: Mapping[str, Instrument] | None):
        self.asked = dict(asked or {})
        self.records: dict[str, Record] = {}
        self.directory = ""
        for name, instrument in self.asked.items():
            function = instrument[0] if isinstance(instrument, tuple) else instrument
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                raise ValueError(f"an instrument's name is a word of letters, digits and _, not {name!r}")
            if function is not None and not callable(function):
                raise TypeError(f"the instrument {name!r} is no function: {function!r}")

    def attach(self, directory: str, step: int, interval: int) -> list[str]:
        """Finds the records that are there, and gives each name its function. Returns what was rounded, a sentence each."""
        self.directory = directory
        self.records = read(directory)
        said = []
        for record in self.records.values():
            record.cut(step)
        lost = sorted(set(self.records) - set(self.asked))
        if lost:
            raise ValueError(f"{directory} has an instrument {lost[0]!r} that only its function can go on with; give it again, "
                             f"instruments={{{lost[0]!r}: ...}}, or None in its place to let it end here")
        for name, instrument in self.asked.items():
            function, every = instrument if isinstance(instrument, tuple) else (instrument, interval)
            if not isinstance(every, (int, np.integer)) or every < 1:
                raise ValueError(f"the instrument {name!r} is called each {every!r} steps; it takes a whole number from 1")
            whole = math.ceil(every / interval) * interval
            if whole != every:
                said.append(f"the instrument {name!r} is called each {whole} steps, a multiple of the sample interval {interval}")
            known = self.records.get(name)
            if known is None:
                self.records[name] = Record(function, whole)
            elif function is not None and known.every != whole:
                raise ValueError(f"the instrument {name!r} was called each {known.every} steps so far, and cannot be each {whole}")
            else:
                known.function = function
        return said

    def next_step(self, step: int, until: int) -> int:
        """The first step after this one, at most `until`, at which somebody looks."""
        return min([until, *(step // r.every * r.every + r.every for r in self.records.values() if r.function)])

    def due(self, step: int) -> dict[str, Record]:
        return {name: record for name, record in self.records.items() if record.due(step)}

    def save(self, step: int) -> None:
        """Before the state after `step` is saved."""
        if not any(record.steps for record in self.records.values()):
            return
        arrays: dict[str, Any] = {}
        for name, record in self.records.items():
            arrays |= {f"{name}.every": record.every, f"{name}.steps": np.array(record.steps, dtype=np.int64),
                       f"{name}.values": np.array(record.values, dtype=np.float64)}
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)
        _core.write_durably(os.path.join(self.directory, FILE), buffer.getvalue())


def read(directory: str) -> dict[str, Record]:
    """The records in a run directory, without functions."""
    records = {}
    path = os.path.join(directory, FILE)
    if os.path.exists(path):
        with np.load(path, allow_pickle=False) as file:
            for name in sorted(key[:-len(".every")] for key in file.files if key.endswith(".every")):
                record = records[name] = Record(None, int(file[f"{name}.every"]))
                record.steps = [int(step) for step in file[f"{name}.steps"]]
                record.values = list(file[f"{name}.values"])
    return records


def as_tree(records: dict[str, Record], temperature: np.ndarray, chains: int) -> xarray.DataTree | None:
    """A node for each record, over draws and, where the values begin with these axes, temperature and chain."""
    nodes = {}
    for name, record in records.items():
        if not record.steps:
            continue
        values = np.array(record.values)
        axes, coordinates = ["draw"], {"draw": np.arange(len(record.steps)), "draw_step": ("draw", record.steps)}
        rest = list(values.shape[1:])
        if rest[:2] == [len(temperature), chains]:
            axes += ["temperature", "chain"]
            coordinates |= {"temperature": temperature, "chain": np.arange(chains)}
            rest = rest[2:]
        axes += [f"axis_{i}" for i in range(len(rest))]
        nodes[name] = xarray.Dataset({name: (axes, values, {"every": record.every})}, coordinates)
    return xarray.DataTree.from_dict(nodes) if nodes else None
