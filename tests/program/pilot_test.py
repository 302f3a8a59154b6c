"""The pilot that chooses step sizes: it steps back by itself where steps by the curvature diverge (ReLU, whose pointwise
Hessian misses kinks), and where they do not, it chooses what it always chose."""
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
    def test_it_steps_back_where_steps_by_the_curvature_diverge(self):
        stepped_back = 0
        for seed in range(1, 7):
            done = run(*kinks, "--temps", "1e-3,1e-2", "--steps", "4000", "--seed", str(seed))
            self.assertEqual(done.returncode, 0, (seed, done.stderr))
            stepped_back += "pilot: steps by the curvature alone diverged and were made smaller" in done.stderr
        self.assertGreaterEqual(stepped_back, 3)  # else this tests nothing

    def test_what_it_chooses_elsewhere_is_unchanged(self):
        done = run("--temps", "1e-3,1e-2", "--network", "4-8-3", "--examples", "12", "--replicas", "4", "--steps", "1000")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("pilot:", done.stderr)
        self.assertEqual(re.search(r"step sizes (.*)", done.stderr)[1], "STEPS")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
