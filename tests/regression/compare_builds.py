#!/usr/bin/env python3
"""Compares every number of run.nc, bit by bit, between two builds of the program, over all configurations.

    tests/regression/compare_builds.py BASE NEW [--only REGEX] [--jobs N] [--options "WORDS"]
    tests/regression/compare_builds.py --record FOLDER BASE [--only REGEX]

BASE and NEW are build directories (the emulated plugin is found in them; without it the GPU configurations are left out,
and a line says so). BASE may also be a FOLDER that was recorded before, which saves half of the time. Variables may be new but not vanish. Exit
status 1 when a number differs, with a line for each variable: how many numbers, by how many units in the last place, by
what relative difference. --options plants a change in NEW's commands ("--seed 2"), to see that it is noticed.
"""
import argparse
import concurrent.futures
import functools
import json
import pathlib
import sys
import time

import numpy

from configurations import all_configurations
from run_numbers import Build, Failed, changes, checksum, selected


class Recorded:
    """The numbers of a build as --record left them: one .npz per configuration."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def can(self, configuration):
        return (self.folder / f"{configuration}.npz").is_file()

    def numbers(self, configuration):
        with numpy.load(self.folder / f"{configuration}.npz") as file:
            return {name.replace("|", "/"): file[name] for name in file.files}


def base_of(place):
    return Recorded(place) if (pathlib.Path(place) / "checksums.json").is_file() else Build(place)


def record(build, folder, configurations):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / "checksums.json"
    checksums = json.loads(listed.read_text()) if listed.is_file() else {}
    for configuration in configurations:
        if not build.can(configuration):
            print(f"{configuration}: left out, the build has no emulated plugin")
            continue
        try:
            numbers = build.numbers(configuration)
        except Failed as failed:
            print(failed)
            continue
        numpy.savez(folder / f"{configuration}.npz", **{name.replace("/", "|"): array for name, array in numbers.items()})
        checksums[configuration.name] = {name: checksum(array) for name, array in numbers.items()}
        print(f"{configuration}: {len(numbers)} variables", flush=True)
    listed.write_text(json.dumps(checksums, indent=1) + "\n")


def compare(base, new, more, configuration):
    """Lines of what differs, a summary."""
    if not (base.can(configuration) and new.can(configuration)):
        return [], "left out: a build has no emulated plugin, or the recorded one lacks this configuration"
    before = base.numbers(configuration)
    try:
        after = new.numbers(configuration, more)
    except Failed as failed:
        return [str(failed)], ""
    lines, added = changes(before, after)
    if configuration.equals:
        twin = next(c for c in all_configurations() if c.name == configuration.equals)
        different, _ = changes(base.numbers(twin), after)
        lines += [f"is not {twin}: {line}" for line in different]
    numbers = sum(array.size for array in before.values())
    return lines, f"{len(before)} variables, {numbers} numbers" + (f"; new: {', '.join(added)}" if added else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("new", nargs="?")
    parser.add_argument("--record", metavar="FOLDER")
    parser.add_argument("--only", default="", metavar="REGEX")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--options", default="", metavar="WORDS")
    arguments = parser.parse_args()
    configurations = selected(all_configurations(), arguments.only)
    if arguments.record:
        record(Build(arguments.base), arguments.record, configurations)
        return 0
    if not arguments.new:
        parser.error("name the build to compare with the base")
    base, new, began, failed, left_out = base_of(arguments.base), Build(arguments.new), time.monotonic(), [], 0
    with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
        results = pool.map(functools.partial(compare, base, new, arguments.options), configurations)
        for configuration, (lines, summary) in zip(configurations, results):
            left_out += summary.startswith("left out")
            print(f"{configuration}: {'DIFFERS' if lines else 'equal' if not summary.startswith('left') else ''} {summary}")
            for line in lines:
                print("    " + line.replace("\n", "\n    "), flush=True)
            failed += [configuration.name] if lines else []
    print(f"{len(configurations) - left_out} configurations in {time.monotonic() - began:.0f} s: "
          + (f"{len(failed)} differ ({', '.join(failed)})" if failed else "every bit is equal"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
