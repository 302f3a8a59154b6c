"""The curvature map of small networks: clouds of replicas beside Marchenko and Pastur, margins, the share of the cost."""
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


class CurvatureMap(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)

    def run_program(self, *words):
        out = self.directory / "run"
        shutil.rmtree(out, ignore_errors=True)
        done = subprocess.run([program, *words, "--out", out], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.said = done.stderr
        with netCDF4.Dataset(out / "run.nc") as file:
            self.about = {name: file.getncattr(name) for name in file.ncattrs()}
            return {name: np.ma.filled(v[:].astype(float), np.nan) for g in (file, *file.groups.values())
                    for name, v in g.variables.items() if v.dtype.kind in "fi"}

    def test_a_cloud_from_a_common_start_is_isotropic_while_it_diffuses(self):
        values = self.run_program("--network", "10-24-24-3", "--examples", "16", "--replicas", "24", "--steps", "2000",
                                  "--temps", "1e-3,1e-2", "--start", "common", "--burn-in", "0", "--step-size", "0.02")
        seen, null, time = values["cloud_spectrum"], values["cloud_spectrum_marchenko_pastur"], values["cloud_time"]
        self.assertEqual(seen.shape, (2, len(time), 23))
        self.assertGreaterEqual(len(time), 4)
        # 939 weights, 24 replicas: each eigenvalue scatters by 1 / sqrt(939) and less.
        np.testing.assert_allclose(seen / null, 1, atol=0.15)
        # Diffusion of 2 eta T per weight and step against the prior of 0.7; some 30 of 939 directions are held by the loss.
        width = seen.sum(2) / 939
        np.testing.assert_allclose(width[0], 0.49 * (1 - np.exp(-2 * 0.02 * 1e-3 * time / 0.49)), rtol=0.1)

    def test_structure_shows_above_marchenko_and_pastur(self):
        values = self.run_program("--potential", "quadratic:1,1,1,1,1,0.01", "--replicas", "64", "--steps", "4000", "--temps", "1e-3")
        ratio = values["cloud_spectrum"] / values["cloud_spectrum_marchenko_pastur"]
        self.assertTrue((ratio[0, :, 0] > 3).all(), ratio)
        np.testing.assert_allclose(values["cloud_spectrum"][0, :, 0], 0.1, rtol=1)  # T / 0.01
        # Of 64 Gaussian points the variance along that direction is known to sqrt(2 / 63) of itself, and a jackknife over
        # 16 groups knows that to sqrt(1 / 30). The curvatures of 1 scatter less, together over five directions.
        relative = values["cloud_spectrum_error"][0, :, 0] / values["cloud_spectrum"][0, :, 0]
        np.testing.assert_allclose(relative.mean(), np.sqrt(2 / 63), rtol=0.4)
        relative = values["cloud_variance_error"] / values["cloud_variance"]  # nearly all in that direction
        np.testing.assert_allclose(relative.mean(), np.sqrt(2 / 63), rtol=0.4)

    def test_every_example_has_a_margin_and_the_map_keeps_to_its_share(self):
        for share in ("20", "5"):
            values = self.run_program("--network", "4-8-3", "--examples", "12", "--replicas", "4", "--steps", "20000", "--temps",
                                      "1e-3,3e-3,1e-2", "--map-share", share)
            np.testing.assert_allclose(values["margins"].sum(1), 12)
            self.assertLessEqual(self.about["curvature_map_share"], float(share) / 100)
            self.assertGreater(self.about["curvature_map_share"], float(share) / 400)
            self.assertRegex(self.said, r"curvature map: \d+ Hessian products per replica, [\d.]+ s: \d+ % of [\d.]+ s of steps")
            checks = [v["check"] for v in json.loads(self.about["verdicts"])]
            self.assertIn("clock", checks)
            # Deeper in the cold: the examples move away from the boundary, by about ln T.
            mean = (values["margins"] * values["margin"]).sum(1) / 12
            self.assertTrue((np.diff(mean) < -0.5).all(), mean)


if __name__ == "__main__":
    unittest.main(verbosity=2)
