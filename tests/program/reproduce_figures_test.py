"""What the figures and scans of a reproduction, and those of `solve` and `theory`, draw and print, as numbers."""
import os
import sys
import tempfile
import unittest

import matplotlib.pyplot as plt
import netCDF4
import numpy as np
from claims_test import ONES, T, X, runs, with_errors
from figures_test import Drawing, bars, line

import arrays_figures
from jules2023 import figures as reproduce_figures
from jules2023 import scans


class ReproduceFigures(Drawing):
    def setUp(self):
        self.runs = runs()
        for k, run in enumerate(self.runs.values()):
            run.values |= with_errors(0.1, direction_curvature=np.outer(ONES, [4.0, 1.0, 0.09]) * (k + 1))
            run.values |= with_errors(0.1, effective_curvature=run.values["direction_curvature"] / 2)
            run.values["d_mean_slope"] = 0.1 * ONES
        self.network = self.runs["network"].values

    def test_thermometers_and_labels(self):
        figure = reproduce_figures.exploration(self.runs)
        self.assert_errorbar(figure.axes[0].containers[0], T, self.network["t_gauge"], 0.01 * ONES)
        self.assert_errorbar(figure.axes[1].containers[0], T, 100 * self.network["training_error"], 0 * T)

    def test_histograms_beside_gamma(self):
        ax = reproduce_figures.thermal(self.runs).axes[0]
        for t in range(4):
            self.assert_close(ax.lines[2 * t].get_data(), [np.arange(8), self.network["loss_histogram"][t]])
            self.assert_close(ax.lines[2 * t + 1].get_data(), [np.arange(8), self.network["loss_histogram_gamma"][t]])

    def test_dimensions_and_their_ratio(self):
        figure = reproduce_figures.dimension(self.runs)
        self.assert_errorbar(figure.axes[0].containers[0], T, self.network["d_mean"], self.network["d_mean_error"])
        ratio = np.array([1, 1, 1, 7.0])  # of numbers with 1 % each
        self.assert_errorbar(figure.axes[1].containers[0], T, ratio, 0.01 * np.sqrt(2) * ratio)
        self.assert_close(line(figure.axes[1], "network: 1 + d ln $d$/d ln $T$")[1], 1.1 * ONES)

    def test_growth_with_the_examples_and_their_losses(self):
        figure = reproduce_figures.boundary(self.runs)
        d_at_1e4 = figure.axes[0].containers[2]  # of 1e-5, 1e-4 and 1e-3, d_mean and N_act each
        self.assert_errorbar(d_at_1e4, [8, 32], [5, 20], [0.05, 0.2])
        self.assert_close(line(figure.axes[1]), [X[1:-1], self.network["log_activity"][0, 1:-1]])

    def test_directions_and_windows(self):
        figure = reproduce_figures.directions(self.runs)
        self.assert_errorbar(figure.axes[0].containers[0], T, 3 * ONES, 0.03 * ONES)
        self.assert_errorbar(figure.axes[1].containers[0], T, -0.3 * ONES, 0.003 * ONES)
        self.assert_errorbar(figure.axes[2].containers[0], np.array([100, 300]) / 100, [2, 6], [0.2, 0.6])  # tau = 100 at 1e-4

    def test_windows_of_the_network_are_those_of_a_run_that_was_sampled_more_often(self):
        self.runs["windows"] = runs()["network"]
        self.runs["windows"].values |= {"window_steps": [50, 60], "window_ratio": np.outer(ONES, [8, 9]), "window_ratio_error": np.outer(ONES, [1, 2])}
        windows = reproduce_figures.directions(self.runs).axes[2].containers
        self.assert_errorbar(windows[0], [0.5, 0.6], [8, 9], [1, 2])
        for other in windows[1:]:
            self.assert_close(bars(other)[1], [2, 6])

    def test_covariance_leaves_out_directions_that_were_not_sampled(self):
        """1000 steps at eta = 0.1: 20 relaxations ask for h > 0.2."""
        ax = reproduce_figures.covariance(self.runs).axes[0]
        x, y, error = bars(ax.containers[0])
        self.assert_close(x, [4, 1] * 4)
        self.assert_close(y, [2, 0.5] * 4)
        np.testing.assert_allclose(error, [0.2, 0.05] * 4)
        self.assert_close(line(ax, r"$C=T\,H^{-1}$"), [[0.36, 16]] * 2)  # of the wall gas, whose h are four times those

    def test_curvature_and_the_line_that_is_proportional_to_T(self):
        self.network["hessian_trace"] = 7 * T
        ax = reproduce_figures.curvature(self.runs).axes[0]
        self.assert_errorbar(ax.containers[0], T, self.network["curvature"], self.network["curvature_error"])
        dashed = next(one for one in ax.lines if one.get_linestyle() == "--")
        self.assert_close(dashed.get_ydata(), T / T[0])
        self.assert_close(next(one for one in ax.lines if one.get_marker() == "x").get_ydata(), 7 * T)

    def test_both_clocks(self):
        figure = reproduce_figures.clocks(self.runs)
        lag, rho = self.network["lag"], self.network["autocorrelation"]
        for row, time in ((0, 0.1 * lag), (1, T[2] * (0.1 * lag))):
            x, y = figure.axes[3 * row].lines[2].get_data()
            shown = np.isin(time, x)
            self.assertGreater(shown.sum(), 40)
            self.assert_close([x, y], [time[shown], rho[2][shown]])

    def test_wall_gas_beside_its_law(self):
        gas = self.runs["wall-gas"].values
        gas |= {"exact_d_mean": 21 * ONES, "exact_d_var": 22 * ONES}
        figure = reproduce_figures.simplified(self.runs)
        self.assert_errorbar(figure.axes[0].containers[0], T, 20 * ONES, 0.2 * ONES)
        self.assert_errorbar(figure.axes[1].containers[0], T, 5 * ONES, 0.05 * ONES)  # tr H = 5 T, over T
        exact = [one for one in figure.axes[0].lines if one.get_linewidth() == 2]
        self.assert_close([one.get_ydata()[0] for one in exact], [21, 22])

    def test_the_fitting_transition(self):
        lost = self.runs["transition"].values
        figure = reproduce_figures.transition(self.runs)
        self.assert_errorbar(figure.axes[0].containers[0], lost["p_t"], [1, 1, 1, 7], 0.01 * np.sqrt(2) * np.array([1, 1, 1, 7]))
        self.assert_errorbar(figure.axes[1].containers[0], lost["p_t"], lost["curvature"], lost["curvature_error"])
        self.assert_errorbar(figure.axes[2].containers[0], lost["p_t"], 100 * lost["training_error"], 0 * T)


class Scans(unittest.TestCase):
    def test_a_row_has_the_numbers_and_what_does_not_hold_is_bold(self):
        asked = runs()
        asked["width-48"] = asked["quadratic"]
        numbers = scans.numbers(asked["network"])
        for name, value in (("d/N", 0.02), ("d_var/d_mean", 1), ("N_act/d", 1), ("tr H", 1), ("clock", -1), ("R", 3),
                            ("R window", 2), ("kurtosis", -0.3)):
            self.assertAlmostEqual(numbers[name][0], value, msg=name)
        self.assertAlmostEqual(numbers["d/N"][1], 0.0002)
        lines = scans.table(asked)
        self.assertEqual(sum("**" in one for one in lines), 1)
        row = next(one for one in lines if one.startswith("| width-48 |"))
        self.assertEqual(row.split("|")[2:4], [" 1000 ", " 0 % "])
        self.assertEqual(row.count("**"), 4)  # its curvature does not rise, and its clock is t
        self.assertEqual(scans.of(runs()), {})  # nothing was scanned

    def test_each_number_holds_up_to_its_threshold(self):
        for name, holds, fails in (("d/N", 0.099, 0.101), ("d_var/d_mean", 1.199, 0.799), ("N_act/d", 0.51, 0.49), ("N_act/d", 1.99, 2.01),
                                   ("tr H", 0.51, 0.49), ("clock", -1.299, -0.699), ("R", 1.31, 1.29), ("R window", 1.31, 1.29),
                                   ("kurtosis", -0.31, -0.29)):
            self.assertTrue(scans.HOLDS[name](holds, 0.1), name)
            self.assertFalse(scans.HOLDS[name](fails, 0.1), name)


class ArraysFigures(Drawing):
    def test_each_array_is_a_panel_with_its_errors(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        with netCDF4.Dataset(os.path.join(folder.name, "a.nc"), "w") as file:
            file.title = "loads"
            for axis, values, unit in (("margin", [0, 1.0], "1"), ("load", [0.1, 1, 20], "bit")):
                file.createDimension(axis, len(values))
                file.createVariable(axis, "f8", (axis,))[:] = values
                file[axis].setncatts({"long_name": axis, "units": unit})
            for name, axes, values in (("entropy", ("margin", "load"), [[1, 2, 3], [4, 5, 6]]), ("entropy_error", ("margin", "load"), [[0.1] * 3] * 2),
                                       ("capacity", ("margin",), [7, 8]), ("absent", ("margin",), [np.nan] * 2)):
                file.createVariable(name, "f8", axes)[:] = values
                file[name].setncatts({"long_name": name, "units": "1"})
            figure = arrays_figures.draw(file)
        shown = [ax for ax in figure.axes if ax.axison]
        self.assertEqual([ax.get_title(loc="left") or ax.get_title() for ax in shown], ["entropy", "capacity"])
        self.assert_errorbar(shown[0].containers[0], [0.1, 1, 20], [1, 2, 3], [0.1] * 3)
        self.assert_errorbar(shown[0].containers[1], [0.1, 1, 20], [4, 5, 6], [0.1] * 3)
        self.assert_errorbar(shown[1].containers[0], [0, 1], [7, 8], [0, 0])
        self.assertEqual([ax.get_xscale() for ax in shown], ["log", "linear"])
        self.assertEqual(shown[0].get_xlabel(), "load (bit)")
        self.assertEqual([text.get_text() for text in shown[0].get_legend().get_texts()], ["margin 0", "margin 1"])
        self.assertIsNone(shown[1].get_legend())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
