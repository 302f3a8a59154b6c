"""A run in slices: --shard computes a part, merge joins the parts to the bits that one process would have written, and refuses by
name what does not belong together."""
# Long: all cases of one question, whether slices make the run.
import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest

import netCDF4
import numpy
import xxhash

program = os.environ["REPLICAS_PROGRAM"]
# 15 replicas: 2 and 4 slices are uneven and cut through temperatures, 3 are whole temperatures. Pilot, descent, two starts, two
# data sets and saved weights: all that is decided from several replicas.
tiny = ["--temps", "1e-3:1e-2:3", "--network", "2-3-2", "--examples", "4", "--replicas", "5", "--datasets", "2", "--steps", "600",
        "--sample-interval", "10", "--burn-in", "100", "--save-weights", "--threads", "1"]
environment = {name: text for name, text in os.environ.items() if not name.startswith(("SLURM_", "JOB_COMPLETION"))}
environment["SOURCE_DATE_EPOCH"] = "1700000000"
patience = 3600  # seconds after which a test that hangs gives up; no test asks how long anything takes


def contents(path):
    """All that is in a run.nc but the words of the command and the number of threads: attributes, and variables as raw bytes."""
    result = {}
    with netCDF4.Dataset(path) as file:
        result.update({name: file.getncattr(name) for name in file.ncattrs() if name not in ("history", "device")})
        for group in [file, *file.groups.values()]:
            group.set_auto_mask(False)
            result.update({group.path + name: numpy.asarray(v[...]).tobytes() for name, v in group.variables.items()})
            result.update({f"{group.path}{name}:{key}": str(v.getncattr(key)) for name, v in group.variables.items()
                           for key in v.ncattrs()})
    return result


class Slices(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def call(self, *words, status=0, more=None):
        done = subprocess.run([program, *words], cwd=self.directory, env={**environment, **(more or {})}, capture_output=True,
                              text=True, timeout=patience)
        self.assertEqual(done.returncode, status, f"{words}: {done.stdout}{done.stderr}")
        return done

    def slices(self, words, parts, out="run"):
        for number in range(1, parts + 1):
            self.call(*words, "--shard", f"{number}/{parts}", "--out", out)
        return [f"{out}.shard-{number}-of-{parts}" for number in range(1, parts + 1)]

    def assert_equal_runs(self, one, other):
        a, b = contents(self.path(one, "run.nc")), contents(self.path(other, "run.nc"))
        self.assertEqual(a.keys(), b.keys())
        self.assertEqual([name for name in a if not numpy.array_equal(a[name], b[name])], [])
        self.assertGreater(len(a), 100)
        # What the directories hold beside: the same state to go on from, and the same lines to watch.
        for name in ("config.toml", "metrics.jsonl", "state.0.600"):
            with open(self.path(one, name), "rb") as first, open(self.path(other, name), "rb") as second:
                self.assertEqual(first.read(), second.read(), name)

    def refused(self, status, said, *words):
        """One line, and nothing was made."""
        before = sorted(os.listdir(self.directory))
        done = self.call("merge", *words, status=status)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn(said, done.stderr)
        self.assertEqual(sorted(os.listdir(self.directory)), before)


class Merge(Slices):
    def test_any_number_of_slices_has_the_bits_of_the_whole(self):
        self.call(*tiny, "--out", "whole")
        for parts in (2, 3, 4, 5):
            out = f"run{parts}"
            slices = self.slices(tiny, parts, out)
            done = self.call("merge", "--threads", "2", *reversed(slices), "--out", out)
            self.assertIn(f"{parts} slices joined, 15 replicas at step 600", done.stderr)
            self.assert_equal_runs("whole", out)
        self.assertEqual(self.call("merge", "--quiet", *slices, "--out", out).stdout, self.call(*tiny, "--out", "whole").stdout)

    def test_what_is_known_per_replica_is_joined_too(self):
        """An anchor is the start of each replica; the last temperature diverges, and divergences are in the order of time.
        All are shown test data."""
        with open(self.path("table.csv"), "w") as file:
            file.write("".join(f"{x * 5 % 11 / 10},{x * x % 7 / 10},{x % 2}\n" for x in range(1, 13)))
        words = ["--temps", "1e-3,1e-2,1", "--network", "2-3-2", "--data", "table.csv", "--test-data", "table.csv", "--replicas", "3",
                 "--steps", "600", "--sample-interval", "10", "--burn-in", "100", "--anchor", "2", "--start", "random", "--threads",
                 "1", "--step-size", "0.05,0.05,1.5", "--on-divergence", "mark"]
        self.call(*words, "--out", "whole")
        with netCDF4.Dataset(self.path("whole", "run.nc")) as file:
            diverging = file["sample_stats/diverging"][...].any(axis=1)
        self.assertGreater(diverging.sum(), 1, "this run is meant to diverge")
        self.call("merge", "--out", "run", *self.slices(words, 4))
        self.assert_equal_runs("whole", "run")

    def test_a_slice_that_was_killed_goes_on(self):
        self.call(*tiny, "--out", "whole")
        hold = self.path("hold")
        with open(hold, "w") as file:
            file.write("300")
        words = [*tiny, "--shard", "2/3", "--out", "run", "--checkpoint-interval", "0"]
        child = subprocess.Popen([program, *words], cwd=self.directory, text=True, stderr=subprocess.PIPE,
                                 env={**environment, "REPLICAS_TEST_HOLD": hold})
        said = ""
        while "held after step 300" not in said:
            line = child.stderr.readline()
            self.assertTrue(line, said)
            said += line
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=patience)
        for number in (1, 3):
            self.call(*tiny, "--shard", f"{number}/3", "--out", "run")
        slices = [f"run.shard-{number}-of-3" for number in (1, 2, 3)]
        self.refused(66, "run.shard-2-of-3 (slice 2 of 3) is at step 300 of 600; 'replicas resume run.shard-2-of-3' goes on", "--out",
                     "run", *slices)
        self.assertIn("going on from step 300", self.call("resume", slices[1]).stderr)
        self.call("merge", "--out", "run", *slices)
        self.assert_equal_runs("whole", "run")

    def test_slices_and_what_they_make_go_on_to_more_steps(self):
        self.call(*tiny, "--out", "whole")
        self.call("resume", "whole", "--steps", "900")
        slices = self.slices(tiny, 2)
        self.call("merge", "--out", "first", *slices)
        self.call("resume", "first", "--steps", "900")
        self.assertEqual(contents(self.path("first", "run.nc")), contents(self.path("whole", "run.nc")))
        self.call("resume", slices[0], "--steps", "900")
        self.refused(66, "run.shard-2-of-2 has 600 steps, run.shard-1-of-2 has 900", "--out", "run", *slices)
        self.call("resume", slices[1], "--steps", "900")
        self.call("merge", "--out", "run", *slices)
        self.assertEqual(contents(self.path("run", "run.nc")), contents(self.path("whole", "run.nc")))

    def test_what_does_not_belong_together_is_refused_by_name(self):
        one, two, three = self.slices(tiny, 3)
        other = self.slices([*tiny, "--seed", "2"], 3, "other")
        halves = self.slices(tiny, 2, "half")
        self.call(*tiny, "--out", "whole")
        self.refused(66, "of the 3 slices of this run 1 is missing: 2", "--out", "run", one, three)
        self.refused(66, "2 are missing: 1, 3", "--out", "run", two)
        shutil.copytree(self.path(two), self.path("copy"))
        self.refused(64, f"{two} and copy are both slice 2 of 3; give each slice once", "--out", "run", one, two, three, "copy")
        self.refused(65, f"{other[1]} is a slice of another run than {one}: seed is 1 there, not 2", "--out", "run", one, other[1],
                     three)
        self.refused(65, f"{halves[1]} is slice 2 of 2, but {one} is slice 1 of 3", "--out", "run", one, halves[1])
        self.refused(64, "whole is a whole run", "--out", "run", one, "whole", three)
        self.refused(66, "nothing is not the directory of a slice", "--out", "run", one, "nothing", three)
        self.refused(64, f"--out {one} is one of the slices", "--out", one, one, two, three)
        self.refused(73, "other.shard-1-of-3 holds another run", "--out", other[0], one, two, three)
        self.refused(64, "needs the directory of the joined run: --out RUN", one, two, three)
        self.refused(64, "unknown option '--seed'", "--out", "run", "--seed", "3", one, two, three)
        with open(self.path(two, "state.0.600"), "r+b") as file:
            file.seek(40)
            file.write(b"\x55")
        self.refused(66, "slice 2 of 3", "--out", "run", one, two, three)  # back at its checkpoint before, if that is whole
        os.remove(self.path(two, "config.toml"))
        self.refused(66, f"{two} is not the directory of a slice", "--out", "run", one, two, three)

    def test_other_step_sizes_or_data_are_another_run(self):
        """Two slices whose pilots found other numbers were not made alike, whatever their configurations say."""
        one, two = self.slices(tiny, 2)
        path = self.path(two, "manifest")
        with open(path) as file:
            lines = file.read().splitlines(keepends=True)
        (place,) = [i for i, line in enumerate(lines) if line.startswith("step-sizes ")]
        lines[place] = "step-sizes 0.5 0.25 0.125\n"
        lines[-1] = f"checksum {xxhash.xxh3_64_intdigest(''.join(lines[:-1]).encode()):016x}\n"
        with open(path, "w") as file:
            file.write("".join(lines))
        self.refused(65, f"{two} is a slice of another run than {one}: their step sizes are 0.5 0.25 0.125", "--out", "run", one, two)

        def table(last):
            with open(self.path("table.csv"), "w") as file:
                file.write("".join(f"{x * 5 % 11 / 10},{x * x % 7 / 10},{x % 2}\n" for x in range(1, last)))

        words = ["--temps", "1e-3", "--network", "2-3-2", "--data", "table.csv", *tiny[-9:]]
        table(9)
        self.call(*words, "--shard", "1/2", "--out", "read")
        table(12)
        self.call(*words, "--shard", "2/2", "--out", "read")
        self.refused(65, "read.shard-2-of-2 is a slice of another run than read.shard-1-of-2: their data differ", "--out", "run",
                     "read.shard-1-of-2", "read.shard-2-of-2")

    def test_merging_again_changes_nothing(self):
        slices = self.slices(tiny, 2)
        first = self.call("merge", "--out", "run", *slices).stdout
        with open(self.path("run", "run.nc"), "rb") as file:
            written = file.read()
        again = self.call("merge", "--out", "run", *slices)
        self.assertIn("run holds the 2 slices already", again.stderr)
        self.assertEqual(again.stdout, first)
        with open(self.path("run", "run.nc"), "rb") as file:
            self.assertEqual(file.read(), written)
        # A merge that died before its commit left weights that nothing lists.
        for name in ("manifest", "manifest.prev", "run.nc"):
            if os.path.exists(self.path("run", name)):
                os.remove(self.path("run", name))
        self.call("merge", "--out", "run", *slices)
        # One that was stopped later is the joined run, and goes on as such.
        os.remove(self.path("run", "run.nc"))
        self.call("merge", "--out", "run", *slices)
        self.assertTrue(os.path.exists(self.path("run", "run.nc")))
        # In the place of another run only where that is asked for.
        self.call(*tiny, "--seed", "2", "--out", "other")
        self.assertIn("other holds another run than these slices are of", self.call("merge", "--out", "other", *slices, status=73).stderr)
        self.call("merge", "--out", "other", "--overwrite", *slices)
        self.assertEqual(contents(self.path("run", "run.nc")), contents(self.path("other", "run.nc")))

    def test_a_slice_says_that_it_is_one(self):
        done = self.call(*tiny, "--shard", "2/3", "--out", "run")
        self.assertIn("slice 2 of 3: the replicas 5 to 9 of 15", done.stderr)
        self.assertIn("start and pilot were computed for all 15 replicas, 10 of them other slices', in", done.stderr)
        self.assertIn("replicas merge --out run run.shard-*-of-3", done.stdout)
        name = "run.shard-2-of-3"
        self.assertFalse(os.path.exists(self.path(name, "run.nc")))
        self.assertIn("slice 2 of 3, finished (600 steps)", self.call("info", name).stdout)
        self.assertIn("run.shard-2-of-3 is slice 2 of 3", self.call("plot", name, status=66).stderr)
        self.assertIn("is a slice of a run", self.call("branch", name, "--seed", "2", status=64).stderr)
        start = self.call(*tiny, "--start", f"run:{name}@600", "--seed", "2", "--out", "new", status=64)
        self.assertIn("it is a slice of a run", start.stderr)
        self.assertIn("shard is 2/3 there, not 1/3", self.call("resume", name, "--shard", "1/3", status=73).stderr)
        with open(self.path(name, "metrics.jsonl")) as file:
            losses = json.loads(file.readline())["loss"]
        self.assertEqual([loss is None for loss in losses], [True, False, True])
        again = json.loads(self.call(*tiny, "--shard", "2/3", "--out", "run", "--json").stdout)
        self.assertEqual(again, {"slice": 2, "slices": 3, "directory": name, "steps": 600})

    def test_without_a_name_slices_lie_beside_their_run(self):
        self.call(*tiny)
        (whole,) = os.listdir(self.path("runs"))
        self.call(*tiny, "--shard", "1/2")
        self.assertEqual(sorted(os.listdir(self.path("runs"))), [whole, whole + ".shard-1-of-2"])

    def test_words_of_a_slice(self):
        for word, said in (("3", "write I/N, such as 2/8"), ("0/3", "0 is not from 1 to 3"), ("4/3", "4 is not from 1 to 3"),
                           ("1/0", "outside 1.."), ("1/16", "there are 15 replicas"), ("x/3", "x"), ("1/3/5", "3/5")):
            done = self.call(*tiny, "--shard", word, status=64)
            self.assertIn("--shard", done.stderr)
            self.assertIn(said, done.stderr)
        self.assertIn("exclude each other", self.call(*tiny, "--shard", "1/3", "--drop-samples", status=64).stderr)
        self.assertEqual(os.listdir(self.directory), [])

    def test_a_scheduler_says_which_slice(self):
        def made(word, **variables):
            done = self.call(*tiny, "--shard", word, "--out", "run", "--max-hours", "1e-9", status=75,
                             more={name: str(value) for name, value in variables.items()})
            (name,) = os.listdir(self.directory)
            shutil.rmtree(self.path(name))
            return name, done.stderr

        def refused(word, said, **variables):
            done = self.call(*tiny, "--shard", word, status=64, more={name: str(value) for name, value in variables.items()})
            self.assertIn(said, done.stderr)

        array = {"SLURM_ARRAY_TASK_MIN": 4, "SLURM_ARRAY_TASK_MAX": 10, "SLURM_ARRAY_TASK_COUNT": 4}
        for task, name in ((4, "run.shard-1-of-4"), (6, "run.shard-2-of-4"), (10, "run.shard-4-of-4")):  # --array=4-10:2
            self.assertEqual(made("auto", SLURM_ARRAY_TASK_ID=task, **array)[0], name)
        one = {"SLURM_ARRAY_TASK_MIN": 7, "SLURM_ARRAY_TASK_MAX": 7, "SLURM_ARRAY_TASK_COUNT": 1}
        self.assertEqual(made("auto", SLURM_ARRAY_TASK_ID=7, **one)[0], "run.shard-1-of-1")
        self.assertEqual(made("auto/9", SLURM_ARRAY_TASK_ID=7, **one)[0], "run.shard-7-of-9")  # one that was started anew
        self.assertEqual(made("auto/4", JOB_COMPLETION_INDEX=0)[0], "run.shard-1-of-4")
        self.assertEqual(made("auto/4", JOB_COMPLETION_INDEX=3)[0], "run.shard-4-of-4")
        gaps = {"SLURM_ARRAY_TASK_MIN": 1, "SLURM_ARRAY_TASK_MAX": 7, "SLURM_ARRAY_TASK_COUNT": 3}  # --array=1,3,7
        refused("auto", "write auto/N, and task I is slice I of N", SLURM_ARRAY_TASK_ID=3, **gaps)
        refused("auto", "JOB_COMPLETION_INDEX 2 does not say of how many", JOB_COMPLETION_INDEX=2)
        refused("auto/4", "submit --array=1-4", SLURM_ARRAY_TASK_ID=0)
        refused("auto/4", "5 is not from 1 to 4", SLURM_ARRAY_TASK_ID=5)
        refused("auto", "SLURM_ARRAY_TASK_ID is 'x' in the environment", SLURM_ARRAY_TASK_ID="x")
        refused("auto", "no task of a Slurm array")
        self.assertEqual(os.listdir(self.directory), [])

    def test_arrays_over_seeds_stay_what_they_are_and_a_line_says_so(self):
        note = "SLURM_ARRAY_TASK_ID is 3: this process does all of the run none the less"
        more = {"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "8"}
        self.assertIn(note, self.call(*tiny, "--out", "run", more=more).stderr)
        self.assertTrue(os.path.exists(self.path("run", "run.nc")))
        self.assertNotIn("none the less", self.call(*tiny, "--out", "new").stderr)
        self.assertNotIn("none the less", self.call(*tiny, "--shard", "1/2", "--out", "new", more=more).stderr)


if __name__ == "__main__":
    unittest.main()
