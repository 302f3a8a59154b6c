"""replicas.Simulation: a run step by step, by Python."""
import logging
import os
import subprocess
import sys
import textwrap
import threading

import numpy as np
import pytest

import replicas
from conftest import SMALL, assert_equal_bits


def softmax_losses(weights, x, y, widths=(4, 6, 3)):
    """Written anew, in double: the losses of one tanh network, and its logits' errors."""
    values, at = x.astype(float), 0
    for layer, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        matrix = weights[at:at + inputs * outputs].reshape(inputs, outputs).astype(float)
        at += inputs * outputs
        values = values @ matrix + weights[at:at + outputs]
        at += outputs
        values = np.tanh(values) if layer < len(widths) - 2 else values
    largest = values.max(axis=1, keepdims=True)
    return np.log(np.exp(values - largest).sum(axis=1)) + largest[:, 0] - values[np.arange(len(y)), y], values.argmax(axis=1) != y


def test_any_calls_of_advance_give_the_bits_of_one(small_run, simulation):
    assert simulation.step == 0 and simulation.steps == 2000
    assert simulation.advance(1) >= 1
    assert simulation.advance(until=700) == 700
    simulation.checkpoint()
    while simulation.step < 2000:
        simulation.advance(300)
    assert_equal_bits(small_run, simulation.complete())
    assert simulation.finished


def test_resumes_from_a_checkpoint_with_equal_bits(small_run, here):
    first = replicas.Simulation(**SMALL, out="run")
    first.advance(600)
    assert first.checkpoint() == "run"
    weights = first.weights()
    first.advance(300)
    first.close()
    second = replicas.Simulation.resume("run")
    assert second.step == 600
    np.testing.assert_array_equal(second.weights(), weights)
    assert_equal_bits(small_run, second.complete())
    with pytest.raises(TypeError, match="leave out out="):
        replicas.Simulation.resume("run", out="elsewhere")
    with pytest.raises(FileNotFoundError, match="no config.toml"):
        replicas.resume("nowhere")


def test_weights_are_arrays_of_temperatures_and_chains(simulation):
    simulation.advance(500)
    weights = simulation.weights()
    assert weights.shape == (2, 4, 4 * 6 + 6 + 6 * 3 + 3) and weights.dtype == np.float32
    out = np.empty_like(weights)
    assert simulation.weights(out=out) is out
    np.testing.assert_array_equal(out, weights)
    for wrong in (np.empty((2, 4, 3), np.float32), np.empty(weights.shape)):
        with pytest.raises(ValueError, match="the weights are float32"):
            simulation.weights(out=wrong)
    simulation.advance(500)
    np.testing.assert_array_equal(out, weights)  # a copy of one's own


def test_losses_gradients_and_hessian_products_are_those_of_a_network_written_anew(here, arrays):
    x, y = arrays
    with replicas.Simulation(**{key: value for key, value in SMALL.items() if key != "examples"}, data=(x, y)) as simulation:
        simulation.advance(500)
        weights, losses = simulation.weights(), simulation.losses()
        expected, wrong = softmax_losses(weights[1, 2], x, y)
        np.testing.assert_allclose(losses[1, 2], expected, atol=2e-6)
        np.testing.assert_array_equal(simulation.errors()[1, 2], wrong)
        elsewhere = np.random.default_rng(1).standard_normal((5, 4)).astype("f4"), np.array([0, 1, 2, 0, 1])
        np.testing.assert_allclose(simulation.losses(*elsewhere)[0, 3], softmax_losses(weights[0, 3], *elsewhere)[0], atol=2e-6)

        def mean_loss(own):
            return softmax_losses(own, x, y)[0].mean()

        gradient, own, step = simulation.gradients()[1, 2], weights[1, 2].astype(float), 1e-5
        numerical = [(mean_loss(own + step * e) - mean_loss(own - step * e)) / (2 * step) for e in np.eye(own.size)]
        np.testing.assert_allclose(gradient, numerical, atol=1e-6)
        direction = np.random.default_rng(2).standard_normal(own.size).astype("f4")
        product = simulation.hessian_product(direction)
        assert product.shape == weights.shape
        step = 1e-3
        ahead, behind = (simulation.gradients(weights=weights + sign * step * direction) for sign in (1, -1))
        np.testing.assert_array_equal(simulation.weights(), weights)  # asked elsewhere, moved nowhere
        np.testing.assert_allclose(product, (ahead - behind) / (2 * step), atol=2e-3 * np.abs(product).max())
        np.testing.assert_array_equal(simulation.losses(weights=weights[1]), losses[1])
        np.testing.assert_array_equal(simulation.losses(weights=weights[1, 2]), losses[1, 2])
        np.testing.assert_array_equal(simulation.hessian_product(direction, weights=weights[0, 1]), product[0, 1])
        with pytest.raises(ValueError, match="the 51 weights of a replica"):
            simulation.gradients(weights=weights[..., 1:])
        with pytest.raises(TypeError, match="x and y"):
            simulation.losses(x)
        with pytest.raises(ValueError, match="cannot become"):
            simulation.hessian_product(np.ones(7))


def test_weights_that_were_set_are_where_the_run_goes_on_and_are_remembered(here, small_run):
    with replicas.Simulation(**SMALL, out="set") as simulation:
        start = np.zeros_like(simulation.weights())
        simulation.set_weights(start)
        np.testing.assert_array_equal(simulation.weights(), start)
        np.testing.assert_allclose(simulation.losses(), np.log(3), rtol=1e-6)
        for wrong in (np.nan, 2e6):
            with pytest.raises(ValueError, match="finite and at most 1e"):
                simulation.set_weights(start + wrong)
        simulation.advance(1000)
        simulation.checkpoint()
    run = replicas.resume("set")
    assert run.attrs["weights_set_at_steps"] == "0"
    assert "weights_set" in {verdict.check for verdict in run.verdicts}
    assert "start_difference" not in run.data_vars or np.isnan(run.start_difference).all()
    assert not np.array_equal(run.loss_mean, small_run.loss_mean)
    assert "weights_set_at_steps" not in small_run.attrs
    with replicas.Simulation.resume("set") as simulation, pytest.raises(ValueError, match="finished"):
        simulation.set_weights(start)


def test_results_so_far(simulation):
    simulation.advance(100)
    with pytest.raises(replicas.NotFound, match="too early"):
        simulation.results()
    simulation.advance(1500)
    so_far = simulation.results()
    assert so_far.attrs["steps"] == simulation.step and so_far.attrs["complete"] == 0
    assert np.isfinite(so_far.loss_mean).all()


def test_two_runs_at_once_in_two_threads(here, small_run):
    found = {}
    threads = [threading.Thread(target=lambda name=name: found.update({name: replicas.run(**SMALL, out=name)})) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for run in found.values():
        assert_equal_bits(small_run, run)
    assert len(found) == 2


def test_results_are_read_in_many_threads(small_run):
    """netCDF takes one caller at a time: read side by side, results end the interpreter within a few tries."""
    failed = []

    def read():
        try:
            for _ in range(10):
                assert_equal_bits(small_run, replicas.load(small_run.directory))
        except Exception as error:
            failed.append(error)
    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_what_is_closed_opens_again_and_two_cannot_have_one_directory(simulation):
    simulation.advance(300)
    with pytest.raises(FileExistsError, match="another process|in use|works"):
        replicas.Simulation(**SMALL, out="run")
    simulation.checkpoint()
    simulation.close()
    assert "closed" in repr(simulation)
    assert simulation.step == 300 and "step 300 of 2000" in repr(simulation)


def test_sentences_go_to_logging(here, caplog):
    with caplog.at_level(logging.INFO, logger="replicas"):
        replicas.run(**SMALL | {"no_confinement": True}, out="run")
    assert any("2 temperatures x 4 replicas" in record.message for record in caplog.records)
    warned = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert any("use prior=, weight_decay= or anchor=" in message for message in warned), warned


def test_nothing_is_printed_unless_asked_for(here):
    words = textwrap.dedent(f"""
        import replicas, sys
        replicas.run(**{SMALL!r}, out="run", progress=len(sys.argv) > 1 or None)
        """)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    quiet = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, env=environment)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    pytest.importorskip("tqdm")
    done = subprocess.run([sys.executable, "-c", words.replace('"run"', '"bar"'), "bar"], capture_output=True, text=True,
                          env=environment)
    assert done.returncode == 0 and "replicas:" in done.stderr and "2.00k/2.00k" in done.stderr, done.stderr


def test_weights_go_to_other_libraries_without_a_copy(simulation):
    weights = simulation.weights()
    other = np.from_dlpack(weights)
    assert np.shares_memory(other, weights) and other.dtype == np.float32
    before = simulation.weights()
    weights[:] = 0  # a copy of one's own: the run does not see what is done with it
    np.testing.assert_array_equal(simulation.weights(), before)
