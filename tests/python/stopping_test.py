"""What stops a run, and who may use it: signals, exceptions, threads, a fork, the clock."""
import os
import pathlib
import signal
import sys
import threading
import time

import pytest

import replicas
from conftest import HOLD, SMALL, assert_equal_bits


def test_ctrl_c_stops_at_a_chunk_and_the_same_call_goes_on(here):
    long = SMALL | {"steps": 400_000}
    reference = replicas.run(**long, out="reference")
    with replicas.Simulation(**long, out="run") as simulation:
        simulation.advance(1000)
        HOLD.write_text("2000")  # however late the signal comes
        timer = threading.Timer(0.15, lambda: os.kill(os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt, match=r"stopped by Ctrl-C after step \d+ of 400000; all is saved in run") as raised:
            while True:
                simulation.advance(until=400_000)
                assert not simulation.finished and simulation.step < 400_000, "it was over before the signal came"
        HOLD.unlink()
        assert isinstance(raised.value, replicas.Interrupted)
        stopped = simulation.step
        assert 0 < stopped < 400_000 and f"after step {stopped} " in str(raised.value)
        assert simulation.advance(100) > stopped
        assert_equal_bits(reference, simulation.complete())


def test_an_exception_in_the_progress_stops_the_run_with_all_saved(here):
    def progress(step, steps):
        if step >= 900:
            raise LookupError("enough")
    with pytest.raises(LookupError, match="enough") as raised:
        replicas.run(**SMALL, out="run", progress=progress)
    if sys.version_info >= (3, 11):
        assert "all is saved in run" in raised.value.__notes__[0]
    seen = []
    replicas.resume("run", progress=lambda step, steps: seen.append((step, steps)))
    assert seen[0][0] >= 900 and seen[-1] == (2000, 2000)


def test_the_interpreter_is_free_meanwhile_and_one_thread_has_the_run(here):
    with replicas.Simulation(**SMALL | {"steps": 300_000}, out="run") as simulation:
        simulation.advance(100)
        errors, ticks = [], 0
        worker = threading.Thread(target=simulation.advance)
        worker.start()
        while worker.is_alive():
            ticks += 1
            try:
                simulation.weights()
            except RuntimeError as error:
                errors.append(str(error))
            time.sleep(0.001)
        assert ticks > 5 and any("in use by another thread" in error for error in errors)


def test_a_fork_is_told_so(simulation):
    simulation.advance(10)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            simulation.weights()
        except RuntimeError as error:
            os.write(writer, str(error).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert b"made in another process" in os.read(reader, 1000)
    assert simulation.advance(10) > 10


def test_max_hours_is_a_timeout(here):
    with pytest.raises(TimeoutError, match="by max_hours="):
        replicas.run(**SMALL | {"steps": 10_000_000}, out="run", max_hours="1s")
    assert pathlib.Path("run/manifest").exists()
