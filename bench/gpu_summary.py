#!/usr/bin/env python3
"""What gpu_suite.sh recorded, as one JSON file and as a table on standard output: every kernel's speed beside its limit
on this device and beside JAX and PyTorch. Exits 1 when a test failed.

    gpu_summary.py RECORDS RESULTS.json
"""
import json
import pathlib
import re
import statistics
import sys

# Floor and aim, replica-steps per second on an H200. Estimates until a GPU has run these kernels.
GOALS = {("S", "warp"): (40e6, 60e6), ("S", "block"): (40e6, 60e6), ("M", "block"): (2.2e6, 3.0e6),
         ("L", "batched"): (0.075e6, 0.095e6), ("S", "batched"): (8e6, 15e6), ("M", "batched"): (1.3e6, 1.5e6)}
# Bytes that the batched path has to move per replica-step, without fused epilogues.
BATCHED_BYTES = {"S": 224e3, "M": 2.19e6, "L": 25.9e6}


def ceilings(text):
    found = re.search(r"copies ([\d.]+) TB/s.*products ([\d.]+) TFLOP/s, ([\d.e+]+) normal", text)
    return None if not found else {"copied_bytes": float(found[1]) * 1e12, "multiply_add_flops": float(found[2]) * 1e12,
                                   "normals": float(found[3])}


def limit(best, workload, kernel, entry):
    """Replica-steps per second that the device's ceilings allow this kernel: products and noise, and for the batched
    path also its traffic."""
    seconds = entry["flops_per_step"] / best["multiply_add_flops"] + entry["weights"] / best["normals"]
    if kernel == "batched":
        seconds = max(seconds, BATCHED_BYTES[workload] / best["copied_bytes"])
    return 1 / seconds


def speeds(entries, best, summary):
    """Every measured speed of ours beside its limit and its goal."""
    print(f"\n{'workload':<9}{'kernel':<9}{'replicas':>9}{'steps/s':>12}{'of limit':>10}{'floor, aim (H200)':>22}")
    for entry in entries:
        kind, *words = entry["name"].split()
        if kind != "bench":
            continue
        if entry["status"] != 0:
            print(f"{words[0]:<9}{words[1]:<9}{words[2]:>9}  failed with {entry['status']}")
            continue
        one = json.loads(entry["output"])["workloads"][0]
        rate = one["replica_steps_per_second"]
        row = {"workload": words[0], "kernel": words[1], "replicas": int(words[2]), "rate": rate,
               "engine": one["engine"], "rates": one["repetitions"]["replica_steps_per_second"]}
        if best is not None:
            row["limit"] = limit(best, words[0], "batched" if "batched" in one["engine"] else words[1], one)
        summary["bench"].append(row)
        share = f"{rate / row['limit']:.1%}" if "limit" in row else "-"
        floor = "{:.3g}, {:.3g}".format(*GOALS[words[0], words[1]]) if (words[0], words[1]) in GOALS else "-"
        print(f"{words[0]:<9}{words[1]:<9}{words[2]:>9}{rate:>12.4g}{share:>10}{floor:>22}")


def ratios(summary):
    """Ours over each peer: ours as `auto` chose, before and after the peer."""
    for peer in summary["peers"]:
        ours = [rate for row in summary["bench"] for rate in row["rates"]
                if (row["workload"], row["replicas"], row["kernel"]) == (peer["workload"], peer["replicas"], "auto")]
        if ours:
            peer["ours"] = statistics.median(ours)
            print(f"{peer['workload']} {peer['replicas']:>6} replicas: {peer['ours'] / peer['rate']:.2f} times {peer['peer']} "
                  f"{peer['version']} ({peer['form']}), {peer['rate']:.4g} steps/s")


def tuned(text, summary):
    """Variants, the fastest of each workload first."""
    summary["tune"] = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    for one in sorted(summary["tune"], key=lambda one: (one["workload"], -one.get("rate", 0))):
        print(f"{one['workload']} {one.get('rate', 0):>12.4g}  differs by {one.get('difference', 0):.1e}  {one['variant']}  "
              f"{one.get('problem', '')}")
        if "rates" in one:
            print(" " * 15 + ", ".join(f"{n}: {rate:.4g}" for n, rate in one["rates"].items()))


def main(records, results):
    entries = [json.loads(line) for line in pathlib.Path(records).read_text().splitlines()]
    by_name = {entry["name"]: entry for entry in entries}
    best = ceilings(by_name.get("ceilings", {}).get("output", ""))
    summary = {"devices": by_name["devices"]["output"], "ceilings": best, "tests": {}, "bench": [], "peers": [], "tune": []}
    print(by_name["devices"]["output"] + by_name.get("ceilings", {}).get("output", ""))
    if best is None:
        print("No GPU: the figures below are the CPU's.")
    for entry in entries:
        kind, *words = entry["name"].split()
        if kind in ("parity", "engine", "physics", "sanitizer"):
            summary["tests"][entry["name"]] = {"status": entry["status"], "seconds": entry["seconds"],
                                               "tail": entry["output"][-2000:]}
            print(f"{entry['name']:<22} {'passed' if entry['status'] == 0 else 'FAILED'} in {entry['seconds']} s")
        if kind == "peer" and entry["status"] == 0:
            lines = [json.loads(line) for line in entry["output"].splitlines()]
            rates = [line["replica_steps_per_second"] for line in lines[1:]]
            if rates:
                summary["peers"].append({"workload": words[0], "replicas": int(words[1]), **lines[0],
                                         "rate": statistics.median(rates), "rates": rates})
    speeds(entries, best, summary)
    ratios(summary)
    tuned("".join(by_name.get(name, {}).get("output", "") for name in ("tune", "products", "spectra")), summary)
    pathlib.Path(results).write_text(json.dumps(summary, indent=1) + "\n")
    return int(any(test["status"] != 0 for test in summary["tests"].values()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
