"""The default experiment on three rungs, from two different starts: both agree, the slope identity holds, the curvature
rises. 10-24-24-3 tanh, 32 examples, prior 0.7, 16 replicas, 150,000 steps: about 15 s for each start on two cores."""
import os
import subprocess
import sys
import tempfile

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
rungs = "1e-5,1e-4,1e-3"

# Sixteen replicas: the mean of 16 nearly normal values over its own standard error is Student's t with 15 degrees of
# freedom, and a difference of two such means has about 30. P(|t_30| > 6.8) = 1.5e-7; with 3 rungs and 4 quantities the
# false alarm is below 2e-6 for fresh seeds (the seeds are fixed, so a pass is permanent). Errors in the file are widened
# to Student's 68.3 % interval, which only makes them larger.
limit = 6.8


def results(directory, *words):
    path = os.path.join(directory, "run" + str(len(os.listdir(directory))))
    subprocess.run([program, "--temps", rungs, "--out", path, "--quiet", *words], check=True, stdout=subprocess.DEVNULL)
    with netCDF4.Dataset(os.path.join(path, "run.nc")) as file:
        return path, {name: numpy.ma.filled(variable[:], numpy.nan) for name, variable in file.variables.items()}


failures = 0


def check(text, good):
    global failures
    failures += not good
    print(("ok      " if good else "FAILED  ") + text)


with tempfile.TemporaryDirectory() as directory:
    path, first = results(directory)
    _, second = results(directory, "--initial-scale", "prior", "--seed", "1", "--start", "descent:0.01")
    for name in ("loss_mean", "d_var", "curvature", "weight_norm2"):
        error = numpy.hypot(first[name + "_error"], second[name + "_error"])
        z = (first[name] - second[name]) / error
        check(f"two starts agree in {name}: z = {numpy.round(z, 2)}", bool(numpy.all(abs(z) < limit)))
    # A network so small that nothing moved would agree with itself: the errors must resolve something.
    relative = first["d_mean_error"] / first["d_mean"]
    check(f"d_mean is known to 3 percent: {numpy.round(relative, 4)}", bool(numpy.all(relative < 0.03)))
    check(f"d_mean {numpy.round(first['d_mean'], 2)} lies far below N = 939, between 15 and 60",
          bool(numpy.all((first["d_mean"] > 15) & (first["d_mean"] < 60))))
    check(f"the curvature rises: {first['curvature']}", bool(numpy.all(numpy.diff(first["curvature"]) > 0)))
    check(f"tr H rises: {first['hessian_trace']}", bool(numpy.all(numpy.diff(first["hessian_trace"]) > 0)))
    gauge = abs(first["t_gauge"] - 1) / first["t_gauge_error"]
    check(f"gauge thermometer: z = {numpy.round(gauge, 2)}", bool(numpy.all(gauge < limit)))
    diagnosis = subprocess.run([program, "diagnose", path], capture_output=True, text=True)
    check("diagnose passes the run:\n" + diagnosis.stdout, diagnosis.returncode == 0)
sys.exit(1 if failures else 0)
