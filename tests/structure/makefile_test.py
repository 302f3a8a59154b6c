"""What `make run` calls: the options that were given, and a run directory where none was. An option of its own would win over
those of a --config."""
import pathlib
import shutil
import subprocess
import unittest

root = pathlib.Path(__file__).parents[2]


@unittest.skipUnless(shutil.which("make"), "there is no make")
class Makefile(unittest.TestCase):
    def called(self, arguments):
        done = subprocess.run(["make", "-n", "run", f"ARGS={arguments}"], cwd=root, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [line.strip().rstrip("\\;").rstrip("; ") for line in done.stdout.splitlines() if "build/release/replicas" in line]

    def test_the_options_are_those_given(self):
        self.assertEqual(self.called("--config my.toml --out there")[0], "build/release/replicas --config my.toml --out there")
        self.assertEqual(self.called("--gradient-descent")[0], "build/release/replicas --gradient-descent --out $out")
        self.assertEqual(self.called("")[0].split(), ["build/release/replicas", "--out", "$out"])
        self.assertEqual(self.called("--out=there --seed 2")[1], "build/release/replicas plot $out")


if __name__ == "__main__":
    unittest.main(verbosity=2)
