"""Figures as files, each drawn once: Figure.savefig draws everything twice, and lays it out every time, which takes most of the
time that figures take."""
from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG


def write_png(figure, path, metadata=None, dpi=None):
    """At `dpi`, or what savefig.dpi says."""
    screen = figure.dpi
    figure.dpi = dpi or rcParams["savefig.dpi"]
    try:
        FigureCanvasAgg(figure).print_png(path, metadata=metadata)
    finally:
        figure.dpi = screen
    keep_layout(figure)


def write_svg(figure, path, metadata=None, transparent=False):
    """`path` may be a text stream. Transparent: without the white behind the figure and its panels."""
    patches = [figure.patch, *(panel.patch for panel in figure.axes)] if transparent else []
    colours = [(patch.get_facecolor(), patch.get_edgecolor()) for patch in patches]
    for patch in patches:
        patch.set(facecolor="none", edgecolor="none")
    try:
        FigureCanvasSVG(figure).print_svg(path, metadata=metadata)
    finally:
        for patch, (face, edge) in zip(patches, colours):
            patch.set(facecolor=face, edgecolor=edge)
    keep_layout(figure)


def keep_layout(figure):
    """What was drawn once has its layout: in inches, whatever it is drawn on next."""
    figure.set_layout_engine("none")
