#!/usr/bin/env python3
"""Speed of two builds of the program, in turns, so that a busy or throttled machine slows both.

    tests/regression/compare_speed.py BASE NEW [--rounds 9] [--workload S,M,L] [--options "WORDS"] [--most 1.02]

Each round asks `replicas bench` of both builds, the order changing from round to round, and the start of both with
--version (20 times each). Prints for each workload the medians and, over the rounds, the median of the ratio NEW / BASE of the time of
a step, with its interquartile range, then the ratio of the least times over all rounds and repetitions, which a busy machine
disturbs less; the same for the start. Exit status 1 when a median ratio is above --most, and when
that cannot be told because the interquartile range is wider than the tolerance: then use more rounds or a quieter machine.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time


def step_times(program, workload, words):
    """Seconds of a replica's step of each workload: the median over the repetitions of one call, and the least."""
    done = subprocess.run([program, "bench", "--workload", workload, "--json", *words], capture_output=True, text=True, check=True)
    return {row["workload"]: (1 / row["replica_steps_per_second"], 1 / max(row["repetitions"]["replica_steps_per_second"]))
            for row in json.loads(done.stdout)["workloads"]}


def start(program):
    """Seconds of `replicas --version`: the median and the least of 20."""
    def once():
        began = time.perf_counter()
        subprocess.run([program, "--version"], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - began
    times = [once() for _ in range(20)]
    return statistics.median(times), min(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("new")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--workload", default="S,M,L")
    parser.add_argument("--options", default="--repetitions 3", metavar="WORDS")
    parser.add_argument("--most", type=float, default=1.02)
    arguments = parser.parse_args()
    programs = [str(pathlib.Path(place).resolve() / "replicas") for place in (arguments.base, arguments.new)]
    seconds = {}  # name of what is timed: one pair (base, new) per round
    for number in range(arguments.rounds):
        order = (0, 1) if number % 2 == 0 else (1, 0)
        found = {}
        for which in order:
            found[which] = step_times(programs[which], arguments.workload, arguments.options.split())
            found[which]["start"] = start(programs[which])
        for name in found[0]:
            seconds.setdefault(name, []).append((found[0][name], found[1][name]))
    failed = False
    for name, pairs in seconds.items():
        ratios = [new[0] / base[0] for base, new in pairs]
        least = min(new[1] for _, new in pairs) / min(base[1] for base, _ in pairs)
        low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
        vague = high - low > 2 * (arguments.most - 1)
        slow = middle > arguments.most and not vague
        failed |= slow or vague
        medians = [statistics.median(pair[which][0] for pair in pairs) for which in (0, 1)]
        print(f"{name}: base {medians[0]:.4g} s, new {medians[1]:.4g} s, new / base {middle:.4f} ({low:.4f} to {high:.4f}), "
              f"of the least times {least:.4f}" + (" SLOWER" if slow else " TOO NOISY TO TELL" if vague else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
