"""`replicas solve` and `replicas theory` from outside: tables, JSON, netCDF, equal bits, refusals that leave nothing."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

import matplotlib.image
import netCDF4
import numpy
import xarray

program = os.environ["REPLICAS_PROGRAM"]
small = ["solve", "--model", "perceptron:201", "--instances", "6", "--quiet"]


class Calls(unittest.TestCase):
    """The program in a folder of its own."""

    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def call(self, *words, status=0):
        done = subprocess.run([program, *words], cwd=self.directory, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def opened(self, name="solve.nc"):
        with xarray.open_dataset(os.path.join(self.directory, name)) as file:
            return file.load()


class Solve(Calls):
    def test_a_study_opens_in_xarray_and_says_the_same_in_json(self):
        printed = json.loads(self.call(*small, "--solver", "sbpi", "--loads", "0.2:0.6:3", "--json").stdout)
        file = self.opened()
        self.assertEqual(dict(file.sizes), {"load": 3, "instance": 6, "flips": 6, "field": 5, "stability": 40})
        numpy.testing.assert_array_equal(file["load"], [0.2, 0.4, 0.6])
        for name, array in printed["arrays"].items():
            flat = numpy.array([numpy.nan if value is None else value for value in array["value"]])
            numpy.testing.assert_array_equal(file[name].values.ravel(), flat)
            self.assertEqual(file[name].units, array["unit"])
        self.assertEqual(file.solved.values[0], 1)
        numpy.testing.assert_array_equal(file.instance_solved.mean("instance"), file.solved)
        numpy.testing.assert_array_equal(file.instance_errors == 0, file.instance_solved == 1)
        numpy.testing.assert_allclose(file.stability_share.sum("stability")[0], 1)
        # More flips, more errors; and at a larger load solutions are less flat.
        self.assertTrue((numpy.diff(file.local_energy[:2], axis=1) > 0).all())
        self.assertGreater(file.local_energy[1, 3], file.local_energy[0, 3])
        self.assertTrue((file.local_entropy_less_sphere[:2] < 0).all())
        self.assertIn("--solver sbpi", file.history)

    def test_bits_depend_neither_on_threads_nor_on_instructions(self):
        for solver in ("fbp", "rbp", "bp", "sbpi"):
            words = [*small, "--solver", solver, "--loads", "0.3,0.5", "--max-iterations", "300"]
            self.call(*words, "--threads", "1", "--instructions", "generic", "--out", f"{solver}1.nc")
            self.call(*words, "--threads", "2", "--out", f"{solver}2.nc")
            first, second = (self.opened(f"{solver}{i}.nc").drop_vars(["seconds", "seconds_error"]) for i in (1, 2))
            xarray.testing.assert_equal(first, second)

    def test_an_instance_does_not_depend_on_its_company(self):
        self.call(*small, "--solver", "sbpi", "--loads", "0.3,0.5", "--out", "many.nc")
        self.call("solve", "--model", "perceptron:201", "--instances", "3", "--quiet", "--solver", "sbpi", "--loads", "0.5",
                  "--out", "few.nc")
        many, few = self.opened("many.nc"), self.opened("few.nc")
        numpy.testing.assert_array_equal(many.instance_iterations[1, :3], few.instance_iterations[0])
        self.assertGreater(len(set(many.instance_iterations.values[1])), 1)  # instances differ from each other

    def test_enumeration_is_exact_and_beside_it_messages_are_near(self):
        words = ["solve", "--model", "perceptron:15", "--instances", "40", "--loads", "0.2", "--quiet"]
        self.call(*words, "--solver", "enumerate", "--out", "exact.nc")
        self.call(*words, "--solver", "bp", "--out", "bp.nc")
        exact, messages = self.opened("exact.nc"), self.opened("bp.nc")
        # Three patterns of 15 inputs: a whole number of solutions, 2^12 on average.
        counts = numpy.exp(15 * exact.instance_entropy.values)
        numpy.testing.assert_allclose(counts, numpy.round(counts), rtol=1e-9)
        error = counts.std() / numpy.sqrt(39)
        self.assertLess(abs(counts.mean() - 2 ** 12), 4 * error)
        self.assertLess(float(abs(messages.instance_entropy - exact.instance_entropy).mean()), 0.02)

    def test_clouds_are_solved_beyond_the_capacity_of_random_patterns(self):
        # Near clouds are learnt at a load of 1.2 where random patterns have no solution (capacity 0.833).
        for patterns, solved in (("mixture:0.002", 1), ("random", 0)):
            self.call(*small, "--solver", "sbpi", "--loads", "1.2", "--patterns", patterns, "--max-iterations", "300", "--out", "c.nc", "--overwrite")
            self.assertEqual(self.opened("c.nc").solved.values[0], solved)
        for wrong in ("mixture", "mixture:", "mixture:0", "mixture:x"):
            self.assertIn("--patterns", self.call(*small, "--patterns", wrong, status=64).stderr)

    def test_loads_above_the_capacity_are_warned_of(self):
        done = self.call("solve", "--model", "perceptron:101", "--instances", "2", "--loads", "0.95", "--solver", "sbpi",
                         "--max-iterations", "50")
        self.assertIn("above the capacity 0.8331", done.stderr)
        self.assertIn("0 of 2 instances solved", done.stderr)
        self.assertEqual(self.opened().solved.values[0], 0)

    def test_networks_with_hidden_units(self):
        for model, solvers in (("committee:21x3", ("fbp", "rbp", "bp", "lal", "elal", "rsgd", "sa")),
                               ("tree:63x3", ("fbp", "lal", "sa")), ("parity:63x3", ("lal", "elal"))):
            for solver in solvers:
                with self.subTest(model=model, solver=solver):
                    words = ["solve", "--model", model, "--loads", "0.1", "--instances", "3", "--quiet", "--solver", solver]
                    self.call(*words, "--threads", "1", "--instructions", "generic", "--out", "a.nc", "--overwrite")
                    self.call(*words, "--threads", "2", "--out", "b.nc", "--overwrite")
                    first, second = (self.opened(f"{i}.nc").drop_vars(["seconds", "seconds_error"]) for i in "ab")
                    xarray.testing.assert_equal(first, second)
                    if solver != "bp":
                        self.assertEqual(first.solved.values[0], 1)
                        self.assertTrue((numpy.diff(first.local_energy[0]) > 0).all())
                        self.assertTrue((first.local_entropy_less_sphere.values[0] < 0).all())

    def clouds(self, rows=300, inputs=20):
        """Two Gaussian clouds of integer-labelled rows, and a third class to be left out."""
        random = numpy.random.default_rng(1)
        labels = random.integers(0, 3, rows)
        centre = random.normal(size=inputs)
        values = (random.normal(size=(rows, inputs)) + 0.8 * centre * (labels[:, None] - 1)).astype(numpy.float32)
        return values, labels

    def test_real_data_are_learnt_and_their_test_error_is_that_of_examples_left_out(self):
        values, labels = self.clouds(rows=270)
        place = lambda name: os.path.join(self.directory, name)
        numpy.save(place("x.npy"), values)
        numpy.save(place("y.npy"), labels)
        numpy.savetxt(place("all.csv"), numpy.column_stack([values, labels]), delimiter=",", fmt="%.9g")
        numpy.savetxt(place("first.csv"), numpy.column_stack([labels, values]), delimiter=",", fmt="%.9g", comments="",
                      header=",".join(["label", *(f"x{i}" for i in range(values.shape[1]))]))
        numpy.save(place("shuffled.npy"), numpy.random.default_rng(2).permutation(labels))
        words = ["solve", "--model", "perceptron:21", "--solver", "sbpi", "--loads", "0.5,1", "--instances", "10", "--quiet",
                 "--classes", "2,0"]
        self.call(*words, "--data", "x.npy,y.npy", "--out", "npy.nc")
        self.call(*words, "--data", "all.csv", "--out", "csv.nc")
        self.call(*words, "--data", "x.npy,shuffled.npy", "--out", "shuffled.nc")
        named = [word for word in words if word != "--quiet"]
        said = self.call(*named, "--data", "first.csv", "--out", "first.nc").stderr
        self.assertIn("first.csv: the label is column 1, 'label', by its name (--label says otherwise)", said)
        numpy.testing.assert_array_equal(self.opened("first.nc").instance_test_error, self.opened("npy.nc").instance_test_error)
        learnt, same, null = (self.opened(f"{name}.nc") for name in ("npy", "csv", "shuffled"))
        numpy.testing.assert_array_equal(learnt.instance_test_error, same.instance_test_error)
        self.assertEqual(learnt.solved.values[0], 1)
        # About 190 examples left out and 10 instances: chance is 0.5 within 0.05.
        self.assertLess(learnt.test_error.values[0], 0.3)
        self.assertGreater(null.test_error.values[0], 0.4)
        self.assertEqual(float(learnt.constant_inputs[0]), 0)
        usual = {"--model": "perceptron:21", "--loads": "0.5", "--classes": "2,0", "--data": "x.npy,y.npy"}
        for wrong, status, needle in (({"--classes": "2,7"}, 64, "no label 7"), ({"--classes": None}, 65, "3 classes (0, 1, 2)"),
                                      ({"--classes": ""}, 64, "the value is empty"), ({"--data": "x.npy"}, 65, "INPUTS,LABELS or TABLE.csv"),
                                      ({"--data": "all.csv", "--label": "99"}, 64, "counted from 1 to 21"),
                                      ({"--model": "perceptron:19"}, 64, "has 20 inputs; take N = 20, or N = 21"),
                                      ({"--loads": "9.9"}, 64, "holds"), ({"--data": "x.npy,none.npy"}, 66, "none.npy")):
            words = [word for option in {**usual, **wrong}.items() if option[1] is not None for word in option]
            done = self.call("solve", *words, "--out", "no.nc", status=status)
            self.assertIn(needle, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_diagnose_says_what_is_wrong_with_a_study(self):
        self.call("solve", "--model", "perceptron:201", "--quiet", "--solver", "fbp", "--rate", "0.01", "--loads", "0.3", "--instances", "30")
        done = self.call("diagnose", "solve.nc")
        self.assertEqual(done.stdout.count("pass"), 5, done.stdout)
        self.call("solve", "--model", "perceptron:201", "--quiet", "--solver", "bp", "--loads", "0.7", "--instances", "6", "--max-iterations", "5", "--out", "short.nc")
        self.assertIn("did not converge", self.call("diagnose", "short.nc", status=1).stdout)
        self.call("solve", "--model", "perceptron:201", "--quiet", "--solver", "fbp", "--damping", "0", "--loads", "0.9", "--instances", "6", "--max-iterations", "200", "--out", "wild.nc")
        verdicts = json.loads(self.call("diagnose", "wild.nc", "--json", status=1).stdout)["verdicts"]
        self.assertIn("fail", [each["verdict"] for each in verdicts if each["name"] == "oscillation"])
        self.assertIn("nothing was solved", " ".join(each["sentence"] for each in verdicts))
        self.call("solve", "--model", "perceptron:201", "--quiet", "--solver", "sbpi", "--loads", "0.2", "--instances", "4", "--out", "few.nc")
        self.assertIn("take more --instances", self.call("diagnose", "few.nc").stdout)

    def test_diagnose_judges_at_its_thresholds(self):
        """Values on either side of each, written into the file: (variable, value, name of the verdict, what it is)."""
        self.call("solve", "--model", "perceptron:201", "--quiet", "--solver", "fbp", "--rate", "0.01", "--loads", "0.3", "--instances", "30", "--out", "good.nc")
        for solved, turning, oscillation, frozen in ((0, 0.0101, "fail", "pass"), (0, 0.0099, "pass", "pass"), (0, 0, "pass", "warn"),
                                                     (1, 0.5, "pass", "pass"), (1, 0, "pass", "pass")):
            self.assertEqual(self.judged({"instance_solved": solved, "instance_turning": turning}, ("oscillation", "frozen")),
                             [oscillation, frozen], (solved, turning))
        for value, verdict in ((0.0999, "pass"), (0.1001, "warn")):
            self.assertEqual(self.judged({"solved_error": value}, ("instances",)), [verdict])
        for value, verdict in ((1, "pass"), (0, "fail")):
            self.assertEqual(self.judged({"instance_converged": value}, ("fixed points",)), [verdict])

    def judged(self, values, names):
        """Verdicts on good.nc with these values at its first element, among those of the names."""
        shutil.copy(os.path.join(self.directory, "good.nc"), os.path.join(self.directory, "edited.nc"))
        with netCDF4.Dataset(os.path.join(self.directory, "edited.nc"), "r+") as file:
            for name, value in values.items():
                file[name][(0,) * file[name].ndim] = value
        status = 1 if "fail" in (said := self.verdicts("edited.nc")).values() else 0
        self.call("diagnose", "edited.nc", status=status)
        return [said[name] for name in names]

    def verdicts(self, name):
        done = subprocess.run([program, "diagnose", name, "--json"], cwd=self.directory, capture_output=True, text=True)
        return {each["name"]: each["verdict"] for each in json.loads(done.stdout)["verdicts"]}

    def test_diagnose_says_when_local_entropies_are_left_out(self):
        self.call("solve", "--model", "perceptron:201", "--quiet", "--solver", "fbp", "--rate", "0.01", "--loads", "0.3", "--instances", "30")
        with netCDF4.Dataset(os.path.join(self.directory, "solve.nc"), "r+") as file:
            file["local_entropy_converged"][0, 0] = 0.75
        self.assertIn("25 % of the local entropies did not converge", self.call("diagnose", "solve.nc").stdout)

    def test_overlaps_between_solutions_and_their_errors(self):
        self.call(*small, "--solver", "sbpi", "--loads", "0.2,0.5", "--attempts", "3")
        file = self.opened()
        self.assertEqual(file.instance_solved.shape, (2, 6, 3))
        # Solutions of one instance are nearer to each other where there are fewer of them.
        self.assertTrue((0 < file.overlap[0]) and (file.overlap[0] < file.overlap[1]) and (file.overlap[1] < 0.9))
        self.assertTrue((file.overlap_error > 0).all() and (file.iterations_median_error > 0).all())

    def test_what_each_attempt_left_is_in_the_file(self):
        self.call(*small, "--solver", "sbpi", "--loads", "0.3,0.5", "--attempts", "2", "--save-weights")
        file = self.opened()
        self.assertEqual(file.weights.dims, ("load", "instance", "attempt", "weight"))
        self.assertEqual(set(numpy.unique(file.weights)), {-1, 1})
        # The overlaps of the weights are those that the study gives, and the means over attempts those of the attempts.
        overlap = (file.weights[:, :, 0] * file.weights[:, :, 1]).mean("weight").mean("instance")
        numpy.testing.assert_allclose(overlap, file.overlap, rtol=1e-12)
        for name in ("local_energy", "local_entropy", "local_distance"):
            each = file["instance_" + name]
            numpy.testing.assert_allclose(each.mean(("instance", "attempt")), file[name], rtol=1e-12)

    def test_solutions_of_another_margin_are_counted_around_those_of_a_margin(self):
        words = [*small, "--solver", "fbp", "--loads", "0.3", "--margin", "0.4"]
        self.call(*words)
        self.call(*words, "--counted-margin", "0", "--out", "all.nc")
        own, all_of_them = self.opened(), self.opened("all.nc")
        numpy.testing.assert_array_equal(own.instance_iterations, all_of_them.instance_iterations)
        # Around the same solutions there are more of margin 0 than of margin 0.4, and fewer patterns become wrong.
        self.assertTrue((all_of_them.local_energy < own.local_energy).all())
        self.assertTrue((all_of_them.local_entropy_less_sphere > own.local_entropy_less_sphere).all())
        self.assertEqual(all_of_them.attrs["counted_margin"], 0)

    def test_messages_end_some_time_after_their_protocol(self):
        for rate, per_step, most in (("0.01", "1", 400), ("0.05", "2", 160)):
            self.call("solve", "--model", "committee:21x3", "--loads", "0.95", "--instances", "2", "--solver", "fbp", "--rate", rate,
                      "--per-step", per_step, "--quiet", "--overwrite")
            self.assertEqual(set(self.opened().instance_iterations.values.ravel()), {most})

    def test_theory_prints_and_writes_the_same_numbers(self):
        for words in (["entropy", "--loads", "0.4,0.5"], ["capacity", "--margins", "0,0.4"], ["margin", "--loads", "0.5"],
                      ["stability", "--stabilities", "0.1,1"], ["local-energy"], ["mixture"],
                      ["franz-parisi", "--distances", "0.1,0.2"]):
            with self.subTest(words[0]):
                table = self.call("theory", *words).stdout
                printed = json.loads(self.call("theory", *words, "--json", "--out", words[0] + ".nc").stdout)
                file = self.opened(words[0] + ".nc")
                for name, array in printed["arrays"].items():
                    self.assertIn(name, table)
                    numpy.testing.assert_array_equal(file[name].values.ravel(), array["value"])
                    self.assertLess(max(file[name + "_error"].values), 1e-4)
        self.assertAlmostEqual(float(self.opened("entropy.nc").entropy[1]), 0.31439, delta=5e-4)
        self.assertAlmostEqual(float(self.opened("franz-parisi.nc").franz_parisi[0]), 0.1646, delta=5e-4)

    def test_plot_draws_every_kind_of_result(self):
        self.call(*small, "--solver", "sbpi", "--loads", "0.2,0.4")
        self.call("theory", "mixture", "--out", "mixture.nc")
        for name in ("solve", "mixture"):
            self.assertIn("figure", self.call("plot", name + ".nc").stdout)
            pixels = matplotlib.image.imread(os.path.join(self.directory, "figures", name + ".png"))[..., :3]
            self.assertGreater((pixels < 0.5).any(axis=2).sum(), 2000, name)  # ink: axes, curves and letters
            self.assertTrue(os.path.isfile(os.path.join(self.directory, "figures", name + ".svg")))
        with netCDF4.Dataset(os.path.join(self.directory, "mixture.nc"), "a") as file:
            for variable in ("ridge_error", "ridge_error_error"):
                file[variable][:] = numpy.nan
        self.assertIn("no number to draw", self.call("plot", "mixture.nc", status=65).stderr)

    def test_help_names_every_solver_and_quantity(self):
        for name in ("fbp", "rbp", "bp", "sbpi", "lal", "elal", "rsgd", "sa", "enumerate"):
            self.assertIn(name, self.call("solve", "--help").stdout)
        for name in ("entropy", "capacity", "margin", "stability", "local-energy", "franz-parisi", "breakup", "mixture"):
            self.assertIn(name, self.call("theory", "--help").stdout)
            self.assertIn("--out", self.call("theory", name, "--help").stdout)


if __name__ == "__main__":
    unittest.main()
