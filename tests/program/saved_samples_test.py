"""What a run keeps of its weights: --save-weights in run.nc, and --drop-samples, which frees most of a run's size."""
import os
import shutil
import subprocess
import tempfile
import unittest

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
tiny = ["--temps", "1e-3:1e-2:2", "--network", "2-3-2", "--examples", "4", "--replicas", "3", "--steps", "4000",
        "--sample-interval", "10", "--burn-in", "1000", "--step-size", "0.05", "--start", "random", "--threads", "1"]
N = 17
environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}


class SavedSamples(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def call(self, *words, status=0, out="run"):
        more = ["--out", out] if out else []
        done = subprocess.run([program, *words, *more], cwd=self.directory, env=environment, capture_output=True, text=True,
                              timeout=3600)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def read(self, group, name, out="run"):
        with netCDF4.Dataset(os.path.join(self.directory, out, "run.nc")) as file:
            file.set_auto_mask(False)
            return numpy.asarray((file[group] if group else file)[name][...])

    def segment_bytes(self, out="run"):
        folder = os.path.join(self.directory, out, "segments")
        return sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))

    def test_saved_weights_are_those_of_the_draws_and_survive_an_interruption(self):
        words = [*tiny, "--save-weights"]
        self.call(*words, out="whole")
        weights, steps = (self.read("weights", name, "whole") for name in ("weights", "draw_step"))
        self.assertEqual(weights.shape, (3, steps.size, 2, N))
        self.assertGreaterEqual(steps.size, 256)
        # |w|^2 of the same moments was summed by the program when it took the sample.
        draws, norms = (self.read("posterior", name, "whole") for name in ("draw_step", "weight_norm2"))
        chosen = numpy.searchsorted(draws, steps)
        self.assertTrue(numpy.array_equal(draws[chosen], steps))
        squares = (weights.astype("f8") ** 2).sum(axis=-1)
        numpy.testing.assert_allclose(squares, norms[:, chosen, :], rtol=1e-6)
        self.assertGreater(numpy.ptp(weights[0, :, 1, 0]), 0)
        # They come back from the segments of a run that was stopped, bit for bit.
        self.call(*words, "--max-hours", "1e-9", "--checkpoint-interval", "0", status=75)
        self.call(*words)
        self.assertEqual(self.read("weights", "weights").tobytes(), weights.tobytes())
        self.assertIn("weights", self.call(*tiny, status=73).stderr)  # another run: it keeps none

    def test_without_the_option_no_weights_are_in_the_result(self):
        self.call(*tiny)
        with netCDF4.Dataset(os.path.join(self.directory, "run", "run.nc")) as file:
            self.assertNotIn("weights", file.groups)

    def test_dropped_samples_free_the_disk_and_change_no_trajectory(self):
        first = self.call(*tiny).stdout
        before = self.segment_bytes()
        shutil.copytree(os.path.join(self.directory, "run"), os.path.join(self.directory, "kept"))
        self.assertEqual(self.call("resume", "run", "--drop-samples", out="").stdout, first)
        self.assertLess(self.segment_bytes(), before - 256 * 6 * N * 4)  # all weights are gone
        self.assertEqual(self.call(*tiny).stdout, first)  # a finished run still
        self.assertIn("finished", self.call("info", "run", out="").stdout)
        # At once, at the end of a run, the same is left.
        self.call(*tiny, "--drop-samples", out="at_once")
        self.assertEqual(self.segment_bytes("at_once"), self.segment_bytes())
        self.assertEqual(sorted(os.listdir(os.path.join(self.directory, "at_once", "segments"))), ["000002"])
        # More steps: the trajectory and its averages do not notice, the spectrum begins anew.
        done = self.call(*tiny, "--steps", "8000")
        self.assertIn("were dropped", done.stderr)
        self.call(*tiny, "--steps", "8000", out="kept")
        for group, name in (("posterior", "loss"), ("", "d_mean"), ("", "hessian_trace")):
            self.assertEqual(self.read(group, name).tobytes(), self.read(group, name, "kept").tobytes(), name)
        spectrum = self.read("", "covariance_spectrum")
        self.assertTrue(numpy.isfinite(spectrum).all() and (spectrum[:, 0] > 0).all())
        self.assertFalse(numpy.array_equal(spectrum, self.read("", "covariance_spectrum", "kept")))


if __name__ == "__main__":
    unittest.main(verbosity=2)
