"""What the figures of a run draw beyond its columns, against values worked out by hand, and whether legends hide any of it."""
import sys
import unittest

from figures_test import Drawing, T, a_run, bars  # before what it makes importable
import figures
import inline_svg
import map_figures
import motion_figures
import numpy as np
import panels
import run_arrays


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

    def test_labels_beside_the_numbers_of_a_page_have_no_mathematics(self):
        self.assertEqual(inline_svg.plain(r"$2\,\mathrm{Var}\,L/T^2$"), "2 Var L/T^2")
        self.assertEqual(inline_svg.plain(r"$T\,t=T\eta\times$ lag"), "T t=Tη× lag")

    def test_a_potential_has_its_name(self):
        self.assertEqual(a_run({"potential": "channel:12x64", "weights": 64}).words(), "potential channel:12x64, N = 64")


class Legends(Drawing):
    def assert_clear(self, axes):
        """The legend lies inside the frame, and no line that was measured passes below it."""
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
            for draw in (figures.overview, figures.generalisation, figures.dimension, figures.curvature):
                figure = draw(run)
                figure.canvas.draw()
                for axes in figure.axes:
                    self.assert_clear(axes)

    def test_those_of_clouds_name_every_time(self):
        k = np.arange(1, 8)
        values = np.array([[60 - 5.0 * k + i for i in range(6)]] * 3)
        figure = motion_figures.cloud(a_run(cloud_spectrum=values, cloud_spectrum_marchenko_pastur=values, cloud_eigenvalue=k,
                                            cloud_time=[9080, 9240, 9720, 11240, 15880, 129960]))
        figure.canvas.draw()
        self.assert_clear(figure.axes[0])
        self.assert_clear(figure.axes[1])
        self.assertEqual(len(figure.axes[1].get_legend().get_texts()), 7)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
