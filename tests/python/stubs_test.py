"""What editors and type checkers see of the package."""
import os
import pathlib
import subprocess
import sys

import pytest

import replicas
from replicas import _options

FOLDER = pathlib.Path(replicas.__file__).parent


def test_every_option_is_a_typed_keyword():
    from replicas._keywords import Keywords
    assert set(Keywords.__annotations__) == set(_options.FIELDS) - {"data", "test_data"}


def test_stubs_say_what_the_extension_has():
    stub = (FOLDER / "_core.pyi").read_text()
    for word in ("class HeldSimulation", "def hessian_products", "def stored_options", "class Field"):
        assert word in stub
    assert (FOLDER / "py.typed").exists()


def test_a_type_checker_finds_what_is_wrong_and_nothing_else(tmp_path):
    pytest.importorskip("mypy")
    program = tmp_path / "program.py"
    program.write_text('''import numpy as np
import replicas
run = replicas.run(temps=np.geomspace(1e-5, 1e-2, 10), network=[10, 24, 3], loss="mse", no_bias=True, steps=100)
sim = replicas.Simulation(step_size="0.1/T", instruments={"mean": np.mean})
weights: np.ndarray = sim.weights()
step: int = sim.advance(10)
''')
    call = [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"), str(program)]
    environment = os.environ | {"MYPYPATH": os.environ.get("REPLICAS_PACKAGE", "")}
    done = subprocess.run(call, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stdout
    program.write_text('import replicas\nreplicas.run(stepps=3)\nreplicas.run(no_bias="yes")\nx: str = replicas.Simulation().step\n')
    done = subprocess.run(call, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert [int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line] == [2, 3, 4], done.stdout


def test_the_command_comes_with_the_package(command, here):
    said = command(["--version"], here).stdout
    assert said.startswith(f"replicas {replicas.__version__}")


def test_the_entry_point_becomes_the_program(here):
    if not (FOLDER / "bin" / "replicas").exists():
        pytest.skip("the package lies in a build folder, without the program")
    call = [sys.executable, "-c", "import sys; sys.argv[1:] = ['--steps', 'x']; from replicas._command import main; main()"]
    done = subprocess.run(call, capture_output=True, text=True)
    assert done.returncode == 64 and done.stderr.startswith("replicas: --steps: 'x'"), (done.returncode, done.stderr)
    entry = pathlib.Path(sys.executable).parent / "replicas"
    done = subprocess.run([entry, "--version"], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.startswith("replicas ")


def test_the_command_draws_with_the_python_of_the_package(small_run, command, here):
    if not (FOLDER / "bin" / "replicas").exists():
        pytest.skip("the package lies in a build folder, without the program")
    pytest.importorskip("matplotlib")
    entry = pathlib.Path(sys.executable).parent / "replicas"
    done = subprocess.run([entry, "plot", small_run.directory, "--out", "figures"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (here / "figures" / "overview.png").exists()
