"""What was asked is kept, or the run says what became of it; and words are taken as people write them."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
tiny = ["--temps", "1e-2", "--network", "2-3-2", "--examples", "4", "--replicas", "2", "--step-size", "0.05", "--start", "random",
        "--map-share", "0", "--threads", "1"]


class Words(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def call(self, *words, status=0):
        done = subprocess.run([program, *words], cwd=self.directory, capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def attributes(self, run):
        with netCDF4.Dataset(os.path.join(self.directory, run, "run.nc")) as file:
            return {name: file.getncattr(name) for name in file.ncattrs()}

    def test_the_steps_that_were_asked_for_are_done(self):
        """The sample interval is chosen so that it divides them: 3000 samples of 1e5 steps would lie 30 steps apart."""
        for steps, interval in (("1e5", 40), ("150000", 50), ("1.27e5", 40), ("64000", 20)):
            done = self.call(*tiny, "--steps", steps, "--out", steps)
            about = self.attributes(steps)
            self.assertEqual((about["steps"], about["sample_interval"]), (int(float(steps)), interval))
            self.assertNotIn("becomes", done.stderr)

    def test_what_has_to_be_rounded_is_said(self):
        done = self.call(*tiny, "--steps", "1234", "--burn-in", "101", "--out", "a")
        self.assertIn("--steps 1234 becomes 1240: whole sample intervals, of 10 steps each", done.stderr)
        self.assertIn("--burn-in 101 becomes 110: whole sample intervals", done.stderr)
        self.assertEqual((self.attributes("a")["steps"], self.attributes("a")["burn_in"]), (1240, 110))
        # A run that goes on keeps its interval, also where another would divide the new length.
        done = self.call("resume", "a", "--steps", "1505")
        self.assertIn("--steps 1505 becomes 1510", done.stderr)
        self.assertEqual(self.attributes("a")["steps"], 1510)
        self.assertNotIn("becomes", self.call(*tiny, "--steps", "1000", "--burn-in", "33.3%", "--out", "b").stderr)
        # 89990 = 10 x 8999, a prime: rounded up to 90000, which leads to 30 steps and not to the 20 that 89990 began with.
        self.assertIn("--steps 89990 becomes 90000", self.call(*tiny, "--steps", "89990", "--out", "c").stderr)
        self.assertIn("is finished", self.call(*tiny, "--steps", "89990", "--out", "c").stderr)

    def test_options_may_stand_before_the_run(self):
        self.call(*tiny, "--steps", "1000", "--out", "a")
        self.call("resume", "--steps", "2e3", "a")
        self.assertEqual(self.attributes("a")["steps"], 2000)
        self.call("resume", "--quiet", "a", "--steps=3000")
        self.assertEqual(self.attributes("a")["steps"], 3000)
        self.call("branch", "--seed", "2", "a", "--out", "b")
        self.assertIn("run:a@3000", self.attributes("b")["configuration"])

    def test_counts_may_be_powers_of_ten_and_times_have_units(self):
        numbers = ["--replicas", "1e1", "--examples", "2e1", "--sample-interval", "1e1", "--measure-interval", "5e0", "--steps",
                   "1e3", "--burn-in", "1e2", "--seed", "1e3", "--threads", "1e0", "--datasets", "2e0"]
        self.call(*tiny, *numbers, "--max-hours", "5min", "--checkpoint-interval", "1d", "--out", "a")
        about = self.attributes("a")
        expected = {"replicas": 10, "examples": 20, "sample_interval": 10, "measure_interval": 5, "steps": 1000, "burn_in": 100,
                    "seed": 1000, "datasets": 2}
        self.assertEqual({name: about[name] for name in expected}, expected)
        with open(os.path.join(self.directory, "my.toml"), "w") as file:
            file.write("steps = 1e3\nreplicas = 3e0\nmax-hours = \"1h\"\n")
        self.call(*tiny[:6], "--config", "my.toml", "--step-size", "0.05", "--out", "b")
        self.assertEqual(self.attributes("b")["steps"], 1000)
        stopped = self.call(*tiny, "--steps", "1e5", "--max-hours", "1e-6s", "--checkpoint-interval", "0s", "--out", "c", status=75)
        self.assertIn("stopped by --max-hours", stopped.stderr)

    def test_diagnose_as_json_is_what_it_says_in_words(self):
        self.call(*tiny, "--steps", "1000", "--out", "a")
        words = self.call("diagnose", "a", status=1).stdout
        for order in (("a", "--json"), ("--json", "a")):
            document = json.loads(self.call("diagnose", *order, status=1).stdout)
            kinds = [verdict["kind"] for verdict in document["verdicts"]]
            self.assertTrue(words.splitlines()[-1].startswith(f"{kinds.count('failure')} failed, {kinds.count('note')} note"))
            self.assertTrue(all(" ".join(v["sentence"].split()) in " ".join(words.split()) for v in document["verdicts"]))

    def test_the_citation_has_bibtex_that_can_be_read(self):
        text = self.call("--cite").stdout
        version = self.call("--version").stdout.split()[1]
        entries = re.findall(r"^@(\w+)\{(\w+),\n((?:  .*\n)+)\}$", text, re.M)
        self.assertEqual([name for _, name, _ in entries],
                         ["replicas", "jules2023", "leimkuhler2012", "vehtari2019", "furman2024", "salmon2011"])
        self.assertEqual(text.count("@"), len(entries))
        for kind, name, body in entries:
            self.assertEqual(body.count("{"), body.count("}"), name)
            for key in ("author", "title"):
                self.assertRegex(body, rf"{key} *= \{{.+\}},", name)
        self.assertIn(f"version = {{{version}}}", text)

    def test_advice_on_step_sizes_fits_the_data(self):
        pixels = numpy.random.default_rng(1).integers(0, 256, (20, 6)).astype("f4")
        numpy.save(os.path.join(self.directory, "x.npy"), pixels)
        numpy.save(os.path.join(self.directory, "y.npy"), pixels[:, :1] / 255)
        wild = ["--temps", "1e-2", "--network", "6-1", "--activation", "linear", "--loss", "mse", "--data", "x.npy,y.npy", "--steps",
                "1000", "--start", "random", "--step-size", "1"]
        message = self.call(*wild, "--out", "a", status=76).stderr.splitlines()[-1]
        self.assertIn("at step size 1; scale the inputs (they reach 25", message)
        self.assertIn("or use a smaller --step-size, or auto, or --on-divergence mark", message)
        self.assertLessEqual(len(message), 200)


if __name__ == "__main__":
    unittest.main(verbosity=2)
