"""What a run holds, the style of its figures, and the panels against temperature that they are made of.

Letters of 8 pt or more at the size of the figure. Everything is dimensionless; temperatures are in units of the loss.
"""
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize

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
        for name, symbol in (("weights", "N ="), ("examples", "P ="), ("replicas", "R ="), ("seed", "seed")):
            parts += [f"{symbol} {self.about[name]}"] if name in self.about else []
        return ", ".join(part for part in parts if part)


def sampled(run, h):
    """Directions (temperature x direction) of curvature h that relax, in 1/(eta h) steps, 20 times or more within the run."""
    steps = float(run.about["steps"]) - float(run.about.get("burn_in", 0))
    with np.errstate(invalid="ignore"):
        return h * run.values["step_size"][:, None] * steps > 20


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


def plot_power(axes, run, name, power, label):
    """The power law in T through the coldest point of a quantity."""
    start = run.values.get(name, np.full(1, np.nan))[0]
    if np.isfinite(start) and run.T[0] > 0:
        T = np.geomspace(run.T[0] / 1.3, run.T[-1] * 1.3, 50)
        axes.plot(T, start * (T / run.T[0]) ** power, color=GREY, linestyle="--", linewidth=0.8, label=label, zorder=1)


def plot_mean(axes, run):
    plot_against_temperature(axes, run, [("loss_mean", "measured", BLUE, "o")], r"mean loss $\langle L\rangle$")
    if not np.nan_to_num(run.values.get("ground_loss", 0.0)).any():
        plot_power(axes, run, "loss_mean", 1, r"$\propto T$, constant dimension")
    axes.set_title("Mean loss")
    axes.legend(loc="upper left")


def plot_variance(axes, run):
    plot_against_temperature(axes, run, [("loss_variance", "measured", ORANGE, "s")], r"variance of the loss, Var $L$")
    plot_power(axes, run, "loss_variance", 2, r"$\propto T^2$, constant dimension")
    axes.set_title("Fluctuations of the loss")
    axes.legend(loc="upper left")


def plot_dimension(axes, run):
    plot_against_temperature(axes, run, [
        ("d_mean", r"$d_\mathrm{mean}=2(\langle L\rangle-L_0)/T=2\,\mathrm{llc}$", BLUE, "o"),
        ("d_var", r"$d_\mathrm{var}=2\,\mathrm{Var}\,L/T^2$", ORANGE, "s"),
        ("d_heat", r"$d_\mathrm{heat}=2\,\mathrm{d}\langle L\rangle/\mathrm{d}T$", GREEN, "^"),
        ("n_act", r"$N_\mathrm{act}$, examples at the boundary", PURPLE, "D")], "effective dimension $d$", "linear")
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.3 * (high - low))  # room for the legend
    axes.set_title("Effective dimension")
    axes.legend(loc="upper left")


def plot_slope(axes, run):
    plot_against_temperature(axes, run, [
        ("d_excess", r"$d_\mathrm{var}/d_\mathrm{mean}-1$", ORANGE, "s"),
        ("d_mean_slope", r"$\mathrm{d}\ln d_\mathrm{mean}/\mathrm{d}\ln T$", BLACK, "o")], "slope", "linear", "none")
    axes.axhline(0, color=GREY, linewidth=0.6, zorder=0)
    axes.legend(loc="upper left")


def plot_curvature(axes, run):
    plot_against_temperature(axes, run, [
        ("curvature", r"$\langle\nabla L\cdot\nabla U\rangle/T$", BLUE, "o"),
        ("hessian_trace", r"tr $H$, Hutchinson", ORANGE, "s"),
        ("largest_eigenvalue", r"$\lambda_\mathrm{max}(H)$", GREEN, "^")], "curvature of $L$")
    plot_power(axes, run, "curvature" if run.has("curvature") else "hessian_trace", 1, r"$\propto T$")
    axes.set_title("Curvature of the loss")
    axes.legend(loc="upper left")


def plot_thermometers(axes, run):
    plot_against_temperature(axes, run, [
        ("t_conf", r"$T_\mathrm{conf}/T$", BLUE, "o"), ("t_gauge", r"$T_\mathrm{gauge}/T$", GREEN, "^")],
        "measured $T$ / set $T$", "linear", "none")
    axes.axhline(1, color=GREY, linewidth=0.6, zorder=0)
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.2 * (high - low))
    axes.legend(loc="upper right", ncol=2)
