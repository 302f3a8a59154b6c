"""A run whose data are named by relative paths goes on from any working directory, and where its data have moved to; their content
decides whether they are the same. Debian's python3 with numpy and netCDF4."""
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

import netCDF4
import numpy

sys.path.insert(0, os.path.dirname(__file__))
import same_bits  # noqa: E402

ASKED = ["--network", "4-5-2", "--replicas", "2", "--temps", "1e-2", "--sample-interval", "10", "--start", "random", "--step-size", "1e-4",
         "--threads", "1", "--map-share", "0", "--device", "cpu"]


class MovedData(same_bits.SameBits):
    def setUp(self):
        super().setUp()
        self.place = pathlib.Path(self.directory)
        generator = numpy.random.default_rng(5)
        for folder in ("project", "elsewhere"):
            (self.place / folder).mkdir()
        numpy.save(self.place / "project" / "x.npy", generator.normal(size=(12, 4)).astype("f4"))
        numpy.save(self.place / "project" / "y.npy", numpy.arange(12) % 2)
        numpy.save(self.place / "project" / "t.npy", generator.normal(size=(3, 4)).astype("f4"))
        numpy.save(self.place / "project" / "u.npy", numpy.arange(3) % 2)
        numpy.save(self.place / "project" / "w.npy", generator.normal(size=37).astype("f4"))

    def at(self, folder, *words, status=same_bits.DONE):
        done = subprocess.run([same_bits.program, *words], cwd=self.place / folder, capture_output=True, text=True, timeout=same_bits.patience)
        self.assertIn(done.returncode, status if isinstance(status, tuple) else (status,), done.stdout + done.stderr)
        return done.stderr

    def attributes(self, run):
        with netCDF4.Dataset(self.place / run / "run.nc") as file:
            return {name: str(file.getncattr(name)) for name in file.ncattrs() if name not in ("created_at", "history")}

    def begin(self, *more):
        self.at("project", *ASKED, "--data", "x.npy,y.npy", *more, "--steps", "300", "--out", "begun")
        for copy in ("here", "there", "moved"):
            shutil.copytree(self.place / "project" / "begun", self.place / "project" / copy)
        self.at("project", "resume", "here", "--steps", "500")
        self.whole = same_bits.contents(self.place / "project" / "here" / "run.nc")

    def assert_same(self, run):
        self.assertEqual(same_bits.contents(self.place / run / "run.nc"), self.whole)
        self.assertEqual(self.attributes(run), self.attributes("project/here"))  # the names of the data, too

    def test_from_another_directory(self):
        self.begin("--test-data", "t.npy,u.npy")
        said = self.at("elsewhere", "resume", "../project/there", "--steps", "500")
        x, y = (self.place / "project" / name for name in ("x.npy", "y.npy"))
        self.assertIn(f"../project/there: going on with {x},{y}", said)
        self.assert_same("project/there")
        # Other data of the same name in the way are not taken for those of the run.
        numpy.save(self.place / "elsewhere" / "x.npy", numpy.zeros((12, 4), "f4"))
        numpy.save(self.place / "elsewhere" / "y.npy", numpy.arange(12) % 2)
        self.at("elsewhere", "resume", "../project/moved", "--steps", "500")
        self.assert_same("project/moved")
        self.at("elsewhere", "branch", "../project/here", "--seed", "7", "--out", "branch")
        with netCDF4.Dataset(self.place / "elsewhere" / "branch" / "run.nc") as file:
            self.assertEqual(file.getncattr("examples"), 12)

    def test_under_another_name(self):
        self.begin()
        (self.place / "project" / "x.npy").rename(self.place / "elsewhere" / "inputs.npy")
        said = self.at("elsewhere", "resume", "../project/there", "--steps", "500", status=66)
        self.assertIn("x.npy: cannot open this file", said)
        self.assertIn("say with --data where it is now", said)
        numpy.save(self.place / "elsewhere" / "other.npy", numpy.ones((12, 4), "f4"))
        said = self.at("elsewhere", "resume", "../project/there", "--steps", "500", "--data", "other.npy,../project/y.npy", status=73)
        self.assertIn("holds a run with other data: other.npy,../project/y.npy holds others", said)
        self.at("elsewhere", "resume", "../project/there", "--steps", "500", "--data", "inputs.npy,../project/y.npy")
        self.assert_same("project/there")

    def test_a_start_from_weights_of_a_relative_file(self):
        self.begin("--start", "file:w.npy")
        self.at("elsewhere", "resume", "../project/there", "--steps", "500")
        self.assert_same("project/there")

    def test_random_data_and_absolute_names_are_not_written_down(self):
        self.at("project", *ASKED, "--steps", "200", "--out", "random")
        self.assertFalse((self.place / "project" / "random" / "begun-in").exists())
        data = ",".join(str(self.place / "project" / name) for name in ("x.npy", "y.npy"))
        self.at("project", *ASKED, "--data", data, "--steps", "200", "--out", "absolute")
        self.assertFalse((self.place / "project" / "absolute" / "begun-in").exists())
        self.at("project", *ASKED, "--data", "x.npy,y.npy", "--steps", "200", "--out", "relative")
        self.assertEqual((self.place / "project" / "relative" / "begun-in").read_text(), str(self.place / "project"))


if __name__ == "__main__":
    unittest.main()
