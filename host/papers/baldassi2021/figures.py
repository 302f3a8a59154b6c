"""The figures on arXiv:2107.01163: functions of the studies; the docstring is the caption."""
import matplotlib.pyplot as plt
import numpy as np

from arrays_study import sphere
from baldassi2021 import claims
from panels import BLACK, BLUE, COLD_TO_HOT, GREEN, GREY, ORANGE, PURPLE

REFERENCES = ("0", "0.1", "0.2", "0.3", "max")
FOUND = ("0", "0.1", "0.2", "0.3")


def colours(count):
    return [COLD_TO_HOT(i / (count - 1)) for i in range(count)]


def surroundings(studies):
    """Left: Franz-Parisi entropy around typical solutions of a margin at load 0.5; dashed: all configurations. Right: the
    same less that of all configurations (lines), and the Bethe entropy around what fBP finds when asked for that margin (points)."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 3))
    for name, colour in zip(REFERENCES, colours(5)):
        study = studies["around-" + name]
        axes[0].plot(study["distance"], study["franz_parisi"], color=colour, marker="o", markersize=2.5,
                     label="margin " + (name if name != "max" else "0.418, the largest"))
        axes[1].plot(study["distance"], study["franz_parisi"] - sphere(study["distance"]), color=colour)
    for name, colour in zip(FOUND, colours(5)):
        study = studies["margin-" + name]
        place = study.place("load", claims.LOAD)
        axes[1].errorbar(study["local_distance"][place], study["local_entropy_less_sphere"][place],
                         study.error("local_entropy_less_sphere")[place], color=colour, marker="s", linestyle="none",
                         label=f"found, margin {name}")
    d = np.geomspace(1e-3, 0.3, 100)
    axes[0].plot(d, sphere(d), color=BLACK, linestyle="--", linewidth=0.8, label="$H(d)$")
    axes[0].axhline(0, color=GREY, linewidth=0.6)
    axes[0].set(xscale="log", xlabel="distance $d$", ylabel=r"$\phi(d)$ (nat)")
    axes[1].set(xlim=(0, 0.08), ylim=(-0.16, 0.01), xlabel="distance $d$", ylabel="entropy less $H(d)$ (nat)")
    for ax in axes:
        ax.legend(fontsize=7)
    return figure


def concentration(studies):
    """Entropy of solutions against their margin at load 0.5 (left), and their overlap at load 0.3 (right): of typical solutions by
    theory (line) and of four SBPI solutions of one instance (points)."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.6))
    names = ("0", "0.1", "0.2", "0.3", "0.4")
    margins = [float(name) for name in names]
    axes[0].plot(margins, [studies["entropy-" + name].at("entropy", load=claims.LOAD)[0] for name in names], color=BLUE, marker="o")
    axes[1].plot(margins, [studies["entropy-" + name].at("overlap", load=claims.PAIRS)[0] for name in names], color=BLUE, marker="o",
                 label="typical, theory")
    found = ("0", "0.2", "0.4", "0.6")
    values = [studies["pairs-" + name].at("overlap", load=claims.PAIRS) for name in found]
    axes[1].errorbar([float(name) for name in found], [v for v, _ in values], [e for _, e in values], color=ORANGE, marker="s",
                     label="found by SBPI")
    axes[0].set(xlabel=r"margin $\kappa$", ylabel="entropy (nat)", ylim=(0, None))
    axes[1].set(xlabel=r"margin $\kappa$", ylabel="overlap $q$")
    axes[1].legend()
    return figure


def density(studies):
    """Left: the largest margin of which there are solutions at distance d from a solution of the largest margin (dashed). Right: phi(d)
    around the largest margin below and above the break-up of the flat region."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.6))
    distances = studies["counting-0.3"]["distance"]
    axes[0].plot(distances, [claims.largest_margin(studies, d)[0] for d in distances], color=GREEN, marker="^")
    axes[0].axhline(float(studies["around-max"].about["reference_margin"]), color=BLACK, linestyle="--", linewidth=0.8)
    axes[0].set(xscale="log", xlabel="distance $d$", ylabel=r"largest margin $\kappa(d)$")
    for name, label, colour in (("around-max", "load 0.5", BLUE), ("too-loaded", "load 0.78", PURPLE)):
        shown = studies[name]["distance"] <= 0.02
        axes[1].plot(studies[name]["distance"][shown], studies[name]["franz_parisi"][shown], color=colour, marker="o", label=label)
    axes[1].set(xlabel="distance $d$", ylabel=r"$\phi(d)$ (nat)")
    axes[1].legend()
    return figure


def success(studies):
    """Share of instances solved against load for three sizes. Solid line: where phi(d) around the largest margin stops being
    monotone; dashed: capacity."""
    figure, axes = plt.subplots(1, 3, figsize=(7, 2.6), sharey=True)
    for ax, (solver, words) in zip(axes, claims.SOLVERS.items()):
        for n, colour in zip(claims.SIZES, colours(3)):
            study = studies[f"{solver}-{n}"]
            ax.errorbar(study["load"], study["solved"], study.error("solved"), color=colour, marker="o", label=f"$N$ = {n}")
        ax.axvline(studies["breakup"].at("breakup_load", margin=0)[0], color=BLACK, linewidth=0.8)
        ax.axvline(studies["capacity"].at("capacity", margin=0)[0], color=BLACK, linestyle="--", linewidth=0.8)
        ax.set(title=words, xlabel=r"load $\alpha$", xlim=(None, 0.85))
    axes[0].set(ylabel="share solved")
    axes[0].legend(fontsize=7)
    return figure


ALL = ((1, surroundings), (2, concentration), (3, density), (4, success))
