"""The figures on arXiv:1905.07833: functions of the studies; the docstring is the caption."""
import matplotlib.pyplot as plt
import numpy as np

from arrays_study import sphere
from baldassi2020 import claims, real_data
from panels import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE

LOOK = {"fbp": (BLUE, "o", "fBP"), "sbpi": (GREEN, "^", "SBPI"), "cross-entropy": (PURPLE, "D", "cross-entropy"),
        "lal": (ORANGE, "s", "least action")}


def flatness(studies):
    """Local entropy less that of all configurations (above) and local energy (below) around what four rules find, at loads 0.3 (left) and
    0.5 (right, where plain least action solves few instances). Black lines: typical solutions, by theory."""
    figure, axes = plt.subplots(2, 2, figsize=(7, 5))
    for column, load in enumerate((claims.LOW, claims.HIGH)):
        entropy, energy = axes[:, column]
        for name, (colour, marker, words) in LOOK.items():
            study = studies[name]
            place = study.place("load", load)
            if not np.isfinite(study["local_energy"][place]).any():
                continue
            entropy.errorbar(study["local_distance"][place], study["local_entropy_less_sphere"][place],
                             study.error("local_entropy_less_sphere")[place], color=colour, marker=marker, label=words)
            energy.errorbar(study["flips"], study["local_energy"][place], study.error("local_energy")[place], color=colour,
                            marker=marker, label=words)
        theory = studies[f"typical-entropy-{load:g}"]
        entropy.plot(theory["distance"], theory["franz_parisi"] - sphere(theory["distance"]), color=BLACK, label="typical")
        theory = studies[f"typical-energy-{load:g}"]
        energy.plot(theory["flips"], theory["local_energy"], color=BLACK, label="typical")
        entropy.set(title=f"load {load}", xlabel="distance $d$", ylabel=r"$S_\mathrm{loc}(d)-H(d)$ (nat)")
        energy.set(xscale="log", yscale="log", xlabel="flip rate", ylabel="local energy")
        energy.legend()
    return figure


def overlaps(studies):
    """Overlap of the solutions of each rule with fBP's of the same patterns (full) and of different instances (open)."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.6), sharey=True)
    others = [name for name in LOOK if name != "fbp"]
    for ax, load in zip(axes, (claims.LOW, claims.HIGH)):
        for shift, style in ((0, {}), (1, {"markerfacecolor": "none"})):
            for x, name in enumerate(others):
                value, error = claims.overlap(studies[name], studies["fbp"], load, shift)
                ax.errorbar([x], [value], [error], color=LOOK[name][0], marker=LOOK[name][1], **style)
        ax.axhline(0, color=GREY, linewidth=0.6)
        ax.set(title=f"load {load}", xlim=(-0.5, len(others) - 0.5), ylim=(-0.1, 1))
        ax.set_xticks(range(len(others)), [LOOK[name][2] for name in others])
    axes[0].set(ylabel="overlap with fBP's solution")
    return figure


def devices(studies):
    """Committee and parity machine, three units with 333 inputs each, solved by the same rule: local entropy less that of all configurations
    (left) and local energy (right)."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.8))
    for name, colour, words in (("tree", BLUE, "committee"), ("parity", ORANGE, "parity machine")):
        for load, marker in zip(claims.DEVICE_LOADS, "os"):
            study = studies[name]
            place = study.place("load", load)
            axes[0].errorbar(study["local_distance"][place], study["local_entropy_less_sphere"][place],
                             study.error("local_entropy_less_sphere")[place], color=colour, marker=marker, label=f"{words}, load {load}")
            axes[1].errorbar(study["flips"], study["local_energy"][place], study.error("local_energy")[place], color=colour, marker=marker)
    axes[0].set(xlabel="distance $d$", ylabel=r"$S_\mathrm{loc}(d)-H(d)$ (nat)")
    axes[1].set(xscale="log", yscale="log", xlabel="flip rate", ylabel="local energy")
    axes[0].legend(fontsize=7)
    return figure


def entropic_terms(studies):
    """Share solved with the entropic term (full bars) and without (open bars)."""
    figure, ax = plt.subplots(figsize=(7, 2.6))
    rows = [("entropic-fbp", "plain-bp", 0.5, "BP"), ("entropic-fbp", "plain-bp", 0.6, "BP"), ("entropic-sbpi", "plain-sbpi", 0.5, "SBPI"),
            ("entropic-sbpi", "plain-sbpi", 0.6, "SBPI"), *[("entropic-lal", "plain-lal", load, "LAL") for load in (0.35, 0.4, 0.45)],
            ("entropic-rsgd", "plain-sgd", 0.5, "SGD, K = 5")]
    for x, (name, null, load, _) in enumerate(rows):
        for study, shift, attempts, face in ((name, -0.18, 1, BLUE), (null, 0.18, 7 if null == "plain-sgd" else 1, "none")):
            value, error = claims.share(studies[study], load, attempts)
            ax.bar([x + shift], [value], 0.32, yerr=[error], facecolor=face, edgecolor=BLUE, ecolor=GREY)
    ax.set_xticks(range(len(rows)), [f"{words}\nload {load}" for _, _, load, words in rows])
    ax.set(ylabel="share solved", ylim=(0, 1.15))
    return figure


def generalisation(studies):
    """Fashion-MNIST, dress against coat: test error of every minimiser against its local energy at flip rate 0.05 (left) and its local
    entropy along a field of 1 (right); a colour per rule, full and open for two draws of the training data."""
    if not all(name in studies for name in real_data.SOLVERS):
        return None
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.9), sharey=True)
    for (name, words), colour, marker in zip(real_data.SOLVERS.items(), (ORANGE, GREY, GREEN, BLUE), "sDo^"):
        study = studies[name]
        for instance in range(study["instance_solved"].shape[1]):
            solved = study["instance_solved"][0, instance] == 1
            style = {"color": colour, "marker": marker, "linestyle": "none", "markerfacecolor": "none" if instance % 2 else colour}
            for ax, flat in zip(axes, (real_data.local_energy, real_data.local_entropy)):
                ax.plot(flat(study)[instance][solved], 100 * study["instance_test_error"][0, instance][solved],
                        label=words if instance == 0 else None, **style)
    axes[0].set(xlabel="local energy", ylabel="test error (%)")
    axes[1].set(xlabel="local entropy (nat)")
    axes[0].legend(fontsize=7)
    return figure


ALL = ((1, flatness), (2, overlaps), (3, devices), (4, entropic_terms), (6, generalisation))
