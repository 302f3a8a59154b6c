"""What the figures of a run draw beyond its columns: functions from a Run to arrays, value and standard error first."""
import re

import numpy as np

from power_law import slope


def over_temperature(run):
    """The run with `reduced_loss` = (<L> - L0)/T and `reduced_variance` = 2 Var L/T^2, their errors and exact laws: on these a landscape
    of constant dimension is level, while <L> and Var L against T on logarithmic axes are straight lines whatever happens. L0 is
    `ground_loss`, 0 where the run does not say. T > 0."""
    ground = run.values.get("ground_loss", np.zeros_like(run.T))
    ground_error = run.values.get("ground_loss_error", np.zeros_like(run.T))
    new = {}
    for prefix in ("", "exact_"):
        if run.has(prefix + "loss_mean"):
            new[prefix + "reduced_loss"] = (run.values[prefix + "loss_mean"] - np.nan_to_num(ground)) / run.T
        if run.has(prefix + "loss_variance"):
            new[prefix + "reduced_variance"] = 2 * run.values[prefix + "loss_variance"] / run.T ** 2
    if run.has("loss_mean_error"):
        new["reduced_loss_error"] = np.hypot(run.values["loss_mean_error"], np.nan_to_num(ground_error)) / run.T
    if run.has("loss_variance_error"):
        new["reduced_variance_error"] = 2 * run.values["loss_variance_error"] / run.T ** 2
    return run.also(**new)


def at_the_boundary(run):
    """The run with `act_over_NAME` = N_act/NAME for the dimensions d_mean and d_var: 1 between walls. Errors as of independent
    numbers, which those of one run are not quite."""
    new = {}
    for name in ("d_mean", "d_var"):
        if run.has(name) and run.has("n_act"):
            ratio = run.values["n_act"] / run.values[name]
            relative = [run.values.get(one + "_error", np.full_like(run.T, np.nan)) / run.values[one] for one in ("n_act", name)]
            new |= {"act_over_" + name: ratio, f"act_over_{name}_error": np.abs(ratio) * np.hypot(*relative)}
    return run.also(**new)


def clock_exponent(run):
    """d ln(eta tau)/d ln T over the ladder and its error, as `diagnose` gives them (observe/verdicts/judge_clock.cc): least squares
    weighted by the errors of tau, the error widened where the points scatter by more than theirs. 0 when curves of the loss fall on one
    another against t = eta x steps (a quadratic), -1 when they do so against T t (walls). None with fewer than three temperatures."""
    if not (run.has("tau") and run.has("tau_error") and run.has("step_size")):
        return None
    tau, error, eta = (run.values[name] for name in ("tau", "tau_error", "step_size"))
    with np.errstate(invalid="ignore"):
        good = (run.T > 0) & (tau > 0) & (error > 0)
    return slope(run.T[good], (eta * tau)[good], (eta * error)[good]) if good.sum() >= 3 else None


def with_error(value, error):
    """A number as the tables print it: -0.80(2), the error with two digits where it begins with a 1."""
    if not (np.isfinite(error) and error > 0):
        return f"{value:.3g}"
    exponent = int(f"{error:.1e}".split("e")[1])
    digits = max(0, -exponent + (error / 10.0 ** exponent < 1.95))
    return f"{value:.{digits}f}({error:.{digits}f})" if error >= 1 else f"{value:.{digits}f}({round(error * 10 ** digits)})"


def sample_cut(run):
    """Number of eigenvalues of the covariance that the samples allow, one fewer than they are, where the weights are more; else None."""
    kept = len(run.values["eigenvalue"])
    return kept if kept < float(run.about.get("weights", 0)) else None


def free_diffusion(run):
    """2 eta T t of each weight (temperature x lag), the mean squared displacement of weights that feel no force. None where it is another:
    at T = 0, with velocities (baoab), with a step size for each layer."""
    configuration = str(run.about.get("configuration", ""))
    parametrisation = re.search(r'^parametrisation = "(.*)"', configuration, re.M)
    if not run.has("step_size") or not (run.T > 0).all() or run.about.get("update") == "baoab" or (
            parametrisation and parametrisation[1] != "standard"):
        return None
    return 2 * (run.T * run.values["step_size"])[:, None] * run.values["displacement_lag"]


def with_percentages(run):
    """The run with `training_percent` and `test_percent`, 100 times the shares of wrong labels, and their errors."""
    return run.also(**{name.replace("_error", "_percent", 1): 100 * run.values[name]
                       for name in ("training_error", "training_error_error", "test_error", "test_error_error") if name in run.values})


def with_negative_curvature(run):
    """The run with `negative_curvature`, minus the sum of the negative eigenvalues of the Hessian; NaN where there are none."""
    value = -run.values.get("negative_trace", np.full_like(run.T, np.nan))
    with np.errstate(invalid="ignore"):
        new = {"negative_curvature": np.where(value > 0, value, np.nan)}
    if "negative_trace_error" in run.values:
        new["negative_curvature_error"] = run.values["negative_trace_error"]
    return run.also(**new)
