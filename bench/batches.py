#!/usr/bin/env python3
"""What batches cost of a step of gradient descent: S, M and L at B = 32 and 128, in turns (A B C A B C ...), medians.

    bench/batches.py PROGRAM [--workload S,M,L] [--batch 32,128] [--rounds 7] [--seconds 0.3] [--json FILE]

`full` takes B stored examples at every step: the same products with nothing to gather. Against it, the batches of as many of
the workload's examples: B drawn anew, B/epoch, B/online. The share is 1 - rate / rate of `full`, round by round.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE / "peers"))
import workloads  # noqa: E402


def our_words(options, workload, examples, batch):
    words = ["taskset", "-c", options.core, options.program, "bench", "--device", "cpu", "--threads", "1", "--network",
             "-".join(map(str, workloads.WIDTHS[workload])), "--activation", "relu", "--examples", str(examples), "--replicas", "8",
             "--gradient-descent", "--no-confinement", "--step-size", str(workloads.STEP_SIZE), "--steps", "1000000000",
             "--sample-interval", "10000000", "--measure-interval", "10000000", "--seconds", str(options.seconds), "--repetitions", "1", "--json"]
    return words + (["--batch", batch] if batch else [])


def our_rate(words):
    answer = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    return answer["workloads"][0]["replica_steps_per_second"]


def measure(options, workload, batch):
    stored = max(batch, workloads.EXAMPLES[workload])
    forms = {"full": our_words(options, workload, batch, ""),
             **{draw: our_words(options, workload, stored, draw) for draw in (f"{batch}", f"{batch}/epoch", f"{batch}/online")}}
    rates = {name: [] for name in forms}
    for _ in range(options.rounds):
        for name, words in forms.items():
            rates[name].append(our_rate(words))
    rows = []
    for name, own in rates.items():
        row = {"workload": workload, "batch": batch, "stored": batch if name == "full" else stored, "form": name, "rates": own,
               "rate": statistics.median(own)}
        if name != "full":
            row["cost"] = statistics.median(1 - a / b for a, b in zip(own, rates["full"]))
        rows.append(row)
        note = f"cost {100 * row['cost']:5.1f} % of a step" if "cost" in row else ""
        print(f"{workload}  B {batch:4}  {name:32} {row['rate']:12.5g} replica-steps/s  {note}", flush=True)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--workload", default="S,M,L")
    parser.add_argument("--batch", default="32,128")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.3)
    parser.add_argument("--core", default=str(min(os.sched_getaffinity(0))))
    parser.add_argument("--json")
    options = parser.parse_args()
    rows = [row for workload in options.workload.split(",") for batch in options.batch.split(",")
            for row in measure(options, workload, int(batch))]
    if options.json:
        revision = subprocess.run([options.program, "--version"], capture_output=True, text=True).stdout.strip()
        about = {"program": revision, "processor": workloads.processor(), "date": time.strftime("%Y-%m-%d"), "threads": 1, "rounds": options.rounds,
                 "seconds": options.seconds, "load_average": os.getloadavg(), "results": rows}
        pathlib.Path(options.json).write_text(json.dumps(about, indent=1) + "\n")


if __name__ == "__main__":
    main()
