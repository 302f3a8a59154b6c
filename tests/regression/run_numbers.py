"""The numbers of a run: runs a configuration with a build of the program and reads what run.nc holds."""
import os
import pathlib
import re
import subprocess
import tempfile
import zlib

import netCDF4
import numpy

from configurations import write_data


class Failed(Exception):
    """A command of a configuration did not end well."""


class Build:
    """A program and, where the build has it, the emulated GPU plugin."""

    def __init__(self, place):
        place = pathlib.Path(place).resolve()
        self.program = place if place.is_file() else place / "replicas"
        self.plugin = place / "tests" / "emulation" / "libemulated_plugin.so"
        if not self.program.is_file():
            raise SystemExit(f"{place} is no build directory: it holds no program replicas")

    def can(self, configuration):
        return not configuration.gpu or self.plugin.is_file()

    def numbers(self, configuration, more="", environment=()):
        """Name to array of every numeric variable of every group (and every numeric attribute, as @name).

        `more`: words after each command that makes the run; `environment`: pairs."""
        variables = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", **dict(environment)}
        if configuration.gpu:
            variables["REPLICAS_CUDA_PLUGIN"] = str(self.plugin)
        device = "" if configuration.gpu else "--device cpu"
        with tempfile.TemporaryDirectory() as folder:
            write_data(folder)
            for command in configuration.commands:
                words = f"{command} --quiet {device} {more}".split()
                done = subprocess.run([self.program, *words], cwd=folder, env=variables, capture_output=True, text=True)
                if done.returncode != 0:
                    raise Failed(f"{configuration}: status {done.returncode} of replicas {' '.join(words)}\n{done.stderr}")
            return read(pathlib.Path(folder) / "run" / "run.nc")


def read(path):
    found = {}

    def visit(group, prefix):
        group.set_auto_maskandscale(False)
        for name in group.ncattrs():
            value = numpy.asarray(group.getncattr(name))
            if value.dtype.kind in "iuf":
                found[f"{prefix}@{name}"] = value
        for name, variable in group.variables.items():
            if variable.dtype != str and numpy.dtype(variable.dtype).kind in "iuf":
                found[prefix + name] = numpy.asarray(variable[...])
        for name, inner in group.groups.items():
            visit(inner, f"{prefix}{name}/")

    with netCDF4.Dataset(path) as file:
        visit(file, "")
    return found


def same_bits(left, right):
    return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()


def checksum(array):
    """Of type, shape and bits, in 8 hexadecimal digits."""
    head = f"{array.dtype.str}{array.shape}".encode()
    return f"{zlib.crc32(array.tobytes(), zlib.crc32(head)):08x}"


def ordered(values):
    """Floating-point numbers as integers in the same order: neighbours differ by 1."""
    bits = values.view({4: numpy.int32, 8: numpy.int64}[values.itemsize]).astype(object)
    smallest = -(2 ** (8 * values.itemsize - 1))
    return numpy.where(bits < 0, smallest - bits, bits)


def difference(base, new):
    """How two arrays differ, in words; empty when every bit is equal."""
    if same_bits(base, new):
        return ""
    if base.dtype != new.dtype or base.shape != new.shape:
        return f"was {base.dtype}{list(base.shape)}, is {new.dtype}{list(new.shape)}"
    unequal = numpy.frombuffer(base.tobytes(), numpy.uint8) != numpy.frombuffer(new.tobytes(), numpy.uint8)
    unequal = unequal.reshape(-1, base.itemsize).any(axis=1)
    text = f"{unequal.sum()} of {base.size} numbers differ"
    if base.dtype.kind != "f":
        return text
    left, right = base.ravel()[unequal], new.ravel()[unequal]
    finite = numpy.isfinite(left) & numpy.isfinite(right)
    if not finite.all():
        text += f", {(~finite).sum()} of them between a number and NaN or infinity"
    if finite.any():
        left, right = left[finite], right[finite]
        ulps = max(numpy.abs(ordered(left) - ordered(right)))
        with numpy.errstate(divide="ignore"):
            relative = (numpy.abs(left.astype(float) - right) / numpy.maximum(numpy.abs(left), numpy.abs(right))).max()
        text += f", by at most {ulps} ulp, relative {relative:.2g}"
    return text


def changes(base, new):
    """Lines that name what differs or vanished, and the names that are new."""
    lines = [f"{name}: vanished" for name in base if name not in new]
    for name in base:
        if name in new:
            if text := difference(base[name], new[name]):
                lines.append(f"{name}: {text}")
    return lines, [name for name in new if name not in base]


def selected(configurations, pattern):
    return [c for c in configurations if not pattern or re.search(pattern, c.name)]
