"""Figures of the curvature map: stiff directions, Hessian spectra, points at the boundary, motion, reweighting."""
import matplotlib.pyplot as plt
import numpy as np

from panels import (BLACK, BLUE, COLD_TO_HOT, GREEN, GREY, ORANGE, PURPLE, TEMPERATURE, LeftOut, plot_against_temperature)

PAGE = 7.0  # width, in


def bar(figure, run, axes):
    figure.colorbar(plt.cm.ScalarMappable(run.norm, COLD_TO_HOT), ax=axes, label=TEMPERATURE, pad=0.02)


def stiff_directions(run):
    """A quadratic has var(x)<h>/T = 1 and kurtosis 0 along every direction; between walls W/6 and towards -1.2."""
    run.need("stiff_ratio", "stiff_kurtosis")
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for ax, name, bowl, walls, label in ((axes[0], "stiff_ratio", 1, None, r"$\mathrm{var}(x)\,\langle h\rangle/T$"),
                                         (axes[1], "stiff_kurtosis", 0, -1.2, "excess kurtosis of $x$")):
        plot_against_temperature(ax, run, [(name, "mean over directions", BLACK, "o")], label, "linear")
        by_direction = run.values.get("direction_" + name.split("_")[1])
        for k in range(0 if by_direction is None else by_direction.shape[1]):
            ax.plot(run.T, by_direction[:, k], color=BLUE, linewidth=0.6, alpha=0.7 - 0.08 * k, zorder=1,
                    label="each direction" if k == 0 else None)
        ax.axhline(bowl, color=ORANGE, linestyle="--", label="quadratic")
        if walls:
            ax.axhline(walls, color=GREEN, linestyle=":", label="flat between walls")
        ax.legend()
    axes[0].set_title("Along the stiffest directions")
    return figure


def hessian(run):
    density, bins, top = run.need("hessian_density", "log10_curvature", "hessian_eigenvalues")
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for t in range(len(run.T)):
        above = np.cumsum(density[t, ::-1])[::-1]
        shown = above > 0.05
        axes[0].plot(10 ** bins[shown], above[shown], color=run.colour(t))
    axes[0].set(xscale="log", yscale="log", xlabel=r"curvature $\lambda$", ylabel=r"eigenvalues above $\lambda$",
                title="Spectrum of the Hessian of $L$")
    for k in range(top.shape[1]):
        axes[1].plot(run.T, top[:, k], color=BLUE, marker="o", markeredgewidth=0, alpha=1 - 0.13 * k,
                     label=["largest eigenvalues at a moment"][k] if k == 0 else None)
    for name, colour, marker, label in (("gauss_newton_trace", GREEN, "^", "trace, Gauss-Newton part"),
                                        ("hessian_trace", ORANGE, "s", "trace")):
        if run.has(name):
            axes[1].errorbar(run.T, run.values[name], run.values.get(name + "_error"), color=colour, marker=marker,
                             markeredgewidth=0, label=label)
    axes[1].plot(run.T, top[0, 0] * run.T / run.T[0], color=GREY, linestyle="--", linewidth=0.8, label=r"$\propto T$")
    axes[1].set(xscale=run.scale, yscale="log", xlabel=TEMPERATURE, title="Curvature against temperature")
    axes[1].legend(fontsize=7)
    bar(figure, run, axes[0])
    return figure


def boundary(run):
    """The density of ln(l/(PT)) is flat below 0 and cut off above for walls; N_act(0.08237) then equals d."""
    activity, x = run.need("log_activity", "ln_activity")
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    width = x[1] - x[0]
    for t in range(len(run.T)):
        axes[0].plot(x[1:-1], activity[t, 1:-1] / width, color=run.colour(t))
    axes[0].axvline(np.log(0.08237), color=GREY, linestyle="--", linewidth=0.8)
    axes[0].set(xlabel=r"$\ln(l/(PT))$", ylabel="examples per unit", title="Losses of the examples")
    bar(figure, run, axes[0])
    try:
        plot_against_temperature(axes[1], run, [
            ("n_act", r"$N_\mathrm{act}$, $l/P > 0.08237\,T$", PURPLE, "D"), ("d_mean", r"$d_\mathrm{mean}$", BLUE, "o"),
            ("d_var", r"$d_\mathrm{var}$", ORANGE, "s")], "number", "linear")
        axes[1].set_title("Examples at the boundary, and dimension")
        axes[1].legend()
    except LeftOut:
        axes[1].remove()
    return figure


def motion(run):
    moved, lag = run.need("weight_displacement", "displacement_lag")
    cloud, step = run.need("cloud_variance", "cloud_step")
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for t in range(len(run.T)):
        axes[0].plot(lag, moved[t], color=run.colour(t), marker="o", markersize=2)
        axes[1].plot(step, cloud[t], color=run.colour(t))
    axes[0].set(xscale="log", yscale="log", xlabel="lag (steps)", ylabel=r"$|w(t_0+t)-w(t_0)|^2/N$",
                title="Displacement of the weights")
    axes[1].set(xlabel="steps since the start", ylabel="variance of a weight over replicas", title="Cloud of the replicas",
                ylim=(0, None))
    bar(figure, run, axes[1])
    return figure


def reweighting(run):
    """Continuous curves from all histograms together, through the points that each temperature gives alone."""
    loss, loss_error, heat, heat_error, factor = run.need("reweighted_loss", "reweighted_loss_error", "reweighted_heat_capacity",
                                                          "reweighted_heat_capacity_error", "temperature_factor")
    T = (run.T[:, None] * factor).ravel()
    order = np.argsort(T, kind="stable")
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for ax, value, error, points, scale, label in (
            (axes[0], loss / (run.T[:, None] * factor), loss_error / (run.T[:, None] * factor), "loss_mean", run.T,
             r"$\langle L\rangle/T$"),
            (axes[1], heat, heat_error, "loss_variance", run.T ** 2, r"heat capacity, Var $L/T^2$")):
        y, e = value.ravel()[order], np.nan_to_num(error.ravel()[order])
        ax.fill_between(T[order], y - e, y + e, color=BLUE, alpha=0.25, linewidth=0)
        ax.plot(T[order], y, color=BLUE, label="reweighted")
        if run.has(points):
            ax.errorbar(run.T, run.values[points] / scale, run.values.get(points + "_error", np.nan) / scale, color=BLACK,
                        linestyle="none", marker="o", markeredgewidth=0, label="measured")
        ax.set(xscale="log", xlabel=TEMPERATURE, ylabel=label)
        ax.legend()
    axes[0].set_title("Between the rungs")
    return figure


ALL = (stiff_directions, hessian, boundary, motion, reweighting)
