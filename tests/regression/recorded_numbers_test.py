#!/usr/bin/env python3
"""The numbers of today against those that were recorded (recorded_numbers.json), on any machine.

    recorded_numbers_test.py BUILD [--only REGEX] [--write]

What can be compared depends on what a number is made of:

- *Sampled* numbers (weights, losses and norms of replicas, whole numbers) come from the engines: float32 arithmetic in a
  fixed order with explicit fused multiply-adds and elementary functions of the program's own. Threads, instruction sets,
  compilers and C libraries do not reach them, so their checksums are compared on every machine. (Two doors are left ajar:
  a ladder lo:hi and a start in equilibrium take exp, log and pow from the C library before they are rounded to float32.)
- *Derived* numbers (averages, errors, spectra, L0) take exp, log, pow and Eigen's products in float64. Measured with the
  C library's variants for processors without FMA, 11 of 32 configurations change some of them, nearly all through L0, ln L and
  reweighting, by 1e-16 to 4e-6 of the number (L0 itself, where it is the 1e-10 that a descent was left at, by as much as
  it is). So on every machine the sum of the magnitudes of each variable is compared to 1e-5 of it plus 1e-8.
- On a machine with the key of the recorded file (C library, compiler, Eigen, processor with FMA), one checksum of all
  numbers of a configuration has to be equal, too.

Not noticed elsewhere: a change of derived numbers below these tolerances, or one that leaves the sum of magnitudes as it
is (an order, a sign). compare_builds.py, beside a build of the commit before, notices those and names them.

Each run of this test also plants changes and fails when they go unnoticed. After an intended change of numbers: --write,
and say in CHANGELOG by how much they changed.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import platform
import sys
import time
import zlib

import numpy

from configurations import all_configurations
from run_numbers import Build, Failed, changes, checksum, selected

RECORD = pathlib.Path(__file__).with_name("recorded_numbers.json")
SAMPLED = ("posterior/", "warmup_posterior/", "sample_stats/", "weights/")
RELATIVE, ABSOLUTE = 1e-5, 1e-8


def machine():
    """What float64 results depend on beside the sources; empty where a part is not known."""
    compiler, flags = os.environ.get("REPLICAS_COMPILER", ""), ""
    try:
        flags = next((line for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("flags")), "")
    except OSError:
        pass
    if not compiler or not flags or os.environ.get("GLIBC_TUNABLES"):
        return ""
    return f"{' '.join(platform.libc_ver())}, {compiler}, {'fma' if ' fma ' in flags + ' ' else 'no fma'}"


def is_sampled(name, array):
    return name.startswith(SAMPLED) or array.dtype.kind != "f"


def summary(numbers):
    """What is recorded of a configuration."""
    every = 0
    for name in sorted(numbers):
        every = zlib.crc32(f"{name} {checksum(numbers[name])}\n".encode(), every)
    with numpy.errstate(over="ignore"):
        magnitude = {name: float(f"{numpy.nansum(numpy.abs(array)[numpy.isfinite(array)], dtype=float):.7g}")
                     for name, array in numbers.items() if not is_sampled(name, array)}
    undefined = {name: int((~numpy.isfinite(array)).sum()) for name, array in numbers.items() if name in magnitude}
    return {"bits": f"{every:08x}",
            "checksums": {name: checksum(array) for name, array in numbers.items() if is_sampled(name, array)},
            "magnitudes": {name: [magnitude[name], undefined[name]] if undefined[name] else magnitude[name] for name in magnitude}}


def objections(recorded, found, same_machine):
    """Lines that say what is not as recorded."""
    lines = [f"{name}: vanished" for part in ("checksums", "magnitudes") for name in recorded[part] if name not in found[part]]
    lines += [f"{name}: checksum {found['checksums'][name]}, recorded {expected}"
              for name, expected in recorded["checksums"].items() if found["checksums"].get(name, expected) != expected]
    for name, expected in recorded["magnitudes"].items():
        now = found["magnitudes"].get(name, expected)
        (before, undefined), (after, undefined_now) = (value if isinstance(value, list) else (value, 0) for value in (expected, now))
        if undefined != undefined_now:
            lines.append(f"{name}: {undefined_now} numbers are not finite, recorded {undefined}")
        elif abs(after - before) > RELATIVE * abs(before) + ABSOLUTE:
            lines.append(f"{name}: sum of magnitudes {after:.7g}, recorded {before:.7g}")
    new = [name for part in ("checksums", "magnitudes") for name in found[part] if name not in recorded[part]]
    if same_machine and not lines and not new and found["bits"] != recorded["bits"]:
        lines.append("some derived number has other bits than recorded on such a machine (compare_builds.py says which)")
    return lines


def planted(numbers, seen, another_seed):
    """Changes that go unnoticed; there should be none."""
    def changed(name, value):
        return summary({**numbers, name: value})

    weights, errors = numbers["weights/weights"].copy(), numbers["loss_mean_error"]
    weights.view(numpy.uint32).flat[weights.size // 2] ^= numpy.uint32(1)
    last_bit = errors.copy()
    last_bit.view(numpy.uint64).flat[0] ^= numpy.uint64(1)
    cases = {"the last bit of one weight": (changed("weights/weights", weights), False),
             "an error larger by 1e-4": (changed("loss_mean_error", errors * (1 + 1e-4)), False),
             "a NaN": (changed("d_mean", numpy.full_like(numbers["d_mean"], numpy.nan)), False),
             "a variable that vanished": (summary({k: v for k, v in numbers.items() if k != "d_var"}), False),
             "another seed": (summary(another_seed), False),
             "the last bit of an error, on a machine like that of the record": (changed("loss_mean_error", last_bit), True)}
    return [name for name, (plant, same_machine) in cases.items() if not objections(seen, plant, same_machine)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--only", default="", metavar="REGEX")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    build, began = Build(arguments.build), time.monotonic()
    recorded = json.loads(RECORD.read_text()) if RECORD.is_file() else {"machine": "", "configurations": {}}
    same_machine = recorded["machine"] == machine() != ""
    configurations = [c for c in all_configurations() if build.can(c)]
    left_out = len(all_configurations()) - len(configurations)
    with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
        chosen = selected(configurations, arguments.only)
        futures = {c.name: pool.submit(build.numbers, c) for c in chosen}
        another_seed = pool.submit(build.numbers, all_configurations()[0], "--seed 2")
    numbers, failures = {}, 0
    for name, future in futures.items():
        try:
            numbers[name] = future.result()
        except Failed as failed:
            failures += 1
            print(failed)
    if arguments.write:
        entries = {c.name: summary(numbers[c.name]) for c in chosen if not c.equals and c.name in numbers}
        text = ",\n".join(f'"{name}": {json.dumps(entry, separators=(",", ":"))}' for name, entry in
                          {**recorded["configurations"], **entries}.items())
        RECORD.write_text(f'{{"machine": {json.dumps(machine())},\n"configurations": {{\n{text}\n}}}}\n')
        return 1 if failures else 0
    for configuration in chosen:
        if configuration.name not in numbers:
            continue
        if configuration.equals:
            lines = changes(numbers[configuration.equals], numbers[configuration.name])[0] if configuration.equals in numbers else []
            lines = [f"is not {configuration.equals}: {line}" for line in lines]
        else:
            lines = objections(recorded["configurations"][configuration.name], summary(numbers[configuration.name]), same_machine)
        failures += bool(lines)
        for line in lines:
            print(f"{configuration}: {line}")
    first = all_configurations()[0].name
    if first in numbers:
        unnoticed = planted(numbers[first], summary(numbers[first]), another_seed.result())
        failures += len(unnoticed)
        for name in unnoticed:
            print(f"planted, and not noticed: {name}")
    print(f"{len(chosen)} configurations in {time.monotonic() - began:.0f} s"
          + (f", {left_out} left out for want of the emulated plugin" if left_out else "")
          + (", all bits" if same_machine else f", derived numbers to {RELATIVE} (this machine is '{machine()}')")
          + (f": {failures} FAILED" if failures else ": as recorded"))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
