"""The linear logistic model of oracles.json through the ordinary command, with data from a file: mean and variance of the
loss, points at the boundary and trace of the Hessian, at three temperatures, within their own standard errors."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import netCDF4

program = os.environ["REPLICAS_PROGRAM"]
data = pathlib.Path(__file__).parent.parent / "data"
# Student's t with 63 degrees of freedom leaves 1e-8 outside +-6.6. Leimkuhler-Matthews at eta h <= 0.02 has a relative
# bias of the order of (eta h)^2 = 4e-4, well below the errors (0.3 % of the mean, 0.8 % of the variance).
BOUND = 6.6
QUANTITIES = [("loss_mean", "mean_L"), ("loss_variance", "var_L"), ("d_mean", "d_mean"), ("d_var", "d_var"),
              ("n_act", "n_act_c0p0823720"), ("hessian_trace", "mean_trH_L")]


class LinearLogistic(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)
        subprocess.run([sys.executable, data / "make_linear_logistic.py", self.directory], check=True)

    def deviations(self, prior, steps):
        """(name, T, z) of every quantity at every temperature."""
        subprocess.run(
            [program, "--data", "inputs.npy,labels.npy", "--network", "100-1", "--activation", "linear", "--loss",
             "logistic", "--no-bias", "--prior", prior, "--temps", "1e-5,1e-4,1e-3", "--step-size", "0.02/T", "--update",
             "lm", "--replicas", "64", "--steps", steps, "--measure-interval", "20", "--quiet", "--out", prior],
            cwd=self.directory, check=True, capture_output=True, timeout=3600)
        rows = json.loads((data / "oracles.json").read_text())["tables"]["linear_logistic"]["rows"]
        result = []
        with netCDF4.Dataset(os.path.join(self.directory, prior, "run.nc")) as file:
            for index, row in enumerate(rows):
                self.assertEqual(file["temperature"][index], row["params"]["T"])
                for ours, exact in QUANTITIES:
                    value, error = float(file[ours][index]), float(file[ours + "_error"][index])
                    result.append((ours, row["params"]["T"], (value - row["values"][exact]) / error))
        return result

    def test_agrees_with_quadrature(self):
        for name, temperature, z in self.deviations("10", "25000"):
            self.assertLess(abs(z), BOUND, (name, temperature))

    def test_would_notice_a_prior_ten_per_cent_too_narrow(self):
        self.assertGreater(max(abs(z) for *_, z in self.deviations("9", "12500")), 2 * BOUND)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
