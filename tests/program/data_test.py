"""Other people's data: what the program assumes where files leave it open, that it says so before the run and in
run.nc, and that what it says is what the replicas see. Debian's python3 with numpy and netCDF4."""
# Long: one question, what became of a file, asked of every way to write it.
import gzip
import json
import os
import re
import pathlib
import shutil
import struct
import subprocess
import tempfile
import unittest

import netCDF4
import numpy
import xxhash

program = os.environ["REPLICAS_PROGRAM"]
quick = ["--temps", "1e-2", "--replicas", "2", "--steps", "400", "--sample-interval", "10", "--start", "random",
         "--step-size", "1e-4", "--threads", "1", "--map-share", "0", "--device", "cpu"]
# Two features that tell three kinds apart; values that no rule mistakes for anything.
ROWS = [(5.1, 0.2, "setosa"), (6.4, 1.5, "versicolor"), (6.3, 2.5, "virginica"), (4.9, 0.3, "setosa"), (5.7, 1.3, "versicolor"),
        (7.1, 2.1, "virginica"), (5.0, 0.4, "setosa"), (6.0, 1.4, "versicolor")]
NUMBER = {"setosa": 0, "versicolor": 1, "virginica": 2}


class Data(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)

    def write(self, name, rows):
        text = rows if isinstance(rows, str) else "".join(",".join(map(str, row)) + "\n" for row in rows)
        (self.directory / name).write_text(text)

    def save(self, name, array):
        numpy.save(self.directory / name, array)

    def run_on(self, data, *more, network="2-3", status=0):
        shutil.rmtree(self.directory / "run", ignore_errors=True)
        words = [program, *quick, "--network", network, "--data", data, "--out", "run", *more]
        done = subprocess.run(words, cwd=self.directory, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr

    def attribute(self, name):
        with netCDF4.Dataset(self.directory / "run" / "run.nc") as file:
            return file.getncattr(name)

    def checksum(self):
        """Of what the replicas were shown: equal data have an equal line in the manifest."""
        lines = (self.directory / "run" / "manifest").read_text().splitlines()
        return [line for line in lines if line.startswith("data ")][0]

    def assert_said(self, text, said, *more):
        """In a line before the run, and in run.nc."""
        for words in (text, *more):
            self.assertIn(words, said)
            # run.nc keeps the fields that a text speaks of as keys, <scale>; the command line says --scale.
        self.assertIn(re.sub(r"--([a-z-]+)", r"<\1>", words), self.attribute("data_notes"))

    def reference(self, labels=None):
        """The checksum of ROWS as NPY."""
        self.save("x.npy", numpy.array([row[:2] for row in ROWS], "f4"))
        self.save("y.npy", numpy.array([NUMBER[row[2]] for row in ROWS] if labels is None else labels))
        self.run_on("x.npy,y.npy")
        return self.checksum()

    def test_a_numeric_header_is_no_example(self):
        x = [[*row[:2], 1.5, 2.5] for row in ROWS]
        self.write("x.csv", [(0, 1, 2, 3), *x])
        self.write("y.csv", [(0,), *((NUMBER[row[2]],) for row in ROWS)])
        said = self.run_on("x.csv,y.csv", network="4-3")
        self.assertEqual(self.attribute("examples"), len(ROWS))
        self.assert_said("x.csv: the first row (0,1,2,3) counts the columns and is taken as a header", said,
                         f"y.csv: the first row (0) is taken as a header (--header no says otherwise): x.csv has {len(ROWS)} rows")
        self.run_on("x.csv,y.csv", "--header", "no", network="4-3")
        self.assertEqual(self.attribute("examples"), len(ROWS) + 1)
        self.assertIn('header = "no"', self.attribute("configuration"))

    def test_over_fewer_columns_the_other_file_decides(self):
        self.write("x.csv", "0,1\n1,2\n3,4\n5,6\n")
        for labels, examples, words in (([0, 1, 0], 3, "a header"), ([0, 1, 0, 1], 4, "an example")):
            self.save("y.npy", numpy.array(labels))
            said = self.run_on("x.csv,y.npy", network="2-2")
            self.assertEqual(self.attribute("examples"), examples)
            self.assert_said(f"x.csv: the first row (0,1) is taken as {words}", said, f"y.npy has {examples} rows")
        self.write("y.csv", "0\n0\n1\n0\n")
        message = self.run_on("x.csv,y.csv", network="2-2", status=65)
        self.assertIn("write --header yes or --header no", message)
        for header, examples in (("yes", 3), ("no", 4)):
            self.run_on("x.csv,y.csv", "--header", header, network="2-2")
            self.assertEqual(self.attribute("examples"), examples)
        self.write("y.csv", "0\n1\n0\n")  # one row less: not both have a header
        self.run_on("x.csv,y.csv", network="2-2")
        self.assertEqual(self.attribute("examples"), 3)

    def test_the_label_column_is_found_and_announced(self):
        expected = self.reference()
        numbered = [(*row[:2], NUMBER[row[2]]) for row in ROWS]
        tables = {
            "last": ([*numbered], (), "the label is column 3, the last (--label says otherwise)"),
            "named": ([("Class", "a", "b"), *((row[2], *row[:2]) for row in numbered)], (), "the label is column 1, 'Class', by its name"),
            "first": ([(row[2], *row[:2]) for row in numbered], ("--label", "first"), "the label is column 1 (--label)"),
            "number": ([(row[0], row[2], row[1]) for row in numbered], ("--label", "2"), "the label is column 2 (--label)"),
            "kind": ([("a", "kind", "y"), *((row[0], row[2], row[1]) for row in numbered)], ("--label", "kind"), "column 2, 'kind' (--label)"),
            "numeric names": ([("label", 0, 1), *((row[2], *row[:2]) for row in numbered)], (), "column 1, 'label', by its name"),
            "words": ([(row[0], row[2], row[1]) for row in ROWS], (), "the label is column 2, which holds words"),
            "species": ([("a", "b", "species"), *ROWS], (), "the label is column 3, 'species', by its name"),
        }
        for name, (rows, more, words) in tables.items():
            with self.subTest(name):
                self.write("table.csv", rows)
                self.assert_said("table.csv: " + words if words.startswith("the") else words, self.run_on("table.csv", *more))
                self.assertEqual(self.checksum(), expected)

    def test_words_in_quotes_and_numbers_in_quotes(self):
        expected = self.reference()
        self.write("table.csv", '"a","b","species"\n' + "".join(f'"{a}",{b},"{name}"\n' for a, b, name in ROWS))
        self.run_on("table.csv")
        self.assertEqual(self.checksum(), expected)

    def test_classes_by_name_are_numbered_and_test_data_follow(self):
        self.write("train.csv", [("a", "b", "species"), *ROWS])
        self.write("test.csv", [("a", "b", "species"), *reversed(ROWS[:2])])  # the first class of these is the second
        said = self.run_on("train.csv", "--test-data", "test.csv")
        self.assert_said("3 classes by name: setosa = 0, versicolor = 1, virginica = 2", said)
        self.assertEqual(json.loads(self.attribute("class_names")), ["setosa", "versicolor", "virginica"])
        together = self.checksum()
        self.save("t.npy", numpy.array([row[:2] for row in reversed(ROWS[:2])], "f4"))
        self.save("u.npy", numpy.array([1, 0]))
        self.reference()
        self.run_on("x.npy,y.npy", "--test-data", "t.npy,u.npy")
        self.assertEqual(self.checksum(), together)
        self.write("test.csv", [("a", "b", "species"), *ROWS[:2], (1.5, 2.5, "virginca")])
        self.assertIn("test.csv:4:9: 'virginca' is no class of the training data", self.run_on("train.csv", "--test-data", "test.csv", status=65))

    def test_a_wrong_guess_is_said(self):
        pixels = numpy.random.default_rng(1).integers(0, 200, (12, 4))
        pixels[:, 3] = 0  # the corner of an image
        self.write("digits.csv", [(i % 3, *row) for i, row in enumerate(pixels)])
        message = self.run_on("digits.csv", network="4-3", status=65)
        self.assertIn("--label first", message)
        self.run_on("digits.csv", "--label", "first", network="4-3")
        pixels[:, 3] = numpy.arange(12) % 2  # among the labels of the network, but not all of them
        self.write("digits.csv", [(i % 3, *row) for i, row in enumerate(pixels)])
        self.assertIn("It holds 3 whole numbers 0 to 2, the last 0 to 1", self.run_on("digits.csv", network="4-3", status=65))
        said = self.run_on("digits.csv", "--label", "last", network="4-3")
        self.assertIn("column 5 (--label)", said)

    def test_label_columns_that_tell_nothing_apart_are_said(self):
        self.save("x.npy", numpy.random.default_rng(1).standard_normal((300, 2)).astype("f4"))
        for labels, words in ((numpy.zeros(300, int), "all 300 labels are 0: there is one class"),
                              (numpy.arange(300) % 101, "101 different labels in 300 examples"),
                              (numpy.r_[numpy.arange(99), numpy.zeros(201, int)], None)):
            self.save("y.npy", labels)
            said = self.run_on("x.npy,y.npy", network="2-101")
            self.assertEqual("warning" in said, words is not None, said)
            if words:
                self.assert_said(words, said)
                self.assertIn(words, self.attribute("verdicts"))
        self.save("y.npy", numpy.arange(300) // 3)
        said = self.run_on("x.npy,y.npy", "--examples", "9", network="2-101")
        self.assertNotIn("warning", said)
        self.save("y.npy", numpy.arange(300) % 101)
        self.assert_said("9 different labels in 9 examples", self.run_on("x.npy,y.npy", "--examples", "9", network="2-101"))

    def test_row_numbers_are_left_out(self):
        expected = self.reference()
        numbered = [(*row[:2], NUMBER[row[2]]) for row in ROWS]
        tables = {"pandas": [("", "a", "b", "label"), *((i, *row) for i, row in enumerate(numbered))],
                  "shuffled": [("", "a", "b", "label"), *((7 * i % 11, *row) for i, row in enumerate(numbered))],
                  "read again": [("Unnamed: 0", "a", "b", "label"), *((i, *row) for i, row in enumerate(numbered))],
                  "an array": [("", 0, 1, 2), *((i, *row) for i, row in enumerate(numbered))],
                  "R": [("a", "b", "label"), *((f'"{i + 1}"', *row) for i, row in enumerate(numbered))],
                  "no header": [(i, *row) for i, row in enumerate(numbered)],
                  "from 1": [(i + 1, *row) for i, row in enumerate(numbered)],
                  "Id": [("Id", "a", "b", "label"), *((i + 1, *row) for i, row in enumerate(numbered))]}
        for name, rows in tables.items():
            with self.subTest(name):
                self.write("table.csv", rows)
                self.assert_said("table.csv: the first column holds row numbers and is left out", self.run_on("table.csv"))
                self.assertEqual(self.checksum(), expected)
        message = self.run_on("table.csv", network="3-3", status=65)  # what the old advice led to
        self.assertIn("4 columns, the first of row numbers", message)
        self.assertIn("--network 2-...", message)
        self.write("table.csv", [("time", "a", "b", "label"), *((i, *row) for i, row in enumerate(numbered))])
        self.assert_said("column 1, 'time' counts the rows and is taken as an input", self.run_on("table.csv", network="3-3"))
        self.write("x.csv", [("", 0, 1), *((i, *row[:2]) for i, row in enumerate(numbered))])
        self.write("y.csv", [("", "label"), *((i, row[2]) for i, row in enumerate(numbered))])
        self.assert_said("x.csv: the first column holds row numbers", self.run_on("x.csv,y.csv"), "y.csv: the first column holds row numbers")
        self.assertEqual(self.checksum(), expected)

    def test_scales(self):
        generator = numpy.random.default_rng(3)
        pixels = generator.integers(0, 256, (8, 4)).astype("u1")
        pixels[0] = 255
        pixels[:, 2] = 7  # the same in every image
        labels = numpy.arange(8) % 2
        idx = struct.pack(">BBBBII", 0, 0, 8, 2, 8, 4) + pixels.tobytes()
        (self.directory / "x.idx").write_bytes(idx)
        self.save("y.npy", labels)
        self.assert_said("x.idx: inputs are bytes, divided by 255", self.run_on("x.idx,y.npy", network="4-2"))
        unit = self.checksum()
        self.write("table.csv", [(*map(int, row), label) for row, label in zip(pixels, labels)])
        said = self.run_on("table.csv", network="4-2")
        self.assert_said("table.csv: inputs are not scaled: 0 to 255" if pixels.min() == 0 else "table.csv: inputs are not scaled", said,
                         "--scale unit divides 0..255 by 255")
        self.assertIn("warning", said)
        self.assertNotEqual(self.checksum(), unit)
        self.assert_said("table.csv: inputs divided by 255 (--scale unit)", self.run_on("table.csv", "--scale", "unit", network="4-2"))
        self.assertEqual(self.checksum(), unit)
        self.save("ints.npy", pixels.astype("i8"))
        self.assertIn("--scale unit", self.run_on("ints.npy,y.npy", network="4-2", status=65))
        self.run_on("ints.npy,y.npy", "--scale", "unit", network="4-2")
        self.assertEqual(self.checksum(), unit)
        self.assert_said("x.idx: inputs are left as they are (--scale none)", self.run_on("x.idx,y.npy", "--scale", "none", network="4-2"))
        as_they_are = self.checksum()
        self.save("floats.npy", pixels.astype("f4"))
        self.run_on("floats.npy,y.npy", network="4-2")
        self.assertEqual(self.checksum(), as_they_are)
        self.assertIn("is 300: --scale unit divides 0..255", self.refused_unit(labels))

    def test_the_same_data_in_every_form_are_the_same(self):
        """Archives, gzip, columns of labels, one-hot rows and decimal commas change nothing of what the replicas see."""
        generator = numpy.random.default_rng(8)
        x = generator.standard_normal((12, 3)).astype("f4")
        y = numpy.tile([0, 1, 2], 4)
        self.save("x.npy", x)
        self.save("y.npy", y)
        self.run_on("x.npy,y.npy", network="3-3")
        plain = self.checksum()
        for name in ("x.npy", "y.npy"):
            (self.directory / f"{name}.gz").write_bytes(gzip.compress((self.directory / name).read_bytes()))
        numpy.savez(self.directory / "a.npz", x=x, y=y, other=x[:1])
        numpy.savez_compressed(self.directory / "b.npz", x=numpy.asfortranarray(x), column=y.reshape(-1, 1).astype("u1"),
                               hot=numpy.eye(3, dtype="f8")[y])
        numpy.savez(self.directory / "only.npz", x)
        table = "".join(",".join(f"{float(v):.9g}" for v in row) + f",{label}\n" for row, label in zip(x, y))
        self.write("table.csv", table)
        (self.directory / "packed.csv.gz").write_bytes(gzip.compress(table[:50].encode()) + gzip.compress(table[50:].encode()))
        hot = "".join(",".join([*(f"{float(v):.9g}" for v in row), *map(str, one)]) + "\n" for row, one in zip(x, numpy.eye(3, dtype=int)[y]))
        self.write("hot.csv", hot)
        commas = table.replace(",", ";").replace(".", ",")
        self.write("commas.csv", commas)
        self.write("quoted.csv", "a;\"b, c\";d;label\n" + "".join(";".join(f'"{field}"' for field in line.split(";")) + "\n" for line in commas.splitlines()))
        for data, more in (("x.npy.gz,y.npy.gz", []), ("a.npz:x,a.npz:y", []), ("b.npz:x,b.npz:column", []), ("b.npz:x,b.npz:hot", []),
                           ("only.npz,a.npz:y", []), ("table.csv", []), ("packed.csv.gz", []), ("hot.csv", []),
                           ("commas.csv", ["--decimal", "comma"]), ("quoted.csv", ["--decimal", "comma"])):
            with self.subTest(data=data):
                said = self.run_on(data, *more, network="3-3")
                self.assertEqual(self.checksum(), plain)
                if "hot" in data:
                    self.assert_said("one-hot rows are taken as labels 0 to 2, the column of the 1", said)

    def refused_unit(self, labels):
        self.save("floats.npy", numpy.full((8, 4), 300, "f4"))
        return self.run_on("floats.npy,y.npy", "--scale", "unit", network="4-2", status=65)

    def test_standard_scale_is_that_of_the_training_data(self):
        generator = numpy.random.default_rng(4)
        x = (generator.standard_normal((20, 3)) * [1, 100, 0] + [5, 0, 0.1]).astype("f4")
        t = (generator.standard_normal((5, 3)) * [1, 100, 1]).astype("f4")
        self.save("x.npy", x)
        self.save("y.npy", numpy.arange(20) % 2)
        self.save("t.npy", t)
        self.save("u.npy", numpy.arange(5) % 2)
        more = ["--examples", "16", "--test-data", "t.npy,u.npy"]
        said = self.run_on("x.npy,y.npy", *more, "--scale", "standard", network="3-2")
        self.assert_said("x.npy: each input has mean 0 and deviation 1 now (--scale standard)", said,
                         "x.npy: 1 of 3 inputs is constant and now 0: 2",
                         "t.npy: inputs scaled by mean and deviation of the training data")
        self.assertIn('scale = "standard"', self.attribute("configuration"))
        kept = x[:16].astype("f8")
        mean, scale = kept.mean(axis=0), kept.std(axis=0)
        mean[2], scale[2] = kept[0, 2], 1
        with netCDF4.Dataset(self.directory / "run" / "run.nc") as file:
            numpy.testing.assert_allclose(file["input_mean"][:], mean, rtol=1e-12)
            numpy.testing.assert_allclose(file["input_scale"][:], scale, rtol=1e-12)
            measured = (file["input_mean"][:].data, file["input_scale"][:].data)
        together = self.checksum()
        # The same by numpy, with the numbers of run.nc: nothing is left for the program to scale.
        self.save("x.npy", ((kept - measured[0]) / measured[1]).astype("f4"))
        self.save("y.npy", numpy.arange(16) % 2)
        self.save("t.npy", ((t.astype("f8") - measured[0]) / measured[1]).astype("f4"))
        self.run_on("x.npy,y.npy", "--test-data", "t.npy,u.npy", network="3-2")
        self.assertEqual(self.checksum(), together)

    def test_inputs_far_from_one_get_a_note(self):
        x = numpy.random.default_rng(5).standard_normal((10, 2))
        self.save("y.npy", numpy.arange(10) % 2)
        for factor, words in ((1, None), (30, "--scale standard"), (1e-3, "--scale standard"), (0, "all inputs are 0")):
            self.save("x.npy", (factor * x).astype("f4"))
            said = self.run_on("x.npy,y.npy", network="2-2")
            self.assertEqual("warning" in said, words is not None, said)
            if words:
                self.assert_said(words, said)
        self.save("x.npy", x.astype("f4"))
        self.save("t.npy", (255 * x).astype("f4"))
        self.assert_said("t.npy: inputs have an RMS of", self.run_on("x.npy,y.npy", "--test-data", "t.npy,y.npy", network="2-2"),
                         "are both on one scale?")

    def test_integers_for_the_squared_loss(self):
        self.save("x.npy", numpy.random.default_rng(6).standard_normal((10, 2)).astype("f4"))
        mse = ["--loss", "mse", "--activation", "linear"]
        for labels, words in (([3, 8, 5, 6, 7, 4, 5, 6, 6, 5], "integers 3 to 8 are taken as targets"),
                              (range(-5, 5), "integers -5 to 4 are taken as targets"),
                              ([0, 1] * 5, "labels 0 and 1 are taken as targets -1 and 1")):
            self.save("y.npy", numpy.array(labels))
            self.assert_said("y.npy: " + words, self.run_on("x.npy,y.npy", *mse, network="2-1"))
        self.save("y.npy", numpy.arange(10) % 4)
        self.assertIn("may be 4 classes or targets", self.run_on("x.npy,y.npy", *mse, network="2-1", status=65))
        targets = numpy.random.default_rng(7).integers(-9, 9, (10, 3))
        self.save("y.npy", targets)
        self.assert_said("y.npy: integers are taken as targets", self.run_on("x.npy,y.npy", *mse))
        integers = self.checksum()
        self.save("y.npy", targets.astype("f4"))
        self.run_on("x.npy,y.npy", *mse)
        self.assertEqual(self.checksum(), integers)

    def test_the_run_goes_on_with_the_same_reading(self):
        self.write("train.csv", [("a", "b", "species"), *ROWS])
        stop = ["--checkpoint-interval", "0", "--max-hours", "1e-9"]
        for reading in ([], ["--scale", "standard"], ["--label", "species", "--header", "yes"]):
            self.run_on("train.csv", *reading, *stop, status=75)
            words = [program, *quick, "--network", "2-3", "--data", "train.csv", "--out", "run"]
            other = ["--scale", "none"] if not reading else []
            done = subprocess.run([*words, *other], cwd=self.directory, capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, 73, done.stderr)
            self.assertIn("scale" if "label" not in str(reading) else "header", done.stderr)
            done = subprocess.run([program, "resume", "run"], cwd=self.directory, capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assert_said("3 classes by name", done.stderr)

    def test_a_run_of_another_program_with_other_data_is_refused_with_both_reasons(self):
        self.write("train.csv", [("a", "b", "species"), *ROWS])
        self.run_on("train.csv", "--checkpoint-interval", "0", "--max-hours", "1e-9", status=75)
        for name in ("manifest", "manifest.prev"):
            path = self.directory / "run" / name
            body = path.read_text().rsplit("checksum", 1)[0].replace(self.checksum(), "data 0000000000000001")
            body = "".join(line if not line.startswith("program ") else "program 0.0.9\n" for line in body.splitlines(True))
            path.write_text(f"{body}checksum {xxhash.xxh3_64_intdigest(body.encode()):016x}\n")
        done = subprocess.run([program, "resume", "run"], cwd=self.directory, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 73, done.stderr)
        self.assertIn("train.csv changed since it began, or replicas 0.0.9 read it otherwise", done.stderr)


if __name__ == "__main__":
    unittest.main()
