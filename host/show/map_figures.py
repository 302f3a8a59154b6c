"""Figures of the curvature map: stiff directions, Hessian spectra, covariance, points at the boundary."""
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D

import run_arrays
from panels import (BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, TEMPERATURE, LeftOut, colour_bar, legend_in_its_room, plain_ticks,
                    plot_against_temperature, plot_power, sampled)

PAGE = 7.0  # width, in


def windows(ax, run):
    """var(x)<h>/T along directions measured anew on windows, against their length in relaxation times of the loss."""
    ratio, error, length, tau = run.need("window_ratio", "window_ratio_error", "window_steps", "tau")
    for t in range(len(run.T)):
        ax.errorbar(length / tau[t], ratio[t], error[t], color=run.colour(t), marker="o", markeredgewidth=0, elinewidth=0.7)
    ax.axhline(1, color=ORANGE, linestyle="--", label="quadratic")
    ax.set(xscale="log", yscale="log", xlabel=r"length of the window (steps$/\tau$)", ylabel=r"$\mathrm{var}(x)\,\langle h\rangle/T$",
           title="On windows of the run")
    legend_in_its_room(ax, fontsize=7)
    plain_ticks(ax.xaxis)
    plain_ticks(ax.yaxis)


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
        ax.set(xlabel="temperature $T$")
        legend_in_its_room(ax, fontsize=7)
    axes[0].set_title("Along the stiffest directions")
    try:
        windows(axes[2], run)
        colour_bar(figure, run, axes[2])
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
    legend_in_its_room(axes[0])
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
        legend_in_its_room(axes[1], fontsize=7)
    except LeftOut:
        axes[1].remove()
        axes = axes[:1]
    colour_bar(figure, run, axes)
    return figure


def hessian(run):
    """Positive eigenvalues counted from above, by Lanczos quadrature; and against temperature the largest ones, the trace and its
    parts, of which the negative eigenvalues are drawn with the other sign."""
    density, bins, top = run.need("hessian_density", "log10_curvature", "hessian_eigenvalues")
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for t in range(len(run.T)):
        above = np.cumsum(density[t, ::-1])[::-1]
        shown = above > 0.05
        axes[0].plot(10 ** bins[shown], above[shown], color=run.colour(t))
    axes[0].set(xscale="log", yscale="log", xlabel=r"curvature $\lambda$", ylabel=r"positive eigenvalues above $\lambda$",
                title="Spectrum of the Hessian of $L$")
    for k in range(top.shape[1]):
        axes[1].plot(run.T, top[:, k], color=BLUE, marker="o", markeredgewidth=0, alpha=1 - 0.13 * k,
                     label=["largest eigenvalues at a moment"][k] if k == 0 else None)
    run = run_arrays.with_negative_curvature(run)
    for name, colour, marker, label in (("gauss_newton_trace", GREEN, "^", "trace, Gauss-Newton part"), ("hessian_trace", ORANGE, "s", "trace"),
                                        ("negative_curvature", PURPLE, "D", "minus the sum of the negative ones")):
        if run.has(name):
            axes[1].errorbar(run.T, run.values[name], run.values.get(name + "_error"), color=colour, marker=marker,
                             markeredgewidth=0, label=label)
    plot_power(axes[1], run.also(largest=top[:, 0]), "largest", 1, r"$\propto T$")
    axes[1].set(xscale=run.scale, yscale="log", xlabel=TEMPERATURE, ylabel="curvature of $L$", title="Curvature against temperature")
    legend_in_its_room(axes[1], fontsize=7)
    colour_bar(figure, run, axes[0])
    return figure


def boundary(run):
    """The density of ln(l/(PT)) is flat below 0 and cut off above for walls; N_act, the examples with l/P > 0.08237 T, then equals d.
    In margins the cut lies at kappa = ln(1/(PT)), the short vertical lines."""
    activity, x = run.need("log_activity", "ln_activity")
    figure, axes = plt.subplots(2, 2, figsize=(PAGE, 5.0))
    axes = axes.ravel()
    width = x[1] - x[0]
    for t in range(len(run.T)):
        axes[0].plot(x[1:-1], activity[t, 1:-1] / width, color=run.colour(t))
    axes[0].axvline(np.log(0.08237), ymax=0.85, color=GREY, linestyle="--", linewidth=0.8, label=r"$l/P=0.08237\,T$: to its right $N_\mathrm{act}$")
    axes[0].set(xlabel=r"$\ln(l/(PT))$", ylabel="examples per unit", title="Losses of the examples")
    legend_in_its_room(axes[0])
    if run.has("margins"):
        margins, m = run.values["margins"], run.values["margin"]
        wide = m[1] - m[0]
        has_pt = run.has("p_t")
        for t in range(len(run.T)):
            axes[1].plot(m[1:-1], margins[t, 1:-1] / wide, color=run.colour(t))
            kappa = -np.log(run.values["p_t"][t] if has_pt else run.T[t])
            axes[1].axvline(kappa, ymax=0.06, color=run.colour(t), linewidth=1.4)
        seen = m[np.nansum(margins, axis=0) > 0.02]
        axes[1].set(xlabel="margin", ylabel="examples per unit", title="Margins", xlim=(seen.min() - 1, seen.max() + 1))
        axes[1].set_ylim(0.0)
        legend_in_its_room(axes[1], handles=[Line2D([], [], color=GREY, marker="|", markersize=7, markeredgewidth=1.4, linestyle="none",
                           label=r"$\kappa=\ln(1/(PT))$" if has_pt else r"$\kappa=\ln(1/T)$")])
    else:
        axes[1].remove()
    colour_bar(figure, run, axes[1] if run.has("margins") else axes[0])
    for ax, quantities, ylabel, title in (
            (axes[2], [("n_act", r"$N_\mathrm{act}$", PURPLE, "D")], r"examples with $l/P>0.08237\,T$", "At the boundary"),
            (axes[3], [("act_over_d_mean", r"$N_\mathrm{act}/d_\mathrm{mean}$", BLUE, "o"),
                       ("act_over_d_var", r"$N_\mathrm{act}/d_\mathrm{var}$", ORANGE, "s")],
             r"$N_\mathrm{act}$ over dimension", "Examples per dimension")):
        try:
            plot_against_temperature(ax, run_arrays.at_the_boundary(run), quantities, ylabel, "linear")
        except LeftOut:
            ax.remove()
            continue
        ax.set_title(title)
        if ax is axes[3]:
            ax.axhline(1, color=GREY, linestyle="--", linewidth=0.8, label="walls", zorder=0)
            legend_in_its_room(ax, ncol=3)
    return figure


ALL = (stiff_directions, covariance, hessian, boundary)
