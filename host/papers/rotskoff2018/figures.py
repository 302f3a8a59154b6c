"""The figures on arXiv:1805.00915: functions of the studies; the docstring is the caption."""
import matplotlib.pyplot as plt
import numpy as np
from rotskoff2018 import claims as judged

from panels import BLACK, BLUE, COLD_TO_HOT, GREY, ORANGE


def energies(studies):
    """Energy of n particles in one dimension against time, mean over replicas: one curve for n of 32 and more. Dashed: 128 particles
    in steps without the factor n."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.8))
    sizes = judged.sizes(studies, "particles-")
    for i, n in enumerate(sizes):
        steps, value, error = studies[f"particles-{n}"].curve("training_loss", "training_step")
        axes[0].errorbar(0.02 * steps, value, error, color=COLD_TO_HOT(i / len(sizes)), label=f"n = {n}", elinewidth=0.6)
    steps, value, _ = studies["slow-particles-128"].curve("training_loss", "training_step")
    axes[0].plot(0.02 * steps, value, color=GREY, linestyle="--", label="no factor n")
    axes[0].set(xscale="log", yscale="log", xlabel="time", ylabel=r"$E_n(t)$")
    axes[0].legend(fontsize=6)
    for time, colour, marker in ((0.2, BLUE, "o"), (10, ORANGE, "s"), (40, BLACK, "^")):
        found = [judged.scaled_variance(studies[f"particles-{n}"], time) for n in sizes]
        axes[1].errorbar(sizes, [v for v, _ in found], [e for _, e in found], color=colour, marker=marker, label=f"t = {time:g}")
    axes[1].set(xscale="log", yscale="log", xlabel="particles n", ylabel=r"$n \int \mathrm{Var}\, f_n$")
    axes[1].legend()
    return figure


def errors(studies):
    """Square of the error on new inputs over the variance of the target, in five dimensions: against the number of units on batches of
    512 and on batches of n, and at 64 units against the batch."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.8))
    for prefix, colour, marker, label in (("spins-5-", BLUE, "o", "batches of 512"), ("root-batch-", ORANGE, "s", "batches of n")):
        n, found = judged.test_errors(studies, prefix)
        axes[0].errorbar(n, [v for v, _ in found], [e for _, e in found], color=colour, marker=marker, label=label)
    axes[0].plot(n, found[0][0] * n[0] / np.array(n), color=BLACK, linestyle="--", linewidth=0.8, label="1/n")
    axes[0].set(xscale="log", yscale="log", xlabel="units n", ylabel="error on new inputs")
    axes[0].legend()
    batches = (4, 13, 52, 164)
    found = [judged.test_error(studies[f"noise-{b}-0.2"]) for b in batches]
    axes[1].errorbar(batches, [v for v, _ in found], [e for _, e in found], color=BLUE, marker="o", label="step 0.2")
    value, error = judged.test_error(studies["noise-13-0.05"])
    axes[1].errorbar([13], [value], [error], color=ORANGE, marker="s", linestyle="none", label="step 0.05")
    axes[1].plot(batches, found[0][0] * 4 / np.array(batches), color=BLACK, linestyle="--", linewidth=0.8, label="1/batch")
    axes[1].set(xscale="log", yscale="log", xlabel="batch", ylabel="error on new inputs, 64 units")
    axes[1].legend()
    return figure


ALL = ((1, energies), (2, errors))
