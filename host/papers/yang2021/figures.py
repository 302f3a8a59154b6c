"""The figures on arXiv:2011.14522: functions of the studies; the docstring is the caption."""
import matplotlib.pyplot as plt
from yang2021 import claims as judged

from panels import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE

SHOWN = (("ntk", BLUE, "o"), ("standard", ORANGE, "s"), ("mup", GREEN, "^"), ("grid-0.25", PURPLE, "D"), ("beyond", GREY, "v"))


def points(studies, name, curve, layer=None):
    n = judged.widths(studies, name)
    found = [studies[f"{name}-{w}"].at(curve, "training_look", judged.LOOK) for w in n]
    return n, *zip(*((v, e) if layer is None else (v[layer], e[layer]) for v, e in found))


def coordinates(studies):
    """Change of the pre-activations of both hidden layers and of the outputs after three steps, root mean square over units, examples
    and replicas, against the width."""
    figure, axes = plt.subplots(1, 3, figsize=(7, 2.6), sharex=True)
    for layer, ax in enumerate(axes):
        for name, colour, marker in SHOWN:
            n, value, error = points(studies, name, "preactivation_change", layer)
            ax.errorbar(n, value, error, color=colour, marker=marker, label=judged.NAMES.get(name, "steps sqrt(n) larger"))
        ax.set(xscale="log", yscale="log", xlabel="width n", title="outputs" if layer == 2 else f"hidden layer {layer + 1}")
    axes[0].set_ylabel("change after 3 steps")
    axes[0].legend(fontsize=6)
    return figure


def kernels(studies):
    """Relative change after three steps of the kernel of the last hidden features, and of the tangent kernel."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.6), sharex=True)
    for ax, curve, layer, title in ((axes[0], "feature_kernel_change", 1, "kernel of the features"),
                                    (axes[1], "tangent_kernel_change", None, "tangent kernel")):
        for name, colour, marker in SHOWN[:4]:
            n, value, error = points(studies, name, curve, layer)
            ax.errorbar(n, value, error, color=colour, marker=marker, label=judged.NAMES[name])
        ax.set(xscale="log", yscale="log", xlabel="width n", ylabel="relative change", title=title)
    axes[1].legend(fontsize=6)
    return figure


def limit(studies):
    """Outputs of linear networks of n units in muP less those of their limit: with normal Omega, and, below 1e-12, with orthonormal
    columns. The line falls as n^(-1/2)."""
    exact = judged.limit_by_orthonormal_units()
    figure, ax = plt.subplots(figsize=(3.4, 2.6))
    for kind, colour, marker in (("normal", BLUE, "o"), ("orthonormal", GREEN, "^")):
        n = sorted(exact[kind])
        ax.errorbar(n, [exact[kind][w][0] for w in n], [exact[kind][w][1] for w in n], color=colour, marker=marker, label=kind)
    first = exact["normal"][n[0]][0]
    ax.plot(n, [first * (n[0] / w) ** 0.5 for w in n], color=BLACK, linestyle="--", linewidth=0.8)
    ax.set(xscale="log", yscale="log", xlabel="width n", ylabel="difference from the limit")
    ax.legend()
    return figure


ALL = ((1, coordinates), (2, kernels), (3, limit))
