"""The scans of the full form: one row of numbers per study, and which of the claims hold there."""
import numpy as np

from jules2023 import claims

KINDS = ("width-", "depth-", "activation-", "classes-", "update-")


def of(runs):
    return {name: run for name, run in runs.items() if name == "network" or name.startswith(KINDS)} if any(
        name.startswith(KINDS) for name in runs) else {}


def numbers(run):
    """Value and error of what the claims speak of, over the rungs with P T < 0.1 that are fitted."""
    low = claims.cold(run) & ~claims.beyond_fit(run)
    d, d_error = claims.column(run, "d_mean", low)
    weights = float(run.about["weights"])
    middle = len(d) // 2
    one = (np.nan, np.nan)
    return {"d/N": (d[middle] / weights, d_error[middle] / weights) if len(d) else one,
            "d_var/d_mean": claims.ratio(run, "d_var", "d_mean", low),
            "N_act/d": claims.ratio(run, "n_act", "d_mean", low),
            "tr H": claims.exponent(run, "curvature", rows=low),
            "clock": claims.exponent(run, "tau", run.values["step_size"], low),
            "R": claims.mean(*claims.column(run, "stiff_ratio", low)),
            "R window": claims.mean(*(run.values[n][low, 0] for n in ("window_ratio", "window_ratio_error"))),
            "kurtosis": claims.mean(*claims.column(run, "stiff_kurtosis", low))}


HOLDS = {"d/N": lambda v, e: v < 0.1, "d_var/d_mean": lambda v, e: abs(v - 1) < 0.2, "N_act/d": lambda v, e: 0.5 < v < 2,
         "tr H": lambda v, e: v > 0.5, "clock": lambda v, e: abs(v + 1) < 0.3, "R": lambda v, e: v - 1 > 3 * e,
         "R window": lambda v, e: v - 1 > 3 * e, "kurtosis": lambda v, e: v < -3 * e}
HEADS = {"tr H": "d ln tr H/d ln T", "clock": "d ln(eta tau)/d ln T", "R": "var(x)&lt;h&gt;/T",
         "R window": "the same, shortest windows"}


def table(runs):
    lines = ["Where a number does not meet what the claims above ask for, it is in bold. Over rungs with P T < 0.1 and less than "
             "1 % wrong labels; with ReLU the Hessian misses the curvature of the kinks, so its two ratios say nothing.", "",
             "| study | N | wrong labels, coldest | " + " | ".join(HEADS.get(k, k) for k in HOLDS) + " |",
             "|---|---|---|" + "---|" * len(HOLDS)]
    for name, run in of(runs).items():
        cells = []
        for key, (value, error) in numbers(run).items():
            text = f"{value:.3g} ± {error:.1g}" if np.isfinite(value) else "-"
            cells.append(text if not np.isfinite(value) or HOLDS[key](value, error) else f"**{text}**")
        lines.append(f"| {name} | {run.about['weights']} | {100 * run.values['training_error'][0]:.2g} % | " +
                     " | ".join(cells) + " |")
    return lines
