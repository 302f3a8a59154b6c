"""Runs on batches and by width: what they say, what they store, the same bits after kill -9, in slices and on any threads, and a small classifier
that is trained by it."""
import unittest

import netCDF4

from same_bits import SameBits, contents

tiny = ["--temps", "1e-3:1e-2:2", "--network", "2-6-2", "--examples", "20", "--replicas", "4", "--steps", "2000", "--sample-interval", "20",
        "--burn-in", "200", "--quiet"]


class Batches(SameBits):
    def test_they_are_said_and_judged(self):
        words = [word for word in tiny if word != "--quiet"]
        done = self.call(*words, "--batch", "8/epoch", "--measure-interval", "20", "--out", "run")
        self.assertIn("batches: 8 of 20 examples a step, each once an epoch, each replica its own; 3 steps an epoch; all examples are "
                      "looked at every 20 steps, 11 % of the work", done.stderr)
        with netCDF4.Dataset(self.results("run")) as file:
            own = file["batch_temperature"][:]
            self.assertTrue((own > 0).all())
            self.assertGreater(float(own[0]), 1e-5)  # the thermal noise at 1e-3 is not far away
        self.assertRegex(self.call("diagnose", "run", status=(0, 1)).stdout, "atches of 8")

    def test_a_parametrisation_says_its_regime(self):
        words = [word for word in tiny if word != "--quiet"]
        for name, regime in (("mup", "feature learning as the width grows, at T = 0 (r = 0"), ("ntk", "kernel as the width grows, at T = 0 (r = 0.5"),
                             ("0,0;0,0.5;0", "unstable")):
            done = self.call(*words, "--parametrisation", name, "--out", name[:3])
            self.assertIn(f"parametrisation {name}: {regime}", done.stderr)

    def test_bits_do_not_depend_on_threads_slices_or_kill(self):
        words = [*tiny, "--batch", "7", "--update", "lm"]
        self.one_three_and_merged(words, "run")
        # In the middle of an epoch: one has three steps.
        epochs = [*tiny, "--batch", "7/epoch"]
        self.call(*epochs, "--out", "whole")
        self.killed(epochs, "killed")
        self.assertEqual(contents(self.results("killed")), contents(self.results("whole")))

    def test_fresh_examples_have_the_same_bits_and_say_what_is_measured(self):
        words = ["--network", "3-8-1", "--loss", "mse", "--teacher", "network:3-4-1", "--label-noise", "0.1", "--test-examples", "50",
                 "--examples", "20", "--replicas", "4", "--steps", "2000", "--sample-interval", "20", "--burn-in", "200", "--batch", "5/online"]
        path = [*words, "--gradient-descent", "--no-confinement", "--start", "random", "--step-size", "0.1"]
        expected, said = self.one_three_and_merged(path, "path")
        self.assertIn("batches: 5 fresh examples a step, each replica its own; no step sees the 20 stored ones: L is a test loss", said)
        self.killed(path, "killed")
        self.assertEqual(contents(self.results("killed")), expected)
        with netCDF4.Dataset(self.results("path1")) as file:
            # Half the variance is the loss of a network that says 0; what is left of it, on answers without noise, is small, and on
            # stored ones, which have noise that nobody could learn, it is not: half of 0.1 of the variance.
            variance, test, loss = file.getncattr("target_variance"), float(file["test_loss"][0]), float(file["loss_mean"][0])
            self.assertLess(test, 0.02 * variance)
            self.assertGreater(loss, 0.03 * variance)
        said = " ".join(self.call("diagnose", "path1", status=(0, 1)).stdout.split())
        self.assertIn("Steps move by 5 fresh examples each", said)
        # At T > 0 there is no equilibrium of what is stored.
        self.call(*words, "--temps", "1e-3:1e-2:2", "--quiet", "--out", "warm")
        with netCDF4.Dataset(self.results("warm")) as file:
            self.assertNotIn("d_mean", file.variables)
            self.assertIn("loss_mean", file.variables)
            self.assertTrue((file["batch_temperature"][:] > 0).all())
        self.assertIn("are left out: they need the loss that the weights feel", " ".join(self.call("diagnose", "warm", status=(0, 1)).stdout.split()))

    def test_a_run_goes_on_only_with_its_batches(self):
        self.call(*tiny, "--batch", "8", "--out", "run")
        done = self.call(*tiny, "--batch", "9", "--out", "run", status=73)
        self.assertIn("batch is 8 there, not 9", done.stderr)

    def test_gradient_descent_on_batches_learns(self):
        self.call("--gradient-descent", "--no-confinement", "--network", "2-16-2", "--examples", "40", "--replicas", "4", "--step-size",
                  "0.2", "--steps", "6000", "--batch", "8/epoch", "--start", "random", "--quiet", "--out", "run")
        with netCDF4.Dataset(self.results("run")) as file:
            loss = file["posterior"]["loss"][:]
            warmup = file["warmup_posterior"]["loss"][:]
        self.assertLess(float(loss[..., -1].mean() if loss.shape[-1] > 1 else loss.mean()), 0.7 * float(warmup.max()))


if __name__ == "__main__":
    unittest.main()
