#!/usr/bin/env python3
"""A program outside the tree, built against an installed replicas: library_test.py BUILD CXX.

Installs BUILD into an empty folder, configures and builds tests/library/outside with find_package(replicas), shared and
static, and compares its numbers with those of the program on the same data in files: equal weights, equal losses.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import netCDF4
import numpy

HERE = pathlib.Path(__file__).parent


def call(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def write_xor(folder):
    """The data of outside/outside.cc as files: float32, so that both have the same bits."""
    p = numpy.arange(8)
    a, b = p & 1, p >> 1 & 1
    numpy.save(folder / "x.npy", numpy.stack([a + numpy.float32(0.125) * (p >> 2), b], axis=1).astype("float32"))
    numpy.save(folder / "y.npy", (a ^ b).astype("int32"))


def check_own_system(said, library):
    """d_mean of a system that the library does not know, within five of its own errors of the exact value, which is none
    of a quadratic minimum (12) by far; the errors are over 32 replicas, so 5 of them are passed by chance once in 50,000."""
    lines = [line.split() for line in said.splitlines()]
    if lines[0][:2] != ["engine", "plain,"] or lines[0][-1] != "10000":
        sys.exit(f"{library}: not the plain engine from half way: {said}")
    found = [[float(words[i]) for i in (1, 3, 5)] for words in lines[1:]]
    if len(found) != 2 or any(not 0 < error < 0.3 or abs(value - exact) > 5 * error for value, error, exact in found):
        sys.exit(f"{library}: d_mean of quartic modes is not half their number: {said}")
    print(f"{library}: a system of one's own, {found}")


def main():
    build, compiler = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prefix = folder / "prefix"
        call("cmake", "--install", build, "--prefix", prefix)
        write_xor(folder)
        options = ("--temps 1e-3,1e-2 --network 2-6-2 --replicas 4 --steps 2000 --data x.npy,y.npy --out here "
                   "--save-weights --quiet").split()
        call(prefix / "bin" / "replicas", *options, cwd=folder)
        with netCDF4.Dataset(folder / "here" / "run.nc") as run:
            losses = [f"loss {loss:.17g}" for loss in run["loss_mean"][:]]
            steps = run["weights"]["draw_step"][:]
            weights = run["weights"]["weights"][:]  # chain, draw, temperature, weight
            largest = {int(step): numpy.abs(weights[:, draw]).max() for draw, step in enumerate(steps)}
        for library in ("replicas", "static"):
            out = folder / library
            call("cmake", "-S", HERE / "outside", "-B", out, f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={compiler}",
                 f"-DREPLICAS_LIBRARY={library}", "-DCMAKE_BUILD_TYPE=Debug", *(["-G", "Ninja"] if shutil.which("ninja") else []))
            call("cmake", "--build", out)
            environment = {**os.environ, "LD_LIBRARY_PATH": str(next(prefix.glob("lib*/**/libreplicas.so")).parent)}
            said = call(out / "outside", folder / f"run_{library}", env=environment)
            lines = said.splitlines()
            if [line for line in lines if line.startswith("loss")] != losses:
                sys.exit(f"{library}: its losses are not those of the program, {losses}:\n{said}")
            compared = 0
            for line in lines:
                words = line.split()
                if words[0] == "step" and int(words[1]) in largest:
                    compared += 1
                    if numpy.float32(words[3]) != largest[int(words[1])]:
                        sys.exit(f"{library}: at step {words[1]} the largest weight is {largest[int(words[1])]!r}, not {words[3]}")
            if compared < 5:
                sys.exit(f"{library}: only {compared} of its steps are among the saved ones")
            check_own_system(call(out / "own_system", folder / f"own_{library}", env=environment), library)
            print(f"{library}: losses and the largest weights of {compared} steps are those of the program")


if __name__ == "__main__":
    main()
