"""Claim 6 of arXiv:1905.07833 on real images: does the flatness of a minimiser tell its test error?"""
import numpy as np

from judging import check, claim, tested

SOLVERS = {"real-lal": "least action", "real-lal-batch": "least action in batches of 25", "real-elal": "entropic least action",
           "real-rsgd": "replicated descent, y = 3"}
FLIPS = 0.05
TEXT = "volumes of minimisers, their Hessian and their generalisation correlate on real data"


def ranks(values):
    """From 0; those that are equal share the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count + 1) / 2)[place]


def spearman(x, y):
    """NaN where one of them does not vary."""
    a, b = ranks(x), ranks(y)
    return np.nan if a.std() == 0 or b.std() == 0 else float(np.corrcoef(a, b)[0, 1])


def groups(studies, flatness):
    """(flatness, test errors) of the attempts that solved, by solver and draw of training data: within a group only the solver's
    random numbers differ."""
    found = []
    for name in SOLVERS:
        study = studies[name]
        for instance in range(study["instance_solved"].shape[1]):
            x, y = flatness(study)[instance], study["instance_test_error"][0, instance]
            known = np.isfinite(x) & (study["instance_solved"][0, instance] == 1)
            if known.sum() >= 4:
                found.append((x[known], y[known]))
    return found


def mean_correlation(pairs, seed=1, draws=200):
    """Mean rank correlation over groups, its bootstrap error (attempts are drawn anew within each group), and the same with
    test errors permuted."""
    random = np.random.default_rng(seed)
    value = np.nanmean([spearman(x, y) for x, y in pairs]) if pairs else np.nan

    def drawn(choose):
        return [np.nanmean([spearman(*choose(x, y)) for x, y in pairs]) for _ in range(draws)] if pairs else [np.nan]

    def again(x, y):
        chosen = random.integers(0, len(x), len(x))
        return x[chosen], y[chosen]

    error = float(np.nanstd(drawn(again), ddof=1)) if pairs else np.nan
    permuted = drawn(lambda x, y: (x, random.permutation(y)))
    return (value, error), (float(permuted[0]), float(np.nanstd(permuted, ddof=1)) if pairs else np.nan)


def local_energy(study):
    return study["instance_local_energy"][0, :, :, study.place("flips", FLIPS)]


def local_entropy(study):
    return study["instance_local_entropy"][0, :, :, 0]


def pooled(studies, flatness):
    """The same groups without regard to the solver: all minimisers of one draw together."""
    draws = next(iter(studies[name] for name in SOLVERS))["instance_solved"].shape[1]
    found = []
    for instance in range(draws):
        x = np.concatenate([flatness(studies[name])[instance] for name in SOLVERS])
        y = np.concatenate([studies[name]["instance_test_error"][0, instance] for name in SOLVERS])
        solved = np.concatenate([studies[name]["instance_solved"][0, instance] for name in SOLVERS]) == 1
        known = np.isfinite(x) & solved
        found.append((x[known], y[known]))
    return [pair for pair in found if len(pair[0]) >= 4]


def sixth(studies):
    if not all(name in studies for name in SOLVERS):
        return claim(6, TEXT, "Needs real images: give the files of Fashion-MNIST by `--data IMAGES,LABELS`. Nothing is measured.")
    rows = []
    for words, sign, flatness in (("local energy at flip rate 0.05", 1, local_energy), ("local entropy along a field of 1", -1, local_entropy)):
        for scope, choose in (("within solvers", groups), ("all solvers together", pooled)):
            value, null = mean_correlation(choose(studies, flatness))
            rows.append(tested(f"rank correlation of {words} with the test error, {scope}", value,
                               f"{'above' if sign > 0 else 'below'} 0 by 3 errors",
                               lambda v, e, sign=sign: sign * v > 3 * e, "test errors permuted", null))
    for name, words in SOLVERS.items():
        study = studies[name]
        test, energy = study["instance_test_error"][0], local_energy(study)
        solved = study["instance_solved"][0] == 1
        count = max(1, int(solved.sum()))
        spread = lambda values: np.nanstd(values) / np.sqrt(count)
        rows += [check(f"{words}: share solved", *study.at("solved", load=study["load"][0]), "-", None),
                 check(f"{words}: test error", test[solved].mean() if solved.any() else np.nan, spread(test[solved]), "-", None),
                 check(f"{words}: local energy at {FLIPS}", np.nanmean(energy) if solved.any() else np.nan, spread(energy), "-", None),
                 check(f"{words}: seconds to a solution", *study.at("seconds", load=study["load"][0]), "-", None)]
    return claim(
        6, TEXT, "Fashion-MNIST, dress against coat, inputs at their medians, 500 training examples, the other examples of the two classes "
        "as the test; fully connected committee of 9 units on 785 inputs. Minimisers of one draw of the training data by four rules, "
        "differing in random numbers. All weights are +-1 and all errors 0, so that norm and training loss are the same in all of "
        "them. Binary weights have no Hessian: volumes are the local entropy.", *rows)
