"""What the figures of a run draw, as numbers: points, error bars and references of a run of a few round values."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "host" / "show"))
import figures
import map_figures
import matplotlib.pyplot as plt
import motion_figures
import numpy as np
import panels
import run_arrays

panels.set_up()
T = np.array([1e-3, 2e-3, 4e-3])


def a_run(about=None, **values):
    return panels.Run({"steps": 1000, "burn_in": 200, **(about or {})}, {"temperature": T, **values})


def bars(container):
    """(x, y, half length) of the error bars of one call of errorbar."""
    x, y = container.lines[0].get_data()
    half = [(np.ptp(segment[:, 1]) / 2 if len(segment) else np.nan) for segment in container.lines[2][0].get_segments()]
    return np.asarray(x, float), np.asarray(y, float), np.array(half)


def line(axes, label=None, number=None):
    found = [one for one in axes.lines if one.get_label() == label] if label else axes.lines
    return np.array(found[number or 0].get_data(), float)


class Drawing(unittest.TestCase):
    def tearDown(self):
        plt.close("all")

    def assert_close(self, seen, wanted):
        np.testing.assert_allclose(np.asarray(seen, float), np.asarray(wanted, float), rtol=1e-9, atol=1e-12)

    def assert_errorbar(self, container, x, y, error):
        for seen, wanted in zip(bars(container), (x, y, error)):
            np.testing.assert_allclose(seen, wanted, rtol=1e-6)


class Figures(Drawing):
    def test_quantities_are_drawn_with_their_own_errors_and_set_apart(self):
        run = a_run(d_mean=[1, 2, 3], d_mean_error=[0.1, 0.2, 0.3], d_var=[4, 5, 6], d_var_error=[0.4, 0.5, 0.6], exact_d_var=[7, 8, 9],
                    d_heat=[10, 11, 12], d_heat_error=[1, 2, 3], n_act=[20, 30, 40])
        figure, ax = plt.subplots()
        panels.plot_dimension(ax, run)
        self.assertEqual(len(ax.containers), 3)  # N_act counts examples, and is on no axis of dimensions
        self.assert_errorbar(ax.containers[0], T / 1.03, [1, 2, 3], [0.1, 0.2, 0.3])
        self.assert_errorbar(ax.containers[1], T, [4, 5, 6], [0.4, 0.5, 0.6])
        self.assert_errorbar(ax.containers[2], T * 1.03, [10, 11, 12], [1, 2, 3])
        self.assert_close(line(ax, "exact"), [T, [7, 8, 9]])
        self.assertEqual((ax.get_xscale(), ax.get_yscale()), ("log", "linear"))
        with self.assertRaises(panels.LeftOut):
            panels.plot_curvature(ax, run)

    def test_a_run_in_a_line(self):
        about = {"network": "4-8-3", "activation": "tanh", "weights": 67, "examples": 12, "replicas": 4, "seed": 7}
        self.assertEqual(a_run(about).words(), "4-8-3 tanh, N = 67, P = 12, R = 4, seed 7")
        self.assertEqual(a_run({"network": "4-8-3", "seed": 1}).words(), "4-8-3, seed 1")
        self.assertEqual(figures.overview(a_run(about, loss_mean=[1, 2, 3]))._suptitle.get_text(), a_run(about).words())

    def test_colours_span_the_ladder_or_a_factor_of_four(self):
        for temperatures, ends, scale in ((T, (1e-3, 4e-3), "log"), ([1e-3], (5e-4, 2e-3), "log"), ([0], (0, 1), "linear")):
            run = panels.Run({}, {"temperature": temperatures})
            self.assertEqual(((run.norm.vmin, run.norm.vmax), run.scale), (ends, scale))

    def test_power_laws_go_through_the_coldest_point(self):
        run = a_run(loss_mean=[2, 3, 5], loss_variance=[7, 9, 11], curvature=[3, 4, 5])
        # 2 / T and 2 x 7 / T^2 at T = 0.001 stay level where the dimension does.
        for panel, start, power in ((panels.plot_mean, 2000, 0), (panels.plot_variance, 1.4e7, 0), (panels.plot_curvature, 3, 1)):
            figure, ax = plt.subplots()
            panel(ax, run)
            x, y = next(one for one in ax.lines if one.get_linestyle() == "--").get_data()
            self.assert_close(y, start * (x / T[0]) ** power)
            self.assert_close([x[0], x[-1]], [T[0] / 1.3, T[-1] * 1.3])
        figure, ax = plt.subplots()
        panels.plot_mean(ax, a_run(loss_mean=[2, 3, 5], ground_loss=[1, 1, 1]))
        self.assert_close(ax.containers[0].lines[0].get_ydata(), [1000, 1000, 1000])  # 1, 2 and 4 above L0, over T
        self.assertIn("L_0", ax.get_ylabel())
        figure, ax = plt.subplots()  # a law that leaves what was measured is cut at five times the largest of it
        panels.plot_curvature(ax, panels.Run({}, {"temperature": [1, 100], "curvature": [2, 3]}))
        x, y = next(one for one in ax.lines if one.get_linestyle() == "--").get_data()
        self.assertTrue(13 < y.max() <= 15 and np.allclose(y, 2 * x))

    def test_nothing_is_divided_by_no_temperature(self):
        run = panels.Run({}, {"temperature": [0], "loss_mean": [3], "loss_variance": [4]})
        for panel, value in ((panels.plot_mean, 3), (panels.plot_variance, 4)):
            figure, ax = plt.subplots()
            panel(ax, run)
            self.assert_close(ax.containers[0].lines[0].get_ydata(), [value])

    def test_each_panel_draws_its_own_columns(self):
        names = {panels.plot_mean: ["loss_mean"], panels.plot_variance: ["loss_variance"],
                 panels.plot_dimension: ["d_mean", "d_var", "d_heat"], panels.plot_slope: ["d_excess", "d_mean_slope"],
                 panels.plot_curvature: ["curvature", "hessian_trace", "largest_eigenvalue"],
                 panels.plot_thermometers: ["t_conf", "t_gauge"]}
        values = {name: np.array([k + 1.0, k + 2, k + 3]) for k, name in enumerate(sum(names.values(), []))}
        run = a_run(**values, **{name + "_error": value / 100 for name, value in values.items()})
        for panel, columns in names.items():
            figure, ax = plt.subplots()
            panel(ax, run)
            self.assertEqual(len(ax.containers), len(columns))
            for container, name in zip(ax.containers, columns):
                unit = {"loss_mean": T, "loss_variance": T ** 2 / 2}.get(name, 1)
                self.assert_close(bars(container)[1], values[name] / unit)
                np.testing.assert_allclose(bars(container)[2], values[name] / unit / 100, rtol=1e-6)
        for figure, count in ((figures.overview(run), 4), (figures.loss(run), 2), (figures.dimension(run), 2), (figures.curvature(run), 2)):
            self.assertEqual(len(figure.axes), count)

    def test_references_of_slopes_and_thermometers(self):
        for panel, name, level in ((panels.plot_slope, "d_excess", 0), (panels.plot_thermometers, "t_gauge", 1)):
            figure, ax = plt.subplots()
            panel(ax, a_run(**{name: [1, 2, 3]}))
            self.assertEqual(list(next(one for one in ax.lines if one.get_color() == panels.GREY).get_ydata()), [level] * 2)

    def test_histograms_join_bins_and_have_binomial_errors(self):
        """80 bins of width 0.5 are shown as 40 of 1. A quarter of ESS = 100 draws in a bin: sqrt(0.25 x 0.75 / 100) = 0.0433."""
        x = 0.25 + 0.5 * np.arange(80)
        density = np.zeros((3, 80))
        density[:, :4] = [0.2, 0.3, 0.7, 0.8]  # shares 0.25 of bins 0 and 1, 0.75 of bins 2 and 3
        gamma = np.tile(np.arange(80.0) + 1, (3, 1)) * [[1], [2], [3]]
        run = a_run(loss_histogram=density, loss_histogram_gamma=gamma, loss_bin=x, ess=[100, 400, 1600])
        figure = figures.histogram(run)
        self.assertEqual(len(figure.axes), 3)
        for t, ax in enumerate(figure.axes):
            error = np.sqrt(0.25 * 0.75 / (100 * 4 ** t))
            self.assert_errorbar(ax.containers[0], [0.5, 1.5], [0.25, 0.75], [error, error])
            self.assert_close(line(ax, r"$\Gamma(d_\mathrm{mean}/2,\,T)$"), [x, gamma[t]])

    def test_autocorrelations_on_both_clocks(self):
        lag, rho = 10.0 * np.arange(5), np.array([[1, 0.5, 0.25, 0.1, 0]] * 3) * [[1], [0.9], [0.8]]
        run = a_run(autocorrelation=rho, autocorrelation_error=rho / 10, lag=lag, step_size=[0.5, 0.25, 0.125])
        figure = figures.autocorrelation(run)
        for ax, scale in zip(figure.axes, (np.ones(3), T * [0.5, 0.25, 0.125])):
            for t in range(3):
                self.assert_close(line(ax, number=t), [scale[t] * lag, rho[t]])
                band = ax.collections[t].get_paths()[0].vertices
                self.assertAlmostEqual(band[:, 1].max(), 1.1 * rho[t, 0])
        self.assertEqual(len(figures.autocorrelation(a_run(autocorrelation=rho, lag=lag)).axes), 2)  # one, and its colours

    def test_spectra_and_their_shares(self):
        values, walk, cloud = np.array([[6, 3, 1]] * 3) * [[1], [2], [3]], [[np.nan] * 3, [8, 1, 1], [5, 4, 1]], [[2, 1, 1]] * 3
        figure = figures.spectrum(a_run(covariance_spectrum=values, eigenvalue=[1, 2, 3], covariance_spectrum_random_walk=walk,
                                        covariance_spectrum_marchenko_pastur=cloud))
        for t in range(3):
            self.assert_close(line(figure.axes[0], number=t), [[1, 2, 3], values[t]])
            self.assert_close(line(figure.axes[1], number=t), [[1, 2, 3], [0.6, 0.3, 0.1]])
        self.assert_close(line(figure.axes[1], "free random walk")[1], [0.8, 0.1, 0.1])  # of the first rung that has one
        self.assert_close(line(figure.axes[1], "isotropic cloud")[1], [0.5, 0.25, 0.25])


class MapFigures(Drawing):
    def test_stiff_directions_and_windows(self):
        by_direction = np.arange(21.0).reshape(3, 7) + 1
        run = a_run(stiff_ratio=[2, 3, 4], stiff_ratio_error=[0.1, 0.2, 0.3], stiff_kurtosis=[-0.1, -0.2, -0.3],
                    stiff_kurtosis_error=[0.01, 0.02, 0.03], direction_ratio=by_direction, direction_kurtosis=-by_direction,
                    window_ratio=[[1, 2]] * 3, window_ratio_error=[[0.1, 0.2]] * 3, window_steps=[100, 300], tau=[10, 20, 50])
        figure = map_figures.stiff_directions(run)
        for ax, sign, mean, error, bowl in ((figure.axes[0], 1, [2, 3, 4], [0.1, 0.2, 0.3], 1),
                                            (figure.axes[1], -1, [-0.1, -0.2, -0.3], [0.01, 0.02, 0.03], 0)):
            for k in range(6):
                self.assert_close(line(ax, number=k), [T, sign * by_direction[:, k]])
            self.assert_errorbar(ax.containers[0], T, mean, error)
            self.assert_close(line(ax, "quadratic")[1], [bowl] * 2)
        self.assert_close(line(figure.axes[1], "between walls")[1], [-1.2] * 2)
        for t, tau in enumerate((10, 20, 50)):
            self.assert_errorbar(figure.axes[2].containers[t], np.array([100, 300]) / tau, [1, 2], [0.1, 0.2])

    def test_covariance_against_the_hessian_leaves_out_what_was_not_sampled(self):
        """800 steps after burn-in at eta = 0.1: directions of h > 20 / 80 = 0.25 relax 20 times within them."""
        h = np.array([[4, 1, 0.26, 0.24]] * 3)
        effective = h / 2
        run = a_run(effective_curvature=effective, effective_curvature_error=effective / 10, direction_curvature=h,
                    step_size=[0.1] * 3, covariance_spectrum=[[2, 1]] * 3, eigenvalue=[1, 2],
                    covariance_spectrum_random_walk=[[4, 2]] * 3, covariance_spectrum_marchenko_pastur=[[1, 1]] * 3)
        self.assertEqual(panels.sampled(run, h)[0].tolist(), [True, True, True, False])
        figure = map_figures.covariance(run)
        self.assert_errorbar(figure.axes[0].containers[0], [4, 1, 0.26], [2, 0.5, 0.13], [0.2, 0.05, 0.013])
        x, y = line(figure.axes[0], r"bowl: $C=T\,H^{-1}$")
        self.assert_close(x, y)
        self.assert_close(x, [0.26 / 1.5, 6])
        for t in range(3):
            self.assert_close(line(figure.axes[1], number=t)[1], T[t] / np.array([2, 1]))
        self.assert_close(line(figure.axes[1], "free random walk, same trace")[1], T[1] / np.array([4, 2]))
        self.assert_close(line(figure.axes[1], "isotropic cloud, same trace")[1], T[1] / np.array([1, 1]))

    def test_hessian_spectra_are_counted_from_above(self):
        density, top = np.array([[0.5, 0, 2, 1, 0.01]] * 3), np.array([[8.0, 4]] * 3)
        run = a_run(hessian_density=density, log10_curvature=[-2, -1, 0, 1, 2], hessian_eigenvalues=top, hessian_trace=[1, 2, 3],
                    hessian_trace_error=[0.1, 0.2, 0.3], gauss_newton_trace=[4, 5, 6], gauss_newton_trace_error=[0.4, 0.5, 0.6])
        figure = map_figures.hessian(run)
        self.assert_close(line(figure.axes[0]), [[0.01, 0.1, 1, 10], [3.51, 3.01, 3.01, 1.01]])  # 0.01 is no eigenvalue
        self.assert_close(line(figure.axes[1], number=0), [T, top[:, 0]])
        self.assert_errorbar(figure.axes[1].containers[0], T, [4, 5, 6], [0.4, 0.5, 0.6])
        self.assert_errorbar(figure.axes[1].containers[1], T, [1, 2, 3], [0.1, 0.2, 0.3])
        x, y = line(figure.axes[1], r"$\propto T$")
        self.assert_close(y, 8 * x / T[0])
        self.assertEqual(len(figure.axes[1].containers), 2)  # nothing is known of negative eigenvalues

    def test_losses_and_margins_of_the_examples_are_densities(self):
        activity, margins = np.array([[9, 1, 2, 3, 9.0]] * 3), np.array([[0, 1, 4, 0, 0.0]] * 3)
        run = a_run(log_activity=activity, ln_activity=[-1, -0.75, -0.5, -0.25, 0], margins=margins, margin=[-1, -0.5, 0, 0.5, 1],
                    p_t=[0.01, 0.02, 0.04], n_act=[5, 6, 7])
        figure = map_figures.boundary(run)
        self.assert_close(line(figure.axes[0]), [[-0.75, -0.5, -0.25], [4, 8, 12]])  # the ends hold all beyond them
        self.assert_close(figure.axes[0].lines[3].get_xdata(), [np.log(0.08237)] * 2)
        self.assert_close(line(figure.axes[1]), [[-0.5, 0, 0.5], [2, 8, 0]])
        self.assert_close(figure.axes[1].lines[1].get_xdata(), [np.log(100)] * 2)
        self.assert_close(figure.axes[1].get_xlim(), [-1.5, 1])
        for ax, words in ((figure.axes[0], r"$l/P=0.08237\,T$: to its right $N_\mathrm{act}$"), (figure.axes[1], r"$\kappa=\ln(1/(PT))$")):
            self.assertEqual([text.get_text() for text in ax.get_legend().get_texts()], [words])
        self.assert_close(figure.axes[2].containers[0].lines[0].get_ydata(), [5, 6, 7])
        self.assertEqual(len(figure.axes), 4)  # no dimension, no ratio to it; and the colours


class MotionFigures(Drawing):
    def test_clouds_over_their_mean_and_as_time_goes_on(self):
        values = np.array([[[1, 1, 1], [6, 2, 1]]] * 3, float) * [[[1]], [[2]], [[3]]]
        null = np.array([[[2, 1, 0.5], [4, 3, 2]]] * 3)
        run = a_run(cloud_spectrum=values, cloud_spectrum_error=values / 10, cloud_spectrum_marchenko_pastur=null,
                    cloud_eigenvalue=[1, 2, 3], cloud_time=[10, 500])
        figure = motion_figures.cloud(run)
        for t in range(3):
            self.assert_errorbar(figure.axes[0].containers[t], [1, 2, 3], [2, 2 / 3, 1 / 3], [0.2, 0.2 / 3, 0.1 / 3])
        self.assert_close(line(figure.axes[0], "isotropic cloud")[1], [4 / 3, 1, 2 / 3])
        for i in range(2):
            self.assert_errorbar(figure.axes[1].containers[i], [1, 2, 3], values[1, i], values[1, i] / 10)
        self.assertIn("500 steps", figure.axes[0].get_title(loc="left"))

    def test_motion(self):
        moved, cloud = np.array([[1, 2.0]] * 3), np.array([[3, 4.0]] * 3)
        figure = motion_figures.motion(a_run(weight_displacement=moved, weight_displacement_error=moved / 10,
                                             displacement_lag=[10, 20], cloud_variance=cloud, cloud_variance_error=cloud / 10,
                                             cloud_step=[30, 40]))
        self.assert_errorbar(figure.axes[0].containers[0], [10, 20], [1, 2], [0.1, 0.2])
        self.assert_errorbar(figure.axes[1].containers[0], [30, 40], [3, 4], [0.3, 0.4])

    def test_between_the_rungs(self):
        factor = np.array([0.75, 1, 1.25])
        loss = np.outer(T, factor) * 5
        heat = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9.0]])
        run = a_run(reweighted_loss=loss, reweighted_loss_error=loss / 10, reweighted_heat_capacity=heat,
                    reweighted_heat_capacity_error=heat / 10, temperature_factor=factor, loss_mean=5 * T, loss_mean_error=0.5 * T,
                    loss_variance=2 * T ** 2, loss_variance_error=0.2 * T ** 2, entropy_difference=[[1], [2], [np.nan]],
                    entropy_difference_error=[[0.1], [0.2], [np.nan]], d_var=[2, 4, 6])
        figure = motion_figures.reweighting(run)
        x, y = line(figure.axes[0], "reweighted")
        self.assert_close(x, np.sort(np.outer(T, factor).ravel()))
        self.assert_close(y, [5] * 9)  # <L> / T
        self.assertAlmostEqual(figure.axes[0].collections[0].get_paths()[0].vertices[:, 1].max(), 5.5)
        self.assert_close(line(figure.axes[1], "reweighted")[1], [1, 2, 3, 4, 5, 6, 7, 8, 9])
        self.assert_errorbar(figure.axes[0].containers[0], T, [5] * 3, [0.5] * 3)
        self.assert_errorbar(figure.axes[1].containers[0], T, [2] * 3, [0.2] * 3)
        x = np.sqrt(T[1:] * T[:-1])
        self.assert_errorbar(figure.axes[2].containers[0], x, [1, 2], [0.1, 0.2])
        # dS = (d_var / 2) d ln T: 3/2 and 5/2 times ln 2.
        self.assert_close(line(figure.axes[2], r"$\frac{1}{2}d_\mathrm{var}\,\Delta\ln T$"), [x, np.log(2) * np.array([1.5, 2.5])])



class Arrays(Drawing):
    """What figures draw beyond columns, against values worked out by hand."""

    def test_losses_over_the_temperature(self):
        """(5 - 1) / 0.001 = 4000 with an error of sqrt(0.3^2 + 0.4^2) / 0.001 = 500; 2 x 3 / 0.001^2 = 6e6."""
        run = run_arrays.over_temperature(a_run(
            loss_mean=[5, 9, 17], loss_mean_error=[0.3] * 3, ground_loss=[1] * 3, ground_loss_error=[0.4] * 3, exact_loss_mean=[6, 9, 17],
            loss_variance=[3, 6, 8], loss_variance_error=[0.3, 0.6, 0.8], exact_loss_variance=[4, 6, 8]))
        for name, wanted in (("reduced_loss", [4000, 4000, 4000]), ("reduced_loss_error", [500, 250, 125]),
                             ("exact_reduced_loss", [5000, 4000, 4000]), ("reduced_variance", [6e6, 3e6, 1e6]),
                             ("reduced_variance_error", [6e5, 3e5, 1e5]), ("exact_reduced_variance", [8e6, 3e6, 1e6])):
            self.assert_close(run.values[name], wanted)

    def test_the_clock(self):
        """ln tau = 0, 0, ln 2 at ln T = -ln 2, 0, ln 2 with equal errors of 0.01: the slope is 1/2, its residuals ln 2 x (1/6, -1/3, 1/6),
        so its variance their squares / (1 degree of freedom) / (2 ln^2 2) = (1/36 + 1/9 + 1/36) / 2 = 1/12, far above that of the errors."""
        step = [1 / 64, 1 / 32, 1 / 16]  # eta tau is what counts: constant times 1, 1, 2
        run = a_run(tau=[6400, 3200, 3200], tau_error=[64, 32, 32], step_size=step)
        self.assert_close(run_arrays.clock_exponent(run), [0.5, np.sqrt(1 / 12)])
        # On one line, the errors are what is left: relative errors of 0.02 are 0.02 / (sqrt(2) ln 2).
        run = a_run(tau=[400, 200, 100], tau_error=[8, 4, 2], step_size=[1] * 3)
        self.assert_close(run_arrays.clock_exponent(run), [-1, 0.02 / np.sqrt(2) / np.log(2)])
        # The point with an error 1000 times as large counts for nothing: the slope between the other two is log2(8) = 3.
        run = a_run(tau=[100, 800, 800], tau_error=[0.1, 0.8, 8e5], step_size=[1] * 3)
        self.assertAlmostEqual(run_arrays.clock_exponent(run)[0], 3, 4)
        self.assertIsNone(run_arrays.clock_exponent(a_run(tau=[1, 2, np.nan], tau_error=[1] * 3, step_size=[1] * 3)))
        self.assertIsNone(run_arrays.clock_exponent(a_run(tau=[1, 2, 3], step_size=[1] * 3)))
        rho, lag = np.array([[1, 0.5, 0]] * 3), [0, 10, 20]
        figure = figures.autocorrelation(a_run(autocorrelation=rho, lag=lag, tau=[400, 200, 100], tau_error=[8, 4, 2], step_size=[1] * 3))
        self.assertIn("T=-1.00(2)$", figure.axes[1].texts[0].get_text())

    def test_numbers_with_errors_as_tables_print_them(self):
        for value, error, words in ((-0.7941, 0.0131, "-0.794(13)"), (-0.8, 0.0741, "-0.80(7)"), (0.5, 1.26, "0.5(1.3)"),
                                    (12.3, 4.2, "12(4)"), (0.5, np.nan, "0.5"), (-0.7941, 0.0197, "-0.79(2)")):
            self.assertEqual(run_arrays.with_error(value, error), words)

    def test_examples_at_the_boundary_per_dimension(self):
        """6 / 4 = 1.5; errors of 3 % and 4 % are 5 % of it, 0.075."""
        run = run_arrays.at_the_boundary(a_run(n_act=[6, 6, 6], n_act_error=[0.18] * 3, d_mean=[4, 6, 12], d_mean_error=[0.16, 0.24, 0.48],
                                               d_var=[3, 2, 1]))
        self.assert_close(run.values["act_over_d_mean"], [1.5, 1, 0.5])
        self.assert_close(run.values["act_over_d_mean_error"], [0.075, 0.05, 0.025])
        self.assert_close(run.values["act_over_d_var"], [2, 3, 6])
        self.assertFalse(run.has("act_over_d_var_error"))

    def test_free_diffusion(self):
        """2 eta T t = 2 x 0.5 x 0.001 x 10 = 0.01, and 100 times that after 1000 steps."""
        values = {"displacement_lag": [10, 1000], "step_size": [0.5, 0.25, 0.25]}
        wanted = [[0.01, 1], [0.01, 1], [0.02, 2]]
        self.assert_close(run_arrays.free_diffusion(a_run(**values)), wanted)
        self.assert_close(run_arrays.free_diffusion(a_run({"configuration": 'loss = "mse"\nparametrisation = "standard"\n'}, **values)), wanted)
        for about in ({"update": "baoab"}, {"configuration": 'parametrisation = "mup"\n'}):
            self.assertIsNone(run_arrays.free_diffusion(a_run(about, **values)))
        self.assertIsNone(run_arrays.free_diffusion(panels.Run({}, values | {"temperature": [0], "step_size": [1]})))
        moved = np.array([[0.009, 1.5]] * 3)
        figure = motion_figures.motion(a_run(weight_displacement=moved, cloud_variance=moved, cloud_step=[1, 2], **values))
        dotted = [one.get_ydata() for one in figure.axes[0].lines if one.get_linestyle() == ":" and len(one.get_xdata())]
        self.assert_close(dotted, [[0.01, 1], [0.01, 1], [0.02, np.nan]])  # 2 lies above the panel

    def test_where_the_samples_cut_the_spectrum(self):
        values = {"covariance_spectrum": [[3, 2, 1]] * 3, "eigenvalue": [1, 2, 3]}
        for weights, cut in ((4, 3), (3, None), (None, None)):
            run = a_run({"weights": weights} if weights else {}, **values)
            self.assertEqual(run_arrays.sample_cut(run), cut)
            drawn = [one for one in figures.spectrum(run).axes[0].lines if "samples" in one.get_label()]
            self.assertEqual([one.get_label() for one in drawn], ["cut by 4 samples, $N$ = 4"] if cut else [])
            self.assertEqual([one.get_xdata()[0] for one in drawn], [3] if cut else [])

    def test_negative_eigenvalues_have_the_other_sign(self):
        run = a_run(negative_trace=[-2, -0.5, 0], negative_trace_error=[0.2, 0.1, 0], hessian_density=[[1, 2]] * 3, log10_curvature=[0, 1],
                    hessian_eigenvalues=[[8, 4]] * 3)
        ax = map_figures.hessian(run).axes[1]
        self.assert_close(bars(ax.containers[0])[1], [2, 0.5, np.nan])
        np.testing.assert_allclose(bars(ax.containers[0])[2][:2], [0.2, 0.1])

    def test_training_and_test_data(self):
        run = a_run(loss_mean=[1, 2, 3], loss_mean_error=[0.1, 0.2, 0.3], test_loss=[4, 5, 6], test_loss_error=[0.4, 0.5, 0.6],
                    training_error=[0, 0.01, 0.02], training_error_error=[0, 0.001, 0.002], test_error=[0.1, 0.2, 0.3],
                    test_error_error=[0.01, 0.02, 0.03])
        loss, error = figures.generalisation(run).axes
        apart = np.sqrt(1.03)
        self.assert_errorbar(loss.containers[0], T / apart, [1, 2, 3], [0.1, 0.2, 0.3])
        self.assert_errorbar(loss.containers[1], T * apart, [4, 5, 6], [0.4, 0.5, 0.6])
        self.assert_errorbar(error.containers[0], T / apart, [0, 1, 2], [0, 0.1, 0.2])
        self.assert_errorbar(error.containers[1], T * apart, [10, 20, 30], [1, 2, 3])
        self.assertEqual(len(figures.generalisation(a_run(loss_mean=[1, 2, 3], test_loss=[4, 5, 6])).axes), 1)  # real targets
        with self.assertRaises(panels.LeftOut):
            figures.generalisation(a_run(loss_mean=[1, 2, 3]))

    def test_a_potential_has_its_name(self):
        self.assertEqual(a_run({"potential": "channel:12x64", "weights": 64}).words(), "potential channel:12x64, N = 64")


class Legends(Drawing):
    def assert_clear(self, axes):
        """The legend lies inside the frame, and no line that was measured passes below it."""
        axes.figure.canvas.draw()
        box, frame = axes.get_legend().get_window_extent(), axes.get_window_extent()
        self.assertTrue(frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1)
        for one in axes.lines:
            points = axes.transData.transform(np.column_stack(one.get_data()).astype(float)) if len(one.get_xdata()) else np.empty((0, 2))
            for a, b in zip(points, points[1:]):
                between = a + np.linspace(0, 1, 50)[:, None] * (b - a)
                self.assertFalse(np.any([box.contains(x, y) for x, y in between if np.isfinite(y)]), axes.get_title(loc="left"))

    def test_they_lie_inside_the_frame_and_off_the_data(self):
        """Of data that rise, fall and stay, so that any corner of a panel without room for its legend would be crossed."""
        rise, fall = np.array([1.0, 20, 40]), np.array([40.0, 20, 1])
        for up, down in ((rise, fall), (fall, rise), (rise + 40, rise)):
            run = a_run(loss_mean=up * T, loss_variance=down * T ** 2, d_mean=up, d_var=down, d_heat=up[::-1], curvature=up, hessian_trace=down,
                        largest_eigenvalue=up / 10, test_loss=down, test_error=up / 100, training_error=down / 100, d_excess=up, d_mean_slope=down,
                        t_conf=up, t_gauge=down)
            for figure in (figures.overview(run), figures.generalisation(run), figures.dimension(run), figures.curvature(run)):
                for axes in figure.axes:
                    self.assert_clear(axes)

    def test_those_of_clouds_name_every_time(self):
        k = np.arange(1, 8)
        values = np.array([[60 - 5.0 * k + i for i in range(6)]] * 3)
        figure = motion_figures.cloud(a_run(cloud_spectrum=values, cloud_spectrum_marchenko_pastur=values, cloud_eigenvalue=k,
                                            cloud_time=[9080, 9240, 9720, 11240, 15880, 129960]))
        self.assert_clear(figure.axes[0])
        self.assert_clear(figure.axes[1])
        self.assertEqual(len(figure.axes[1].get_legend().get_texts()), 7)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
