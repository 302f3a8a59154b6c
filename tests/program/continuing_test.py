"""Runs that stop and go on: the same command, resume, more steps, another seed, signals, two at once, overwrite, branch.
"""
# Long: all cases of one question, whether a run goes on.
import json
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
base = ["--temps", "1e-3:1e-2:2", "--network", "2-3-2", "--examples", "4", "--replicas", "2"]
tiny = [*base, "--steps", "600", "--sample-interval", "10", "--burn-in", "100", "--step-size", "0.05", "--threads", "1"]
long = [*base, "--steps", "400000", "--sample-interval", "1000", "--step-size", "0.05", "--checkpoint-interval", "0.05"]
derived = [*base, "--steps", "4000", "--burn-in", "25%"]  # the sample interval and the burn-in follow from the steps
environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
patience = 3600  # seconds after which a test that hangs gives up; no test asks how long anything takes


def contents(path):
    """All that is in a run.nc but the words of the command and the number of threads: attributes, and variables as raw bytes."""
    result = {}
    with netCDF4.Dataset(path) as file:
        result.update({name: file.getncattr(name) for name in file.ncattrs() if name not in ("history", "device")})
        for group in [file, *file.groups.values()]:
            group.set_auto_mask(False)
            result.update({group.path + name: numpy.asarray(v[...]).tobytes() for name, v in group.variables.items()})
    return result


def steps_of(message):
    return int(message.split("after step ")[1].split(" ")[0])


class Continuing(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def call(self, *words, status=0, out="run", **options):
        more = ["--out", out] if out else []
        done = subprocess.run([program, *words, *more], cwd=self.directory, env=environment, capture_output=True, text=True,
                              timeout=patience, **options)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def start(self, words, out="run", held=None):
        """Begins the run or goes on with it; with `held`, returns once it waits after that step (run/test_pace.h)."""
        hold = self.path("hold")
        if held is not None:
            with open(hold, "w") as file:
                file.write(str(held))
        child = subprocess.Popen([program, *words, "--out", out], cwd=self.directory, text=True, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, env={**environment, "REPLICAS_TEST_HOLD": hold})
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        self.seen = ""
        while held is not None and f"held after step {held}" not in self.seen:
            line = child.stderr.readline()
            self.assertTrue(line, "ended before it was held: " + self.seen)
            self.seen += line
        return child

    def wait_for(self, *parts):
        """For a file that a held run writes."""
        end = time.monotonic() + patience
        while not os.path.exists(self.path(*parts)):
            self.assertLess(time.monotonic(), end, f"{parts} did not appear")
            time.sleep(0.01)

    def interrupted(self, words, held, out="run", number=signal.SIGTERM):
        """Starts the run or goes on with it, and stops it while it is held: at once, so no step later."""
        child = self.start(words, out, held)
        child.send_signal(number)
        message = self.seen + child.communicate(timeout=patience)[1]
        self.assertEqual(child.returncode, 75, message)
        self.assertIn("run again to go on", message)
        self.assertEqual(steps_of(message), held)
        return message

    def bytes(self, *parts):
        with open(self.path(*parts), "rb") as file:
            return file.read()

    def manifest_step(self, out="run"):
        return int([line for line in self.bytes(out, "manifest").decode().splitlines() if line.startswith("step ")][0][5:])

    def stopped_run(self, words, out="run"):
        """A run of the small kind that --max-hours stopped somewhere after its start, which it stops, too, again and again."""
        for _ in range(1000):
            self.call(*words, "--checkpoint-interval", "0", "--max-hours", "1e-9", out=out, status=75)
            if os.path.exists(self.path(out, "manifest")):
                return self.manifest_step(out)
        self.fail("it never began")

    def test_a_finished_run_says_so_and_prints_its_table(self):
        first = self.call(*tiny)
        written = self.bytes("run", "run.nc")
        again = self.call(*tiny)
        self.assertIn("is finished", again.stderr)
        self.assertEqual(again.stdout, first.stdout)
        self.assertEqual(self.bytes("run", "run.nc"), written)
        self.assertEqual(self.call("resume", "run", out="").stdout, first.stdout)

    def test_the_same_command_and_resume_go_on_bit_for_bit(self):
        self.call(*tiny, out="whole")
        for words in (tiny, ["resume", "run"]):
            step = self.stopped_run(tiny)
            self.assertTrue(0 < step < 600)
            done = self.call(*words, out="run" if words is tiny else "")
            self.assertIn(f"going on from step {step} of 600", done.stderr)
            self.assertEqual(contents(self.path("run", "run.nc")), contents(self.path("whole", "run.nc")))
            shutil.rmtree(self.path("run"))

    def test_more_steps_go_on_with_the_grid_of_the_first_run(self):
        self.call(*derived)
        with netCDF4.Dataset(self.path("run", "run.nc")) as file:
            first = {name: file["posterior"][name][...] for name in ("loss", "draw_step")}
            interval, burn_in = file.getncattr("sample_interval"), file.getncattr("burn_in")
        self.call(*derived, "--steps", "8000")
        grown = contents(self.path("run", "run.nc"))
        with netCDF4.Dataset(self.path("run", "run.nc")) as file:
            self.assertEqual((file.getncattr("sample_interval"), file.getncattr("burn_in")), (interval, burn_in))
            self.assertEqual(file.getncattr("steps"), 8000)
            draws = first["draw_step"].size
            self.assertTrue(numpy.array_equal(file["posterior"]["draw_step"][:draws], first["draw_step"]))
            self.assertTrue(numpy.array_equal(file["posterior"]["loss"][:, :draws], first["loss"]))
            longer = numpy.asarray(file["posterior"]["loss"][...]).tobytes()
        # The trajectory is that of a run that was so long from the start.
        self.call(*derived, "--steps", "8000", "--sample-interval", str(interval), "--burn-in", str(burn_in), out="long")
        with netCDF4.Dataset(self.path("long", "run.nc")) as file:
            self.assertEqual(numpy.asarray(file["posterior"]["loss"][...]).tobytes(), longer)
        # And it does not matter when the wish for more came: the whole file is the same.
        self.stopped_run(derived, out="early")
        self.call(*derived, "--steps", "8000", out="early")
        self.assertEqual(contents(self.path("early", "run.nc")), grown)
        self.assertIn("is finished", self.call(*derived).stderr)  # fewer steps are there already

    def test_another_physics_key_or_seed_is_refused_by_name(self):
        self.stopped_run(tiny)
        before = self.bytes("run", "manifest")
        for more, key in ((["--seed", "2"], "seed"), (["--replicas", "3"], "replicas"), (["--burn-in", "200"], "burn-in"),
                          (["--prior", "0.8"], "prior"), (["--weight-decay", "1"], "weight-decay"), (["--no-bias"], "no-bias")):
            message = self.call(*tiny, *more, status=73).stderr
            self.assertIn(key, message)
            self.assertIn("--overwrite", message)
        self.assertEqual(self.bytes("run", "manifest"), before)
        self.call(*tiny, "--seed", "2", "--overwrite")
        self.assertIn("seed 2", self.bytes("run", "manifest").decode())

    def test_data_that_changed_under_a_run_are_refused(self):
        """Inputs, labels and real targets, of training and test data, each by one number."""
        def save(name, values, kind):
            numpy.save(self.path(name), numpy.array(values, kind))
        inputs, labels, targets = numpy.arange(8).reshape(4, 2) / 8, [0, 1, 0, 1], [[0.5, 1], [0, 1], [1, 0], [0, 0.25]]
        files = {"x.npy": (inputs, "f4"), "y.npy": (labels, "i8"), "tx.npy": (inputs[:2], "f4"), "ty.npy": (labels[:2], "i8"),
                 "z.npy": (targets, "f4"), "tz.npy": (targets[:2], "f4")}
        for answers, loss in (("y.npy", "softmax"), ("z.npy", "mse")):
            for name, (values, kind) in files.items():
                save(name, values, kind)
            words = [*tiny, "--loss", loss, "--data", "x.npy," + answers, "--test-data", "tx.npy,t" + answers, "--start", "random"]
            self.stopped_run(words)
            for name in ("x.npy", answers, "tx.npy", "t" + answers):
                values, kind = files[name]
                other = numpy.array(values, kind)
                other.flat[-1] = 1 - other.flat[-1]
                save(name, other, kind)
                self.assertIn("with other test data" if name[0] == "t" else "with other data", self.call(*words, status=73).stderr)
                save(name, values, kind)
            self.call(*words)
            shutil.rmtree(self.path("run"))

    def test_steps_are_rounded_up_to_whole_sample_intervals_of_the_run(self):
        """90,000 steps are sampled every 30, and 160,000 would be every 50 if they were the first wish."""
        first = [*base, "--step-size", "0.05", "--steps"]
        self.stopped_run([*first, "90000"])
        stop = ["--checkpoint-interval", "0", "--max-hours", "1e-9"]
        said = self.call(*first, "160000", *stop, status=75).stderr
        self.assertIn("--steps 160000 becomes 160020: whole sample intervals of this run, of 30 steps each", said)
        self.assertIn("of 160020\n", said)
        self.assertNotIn("becomes", self.call(*first, "160020", *stop, status=75).stderr)

    def test_signals_save_and_say_75(self):
        for k, number in enumerate((signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1), 1):
            message = self.interrupted(long, held=50000 * k, number=number)
            self.assertEqual(self.manifest_step(), steps_of(message))
            with open(self.path("run", "metrics.jsonl")) as file:
                steps = [json.loads(line)["step"] for line in file]
            self.assertEqual(steps, sorted(set(steps)))  # no line twice, though the run was interrupted before

    def test_a_second_signal_ends_at_once(self):
        child = self.start([*long, "--checkpoint-interval", "1h"], held=1000)
        child.send_signal(signal.SIGSTOP)  # so that both are there before either is looked at
        child.send_signal(signal.SIGINT)
        child.send_signal(signal.SIGTERM)
        child.send_signal(signal.SIGCONT)
        child.communicate(timeout=patience)
        self.assertIn(child.returncode, (128 + signal.SIGINT, 128 + signal.SIGTERM))
        self.assertEqual(self.manifest_step(), 0)

    def test_a_run_can_be_read_while_it_goes_on(self):
        child = self.start([*tiny, "--checkpoint-interval", "0.05"], held=500)
        try:
            self.wait_for("run", "run.nc")
            with netCDF4.Dataset(self.path("run", "run.nc")) as file:
                self.assertEqual(file.getncattr("complete"), 0)
                self.assertIn("unfinished", file.getncattr("title"))
            done = self.call("info", "run", out="")
            self.assertIn("going on now", done.stdout)
            self.assertIn("d_mean", done.stdout)
            self.call("plot", "run", out="")
            self.assertIsNone(child.poll(), "the run has to go on while it is looked at")
            busy = self.call(*tiny, status=73)
            self.assertIn("in use by another", busy.stderr)
        finally:
            child.send_signal(signal.SIGTERM)
            child.communicate(timeout=patience)
        self.assertEqual(child.returncode, 75)
        self.assertIn("replicas resume run", self.call("info", "run", out="").stdout)
        self.call("plot", "run", out="")

    def test_a_run_that_was_held_and_one_that_was_slow_have_the_same_bits(self):
        self.call(*tiny, out="whole")
        child = self.start(tiny, out="held", held=300)
        os.remove(self.path("hold"))
        child.communicate(timeout=patience)
        self.assertEqual(child.returncode, 0)
        done = subprocess.run([program, *tiny, "--out", "slow"], cwd=self.directory, env={**environment, "REPLICAS_TEST_PACE": "3"},
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        for out in ("held", "slow"):
            self.assertEqual(contents(self.path(out, "run.nc")), contents(self.path("whole", "run.nc")))

    def test_what_is_not_a_run_is_left_alone_and_foreign_files_stay(self):
        os.mkdir(self.path("run"))
        with open(self.path("run", "notes.txt"), "w") as file:
            file.write("mine")
        self.assertIn("notes.txt", self.call(*tiny, status=73).stderr)
        os.remove(self.path("run", "notes.txt"))
        self.call(*tiny)
        with open(self.path("run", "notes.txt"), "w") as file:
            file.write("mine")
        self.call(*tiny, "--seed", "3", "--overwrite")
        self.assertEqual(self.bytes("run", "notes.txt"), b"mine")

    def test_a_branch_begins_where_the_run_was_with_other_noise_on_the_same_data(self):
        step = self.stopped_run(tiny)
        self.assertIn("--seed", self.call("branch", "run", status=64, out="").stderr)
        self.assertIn("repeat", self.call("branch", "run", "--seed", "1", "--out", "a", status=64, out="").stderr)
        self.assertFalse(os.path.exists(self.path("a")))
        self.call("branch", "run", "--seed", "2", "--out", "a", "--burn-in", "0", out="")
        self.assertIn(f"run:run@{step}", self.bytes("a", "config.toml").decode())
        self.call("branch", "run", "--seed", "2", "--out", "b", "--burn-in", "0", out="")
        self.assertEqual(contents(self.path("a", "run.nc")), contents(self.path("b", "run.nc")))
        # From a common start the first sample is closer to the parent's next one than a run from anywhere else.
        with open(self.path("run", "metrics.jsonl")) as file:
            last = json.loads(file.readlines()[-1])
        with open(self.path("a", "metrics.jsonl")) as file:
            first = json.loads(file.readline())
        for before, after in zip(last["weight_norm2"], first["weight_norm2"]):
            self.assertLess(abs(after - before), 0.3 * before)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
