"""--start file:W.npy: runs from weights that somebody else trained, in the order that --save-weights documents."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
SIZES = (2, 3, 2)
N = 17
# Steps of 1e-12: the samples are the weights of the start but for noise of 1e-7.
still = ["--temps", "1e-3,1e-2", "--network", "2-3-2", "--replicas", "3", "--steps", "300", "--sample-interval", "10",
         "--burn-in", "0", "--map-share", "0", "--threads", "1", "--device", "cpu", "--save-weights", "--step-size", "1e-12"]


def loss(w, x, y):
    """Mean cross-entropy of a tanh network whose weights are, layer by layer, W[in][out] and then b."""
    at, h = 0, x
    for layer, (n_in, n_out) in enumerate(zip(SIZES, SIZES[1:])):
        matrix, bias = w[at:at + n_in * n_out].reshape(n_in, n_out), w[at + n_in * n_out:at + (n_in + 1) * n_out]
        at += (n_in + 1) * n_out
        h = (numpy.tanh(h) if layer else h) @ matrix + bias
    return numpy.mean(numpy.log(numpy.exp(h).sum(axis=1)) - h[numpy.arange(len(y)), y])


class StartFile(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)
        generator = numpy.random.default_rng(7)
        self.x = generator.standard_normal((20, 2)).astype("f4")
        self.y = generator.integers(0, 2, 20).astype("i4")
        self.weights = generator.standard_normal((2, 3, N)).astype("f4")
        self.save("x.npy", self.x)
        self.save("y.npy", self.y)

    def save(self, name, array):
        numpy.save(os.path.join(self.directory, name), array)

    def call(self, *words, status=0, out="run"):
        done = subprocess.run([program, *words, "--out", out], cwd=self.directory, capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr

    def start(self, *words, **how):
        return self.call(*still, "--data", "x.npy,y.npy", "--start", "file:w.npy", *words, **how)

    def saved(self, out="run"):
        with netCDF4.Dataset(os.path.join(self.directory, out, "run.nc")) as file:
            file.set_auto_mask(False)
            return file["weights/weights"][:, 0]  # (chain, temperature, weight)

    def said_losses(self, text):
        said = re.search(r"weights of w\.npy \(XXH3 [0-9a-f]{16}\): loss (\S+?)(?: to (\S+), by replica)?$", text, re.MULTILINE)
        self.assertIsNotNone(said, text)
        return [float(number) for number in said.groups() if number]

    def test_one_network_is_where_all_replicas_begin_and_its_loss_is_said(self):
        self.save("w.npy", self.weights[0, 0].astype("f8"))
        said = self.said_losses(self.start("--anchor", "100"))
        exact = loss(self.weights[0, 0].astype("f8"), self.x.astype("f8"), self.y)
        numpy.testing.assert_allclose(said, [exact], rtol=1e-6)  # nine digits of a sum in float
        numpy.testing.assert_allclose(self.saved(), numpy.broadcast_to(self.weights[0, 0], (3, 2, N)), atol=1e-5)
        with netCDF4.Dataset(os.path.join(self.directory, "run", "run.nc")) as file:  # the anchor is there, too
            numpy.testing.assert_allclose(file["ground_loss"][:], exact, rtol=1e-6)

    def test_a_network_of_each_replica_at_every_temperature_or_at_its_own(self):
        for given in (self.weights[0], self.weights):
            self.save("w.npy", given)
            out = f"run{given.ndim}"
            said = self.said_losses(self.start(out=out))
            losses = [loss(w.astype("f8"), self.x.astype("f8"), self.y) for w in given.reshape(-1, N)]
            numpy.testing.assert_allclose(said, [min(losses), max(losses)], rtol=1e-6)
            whole = numpy.broadcast_to(given, (2, 3, N)).transpose(1, 0, 2)
            numpy.testing.assert_allclose(self.saved(out), whole, atol=1e-5)

    def test_slices_take_their_rows(self):
        self.save("w.npy", self.weights)
        self.start(out="whole")
        for number in (1, 2):
            self.start("--shard", f"{number}/2", out="cut")
        self.call("merge", "cut.shard-1-of-2", "cut.shard-2-of-2", out="joined")
        self.assertEqual(self.saved("joined").tobytes(), self.saved("whole").tobytes())

    def test_a_run_goes_on_from_its_own_weights_alone(self):
        self.save("w.npy", self.weights)
        self.start("--max-hours", "1e-9", "--checkpoint-interval", "0", status=75)
        self.save("w.npy", self.weights + 1)
        self.assertIn("the weights of w.npy changed", self.start(status=73))
        self.save("w.npy", self.weights)
        self.start()
        self.start(out="whole")
        self.assertEqual(self.saved().tobytes(), self.saved("whole").tobytes())

    def test_what_does_not_fit_is_refused(self):
        w = self.weights
        wrong = {"(17,), (3, 17) or (2, 3, 17)": w[0, 0, :-1], "(2, 17)": w[:, 0], "(3, 2, 17)": w.transpose(1, 0, 2),
                 "number 18 of the weights (from 0) is nan": numpy.where(w == w[0, 1, 1], numpy.nan, w).astype("f4"),
                 "is inf": numpy.where(w == w[0, 0, 0], 1e300, w.astype("f8")), "at most 1e+06": w * numpy.float32(1e7),
                 "floating-point": w.astype("i4")}
        for needle, array in wrong.items():
            with self.subTest(needle):
                self.save("w.npy", numpy.ascontiguousarray(array))
                text = self.start(status=65)
                self.assertIn(needle, text.splitlines()[-1])
                self.assertFalse(os.path.exists(os.path.join(self.directory, "run")))


if __name__ == "__main__":
    unittest.main()
