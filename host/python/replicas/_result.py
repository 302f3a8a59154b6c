"""What a run leaves, as xarray has it."""
from __future__ import annotations

import json
import os
import threading
from typing import Any, NamedTuple

import numpy as np
import xarray

from . import _core
from ._drawing import modules, run_of
from ._errors import as_keywords, exception_of
from ._instruments import Record, as_tree, read


# HDF5 and netCDF, as Python's netCDF4 brings them, take one caller at a time, and xarray guards the values but not the opening. Runs
# that end in two threads would crash the interpreter.
_netcdf_alone = threading.Lock()


class Verdict(NamedTuple):
    """One finding: `kind` is good, note or failure, `check` a word for what was looked at."""
    kind: str
    check: str
    sentence: str


class Run(xarray.DataTree):
    """A run: the groups, names and numbers of run.nc, in memory. The root has a row per temperature; `posterior`,
    `warmup_posterior` and `sample_stats` are as ArviZ wants them; `instruments` has what instruments of one's own saw."""

    __slots__ = ("_directory",)

    @property
    def directory(self) -> str | None:
        """Where the run is kept; None of what was made of a run."""
        return getattr(self, "_directory", None)

    @property
    def verdicts(self) -> list[Verdict]:
        """What `diagnose` says: whether the run was stationary, at its temperature, long enough."""
        return [Verdict(entry["kind"], entry["check"], as_keywords(entry["sentence"]))
                for entry in json.loads(self.attrs.get("verdicts", "[]"))]

    def figure(self, name: str = "overview") -> Any:
        """One of the figures of `replicas plot`, a matplotlib figure; replicas.figures has them as functions."""
        from .figures import ALL
        if name not in ALL:
            near = _core.did_you_mean(name, list(ALL))
            raise ValueError(f"there is no figure {name!r}" + (f"; did you mean {near!r}?" if near else f"; choose from {', '.join(ALL)}"))
        return ALL[name](self)

    def report(self, path: str | os.PathLike | None = None) -> str:
        """The page of `replicas report`, written to `path`, by default report.html in the run directory. Returns the path."""
        if path is None and self.directory is None:
            raise ValueError("this was made of a run and has no directory; say where the page goes: report(path)")
        out = os.path.abspath(os.fspath(path) if path is not None else os.path.join(self.directory or "", "report.html"))
        import matplotlib.pyplot as plt
        own, absent = modules(), []
        with plt.rc_context(own.panels.STYLE):
            figures = own.run_figures.drawn(run_of(self), lambda name, what: absent.append(name))
            text = own.page.page(run_of(self), figures, _core.citation(), as_keywords, absent)
        _core.write_durably(out, text.encode())
        return out

    def _repr_html_(self) -> str:
        try:
            import matplotlib.pyplot as plt
            own = modules()
            with plt.rc_context(own.panels.STYLE):
                run = run_of(self)
                figure = own.run_figures.ALL[0](run)
                plt.close(figure)
                return own.page.fragment(run, [("overview", figure, own.run_figures.CAPTIONS["overview"])], as_keywords)
        except Exception:  # a part of a run, or no matplotlib: as xarray shows it
            return super()._repr_html_()

    def table(self) -> Any:
        """The numbers of the root, a row per temperature, as a pandas DataFrame."""
        own = self.to_dataset()
        return own[[name for name, variable in own.data_vars.items() if variable.dims == ("temperature",)]].to_dataframe()


def read_netcdf(path: str, directory: str, records: dict[str, Record]) -> Run:
    """run.nc, whole in memory; the file is closed. One thread at a time."""
    with _netcdf_alone, xarray.open_datatree(path, engine="netcdf4") as file:
        tree = file.load()
    children = dict(tree.children)
    temperature = np.asarray(tree["temperature"])
    chains = tree["posterior"].sizes["chain"] if "posterior" in tree.children else 0
    own = as_tree(records, temperature, chains)
    if own is not None:
        children["instruments"] = own
    run = Run(dataset=tree.to_dataset(), children=children)
    run._directory = directory
    return run


def load(path: str | os.PathLike) -> Run:
    """The results in a run directory, or in its run.nc."""
    text = os.fspath(path)
    file = os.path.join(text, "run.nc") if os.path.isdir(text) else text
    if not os.path.isfile(file):
        raise exception_of("no_input", f"{file} does not exist; a run has it once it is finished, or has been stopped late enough")
    directory = os.path.dirname(os.path.abspath(file))
    return read_netcdf(file, directory, read(directory))
