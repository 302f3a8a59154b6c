#!/usr/bin/env python3
"""Learning coefficients of reduced rank regression, measured by the ordinary command beside their exact values.

    bench/validation/reduced_rank.py [PROGRAM]

A linear network a - b - c with inputs whose second moment is the identity and targets of a linear map of rank r (0 or 1),
standard normal prior. `exact` is <L>/T at that temperature by quadrature (tests/physics/reduced_rank_law.cc, whose test
holds it to the known coefficients), lambda and m its limit as T goes to 0 (Aoyagi and Watanabe 2005)."""
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

TEMPERATURES = [3e-3, 1e-2]
# (a, b, c, r): lambda, m, exact <L>/T at the temperatures above
MODELS = {(2, 1, 2, 0): (1, 2, (0.8330, 0.7945)), (3, 2, 3, 0): (2.5, 1, (2.3735, 2.2974)),
          (4, 3, 8, 0): (6, 1, (5.9644, 5.9116)), (5, 3, 5, 0): (6.5, 2, (6.1336, 5.9846)),
          (2, 1, 2, 1): (1.5, 1, (1.5052, 1.5178)), (2, 2, 2, 1): (2, 2, (1.8517, 1.8256))}


def run(program, folder, a, b, c, r):
    x, y = np.sqrt(a) * np.eye(a, dtype=np.float32), np.zeros((a, c), np.float32)
    y[0, 0] = np.sqrt(a) if r else 0
    np.save(folder / "x.npy", x)
    np.save(folder / "y.npy", y)
    done = subprocess.run([program, "--data", f"{folder}/x.npy,{folder}/y.npy", "--network", f"{a}-{b}-{c}", "--activation",
                           "linear", "--no-bias", "--loss", "mse", "--prior", "1", "--temps",
                           ",".join(map(str, TEMPERATURES)), "--step-size", "0.02", "--replicas", "64", "--steps", "400000",
                           "--map-share", "0", "--json", "--quiet", "--out", folder / f"{a}-{b}-{c}-{r}"],
                          check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "build/release/replicas"
    print("network  rank  lambda  m    T      llc         exact   standard errors")
    with tempfile.TemporaryDirectory() as folder:
        for (a, b, c, r), (coefficient, multiplicity, exact) in MODELS.items():
            results = run(program, pathlib.Path(folder), a, b, c, r)
            llc = results["columns"]["llc"]
            for t, value, error, known in zip(TEMPERATURES, llc["value"], llc["error"], exact):
                print(f"{a}-{b}-{c}    {r}     {coefficient:<6}  {multiplicity}  {t:7.0e}  {value:.3f}({error:.3f})  {known:.3f}   "
                      f"{(value - known) / error:+.1f}", flush=True)
            for verdict in results["verdicts"]:
                if verdict["kind"] == "failure":
                    print("  " + verdict["sentence"])


if __name__ == "__main__":
    main()
