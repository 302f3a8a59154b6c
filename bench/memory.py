#!/usr/bin/env python3
"""The memory that a run says it will take beside what it took at its peak, for ten kinds of runs.

    bench/memory.py build/release/replicas [NAME...]

Ends with 1 when one of them is more than 20 % off."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

START = "--steps 100 --sample-interval 5 --measure-interval 5 --temps 1e-3 --start random --step-size 1e-5 --map-share 0 --burn-in 0"
RUNS = {
    "default, 4 temperatures": "--replicas 4 --steps 20000 --temps 1e-4:1e-2:4",
    "512 replicas": "--replicas 512 --steps 300 --temps 1e-3,1e-2 --map-share 0",
    "curvature map": "--network 100-64-10 --examples 200 --replicas 8 --steps 400 --temps 1e-3,1e-2",
    "20,000 examples": f"--network 784-8-10 --examples 20000 --replicas 2 {START}",
    "the same, squared loss": f"--network 784-8-10 --loss mse --examples 20000 --replicas 2 {START}",
    "the same, 8 replicas": f"--network 784-8-10 --examples 20000 --replicas 8 {START}",
    "60,000 examples": f"--network 784-8-10 --examples 60000 --replicas 2 {START}",
    "200,000 small examples": f"--network 10-8-3 --examples 200000 --replicas 16 {START}",
    "anchors": f"--network 784-256-10 --examples 50 --replicas 32 --anchor 1 {START}",
    "784-32-10, 200,000 examples": f"--network 784-32-10 --examples 200000 --replicas 1 {START}",
}


def measured(program, words, place):
    """MB announced and MB at the peak (the largest resident set)."""
    process = subprocess.Popen([program, *words.split(), "--out", os.path.join(place, "run"), "--overwrite"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    found = re.search(r"([\d.]+) (MB|GB) of memory", said)
    if status != 0 and os.waitstatus_to_exitcode(status) not in (0, 2) or not found:
        sys.exit(f"replicas {words}\n{said}")
    return float(found[1]) * (1000 if found[2] == "GB" else 1), usage.ru_maxrss * 1024 / 1e6


def main(program, *names):
    off = 0
    place = tempfile.mkdtemp()
    try:
        print(f"{'run':28} {'announced MB':>12} {'peak MB':>9} {'ratio':>6}")
        for name, words in RUNS.items():
            if names and name not in names:
                continue
            told, peak = measured(program, words, place)
            off += abs(told / peak - 1) > 0.2
            print(f"{name:28} {told:12.1f} {peak:9.1f} {told / peak:6.2f}", flush=True)
    finally:
        shutil.rmtree(place)
    return 1 if off else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
