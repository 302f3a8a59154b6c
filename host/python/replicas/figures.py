"""The figures of a run: each a function of what `replicas.run` returns (or of run.nc as xarray opens it) that returns a matplotlib
figure. LeftOut is raised where the run does not have what a figure shows.

    from replicas.figures import overview
    overview(run).savefig("overview.pdf")
"""
from __future__ import annotations

import functools
import os
import pathlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable, Union

from ._drawing import modules, paper, run_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LeftOut = modules().panels.LeftOut
CAPTIONS: dict[str, str] = modules().run_figures.CAPTIONS


def _figure(draw: Callable[[Any], Any]) -> Callable[[Any], "Figure"]:
    @functools.wraps(draw)
    def drawn(run: Any) -> "Figure":
        import matplotlib.pyplot as plt
        with plt.rc_context(modules().panels.STYLE):
            return draw(run_of(run))
    drawn.__doc__ = CAPTIONS[draw.__name__]
    return drawn


ALL: dict[str, Callable[[Any], "Figure"]] = {draw.__name__: _figure(draw) for draw in modules().run_figures.ALL}
autocorrelation, boundary, cloud, covariance = ALL["autocorrelation"], ALL["boundary"], ALL["cloud"], ALL["covariance"]
curvature, dimension, hessian, histogram = ALL["curvature"], ALL["dimension"], ALL["hessian"], ALL["histogram"]
generalisation = ALL["generalisation"]
loss, motion, overview, reweighting = ALL["loss"], ALL["motion"], ALL["overview"], ALL["reweighting"]
spectrum, stiff_directions, training = ALL["spectrum"], ALL["stiff_directions"], ALL["training"]


def of_paper(name: str) -> "dict[str, Callable[[Union[str, os.PathLike, Mapping[str, Any]]], Figure]]":
    """The figures of `replicas reproduce NAME`, by name: each a function of the folder of its studies, or of the studies themselves as
    `replicas.load` or xarray has them ({"network": run, ...}), that returns a matplotlib figure. LeftOut is raised where the studies that a
    figure shows are not there."""
    own = paper(name)

    def figure(draw: Callable[[Any], Any]) -> "Callable[[Any], Figure]":
        @functools.wraps(draw)
        def drawn(studies: Any) -> "Figure":
            import matplotlib.pyplot as plt
            with plt.rc_context(modules().panels.STYLE):
                found = draw({key: run_of(run) for key, run in studies.items()} if isinstance(studies, Mapping)
                             else own.read(pathlib.Path(studies)))
            if found is None:
                raise LeftOut("studies of " + draw.__name__)
            return found
        return drawn

    return {draw.__name__: figure(draw) for _, draw in own.FIGURES}
