"""A run in one call, and what is done with several."""
from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import _core
from ._data import data_of
from ._instruments import Instrument
from ._listener import Listener, Progress
from ._options import texts_of
from ._result import Run
from ._simulation import Simulation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._keywords import Keywords


def run(*, data: Any = None, test_data: Any = None, instruments: Mapping[str, Instrument] | None = None,
        progress: Progress = None, **options: Unpack[Keywords]) -> Run:
    """A whole run; what run.nc holds, with the bits that the command has for the same options.

    `data` and `test_data` are (x, y) arrays, lists of such pairs (a data set each), or files as the command takes them;
    `options` are those of the command with _ for - (`replicas.options()` lists them). The run is kept in the directory
    `out`, by default one in runs/ that is named after what was chosen, and the same call goes on with it or, when it is finished, returns it. `progress` is True,
    False, None (a bar where somebody may look at it) or a function of (step, steps).
    """
    with Simulation._called("run", dict(options), data, test_data, instruments, progress) as simulation:
        return simulation.complete()


def resume(path: str | os.PathLike, *, data: Any = None, test_data: Any = None,
           instruments: Mapping[str, Instrument] | None = None, progress: Progress = None,
           **options: Unpack[Keywords]) -> Run:
    """Goes on with the run in a directory to its end, or to `steps` when it shall be longer."""
    with Simulation.resume(path, data=data, test_data=test_data, instruments=instruments, progress=progress,
                           **options) as simulation:
        return simulation.complete()


def merge(slices: Iterable[str | os.PathLike], out: str | os.PathLike, *, overwrite: bool = False, data: Any = None,
          test_data: Any = None, progress: Progress = None) -> Run:
    """Joins the finished slices of a run (shard=) into the run that one process would have made, in the directory `out`, and
    completes it. Slices with instruments of their own are refused."""
    paths = [os.fspath(path) for path in slices]
    if not paths:
        raise ValueError("merge() takes the directories of the slices; none was given")
    texts = _core.stored_options(paths[0]) | texts_of({}, "merge")
    pairs = []
    for key, keyword, value in (("data", "data", data), ("test-data", "test_data", test_data)):
        text, arrays = data_of(value, keyword)
        if text is not None:
            raise TypeError(f"{keyword}= takes the arrays that the slices were given; files are found again by their names")
        if arrays:
            texts.pop(key, None)
        pairs.append(arrays)
    _core.merge(paths, os.fspath(out), overwrite, texts, pairs[0], pairs[1], Listener(False, lambda step: None))
    return resume(out, data=data, test_data=test_data, progress=progress)
