"""What stops a run, and who may use it: signals, exceptions, threads, a fork, the clock."""
import logging
import os
import pathlib
import signal
import sys
import threading
import time

import pytest

import replicas
from conftest import HOLD, SMALL, assert_equal_bits


class SignalWhenHeld(logging.Handler):
    """Ctrl-C once the run says that it waits: then it is under way on any machine, however slow."""

    def __init__(self):
        super().__init__()
        self.sent = False

    def emit(self, record):
        if not self.sent and "held after step" in record.getMessage():
            self.sent = True
            # From another thread, a moment later: raised in here it would be an exception of this handler, not a signal that finds the run waiting.
            threading.Timer(0.05, lambda: os.kill(os.getpid(), signal.SIGINT)).start()


@pytest.fixture
def ctrl_c():
    """Python's own answer to Ctrl-C, also where the shell began the tests in the background, which leaves the signal ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_stops_at_a_chunk_and_the_same_call_goes_on(here, monkeypatch, caplog, ctrl_c):
    long = SMALL | {"steps": 20_000}
    reference = replicas.run(**long, out="reference")
    with replicas.Simulation(**long, out="run") as simulation:
        simulation.advance(1000)
        HOLD.write_text("2000")
        handler, logger = SignalWhenHeld(), logging.getLogger("replicas")
        monkeypatch.setattr(logger, "handlers", [*logger.handlers, handler])
        caplog.set_level(logging.INFO, logger="replicas")
        with pytest.raises(KeyboardInterrupt, match=r"stopped by Ctrl-C after step \d+ of 20000; all is saved in run") as raised:
            while True:
                simulation.advance(until=20_000)
                assert not simulation.finished and simulation.step < 20_000, "it was over before the signal came"
        HOLD.unlink()
        assert handler.sent and isinstance(raised.value, replicas.Interrupted)
        stopped = simulation.step
        assert 2000 <= stopped < 20_000 and f"after step {stopped} " in str(raised.value)
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
