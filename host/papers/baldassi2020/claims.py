"""The claims of the abstract of arXiv:1905.07833 as numbers, in their binary form. Thresholds were written down before the studies were
run; a null has to fail the check that it stands beside."""
# Long because the claims stand here one after the other, with what they mean.
import numpy as np

from arrays_study import followed, mean_over_instances, sphere
from baldassi2020 import real_data
from judging import check, claim, tested

LOW, HIGH = 0.3, 0.5  # loads of the perceptrons: at the lower one plain least action solves, too
NEAR, FLIPS = 0.04, 0.05  # distance and flip rate at which surroundings are compared
DEVICE_LOADS = (0.1, 0.2)  # where committee and parity machine are both solved


def less(a, b):
    return a[0] - b[0], np.hypot(a[1], np.nan_to_num(b[1]))


def over(a, b):
    return a[0] / b[0], abs(a[0] / b[0]) * np.hypot(a[1] / a[0], np.nan_to_num(b[1]) / b[0])


def above_zero(value, error):
    return value > 4 * error


def typical(studies, load):
    """Franz-Parisi entropy around typical solutions less that of all configurations, at NEAR."""
    study = studies[f"typical-entropy-{load:g}"]
    d = study["distance"]
    return followed(d, study["franz_parisi"] - sphere(d), NEAR), 0.0


def typical_energy(studies, load):
    return studies[f"typical-energy-{load:g}"].at("local_energy", flips=FLIPS)[0], 0.0


def halves(study, load):
    """The two halves of a study's instances, each as if it were one: what differs between them is chance."""
    values = study.by_instance("instance_local_energy", load)[..., study.place("flips", FLIPS)]
    return mean_over_instances(values[::2]), mean_over_instances(values[1::2])


def halves_near(study, load):
    d, entropy = (study.by_instance("instance_local_" + name, load) for name in ("distance", "entropy"))
    rows = np.array([[followed(x, s - sphere(x), NEAR) for x, s in zip(*one)] for one in zip(d, entropy)])
    return mean_over_instances(rows[::2]), mean_over_instances(rows[1::2])


def weights(study, load):
    """Instances x weights, NaN where there is no solution."""
    place = study.place("load", load)
    return np.where(study["instance_solved"][place][:, None] == 1, study["weights"][place], np.nan)


def overlap(one, other, load, shift=0):
    """Of the solutions of two studies of the same instances; shifted, of different instances."""
    each = (weights(one, load) * np.roll(weights(other, load), shift, axis=0)).mean(1)
    return mean_over_instances(each[:, None])


def share(study, load, attempts=1):
    """Of the instances that were solved, once at least in so many attempts, with the binomial error of the program."""
    solved = study["instance_solved"][study.place("load", load)].reshape(-1, attempts).any(1)
    shifted = (solved.sum() + 1) / (len(solved) + 2)
    return solved.mean(), np.sqrt(shifted * (1 - shifted) / len(solved))


def most(value, error):
    return value > 0.8


def first(studies):
    found, narrow = studies["fbp"], studies["lal"]
    entropy = {name: studies["entropy-" + name].at("entropy", load=HIGH) for name in ("0", "0.4")}
    isolated = studies[f"typical-entropy-{HIGH:g}"].at("franz_parisi", distance=0.002)
    return claim(
        1, "the error loss has few extremely wide flat minima, beside narrower minima and critical points",
        "Typical solutions are isolated (theory), and yet fBP finds solutions with exponentially many others around them. "
        "Few: their entropy falls with the margin. At load 0.3 plain least action finds solutions, too; if they are narrower, both "
        "kinds coexist. Critical points of the differentiable form need continuous weights: not in this half.",
        tested("phi(0.002) around typical solutions, load 0.5", isolated, "below 0: isolated", lambda value, error: value < -4 * error,
               f"around fBP's, measured, at d = {NEAR}", less(found.near_solutions(HIGH, NEAR), (-sphere(NEAR), 0.0))),
        tested(f"entropy at d = {NEAR} around fBP's solutions less that around typical ones, load 0.5",
               less(found.near_solutions(HIGH, NEAR), typical(studies, HIGH)), "above 0 by 4 errors", above_zero, "one half of fBP's less the other",
               less(*halves_near(found, HIGH))),
        tested(f"local energy at flip rate {FLIPS}, fBP's over typical solutions', load 0.5",
               over(found.local_energy(HIGH, FLIPS), typical_energy(studies, HIGH)), "below 0.7", lambda value, _: value < 0.7,
               "random configurations over typical", (0.5 / typical_energy(studies, HIGH)[0], np.nan)),
        tested("entropy of solutions of margin 0.4 over that of all, load 0.5", over(entropy["0.4"], entropy["0"]),
               "below 0.2: few", lambda value, _: value < 0.2, "all over all", (1.0, np.nan)),
        tested("local energy, least action over fBP, load 0.3", over(narrow.local_energy(LOW, FLIPS), found.local_energy(LOW, FLIPS)),
               "above 1 by 4 errors: narrower minima coexist", lambda value, error: value - 1 > 4 * error, "one half of fBP's over the other",
               over(*halves(found, LOW))))


def second(studies):
    smooth, found, narrow = studies["cross-entropy"], studies["fbp"], studies["lal"]
    return claim(
        2, "minimisers of the cross-entropy overlap with the wide flat minima of the error loss",
        "Minima of the cross-entropy, annealed and then taken as solutions of the error loss, against typical solutions, and against "
        "plain least action, which sees errors alone. Overlaps are between solutions of the same patterns; "
        "those of different instances are 0 within 1/sqrt(N).",
        tested(f"entropy at d = {NEAR} around cross-entropy's solutions less that around typical ones, load 0.5",
               less(smooth.near_solutions(HIGH, NEAR), typical(studies, HIGH)), "above 0 by 4 errors", above_zero, "one half less the other",
               less(*halves_near(smooth, HIGH))),
        tested(f"local energy at flip rate {FLIPS}, over typical solutions', load 0.5",
               over(smooth.local_energy(HIGH, FLIPS), typical_energy(studies, HIGH)), "below 0.7", lambda value, _: value < 0.7,
               "random configurations over typical", (0.5 / typical_energy(studies, HIGH)[0], np.nan)),
        tested("overlap with fBP's solution of the same instance, load 0.5", overlap(smooth, found, HIGH), "above 0.5",
               lambda value, _: value > 0.5, "of different instances", overlap(smooth, found, HIGH, 1)),
        tested("local energy, least action over cross-entropy, load 0.3",
               over(narrow.local_energy(LOW, FLIPS), smooth.local_energy(LOW, FLIPS)), "above 1 by 4 errors",
               lambda value, error: value - 1 > 4 * error, "one half of cross-entropy's over the other", over(*halves(smooth, LOW))),
        tested("overlap with fBP's solution, cross-entropy less least action, load 0.3",
               less(overlap(smooth, found, LOW), overlap(narrow, found, LOW)), "above 0 by 4 errors", above_zero, "of different instances",
               less(overlap(smooth, found, LOW, 1), overlap(narrow, found, LOW, 1))))


def third(studies):
    tree, parity = studies["tree"], studies["parity"]
    lines = []
    for load in DEVICE_LOADS:
        lines.append(tested(f"entropy at d = {NEAR} around solutions, committee less parity machine, load {load}",
                            less(tree.near_solutions(load, NEAR), parity.near_solutions(load, NEAR)), "above 0 by 4 errors", above_zero,
                            "one half of the committee's less the other", less(*halves_near(tree, load))))
        lines.append(tested(f"local energy at flip rate {FLIPS}, parity machine over committee, load {load}",
                            over(parity.local_energy(load, FLIPS), tree.local_energy(load, FLIPS)), "above 1.5 by 4 errors",
                            lambda value, error: value - 1.5 > 4 * error, "one half of the committee's over the other",
                            over(*halves(tree, load))))
    return claim(
        3, "there are devices without wide flat minima",
        "Committee and parity machine with the same inputs, at loads where the same rule solves both. Measured is that the parity "
        "machine's solutions are less surrounded, at every load; that it has no wide flat minimum at all is not proved by this. That the "
        "rule fails on it first is secondary.",
        *lines, tested("share solved at load 0.3: committee", share(tree, 0.3), "above 0.8", most, "parity machine", share(parity, 0.3)))


def fourth(studies):
    entropic, plain = studies["entropic-lal"], studies["plain-lal"]
    rows = []
    for name, null, load, words in (("entropic-fbp", "plain-bp", 0.6, "fBP"), ("entropic-sbpi", "plain-sbpi", 0.5, "SBPI"),
                                    ("entropic-lal", "plain-lal", 0.45, "eLAL")):
        rows.append(tested(f"share solved at load {load}: {words}", share(studies[name], load), "above 0.8", most,
                           "without its entropic term", share(studies[null], load)))
    rows.append(tested("share solved, committee N = 321, K = 5, load 0.5: replicated descent, y = 7", share(studies["entropic-rsgd"], 0.5),
                       "above 0.8", most, "one of seven single replicas of as many epochs", share(studies["plain-sgd"], 0.5, 7)))
    for load in (0.35, 0.4):
        rows.append(tested(f"local energy at flip rate {FLIPS}, eLAL over LAL, load {load}",
                           over(entropic.local_energy(load, FLIPS), plain.local_energy(load, FLIPS)), "below 1 by 3 errors",
                           lambda value, error: value - 1 < -3 * error, "one half of LAL's over the other", over(*halves(plain, load))))
    return claim(
        4, "entropy-driven greedy and message-passing algorithms focus on wide flat regions",
        "Each algorithm beside itself without its entropic term, on the same instances: where the plain one fails, and, where both "
        "solve, how flat what they find is. eLAL is our own definition of an entropic least action (host/solve/least_action.h).", *rows)


def claims(studies):
    return [
        first(studies), second(studies), third(studies), fourth(studies),
        claim(5, "with SGD and cross-entropy a slow reduction of the norm leads to wide flat minima",
              "Needs continuous weights whose norm is steered, which this half does not have: nothing is measured."),
        real_data.sixth(studies)]
