"""The seven claims of the abstract of arXiv:2304.01335 as numbers: each check has a value, its error, what the claim asks
for, and the same number of a null. Thresholds were written down before the studies were run.

The region the claims speak of is P T < 0.1: there an example feels a temperature far below its own scale of loss.
"""
# Long because the claims stand here one after the other, with what they mean.
import numpy as np

import judging
from judging import check

WALLS = 0.1  # P T below this


def fit_exponent(x, y, error):
    """Slope of ln y in ln x by weighted least squares; the error grows with chi^2 where a power law does not fit."""
    good = np.isfinite(y) & np.isfinite(error) & (y > 0)
    x, y, sigma = np.log(x[good]), np.log(y[good]), np.maximum(error[good] / y[good], 1e-6)
    if len(x) < 2:
        return np.nan, np.nan
    w = 1 / sigma**2
    centre = (w * x).sum() / w.sum()
    spread = (w * (x - centre) ** 2).sum()
    slope = (w * (x - centre) * y).sum() / spread
    rest = y - (w * y).sum() / w.sum() - slope * (x - centre)
    excess = max(1.0, (w * rest**2).sum() / max(len(x) - 2, 1))
    return slope, np.sqrt(excess / spread)


def mean(value, error):
    """Weighted mean of independent numbers, its error stretched by their scatter."""
    good = np.isfinite(value) & np.isfinite(error) & (error > 0)
    if not good.any():
        return np.nan, np.nan
    w = 1 / error[good] ** 2
    m = (w * value[good]).sum() / w.sum()
    excess = max(1.0, (w * (value[good] - m) ** 2).sum() / max(good.sum() - 1, 1))
    return m, np.sqrt(excess / w.sum())


def cold(run):
    """Rungs in the region of walls; all of them where P T means nothing."""
    return run.values["p_t"] < WALLS if run.has("p_t") else np.ones(len(run.T), bool)


def beyond_fit(run):
    """Rungs with more than 1 % of wrong labels."""
    return run.values["training_error"] > 0.01


def column(run, name, rows=None):
    rows = np.ones(len(run.T), bool) if rows is None else rows
    absent = np.full(len(run.T), np.nan)
    return run.values.get(name, absent)[rows], run.values.get(name + "_error", absent)[rows]


def exponent(run, name, factor=None, rows=None):
    rows = cold(run) if rows is None else rows
    value, error = column(run, name, rows)
    factor = 1 if factor is None else factor[rows]
    return fit_exponent(run.T[rows], value * factor, error * factor)


def ratio(run, above, below, rows=None):
    (a, da), (b, db) = column(run, above, rows), column(run, below, rows)
    return mean(a / b, np.abs(a / b) * np.hypot(da / a, db / b))


def ratio_of(above, below):
    (a, da), (b, db) = above, below
    return a / b, abs(a / b) * np.hypot(da / a, db / b)


def furthest(value, error, target):
    """The one furthest from the target, in errors where they are known; NaN when there is none."""
    away = np.abs(value - target) / np.where(np.isfinite(error) & (error > 0), error, 1)
    if not np.isfinite(away).any():
        return np.nan, np.nan
    worst = np.nanargmax(away)
    return value[worst], error[worst]


def gamma_distance(run, rows):
    """Half the sum of |difference| between the histogram of L and Gamma(d_mean/2, T): 0 alike, 1 apart. Mean over rungs."""
    width = np.gradient(run.values["loss_bin"])
    seen, gamma = run.values["loss_histogram"][rows], run.values["loss_histogram_gamma"][rows]
    each = 0.5 * (np.abs(seen - gamma) * width).sum(1)
    return each.mean(), each.std(ddof=1) / np.sqrt(len(each)) if len(each) > 1 else np.nan


def collapse(run, rows):
    """Spread of the autocorrelation curves on the clock T t over that on the clock t: small when they collapse in T t."""
    rho, lag, T, eta = (run.values[name] for name in ("autocorrelation", "lag", "temperature", "step_size"))

    def spread(clock):
        times = [clock[t] * lag for t in np.flatnonzero(rows)]
        # From the first lag of every curve to where the fastest has decayed.
        start = max(t[1] for t in times)
        end = min(t[np.argmax(rho[r] < 0.05) or -1] for t, r in zip(times, np.flatnonzero(rows)))
        common = np.geomspace(start, max(end, 1.01 * start), 60)
        curves = np.array([np.interp(common, t, rho[r]) for t, r in zip(times, np.flatnonzero(rows))])
        return np.sqrt(curves.var(0).mean())

    return spread(T * eta), spread(eta)


def claims(runs):
    """[{number, claim, checks, verdict}] from the runs by name: network, quadratic, transition, wall-gas, examples-*."""
    net, bowl, lost, gas = (runs[name] for name in ("network", "quadratic", "transition", "wall-gas"))
    low, beyond = cold(net), lost.values["p_t"] > 0.2
    far = "transition run, P T > 0.2"
    result = []

    def claim(text, reading, *checks):
        result.append(judging.claim(len(result) + 1, text, reading, *checks))

    gauge, gauge_error = furthest(*column(net, "t_gauge"), 1)
    claim("Langevin dynamics explores the phase space of an over-parameterised fully connected classifier on random data",
          "The gauge modes of the output layer are an exact thermometer that needs no equilibrium, so they test the noise "
          "alone; R-hat asks whether replicas that started from different random weights have seen the same losses.",
          check("T_gauge/T at the rung furthest from 1", gauge, gauge_error, "1 within 5 errors",
                abs(gauge - 1) < 5 * gauge_error),
          check("largest R-hat of the loss, P T < 0.1", np.nanmax(net.values["rhat"][low]), np.nan, "below 1.05",
                np.nanmax(net.values["rhat"][low]) < 1.05, "transition run, all T", np.nanmax(lost.values["rhat"])),
          check("share of wrong labels, lowest T", *(a[0] for a in column(net, "training_error")), "below 1e-3",
                net.values["training_error"][0] < 1e-3, "transition run, highest T",
                *(a[-1] for a in column(lost, "training_error"))))
    energy = mean(*(a[low][:-1] for a in column(net, "energy_ratio")))
    conf, conf_error = furthest(*column(net, "t_conf", low), 1)
    distance, lost_distance = gamma_distance(net, low), gamma_distance(lost, beyond)
    claim("its fluctuations are thermal, at one temperature",
          "Histograms of two neighbouring rungs have the ratio of two Boltzmann factors, whatever the landscape; T_conf "
          "compares forces with curvature. P(L) close to Gamma(d/2, T) is more: few networks would have to.",
          check("energy ratio of neighbouring rungs, measured slope over 1/T1 - 1/T2", *energy, "1 within 3 errors or 2 %",
                abs(energy[0] - 1) < max(3 * energy[1], 0.02), "quadratic", *mean(*column(bowl, "energy_ratio"))),
          check("T_conf/T at the rung furthest from 1", conf, conf_error, "1 within 5 %", abs(conf - 1) < 0.05),
          check("distance of P(L) from Gamma(d_mean/2, T)", *distance, "below 0.05", distance[0] < 0.05,
                far, *lost_distance))
    weights = float(net.about["weights"])
    d, d_error = column(net, "d_mean", low)
    top = np.nanargmax(d)
    slope = exponent(net, "d_mean")
    claim("the low-loss region is low-dimensional, and fluctuations show its dimension",
          "d counts the directions that the loss holds, N - d those that it leaves to the prior. Four estimators of d agree "
          "only where the volume below L grows as a power; where they part, d_var/d_mean has to follow the slope of "
          "d_mean, an identity of equilibrium. The abstract may mean d or N - d by its dimension: both are here.",
          check("largest d_mean/N", d[top] / weights, d_error[top] / weights, "below 0.1", d[top] / weights < 0.1,
                "quadratic, all T", np.nanmax(bowl.values["d_mean"]) / float(bowl.about["weights"])),
          check("d ln d_mean / d ln T", *slope, "below 0.15 in size: slowly varying", abs(slope[0]) < 0.15, "transition run, all T",
                *exponent(lost, "d_mean", rows=np.ones(len(lost.T), bool))),
          check("d_var / d_mean", *ratio(net, "d_var", "d_mean", low), "1 within 0.2",
                abs(ratio(net, "d_var", "d_mean", low)[0] - 1) < 0.2, "quadratic", *ratio(bowl, "d_var", "d_mean")),
          check("slope identity, mean of d_var/d_mean - 1 - d ln d_mean/d ln T", *mean(*column(net, "slope_residual", low)),
                "0 within 3 errors or 0.03", abs(mean(*column(net, "slope_residual", low))[0])
                < max(3 * mean(*column(net, "slope_residual", low))[1], 0.03), far,
                *mean(*column(lost, "slope_residual", beyond))))
    act = ratio(net, "n_act", "d_mean", low)
    sweep = sorted((float(run.about["examples"]), run) for name, run in runs.items()
                   if name == "network" or name.startswith("examples-"))
    at = [(P, *[run.values[n][np.argmin(np.abs(np.log(run.T / 1e-4)))] for n in
                ("d_mean", "d_mean_error", "n_act", "n_act_error")]) for P, run in sweep]
    P, dp, ddp, ap, dap = np.array(at).T
    grow_d, grow_a = fit_exponent(P, dp, ddp), fit_exponent(P, ap, dap)
    x, activity = net.values["ln_activity"], net.values["log_activity"][low].mean(0)
    band = lambda a, b: activity[(x > a) & (x < b)].mean()
    claim("that dimension is set by the number of examples near the decision boundary",
          "For independent exponential walls N_act(c) = d at c = 0.08237 without a free parameter; below 1 the ratio measures "
          "how much the walls of different examples depend on each other. Flat below 0 means that the density of margins is "
          "constant over the e-folds tested; with a few dozen examples it is not, and falls towards large margins.",
          check("N_act / d_mean", *act, "between 0.5 and 2", 0.5 < act[0] < 2, "quadratic", *ratio(bowl, "n_act", "d_mean")),
          check("exponent of d_mean in P at T = 1e-4", *grow_d, "grows: above 0 by 3 errors", grow_d[0] > 3 * grow_d[1]),
          check("exponent of N_act in P minus that of d_mean", grow_a[0] - grow_d[0], np.hypot(grow_a[1], grow_d[1]),
                "0 within 0.25: both grow together", abs(grow_a[0] - grow_d[0]) < 0.25),
          check("density of ln(l/PT) in (-3, -1) over that in (-5, -3)", band(-3, -1) / band(-5, -3), np.nan,
                "1 within 0.35: flat below", abs(band(-3, -1) / band(-5, -3) - 1) < 0.35),
          check("density of ln(l/PT) in (2, 3) over that in (-1, 0)", band(2, 3) / band(-1, 0), np.nan,
                "below 0.05: cut off above", band(2, 3) / band(-1, 0) < 0.05))
    R, kurtosis = mean(*column(net, "stiff_ratio", low)), mean(*column(net, "stiff_kurtosis", low))
    R0, kurtosis0 = mean(*column(bowl, "stiff_ratio")), mean(*column(bowl, "stiff_kurtosis"))
    close = runs.get("windows", net)  # sampled more often
    rows = cold(close)
    short, whole = ([close.values[n][rows, i] for n in ("window_ratio", "window_ratio_error")] for i in (0, -1))
    short0 = [bowl.values[n][:, 0] for n in ("window_ratio", "window_ratio_error")]
    taus = np.nanmean(close.values["window_steps"][0] / close.values["tau"][rows])
    claim("a quadratic approximation is inadequate: exponential walls around a flat region",
          "var(x)<h>/T is 1 for a quadratic and above 1 for every other law, along any fixed direction (Cramer and Rao). "
          "Between two walls it is W/6 with W some 15 to 30 e-folds of the loss, so 2 to 5, on every window long enough to cross "
          "the channel. The network shows numbers of that size on windows of about one relaxation time, along directions measured "
          "anew there, and larger ones the longer the window: its stiff directions turn as the weights move, so what is stiff "
          "here is soft there. The large number of the whole run is a property of the bent region, not the width of one channel. "
          "Excess kurtosis -1.2 would be a flat box along one direction; in a bent region walls of many directions share it, "
          "which brings it towards 0.",
          check("var(x)<h>/T along the stiffest directions", *R, "above 1 by 3 errors", R[0] - 1 > 3 * R[1], "quadratic", *R0),
          check(f"the same along directions measured anew on windows of {taus:.1f} relaxation times", *mean(*short),
                "above 1 by 3 errors", mean(*short)[0] - 1 > 3 * mean(*short)[1], "quadratic, shortest windows", *mean(*short0)),
          check("whole run over short windows: do the stiff directions turn?", *ratio_of(mean(*whole), mean(*short)),
                "-; 1 where they stand", None, "wall gas", *ratio_of(*(mean(*(gas.values[n][:, i] for n in
                    ("window_ratio", "window_ratio_error"))) for i in (-1, 0)))),
          check("excess kurtosis along them", *kurtosis, "below 0 by 3 errors", kurtosis[0] < -3 * kurtosis[1], "quadratic",
                *kurtosis0))
    rise, flat = exponent(net, "curvature"), exponent(bowl, "curvature")
    clock, clock0 = exponent(net, "tau", net.values["step_size"]), exponent(bowl, "tau", bowl.values["step_size"])
    (hot, plain), (hot0, plain0) = collapse(net, low), collapse(bowl, cold(bowl))
    claim("higher curvature at higher temperature, with statistics like a quadratic's at each temperature",
          "A quadratic has one curvature for all T and forgets on the clock t; walls are climbed the higher the hotter it is, so "
          "curvature rises with T (up to logarithms) and the loss forgets nearly on the clock T t, by an exponent that is not quite -1. "
          "And yet at each temperature d_var/d_mean is near 1, as for a quadratic: P(L) alone cannot tell them apart. Where the fit is "
          "lost, tr H falls again.",
          check("d ln tr H / d ln T", *rise, "above 0.5 (1 up to logs)", rise[0] > 0.5, "quadratic", *flat),
          check("d_var / d_mean", *ratio(net, "d_var", "d_mean", low), "1 within 0.2",
                abs(ratio(net, "d_var", "d_mean", low)[0] - 1) < 0.2, "quadratic", *ratio(bowl, "d_var", "d_mean")),
          check("d ln(eta tau) / d ln T, the clock", *clock, "-1 within 0.3: T t rather than t", abs(clock[0] + 1) < 0.3,
                "quadratic", *clock0),
          check("spread of C_L on the clock T t over that on t", hot / plain, np.nan, "below 0.5", hot / plain < 0.5,
                "quadratic", hot0 / plain0),
          check("d ln tr H / d ln T at all T up to the fitting transition", *exponent(net, "curvature", rows=~beyond_fit(net)),
                "above 0.5", exponent(net, "curvature", rows=~beyond_fit(net))[0] > 0.5, far,
                *exponent(lost, "curvature", rows=beyond)))
    gas_rise, gas_clock = exponent(gas, "hessian_trace"), exponent(gas, "tau", gas.values["step_size"])
    z = max(np.nanmax(np.abs(gas.values[n] - gas.values["exact_" + n]) / gas.values[n + "_error"])
            for n in ("loss_mean", "loss_variance", "hessian_trace"))
    gas_d, gas_act = ratio(gas, "d_var", "d_mean"), ratio(gas, "n_act", "d_mean")
    claim("a simplified loss that can be solved reproduces the statistics",
          "A gas of independent exponential walls has the Gamma law, d_var/d_mean near 1, tr H proportional to T and the clock "
          "T t in closed form. It has no direction that turns, and its d falls slowly with T where that of the network rises. "
          "Whether it is the simplified loss of the paper is not known to us.",
          check("wall gas against its exact law, worst of <L>, Var L and tr H in standard errors", z, np.nan, "below 5", z < 5),
          check("d_var / d_mean of the wall gas", *gas_d, "that of the network within 0.2",
                abs(gas_d[0] - ratio(net, "d_var", "d_mean", low)[0]) < 0.2, "network", *ratio(net, "d_var", "d_mean", low)),
          check("d ln tr H / d ln T of the wall gas", *gas_rise, "that of the network within 0.3",
                abs(gas_rise[0] - rise[0]) < 0.3, "network", *rise),
          check("its clock d ln(eta tau) / d ln T", *gas_clock, "that of the network within 0.3",
                abs(gas_clock[0] - clock[0]) < 0.3, "network", *clock),
          check("its N_act / d_mean", *gas_act, "1 within 0.1", abs(gas_act[0] - 1) < 0.1, "network", *act))
    return result
