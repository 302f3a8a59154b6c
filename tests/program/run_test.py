"""The whole program on a small network: what it leaves behind, what it refuses, and that the bits do not depend on how
it was called."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
small = ["--temps", "1e-3:1e-1:3", "--network", "4-8-3", "--examples", "12", "--replicas", "6", "--steps", "4000"]


def call(words, cwd, **options):
    return subprocess.run([program, *words], cwd=cwd, capture_output=True, text=True, timeout=3600, **options)


def arrays(path):
    """Every variable of every group, as raw bytes."""
    result = {}
    with netCDF4.Dataset(path) as file:
        for group in [file, *file.groups.values()]:
            group.set_auto_mask(False)
            for name, variable in group.variables.items():
                result[group.path + name] = numpy.asarray(variable[...]).tobytes()
    return result


class Run(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def run_small(self, *more, status=0):
        done = call([*small, *more], self.directory)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def test_leaves_a_run_directory_and_prints_a_table(self):
        done = self.run_small()
        (name,) = os.listdir(self.path("runs"))
        self.assertEqual(sorted(os.listdir(self.path("runs", name))), ["config.toml", "manifest", "manifest.prev", "metrics.jsonl", "run.nc", "segments", "state.0.4000"])
        self.assertIn("d_mean", done.stdout)
        self.assertEqual(self.run_small("--threads", "1").stdout, done.stdout)  # the same command means the same run
        self.run_small("--seed", "2")
        self.assertEqual(len(os.listdir(self.path("runs"))), 2)

    def test_bits_depend_neither_on_threads_nor_on_the_configuration_coming_from_a_file(self):
        self.run_small("--out", "a", "--threads", "1", "--step-size", "auto")
        self.run_small("--out", "b", "--threads", "2")
        reference = arrays(self.path("a", "run.nc"))
        self.assertEqual(reference, arrays(self.path("b", "run.nc")))
        for config in ("a", "a/config.toml", "a/run.nc"):
            done = call(["--config", config, "--out", "c"], self.directory)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(reference, arrays(self.path("c", "run.nc")))
            shutil.rmtree(self.path("c"))

    def test_the_command_line_wins_over_the_file(self):
        with open(self.path("my.toml"), "w") as file:
            file.write('temps = [1e-3, 1e-2]\nreplicas = 3\nno-bias = true\nnetwork = "4-8-3"\nsteps = 2000\n')
        done = call(["--config", "my.toml", "--replicas", "5", "--weight-decay", "0.1", "--out", "a"], self.directory)
        self.assertEqual(done.returncode, 0, done.stderr)
        with netCDF4.Dataset(self.path("a", "run.nc")) as file:
            self.assertEqual(file.groups["posterior"].dimensions["chain"].size, 5)
            self.assertEqual(file.getncattr("weights"), 4 * 8 + 8 * 3)
            self.assertEqual(file.getncattr("confinement"), "weight decay")
            self.assertIn("no-bias = true", file.getncattr("configuration"))

    def test_json_and_quiet(self):
        done = self.run_small("--json", "--quiet")
        self.assertEqual(done.stderr, "")
        document = json.loads(done.stdout)
        self.assertIn("loss_mean", json.dumps(document))

    def test_a_signal_before_the_first_step_keeps_what_was_done(self):
        with open(self.path("hold"), "w") as file:
            file.write("descent")
        child = subprocess.Popen([program, *small], cwd=self.directory, stderr=subprocess.PIPE, text=True,
                                 env={**os.environ, "REPLICAS_TEST_HOLD": self.path("hold")})
        for line in child.stderr:
            if "held in the descent" in line:
                break
        child.send_signal(signal.SIGTERM)
        message = child.communicate(timeout=3600)[1]
        self.assertEqual(child.returncode, 75, message)
        self.assertIn("before the first step", message)
        os.remove(self.path("hold"))
        done = subprocess.run([program, *small], cwd=self.directory, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("going on before the first step", done.stderr)

    def test_a_full_disk_is_one_line_and_74(self):
        def limit():
            import resource
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        done = call([*small, "--quiet"], self.directory, preexec_fn=limit)
        self.assertEqual(done.returncode, 74, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_divergence_is_named_and_stops_or_is_marked(self):
        wild = ["--step-size", "60", "--start", "random", "--activation", "linear", "--loss", "mse"]
        done = self.run_small(*wild, status=76)
        self.assertIn("diverged", done.stderr)
        self.assertIn("T = 0.001", done.stderr)
        self.assertEqual(os.listdir(self.directory), [])
        done = self.run_small(*wild, "--on-divergence", "mark", "--out", "a")
        self.assertIn("diverged", done.stdout)
        self.assertEqual(call(["diagnose", "a"], self.directory).returncode, 1)

    def test_data_sets_are_spread_over_the_chains(self):
        self.run_small("--datasets", "3", "--out", "a")
        with netCDF4.Dataset(self.path("a", "run.nc")) as file:
            self.assertEqual(list(file.groups["posterior"]["dataset"][:]), [0, 1, 2, 0, 1, 2])
            self.assertTrue(numpy.all(file["loss_mean_dataset_spread"][:] > 0))

    def test_data_from_files_equal_to_the_random_ones_give_the_same_losses(self):
        inputs = numpy.random.default_rng(1).standard_normal((12, 4)).astype("f4")
        labels = numpy.arange(12) % 3
        numpy.save(self.path("x.npy"), inputs)
        numpy.save(self.path("y.npy"), labels)
        numpy.save(self.path("x2.npy"), inputs[::-1].astype("f8"))
        numpy.save(self.path("y2.npy"), labels[::-1].astype("i4"))
        self.run_small("--data", "x.npy,y.npy", "--test-data", "x2.npy,y2.npy", "--out", "a")
        with netCDF4.Dataset(self.path("a", "run.nc")) as file:
            # The test data are the training data in another order, looked at less often.
            ratio = file["test_loss"][:] / file["loss_mean"][:]
            self.assertTrue(numpy.all(abs(ratio - 1) < 0.5), ratio)

    def test_gradient_descent_reaches_a_low_loss(self):
        words = [word for word in small if word not in ("--temps", "1e-3:1e-1:3")]
        done = call([*words, "--gradient-descent", "--start", "random", "--out", "a"], self.directory)
        self.assertEqual(done.returncode, 0, done.stderr)
        with netCDF4.Dataset(self.path("a", "run.nc")) as file:
            loss = file.groups["posterior"]["loss"][:, :, 0]
            self.assertTrue(numpy.all(loss[:, -1] < loss[:, 0]))

    def test_no_confinement_is_called_what_it_is(self):
        done = self.run_small("--no-confinement", "--out", "a")
        self.assertIn("no confinement", done.stderr)
        verdict = call(["diagnose", "a"], self.directory)
        self.assertEqual(verdict.returncode, 1)
        self.assertIn("equilibrium", verdict.stdout)

    def test_help_version_and_citation(self):
        for words, needle in ((["--help"], "--temps"), (["run", "--help"], "Examples"), (["--version"], "replicas "),
                              (["--cite"], "2304.01335"), (["plot", "--help"], "RUN"), (["diagnose", "--help"], "RUN"),
                              (["bench", "--help"], "workload")):
            done = call(words, self.directory)
            self.assertEqual(done.returncode, 0, words)
            self.assertIn(needle, done.stdout)
        self.assertEqual(os.listdir(self.directory), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
