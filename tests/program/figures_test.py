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

    def test_one_temperature_is_one_tick(self):
        figure, ax = plt.subplots()
        panels.plot_dimension(ax, panels.Run({}, {"temperature": [3e-3], "d_mean": [3], "d_var": [4]}))
        figure.canvas.draw()
        self.assert_close(ax.get_xlim(), [1.5e-3, 6e-3])
        self.assertEqual([one.get_text() for one in ax.get_xticklabels(which="both") if one.get_text()], [r"$3.0\times 10^{-3}$"])

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
                    reweighted_heat_capacity_error=heat / 10, reweighted_temperature=np.outer(T, factor), loss_mean=5 * T, loss_mean_error=0.5 * T,
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


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
