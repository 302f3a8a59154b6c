"""Figures of the curvature map: stiff directions, Hessian spectra, covariance, points at the boundary."""
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import NullFormatter

from panels import (BLACK, BLUE, COLD_TO_HOT, GREEN, GREY, ORANGE, PURPLE, TEMPERATURE, LeftOut, plot_against_temperature,
                    sampled)

PAGE = 7.0  # width, in


def bar(figure, run, axes):
    figure.colorbar(plt.cm.ScalarMappable(run.norm, COLD_TO_HOT), ax=axes, label=TEMPERATURE, pad=0.02)


def windows(ax, run):
    """var(x)<h>/T along directions measured anew on windows, against their length in relaxation times of the loss."""
    ratio, error, length, tau = run.need("window_ratio", "window_ratio_error", "window_steps", "tau")
    for t in range(len(run.T)):
        ax.errorbar(length / tau[t], ratio[t], error[t], color=run.colour(t), marker="o", markeredgewidth=0, elinewidth=0.7)
    ax.axhline(1, color=ORANGE, linestyle="--")
    ax.set(xscale="log", yscale="log", xlabel=r"length of the window (steps$/\tau$)", title="On windows of the run")
    ax.xaxis.set_minor_formatter(NullFormatter())


def stiff_directions(run):
    """A quadratic has var(x)<h>/T = 1 and kurtosis 0 along every direction; between walls W/6 and towards -1.2."""
    run.need("stiff_ratio", "stiff_kurtosis")
    figure, axes = plt.subplots(1, 3, figsize=(PAGE, 2.6))
    for ax, name, bowl, walls, label in ((axes[0], "stiff_ratio", 1, None, r"$\mathrm{var}(x)\,\langle h\rangle/T$"),
                                         (axes[1], "stiff_kurtosis", 0, -1.2, "excess kurtosis of $x$")):
        by_direction = run.values.get("direction_" + name.split("_")[1])
        for k in range(0 if by_direction is None else min(6, by_direction.shape[1])):
            ax.plot(run.T, by_direction[:, k], color=BLUE, linewidth=0.6, alpha=0.7 - 0.08 * k, zorder=1,
                    label="each direction" if k == 0 else None)
        plot_against_temperature(ax, run, [(name, "mean", BLACK, "o")], label, "linear")
        ax.axhline(bowl, color=ORANGE, linestyle="--", label="quadratic")
        if walls:
            ax.axhline(walls, color=GREEN, linestyle=":", label="between walls")
        low, high = ax.get_ylim()
        ax.set(xlabel="temperature $T$", ylim=(low, high + 0.45 * (high - low)))
        ax.legend(fontsize=7)
    axes[0].set_title("Along the stiffest directions")
    try:
        windows(axes[2], run)
    except LeftOut:
        axes[2].remove()
    return figure


def covariance(run):
    """T / var(x) against <h> along fixed directions: equal in a bowl, where C = T H^-1; without
    directions too slow to be sampled. And T / lambda_k of the covariance
    within a replica beside two clouds without structure."""
    effective, error, h = run.need("effective_curvature", "effective_curvature_error", "direction_curvature")
    run.need("step_size")
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for t in range(len(run.T)):
        seen = sampled(run, h)[t]
        axes[0].errorbar(h[t][seen], effective[t][seen], np.nan_to_num(error[t][seen]), color=run.colour(t), linestyle="none", marker="o",
                         markersize=2.5, markeredgewidth=0, elinewidth=0.7)
    ends = np.array([np.nanmin(h[sampled(run, h)], initial=np.nanmax(h)) / 1.5, np.nanmax(h) * 1.5])
    axes[0].plot(ends, ends, color=BLACK, linestyle="--", label=r"bowl: $C=T\,H^{-1}$", zorder=0)
    axes[0].set(xscale="log", yscale="log", xlabel=r"mean curvature $\langle h\rangle$ along a direction",
                ylabel=r"effective curvature $T/\mathrm{var}(x)$", title="Covariance against the Hessian")
    axes[0].legend(loc="upper left")
    try:
        values, k = run.need("covariance_spectrum", "eigenvalue")
        for t in range(len(run.T)):
            axes[1].plot(k, run.T[t] / values[t], color=run.colour(t))
        middle = len(run.T) // 2
        for name, line, label in (("covariance_spectrum_random_walk", "--", "free random walk"),
                                  ("covariance_spectrum_marchenko_pastur", ":", "isotropic cloud")):
            if run.has(name):
                axes[1].plot(k, run.T[middle] / run.values[name][middle], color=BLACK, linestyle=line, linewidth=1.4,
                             label=f"{label}, same trace")
        axes[1].set(xscale="log", yscale="log", xlabel="number $k$ of the eigenvalue of $C$, largest first",
                    ylabel=r"effective curvature $T/\lambda_k$", title="All that was sampled within a replica")
        axes[1].legend(fontsize=7)
    except LeftOut:
        axes[1].remove()
        axes = axes[:1]
    bar(figure, run, axes)
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
    """The density of ln(l/(PT)) is flat below 0 and cut off above for walls; N_act(0.08237) then equals d. In margins the
    cut lies at ln(1/(PT)), the small vertical lines."""
    activity, x = run.need("log_activity", "ln_activity")
    figure, axes = plt.subplots(1, 3, figsize=(PAGE, 2.6))
    width = x[1] - x[0]
    for t in range(len(run.T)):
        axes[0].plot(x[1:-1], activity[t, 1:-1] / width, color=run.colour(t))
    axes[0].axvline(np.log(0.08237), color=GREY, linestyle="--", linewidth=0.8)
    axes[0].set(xlabel=r"$\ln(l/(PT))$", ylabel="examples per unit", title="Losses of the examples")
    if run.has("margins"):
        margins, m = run.values["margins"], run.values["margin"]
        wide = m[1] - m[0]
        for t in range(len(run.T)):
            axes[1].plot(m[1:-1], margins[t, 1:-1] / wide, color=run.colour(t))
            kappa = -np.log(run.values["p_t"][t] if run.has("p_t") else run.T[t])
            axes[1].axvline(kappa, ymax=0.06, color=run.colour(t), linewidth=1.4)
        seen = m[np.nansum(margins, axis=0) > 0.02]
        axes[1].set(xlabel="margin", ylabel="examples per unit", title="Margins", xlim=(seen.min() - 1, seen.max() + 1))
    else:
        axes[1].remove()
    bar(figure, run, axes[1] if run.has("margins") else axes[0])
    try:
        plot_against_temperature(axes[2], run, [
            ("n_act", r"$N_\mathrm{act}$", PURPLE, "D"), ("d_mean", r"$d_\mathrm{mean}$", BLUE, "o"),
            ("d_var", r"$d_\mathrm{var}$", ORANGE, "s")], "number", "linear")
        low, high = axes[2].get_ylim()
        axes[2].set(title="At the boundary", xlabel="temperature $T$", ylim=(low, high + 0.4 * (high - low)))
        axes[2].legend()
    except LeftOut:
        axes[2].remove()
    return figure


ALL = (stiff_directions, covariance, hessian, boundary)
