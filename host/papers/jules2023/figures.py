"""The figures of a reproduction: functions of the runs by name; the docstring is the caption. It is long by
the number of figures."""
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import FixedFormatter, FixedLocator, NullFormatter, NullLocator

from figures import power_of_ten
from panels import BLACK, BLUE, COLD_TO_HOT, GREEN, GREY, ORANGE, PURPLE, TEMPERATURE, sampled

PAGE = 7.0  # width, in
LOOK = {"network": (BLUE, "o"), "quadratic": (ORANGE, "s"), "wall-gas": (GREEN, "^"), "transition": (PURPLE, "D")}


def points(ax, run, name, look, label, x=None, scale=None):
    if run.has(name):
        scale = 1 if scale is None else scale
        ax.errorbar(run.T if x is None else x, run.values[name] * scale, run.values.get(name + "_error", np.nan) * scale,
                    color=look[0], marker=look[1], markeredgewidth=0, elinewidth=0.8, label=label)


def exploration(runs):
    """Thermometer of the gauge modes (1: at the temperature asked for), and the share of wrong labels, against T."""
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for name in ("network", "transition"):
        points(axes[0], runs[name], "t_gauge", LOOK[name], name)
        points(axes[1], runs[name], "training_error", LOOK[name], name, scale=100)
    axes[0].axhline(1, color=GREY, linewidth=0.6)
    axes[0].set(xscale="log", xlabel=TEMPERATURE, ylabel=r"$T_\mathrm{gauge}/T$")
    low, high = axes[0].get_ylim()
    axes[0].set(ylim=(low, high + 0.3 * (high - low)), title="Exact thermometer")
    axes[1].set(xscale="log", xlabel=TEMPERATURE, ylabel="wrong labels (%)", title="Labels learnt")
    axes[0].legend(loc="upper left", ncol=2)
    axes[1].legend(loc="upper left")
    return figure


def thermal(runs):
    """Density of L/T of the network at four temperatures, and Gamma(d_mean/2, T) without a free parameter (lines)."""
    run = runs["network"]
    chosen = np.linspace(0, len(run.T) - 1, 4).round().astype(int)
    figure, ax = plt.subplots(figsize=(PAGE * 0.6, 2.8))
    x = run.values["loss_bin"]
    for t in chosen:
        ax.plot(x, run.values["loss_histogram"][t], ".", markersize=3, color=run.colour(t), label=f"$T$ = {power_of_ten(run.T[t])}")
        ax.plot(x, run.values["loss_histogram_gamma"][t], color=run.colour(t))
    top = np.nanmax(run.values["loss_histogram"])
    ax.set(yscale="log", ylim=(1e-5, 2 * top), xlim=(0, None), xlabel=r"$L/T$", ylabel="density", title="Distribution of the loss")
    ax.legend()
    return figure


def dimension(runs):
    """Effective dimension from the mean of L (full) and from its variance (open), against T, for
    networks of about 900 weights."""
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for name in ("network", "quadratic", "wall-gas"):
        run = runs[name]
        points(axes[0], run, "d_mean", LOOK[name], f"{name}, $N$ = {run.about['weights']}")
        axes[0].plot(run.T, run.values["d_var"], color=LOOK[name][0], marker=LOOK[name][1], markerfacecolor="none",
                     linestyle="none")
        ratio = run.values["d_var"] / run.values["d_mean"]
        error = ratio * np.hypot(run.values["d_var_error"] / run.values["d_var"],
                                 run.values["d_mean_error"] / run.values["d_mean"])
        axes[1].errorbar(run.T, ratio, error, color=LOOK[name][0], marker=LOOK[name][1], markeredgewidth=0, label=name)
    run = runs["network"]
    axes[1].plot(run.T, 1 + run.values["d_mean_slope"], color=BLACK, linestyle="--", linewidth=0.8,
                 label="network: 1 + d ln $d$/d ln $T$")
    axes[0].set(xscale="log", xlabel=TEMPERATURE, ylabel="effective dimension", title="Stiff directions")
    low, high = axes[0].get_ylim()
    axes[0].set_ylim(0, 1.35 * high)
    axes[1].set_title("Fluctuation over mean")
    axes[1].axhline(1, color=GREY, linewidth=0.6)
    axes[1].set(xscale="log", xlabel=TEMPERATURE, ylabel=r"$d_\mathrm{var}/d_\mathrm{mean}$")
    axes[1].set_ylim(axes[1].get_ylim()[0], axes[1].get_ylim()[1] + 0.12)
    for ax in axes:
        ax.legend(fontsize=7, loc="upper left")
    return figure


def boundary(runs):
    """Dimension and number of active examples against P (left), and the losses of the examples, ln(l/PT), at each T
    (right): flat below 0 and cut off above."""
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    sweep = sorted((float(run.about["examples"]), run) for name, run in runs.items()
                   if name == "network" or name.startswith("examples-"))
    for target, line in ((1e-5, ":"), (1e-4, "-"), (1e-3, "--")):
        for name, colour, marker, label in (("d_mean", BLUE, "o", r"$d_\mathrm{mean}$"),
                                            ("n_act", PURPLE, "D", r"$N_\mathrm{act}$")):
            rows = [np.argmin(np.abs(np.log(run.T / target))) for _, run in sweep]
            axes[0].plot([], [], color=colour, marker=marker, linestyle=line, markeredgewidth=0,
                         label=f"{label}, $T$ = {power_of_ten(target)}")
            axes[0].errorbar([P for P, _ in sweep], [run.values[name][i] for i, (_, run) in zip(rows, sweep)],
                             [run.values[name + "_error"][i] for i, (_, run) in zip(rows, sweep)], color=colour,
                             marker=marker, linestyle=line, markeredgewidth=0)
    axes[0].set(xscale="log", yscale="log", xlabel="examples $P$", ylabel="number", title="Dimension and active examples")
    axes[0].xaxis.set_major_locator(FixedLocator([P for P, _ in sweep]))
    axes[0].xaxis.set_major_formatter(FixedFormatter([f"{P:.0f}" for P, _ in sweep]))
    axes[0].xaxis.set_minor_locator(NullLocator())
    axes[0].legend(fontsize=6.5, handlelength=3)
    run = runs["network"]
    x = run.values["ln_activity"]
    for t in range(len(run.T)):
        axes[1].plot(x[1:-1], run.values["log_activity"][t, 1:-1] / (x[1] - x[0]), color=run.colour(t))
    axes[1].axvline(np.log(0.08237), color=GREY, linestyle="--", linewidth=0.8)
    axes[1].set(xlabel=r"$\ln(l/(PT))$", ylabel="examples per unit", title="Losses of the examples")
    figure.colorbar(plt.cm.ScalarMappable(run.norm, COLD_TO_HOT), ax=axes[1], label=TEMPERATURE, pad=0.02)
    return figure


def directions(runs):
    """Along the stiffest directions: var(x)<h>/T (1 for a quadratic) over the whole run, excess kurtosis of x (0 for a
    quadratic, -1.2 for a flat box), and var(x)<h>/T along directions measured anew on windows, against their length in
    relaxation times of the loss, at T = 1e-4."""
    figure, axes = plt.subplots(1, 3, figsize=(PAGE, 2.6))
    for name in ("network", "quadratic", "wall-gas"):
        run = runs[name]
        points(axes[0], run, "stiff_ratio", LOOK[name], name)
        points(axes[1], run, "stiff_kurtosis", LOOK[name], name)
        run = runs.get("windows", run) if name == "network" else run
        t = np.argmin(np.abs(np.log(run.T / 1e-4)))
        axes[2].errorbar(run.values["window_steps"] / run.values["tau"][t], run.values["window_ratio"][t],
                         run.values["window_ratio_error"][t], color=LOOK[name][0], marker=LOOK[name][1], markeredgewidth=0,
                         elinewidth=0.8)
    for ax, value in zip(axes, (1, 0, 1)):
        ax.axhline(value, color=GREY, linestyle="--", linewidth=0.8)
    axes[0].set(xscale="log", yscale="log", xlabel="temperature $T$", ylabel=r"$\mathrm{var}(x)\,\langle h\rangle/T$",
                title="Whole run")
    axes[1].set(xscale="log", xlabel="temperature $T$", ylabel="excess kurtosis", title="Shape along a direction")
    axes[2].set(xscale="log", yscale="log", xlabel=r"length of the window (steps$/\tau$)", title="On windows",
                ylabel=r"$\mathrm{var}(x)\,\langle h\rangle/T$")
    axes[2].xaxis.set_minor_formatter(NullFormatter())
    low, high = axes[0].get_ylim()
    axes[0].set_ylim(low, high * 4)
    axes[0].legend(loc="upper left")
    return figure


def covariance(runs):
    """Effective curvature T/var(x) against the mean curvature <h> along fixed directions at every temperature: on the dashed
    line C = T H^-1. Without directions that relax more slowly than a twentieth of the run."""
    figure, ax = plt.subplots(figsize=(PAGE * 0.6, 2.8))
    ends = [np.inf, 0.0]
    for name in ("network", "quadratic", "wall-gas"):
        run = runs[name]
        h, effective = run.values["direction_curvature"].ravel(), run.values["effective_curvature"].ravel()
        error = run.values["effective_curvature_error"].ravel()
        seen = np.isfinite(effective) & sampled(run, run.values["direction_curvature"]).ravel()
        ax.errorbar(h[seen], effective[seen], np.nan_to_num(error[seen]), color=LOOK[name][0], linestyle="none",
                    marker=LOOK[name][1], markersize=2.2, markeredgewidth=0, elinewidth=0.5, label=name)
        ends = [min(ends[0], h[seen].min()), max(ends[1], h[seen].max())]
    ax.plot(ends, ends, color=BLACK, linestyle="--", linewidth=0.8, label=r"$C=T\,H^{-1}$")
    ax.set(xscale="log", yscale="log", xlabel=r"mean curvature $\langle h\rangle$", ylabel=r"$T/\mathrm{var}(x)$",
           title="Covariance against the Hessian")
    ax.legend()
    return figure


def curvature(runs):
    """Trace of the Hessian of L against T, from the forces (points) and by Hutchinson's probes (crosses); the dashed line
    is proportional to T."""
    figure, ax = plt.subplots(figsize=(PAGE * 0.6, 2.8))
    for name in ("network", "quadratic", "wall-gas"):
        run = runs[name]
        points(ax, run, "curvature", LOOK[name], name)
        if run.has("hessian_trace"):
            ax.plot(run.T, run.values["hessian_trace"], "x", color=LOOK[name][0])
    run = runs["network"]
    ax.plot(run.T, run.values["curvature"][0] * run.T / run.T[0], color=BLACK, linestyle="--", linewidth=0.8)
    ax.set(xscale="log", yscale="log", xlabel=TEMPERATURE, ylabel=r"$\mathrm{tr}\,H$",
           title="Curvature of the loss")
    ax.legend()
    return figure


def clocks(runs):
    """Autocorrelation of the loss on the clock t = eta x steps (above) and on T t (below): a quadratic collapses above,
    a gas of walls nearly so below; by how much a network does not is the exponent of the clock."""
    figure, axes = plt.subplots(2, 3, figsize=(PAGE, 4.2), sharey=True)
    for ax, name in zip(axes.T, ("network", "quadratic", "wall-gas")):
        run = runs[name]
        lag, rho = run.values["lag"], run.values["autocorrelation"]
        shown = np.unique(np.geomspace(1, len(lag) - 1, 80).round().astype(int))
        for t in range(len(run.T)):
            time = run.values["step_size"][t] * lag[shown]
            ax[0].plot(time, rho[t, shown], color=run.colour(t))
            ax[1].plot(run.T[t] * time, rho[t, shown], color=run.colour(t))
        ax[0].set(title=f"{name}: clock $t$", xscale="log", xlabel="$t$")
        ax[1].set(title=f"{name}: clock $T\\,t$", xscale="log", xlabel="$T\\,t$")
    for ax in axes[:, 0]:
        ax.set(ylabel="autocorrelation of $L$", ylim=(-0.05, 1))
    run = runs["network"]
    figure.colorbar(plt.cm.ScalarMappable(run.norm, COLD_TO_HOT), ax=axes, label=TEMPERATURE, pad=0.02)
    return figure


def simplified(runs):
    """The wall gas against its exact law (lines): dimension from mean and variance, and trace of the Hessian over T."""
    run = runs["wall-gas"]
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for name, look in (("d_mean", (BLUE, "o")), ("d_var", (ORANGE, "s"))):
        points(axes[0], run, name, look, rf"$d_\mathrm{{{name[2:]}}}$")
        axes[0].plot(run.T, run.values["exact_" + name], color=look[0], linewidth=2, alpha=0.4)
    points(axes[0], run, "n_act", (PURPLE, "D"), r"$N_\mathrm{act}$")
    points(axes[1], run, "hessian_trace", (GREEN, "^"), r"tr $H/T$", scale=1 / run.T)
    axes[1].plot(run.T, run.values["exact_hessian_trace"] / run.T, color=GREEN, linewidth=2, alpha=0.4)
    axes[0].set(xscale="log", xlabel=TEMPERATURE, ylabel="dimension", title="Wall gas and its exact law", ylim=(0, None))
    axes[1].set(xscale="log", xlabel=TEMPERATURE, ylabel=r"$\mathrm{tr}\,H/T$", ylim=(0, None), title="Curvature over T")
    for ax in axes:
        ax.legend()
    return figure


def transition(runs):
    """Through the fitting transition: d_var/d_mean, trace of the Hessian and wrong labels against P T."""
    run = runs["transition"]
    figure, axes = plt.subplots(1, 3, figsize=(PAGE, 2.4))
    x = run.values["p_t"]
    ratio = run.values["d_var"] / run.values["d_mean"]
    error = ratio * np.hypot(run.values["d_var_error"] / run.values["d_var"], run.values["d_mean_error"] / run.values["d_mean"])
    axes[0].errorbar(x, ratio, error, color=PURPLE, marker="D", markeredgewidth=0, elinewidth=0.8)
    points(axes[1], run, "curvature", LOOK["transition"], None, x)
    points(axes[2], run, "training_error", LOOK["transition"], None, x, 100)
    for ax, label in zip(axes, (r"$d_\mathrm{var}/d_\mathrm{mean}$", r"tr $H$", "wrong labels (%)")):
        ax.set(xscale="log", xlabel=r"$P\,T$", ylabel=label)
    axes[0].axhline(1, color=GREY, linewidth=0.6)
    for ax, title in zip(axes, ("Fluctuation over mean", "Curvature", "Labels")):
        ax.set_title(title)
        ax.axvline(1, color=GREY, linestyle=":", linewidth=0.8)
    return figure


ALL = ((1, exploration), (2, thermal), (3, dimension), (4, boundary), (5, directions), (5, covariance), (6, curvature), (6, clocks),
       (7, simplified), (0, transition))
