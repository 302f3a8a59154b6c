#!/usr/bin/env python3
"""Writes the data of the linear logistic model: P orthonormal inputs with random labels +-1, as an NPY pair.

With `--network D-1 --activation linear --loss logistic --no-bias --prior 10` the margins y w . x are independent, and the
table `linear_logistic` of oracles.json has their averages for P = 100. Any rotation of the inputs and any labels give
the same law, so both are drawn by seed; D >= P.

    python3 make_linear_logistic.py DIRECTORY [--examples 100] [--inputs 100] [--seed 1]
"""

import argparse
import pathlib

import numpy


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--examples", type=int, default=100, help="P")
    parser.add_argument("--inputs", type=int, default=100, help="D, at least P")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.inputs < options.examples:
        parser.error(f"{options.examples} inputs of length {options.inputs} cannot be orthonormal; raise --inputs")
    generator = numpy.random.default_rng(options.seed)
    columns, _ = numpy.linalg.qr(generator.standard_normal((options.inputs, options.examples)))
    labels = generator.choice(numpy.array([-1, 1], numpy.int32), options.examples)
    options.directory.mkdir(parents=True, exist_ok=True)
    numpy.save(options.directory / "inputs.npy", numpy.ascontiguousarray(columns.T, numpy.float32))
    numpy.save(options.directory / "labels.npy", labels)


if __name__ == "__main__":
    main()
