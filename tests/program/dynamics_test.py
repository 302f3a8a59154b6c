"""Runs with velocities and with schedules: what they say and store, the same bits after kill -9, in slices and on any threads, and the law that
baoab samples."""
import unittest

import netCDF4
import numpy

from same_bits import SameBits, contents

tiny = ["--temps", "1e-3:1e-2:2", "--network", "2-6-2", "--examples", "20", "--replicas", "4", "--steps", "2000", "--sample-interval", "20",
        "--burn-in", "200", "--quiet"]
descent = ["--gradient-descent", "--weight-decay", "1e-3", "--network", "2-6-2", "--examples", "20", "--replicas", "4", "--start", "random",
           "--steps", "2000", "--sample-interval", "20", "--burn-in", "200", "--quiet"]


class Dynamics(SameBits):
    def test_bits_do_not_depend_on_threads_slices_or_kill(self):
        for name, words in {"baoab": [*tiny, "--update", "baoab", "--friction", "0.3"],
                            "schedule": [*tiny, "--step-size", "0.1:0.01:cosine:1500"],
                            "momentum": [*descent, "--momentum", "0.9", "--batch", "7/epoch", "--step-size", "0.2:0.02:exp"]}.items():
            with self.subTest(name):
                expected, _ = self.one_three_and_merged(words, name)
                self.killed(words, f"{name}k")
                self.assertEqual(contents(self.results(f"{name}k")), expected)
                # Merged velocities are whole: the joined run goes on as the run of one process does.
                if name == "baoab":
                    for out in (f"{name}1", f"{name}m"):
                        self.call("resume", out, "--steps", "4000", "--quiet")
                    self.assertEqual(contents(self.results(f"{name}m")), contents(self.results(f"{name}1")))

    def test_annealing_leaves_out_what_belongs_to_an_equilibrium(self):
        words = [*tiny[2:], "--temps", "1e-2:1e-5:exp"]
        self.call(*words, "--out", "run")
        with netCDF4.Dataset(self.results("run")) as file:
            self.assertIn("loss_mean", file.variables)
            for name in ("d_mean", "llc", "d_var", "t_gauge", "tau", "energy_ratio", "step_bias"):
                self.assertNotIn(name, file.variables)
            loss = file["posterior"]["loss"][:, :, 0].mean(axis=0)
        self.assertLess(float(loss[-5:].mean()), 0.5 * float(loss[:5].mean()))  # T falls by 130 in between
        done = self.call("diagnose", "run", status=(0, 1))
        self.assertIn("--temps follows a schedule: what is measured belongs to a path", " ".join(done.stdout.split()))
        # It is the same run with the steps of the schedule given, and another one with other steps.
        self.call(*words[:-1], "1e-2:1e-5:exp:2000", "--out", "run")
        done = self.call(*words[:-1], "1e-2:1e-5:exp:1000", "--out", "run", status=(73,))
        self.assertIn("temps is 0.01:1e-05:exp:2000 there, not 0.01:1e-05:exp:1000", done.stderr)

    def test_a_descent_with_a_schedule_says_so_and_keeps_its_curves(self):
        self.call(*descent, "--momentum", "0.9", "--step-size", "0.2:0.02:exp", "--out", "run")
        with netCDF4.Dataset(self.results("run")) as file:
            self.assertIn("training_loss", file["training"].variables)
            for name in ("step_curvature", "step_bias", "tau"):  # they take one step size for granted
                self.assertNotIn(name, file.variables)
        said = " ".join(self.call("diagnose", "run", status=(0, 1)).stdout.split())
        self.assertIn("T = 0 is plain gradient descent", said)
        self.assertIn("--step-size follows a schedule", said)

    def test_baoab_samples_what_lm_samples(self):
        # An exact law: twelve modes of curvature 1, d_mean = 12, at a step of h = 1 (lm: eta = 0.5).
        for words in (["--update", "baoab", "--friction", "0.5"], ["--update", "lm"]):
            self.call("--potential", "quadratic:1x12", "--temps", "1e-3,1e-2", "--replicas", "16", "--steps", "20000", "--step-size", "0.5",
                      "--quiet", "--overwrite", "--out", "run", *words)
            with netCDF4.Dataset(self.results("run")) as file:
                d, error = file["d_mean"][:], file["d_mean_error"][:]
                self.assertNotIn("t_gauge", file.variables)
            for value, own in zip(d, error):
                self.assertLess(abs(float(value) - 12), 5 * float(own))
                self.assertLess(float(own), 0.5)


if __name__ == "__main__":
    unittest.main()
