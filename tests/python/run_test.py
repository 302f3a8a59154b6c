"""replicas.run: the numbers of the command, bit for bit, as xarray has them."""
import json
import pathlib

import numpy as np
import pytest
import xarray

import replicas
from conftest import SMALL, assert_equal_bits, words_of


def test_has_the_bits_of_the_command(small_run, command, here):
    command([*words_of(SMALL), "--out", "there", "--quiet"], here)
    assert_equal_bits(small_run, replicas.load("there"))
    told = xarray.open_datatree("there/run.nc").attrs
    assert told["configuration"] == small_run.attrs["configuration"]
    assert small_run.attrs["history"].startswith("replicas.run(temps=")


def test_is_a_tree_in_memory_with_the_groups_of_the_file(small_run, here):
    assert {"posterior", "warmup_posterior", "sample_stats", "dynamics"} <= set(small_run.children)
    assert small_run.loss_mean.dims == ("temperature",) and small_run.loss_mean.size == 2
    assert small_run["posterior"].loss.dims == ("chain", "draw", "temperature")
    small_run.to_netcdf("again.nc")
    assert_equal_bits(small_run, xarray.open_datatree("again.nc", engine="netcdf4"))
    assert len(small_run.table()) == 2 and "d_mean" in small_run.table()


def test_arviz_takes_the_posterior_as_it_is(small_run):
    arviz = pytest.importorskip("arviz")
    try:
        found = arviz.rhat(small_run["posterior"])  # ArviZ 1
    except TypeError:
        found = arviz.rhat(small_run["posterior"].to_dataset())
    assert found.loss.sizes["temperature"] == 2 and np.all(found.loss > 0.9)


def test_the_same_call_returns_the_same_run_and_another_seed_is_another(here):
    first = replicas.run(**SMALL)
    stamp = pathlib.Path(first.directory, "run.nc").stat().st_mtime_ns
    assert_equal_bits(first, replicas.run(**SMALL))
    assert pathlib.Path(first.directory, "run.nc").stat().st_mtime_ns == stamp
    assert replicas.run(**SMALL, seed=2).directory != first.directory


def test_arrays_have_the_bits_of_files(here, arrays, command):
    x, y = arrays
    np.save("x.npy", x)
    np.save("y.npy", y)
    own = {key: value for key, value in SMALL.items() if key != "examples"}
    run = replicas.run(**own, data=(x, y), test_data=(x[::2], y[::2]), out="a")
    np.save("xt.npy", x[::2])
    np.save("yt.npy", y[::2])
    command([*words_of(own), "--data", "x.npy,y.npy", "--test-data", "xt.npy,yt.npy", "--out", "b", "--quiet"], here)
    assert_equal_bits(run, replicas.load("b"))
    assert run.attrs["data"].startswith("arrays ")
    again = replicas.run(**own, data=("x.npy", pathlib.Path("y.npy")), test_data="xt.npy,yt.npy", out="b")
    assert_equal_bits(run, again)


def test_words_are_classes_as_in_files(here, arrays, command):
    x, y = arrays
    words = np.array(["setosa", 'blue "flag"', "virginica"])[y]
    np.save("x.npy", x)
    pathlib.Path("y.csv").write_text("".join('"' + word.replace('"', '""') + '"\n' for word in words))
    own = {key: value for key, value in SMALL.items() if key != "examples"}
    run = replicas.run(**own, data=(x, list(words)), out="a")
    command([*words_of(own), "--data", "x.npy,y.csv", "--header", "no", "--out", "b", "--quiet"], here)
    assert_equal_bits(run, replicas.load("b"))
    assert json.loads(run.attrs["class_names"]) == sorted(set(words))


def test_lists_of_pairs_are_several_data_sets(here, arrays):
    x, y = arrays
    own = {key: value for key, value in SMALL.items() if key != "examples"}
    run = replicas.run(**own, data=[(x, y), (x + 1, y)])
    assert run.attrs["datasets"] == 2
    assert list(run["posterior"]["dataset"].values) == [0, 1, 0, 1]


def test_a_run_with_other_arrays_is_another_run(here, arrays):
    x, y = arrays
    own = {key: value for key, value in SMALL.items() if key != "examples"}
    first = replicas.run(**own, data=(x, y))
    other = replicas.run(**own, data=(2 * x, y))
    assert first.directory != other.directory
    with pytest.raises(replicas.CannotCreate, match="data is memory:arrays"):
        replicas.run(**own, data=(3 * x, y), out=first.directory)
    with pytest.raises(replicas.NotFound, match="in the memory of the program"):
        replicas.resume(first.directory, steps=2400)
    longer = replicas.resume(first.directory, steps=2400, data=(x, y))
    assert longer.attrs["steps"] == 2400


def test_slices_merge_into_the_bits_of_the_whole(small_run, here):
    for number in (1, 2):
        with pytest.raises(replicas.NotFound, match="merge joins"):
            replicas.run(**SMALL, shard=f"{number}/2", out="part")
    merged = replicas.merge(["part.shard-2-of-2", "part.shard-1-of-2"], "whole")
    assert_equal_bits(small_run, merged)


def test_verdicts_speak_of_keywords(small_run):
    assert {verdict.kind for verdict in small_run.verdicts} <= {"good", "note", "failure"}
    assert not any("<steps>" in verdict.sentence or "--steps" in verdict.sentence for verdict in small_run.verdicts)
    assert any("steps=" in verdict.sentence for verdict in small_run.verdicts)


def test_loading_what_is_not_there(here):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        replicas.load("nowhere")
