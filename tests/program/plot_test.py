"""`replicas plot` on a run, on runs that lack something, and on what is no run."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

import matplotlib.image
import netCDF4

program = os.environ["REPLICAS_PROGRAM"]
FIGURES = ["autocorrelation", "boundary", "cloud", "covariance", "curvature", "dimension", "hessian", "histogram", "loss", "motion", "overview",
           "reweighting", "spectrum", "stiff_directions"]


class Plot(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def run_and_plot(self, *words, path="a"):
        small = ["--network", "4-8-3", "--examples", "12", "--replicas", "4", "--steps", "4000", "--quiet", "--out", "a"]
        subprocess.run([program, *small, *words], cwd=self.directory, check=True, capture_output=True, timeout=3600)
        return self.plot(path, 0)

    def plot(self, run, status, *more):
        done = subprocess.run([program, "plot", run, *more], cwd=self.directory, capture_output=True, text=True, timeout=3600)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        return done

    def assert_figures(self, names):
        self.assertEqual(sorted(os.listdir(self.path("a", "figures"))),
                         sorted(f"{name}.{kind}" for name in names for kind in ("png", "svg")))
        for name in names:
            pixels = matplotlib.image.imread(self.path("a", "figures", name + ".png"))[..., :3]
            self.assertGreater((pixels < 0.5).any(axis=2).sum(), 2000, name)  # ink: axes, curves and letters
            with open(self.path("a", "figures", name + ".svg")) as file:
                self.assertIn("<svg", file.read(1000))

    def small(self, name="a", **columns):
        """A run of which only the overview and the mean loss can be drawn."""
        os.mkdir(self.path(name))
        with netCDF4.Dataset(self.path(name, "run.nc"), "w") as file:
            file.setncatts({"Conventions": "replicas-1", "steps": 4000, "burn_in": 1000})
            file.createDimension("temperature", 2)
            for column, values in {"temperature": [1e-2, 2e-2], "loss_mean": [0.1, 0.2], "loss_variance": [0.01, 0.04], **columns}.items():
                file.createVariable(column, "f8", ("temperature",))[:] = values

    def test_all_figures(self):
        self.run_and_plot("--temps", "1e-2:4e-2:3")
        self.assert_figures(FIGURES)

    def test_test_data_have_a_figure_of_their_own(self):
        self.run_and_plot("--temps", "1e-2:4e-2:3", "--network", "4-8-2", "--teacher", "mixture:2", "--test-examples", "20")
        self.assert_figures(["generalisation", *FIGURES])

    def test_one_temperature_and_a_path_to_the_file(self):
        self.run_and_plot("--temps", "1e-2", path="a/run.nc")
        self.assert_figures([name for name in FIGURES if name != "reweighting"])

    def test_figures_go_where_they_are_sent(self):
        """Also from a run that nobody may write in, to a folder that is not there yet."""
        self.small()
        for words in (["--out", "my/figures of a"], ["--out=" + self.path("elsewhere")]):
            self.plot("a", 0, *words)
            self.assertIn("overview.png", os.listdir(self.path(words[-1].removeprefix("--out="))))
        self.assertEqual(os.listdir(self.path("a")), ["run.nc"])
        with open(self.path("file"), "w"):
            pass
        self.assertIn("choose another place with --out", self.plot("a", 73, "--out", "file").stderr)

    def test_gradient_descent_has_a_figure_of_its_own_and_nothing_thermal(self):
        done = self.run_and_plot("--gradient-descent", "--start", "random")
        self.assertIn("left out", done.stdout)
        self.assertLessEqual({"overview.png", "training.png"}, set(os.listdir(self.path("a", "figures"))))

    def test_a_figure_without_its_variables_is_left_out(self):
        self.small(d_mean=[3, 4])
        done = self.plot("a", 0)
        self.assertIn("spectrum: left out, the run has no covariance_spectrum", done.stdout)
        self.assert_figures(["overview", "loss", "dimension"])

    def test_a_diverged_replica_does_not_stop_the_others(self):
        self.run_and_plot("--temps", "1e-3:1e-1:3", "--activation", "linear", "--loss", "mse", "--start", "random",
                          "--step-size", "60,0.05,0.05", "--on-divergence", "mark")
        self.assertIn("overview.png", os.listdir(self.path("a", "figures")))

    def test_a_user_without_a_home(self):
        self.small()
        os.chmod(self.directory, 0o777)
        os.chmod(self.path("a"), 0o777)
        environment = {name: value for name, value in os.environ.items() if name not in ("HOME", "MPLCONFIGDIR")
                       and not name.startswith("XDG_")}
        nobody = {"user": 54321, "group": 54321, "extra_groups": []} if os.geteuid() == 0 else {}  # no entry in passwd
        try:
            subprocess.run([program, "--version"], check=True, capture_output=True, **nobody)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("only root may read the program here")
        done = subprocess.run([program, "plot", "a"], cwd=self.directory, capture_output=True, text=True, timeout=3600,
                              env=environment, **nobody)
        # Where it takes more than 5 s, matplotlib says that it makes its list of fonts.
        said = [line for line in done.stderr.splitlines() if "font cache" not in line]
        self.assertEqual((done.returncode, said), (0, []))
        self.assertIn("overview.png", os.listdir(self.path("a", "figures")))

    def test_a_lost_output_is_74(self):
        self.small()
        with open("/dev/full", "w") as full:
            for lost in ({"stdout": full}, {"preexec_fn": lambda: os.close(1)}):
                done = subprocess.run([program, "plot", "a"], cwd=self.directory, stderr=subprocess.PIPE, text=True, timeout=3600,
                                      **lost)
                self.assertEqual(done.returncode, 74, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def fake_python(self, script):
        """A python3 that has all modules, and then does this."""
        os.mkdir(self.path("bin"))
        with open(self.path("bin", "python3"), "w") as file:
            file.write(f"#!/bin/sh\n[ \"$1\" = -c ] && exit 0\n{script}\n")
        os.chmod(self.path("bin", "python3"), 0o755)
        os.mkdir(self.path("a"))
        with open(self.path("a", "run.nc"), "w") as file:
            file.write("of no interest")
        return os.environ | {"PATH": self.path("bin") + ":" + os.environ["PATH"]}

    def test_a_signal_ends_the_drawing_too(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            environment = self.fake_python("echo $$; exec sleep 1000")
            child = subprocess.Popen([program, "plot", "a"], cwd=self.directory, env=environment, stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE, text=True)
            python = int(child.stdout.readline())
            child.send_signal(number)
            message = child.communicate(timeout=3600)[1]
            self.assertEqual(child.returncode, 75, message)
            self.assertEqual(len(message.splitlines()), 1, message)
            self.assertFalse(os.path.exists(f"/proc/{python}"))
            shutil.rmtree(self.path("bin"))
            shutil.rmtree(self.path("a"))

    def test_a_drawing_that_was_killed_is_no_success(self):
        environment = self.fake_python("kill -9 $$")
        done = subprocess.run([program, "plot", "a"], cwd=self.directory, env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 70)
        self.assertIn("python3 was ended by signal 9", done.stderr)

    def test_what_is_no_run(self):
        os.mkdir(self.path("empty"))
        self.assertIn("no run.nc", self.plot("empty", 66).stderr)
        self.assertIn("does not exist", self.plot("missing", 66).stderr)
        os.mkdir(self.path("bad"))
        with open(self.path("bad", "run.nc"), "wb") as file:
            file.write(b"\x89HDF\r\n\x1a\n" + bytes(100))
        self.assertEqual(len(self.plot("bad", 65).stderr.splitlines()), 1)
        with netCDF4.Dataset(self.path("bad", "other.nc"), "w") as file:
            file.createDimension("temperature", 1)
        self.assertIn("no run of this program", self.plot("bad/other.nc", 65).stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
