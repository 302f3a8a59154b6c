"""The figures of a run: each a function of a Run that returns a matplotlib figure, one or two columns of a journal wide."""
import matplotlib.pyplot as plt
import numpy as np

from panels import (BLACK, COLD_TO_HOT, GREY, TEMPERATURE, LeftOut, plot_curvature, plot_dimension, plot_mean, plot_slope,
                    plot_thermometers, plot_variance)

COLUMN, PAGE = 3.4, 7.0  # widths, in


def stacked(run, upper, lower):
    """Two panels above each other that share their temperatures; the lower one only if the run has it."""
    figure, axes = plt.subplots(2, 1, figsize=(COLUMN, 4.0), sharex=True, height_ratios=[2, 1])
    upper(axes[0], run)
    try:
        lower(axes[1], run)
        axes[0].set_xlabel("")
    except LeftOut:
        axes[1].remove()
        axes[0].tick_params(labelbottom=True)
    return figure


def overview(run):
    figure, axes = plt.subplots(2, 2, figsize=(PAGE, 5.2))
    panels = (plot_mean, plot_variance, plot_dimension, plot_curvature)
    for ax, letter, panel in zip(axes.flat, "abcd", panels):
        try:
            panel(ax, run)
            ax.set_title(f"({letter}) {ax.get_title(loc='left')}")
        except LeftOut:
            ax.remove()
    if not figure.axes:
        raise LeftOut("loss_mean, loss_variance, d_mean, curvature")
    figure.suptitle(run.words(), fontsize=9)
    return figure


def loss(run):
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    plot_mean(axes[0], run)
    plot_variance(axes[1], run)
    return figure


def dimension(run):
    return stacked(run, plot_dimension, plot_slope)


def curvature(run):
    return stacked(run, plot_curvature, plot_thermometers)


def power_of_ten(value):
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"$10^{{{int(exponent)}}}$" if mantissa == "1.0" else rf"${mantissa}\times 10^{{{int(exponent)}}}$"


def histogram(run):
    """P(L) at up to four temperatures against Gamma(d_mean/2, T), which has no free parameter."""
    density, gamma, x = run.need("loss_histogram", "loss_histogram_gamma", "loss_bin")
    chosen = np.unique(np.linspace(0, len(run.T) - 1, min(4, len(run.T))).round().astype(int))
    figure, axes = plt.subplots(1, len(chosen), figsize=(PAGE if len(chosen) > 1 else COLUMN, 2.5), sharex=True,
                                sharey=True, squeeze=False)
    join = max(1, len(x) // 40)  # neighbouring bins shown as one
    middle, width = (a.reshape(-1, join) for a in (x[:len(x) // join * join], np.gradient(x)[:len(x) // join * join]))
    shares = (density[:, :middle.size].reshape(len(density), -1, join) * width).sum(2)
    for ax, t in zip(axes[0], chosen):
        share = shares[t]
        # ESS independent draws, of which a share p falls into a bin: standard error sqrt(p (1 - p) / ESS).
        error = np.sqrt(share * (1 - share) / (run.values["ess"][t] if run.has("ess") else np.nan))
        seen = share > 0
        ax.errorbar(middle.mean(1)[seen], (share / width.sum(1))[seen], (error / width.sum(1))[seen],
                    color=run.colour(t), linestyle="none", marker="o", markersize=2.5, markeredgewidth=0, elinewidth=0.7,
                    label="measured")
        ax.plot(x, gamma[t], color=BLACK, linewidth=0.9, label=r"$\Gamma(d_\mathrm{mean}/2,\,T)$", zorder=1)
        ax.set(title=f"$T$ = {power_of_ten(run.T[t])}", yscale="log")
    drawn = (shares / width.sum(1))[chosen]
    axes[0, 0].set(ylabel=r"density of $(L-L_0)/T$", ylim=(0.4 * drawn[drawn > 0].min(), 8 * drawn.max()))
    axes[0, 0].legend(loc="upper right")
    figure.supxlabel(r"$(L-L_0)/T$", fontsize=9)
    figure.suptitle("Distribution of the loss", fontsize=9)
    return figure


def colour_bar(figure, run, axes):
    figure.colorbar(plt.cm.ScalarMappable(run.norm, COLD_TO_HOT), ax=axes, label=TEMPERATURE, pad=0.02)


def autocorrelation(run):
    """Against the lag in steps, and against T times the time: the wall gas falls on one curve there."""
    rho, lag = run.need("autocorrelation", "lag")
    scales = [(np.ones(len(run.T)), "lag (steps)")]
    if run.has("step_size"):
        scales.append((run.T * run.values["step_size"], r"$T\eta\times$ lag (temperature $\times$ time)"))
    figure, axes = plt.subplots(1, len(scales), figsize=((COLUMN, PAGE)[len(scales) - 1], 2.8), sharey=True, squeeze=False)
    shown = np.unique(np.geomspace(1, max(len(lag) - 1, 1), 100).round().astype(int))
    for ax, (scale, label) in zip(axes[0], scales):
        for t in range(len(run.T)):
            ax.plot(scale[t] * lag[shown], rho[t, shown], color=run.colour(t))
            if run.has("autocorrelation_error"):
                error = np.nan_to_num(run.values["autocorrelation_error"][t, shown])
                ax.fill_between(scale[t] * lag[shown], rho[t, shown] - error, rho[t, shown] + error, color=run.colour(t),
                                alpha=0.15, linewidth=0)
        ax.axhline(0, color=GREY, linewidth=0.6, zorder=0)
        ax.set(xscale="log", xlabel=label)
    axes[0, 0].set(ylabel=r"autocorrelation of $L$", title="Autocorrelation of the loss")
    colour_bar(figure, run, axes)
    return figure


def spectrum(run):
    """Covariance of the weights within a replica, and what a free random walk (arXiv:1806.08805) and independent
    samples of an isotropic cloud would show."""
    values, k = run.need("covariance_spectrum", "eigenvalue")
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    with np.errstate(invalid="ignore"):
        shares = values / np.nansum(values, axis=1, keepdims=True)
    for ax, y in zip(axes, (values, shares)):
        for t in range(len(run.T)):
            ax.plot(k, y[t], color=run.colour(t))
        ax.set(xscale="log", yscale="log", xlabel="number $k$ of the eigenvalue, largest first")
    if run.has("covariance_spectrum_random_walk"):
        null = run.values["covariance_spectrum_random_walk"]
        null = null[np.isfinite(null).all(axis=1)][0]
        axes[1].plot(k, null / null.sum(), color=BLACK, linestyle="--", label="free random walk")
    if run.has("covariance_spectrum_marchenko_pastur"):
        null = run.values["covariance_spectrum_marchenko_pastur"]
        null = null[np.isfinite(null).all(axis=1)][0]
        axes[1].plot(k, null / null.sum(), color=BLACK, linestyle=":", label="isotropic cloud")
    if axes[1].get_legend_handles_labels()[0]:
        axes[1].legend()
    axes[0].set(ylabel=r"eigenvalue $\lambda_k$", title="Covariance of the weights")
    axes[1].set(ylabel=r"$\lambda_k\,/\,\mathrm{tr}\,C$", title="Shares of its trace")
    colour_bar(figure, run, axes)
    return figure


ALL = (overview, loss, dimension, curvature, histogram, autocorrelation, spectrum)
