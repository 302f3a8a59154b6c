"""Runs that are looked at before they are finished: plot, diagnose and info say where the run is, when there are results and
what to do. Runs are stopped by --max-hours after one chunk of steps, whatever the speed of the machine."""
import fcntl
import os
import shutil
import subprocess
import tempfile
import unittest

program = os.environ["REPLICAS_PROGRAM"]
tiny = ["--temps", "1e-2", "--network", "2-3-2", "--examples", "4", "--replicas", "2", "--step-size", "0.05", "--start", "random",
        "--sample-interval", "10", "--threads", "1"]
stop = ["--max-hours", "1e-9", "--checkpoint-interval", "0"]


class Unfinished(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def call(self, *words, status=0):
        done = subprocess.run([program, *words], cwd=self.directory, capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def both(self, words):
        """plot and diagnose answer with the same line."""
        for verb in ("plot", "diagnose"):
            self.assertEqual(self.call(verb, "run", status=66).stderr, f"replicas: {words}\n")

    def test_in_burn_in(self):
        # 70 samples after the burn-in, so cells of 1 sample: results need the 8 samples of steps 310 to 380.
        words = [*tiny, "--steps", "1000", "--burn-in", "300", "--out", "run"]
        self.call(*words, *stop, status=75)
        self.both("run: no results yet, step 10 of 1000 is saved, in burn-in until step 300; results from step 380 on; stopped: "
                  "'replicas resume' goes on")
        self.assertIn("no results yet, in burn-in until step 300; results from step 380 on", self.call("info", "run").stdout)
        number = os.open(os.path.join(self.directory, "run"), os.O_RDONLY)
        try:
            fcntl.flock(number, fcntl.LOCK_EX)  # as a process that works there does
            self.both("run: no results yet, step 10 of 1000 is saved, in burn-in until step 300; results from step 380 on; going on "
                      "now: watch metrics.jsonl there")
        finally:
            os.close(number)
        for _ in range(36):
            self.call("resume", "run", *stop, status=75)
        self.both("run: no results yet, step 370 of 1000 is saved; results from step 380 on; stopped: 'replicas resume' goes on")
        self.call("resume", "run", *stop, status=75)
        self.assertIn("step 380 of 1000", self.call("diagnose", "run", status=1).stdout)

    def test_before_the_first_step_and_after_the_last(self):
        self.call(*tiny, "--steps", "1000", "--out", "run")
        os.remove(os.path.join(self.directory, "run", "run.nc"))
        self.both("run: all 1000 steps are saved, but there is no run.nc: 'replicas resume' makes it")
        self.call("resume", "run")
        self.call("diagnose", "run", status=1)
        for name in os.listdir(os.path.join(self.directory, "run")):
            if name != "config.toml":
                shutil.rmtree(os.path.join(self.directory, "run", name), ignore_errors=True)
        for name in os.listdir(os.path.join(self.directory, "run")):
            if name != "config.toml":
                os.remove(os.path.join(self.directory, "run", name))
        self.both("run: no results, nothing is saved there yet; 'replicas resume' begins it anew")
        self.call("resume", "run")

    def test_what_is_no_run(self):
        os.mkdir(os.path.join(self.directory, "run"))
        self.both("run is not the directory of a run: it has no run.nc")
        os.rmdir(os.path.join(self.directory, "run"))
        self.both("run does not exist; give the directory of a run, or its run.nc")

    def test_a_stopped_run_is_told_to_go_on_not_to_ask_for_more_steps(self):
        """30 samples of 400 planned are enough for results and fill three cells of 10, so three blocks; a drift needs 8."""
        self.call(*tiny, "--steps", "4000", "--burn-in", "0", "--out", "run", *stop, status=75)
        for _ in range(29):
            self.call("resume", "run", *stop, status=75)
        said = " ".join(self.call("diagnose", "run", status=1).stdout.split())
        self.assertIn("Too short to see a drift: the 30 samples after burn-in fill 3 blocks", said)
        self.assertIn("let the run go on to its 4000 steps", said)
        self.assertIn("Unfinished: step 300 of 4000", said)
        self.assertIn("Where more --steps are advised, let it go on first: replicas resume", said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
