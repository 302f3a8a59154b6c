#!/usr/bin/env python3
"""Advances the workloads S, M, L by this program and by other software in turns (A B C A B C ...) and prints medians
and, round by round, ratios: a ratio holds when the machine's speed drifts, a single figure may not.

    bench/peers/compare.py PROGRAM [--workload S,M,L] [--peers openblas,jax,torch] [--threads 1] [--rounds 9]
                           [--openblas build/release/bench/openblas_peer] [--json FILE]

Python with JAX and PyTorch is the one that runs this script (requirements.txt). One thread: every program is pinned to
one core. More threads: this program uses them; a peer is given what is best for it, one process with all of them, or a
process for each core, and the better of the two counts. A peer that is not installed is left out by name.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

import workloads

HERE = pathlib.Path(__file__).parent
# Replicas advanced together: from few (all caches hold them) to many (calls cost nothing); the best one counts.
REPLICAS = {"S": (64, 512), "M": (4, 16, 64), "L": (1, 4, 8)}


class Peer:
    """Processes that answer one line with one repetition each; their rates add up."""

    def __init__(self, name, form, commands):
        self.name, self.form = name, form
        self.processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env,
                                           stderr=subprocess.PIPE) for command, env in commands]
        lines = [process.stdout.readline() for process in self.processes]
        if not all(lines):
            raise RuntimeError(self.processes[0].stderr.read().strip().splitlines()[-1:] or ["no answer"])
        self.about = json.loads(lines[0])
        self.rates = []

    def turn(self):
        for process in self.processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        self.rates.append(sum(json.loads(process.stdout.readline())["replica_steps_per_second"]
                              for process in self.processes))

    def stop(self):
        for process in self.processes:
            process.stdin.close()
            process.wait()


class Program:
    """This program, through its own verb."""

    def __init__(self, path, workload, threads, seconds, cores):
        self.name, self.form, self.rates, self.shares = "replicas", "bench", [], []
        self.command = pinned(cores) + [path, "bench", "--device", "cpu", "--workload", workload, "--threads",
                                        str(threads), "--seconds", str(seconds), "--repetitions", "1", "--json"]
        self.turn()
        self.rates.clear(), self.shares.clear()

    def turn(self):
        answer = json.loads(subprocess.run(self.command, check=True, capture_output=True, text=True).stdout)
        self.about = answer["workloads"][0]
        self.rates.append(self.about["replica_steps_per_second"])
        self.shares.append(self.about["share_of_peak"])

    def stop(self):
        pass


def pinned(cores):
    return ["taskset", "-c", ",".join(map(str, cores))]


def environment(threads):
    xla = "" if threads > 1 else " --xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    return os.environ | {"OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads), "JAX_PLATFORMS": "cpu",
                         "XLA_FLAGS": os.environ.get("XLA_FLAGS", "") + xla}


def commands(words, threads, processes, cores):
    """One process with all the threads, or one for each core."""
    if processes == 1:
        return [(pinned(cores) + words(threads), environment(threads))]
    return [(pinned([core]) + words(1), environment(1)) for core in cores]


def candidates(options, workload):
    """(name, form, words as a function of the threads) of every peer that was asked for."""
    for replicas in (options.replicas,) if options.replicas else REPLICAS[workload]:
        size = [workload, str(replicas), str(options.seconds)]
        if "jax" in options.peers:
            for generator in ("threefry2x32", "rbg"):
                yield ("jax", f"vmap(grad) + scan, {generator}, R {replicas}",
                       lambda _, g=generator, s=size: [sys.executable, str(HERE / "jax_peer.py"), *s, g])
            yield ("jax", f"gradient by hand, flat threefry, R {replicas}",
                   lambda _, s=size: [sys.executable, str(HERE / "jax_written_peer.py"), *s])
        if "torch" in options.peers:
            for form in ("func", "autograd", "batched"):
                yield ("torch", f"{form}, R {replicas}",
                       lambda n, f=form, s=size: [sys.executable, str(HERE / "torch_peer.py"), *s, f, str(n)])
    if "openblas" in options.peers:
        yield ("openblas", "sgemm per replica", lambda _: [options.openblas, workload, "16", str(options.seconds)])


def compare(options, workload):
    cores = sorted(os.sched_getaffinity(0))[:options.threads]
    ours = Program(options.program, workload, options.threads, options.seconds, cores)
    rivals = []
    for name, form, words in candidates(options, workload):
        for processes in {1, len(cores)} - ({1} if name == "openblas" and len(cores) > 1 else set()):
            shape = form if len(cores) == 1 else f"{form}, {processes} process{'es' if processes > 1 else ''}"
            try:
                rivals.append(Peer(name, shape, commands(words, options.threads, processes, cores)))
            except (RuntimeError, OSError) as error:
                print(f"{workload}: {name} ({shape}) is left out: {error}", file=sys.stderr)
    for _ in range(options.rounds):
        for program in (ours, *rivals):
            program.turn()
    rows = [{"workload": workload, "program": "replicas", "form": ours.about["engine"], "rates": ours.rates,
             "rate": statistics.median(ours.rates), "share_of_peak": statistics.median(ours.shares)}]
    for rival in rivals:
        rival.stop()
        ratios = [a / b for a, b in zip(ours.rates, rival.rates)]
        rows.append({"workload": workload, "program": rival.name, "version": rival.about["version"], "form": rival.form,
                     "rates": rival.rates, "rate": statistics.median(rival.rates), "ours_over_it": ratios,
                     "ratio": statistics.median(ratios)})
    return rows


def show(rows):
    for row in rows:
        note = f"{100 * row['share_of_peak']:5.1f} % of peak" if "share_of_peak" in row else f"ours is {row['ratio']:5.2f} x"
        print(f"{row['workload']}  {row['program']:9} {row['rate']:12.5g} replica-steps/s  {note}  {row['form']}")
    for name in sorted({row["program"] for row in rows if "ratio" in row}):
        best = min((row for row in rows if row["program"] == name), key=lambda row: row["ratio"])
        print(f"{best['workload']}  ours over the best of {name}: {best['ratio']:.2f} "
              f"({min(best['ours_over_it']):.2f}..{max(best['ours_over_it']):.2f})")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--workload", default="S,M,L")
    parser.add_argument("--peers", default="openblas,jax,torch")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--replicas", type=int, help="advanced together by the peers, instead of two sizes each")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.5, help="length of one repetition, about")
    parser.add_argument("--openblas", default="build/release/bench/openblas_peer")
    parser.add_argument("--json", help="write every figure to this file")
    options = parser.parse_args()
    options.peers = options.peers.split(",")
    rows = []
    for workload in options.workload.split(","):
        some = compare(options, workload)
        show(some)
        rows += some
    if options.json:
        revision = subprocess.run([options.program, "--version"], capture_output=True, text=True).stdout.strip()
        about = {"program": revision, "processor": workloads.processor(), "threads": options.threads, "rounds": options.rounds,
                 "seconds": options.seconds, "results": rows}
        pathlib.Path(options.json).write_text(json.dumps(about, indent=1) + "\n")


if __name__ == "__main__":
    main()
