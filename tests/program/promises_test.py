"""What a run promises about what is there already and about the world around it: data that changed, --overwrite, signals that
were ignored, --max-hours, lost outputs, --config of a run that was continued.
"""
# Long: all cases of one question, whether a run keeps its promises.
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
base = ["--temps", "1e-3:1e-2:2", "--network", "2-3-2", "--replicas", "2", "--threads", "1"]
tiny = [*base, "--steps", "600", "--sample-interval", "10", "--burn-in", "100", "--step-size", "0.05", "--start", "random"]
random_data = ["--examples", "4"]
# So long that only the test ends it.
endless = [*base, *random_data, "--steps", "400000000", "--sample-interval", "1000", "--step-size", "0.05", "--start", "random"]


class Promises(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def call(self, *words, status=0, out="run", **options):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        done = subprocess.run([program, *words, *(["--out", out] if out else [])], cwd=self.directory, text=True, timeout=600,
                              **options)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def bytes(self, *parts):
        with open(self.path(*parts), "rb") as file:
            return file.read()

    def put(self, content, *parts):
        os.makedirs(os.path.dirname(self.path(*parts)), exist_ok=True)
        with open(self.path(*parts), "wb") as file:
            file.write(content)

    def files(self, *parts):
        return {name: self.bytes(*parts, name) for name in sorted(os.listdir(self.path(*parts)))
                if os.path.isfile(self.path(*parts, name))}

    def write_data(self, prefix, labels, inputs=2):
        numpy.save(self.path(prefix + "x.npy"), numpy.arange(4 * inputs, dtype="f4").reshape(4, inputs) / 4)
        numpy.save(self.path(prefix + "y.npy"), numpy.array(labels))

    def test_data_of_a_finished_run_that_changed_are_refused_by_name(self):
        self.write_data("", [0, 1, 0, 1])
        self.write_data("t", [0, 1, 1, 1])
        words = [*tiny, "--data", "x.npy,y.npy", "--test-data", "tx.npy,ty.npy"]
        first = self.call(*words).stdout
        self.assertEqual(self.call(*words).stdout, first)
        self.write_data("", [0, 1, 1, 1])
        for again in (words, ["resume", "run"]):
            refused = self.call(*again, status=73, out="run" if again is words else "")
            self.assertIn("other data: x.npy,y.npy changed", refused.stderr)
            self.assertEqual(refused.stdout, "")
        self.call("branch", "run", "--seed", "2", "--out", "other", status=73, out="")
        self.write_data("", [0, 1, 0, 1], inputs=3)  # they do not even fit any more
        self.assertIn("other data", self.call(*words, status=73).stderr)
        self.write_data("", [0, 1, 0, 1])
        self.write_data("t", [0, 1, 1, 0])
        self.assertIn("other test data: tx.npy,ty.npy changed", self.call(*words, status=73).stderr)
        self.assertIn("seed", self.call(*words, "--seed", "2", status=73).stderr)
        self.write_data("t", [0, 1, 1, 1])
        os.remove(self.path("y.npy"))
        gone = self.call(*words)
        self.assertEqual(gone.stdout, first)
        self.assertRegex(gone.stderr, "warning: .*cannot be compared.*y.npy")
        self.call(*words, "--steps", "900", status=66)  # to go on, they are needed

    def test_an_overwriting_run_that_fails_leaves_the_old_one(self):
        self.call(*tiny, *random_data)
        self.put(b"\x89PNG replicas", "run", "figures", "loss.png")
        before, segments = self.files("run"), self.files("run", "segments")
        self.put(b"1,nonsense\n", "bad.csv")
        for words, status in ((["--data", "nosuch.csv"], 66), (["--data", "bad.csv"], 65), (["--step-size", "1e9"], 76),
                              ([*random_data, "--max-memory", "1e-9"], 71),
                              ([*random_data, "--start", "descent:1e-30", "--max-hours", "1e-9"], 75)):
            self.call(*tiny, *words, "--overwrite", status=status)
            if status == 76:  # a commit was there: the old run is gone, and so is the new one
                self.assertFalse(os.path.exists(self.path("run", "run.nc")))
                self.call(*tiny, *random_data)
                self.put(b"\x89PNG replicas", "run", "figures", "loss.png")
                self.assertEqual(self.files("run").keys(), before.keys())
                before, segments = self.files("run"), self.files("run", "segments")
            self.assertEqual(self.files("run"), before, words)
            self.assertEqual(self.files("run", "segments"), segments, words)
            self.assertTrue(os.path.exists(self.path("run", "figures", "loss.png")))

    def test_figures_of_the_old_run_go_with_it_and_pictures_of_others_stay(self):
        self.call(*tiny, *random_data)
        for name in ("loss.png", "loss.svg", ".loss.png.tmp"):
            self.put(b"\x89PNG tEXt Source replicas 0.1.0", "run", "figures", name)
        self.put(b"\x89PNG of a camera", "run", "figures", "cat.png")
        self.put(b"mine", "run", "notes.txt")
        self.call(*tiny, *random_data, "--seed", "2", "--overwrite")
        self.assertEqual(list(self.files("run", "figures")), ["cat.png"])
        self.assertEqual(self.bytes("run", "notes.txt"), b"mine")
        self.assertFalse({"next", "arrived"} & set(os.listdir(self.path("run"))))
        self.call(*tiny, *random_data, "--seed", "2", out="fresh")
        with netCDF4.Dataset(self.path("run", "run.nc")) as run, netCDF4.Dataset(self.path("fresh", "run.nc")) as fresh:
            self.assertEqual(run["loss_mean"][...].tobytes(), fresh["loss_mean"][...].tobytes())
        self.assertIn("is finished", self.call(*tiny, *random_data, "--seed", "2").stderr)

    def test_a_stopped_overwriting_run_goes_on_by_its_own_command_or_by_resume(self):
        self.call(*tiny, *random_data)
        slow = [*base, *random_data, "--steps", "600", "--sample-interval", "10", "--burn-in", "100", "--overwrite"]
        self.call(*slow, "--max-hours", "1e-9", status=75)  # in the descent
        self.assertIn("going on before the first step", self.call(*slow, "--max-hours", "1e-9", status=75).stderr)
        stops = 2
        while True:
            stopped = self.call(*slow, "--max-hours", "1e-9", status=75).stderr.splitlines()[-1]
            stops += 1
            self.assertLess(stops, 3000)
            if "before the first step" not in stopped:
                break
        self.assertIn("'replicas resume run' goes on", stopped)
        self.assertIn("going on from step", self.call("resume", "run", out="").stderr)

    def ignored(self, number):
        """Starts a run that finds this signal ignored, as nohup and scripts leave it, and waits until it computes."""
        child = subprocess.Popen([program, *endless, "--out", "run"], cwd=self.directory, text=True, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(number, signal.SIG_IGN))
        while not os.path.exists(self.path("run", "metrics.jsonl")):
            self.assertIsNone(child.poll())
            time.sleep(0.05)
        return child

    def test_signals_that_were_ignored_stay_ignored(self):
        for number in (signal.SIGHUP, signal.SIGINT):
            shutil.rmtree(self.path("run"), ignore_errors=True)
            child = self.ignored(number)
            with open(f"/proc/{child.pid}/status") as file:
                masks = {line.split()[0]: int(line.split()[1], 16) for line in file if line.startswith(("SigIgn", "SigCgt"))}
            self.assertTrue(masks["SigIgn:"] >> (number - 1) & 1)
            self.assertFalse(masks["SigCgt:"] >> (number - 1) & 1)
            child.send_signal(number)
            child.send_signal(signal.SIGTERM)
            message = child.communicate(timeout=60)[1]
            self.assertEqual(child.returncode, 75, message)
            self.assertIn("stopped by a signal after step", message)

    def test_max_hours_count_from_the_start_of_the_process(self):
        message = self.call(*tiny, *random_data, "--start", "descent:1e-30", "--max-hours", "1e-9", status=75).stderr
        self.assertIn("stopped by --max-hours before the first step", message)
        self.assertFalse(os.path.exists(self.path("run", "manifest")))
        message = self.call(*base, *random_data, "--start", "random", "--max-hours", "1e-9", status=75, out="pilot").stderr
        self.assertIn("stopped by --max-hours before the first step", message)

    def test_a_lost_standard_error_is_ignored(self):
        with open("/dev/full", "w") as full:
            self.call(*tiny, *random_data, stderr=full)
        self.call(*tiny, *random_data, stderr=None, preexec_fn=lambda: os.close(2), out="closed")
        for out in ("run", "closed"):
            self.assertIn("is finished", self.call(*tiny, *random_data, out=out).stderr)

    def test_a_lost_standard_output_is_74_after_all_is_saved(self):
        reader, writer = os.pipe()
        os.close(reader)
        with open("/dev/full", "w") as full:
            for number, (form, options) in enumerate(
                    (form, options) for form in ([], ["--json"])
                    for options in ({"stdout": full}, {"stdout": writer}, {"preexec_fn": lambda: os.close(1)},
                                    {"preexec_fn": lambda: os.closerange(0, 2)})):
                out = f"run{number}"
                message = self.call(*tiny, *random_data, *form, status=74, out=out, **options).stderr.splitlines()[-1]
                self.assertIn("standard output cannot be written", message)
                self.assertIn(f"the results are in {out}/run.nc", message)
                again = self.call(*tiny, *random_data, out=out)
                self.assertIn("is finished", again.stderr)
                self.assertNotIn(b"d_mean", self.bytes(out, "config.toml"))
                self.call(*tiny, *random_data, *form, status=74, out=out, **options)  # of the finished run, too
            for words in (["info", "run0"], ["diagnose", "run0"], ["--version"], ["--help"], ["--cite"], ["devices"]):
                self.call(*words, status=74, out="", stdout=full)
        both = subprocess.run([program, *tiny, *random_data, "--out", "both"], cwd=self.directory, stdout=writer, stderr=writer)
        os.close(writer)
        self.assertEqual(both.returncode, 74)
        self.assertIn("is finished", self.call(*tiny, *random_data, out="both").stderr)

    def test_the_configuration_of_a_continued_run_has_the_steps_it_was_continued_to(self):
        words = [*base, *random_data, "--steps", "3000", "--step-size", "0.05", "--start", "random"]
        self.call(*words)
        self.assertIn("steps = 3000", self.bytes("run", "config.toml").decode())
        self.call("resume", "run", "--steps", "4000", out="")
        from_run = self.call("--config", "run", out="a")
        self.assertIn("run: 4000 steps, as far as it was continued; it began with 3000", from_run.stderr)
        self.call("--config", "run/run.nc", out="b")
        self.assertIn("steps = 4000", self.bytes("a", "config.toml").decode())
        self.assertEqual(self.bytes("a", "config.toml"), self.bytes("b", "config.toml"))
        longer = self.call("--config", "run", "--steps", "8000", out="c").stderr
        self.assertIn("burn-in 900 steps", longer)
        self.assertIn("--burn-in 30%", longer)
        for quiet in (["--steps", "8000", "--burn-in", "30%"], ["--steps", "4000"], []):
            self.assertNotIn("burn-in 900 steps", self.call("--config", "run", *quiet, out="d" + "".join(quiet)).stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[1:], verbosity=2)
