"""`replicas diagnose` on a sound run and on four runs that are not what they seem: each has to be called what it is."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

program = os.environ["REPLICAS_PROGRAM"]


class Diagnose(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def diagnosis(self, *words):
        """Exit status and text, line breaks taken out; the run itself must succeed."""
        subprocess.run([program, *words, "--quiet", "--out", "a"], cwd=self.directory, check=True, capture_output=True,
                       timeout=3600)
        done = subprocess.run([program, "diagnose", "a"], cwd=self.directory, capture_output=True, text=True)
        return done.returncode, " ".join(done.stdout.split())

    def test_a_sound_run_passes(self):
        status, text = self.diagnosis("--temps", "1e-2", "--steps", "60000")
        self.assertEqual(status, 0, text)
        self.assertIn("Stationary: ", text)
        self.assertNotIn("FAILED", text)

    def test_one_per_cent_of_the_steps(self):
        status, text = self.diagnosis("--temps", "1e-5:1e-2", "--steps", "1500")
        self.assertEqual(status, 1)
        self.assertIn("FAILED Not stationary", text)
        self.assertIn("FAILED Too few independent samples", text)

    def test_no_confinement(self):
        status, text = self.diagnosis("--temps", "1e-4,1e-2", "--no-confinement", "--steps", "30000")
        self.assertEqual(status, 1)
        self.assertIn("FAILED No confinement: exp(-L/T) cannot be normalised", text)
        self.assertIn("FAILED Not stationary: the block means of |w|^2 drift at every temperature", text)
        self.assertIn("FAILED Without confinement there is no equilibrium, and var(x) <h> / T", text)

    def test_relu_has_no_curvature_at_its_kinks(self):
        _, text = self.diagnosis("--temps", "1e-3,1e-2", "--activation", "relu", "--steps", "6000")
        self.assertIn("note With kinks (ReLU, hinge loss) the Hessian misses the curvature of the kinks", text)

    def test_too_large_a_step_on_a_potential_is_seen_against_its_exact_law(self):
        # eta h = 1.2 under em: the exact law of a quadratic knows it; that of a wall is the limit of small steps.
        status, text = self.diagnosis("--potential", "channel:0x20", "--temps", "1", "--update", "em", "--step-size", "0.15",
                                      "--steps", "30000")
        self.assertEqual(status, 1)
        self.assertIn("FAILED The mean loss is not that of the potential", text)

    def test_twenty_times_the_step_size(self):
        # Auto chooses about 2.6, 0.33 and 0.051 with em: 20 times those.
        status, text = self.diagnosis("--temps", "1e-5,1e-4,1e-3", "--update", "em", "--step-size", "50,6.6,1.02",
                                      "--steps", "15000", "--on-divergence", "mark")
        self.assertEqual(status, 1)
        self.assertIn("FAILED The step size is beyond stability", text)
        self.assertIn("use a smaller --step-size, or auto", text)
        self.assertIn("T_conf/T", text)

    def test_more_examples_than_the_network_fits_at_this_temperature(self):
        status, text = self.diagnosis("--temps", "1e-2", "--examples", "100", "--prior", "0.5", "--steps", "30000")
        self.assertEqual(status, 1)
        self.assertIn("FAILED Beyond the fitting transition", text)
        self.assertIn("where P T = 1", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
