"""A small run that most tests look at, and the program to compare with. The package is the one that is installed: a clean
environment in .ci/run, REPLICAS_PACKAGE=<folder> where it lies in a build folder."""
import os
import pathlib
import subprocess
import sys
import tempfile

#: While this file is there, runs of this process wait after the number of steps that it holds (host/run/test_pace.h).
HOLD = pathlib.Path(tempfile.gettempdir()) / f"replicas-hold-{os.getpid()}"
os.environ["REPLICAS_TEST_HOLD"] = str(HOLD)  # read when the library is loaded

if os.environ.get("REPLICAS_PACKAGE"):
    sys.path.insert(0, os.environ["REPLICAS_PACKAGE"])

import numpy as np
import pytest

import replicas

SMALL = {"temps": [1e-3, 1e-2], "network": [4, 6, 3], "examples": 12, "replicas": 4, "steps": 2000}


@pytest.fixture(scope="session")
def program():
    """The program of the same build: what stands in the package, or the one that REPLICAS_PROGRAM names."""
    return os.environ.get("REPLICAS_PROGRAM") or str(pathlib.Path(replicas.__file__).parent / "bin" / "replicas")


@pytest.fixture()
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture()
def simulation(here):
    with replicas.Simulation(**SMALL, out="run") as own:
        yield own


@pytest.fixture(scope="session")
def small_run(tmp_path_factory):
    """Nobody writes into it."""
    return replicas.run(**SMALL, out=tmp_path_factory.mktemp("small") / "run", progress=False)


@pytest.fixture(scope="session")
def arrays():
    """Inputs and labels of 12 examples, float32 and int64."""
    generator = np.random.default_rng(7)
    return generator.standard_normal((12, 4)).astype("f4"), generator.integers(0, 3, 12)


def words_of(options):
    """The options as the command takes them."""
    words = []
    for key, value in options.items():
        option = "--" + key.replace("_", "-")
        if value is True:
            words.append(option)
        else:
            parts = value if isinstance(value, (list, tuple)) else [value]
            words += [option, ("-" if key == "network" else ",").join(str(part) for part in parts)]
    return words


@pytest.fixture(scope="session")
def command(program):
    def call(words, cwd, status=0):
        done = subprocess.run([program, *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=600)
        assert done.returncode == status, done.stderr
        return done
    return call


def assert_equal_bits(one, other):
    """Every variable and coordinate of every group, as bytes."""
    assert set(one.groups) == set(other.groups)
    for group in one.groups:
        left, right = one[group].to_dataset(), other[group].to_dataset()
        assert set(left.variables) == set(right.variables), group
        for name in left.variables:
            a, b = left[name].values, right[name].values
            assert a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes(), f"{group}/{name}"
