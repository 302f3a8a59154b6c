"""The verb list: what it says of runs in every state, and what of a run was chosen."""
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
import unittest

program = os.environ["REPLICAS_PROGRAM"]
tiny = ["--temps", "1e-2", "--network", "2-3-2", "--examples", "4", "--replicas", "2", "--step-size", "0.05", "--start", "random",
        "--sample-interval", "10", "--steps", "1000", "--threads", "1"]
stop = ["--max-hours", "1e-9", "--checkpoint-interval", "0"]
# That sample interval follows from the steps, and threads change no number.
CHOSEN = {"temps": "0.01", "replicas": "2", "network": "2-3-2", "examples": "4", "step-size": "0.05", "start": "random", "steps": "1000"}


class List(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def call(self, *words, status=0, **options):
        done = subprocess.run([program, *words], cwd=self.directory, capture_output=True, text=True, timeout=600, **options)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def listed(self, *words):
        return {entry["directory"]: entry for entry in json.loads(self.call("list", "--json", *words).stdout)}

    def test_every_state(self):
        self.call(*tiny, "--out", "runs/finished")
        self.call(*tiny, *stop, "--out", "runs/deeper/stopped", status=75)
        self.call(*tiny, "--shard", "1/2", "--out", "runs/slice")
        shutil.copytree(self.path("runs/finished"), self.path("runs/no_results"))
        os.remove(self.path("runs/no_results/run.nc"))
        shutil.copytree(self.path("runs/finished"), self.path("runs/damaged"))
        with open(self.path("runs/damaged/config.toml"), "a") as file:
            file.write('update = "wild"\n')
        shutil.copytree(self.path("runs/finished"), self.path("runs/lost"))
        for name in ("manifest", "manifest.prev"):
            os.remove(self.path("runs/lost", name))
        os.makedirs(self.path("runs/of_another_program"))
        with open(self.path("runs/of_another_program/config.toml"), "w") as file:
            file.write('[server]\nport = 80\n')
        found = self.listed()
        self.assertEqual({name: entry["state"] for name, entry in found.items()},
                         {"runs/damaged": "damaged", "runs/deeper/stopped": "stopped", "runs/finished": "finished",
                          "runs/lost": "damaged", "runs/no_results": "finished", "runs/slice.shard-1-of-2": "slice done"})
        done = found["runs/finished"]
        self.assertEqual((done["step"], done["planned_steps"]), (1000, 1000))
        verdicts = json.loads(self.call("diagnose", "--json", "runs/finished", status=1).stdout)["verdicts"]
        for kind, number in (("failure", done["failures"]), ("note", done["notes"])):
            self.assertEqual(sum(verdict["kind"] == kind for verdict in verdicts), number)
        size = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(self.path("runs/finished")) for name in names)
        self.assertEqual(done["bytes"], size)
        self.assertEqual(found["runs/deeper/stopped"]["step"], 10)
        self.assertNotIn("failures", found["runs/deeper/stopped"])
        self.assertIn("manifest", found["runs/lost"]["damage"])
        self.assertEqual(self.listed("runs/deeper", "runs/finished").keys(), {"runs/deeper/stopped", "runs/finished"})

    def test_a_run_that_goes_on(self):
        self.call(*tiny, *stop, "--out", "runs/1", status=75)
        number = os.open(self.path("runs/1"), os.O_RDONLY)
        try:
            fcntl.flock(number, fcntl.LOCK_EX)  # as a process that works there does
            self.assertEqual(self.listed()["runs/1"]["state"], "going on")
        finally:
            os.close(number)

    def test_what_was_chosen_is_no_more_than_that_and_makes_the_run_again(self):
        self.call(*tiny, "--out", "runs/1")
        self.call(*tiny, "--burn-in", "300", "--seed", "5", "--out", "runs/2")
        self.call(*tiny, "--burn-in", "500", "--update", "em", "--no-bias", "--out", "runs/3")
        found = {name: entry["chosen"] for name, entry in self.listed().items()}
        self.assertEqual(found["runs/1"], CHOSEN)
        self.assertEqual(found["runs/2"], {**CHOSEN, "seed": "5"})  # that burn-in follows from the steps
        self.assertEqual(found["runs/3"], {**CHOSEN, "burn-in": "500", "update": "em", "no-bias": "true"})
        words = [word for key, value in found["runs/3"].items() for word in ([f"--{key}"] if value == "true" else [f"--{key}", value])]
        self.call(*words, "--out", "again")
        with open(self.path("runs/3/config.toml")) as old, open(self.path("again/config.toml")) as new:
            self.assertEqual(old.read(), new.read())

    def test_the_table_fits_the_terminal(self):
        self.call(*tiny, "--out", "runs/1")
        for columns in (60, 200):
            text = self.call("list", env={**os.environ, "COLUMNS": str(columns)}).stdout
            self.assertTrue(all(len(line) <= columns for line in text.splitlines()), text)
            self.assertRegex(" ".join(text.split()), r"run state step verdict size what runs/1 finished 1000 \(100 %\) \d failed \d+ kB "
                                                     r"--temps 0.01 --replicas 2 --network 2-3-2 --examples 4")

    def test_nothing_there(self):
        os.mkdir(self.path("runs"))
        self.assertEqual(self.call("list").stdout, "no runs there\n")
        self.assertEqual(self.call("list", "--json").stdout, "[]\n")


if __name__ == "__main__":
    unittest.main()
