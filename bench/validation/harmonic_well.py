#!/usr/bin/env python3
"""A harmonic well through the ordinary command, against the exact laws of the discrete chain, as a figure and a table.

The well is a linear network with the squared loss and weight decay lambda on data from a file. With H the Hessian of
the loss, K = H + lambda, w0 the minimum of U = L + lambda |w|^2 / 2, g the gradient of L at w0 and A = 1 - eta K,

    C = T K^-1 (1 - eta K / 2)^-1 (em), T K^-1 (lm)            covariance of the weights
    <L> = L(w0) + tr(H C) / 2,   Var L = tr(H C H C) / 2 + g.C g
    Cov(L_0, L_k) = tr(H S H S^T) / 2 + g.S g,   S = A^k C (em), A^(k-1) (1 - eta K / 2) C (lm)

so every point below has an exact value at any step size, stable for eta max(K) < 2.

    bench/validation/harmonic_well.py PROGRAM FIGURE.png        writes FIGURE.svg too; exit 1 beyond 5 standard errors
"""
import pathlib
import subprocess
import sys
import tempfile

import matplotlib
import netCDF4
import numpy

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

EXAMPLES, WEIGHTS, TEMPERATURE, DECAY, REPLICAS, INTERVAL = 64, 12, 1e-3, 0.02, 64, 2
STEPS = {"em": (0.05, 0.2, 0.5, 0.9, 1.3), "lm": (0.05, 0.2, 0.5, 0.9, 1.3)}  # eta times the largest curvature


class Well:
    def __init__(self):
        random = numpy.random.default_rng(1)
        self.inputs = random.standard_normal((EXAMPLES, WEIGHTS)).astype(numpy.float32)
        self.targets = random.standard_normal((EXAMPLES, 1)).astype(numpy.float32)
        x, y = self.inputs.astype(float), self.targets[:, 0].astype(float)
        self.hessian = x.T @ x / EXAMPLES
        self.total = self.hessian + DECAY * numpy.eye(WEIGHTS)
        centre = numpy.linalg.solve(self.total, x.T @ y / EXAMPLES)
        self.gradient = self.hessian @ centre - x.T @ y / EXAMPLES
        self.floor = numpy.mean((x @ centre - y) ** 2) / 2
        self.stiffest = numpy.linalg.eigvalsh(self.total)[-1]

    def exact(self, update, step_size, lags):
        half = numpy.eye(WEIGHTS) - step_size * self.total / 2
        covariance = TEMPERATURE * numpy.linalg.inv(self.total)
        if update == "em":
            covariance = covariance @ numpy.linalg.inv(half)
        decay = numpy.eye(WEIGHTS) - step_size * self.total

        def correlation(lag):
            if lag == 0:
                shift = covariance
            elif update == "em":
                shift = numpy.linalg.matrix_power(decay, lag) @ covariance
            else:
                shift = numpy.linalg.matrix_power(decay, lag - 1) @ half @ covariance
            both = self.hessian @ shift
            return numpy.trace(both @ both) / 2 + self.gradient @ shift @ self.gradient

        variance = correlation(0)
        mean = self.floor + numpy.trace(self.hessian @ covariance) / 2
        return mean, variance, numpy.array([correlation(lag) for lag in lags]) / variance


def measure(program, folder, update, step_size):
    run = folder / f"{update}-{step_size:.6f}"
    subprocess.run([program, "--network", f"{WEIGHTS}-1", "--no-bias", "--activation", "linear", "--loss", "mse",
                    "--data", f"{folder}/inputs.npy,{folder}/targets.npy", "--temps", str(TEMPERATURE),
                    "--weight-decay", str(DECAY), "--replicas", str(REPLICAS), "--update", update, "--step-size",
                    repr(step_size), "--steps", "60000", "--sample-interval", str(INTERVAL), "--measure-interval", "1",
                    "--out", str(run), "--quiet"], check=True, stdout=subprocess.DEVNULL)
    with netCDF4.Dataset(run / "run.nc") as file:
        return {name: numpy.ma.filled(variable[:], numpy.nan) for name, variable in file.variables.items()}


def main(program, figure):
    well, rows = Well(), []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        numpy.save(folder / "inputs.npy", well.inputs)
        numpy.save(folder / "targets.npy", well.targets)
        for update, products in STEPS.items():
            for product in products:
                step_size = product / well.stiffest
                measured = measure(program, folder, update, step_size)
                rows.append((update, product, measured, well.exact(update, step_size, measured["lag"].astype(int))))
    free_mean, free_variance, _ = well.exact("lm", 0.0, [0])

    _, (left, middle, right) = pyplot.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    dense, worst = numpy.linspace(0.001, 1.5, 200), 0.0
    print("update  eta h_max  (<L> - L(w0)) / exact     z      variance / exact     z")
    for update, colour in (("em", "tab:orange"), ("lm", "tab:blue")):
        some = [row for row in rows if row[0] == update]
        curves = [well.exact(update, product / well.stiffest, [0])[:2] for product in dense]
        for axis, index, column, origin, unit in ((left, 0, "loss_mean", well.floor, free_mean - well.floor),
                                                  (middle, 1, "loss_variance", 0.0, free_variance)):
            axis.plot(dense, [(curve[index] - origin) / unit for curve in curves], color=colour, lw=1)
            axis.errorbar([row[1] for row in some], [(row[2][column][0] - origin) / unit for row in some],
                          [row[2][column + "_error"][0] / unit for row in some], fmt="o", ms=4, color=colour,
                          label=f"{update}, measured")
        for _, product, measured, (mean, variance, _) in some:
            z = [(measured[column][0] - exact) / measured[column + "_error"][0]
                 for column, exact in (("loss_mean", mean), ("loss_variance", variance))]
            worst = max(worst, *map(abs, z))
            print(f"{update:6} {product:9.2f} {(measured['loss_mean'][0] - well.floor) / (mean - well.floor):20.5f} {z[0]:7.2f} "
                  f"{measured['loss_variance'][0] / variance:18.5f} {z[1]:7.2f}")
    for update, colour in (("em", "tab:orange"), ("lm", "tab:blue")):
        _, product, measured, _ = next(row for row in rows if row[:2] == (update, 0.2))
        some = measured["lag"] <= 60
        right.plot(range(61), well.exact(update, product / well.stiffest, range(61))[2], color=colour, lw=1)
        right.plot(measured["lag"][some], measured["autocorrelation"][0][some], "o", ms=4, color=colour,
                   label=f"{update}, measured")
    left.set(xlabel=r"$\eta\, h_{\max}$", ylabel=r"$(\langle L\rangle - L_0)\,/\,$continuum", title="Mean loss")
    middle.set(xlabel=r"$\eta\, h_{\max}$", ylabel=r"$\mathrm{Var}\, L\,/\,$continuum", title="Variance of the loss")
    right.set(xlabel="lag (steps)", ylabel="autocorrelation of $L$", title=r"Relaxation at $\eta\, h_{\max} = 0.2$")
    for axis in (left, middle, right):
        axis.legend(title="lines: exact", frameon=False)
    for kind in ("png", "svg"):
        pyplot.savefig(pathlib.Path(figure).with_suffix("." + kind), dpi=130)
    print(f"largest |z|: {worst:.2f}")
    # 20 values, each Student's t over 64 replicas: beyond 5 by chance in 20 x 5e-6 of fresh seeds; this one is fixed.
    return 0 if worst < 5 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
