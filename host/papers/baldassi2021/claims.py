"""The claims of the abstract of arXiv:2107.01163 as numbers. Thresholds were written down before the studies were run; a null has to
fail the check that it stands beside."""
import numpy as np

from arrays_study import sphere
from judging import check, claim, tested

LOAD = 0.5  # of the curves
PAIRS = 0.3  # load of the pairs of solutions
NEAR = 0.04  # distance at which surroundings are compared
SIZES = (201, 501, 1001)
SOLVERS = {"fbp": "focusing BP", "sbpi": "SBPI", "rsgd": "replicated descent"}
COUNTED = ("0.25", "0.3", "0.325", "0.35", "0.375")


def phi(study, distance):
    return study.at("franz_parisi", distance=distance)


def share_of_sphere(study, distances):
    """The smallest phi(d)/H(d) over distances, with the error of its quadrature."""
    values = np.array([phi(study, d) for d in distances]) / sphere(np.array(distances))[:, None]
    return tuple(values[np.argmin(values[:, 0])])


def smallest_rise(study):
    """The smallest step of phi from one distance to the next, among 0.002 to 0.02 where it gives way first."""
    d = study["distance"]
    inside = (d >= 0.002) & (d <= 0.02)
    steps = np.diff(study["franz_parisi"][inside])
    errors = np.hypot(study.error("franz_parisi")[inside][1:], study.error("franz_parisi")[inside][:-1])
    return steps.min(), errors[np.argmin(steps)]


def largest_margin(studies, distance):
    """The largest margin of which there are solutions at a distance from a reference of the largest one: where phi crosses 0. An
    error of the quadrature in phi moves it by that over the slope."""
    margins = [float(name) for name in COUNTED]
    values = [phi(studies["counting-" + name], distance) for name in COUNTED]
    for (low, high), ((above, error), (below, _)) in zip(zip(margins, margins[1:]), zip(values, values[1:])):
        if above >= 0 > below:
            slope = (above - below) / (high - low)
            return low + above / slope, error / slope
    return np.nan, np.nan


def half(study):
    """The load where half of the instances are solved, between the last load with more and the first with less."""
    loads, share, error = study["load"], study["solved"], study.error("solved")
    below = int(np.argmax(share < 0.5))
    if below == 0 and share[0] >= 0.5:
        return np.nan, np.nan
    if below == 0:
        return loads[0], np.nan  # less than half everywhere: at most this
    high, low = share[below - 1], share[below]
    slope = (high - low) / (loads[below] - loads[below - 1])
    return loads[below - 1] + (high - 0.5) / slope, np.hypot(error[below - 1], error[below]) / 2 / slope


def less(a, b):
    return a[0] - b[0], np.hypot(a[1], b[1])


def rises(value, error):
    return value > 3 * error


def near_margins(studies):
    """What lies around fBP's solutions, by their margin: [(margin, entropy, error)] at the distance NEAR."""
    names = sorted(name for name in studies if name.startswith("margin-"))
    return [(float(name[7:]), *studies[name].near_solutions(LOAD, NEAR)) for name in names]


def claims(studies):
    typical, best = studies["around-0"], studies["around-max"]
    seen = [row for row in near_margins(studies) if np.isfinite(row[1:]).all()]
    breakup = studies["breakup"].at("breakup_load", margin=0)
    capacity = studies["capacity"].at("capacity", margin=0)
    entropies = {name: studies["entropy-" + name].at("entropy", load=LOAD) for name in ("0", "0.4")}
    overlaps = {name: studies["entropy-" + name].at("overlap", load=PAIRS) for name in ("0", "0.4")}
    pairs = {name: studies["pairs-" + name].at("overlap", load=PAIRS) for name in ("0", "0.6")}
    margins = {d: largest_margin(studies, d) for d in (0.001, 0.01)}
    lines = []
    for solver, words in SOLVERS.items():
        loads = {n: half(studies[f"{solver}-{n}"]) for n in SIZES}
        lines.append(tested(f"load where {words} solves half of the instances, N = {SIZES[-1]}", loads[SIZES[-1]],
                            f"within 0.05 of the break-up at {breakup[0]:.3f}", lambda value, _: abs(value - breakup[0]) < 0.05,
                            "capacity", capacity))
        lines.append(check(f"the same, N = {SIZES[0]}", *loads[SIZES[0]], "-; finite-size rounding", None))
    return [
        claim(1, "wide flat minima arise from the coalescence of minima of high margin",
              "Around typical solutions there is nothing: phi < 0 at small d. Around solutions of larger margin there is more and more, "
              "until around those of the largest margin nearly all configurations are solutions. Around what algorithms find the Bethe "
              "entropy says the same: the larger the margin that fBP was asked for, the more solutions of margin 0 lie near.",
              tested("phi(0.002) around typical solutions", phi(typical, 0.002), "below 0: isolated", lambda value, error: value < -3 * error,
                     "around the largest margin", phi(best, 0.002)),
              tested("phi(0.005)/H(0.005) around the largest margin", share_of_sphere(best, [0.005]), "above 0.95",
                     lambda value, _: value > 0.95, "around typical solutions", share_of_sphere(typical, [0.005])),
              tested(f"entropy at d = {NEAR} around fBP's solutions, margin {seen[-1][0]:g} less margin 0" if seen else "entropy around "
                     "fBP's solutions", less(seen[-1][1:], seen[0][1:]) if len(seen) > 1 else (np.nan, np.nan), "above 0 by 3 errors", rises,
                     "margin 0 less margin 0", less(seen[0][1:], seen[0][1:]) if seen else (np.nan, np.nan))),
        claim(2, "minima of high margin are exponentially rarer, but concentrate in particular regions",
              "Entropy falls with the margin, overlaps rise: of typical solutions by theory, of SBPI's solutions of one instance as "
              "measured (their overlap is larger, since algorithms find the denser ones).",
              tested("entropy at margin 0 less that at 0.4, nats per weight", less(entropies["0"], entropies["0.4"]), "above 0.1",
                     lambda value, _: value > 0.1, "margin 0 less margin 0", (0.0, np.nan)),
              tested("overlap of typical solutions, margin 0.4 less margin 0", less(overlaps["0.4"], overlaps["0"]), "above 0.05",
                     lambda value, _: value > 0.05, "margin 0 less margin 0", (0.0, np.nan)),
              tested("overlap of SBPI's solutions of one instance, margin 0.6 less margin 0", less(pairs["0.6"], pairs["0"]),
                     "above 0 by 3 errors", rises, "margin 0 less margin 0", less(pairs["0"], pairs["0"]))),
        claim(3, "around them lie solutions of smaller and smaller margin, dense over long distances",
              "The largest margin of which there are solutions at distance d from a reference of the largest margin falls with d at "
              "first (it rises again towards the distance of typical pairs). Solutions of margin 0 fill most of the sphere "
              "up to d = 0.05, and their entropy grows monotonically with d; above the break-up it no longer does.",
              tested("largest margin at d = 0.001 less that at d = 0.01", less(margins[0.001], margins[0.01]), "above 0.01",
                     lambda value, error: value - 0.01 > 3 * error, "the same at one distance", less(margins[0.01], margins[0.01])),
              tested("smallest phi(d)/H(d) for d up to 0.05", share_of_sphere(best, [0.002, 0.005, 0.01, 0.02, 0.05]), "above 0.7",
                     lambda value, _: value > 0.7, "around typical solutions", share_of_sphere(typical, [0.002, 0.005, 0.01, 0.02, 0.05])),
              tested("smallest rise of phi between neighbouring distances", smallest_rise(best), "above 0: monotone",
                     lambda value, error: value > 3 * error, "load 0.78", smallest_rise(studies["too-loaded"]))),
        claim(4, "an alternative estimate of where flat minima appear and algorithms begin to find solutions",
              "The load where phi(d) around the largest margin stops being monotone, beside the loads where three algorithms solve half "
              "of their instances. Algorithms that stop far below it do not contradict the estimate, which is about the best; "
              "they count here all the same, since the claim speaks of algorithms.",
              tested("load where phi(d) stops being monotone", breakup, "known to 0.003, and below the capacity by 0.05",
                     lambda value, error: error < 0.003 and value < capacity[0] - 0.05, "capacity", capacity),
              *lines)]
