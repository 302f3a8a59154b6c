"""What a run holds, the style of its figures, and the panels against temperature that they are made of.

Letters of 8 pt or more at the size of the figure. Everything is dimensionless; temperatures are in units of the loss.
"""
import copy
import math

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

import run_arrays

# Okabe and Ito's colours, told apart by every kind of eye, each with a marker of its own for print in grey.
BLUE, ORANGE, GREEN, PURPLE, BLACK, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#777777"
COLD_TO_HOT = LinearSegmentedColormap.from_list("cold_to_hot", plt.get_cmap("plasma")(np.linspace(0, 0.86, 256)))
HOLLOW = {"hessian_trace"}  # lies on the curvature from the forces when all is well, and must not hide it
TEMPERATURE = r"temperature $T$ (units of the loss)"
#: How figures look, for plt.rc_context; a script makes it the rule for itself by `set_up`.
STYLE = {
    "font.family": "STIXGeneral", "mathtext.fontset": "stix", "font.size": 9, "axes.titlesize": 9, "legend.fontsize": 8,
    "xtick.labelsize": 8, "ytick.labelsize": 8, "legend.frameon": False, "legend.handlelength": 1.6,
    "lines.linewidth": 1, "lines.markersize": 3.5, "axes.linewidth": 0.6, "axes.titlelocation": "left",
    "xtick.direction": "in", "ytick.direction": "in", "xtick.top": True, "ytick.right": True, "savefig.dpi": 200,
    "svg.hashsalt": "replicas", "figure.constrained_layout.use": True, "figure.constrained_layout.w_pad": 0.06}


def set_up():
    """Of a script that draws into files alone. Who imports this module keeps his own backend and style."""
    matplotlib.use("Agg")
    plt.rcParams.update(STYLE)


class LeftOut(Exception):
    """The run does not have what this figure shows."""


class Run:
    """The root group of run.nc as arrays of double, NaN where something is absent."""

    def __init__(self, about, values):
        self.about = about
        self.values = {name: np.ma.filled(np.ma.asarray(value, dtype=float), np.nan) for name, value in values.items()}
        self.T = self.values["temperature"]
        several = self.T[0] < self.T[-1]
        self.scale = "log" if self.T[0] > 0 else "linear"  # gradient descent is T = 0
        norm = LogNorm if self.T[0] > 0 else Normalize
        self.norm = norm(self.T[0], self.T[-1]) if several else norm(self.T[0] / 2, self.T[0] * 2 or 1)

    def also(self, **values):
        """This run with more values."""
        other = copy.copy(self)
        other.values = self.values | values
        return other

    def has(self, name):
        return np.isfinite(self.values.get(name, np.nan)).any()

    def need(self, *names):
        absent = [name for name in names if not self.has(name)]
        if absent:
            raise LeftOut(", ".join(absent))
        return [self.values[name] for name in names]

    def colour(self, t):
        return COLD_TO_HOT(self.norm(self.T[t]))

    def words(self):
        """The run in a line, from the attributes that are there."""
        parts = [" ".join(str(self.about[name]) for name in ("network", "activation") if name in self.about)]
        parts += [f"potential {self.about['potential']}"] if "potential" in self.about else []
        for name, symbol in (("weights", "N ="), ("examples", "P ="), ("replicas", "R ="), ("seed", "seed")):
            parts += [f"{symbol} {self.about[name]}"] if name in self.about else []
        return ", ".join(part for part in parts if part)


def sampled(run, h):
    """Directions (temperature x direction) of curvature h that relax, in 1/(eta h) steps, 20 times or more within the run."""
    steps = float(run.about["steps"]) - float(run.about.get("burn_in", 0))
    with np.errstate(invalid="ignore"):
        return h * run.values["step_size"][:, None] * steps > 20


def power_of_ten(value):
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"$10^{{{int(exponent)}}}$" if mantissa == "1.0" else rf"${mantissa}\times 10^{{{int(exponent)}}}$"


def colour_bar(figure, run, axes):
    """Of the temperatures; a run at T = 0 has no others to tell apart."""
    if run.T[-1] > 0:
        figure.colorbar(plt.cm.ScalarMappable(run.norm, COLD_TO_HOT), ax=axes, label=TEMPERATURE, pad=0.02)


def plain_ticks(axis):
    """1, 2 and 5 of every decade in plain figures, on a logarithmic axis of less than two decades."""
    low, high = axis.get_view_interval()
    if 0 < low < high < 100 * low:
        axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 20 * low else (1, 3)))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_formatter(NullFormatter())


def legend_in_its_room(axes, loc="upper left", **options):
    """A legend above what is drawn, or below, in room that the axis is lengthened by."""
    if not (options.get("handles") or axes.get_legend_handles_labels()[0]):
        return None
    legend = axes.legend(loc=loc, **options)
    texts = legend.get_texts()
    rows = math.ceil(len(texts) / options.get("ncol", 1)) + bool(options.get("title"))
    inches = (1.5 * rows + 1.2) * texts[0].get_fontsize() / 72
    share = min(0.6, inches / (axes.get_position().height * axes.figure.get_figheight()))
    scale = axes.yaxis.get_transform()
    low, high = scale.transform(axes.get_ylim())
    room = (high - low) * share / (1 - share)
    limits = (low, high + room) if loc.startswith("upper") else (low - room, high)
    axes.set_ylim(scale.inverted().transform(limits))
    return legend


def plot_against_temperature(axes, run, quantities, ylabel, scale="log", line="-"):
    """Quantities (name, label, colour, marker) with their standard errors, set apart by a few hundredths in T."""
    shown = [quantity for quantity in quantities if run.has(quantity[0])]
    if not shown:
        raise LeftOut(", ".join(quantity[0] for quantity in quantities))
    for i, (name, label, colour, marker) in enumerate(shown):
        T = run.T * 1.03 ** (i - (len(shown) - 1) / 2)
        axes.errorbar(T, run.values[name], run.values.get(f"{name}_error"), color=colour, marker=marker, linestyle=line,
                      label=label, elinewidth=0.8, capsize=1.5,
                      **({"markerfacecolor": "none", "markersize": 6.5, "markeredgewidth": 0.8} if name in HOLLOW else
                         {"markeredgewidth": 0}))
        if run.has(f"exact_{name}"):  # of a solvable potential
            axes.plot(run.T, run.values[f"exact_{name}"], color=colour, linestyle="--", linewidth=1.4, alpha=0.6,
                      label=None if any("exact" in str(t) for t in axes.get_legend_handles_labels()[1]) else "exact",
                      zorder=0)
    axes.set(xscale=run.scale, yscale=scale, xlabel=TEMPERATURE, ylabel=ylabel)
    if run.T[0] == run.T[-1]:  # nothing but itself to be read from the axis
        axes.set_xticks(run.T[:1], [power_of_ten(run.T[0])])
        if run.T[0] > 0:
            axes.set_xlim(run.T[0] / 2, run.T[0] * 2)
            axes.xaxis.set_minor_formatter(NullFormatter())


def plot_power(axes, run, name, power, label):
    """The power law in T through the coldest point of a quantity, as far as it is near what was measured."""
    values = run.values.get(name, np.full(1, np.nan))
    if np.isfinite(values[0]) and run.T[0] > 0:
        T = np.geomspace(run.T[0] / 1.3, run.T[-1] * 1.3, 50)
        law = values[0] * (T / run.T[0]) ** power
        near = law <= 5 * np.nanmax(values)
        axes.plot(T[near], law[near], color=GREY, linestyle="--", linewidth=0.8, label=label, zorder=1)


def plot_mean(axes, run):
    """(<L> - L0)/T; at T = 0 the loss itself."""
    if run.T[0] > 0:
        run = run_arrays.over_temperature(run)
        has_ground = np.nan_to_num(run.values.get("ground_loss", 0.0)).any()
        plot_against_temperature(axes, run, [("reduced_loss", "measured", BLUE, "o")],
                                 r"$(\langle L\rangle-L_0)/T$" if has_ground else r"mean loss $\langle L\rangle/T$", "linear")
        plot_power(axes, run, "reduced_loss", 0, "constant dimension")
        axes.set_title("Mean loss over the temperature")
    else:
        plot_against_temperature(axes, run, [("loss_mean", "measured", BLUE, "o")], r"mean loss $\langle L\rangle$", "linear")
        axes.set_title("Mean loss")
    legend_in_its_room(axes)


def plot_variance(axes, run):
    """2 Var L/T^2; at T = 0 the variance itself."""
    if run.T[0] > 0:
        run = run_arrays.over_temperature(run)
        plot_against_temperature(axes, run, [("reduced_variance", "measured", ORANGE, "s")], r"$2\,\mathrm{Var}\,L/T^2$", "linear")
        plot_power(axes, run, "reduced_variance", 0, "constant dimension")
    else:
        plot_against_temperature(axes, run, [("loss_variance", "measured", ORANGE, "s")], r"variance of the loss, Var $L$", "linear")
    axes.set_title("Fluctuations of the loss")
    legend_in_its_room(axes)


def plot_dimension(axes, run):
    plot_against_temperature(axes, run, [
        ("d_mean", r"$d_\mathrm{mean}=2(\langle L\rangle-L_0)/T=2\,\mathrm{llc}$", BLUE, "o"),
        ("d_var", r"$d_\mathrm{var}=2\,\mathrm{Var}\,L/T^2$", ORANGE, "s"),
        ("d_heat", r"$d_\mathrm{heat}=2\,\mathrm{d}\langle L\rangle/\mathrm{d}T$", GREEN, "^")], "effective dimension $d$", "linear")
    axes.set_title("Effective dimension")
    legend_in_its_room(axes)


def plot_slope(axes, run):
    plot_against_temperature(axes, run, [
        ("d_excess", r"$d_\mathrm{var}/d_\mathrm{mean}-1$", ORANGE, "s"),
        ("d_mean_slope", r"$\mathrm{d}\ln d_\mathrm{mean}/\mathrm{d}\ln T$", BLACK, "o")], "slope", "linear", "none")
    axes.axhline(0, color=GREY, linewidth=0.6, zorder=0)
    legend_in_its_room(axes, ncol=2, columnspacing=1)


def plot_curvature(axes, run):
    plot_against_temperature(axes, run, [
        ("curvature", r"$\langle\nabla L\cdot\nabla U\rangle/T$", BLUE, "o"),
        ("hessian_trace", r"tr $H$, Hutchinson", ORANGE, "s"),
        ("largest_eigenvalue", r"$\lambda_\mathrm{max}(H)$", GREEN, "^")], "curvature of $L$")
    plot_power(axes, run, "curvature" if run.has("curvature") else "hessian_trace", 1, r"$\propto T$")
    axes.set_title("Curvature of the loss")
    legend_in_its_room(axes)


def plot_thermometers(axes, run):
    plot_against_temperature(axes, run, [
        ("t_conf", r"$T_\mathrm{conf}/T$", BLUE, "o"), ("t_gauge", r"$T_\mathrm{gauge}/T$", GREEN, "^")],
        "measured $T$ / set $T$", "linear", "none")
    axes.axhline(1, color=GREY, linewidth=0.6, zorder=0)
    legend_in_its_room(axes, ncol=2)
