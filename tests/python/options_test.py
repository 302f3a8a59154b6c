"""Keywords are the options of the table; values, exceptions and sentences are Python's."""
import datetime
import pathlib

import numpy as np
import pytest

import replicas
from replicas import _options, _values
from replicas._errors import as_keywords, exception_of


def texts(**given):
    return _options.texts_of(given, "run")


def test_every_option_of_the_command_is_a_keyword(command, here):
    listed = command(["--help"], here).stdout
    for keyword in _options.FIELDS:
        assert "--" + keyword.replace("_", "-") in listed
        assert keyword in replicas.options()


def test_values_become_texts():
    assert texts(temps=np.geomspace(1e-5, 1e-2, 4))["temps"] == ",".join(map(repr, map(float, np.geomspace(1e-5, 1e-2, 4))))
    assert texts(temps=1e-3) == {"temps": "0.001"}
    assert texts(temperatures=(1, 2)) == {"temps": "1,2"}
    assert texts(network=[10, 24, 3], steps=1e5, no_bias=True, save_weights=False, seed=None) == {
        "network": "10-24-3", "steps": "100000", "no-bias": "true"}
    assert texts(out=pathlib.Path("a") / "b", checkpoint_interval=datetime.timedelta(minutes=2)) == {
        "out": "a/b", "checkpoint-interval": "120s"}
    assert texts(prior="0.5/fan-in", burn_in="20%", seed=np.uint64(2**64 - 1)) == {
        "prior": "0.5/fan-in", "burn-in": "20%", "seed": str(2**64 - 1)}
    assert _values.number_text(0.1 + 0.2) == "0.30000000000000004"


def test_a_slip_of_the_finger_is_named():
    with pytest.raises(TypeError, match=r"run\(\) got an unexpected keyword argument 'replicass'; did you mean replicas=\?"):
        replicas.run(replicass=3)
    with pytest.raises(TypeError, match="did you mean step_size="):
        replicas.Simulation(stepsize=0.1)
    with pytest.raises(TypeError, match=r"replicas\.options\(\) lists them"):
        replicas.run(colour="red")


def test_what_no_option_takes_is_a_type_error():
    for given, words in (({"no_bias": 3}, "a flag"), ({"steps": True}, "no flag"), ({"steps": object()}, "takes a number"),
                         ({"temps": 1, "temperatures": 2}, "one option")):
        with pytest.raises(TypeError, match=words):
            texts(**given)


def test_sentences_name_keywords():
    with pytest.raises(ValueError, match=r"^replicas=0 is outside 1\.\.1000000$") as raised:
        replicas.run(replicas=0)
    assert raised.value.keywords == ("replicas",) and isinstance(raised.value, replicas.InvalidValue)
    assert raised.value.kind == "bad_value"
    assert as_keywords("<steps>: 'x' is no number") == "steps: 'x' is no number"
    assert as_keywords("<loss> mse or <steps>; <no-bias>, <step-size> c/T and <unknown-thing> 3") == (
        "loss='mse' or steps=; no_bias=True, step_size= c/T and <unknown-thing> 3")


def test_kinds_are_pythons_kinds(here, arrays):
    with pytest.raises(FileNotFoundError, match="no.npy"):
        replicas.run(data="no.npy,no.npy")
    with pytest.raises(replicas.InvalidData, match=r"data\[0\]: an example has 4 inputs, the network takes 10; write network=4-"):
        replicas.run(data=arrays)
    (here / "taken").mkdir()
    (here / "taken" / "letter.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        replicas.run(out="taken")
    with pytest.raises(MemoryError):
        replicas.run(replicas=1_000_000, network=[1000, 1000, 1000, 10], examples=1)
    with pytest.raises(FloatingPointError, match="diverged"):
        replicas.run(temps=1e-2, network=[4, 6, 3], step_size=1e9, start="random", steps=1000, replicas=2)
    for kind, python in (("no_device", RuntimeError), ("io_error", OSError), ("stopped", TimeoutError), ("bad_config", ValueError)):
        assert isinstance(exception_of(kind, "words"), python) and isinstance(exception_of(kind, "words"), replicas.Error)


def test_arrays_that_are_no_data_are_refused(arrays):
    x, y = arrays
    for data, kind, words in (((x, y, y), TypeError, "3 parts"), (7, TypeError, "not int"), ((x, y[:5]), ValueError, "12 examples"),
                              ((x.astype(complex), y), TypeError, "complex128"), ((x, y + 9), ValueError, "not in 0..2"),
                              ((np.where(x > 1, np.nan, x), y), ValueError, "not a finite number")):
        with pytest.raises(kind, match=words):
            replicas.run(network=[4, 6, 3], data=data)
