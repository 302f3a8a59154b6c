"""The default sweep, and three of its rungs from another start: both agree, d_var / d_mean - 1 is the slope of d_mean, the
curvature rises at every rung. About 40 s on two cores."""
import os
import subprocess
import sys
import tempfile

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
rungs = {0: "1e-5", 3: "1e-4", 6: "1e-3"}  # index in the default ladder

# Sixteen replicas: the mean of 16 nearly normal values over its own standard error is Student's t with 15 degrees of
# freedom, and a difference of two such means has about 30. P(|t_30| > 6.8) = 1.5e-7; with 3 rungs and 4 quantities the
# false alarm is below 2e-6 for fresh seeds (the seeds are fixed, so a pass is permanent). Errors in the file are widened
# to Student's 68.3 % interval, which only makes them larger.
limit = 6.8


def results(directory, *words):
    path = os.path.join(directory, "run" + str(len(os.listdir(directory))))
    subprocess.run([program, *words, "--out", path, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    with netCDF4.Dataset(os.path.join(path, "run.nc")) as file:
        return path, {name: numpy.ma.filled(variable[:], numpy.nan) for name, variable in file.variables.items()}


failures = 0


def check(text, good):
    global failures
    failures += not good
    print(("ok      " if good else "FAILED  ") + text)


with tempfile.TemporaryDirectory() as directory:
    path, first = results(directory, "--temps", "1e-5:1e-2")
    _, second = results(directory, "--temps", ",".join(rungs.values()), "--initial-scale", "prior", "--start", "descent:0.01")
    # Same seed, so the same noise: what differs is the start alone, and a memory of it would not drown in the noise.
    for name in ("loss_mean", "d_var", "curvature", "weight_norm2"):
        at_rungs, error_at_rungs = first[name][list(rungs)], first[name + "_error"][list(rungs)]
        z = (at_rungs - second[name]) / numpy.hypot(error_at_rungs, second[name + "_error"])
        check(f"two starts agree in {name}: z = {numpy.round(z, 2)}", bool(numpy.all(abs(z) < limit)))
    # d_var / d_mean - 1 = d ln d_mean / d ln T in equilibrium, whatever the landscape; the ends have no centred slope.
    residual = first["slope_residual"] / first["slope_residual_error"]
    check(f"slope identity: z = {numpy.round(residual, 2)}", bool(numpy.nanmax(abs(residual)) < 4) and
          numpy.isfinite(residual).sum() >= 8)
    # A network so small that nothing moved would agree with itself: the errors must resolve something.
    relative = first["d_mean_error"] / first["d_mean"]
    check(f"d_mean is known to 3 percent: {numpy.round(relative, 4)}", bool(numpy.all(relative < 0.03)))
    check(f"d_mean {numpy.round(first['d_mean'], 2)} lies far below N = 939, between 15 and 60",
          bool(numpy.all((first["d_mean"] > 15) & (first["d_mean"] < 60))))
    for name in ("curvature", "hessian_trace"):
        check(f"{name} rises at every rung: {first[name]}", bool(numpy.all(numpy.diff(first[name]) > 0)))
    ratio = first["hessian_trace"][-1] / first["hessian_trace"][0]
    check(f"tr H rises by a factor of {ratio:.0f}, about 260", 200 < ratio < 330)
    check(f"R-hat {numpy.round(first['rhat'], 4)} below 1.02", bool(numpy.all(first["rhat"] < 1.02)))
    gauge = abs(first["t_gauge"] - 1) / first["t_gauge_error"]
    check(f"gauge thermometer: z = {numpy.round(gauge, 2)}", bool(numpy.all(gauge < limit)))
    diagnosis = subprocess.run([program, "diagnose", path], capture_output=True, text=True)
    check("diagnose passes the run:\n" + diagnosis.stdout, diagnosis.returncode == 0)
sys.exit(1 if failures else 0)
