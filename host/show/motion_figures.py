"""Figures of how the weights move and of what lies between the temperatures: cloud, displacement, reweighting."""
import matplotlib.pyplot as plt
import numpy as np

import run_arrays
from map_figures import PAGE
from panels import BLACK, BLUE, GREEN, GREY, colour_bar, legend_in_its_room, plain_ticks, power_of_ten


def cloud(run):
    """Spectrum of the covariance over replicas: at the end at every temperature, and as time goes on at one of them, each
    beside an isotropic cloud of the same trace (Marchenko and Pastur)."""
    values, null, k, time = run.need("cloud_spectrum", "cloud_spectrum_marchenko_pastur", "cloud_eigenvalue", "cloud_time")
    error = run.values.get("cloud_spectrum_error", np.full_like(values, np.nan))
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    with np.errstate(invalid="ignore", divide="ignore"):
        for t in range(len(run.T)):
            mean = values[t, -1].mean()
            axes[0].errorbar(k, values[t, -1] / mean, error[t, -1] / mean, color=run.colour(t), marker="o", markersize=2,
                             elinewidth=0.7)
        law = null[np.isfinite(null).all(axis=(1, 2))][0, -1]
        axes[0].plot(k, law / law.mean(), color=BLACK, linestyle="--", label="isotropic cloud")
    t = len(run.T) // 2
    shades = plt.cm.viridis(np.linspace(0, 0.85, len(time)))
    for i, steps in enumerate(time):
        axes[1].errorbar(k, values[t, i], error[t, i], color=shades[i], marker="o", markersize=2, elinewidth=0.7,
                         label=f"{int(steps)}")
        axes[1].plot(k, null[t, i], color=BLACK, linestyle="--", linewidth=0.7)
    axes[0].set(yscale="log", xlabel="number of the eigenvalue, largest first", ylabel="eigenvalue over their mean",
                title=f"Cloud of the replicas after {int(time[-1])} steps")
    axes[1].set(yscale="log", xlabel="number of the eigenvalue, largest first", ylabel="eigenvalue",
                title=f"As time goes on, $T$ = {power_of_ten(run.T[t])}")
    axes[1].plot([], [], color=BLACK, linestyle="--", linewidth=0.7, label="isotropic")
    legend_in_its_room(axes[0])
    legend_in_its_room(axes[1], fontsize=7, ncol=4, title="after (steps)", title_fontsize=7, columnspacing=1)
    for ax in axes:
        plain_ticks(ax.yaxis)
        ax.xaxis.get_major_locator().set_params(integer=True)
    colour_bar(figure, run, axes[0])
    return figure


def motion(run):
    """Displacement beside that of weights without forces, and the variance over replicas, as time goes on."""
    moved, lag = run.need("weight_displacement", "displacement_lag")
    cloud, step = run.need("cloud_variance", "cloud_step")
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))
    for t in range(len(run.T)):
        axes[0].errorbar(lag, moved[t], run.values.get("weight_displacement_error", np.full_like(moved, np.nan))[t],
                         color=run.colour(t), marker="o", markersize=2, elinewidth=0.7)
        axes[1].errorbar(step, cloud[t], run.values.get("cloud_variance_error", np.full_like(cloud, np.nan))[t],
                         color=run.colour(t), elinewidth=0.7)
    axes[0].set(xscale="log", yscale="log", xlabel="lag (steps)", ylabel=r"$|w(t_0+t)-w(t_0)|^2/N$",
                title="Displacement of the weights")
    free = run_arrays.free_diffusion(run)
    if free is not None:
        limits = axes[0].get_ylim()
        for t in range(len(run.T)):
            axes[0].plot(lag, np.where(free[t] < limits[1], free[t], np.nan), color=run.colour(t), linestyle=":", linewidth=0.9, zorder=1)
        axes[0].set_ylim(limits)
        axes[0].plot([], [], color=GREY, linestyle=":", label=r"free diffusion, $2\eta T\,t$ per weight")
        legend_in_its_room(axes[0])
    axes[1].set(xlabel="steps since the start", ylabel="variance of a weight over replicas", title="Cloud of the replicas",
                ylim=(0, None))
    colour_bar(figure, run, axes[1])
    return figure


def reweighting(run):
    """Continuous curves from all histograms together, through the points that each temperature gives alone."""
    loss, loss_error, heat, heat_error, place_T = run.need("reweighted_loss", "reweighted_loss_error", "reweighted_heat_capacity",
                                                           "reweighted_heat_capacity_error", "reweighted_temperature")
    T = place_T.ravel()
    order = np.argsort(T, kind="stable")
    figure, axes = plt.subplots(1, 3, figsize=(PAGE, 2.6))
    for ax, value, error, points, scale, label in (
            (axes[0], loss / place_T, loss_error / place_T, "loss_mean", run.T,
             r"$\langle L\rangle/T$"),
            (axes[1], heat, heat_error, "loss_variance", run.T ** 2, r"heat capacity, Var $L/T^2$")):
        y, e = value.ravel()[order], np.nan_to_num(error.ravel()[order])
        ax.fill_between(T[order], y - e, y + e, color=BLUE, alpha=0.25, linewidth=0)
        ax.plot(T[order], y, color=BLUE, label="reweighted")
        if run.has(points):
            ax.errorbar(run.T, run.values[points] / scale, run.values.get(points + "_error", np.nan) / scale, color=BLACK,
                        linestyle="none", marker="o", markeredgewidth=0, label="measured")
        ax.set(xscale="log", xlabel="temperature $T$", ylabel=label)
        legend_in_its_room(ax)
    axes[0].set_title("Between the rungs")
    if run.has("entropy_difference"):
        step, step_error = (run.values[name][:-1, 0] for name in ("entropy_difference", "entropy_difference_error"))
        x = np.sqrt(run.T[1:] * run.T[:-1])
        axes[2].errorbar(x, step, np.nan_to_num(step_error), color=GREEN, marker="^", markeredgewidth=0, label="measured")
        if run.has("d_var"):  # dS = c dT / T with the heat capacity c = d_var / 2
            mean = (run.values["d_var"][1:] + run.values["d_var"][:-1]) / 4
            axes[2].plot(x, mean * np.log(run.T[1:] / run.T[:-1]), color=BLACK, linestyle="--",
                         label=r"$\frac{1}{2}d_\mathrm{var}\,\Delta\ln T$")
        axes[2].set(xscale="log", xlabel="temperature $T$", ylabel=r"$S(T_{i+1})-S(T_i)$", title="Entropy")
        legend_in_its_room(axes[2])
    else:
        axes[2].remove()
    return figure


def training(run):
    """Loss, test loss and gradient of a run at T = 0 against the steps, and how far its layers have come since the start."""
    loss, step = run.need("training_loss", "training_step")
    figure, axes = plt.subplots(1, 2, figsize=(PAGE, 2.8))

    def draw(ax, x, name, **style):
        ax.errorbar(x, run.values[name][0], run.values.get(name + "_error", np.full_like(run.values[name], np.nan))[0],
                    elinewidth=0.7, **style)

    draw(axes[0], step, "training_loss", color=BLACK, label="loss")
    for name, colour, label in (("training_test_loss", BLUE, "test loss"), ("training_gradient_norm", GREEN, r"$|\nabla L|$")):
        if run.has(name):
            draw(axes[0], run.values["training_look"], name, color=colour, marker="o", markersize=2, label=label)
    axes[0].set(xscale="log", yscale="log", xlabel="steps", title="Training",
                ylabel=r"loss, gradient of the loss" if run.has("training_gradient_norm") else "loss")
    legend_in_its_room(axes[0], "lower left")
    if not run.has("feature_change"):
        axes[1].remove()
        return figure
    look, layers = run.values["training_look"], run.values["feature_change"].shape[2]
    for layer in range(layers):
        axes[1].plot(look, run.values["feature_change"][0, :, layer], color=plt.cm.viridis(layer / max(1, layers - 0.9)),
                     marker="o", markersize=2, label="outputs" if layer == layers - 1 else f"features of layer {layer + 1}")
    draw(axes[1], look, "tangent_kernel_change", color=BLACK, linestyle="--", label="tangent kernel")
    axes[1].set(xscale="log", yscale="log", xlabel="steps", ylabel="relative change since the start", title="What was learned")
    legend_in_its_room(axes[1], fontsize=7)
    for axis in (axes[1].xaxis, axes[1].yaxis):
        plain_ticks(axis)
    return figure


ALL = (cloud, motion, reweighting, training)
