#!/usr/bin/env python3
"""Draws the figures of a run, as PNG and SVG, into RUN/figures or the folder given: replicas plot RUN [--out FOLDER],
or the figure of a result of solve or theory, into `figures` beside it or the folder given: replicas plot FILE.nc.

RUN is a run directory or its run.nc. A figure whose variables the run does not have is left out, and says so. Exit 65 when
run.nc is no run of this program, 66 when there is none, 69 without matplotlib or netCDF4, 73 when the figures cannot be written,
74 when standard output is lost.
"""
import os
import pathlib
import sys
import warnings

sys.dont_write_bytecode = True  # the folder of the program need not be writable
import surroundings  # noqa: E402: before matplotlib
try:
    import netCDF4
    import arrays_figures
    import drawing
    import panels
    import run_figures
    from matplotlib import pyplot
    from run_file import read
except ImportError as missing:
    print(f"replicas: {missing}; install python3-matplotlib and python3-netcdf4", file=sys.stderr)
    sys.exit(69)
panels.set_up()
warnings.filterwarnings("ignore", module="matplotlib")  # a value that is absent is drawn as a gap; nothing to warn of


def save(figure, stem, about):
    """Under a temporary name first: an interrupted call leaves no half a picture under the right one."""
    metadata = {"Title": stem.name, "Source": str(about.get("source", "replicas")),
                "Description": str(about.get("history", ""))}
    for kind, write, extra in (("png", drawing.write_png, {}), ("svg", drawing.write_svg, {"Date": None})):
        part = stem.with_name(f".{stem.name}.{kind}.tmp")
        write(figure, part, metadata | extra)
        os.replace(part, stem.with_name(f"{stem.name}.{kind}"))
    pyplot.close(figure)


def plot_arrays(path, folder):
    """The figure of a result of solve or theory, in that folder; None when the file is another."""
    with netCDF4.Dataset(path) as file:
        if getattr(file, "Conventions", "") != arrays_figures.CONVENTIONS:
            return None
        try:
            folder.mkdir(exist_ok=True, parents=True)
            save(arrays_figures.draw(file), folder / path.stem, {"source": "replicas", "history": file.history})
        except OSError as error:
            return 73, f"cannot write the figures: {error}"
        surroundings.say(f"figure {folder / path.stem}.png")
        return 0, ""


def main(words):
    """Exit status and what to say on standard error."""
    if len(words) not in (1, 2):
        return 64, "plot.py takes the directory of a run and, if you like, a folder for the figures"
    path = pathlib.Path(words[0])
    path = path / "run.nc" if path.is_dir() else path
    if not path.is_file():
        return 66, f"{path} does not exist; give the directory of a run"
    folder = pathlib.Path(words[1]) if len(words) == 2 else path.parent / "figures"
    try:
        if plotted := plot_arrays(path, folder):
            return plotted
        about, values = read(path)
        run = panels.Run(about, values)
    except (OSError, AttributeError, IndexError, ValueError, KeyError) as error:
        return 65, f"{path} is no run of this program: {error}"
    try:
        folder.mkdir(exist_ok=True, parents=True)
        for draw in run_figures.ALL:
            try:
                save(draw(run), folder / draw.__name__, about)
            except panels.LeftOut as absent:
                surroundings.say(f"{draw.__name__}: left out, the run has no {absent}")
            except (ArithmeticError, LookupError, TypeError, ValueError) as error:
                return 65, f"{draw.__name__} cannot be drawn from {path}: {error}"
    except OSError as error:
        return 73, f"cannot write the figures: {error}; choose another place with --out"
    surroundings.say(f"figures in {folder}")
    return 0, ""


if __name__ == "__main__":
    surroundings.end(*main(sys.argv[1:]))
