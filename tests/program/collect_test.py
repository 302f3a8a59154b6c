"""Many runs: names that can be read, one dataset of all, and what finished runs need no more. Debian's python3 with numpy and netCDF4."""
import os

import shutil
import sys
import unittest

import netCDF4
import numpy

sys.path.insert(0, os.path.dirname(__file__))
import same_bits  # noqa: E402

TINY = ["--network", "3-4-2", "--replicas", "2", "--temps", "1e-2,1e-1", "--steps", "400", "--sample-interval", "10", "--start", "random",
        "--step-size", "1e-4", "--threads", "1", "--map-share", "0", "--device", "cpu", "--quiet"]


class Collect(same_bits.SameBits):
    def path(self, *names):
        return os.path.join(self.directory, *names)

    def column(self, run, name):
        with netCDF4.Dataset(self.path(run, "run.nc")) as file:
            file.set_auto_mask(False)
            return file[name][:]

    def test_a_run_is_named_after_what_was_chosen(self):
        self.call(*TINY)
        self.call(*TINY, "--seed", "2", "--no-bias", "--name", "second")
        names = sorted(os.listdir(self.path("runs")))
        self.assertEqual(names[0], "second")
        self.assertRegex(names[1], r"^temps-0.01,0.1_replicas-2_network-3-4-2_[a-z0-9._-]*[0-9a-f]{10}$")
        self.call(*TINY)  # the same run again
        self.assertEqual(len(os.listdir(self.path("runs"))), 2)
        for words, said in ((["--name", "a/b"], "--name a/b: a name without '/'"), (["--name", ".."], "--name ..:"),
                            (["--name", "a", "--out", "b"], "--name a and --out b exclude each other")):
            self.assertIn(said, self.call(*TINY, *words, status=64).stderr)
        self.assertIn("leave out --out, --name", self.call("resume", "runs/second", "--name", "c", status=64).stderr)

    def test_all_combinations_become_axes(self):
        for seed in ("1", "2"):
            for examples in ("20", "5", "100"):
                self.call(*TINY, "--seed", seed, "--examples", examples, "--name", f"{seed}-{examples}")
        done = self.call("collect", *(f"runs/{s}-{p}" for p in (100, 5, 20) for s in (2, 1)), "-o", "all.nc")
        self.assertIn("6 runs over examples (3) x seed (2) in", done.stderr)
        with netCDF4.Dataset(self.path("all.nc")) as file:
            file.set_auto_mask(False)
            self.assertEqual(list(file["examples"][:]), [5, 20, 100])
            self.assertEqual(list(file["seed"][:]), [1, 2])
            for name in ("loss_mean", "loss_mean_error", "ess"):
                self.assertEqual(file[name].dimensions, ("examples", "seed", "temperature"))
                for i, p in enumerate((5, 20, 100)):
                    for j, s in enumerate((1, 2)):
                        numpy.testing.assert_array_equal(file[name][i, j], self.column(f"runs/{s}-{p}", name), f"{name} {p} {s}")
            self.assertEqual(file["directory"][2, 0], "runs/1-100")
            self.assertEqual(file["run_complete"][:].tolist(), [[1, 1]] * 3)
            numpy.testing.assert_array_equal(file["temperature"][:], [0.01, 0.1])
            self.assertEqual(file["loss_mean"].ancillary_variables, "loss_mean_error")
        for seed in (2**53, 2**53 + 1):
            self.call(*TINY, "--seed", str(seed), "--name", str(seed))
        self.call("collect", f"runs/{2**53 + 1}", f"runs/{2**53}", "-o", "seeds.nc")
        with netCDF4.Dataset(self.path("seeds.nc")) as file:
            self.assertEqual(sorted(int(seed) for seed in file["seed"][:]), [2**53, 2**53 + 1])
        # A run of the grid missing: one after the other, with what each was.
        self.call("collect", "runs/1-5", "runs/1-20", "runs/2-20", "-o", "some.nc")
        with netCDF4.Dataset(self.path("some.nc")) as file:
            self.assertEqual(file["loss_mean"].dimensions, ("run", "temperature"))
            self.assertEqual(list(file["option_examples"][:]), ["5", "20", "20"])
            self.assertEqual(list(file["option_seed"][:]), ["1", "1", "2"])

    def test_what_is_derived_is_no_axis_and_texts_are(self):
        for network in ("3-4-2", "3-8-2"):
            self.call(*TINY, "--network", network, "--name", network)
        self.call(*TINY, "--steps", "800", "--name", "long")
        self.call("collect", "runs/3-4-2", "runs/long", "-o", "steps.nc")
        self.call("collect", "runs/3-8-2", "runs/3-4-2", "-o", "networks.nc")
        with netCDF4.Dataset(self.path("steps.nc")) as file:  # and not over the burn-in that follows from them
            self.assertEqual(file["loss_mean"].dimensions, ("steps", "temperature"))
        with netCDF4.Dataset(self.path("networks.nc")) as file:
            self.assertEqual(file["loss_mean"].dimensions, ("network", "temperature"))
            self.assertEqual(list(file["network"][:]), ["3-8-2", "3-4-2"])
        self.call(*TINY, "--temps", "1e-2,2e-1", "--name", "hot")
        self.call("collect", "runs/3-4-2", "runs/hot", "-o", "ladders.nc")
        with netCDF4.Dataset(self.path("ladders.nc")) as file:
            self.assertEqual(file["temperature"].dimensions, ("temps", "rung"))
            self.assertEqual(file["temperature"][:].tolist(), [[0.01, 0.1], [0.01, 0.2]])
            self.assertEqual(file["loss_mean"].dimensions, ("temps", "rung"))

    def test_what_cannot_be_collected(self):
        self.call(*TINY, "--name", "one")
        self.call(*TINY, "--temps", "1e-2", "--name", "short")
        self.assertIn("1 and 2 temperatures", self.call("collect", "runs/one", "runs/short", "-o", "all.nc", status=65).stderr)
        self.assertIn("named twice", self.call("collect", "runs/one", "runs/one", "-o", "all.nc", status=65).stderr)
        self.assertIn("nothing", self.call("collect", "nothing", "runs/one", "-o", "all.nc", status=66).stderr)
        self.assertFalse([name for name in os.listdir(self.directory) if name.startswith("all")])
        self.call("collect", "runs/one", "-o", "all.nc")
        self.assertIn("there already", self.call("collect", "runs/one", "-o", "all.nc", status=73).stderr)
        self.call("collect", "runs/one", "-o", "all.nc", "--overwrite")
        self.assertIn("no/all.nc", self.call("collect", "runs/one", "-o", "no/all.nc", status=74).stderr)

    def test_samples_are_removed_from_finished_runs(self):
        for name in ("one", "two"):
            self.call(*TINY, "--seed", str(len(name)) if name == "one" else "4", "--name", name)
        self.call(*TINY, "--steps", "1000000", "--max-hours", "1s", "--name", "begun", status=75)
        before = {name: same_bits.contents(self.results(f"runs/{name}")) for name in ("one", "two")}
        shutil.copytree(self.path("runs/one"), self.path("runs/kept"))
        self.assertIn("takes --samples", self.call("remove", "runs/one", status=64).stderr)
        said = self.call("remove", "--samples", "runs/one", "runs/begun", status=64).stderr
        self.assertIn("runs/begun is not finished", said)
        size = {name: sum(os.path.getsize(os.path.join(at, f)) for at, _, files in os.walk(self.path("runs", name)) for f in files)
                for name in ("one", "kept")}
        self.assertEqual(size["one"], size["kept"])  # nothing was removed before all were looked at
        said = self.call("remove", "--samples", "runs/one", "runs/two").stdout
        self.assertRegex(said, r"runs/one: \d+\.\d MB removed, \d+\.\d MB left\nruns/two: ")
        for name in ("one", "two"):
            self.assertEqual(same_bits.contents(self.results(f"runs/{name}")), before[name])
        after = sum(os.path.getsize(os.path.join(at, f)) for at, _, files in os.walk(self.path("runs/one")) for f in files)
        self.assertLess(after, size["kept"])
        self.call("diagnose", "runs/one", status=(0, 1))
        self.call("resume", "runs/one", "--steps", "500")


if __name__ == "__main__":
    unittest.main()
