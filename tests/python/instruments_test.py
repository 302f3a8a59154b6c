"""Instruments written in Python: recorded, saved with the run, cut back with it."""
import os

import numpy as np
import pytest

import replicas
from conftest import SMALL, assert_equal_bits


def test_instruments_record_and_live_as_long_as_the_run(here, small_run):
    def norms(weights):
        assert weights.shape[:2] == (2, 4) and not weights.flags.writeable
        return (weights.astype(float) ** 2).sum(axis=-1)

    seen = []
    own = {"norms": (norms, 100), "largest": (lambda weights: (seen.append(1), abs(weights).max())[1], 500)}
    whole = replicas.run(**SMALL, instruments=own, out="whole")
    tree = whole["instruments/norms"]
    assert tree.norms.dims == ("draw", "temperature", "chain")
    assert list(tree.draw_step.values) == list(range(100, 2001, 100))
    assert whole["instruments/largest"].largest.sizes == {"draw": 4} and len(seen) == 4
    del whole["instruments"]
    assert_equal_bits(small_run, whole)  # nobody is disturbed by a look

    first = replicas.Simulation(**SMALL, instruments=own, out="parts")
    first.advance(700)
    first.checkpoint()
    first.advance(600)  # seen, but not saved: seen again
    first.close()
    with pytest.raises(ValueError, match="has an instrument 'largest' that only its function"):
        replicas.resume("parts", instruments={"norms": (norms, 100)})
    with pytest.raises(ValueError, match="called each 100 steps so far"):
        replicas.resume("parts", instruments=own | {"norms": (norms, 200)})
    parts = replicas.resume("parts", instruments=own | {"largest": None})
    np.testing.assert_array_equal(parts["instruments/norms"].norms, tree.norms)
    np.testing.assert_array_equal(parts["instruments/norms"].draw_step, tree.draw_step)
    assert list(parts["instruments/largest"].draw_step.values) == [500]
    assert_equal_bits(parts["instruments"], replicas.load("parts")["instruments"])


def test_instruments_that_are_none_are_refused(here):
    for own, kind in (({"two words": np.sum}, ValueError), ({"x": 3}, TypeError), ({"x": (np.sum, 0)}, ValueError)):
        with pytest.raises(kind):
            replicas.Simulation(**SMALL, instruments=own)
    lengths = iter((2, 3))
    with replicas.Simulation(**SMALL, instruments={"grows": (lambda weights: np.ones(next(lengths)), 500)}) as simulation:
        with pytest.raises(ValueError, match="gave the shape"):
            simulation.advance()
    assert not os.path.exists("runs/nothing")


def test_merge_refuses_slices_with_instruments(here):
    for number in (1, 2):
        with pytest.raises(replicas.NotFound, match="merge joins"):
            replicas.run(**SMALL, shard=f"{number}/2", out="part", instruments={"mean": np.mean} if number == 2 else None)
    with pytest.raises(ValueError, match="instruments of its caller's own"):
        replicas.merge(["part.shard-1-of-2", "part.shard-2-of-2"], "whole")
    os.remove("part.shard-2-of-2/instruments.npz")
    replicas.merge(["part.shard-1-of-2", "part.shard-2-of-2"], "whole")
