"""Opens a run.nc with other people's tools and checks its layout: read_run_nc.py xarray|h5py|ncdump|arviz FILE.

Works on any run.nc. Exits with 77 and a reason when the tool is not there (ctest shows the test as skipped).
"""

import os
import re
import shutil
import subprocess
import sys

DRAWS = ("chain", "draw", "temperature")
GROUPS = ("posterior", "warmup_posterior", "sample_stats")
ORIGIN = ("created_at", "creation_library", "creation_library_version", "creation_library_language",
          "inference_library", "inference_library_version")


def groups_of(names):
    """Those of GROUPS that a file must have: a run without burn-in has no warm-up."""
    return [group for group in GROUPS if group in names or group != "warmup_posterior"]


def skip(reason):
    print("skipped:", reason)
    sys.exit(77)


def import_or_skip(name):
    try:
        return __import__(name)
    except ImportError as error:
        skip(f"{sys.executable} cannot import {name} ({error})")


def check_described(dataset, where):
    for name, variable in dataset.variables.items():
        for key in ("units", "long_name"):
            assert isinstance(variable.attrs.get(key), str), f"{where}/{name} has no {key}"
    assert not set(dataset.data_vars) & set(dataset.dims), f"{where}: a variable is named like a dimension"
    for key in ORIGIN:
        assert isinstance(dataset.attrs.get(key), str), f"{where} has no attribute {key}"


def with_xarray(path):
    xarray = import_or_skip("xarray")
    import numpy

    root = xarray.open_dataset(path)
    check_described(root, "root")
    assert "chain" not in root.dims and "draw" not in root.dims
    assert root.attrs["Conventions"] == "replicas-1"
    assert root.attrs["output_schema_version"] == 1
    assert root.attrs["seed"].dtype == numpy.uint64
    for name, variable in root.data_vars.items():
        if name in ("input_mean", "input_scale"):
            assert variable.dims == ("input",) and variable.dtype == numpy.float64, name
            continue
        assert variable.dims[0] == "temperature" and variable.dtype == numpy.float64, name
        assert numpy.isnan(variable.encoding["_FillValue"]), name
        for other in variable.attrs.get("ancillary_variables", "").split():
            assert root[other].dims == ("temperature",) and other.startswith(name + "_"), other
    netcdf = import_or_skip("netCDF4")
    with netcdf.Dataset(path) as file:
        groups = groups_of(file.groups)
    for group in groups:
        dataset = xarray.open_dataset(path, group=group)
        check_described(dataset, group)
        assert dataset.temperature.values.tobytes() == root.temperature.values.tobytes(), group
        for name in ("chain", "draw"):
            assert dataset[name].dtype == numpy.int64
            assert (dataset[name].values == numpy.arange(dataset.sizes[name])).all(), name
        assert dataset.dataset.dims == ("chain",) and dataset.draw_step.dims == ("draw",)
        assert "dataset" in dataset.coords and "draw_step" in dataset.coords
        assert "_FillValue" not in dataset.temperature.encoding
        assert dataset.encoding["unlimited_dims"] == {"draw"}, group
        for name, variable in dataset.data_vars.items():
            assert variable.dims == DRAWS, name
            dtype = numpy.bool_ if group == "sample_stats" else numpy.float32
            assert variable.dtype == dtype, f"{group}/{name} is {variable.dtype}"
            if dtype is numpy.float32:
                assert numpy.isnan(variable.encoding["_FillValue"]), name
            variable.load()


def with_h5py(path):
    h5py = import_or_skip("h5py")
    with h5py.File(path, "r") as file:
        for name, value in file.attrs.items():
            assert not (hasattr(value, "dtype") and value.dtype == object), f"attribute {name} is an object array"
        for group in groups_of(file):
            for name, variable in file[group].items():
                assert not any(isinstance(variable.attrs[key], h5py.Empty) for key in ("units", "long_name")), name
                if variable.ndim != 3:
                    assert variable.compression is None, name
                    continue
                filters = variable.id.get_create_plist()
                assert filters.get_nfilters() == 2, f"{group}/{name}: only deflate and shuffle"
                assert variable.shuffle and variable.compression == "gzip" and variable.compression_opts == 1, name
                chains, draws, temperatures = variable.shape
                in_a_chunk = variable.chunks[1] * chains * temperatures * variable.dtype.itemsize
                assert variable.chunks[::2] == (chains, temperatures), name
                assert variable.chunks[1] in (1, draws) or 2**19 < in_a_chunk <= 2**20, f"{name}: {variable.chunks}"
                assert variable[()].shape == variable.shape


def with_ncdump(path):
    ncdump = shutil.which("ncdump")
    if ncdump is None:
        skip("no ncdump on the PATH")
    text = subprocess.run([ncdump, "-h", path], check=True, capture_output=True, text=True).stdout
    for line in ["double temperature(temperature) ;", 'Conventions = "replicas-1"', "draw = UNLIMITED ;",
                 "float loss(chain, draw, temperature) ;", "byte diverging(chain, draw, temperature) ;",
                 'diverging:dtype = "bool" ;'] + [f"group: {group} {{" for group in groups_of(text)]:
        assert line in text, f"ncdump -h does not show {line}"
    assert not re.search(r"^\s*string ", text, re.MULTILINE), "a netCDF string becomes an object array in h5py"


def with_arviz(path):
    """In $REPLICAS_ARVIZ_PYTHON when that names an interpreter: Debian has no ArviZ."""
    other = os.environ.get("REPLICAS_ARVIZ_PYTHON")
    if other and os.path.abspath(other) != sys.executable:
        sys.exit(subprocess.run([other, "-W", "ignore", __file__, "arviz", path],
                                env={**os.environ, "REPLICAS_ARVIZ_PYTHON": ""}).returncode)
    arviz = import_or_skip("arviz")
    data = arviz.from_netcdf(path)
    posterior = data["posterior"]
    assert tuple(posterior["loss"].dims) == DRAWS
    assert "dataset" not in posterior.data_vars and "draw_step" not in posterior.data_vars
    assert data["sample_stats"]["diverging"].dtype == bool
    table = arviz.summary(data["posterior"] if hasattr(data, "children") else data, var_names=["loss"])
    assert len(table) == posterior.sizes["temperature"], table
    print(table)


if __name__ == "__main__":
    tools = {"xarray": with_xarray, "h5py": with_h5py, "ncdump": with_ncdump, "arviz": with_arviz}
    tools[sys.argv[1]](sys.argv[2])
