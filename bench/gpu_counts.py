#!/usr/bin/env python3
"""What a replica-step of the GPU engine's kernels takes, counted on the simulated GPU: instructions of a warp, fused
multiply-adds among them, turns of shared memory, sectors of memory asked of L1. And how fast 132 multiprocessors would be if
each of their four schedulers issued one instruction per cycle of 1.755 GHz and nothing ever waited: a bound, not a speed.
cuBLAS is not counted. Needs a build with nvcc and tests.

    bench/gpu_counts.py [BUILD [WORKLOAD KERNEL]]      build/release and all cases unless given
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

WORKLOADS = {"S": (10, 32, 32, 2), "M": (20, 100, 100, 10)}
CASES = [("S", "warp", 4), ("S", "block", 4), ("S", "batched", 512), ("M", "block", 2), ("M", "batched", 112)]
MULTIPROCESSORS, CYCLES_PER_SECOND, SCHEDULERS = 132, 1.755e9, 4

build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/release").resolve()


def count(workload, kernel, replicas):
    """[(kernel, instruction, times issued by a warp, times done by a thread, turns or sectors)]"""
    with tempfile.NamedTemporaryFile("r", suffix=".tsv") as file:
        subprocess.run([build / "replicas", "bench", "--device", "gpu", "--kernel", kernel, "--workload", workload, "--temps",
                        "1e-3", "--replicas", str(replicas), "--seconds", "0.001", "--repetitions", "1"],
                       check=True, stdout=subprocess.DEVNULL, env=os.environ | {
                           "REPLICAS_CUDA_PLUGIN": str(build / "tests/simulator/libsimulated_plugin.so"),
                           "REPLICAS_SIMULATED_COUNTS": file.name})
        rows = [line.rstrip("\n").split("\t") for line in file]
    bare = re.compile(r"^\s*(@!?%p\d+\s+)?")
    return [(name, bare.sub("", text).split()[0].rstrip(";"), int(issued), int(threads), int(transactions))
            for name, _, issued, threads, transactions, text in rows]


def replica_steps(rows, widths):
    """Box-Muller takes two roots for each four weights, rows of weights padded to fours; nothing else takes any."""
    quads = sum((inputs + 1) * ((outputs + 3) // 4) for inputs, outputs in zip(widths, widths[1:]))
    return sum(threads for _, name, _, threads, _ in rows if name == "sqrt.rn.f32") / (2 * quads)


print("workload kernel   instructions  multiply-adds  turns of shared memory   KB through L1  bound, million replica-steps/s")
for workload, kernel, replicas in CASES:
    if sys.argv[2:] not in ([], [workload, kernel]):
        continue
    rows = count(workload, kernel, replicas)
    steps = replica_steps(rows, WORKLOADS[workload])
    # Moves between names of one register are no instructions of the machine.
    issued = sum(row[2] for row in rows if not row[1].startswith("mov")) / steps
    fused = sum(row[2] for row in rows if row[1].startswith("fma")) / steps
    turns = sum(row[4] for row in rows if ".shared" in row[1]) / steps
    sectors = sum(row[4] for row in rows if row[1].startswith(("ld.", "st.")) and ".shared" not in row[1]) / steps
    bound = MULTIPROCESSORS * CYCLES_PER_SECOND / max(issued / SCHEDULERS, turns)
    print(f"{workload:8} {kernel:8} {issued:12,.0f} {fused:14,.0f} {turns:23,.0f} {32 * sectors / 1024:13,.1f} {bound / 1e6:12.1f}"
          + (", element-wise kernels alone" if kernel == "batched" else ""))
