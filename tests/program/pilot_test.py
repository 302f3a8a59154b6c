"""The descent to a start and the pilot that chooses step sizes go back by themselves where steps by the curvature diverge
(a pointwise Hessian misses the kinks of ReLU, a saddle is flat), and elsewhere do what they always did."""
import os
import re
import subprocess
import sys
import tempfile
import unittest

program = os.environ["REPLICAS_PROGRAM"]
kinks = ["--network", "6-9-1", "--no-bias", "--activation", "relu", "--loss", "logistic", "--examples", "20"]


def run(*words):
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run([program, *words, "--out", "run"], cwd=folder, capture_output=True, text=True)


class Pilot(unittest.TestCase):
    def test_a_descent_goes_back_where_steps_by_the_curvature_diverge(self):
        went_back = 0
        for seed in range(1, 7):
            done = run(*kinks, "--temps", "1e-3,1e-2", "--steps", "2000", "--seed", str(seed))
            self.assertEqual(done.returncode, 0, (seed, done.stderr))
            went_back += "start: descent by the curvature alone diverged; steps were made smaller" in done.stderr
        self.assertGreaterEqual(went_back, 2)  # else this tests nothing

    def test_the_pilot_goes_back_where_steps_by_the_curvature_diverge(self):
        # Near weights of 0 a deep network is flat, so the first steps are large; where it is no longer, they are too large.
        for seed in range(1, 4):
            done = run("--network", "6-9-9-1", "--no-bias", "--activation", "relu", "--loss", "mse", "--examples", "20", "--temps",
                       "1e-3,1e-2", "--steps", "2000", "--start", "random", "--initial-scale", "0.001", "--seed", str(seed))
            self.assertEqual(done.returncode, 0, (seed, done.stderr))
            self.assertRegex(done.stderr, r"pilot: steps by the curvature alone diverged and were made smaller, at T \(and to\) 0.001")

    def test_what_they_choose_elsewhere_is_unchanged(self):
        done = run("--temps", "1e-3,1e-2", "--network", "4-8-3", "--examples", "12", "--replicas", "4", "--steps", "1000", "--start",
                   "descent")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("diverged", done.stderr)
        self.assertEqual(re.search(r"start: .*", done.stderr)[0], "start: 250 descent steps; step sizes 0.24 0.088")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
