"""The claims of the abstract of arXiv:1805.00915. Thresholds were written down before the studies were run. Errors are over replicas;
exponents are of means over replicas, never of medians, and replicas that are stuck (above four times the median) are counted.
"""
import numpy as np

from judging import check, claim, tested
from training_study import local_slopes, slope

TIMES = (1, 3, 10)
S2 = 0.5  # variance of a unit
HUMPS = ((1 / 3, -2, 0.5), (-2 / 3, 0, 1), (1 / 3, 2, 0.5))  # charge, place, variance of the target's


def gaussian(x, variance):
    return np.exp(-x * x / (2 * variance)) / np.sqrt(2 * np.pi * variance)


def sizes(studies, prefix):
    return sorted(int(name[len(prefix):]) for name in studies if name.startswith(prefix) and name[len(prefix):].isdigit())


def energy(study, time, eta=0.02):
    return study.at("training_loss", "training_step", time / eta)


def functions(study, time, eta=0.02):
    """f_n on a grid for every replica at a time: replicas x places."""
    draw = int(np.argmin(np.abs(study.weight_steps - time / eta)))
    weights = study.weights[:, draw]
    n = weights.shape[1] // 2
    grid = np.linspace(-8, 8, 161)
    return np.array([(w[:n, None] * gaussian(grid - w[n:, None], S2)).mean(0) for w in weights]), grid


def scaled_variance(study, time, eta=0.02):
    """n times the integral of the variance of f_n(x) over replicas, with its error by deleting one replica at a time."""
    values, grid = functions(study, time, eta)
    n, width = study.weights.shape[2] // 2, grid[1] - grid[0]
    away = ((values - values.mean(0)) ** 2).sum(1) * width
    count = len(values)
    without = (away.sum() - away * count / (count - 1)) / (count - 2)
    return n * away.sum() / (count - 1), n * np.sqrt((count - 1) / count * ((without - without.mean()) ** 2).sum())


def measure_energy(parts):
    """E of a sum of particles [(weight, c, y), ...]: half the integral of (f - f_n)^2 in closed form."""
    charge = np.concatenate([share * c / len(c) for share, c, _ in parts])
    place = np.concatenate([y for _, _, y in parts])
    total = sum(a * b * gaussian(p - q, u + v) / 2 for a, p, u in HUMPS for b, q, v in HUMPS)
    total -= sum(a * (charge * gaussian(place - p, u + S2)).sum() for a, p, u in HUMPS)
    return total + (charge[:, None] * charge * gaussian(place[:, None] - place, 2 * S2)).sum() / 2


def convexity(study, along):
    """Largest excess of E at (1 - s) mu + s mu' over the chord, over pairs of replicas at the end and s; of mixtures, or of
    straight lines between weights."""
    weights = study.weights[:20, -1]
    n, worst = weights.shape[1] // 2, -np.inf
    for a, b in zip(weights[::2], weights[1::2]):
        ends = [measure_energy([(1, w[:n], w[n:])]) for w in (a, b)]
        for s in (0.25, 0.5, 0.75):
            middle = (measure_energy([(1 - s, a[:n], a[n:]), (s, b[:n], b[n:])]) if along == "mixture" else
                      measure_energy([(1, *np.split((1 - s) * a + s * b, 2))]))
            worst = max(worst, middle - (1 - s) * ends[0] - s * ends[1])
    return worst, 0.0


def collapse(studies, names, times=TIMES):
    """The largest ratio of E_n(t) among some studies, over the times, and the error of that ratio."""
    worst = (0.0, np.nan)
    for time in times:
        found = [energy(studies[name], time) for name in names]
        high, low = max(found), min(found)
        ratio = high[0] / low[0]
        if ratio > worst[0]:
            worst = ratio, ratio * np.hypot(high[1] / high[0], low[1] / low[0])
    return worst


def energy_slope(studies, time):
    """Exponent of E_n(t) itself."""
    n = sizes(studies, "particles-")
    found = [energy(studies[f"particles-{k}"], time) for k in n]
    return slope(n, [value for value, _ in found], [error for _, error in found])


def excess(studies, time):
    """Exponent of E_n(t) - E_inf(t) against n, E_inf from the two widest: E = E_inf + C/n, so E_inf = 2 E_2n - E_n."""
    n = sizes(studies, "particles-")
    found = {k: energy(studies[f"particles-{k}"], time) for k in n}
    limit = 2 * found[n[-1]][0] - found[n[-2]][0]
    some = n[:3]
    return slope(some, [found[k][0] - limit for k in some],
                 [np.hypot(found[k][1], np.hypot(2 * found[n[-1]][1], found[n[-2]][1])) for k in some])


def test_error(study):
    """Mean square error on new inputs over the variance of the target, at the end, with its error; and the stuck replicas are in it."""
    steps, value, error = study.curve("training_test_loss", "training_look")
    variance = study.number("target_variance")
    return 2 * value[-1] / variance, 2 * error[-1] / variance


def test_errors(studies, prefix):
    n = sizes(studies, prefix)
    return n, [test_error(studies[f"{prefix}{k}"]) for k in n]


def error_slope(studies, prefix):
    n, found = test_errors(studies, prefix)
    return slope(n, [value for value, _ in found], [error for _, error in found])


def ratio(a, b):
    return a[0] / b[0], a[0] / b[0] * np.hypot(a[1] / a[0], b[1] / b[0])


def stuck(studies, prefix):
    """Share of replicas whose loss at the end is above four times the median of theirs."""
    all_losses = [studies[f"{prefix}{n}"].replica_losses[:, -1] for n in sizes(studies, prefix)]
    return float(np.mean(np.concatenate([one > 4 * np.median(one) for one in all_losses])))


def claims(studies):
    wide = [f"particles-{n}" for n in sizes(studies, "particles-") if n >= 32]
    widest, slow = studies[wide[-1]], studies["slow-particles-128"]
    spins, spin_errors = test_errors(studies, "spins-5-")
    n = sizes(studies, "particles-")
    variances = {time: [scaled_variance(studies[f"particles-{k}"], time) for k in n] for time in (0.2, 10, 40)}
    spread = {time: slope(n, [v for v, _ in found], [e for _, e in found]) for time, found in variances.items()}
    first, last = variances[0.2][-1], variances[40][-1]
    noise = {key: test_error(studies[f"noise-{key}"]) for key in ("4-0.2", "13-0.2", "52-0.2", "164-0.2", "13-0.05")}
    root = error_slope(studies, "root-batch-")
    return [
        claim(1, "the empirical distribution of the parameters descends a convex landscape at a rate independent of n",
              "One-dimensional particles with all integrals known: curves of the energy against time are one for n of 32 and more; the "
              "energy is convex along mixtures of distributions, and not along straight lines between weights.",
              tested("largest ratio of E_n(t), n of 32 and more, t = 1, 3, 10", collapse(studies, wide), "below 1.7, of which 1 + C/n "
                     "explains 1.3 at n = 32", lambda value, error: value - 3 * error < 1.7, "steps without the factor n",
                     collapse(studies, [wide[0], "slow-particles-128"])),
              tested("E at mixtures of two replicas at their end over the chord, largest", convexity(widest, "mixture"),
                     "not above 1e-9", lambda value, _: value <= 1e-9, "straight lines between the weights",
                     convexity(widest, "line"))),
        claim(2, "the error scales as 1/n whatever the dimension",
              "In one dimension E_n - E_inf at t = 10 falls as 1/n. In five (cubic target on the sphere, sigmoid units) the error on new "
              "inputs falls at least as fast, which is what a bound asks for: above the floor that batches and the number of steps "
              "leave. Other dimensions are of the full form.",
              tested("particles: exponent of E_n - E_inf at t = 10", excess(studies, 10), "-1 within 0.35",
                     lambda value, error: abs(value + 1) < 0.35 + 2 * error, "E_n itself", energy_slope(studies, 10)),
              tested("5 dimensions: exponent of the error on new inputs, 16 to 64 units", error_slope(studies, "spins-5-"),
                     "below -0.8 by two errors", lambda value, error: value + 2 * error < -0.8, "batches of 4",
                     error_slope(studies, "small-batch-")),
              *(check(f"the same, from {a} to {b} units", value, error, "-; the local slope", None)
                for a, b, (value, error) in zip(spins, spins[1:], local_slopes(spins, [v for v, _ in spin_errors],
                                                                              [e for _, e in spin_errors]))),
              check("share of replicas that are stuck", stuck(studies, "spins-5-"), 0.0, "-; they are in the means", None)),
        claim(3, "law of large numbers; fluctuations of f_n are of order n^(-1/2), and heal to n^(-1)",
              "n times the integrated variance of f_n over replicas, at the start, at t = 10 and at t = 40: as large at every n, and "
              "smaller as time goes on.",
              *(tested(f"exponent of n Var f_n at t = {time:g}", spread[time], "0 within 0.25",
                       lambda value, error: abs(value) < 0.25 + 2 * error, "Var f_n itself", (spread[time][0] - 1, spread[time][1]))
                for time in (0.2, 10)),
              tested("n Var f_n of the widest at t = 40 over that at the start", ratio(last, first), "below 0.2",
                     lambda value, error: value + 3 * error < 0.2, "steps without the factor n",
                     ratio(scaled_variance(slow, 10, 0.005), scaled_variance(slow, 0.05, 0.005))),
              check("exponent of n Var f_n at t = 40: -1 where all has healed to n^(-1)", *spread[40], "-; below 0", None)),
        claim(4, "batches of n^(2a): f_n - f falls as n^(-min(a, 1)), its square as n^(-2 min(a, 1))",
              "Batches of n (a = 1/2) beside batches of 512, which are n^2 or more at 16 units and less at 64. The square of the error "
              "should fall as 1/n for the former, above the floor of the latter.",
              tested("batches of n: exponent of the square of the error", root, "-1 within 0.4",
                     lambda value, error: abs(value + 1) < 0.4 + 2 * error, "batches of 512", error_slope(studies, "spins-5-"))),
        claim(5, "guidelines for step and batch: noise proportional to step over batch until the floor of n",
              "64 units: the error on batches of 4 over that on 13 is 13/4 where noise decides, and a quarter of the step leaves a "
              "quarter of it.",
              tested("batches of 4 over batches of 13", ratio(noise["4-0.2"], noise["13-0.2"]), "2.2 to 6",
                     lambda value, error: 2.2 < value < 6, "batches of 52 over 164, nearer to the floor",
                     ratio(noise["52-0.2"], noise["164-0.2"])),
              tested("batches of 13: steps of 0.2 over steps of 0.05", ratio(noise["13-0.2"], noise["13-0.05"]), "2.2 to 6",
                     lambda value, error: 2.2 < value < 6, "batches of 52 over 164, nearer to the floor",
                     ratio(noise["52-0.2"], noise["164-0.2"])))]
