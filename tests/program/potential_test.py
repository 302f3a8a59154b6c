"""Solvable potentials through the ordinary command: losses, fluctuations, curvature, relaxation and stiff directions
against their exact law and the oracles; words that are refused."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import netCDF4
import numpy as np

program = os.environ["REPLICAS_PROGRAM"]
oracles = json.loads((pathlib.Path(__file__).parent.parent / "data" / "oracles.json").read_text())["tables"]
# Student's t with 15 degrees of freedom leaves 1e-6 outside +-7.6 of the standard errors before widening; seeds are fixed,
# so a pass is permanent.
BOUND = 7.6


class Potential(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)

    def run_program(self, *words, steps=20000):
        out = self.directory / "run"
        shutil.rmtree(out, ignore_errors=True)
        done = subprocess.run([program, "--sample-interval", "10", *words, "--replicas", "16", "--steps", str(steps),
                               "--burn-in", "2000", "--quiet", "--out", out], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        with netCDF4.Dataset(out / "run.nc") as file:
            groups = [file, *file.groups.values()]
            return {name: v[:].filled(np.nan) if np.ma.isMA(v[:]) else v[:] for g in groups for name, v in g.variables.items()
                    }, done.stdout

    def assert_near(self, values, name, expected, relative=0.0):
        """Within BOUND standard errors, or within a relative tolerance where rounding or lags decide."""
        away = np.abs(values[name] - expected)
        allowed = np.maximum(BOUND * values[name + "_error"], relative * np.abs(expected))
        self.assertTrue((away <= allowed).all(), f"{name}: {values[name]} +- {values[name + '_error']}, not {expected}")

    def test_quadratic_modes_follow_the_law_of_the_discrete_chain(self):
        for update in ("em", "lm"):
            values, table = self.run_program("--potential", "quadratic:4,2,1,0.5x3", "--temps", "1e-4:1e-2:3", "--step-size",
                                             "0.1", "--update", update, "--map-share", "100")
            for name in ("loss_mean", "loss_variance", "d_mean", "d_var"):
                self.assert_near(values, name, values["exact_" + name])
            np.testing.assert_allclose(values["hessian_trace"], 22.5, rtol=1e-5)  # every probe of a diagonal gives it
            excess = 1 / (1 - 0.1 * 4 / 2) if update == "em" else 1.0  # the stiffest modes: var(x) h / T
            np.testing.assert_allclose(values["direction_ratio"][:, 0], excess, atol=0.12)  # 4 standard errors
            self.assert_near(values, "stiff_kurtosis", 0)
            # C is T H^-1 (1 - eta H/2)^-1 along the stiffest direction; a mixture of modes has more, never less.
            expected = values["direction_variance_predicted"]
            bound = BOUND * values["direction_variance_error"]
            self.assertTrue((np.abs(values["direction_variance"] - expected) < bound)[:, 0].all())
            self.assertFalse((values["direction_variance"] < expected - bound).any())  # NaN: no more directions
            np.testing.assert_allclose(values["direction_variance_predicted"][:, 0] * 4, values["temperature"] * excess, rtol=1e-4)
            np.testing.assert_allclose(values["effective_curvature"][:, 0], 4 / excess, rtol=0.12)
            # The directions themselves: of each curvature, one unit vector among its three modes.
            vectors = values["direction_vector"][0, :4]
            np.testing.assert_allclose(vectors @ vectors.T, np.eye(4), atol=1e-4)
            np.testing.assert_array_equal((np.abs(vectors) > 1e-3).sum(1), 3)
            # The stiffest six have curvatures between 0.5 and 4.
            self.assertEqual(values["window_ratio"].shape, (3, 4))
            self.assert_near(values, "window_ratio", (1 + excess) / 2, (excess - 1) / 2)
            self.assertFalse("margins" in values)
            self.assertTrue((np.abs(values["energy_ratio"] - 1) < BOUND * values["energy_ratio_error"])[:-1].all())
            self.assertIn("exact law", table)

    def test_the_loss_of_quadratic_modes_forgets_at_the_exact_rate(self):
        values, _ = self.run_program("--potential", "quadratic:4,2,1x3", "--temps", "1e-3", "--step-size", "0.02",
                                     "--update", "em", "--measure-interval", "2", "--sample-interval", "2")
        self.assert_near(values, "tau", values["exact_tau"], 0.02)

    def test_walls_follow_their_exact_law(self):
        for potential, temperatures in (("wall-gas:30x40", "1e-5:1e-2:4"), ("logistic-channel:10x40", "1e-3:1e-1:3"),
                                        ("wall:x20", "0.1,0.5")):
            with self.subTest(potential):
                values, _ = self.run_program("--potential", potential, "--temps", temperatures)
                for name in ("loss_mean", "loss_variance", "hessian_trace"):
                    # lm is of second order: (eta h)^2 at eta h of 0.2 and less.
                    self.assert_near(values, name, values["exact_" + name], 0.01)
                if min(values["exact_tau"]) > 20:  # else samples 10 steps apart are too far from each other
                    self.assert_near(values, "tau", values["exact_tau"], 0.1)

    def test_a_valley_under_a_prior(self):
        values, _ = self.run_program("--potential", "valley:x40", "--temps", "1e-3,1e-2", "--prior", "1")
        for name in ("loss_mean", "loss_variance", "hessian_trace"):
            self.assert_near(values, name, values["exact_" + name], 0.02)

    def test_a_potential_with_a_free_direction_gets_the_default_prior_and_says_so(self):
        for potential in ("valley", "quadratic:4,0"):
            done = subprocess.run([program, "--potential", potential, "--temps", "1e-2", "--steps", "4000", "--out",
                                   self.directory / potential], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(f"--potential {potential} leaves a direction free: --prior 0.7 confines it", done.stderr)
            config = (self.directory / potential / "config.toml").read_text()
            self.assertIn('prior = "0.7"', config)
        done = subprocess.run([program, "--potential", "wall", "--temps", "1e-2", "--steps", "4000", "--out",
                               self.directory / "wall"], capture_output=True, text=True)
        self.assertNotIn("confines", done.stderr)
        self.assertIn("no-confinement = true", (self.directory / "wall" / "config.toml").read_text())

    def test_between_walls_var_x_h_over_t_and_kurtosis_are_those_of_the_oracle(self):
        row = next(r for r in oracles["exp_pair"]["rows"] if r["params"] == {"a": 20.0, "T": 0.01})["values"]
        values, table = self.run_program("--potential", "channel:20x8", "--temps", "0.01", "--step-size", "4", "--map-share", "100", steps=60000)
        self.assert_near(values, "stiff_ratio", row["ratio_R"])
        self.assert_near(values, "stiff_kurtosis", row["excess_kurtosis_x"], 0.1)
        # Channels do not turn: windows show the same.
        self.assert_near(values, "window_ratio", row["ratio_R"])
        self.assertAlmostEqual(values["window_ratio"].mean(), row["ratio_R"], delta=0.4)
        # Margins of the two walls are x + 10 and 10 - x: symmetric about 10, and cut off where a wall is felt, ln(1/T).
        margins, middle = values["margins"][0], values["margin"]
        self.assertAlmostEqual(margins.sum(), 16, places=6)
        self.assertAlmostEqual((margins * middle).sum() / 16, 10, places=6)
        self.assertLess(margins[middle < np.log(1 / 0.01) - 4].sum(), 0.01 * 16)
        self.assertIn("Not a quadratic bowl", table)
        self.assertGreater(values["stiff_ratio"][0], 1.5)

    def test_what_excludes_each_other_is_refused(self):
        for word, words in (("exclude", ["--potential", "channel", "--network", "3-3"]),
                            ("exclude", ["--potential", "channel", "--gradient-descent"]),
                            ("--prior", ["--potential", "valley", "--no-confinement"]),
                            ("--potential", ["--start", "equilibrium"]),
                            ("choose quadratic", ["--potential", "chanel"]),
                            ("--map-share", ["--map-share", "-1"])):
            done = subprocess.run([program, *words, "--out", self.directory / "none"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 64, done.stderr)
            self.assertIn(word, done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
