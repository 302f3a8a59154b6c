"""The life of a study of `replicas solve`: killed and gone on with, in shards, beside others, never overwritten unasked."""
import os
import pathlib
import shutil
import signal
import subprocess
import time
import unittest

import xarray
from solve_test import Calls, program, small


class Life(Calls):
    def killed_four_times(self, words):
        """How often a study could be ended before it was done: four times, or fewer where the machine was faster."""
        part = os.path.join(self.directory, "part.nc.checkpoint")
        again = [program, *words, "--out", "part.nc", "--checkpoint-interval", "0.05s"]
        ends = (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL)
        for killed, end in enumerate(ends):
            before = os.stat(part).st_mtime_ns if os.path.exists(part) else 0
            process = subprocess.Popen(again, cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            while process.poll() is None and not (os.path.exists(part) and os.stat(part).st_mtime_ns > before):
                time.sleep(0.005)
            process.send_signal(end)
            errors = process.communicate()[1]
            if process.returncode == 0:  # done before the signal came
                return killed
            self.assertIn(process.returncode, (-signal.SIGKILL, 75), errors)
            if end == signal.SIGTERM:
                self.assertIn("the same command goes on", errors)
        return len(ends)

    def test_a_killed_study_goes_on_and_ends_with_the_same_bits(self):
        for instances in (6, 60, 600, 6000):  # a fast machine gets more to do, so that it can be killed on the way
            words = ["solve", "--model", "perceptron:1001", "--solver", "sbpi", "--loads", "0.5,0.76", "--instances", str(instances),
                     "--max-iterations", "4000", "--fields", "1", "--threads", "1"]
            if self.killed_four_times(words) == 4:
                break
            for name in ("part.nc", "part.nc.checkpoint"):
                pathlib.Path(self.directory, name).unlink(missing_ok=True)
        self.assertIn("going on from part.nc.checkpoint", self.call(*words, "--out", "part.nc").stderr)
        self.assertFalse(os.path.exists(os.path.join(self.directory, "part.nc.checkpoint")))
        self.call(*words, "--quiet", "--out", "whole.nc")
        first, second = (self.opened(f"{i}.nc").drop_vars(["seconds", "seconds_error"]) for i in ("whole", "part"))
        xarray.testing.assert_equal(first, second)

    def test_a_second_process_into_the_same_file_is_refused(self):
        words = ["solve", "--model", "perceptron:1001", "--solver", "sbpi", "--loads", "0.82", "--instances", "100000", "--fields",
                 "1"]  # more than any machine ends before it is killed
        lock = os.path.join(self.directory, "solve.nc.lock")
        first = subprocess.Popen([program, *words], cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            while not os.path.exists(lock) and first.poll() is None:
                time.sleep(0.005)
            time.sleep(0.05)  # from the directory to its lock
            self.assertIsNone(first.poll())
            refused = self.call(*words, status=73).stderr
            self.assertIn("in use by another replicas process", refused)
            self.assertEqual(len(refused.splitlines()), 1)
            # Another file in the same directory is nobody's business.
            self.call(*small, "--solver", "sbpi", "--loads", "0.2", "--out", "other.nc")
            self.assertNotIn("other.nc.lock", os.listdir(self.directory))
        finally:
            first.kill()
            first.communicate()
        # What a killed process leaves keeps nobody out, and goes away with the next.
        self.assertTrue(os.path.isdir(lock))
        self.call(*small, "--solver", "sbpi", "--loads", "0.2")
        self.assertFalse(os.path.exists(lock))

    def test_a_checkpoint_of_another_study_or_damaged_is_refused(self):
        words = [*small, "--solver", "sbpi", "--loads", "0.2"]
        path = os.path.join(self.directory, "solve.nc.checkpoint")
        self.call(*words, "--shard", "1/2")
        shutil.copy(os.path.join(self.directory, "solve.nc.shard-1-of-2"), path)
        self.assertIn("holds another study", self.call(*words, status=73).stderr)
        with open(path, "r+b") as file:
            file.seek(100)
            file.write(b"\xff")
        self.assertIn("damaged", self.call(*words, status=65).stderr)
        os.remove(path)
        self.call(*words)

    def test_shards_join_to_the_bits_of_the_whole(self):
        words = [*small, "--solver", "lal", "--loads", "0.1,0.3"]
        self.call(*words, "--out", "whole.nc")
        for shard in (1, 3, 2):
            self.call(*words, "--shard", f"{shard}/3")
            if shard == 1:
                self.assertIn("solve.nc.shard-2-of-3", self.call(*words, "--join", "3", status=66).stderr)
        self.call(*words, "--join", "3")
        first, second = (self.opened(f"{i}.nc").drop_vars(["seconds", "seconds_error"]) for i in ("whole", "solve"))
        xarray.testing.assert_equal(first, second)
        self.assertIn("another study", self.call(*words, "--seed", "2", "--join", "3", "--out", "solve.nc", "--overwrite",
                                                 status=65).stderr)

    def test_nothing_is_overwritten_unless_asked(self):
        words = [*small, "--solver", "sbpi", "--loads", "0.2"]
        self.call(*words)
        before = os.stat(os.path.join(self.directory, "solve.nc")).st_mtime_ns
        self.assertIn("exists already", self.call(*words, status=73).stderr)
        self.assertEqual(before, os.stat(os.path.join(self.directory, "solve.nc")).st_mtime_ns)
        self.call(*words, "--overwrite")
        self.assertEqual(os.listdir(self.directory), ["solve.nc"])


if __name__ == "__main__":
    unittest.main()
