"""The figures of a run: each a function of a Run that returns a matplotlib figure, one or two columns of a journal wide."""
import matplotlib.pyplot as plt
import numpy as np

import run_arrays
from panels import (BLACK, BLUE, GREY, ORANGE, LeftOut, colour_bar, legend_in_its_room, plot_against_temperature, plot_curvature,
                    plot_dimension, plot_mean, plot_slope, plot_thermometers, plot_variance, power_of_ten)

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


def generalisation(run):
    """Loss and share of wrong labels against temperature, of the training data and of the test data."""
    run.need("test_loss")
    run = run_arrays.with_percentages(run)
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for ax, names, ylabel, scale, title in ((axes[0], ("loss_mean", "test_loss"), r"mean loss $\langle L\rangle$", "log", "Loss"),
                                            (axes[1], ("training_percent", "test_percent"), "wrong labels (%)", "linear", "Error")):
        try:
            plot_against_temperature(ax, run, [(name, label, colour, marker) for name, label, colour, marker in zip(
                names, ("training data", "test data"), (BLUE, ORANGE), "os")], ylabel, scale)
        except LeftOut:  # real targets have no labels
            ax.remove()
            continue
        ax.set_title(title)
        legend_in_its_room(ax)
    return figure


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
        ax.plot(x, gamma[t], color=BLACK, linewidth=0.9, label=r"$\Gamma(d_\mathrm{mean}/2,\,T)$", zorder=3)
        ax.set(title=f"$T$ = {power_of_ten(run.T[t])}", yscale="log")
    drawn = (shares / width.sum(1))[chosen]
    axes[0, 0].set(ylabel=r"density of $(L-L_0)/T$", ylim=(0.4 * drawn[drawn > 0].min(), 8 * drawn.max()))
    legend_in_its_room(axes[0, 0], "upper right")
    figure.supxlabel(r"$(L-L_0)/T$", fontsize=9)
    figure.suptitle("Distribution of the loss", fontsize=9)
    return figure


def autocorrelation(run):
    """From lag 0, against the lag in steps and against T t, the temperature times the time t = eta x steps: there curves fall on one
    another where d ln(eta tau)/d ln T is -1, as in a gas of walls, and the panel says what it is here."""
    rho, lag = run.need("autocorrelation", "lag")
    scales = [(np.ones(len(run.T)), "lag (steps)")]
    if run.has("step_size") and run.T[0] > 0:
        scales.append((run.T * run.values["step_size"], r"$T\,t=T\eta\times$ lag (units of the loss $\times$ time)"))
    figure, axes = plt.subplots(1, len(scales), figsize=((COLUMN, PAGE)[len(scales) - 1], 2.8), sharey=True, squeeze=False)
    shown = np.unique(np.append(0, np.geomspace(1, max(len(lag) - 1, 1), 100).round().astype(int)))
    for ax, (scale, label) in zip(axes[0], scales):
        for t in range(len(run.T)):
            ax.plot(scale[t] * lag[shown], rho[t, shown], color=run.colour(t))
            if run.has("autocorrelation_error"):
                error = np.nan_to_num(run.values["autocorrelation_error"][t, shown])
                ax.fill_between(scale[t] * lag[shown], rho[t, shown] - error, rho[t, shown] + error, color=run.colour(t),
                                alpha=0.15, linewidth=0)
        ax.axhline(0, color=GREY, linewidth=0.6, zorder=0)
        linear = 10 ** np.floor(np.log10(min(scale) * lag[-1 if len(lag) < 2 else 1] or 1))  # lag 0 has no place on a logarithmic axis
        ax.set_xscale("symlog", linthresh=linear, linscale=0.4)
        ax.set(xlim=(0, None), xlabel=label)
    exponent = run_arrays.clock_exponent(run)
    if len(scales) == 2:
        axes[0, 1].set_title("On the clock $T\\,t$")
    if len(scales) == 2 and exponent:
        axes[0, 1].text(0.97, 0.95, rf"$\mathrm{{d}}\ln(\eta\tau)/\mathrm{{d}}\ln T={run_arrays.with_error(*exponent)}$" + "\n"
                        "($-1$: one curve here)", transform=axes[0, 1].transAxes, ha="right", va="top", fontsize=8)
    axes[0, 0].set(ylabel=r"autocorrelation of $L$", title="Autocorrelation of the loss")
    colour_bar(figure, run, axes)
    return figure


def spectrum(run):
    """Covariance of the weights within a replica, and what a free random walk (arXiv:1806.08805) and independent
    samples of an isotropic cloud would show. M samples leave M - 1 eigenvalues, which a line marks where the weights are more."""
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
    cut = run_arrays.sample_cut(run)
    if cut:
        for ax in axes:
            ax.axvline(cut, color=GREY, linestyle="-.", linewidth=0.8, zorder=0,
                       label=f"cut by {cut + 1} samples, $N$ = {run.about['weights']}")
    legend_in_its_room(axes[0], "lower left")
    legend_in_its_room(axes[1], "lower left")
    axes[0].set(ylabel=r"eigenvalue $\lambda_k$", title="Covariance of the weights")
    axes[1].set(ylabel=r"$\lambda_k\,/\,\mathrm{tr}\,C$", title="Shares of its trace")
    colour_bar(figure, run, axes)
    return figure


ALL = (overview, loss, generalisation, dimension, curvature, histogram, autocorrelation, spectrum)
