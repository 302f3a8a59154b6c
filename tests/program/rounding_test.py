"""Where the losses do not go to 0 and T is tiny, the rounding of float32 shakes the loss more than the temperature does:
that is said, with its size, and the step size is not blamed."""
import os
import re
import subprocess
import sys
import tempfile

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
generator = numpy.random.default_rng(5)
weights, examples = 30, 60
temperatures = "1e-9,1e-8,1e-6"

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    numpy.save("x.npy", generator.standard_normal((examples, weights)).astype("f4"))
    numpy.save("y.npy", generator.standard_normal((examples, 1)).astype("f4"))
    done = subprocess.run([program, "--data", "x.npy,y.npy", "--network", f"{weights}-1", "--no-bias", "--loss", "mse", "--prior",
                           "3", "--temps", temperatures, "--replicas", "16", "--steps", "40000", "--out", "run"],
                          capture_output=True, text=True)
    text = " ".join(done.stdout.split())
    found = re.search(r"The rounding of float32 shakes the loss at (T = [^:]*): it may add about ([0-9.e+]+) to d_var", text)
    if done.returncode != 0 or not found:
        sys.exit(f"status {done.returncode}, rounding is not named\n{done.stderr}\n{text}")
    with netCDF4.Dataset("run/run.nc") as file:
        d_var = file["d_var"][:]
# A quadratic of 30 weights: d_var is 30 at any temperature. The last rung knows it; the first has the rounding on top, of
# which the program tells the size within a factor of four.
added = d_var[0] - weights
problems = []
if not abs(d_var[2] - weights) < 2:
    problems.append("d_var is not 30 where nothing is rounded away")
if not added > weights / 2:
    problems.append("nothing was added: this tests nothing")
if not added / 4 < float(found[2]) < 4 * added:
    problems.append("the size is not told")
if "1e-09" not in found[1] or "1e-06" in found[1] or "the step size is too large" in text:
    problems.append("the wrong temperature or cause is named")
if problems:
    sys.exit(f"{'; '.join(problems)}: d_var {d_var}\n{text}")
