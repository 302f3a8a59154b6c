"""The data and the weights in run.nc make the losses that are in it: by the lines of docs/guides/reading.md, for each loss of a
network, with bias and without. Debian's python3 with numpy, netCDF4 and xarray."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import netCDF4
import numpy as np

program = os.environ["REPLICAS_PROGRAM"]
guide = pathlib.Path(__file__).parents[2] / "docs" / "guides" / "reading.md"
QUICK = ["--temps", "1e-3,1e-2", "--replicas", "2", "--steps", "600", "--sample-interval", "10", "--start", "random", "--step-size", "1e-4",
         "--threads", "1", "--map-share", "0", "--device", "cpu", "--save-weights"]


class SavedWeights(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)

    def run_with(self, *more):
        shutil.rmtree(self.directory / "run", ignore_errors=True)
        done = subprocess.run([program, *QUICK, *more, "--out", "run"], cwd=self.directory, capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.directory / "run" / "run.nc"

    def stored_loss(self, path, chain, draw, temperature):
        """Of the sample that the weights are of."""
        with netCDF4.Dataset(path) as file:
            at = list(file["posterior/draw_step"][:]).index(file["weights/draw_step"][draw])
            return float(file["posterior/loss"][chain, at, temperature])

    def test_the_lines_of_the_guide(self):
        try:
            import xarray
        except ImportError:
            self.skipTest("no xarray")
        if not hasattr(xarray, "open_datatree"):
            # Debian 12 has an older one: the same tree, as far as the lines go.
            xarray.open_datatree = lambda path: {f"{group}/{name}": variable for group in ("training_data", "weights")
                                                 for name, variable in xarray.open_dataset(path, group=group).variables.items()}
            self.addCleanup(delattr, xarray, "open_datatree")
        path = self.run_with("--network", "5-7-6-4", "--examples", "9", "--seed", "3")
        lines = re.search(r"```python\n(.*?)```", guide.read_text().split("## Saved weights in NumPy")[1], re.DOTALL)[1]
        for text, instead in (("runs/1/run.nc", str(path)), ("(10, 24, 24, 3)", "(5, 7, 6, 4)")):
            self.assertEqual(lines.count(text), 1, text)
            lines = lines.replace(text, instead)
        names = {}
        exec(lines, names)
        self.assertAlmostEqual(names["loss"] / self.stored_loss(path, 0, -1, 0), 1, places=5)  # float32

    def test_every_loss(self):
        """In float64 from what the file holds; the stored losses are sums in float32 of 9 examples, so 1e-5 of them."""
        for loss, outputs, bias in (("softmax", 3, True), ("logistic", 1, False), ("mse", 2, True), ("hinge", 1, True)):
            with self.subTest(loss=loss):
                path = self.run_with("--network", f"5-7-{outputs}", "--loss", loss, "--examples", "9", "--datasets", "2",
                                     "--replicas", "4", *([] if bias else ["--no-bias"]))
                for chain in range(4):
                    for temperature in range(2):
                        own = self.loss_of(path, loss, outputs, bias, chain, temperature)
                        self.assertAlmostEqual(own / self.stored_loss(path, chain, 3, temperature), 1, places=5)

    def loss_of(self, path, loss, outputs, bias, chain, temperature):
        with netCDF4.Dataset(path) as file:
            dataset = file["weights/dataset"][chain]
            data = file["training_data"]
            x = np.asarray(data["inputs"][dataset], "f8")
            w = np.asarray(file["weights/weights"][chain, 3, temperature], "f8")
            y = np.asarray(data["labels"][dataset]) if "labels" in data.variables else None
            t = np.asarray(data["targets"][dataset], "f8") if "targets" in data.variables else None
        for layer, (n, m) in enumerate(((5, 7), (7, outputs))):
            x = (np.tanh(x) if layer else x) @ w[:n * m].reshape(n, m)
            w = w[n * m:]
            if bias:
                x, w = x + w[:m], w[m:]
        self.assertEqual(w.size, 0)
        sign = None if y is None else 2 * y - 1
        if loss == "softmax":
            return np.mean(np.log(np.exp(x).sum(1)) - x[np.arange(len(y)), y])
        if loss == "logistic":
            return np.mean(np.log1p(np.exp(-sign * x[:, 0])))
        if loss == "hinge":
            return np.mean(np.maximum(0, 1 - sign * x[:, 0]))
        return np.mean(((x - t) ** 2).sum(1)) / 2

    def test_data_that_are_too_large_are_named_instead(self):
        generator = np.random.default_rng(1)
        np.save(self.directory / "x.npy", generator.normal(size=(2100, 8000)).astype("f4"))  # 67 MB
        np.save(self.directory / "y.npy", np.arange(2100) % 2)
        path = self.run_with("--network", "8000-1-2", "--data", "x.npy,y.npy", "--replicas", "1", "--temps", "1e-3", "--steps", "100", "--burn-in", "0")
        with netCDF4.Dataset(path) as file:
            self.assertNotIn("training_data", file.groups)
            self.assertRegex(file.getncattr("training_data"), r"^not stored, 67 MB of at most 64: x.npy,y.npy, XXH3 [0-9a-f]{16}$")


if __name__ == "__main__":
    unittest.main()
