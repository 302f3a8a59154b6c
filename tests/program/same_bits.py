"""What tests of equal bits share: a folder of their own, the contents of run.nc, and runs on other threads, in slices, or killed."""
import os
import shutil
import signal
import subprocess
import tempfile
import unittest

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
patience = 3600  # seconds after which a test that hangs gives up; no test asks how long anything takes
DONE = (0, 2)  # a run, whatever its verdicts


def contents(path):
    """All variables of a run.nc, as raw bytes."""
    result = {}
    with netCDF4.Dataset(path) as file:
        for group in [file, *file.groups.values()]:
            group.set_auto_mask(False)
            result.update({group.path + name: numpy.asarray(v[...]).tobytes() for name, v in group.variables.items()})
    return result


class SameBits(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def call(self, *words, status=DONE, environment=None):
        done = subprocess.run([program, *words], cwd=self.directory, capture_output=True, text=True, timeout=patience,
                              env={**os.environ, **(environment or {})})
        self.assertIn(done.returncode, status if isinstance(status, tuple) else (status,), done.stdout + done.stderr)
        return done

    def results(self, out):
        return os.path.join(self.directory, out, "run.nc")

    def one_three_and_merged(self, words, name):
        """The runs <name>1 and <name>3, on so many threads, and <name>m, merged of two slices, are equal. Returns what
        is in them, and what the first said."""
        said = self.call(*words, "--threads", "1", "--out", name + "1").stderr
        self.call(*words, "--threads", "3", "--out", name + "3")
        expected = contents(self.results(name + "1"))
        self.assertEqual(contents(self.results(name + "3")), expected)
        for number in (1, 2):
            self.call(*words, "--shard", f"{number}/2", "--out", name, status=0)
        self.call("merge", f"{name}.shard-1-of-2", f"{name}.shard-2-of-2", "--out", name + "m")
        self.assertEqual(contents(self.results(name + "m")), expected)
        return expected, said

    def killed(self, words, out):
        """Ended by KILL after step 1000, with everything until then saved, and run again."""
        hold = os.path.join(self.directory, "hold")
        with open(hold, "w") as file:
            file.write("1000")
        child = subprocess.Popen([program, *[word for word in words if word != "--quiet"], "--out", out, "--checkpoint-interval", "0"],
                                 cwd=self.directory, text=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                 env={**os.environ, "REPLICAS_TEST_HOLD": hold})
        self.addCleanup(child.wait)
        seen = ""
        while "held after step 1000" not in seen:
            line = child.stderr.readline()
            self.assertTrue(line, "ended before it was held: " + seen)
            seen += line
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=patience)
        self.call(*words, "--out", out)
