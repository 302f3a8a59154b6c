"""The claims on training (arXiv:1805.00915 and arXiv:2011.14522), on studies written by hand that show what every claim asks for, and
bugs planted in them, each of which takes its check away."""
import pathlib
import sys
import unittest

host = pathlib.Path(__file__).parents[2] / "host"
sys.path[:0] = [str(host / "show"), str(host / "papers")]
import numpy as np
from rotskoff2018 import claims as particles
from training_study import TrainingStudy, local_slopes, slope
from yang2021 import claims as widths


def study(about=None, **values):
    one = TrainingStudy.__new__(TrainingStudy)
    one.about = about or {}
    one.values = {name: np.asarray(value, float) for name, value in values.items()}
    one.weights = one.weight_steps = one.replica_losses = None
    return one


def curve(name, axis, steps, values, error=0.01):
    values = np.asarray(values, float)[None]
    return {axis: steps, name: values, name + "_error": np.abs(values) * error}


STEPS = np.array([10, 50, 150, 500, 2000])
LIMIT = np.array([0.064, 0.05, 0.0205, 0.0045, 0.0003])
EXCESS = np.array([0.19, 0.12, 0.08, 0.055, 0.02])


def gas(n, replicas, pace=1.0, scale=(1, 0.4, 0.15)):
    """n particles whose energies are LIMIT + EXCESS / n; the variance of f_n is that of independent charges, less and less."""
    limit, excess = (np.interp(STEPS * pace, STEPS, each) for each in (LIMIT, EXCESS))
    one = study(**curve("training_loss", "training_step", STEPS, limit + excess / n))
    random = np.random.default_rng(n)
    draws = [np.concatenate([factor * random.standard_normal((replicas, n)), random.uniform(-2, 2, (replicas, n))], axis=1)
             for factor in scale]
    one.weights, one.weight_steps = np.array(draws).transpose(1, 0, 2), np.array([10, 500, 2000])
    # At the end each fits the target with charges of its own places: two of them, each shifted, make a third that does not.
    one.weights[:, -1, n:] = random.choice([-2.0, 0.0, 0.0, 2.0], (replicas, n))
    one.weights[:, -1, :n] = np.where(one.weights[:, -1, n:] == 0, -1.0, 1.0) * 1.3 + one.weights[:, -1, :n]
    return one


def spins(relative, n=64, stuck=0):
    one = study({"target_variance": 5.0}, **curve("training_test_loss", "training_look", np.array([1, 1000]), [2.5, 2.5 * relative], 0.03))
    one.replica_losses = np.ones((6, 3)) * relative
    one.replica_losses[:stuck] *= 100
    return one


def gases():
    found = {f"particles-{n}": gas(n, replicas) for n, replicas in ((8, 400), (16, 400), (32, 200), (64, 100), (128, 60))}
    found["slow-particles-128"] = gas(128, 30, 0.25, (1, 0.95, 0.8))
    for n in (16, 32, 64):
        found[f"spins-5-{n}"] = spins(0.03 * (16 / n) ** 1.5)
        found[f"root-batch-{n}"] = spins(0.05 * 16 / n)
        found[f"small-batch-{n}"] = spins(0.06)
    for key, error in (("4-0.2", 0.06), ("13-0.2", 0.018), ("52-0.2", 0.006), ("164-0.2", 0.0045), ("13-0.05", 0.0055)):
        found[f"noise-{key}"] = spins(error)
    return found


def wide():
    """Changes that are exact powers of the width."""
    found = {}
    rows = dict(widths.EXPECTED) | {"beyond": (0.5, 0.5), "linear": (0,)}
    for name, powers in rows.items():
        for n in (64, 128, 256, 512):
            change = [0.1 * (n / 64) ** power for power in powers] + [0.3]
            last = powers[-1]
            values = {**curve("preactivation_change", "training_look", np.array([1, 3]), [change, change]),
                      **curve("feature_kernel_change", "training_look", np.array([1, 3]), [change, change]),
                      **curve("tangent_kernel_change", "training_look", np.array([1, 3]), [0.1 * (n / 64) ** last] * 2)}
            found[f"{name}-{n}"] = study(**values)
    return found


def scaled(names, value, power):
    """Values of some studies times (n / 64)^power."""
    def change(studies):
        for name in list(studies):
            if name.rsplit("-", 1)[0] in names:
                studies[name].values[value] = studies[name].values[value] * (int(name.rsplit("-", 1)[1]) / 64) ** power
    return change


def copied(to, of):
    def change(studies):
        studies[to] = studies[of]
    return change


def unhealed(studies):
    one = studies["particles-128"]
    one.weights[:, -1] = one.weights[:, 0]


def shared(studies):
    """All replicas alike but for noise of one size: n Var f_n grows as n."""
    for name in studies:
        if name.startswith("particles-"):
            one = studies[name]
            n = one.weights.shape[2] // 2
            one.weights[:, :2, :n] *= np.sqrt(n / 8)


# (studies, claims, claim, words of the check, the bug)
PLANTED = [
    (gases, particles, 1, "largest ratio of E_n(t)", copied("particles-64", "slow-particles-128")),
    (gases, particles, 2, "exponent of E_n - E_inf", scaled(["particles"], "training_loss", -0.5)),
    (gases, particles, 2, "exponent of the error on new inputs", scaled(["spins-5"], "training_test_loss", 1)),
    (gases, particles, 3, "n Var f_n at t = 0.2", shared),
    (gases, particles, 3, "n Var f_n at t = 10", shared),
    (gases, particles, 3, "of the widest at t = 40", unhealed),
    (gases, particles, 4, "batches of n", scaled(["root-batch"], "training_test_loss", 0.7)),
    (gases, particles, 5, "batches of 4 over", copied("noise-4-0.2", "noise-13-0.2")),
    (gases, particles, 5, "steps of 0.2 over", copied("noise-13-0.05", "noise-13-0.2")),
    (wide, widths, 1, "NTK: exponent of the change of the pre-activations, hidden layer 1", scaled(["ntk"], "preactivation_change", 0.2)),
    (wide, widths, 1, "standard, learning rate 1/n: exponent of the relative change", scaled(["standard"], "feature_kernel_change", 0.2)),
    (wide, widths, 2, "muP: exponent of the change of the pre-activations, hidden layer 2", scaled(["mup"], "preactivation_change", -0.2)),
    (wide, widths, 2, "muP: exponent of the relative change of the tangent", scaled(["mup"], "tangent_kernel_change", -0.2)),
    (wide, widths, 2, "steps sqrt(n) times", scaled(["beyond"], "preactivation_change", -0.4)),
    (wide, widths, 4, "between, r = 1/4: exponent of the change of the pre-activations, hidden layer 2",
     scaled(["grid-0.25"], "preactivation_change", 0.2)),
]


class TrainingClaims(unittest.TestCase):
    def test_studies_that_show_all_of_it_support_every_claim(self):
        for make, module, untested in ((gases, particles, []), (wide, widths, [5])):
            for one in module.claims(make()):
                for check in one["checks"]:
                    self.assertIn(check["holds"], (True, None), check)
                self.assertEqual(one["verdict"], "not tested" if one["number"] in untested else "supported", one["number"])

    def test_planted_bugs_are_found(self):
        for make, module, number, words, bug in PLANTED:
            with self.subTest(module=module.__name__, claim=number, check=words):
                studies = make()
                bug(studies)
                one = next(each for each in module.claims(studies) if each["number"] == number)
                named = [check for check in one["checks"] if words in check["what"]]
                self.assertEqual([check["holds"] for check in named], [False], named)
                self.assertNotEqual(one["verdict"], "supported")

    def test_stuck_replicas_are_counted(self):
        studies = gases()
        studies["spins-5-64"] = spins(0.003, stuck=2)
        check = particles.claims(studies)[1]["checks"][-1]
        self.assertAlmostEqual(check["value"], 2 / 18)

    def test_exponents(self):
        n = np.array([8, 16, 32])
        value, error = slope(n, 3.0 * n ** -0.5, 0.01 * n ** -0.5)
        self.assertAlmostEqual(value, -0.5)
        # sxx = 2 ln(2)^2 in units of the squared relative error 1/300.
        self.assertAlmostEqual(error, 1 / (300 * np.log(2) * np.sqrt(2)))
        self.assertEqual(len(local_slopes(n, 3.0 * n, 0.01 * n)), 2)
        self.assertTrue(np.isnan(slope(n, [1, np.nan, -1], [0.1] * 3)[0]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
