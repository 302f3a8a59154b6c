"""Runs on batches and by width: what they say, what they store, the same bits after kill -9, in slices and on any threads, and a small classifier
that is trained by it."""
import os
import shutil
import signal
import subprocess
import tempfile
import unittest

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
tiny = ["--temps", "1e-3:1e-2:2", "--network", "2-6-2", "--examples", "20", "--replicas", "4", "--steps", "2000", "--sample-interval", "20",
        "--burn-in", "200", "--quiet"]
patience = 3600  # seconds after which a test that hangs gives up; no test asks how long anything takes


def contents(path):
    """All variables of a run.nc, as raw bytes."""
    result = {}
    with netCDF4.Dataset(path) as file:
        for group in [file, *file.groups.values()]:
            group.set_auto_mask(False)
            result.update({group.path + name: numpy.asarray(v[...]).tobytes() for name, v in group.variables.items()})
    return result


class Batches(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def call(self, *words, status=0, environment=None):
        done = subprocess.run([program, *words], cwd=self.directory, capture_output=True, text=True, timeout=patience,
                              env={**os.environ, **(environment or {})})
        self.assertIn(done.returncode, status if isinstance(status, tuple) else (status,), done.stdout + done.stderr)
        return done

    def results(self, out):
        return os.path.join(self.directory, out, "run.nc")

    def kill_and_go_on(self, words):
        """The run `killed`: of these words, killed at step 1000, and again."""
        hold = os.path.join(self.directory, "hold")
        with open(hold, "w") as file:
            file.write("1000")
        held = [word for word in words if word != "--quiet"]
        child = subprocess.Popen([program, *held, "--out", "killed", "--checkpoint-interval", "0"], cwd=self.directory, text=True,
                                 stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env={**os.environ, "REPLICAS_TEST_HOLD": hold})
        self.addCleanup(child.wait)
        seen = ""
        while "held after step 1000" not in seen:
            line = child.stderr.readline()
            self.assertTrue(line, "ended before it was held: " + seen)
            seen += line
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=patience)
        self.call(*words, "--out", "killed", status=(0, 2))

    def test_they_are_said_and_judged(self):
        words = [word for word in tiny if word != "--quiet"]
        done = self.call(*words, "--batch", "8/epoch", "--measure-interval", "20", "--out", "run", status=(0, 2))
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
            done = self.call(*words, "--parametrisation", name, "--out", name[:3], status=(0, 2))
            self.assertIn(f"parametrisation {name}: {regime}", done.stderr)

    def test_bits_do_not_depend_on_threads_slices_or_kill(self):
        words = [*tiny, "--batch", "7", "--update", "lm"]
        self.call(*words, "--threads", "1", "--out", "one", status=(0, 2))
        self.call(*words, "--threads", "3", "--out", "three", status=(0, 2))
        expected = contents(self.results("one"))
        self.assertEqual(contents(self.results("three")), expected)
        for number in (1, 2):
            self.call(*words, "--shard", f"{number}/2", "--out", "cut")
        self.call("merge", "cut.shard-1-of-2", "cut.shard-2-of-2", "--out", "merged", status=(0, 2))
        self.assertEqual(contents(self.results("merged")), expected)
        # In the middle of an epoch: one has three steps.
        epochs = [*tiny, "--batch", "7/epoch"]
        self.call(*epochs, "--out", "whole", status=(0, 2))
        self.kill_and_go_on(epochs)
        self.assertEqual(contents(self.results("killed")), contents(self.results("whole")))

    def test_fresh_examples_have_the_same_bits_and_say_what_is_measured(self):
        words = ["--network", "3-8-1", "--loss", "mse", "--teacher", "network:3-4-1", "--label-noise", "0.1", "--test-examples", "50",
                 "--examples", "20", "--replicas", "4", "--steps", "2000", "--sample-interval", "20", "--burn-in", "200", "--batch", "5/online"]
        path = [*words, "--gradient-descent", "--no-confinement", "--start", "random", "--step-size", "0.1"]
        done = self.call(*path, "--threads", "1", "--out", "one", status=(0, 2))
        self.assertIn("batches: 5 fresh examples a step, each replica its own; no step sees the 20 stored ones: L is a test loss", done.stderr)
        self.call(*path, "--threads", "3", "--out", "three", status=(0, 2))
        expected = contents(self.results("one"))
        self.assertEqual(contents(self.results("three")), expected)
        for number in (1, 2):
            self.call(*path, "--shard", f"{number}/2", "--out", "cut")
        self.call("merge", "cut.shard-1-of-2", "cut.shard-2-of-2", "--out", "merged", status=(0, 2))
        self.assertEqual(contents(self.results("merged")), expected)
        self.kill_and_go_on(path)
        self.assertEqual(contents(self.results("killed")), expected)
        with netCDF4.Dataset(self.results("one")) as file:
            # Half the variance is the loss of a network that says 0; what is left of it, on answers without noise, is small, and on
            # stored ones, which have noise that nobody could learn, it is not: half of 0.1 of the variance.
            variance, test, loss = file.getncattr("target_variance"), float(file["test_loss"][0]), float(file["loss_mean"][0])
            self.assertLess(test, 0.02 * variance)
            self.assertGreater(loss, 0.03 * variance)
        said = " ".join(self.call("diagnose", "one", status=(0, 1)).stdout.split())
        self.assertIn("Steps move by 5 fresh examples each", said)
        # At T > 0 there is no equilibrium of what is stored.
        self.call(*words, "--temps", "1e-3:1e-2:2", "--quiet", "--out", "warm", status=(0, 2))
        with netCDF4.Dataset(self.results("warm")) as file:
            self.assertNotIn("d_mean", file.variables)
            self.assertIn("loss_mean", file.variables)
            self.assertTrue((file["batch_temperature"][:] > 0).all())
        self.assertIn("are left out: they need the loss that the weights feel", " ".join(self.call("diagnose", "warm", status=(0, 1)).stdout.split()))

    def test_a_run_goes_on_only_with_its_batches(self):
        self.call(*tiny, "--batch", "8", "--out", "run", status=(0, 2))
        done = self.call(*tiny, "--batch", "9", "--out", "run", status=73)
        self.assertIn("batch is 8 there, not 9", done.stderr)

    def test_gradient_descent_on_batches_learns(self):
        self.call("--gradient-descent", "--no-confinement", "--network", "2-16-2", "--examples", "40", "--replicas", "4", "--step-size",
                  "0.2", "--steps", "6000", "--batch", "8/epoch", "--start", "random", "--quiet", "--out", "run", status=(0, 2))
        with netCDF4.Dataset(self.results("run")) as file:
            loss = file["posterior"]["loss"][:]
            warmup = file["warmup_posterior"]["loss"][:]
        self.assertLess(float(loss[..., -1].mean() if loss.shape[-1] > 1 else loss.mean()), 0.7 * float(warmup.max()))


if __name__ == "__main__":
    unittest.main()
