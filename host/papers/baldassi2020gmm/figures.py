"""The figures on arXiv:2010.14761: functions of the studies; the docstring is the caption."""
import matplotlib.pyplot as plt

from panels import BLACK, BLUE, GREEN, GREY, ORANGE


def ridge(studies):
    """Test error of ridge regression against its strength: points are means over data sets, lines the theory of large N. Dashed: the
    Bayes error; triangles on the right: the Hebb vector."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.9))
    for ax, names, title in ((axes[0], ("balanced", "balanced-fitted"), "clouds 1 : 1"),
                             (axes[1], ("unbalanced", "unbalanced-fitted"), "clouds 1 : 4")):
        for name, colour, marker in zip(names, (BLUE, ORANGE), "os"):
            study = studies[name]
            ax.plot(study["lambda"], study["ridge_error"], color=colour)
            ax.errorbar(study["lambda"], study["measured_ridge_error"], study.error("measured_ridge_error"), color=colour,
                        marker=marker, linestyle="none", label=f"bias {study.about['bias']}")
            if "measured_hebb_error" in study.about:
                ax.errorbar([3 * study["lambda"][-1]], [float(study.about["measured_hebb_error"])],
                            [float(study.about["measured_hebb_error_error"])], color=GREEN, marker="^", label="Hebb vector")
        ax.axhline(float(studies[names[0]].about["bayes_error"]), color=BLACK, linestyle="--", linewidth=0.8, label="Bayes")
        ax.set(xscale="log", xlabel=r"$\lambda$", ylabel="test error", title=title)
        ax.legend()
    return figure


def loads(studies):
    """Balanced clouds at several loads: the Hebb vector lies on the Bayes error, ridge at lambda = 0.001 far above it near load 1."""
    figure, ax = plt.subplots(figsize=(4.2, 2.8))
    chosen = sorted((study for name, study in studies.items() if name == "balanced" or name.startswith("load-")),
                    key=lambda study: float(study.about["load"]))
    x = [float(study.about["load"]) for study in chosen]
    ax.plot(x, [float(study.about["bayes_error"]) for study in chosen], color=BLACK, linestyle="--", linewidth=0.8, label="Bayes")
    ax.errorbar(x, [float(study.about["measured_hebb_error"]) for study in chosen],
                [float(study.about["measured_hebb_error_error"]) for study in chosen], color=GREEN, marker="^", linestyle="none",
                label="Hebb vector")
    rough = [study.at("measured_ridge_error", **{"lambda": 1e-3}) for study in chosen]
    ax.errorbar(x, [value for value, _ in rough], [error for _, error in rough], color=GREY, marker="D",
                label=r"ridge, $\lambda = 0.001$")
    ax.set(xlabel=r"load $\alpha$", ylabel="test error")
    ax.legend()
    return figure


ALL = ((1, ridge), (1, loads))
