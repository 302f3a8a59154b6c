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


def speed(entry, best):
    """One measured speed of ours beside its limit."""
    workload, kernel, replicas = entry["name"].split()[1:]
    row = {"workload": workload, "kernel": kernel, "replicas": int(replicas), "status": entry["status"], "rates": []}
    if entry["status"] == 0:
        one = json.loads(entry["output"])["workloads"][0]
        row |= {"rate": one["replica_steps_per_second"], "engine": one["engine"],
                "rates": one["repetitions"]["replica_steps_per_second"]}
        if best is not None:
            row["limit"] = limit(best, workload, "batched" if "batched" in one["engine"] else kernel, one)
    return row


def peer(entry):
    """What a peer answered, or None; one that ran into its time limit counts when it answered twice."""
    workload, replicas = entry["name"].split()[1:3]
    lines = [json.loads(line) for line in entry["output"].splitlines() if line.startswith("{")]
    rates = [line["replica_steps_per_second"] for line in lines[1:]]
    if len(rates) < (1 if entry["status"] == 0 else 2):
        return None
    return {"workload": workload, "replicas": int(replicas), **lines[0], "rate": statistics.median(rates), "rates": rates}


def collect(entries):
    output = {entry["name"]: entry["output"] for entry in entries}
    best = ceilings(output.get("ceilings", ""))
    summary = {"devices": output.get("devices", ""), "ceilings": best,
               "ceilings_text": output.get("ceilings", ""), "tests": {}, "bench": [], "runs": [], "peers": [], "tune": []}
    for entry in entries:
        kind = entry["name"].split()[0]
        if kind in ("parity", "engine", "physics", "sanitizer"):
            summary["tests"][entry["name"]] = {"status": entry["status"], "seconds": entry["seconds"],
                                               "tail": entry["output"][-2000:]}
        if kind == "bench":
            summary["bench"].append(speed(entry, best))
        if kind == "run":
            summary["runs"].append({"replicas": int(entry["name"].split()[1]), "steps": int(entry["name"].split()[2]),
                                    "status": entry["status"], "lines": entry["output"].splitlines()})
        if kind == "peer" and (answer := peer(entry)) is not None:
            summary["peers"].append(answer)
        if kind in ("tune", "products", "spectra"):
            summary["tune"] += [json.loads(line) for line in entry["output"].splitlines() if line.startswith("{")]
    for one in summary["peers"]:  # ours as `auto` chose, before and after the peer
        ours = [rate for row in summary["bench"] for rate in row["rates"]
                if (row["workload"], row["replicas"], row["kernel"]) == (one["workload"], one["replicas"], "auto")]
        one["ours"] = statistics.median(ours) if ours else None
    return summary


def show(summary):
    if summary["ceilings"] is None:
        print("No GPU: the figures below are the CPU's.")
    for name, test in summary["tests"].items():
        print(f"{name:<22} {'passed' if test['status'] == 0 else 'FAILED'} in {test['seconds']} s")
    print(f"\n{'workload':<9}{'kernel':<9}{'replicas':>9}{'steps/s':>12}{'of limit':>10}{'floor, aim (H200)':>22}")
    for row in summary["bench"]:
        begin = f"{row['workload']:<9}{row['kernel']:<9}{row['replicas']:>9}"
        if row["status"] != 0:
            print(f"{begin}  failed with {row['status']}")
            continue
        share = f"{row['rate'] / row['limit']:.1%}" if "limit" in row else "-"
        goals = GOALS.get((row["workload"], row["kernel"]))
        print(f"{begin}{row['rate']:>12.4g}{share:>10}{'{:.3g}, {:.3g}'.format(*goals) if goals else '-':>22}")
    for run in summary["runs"]:
        print(f"whole run, {run['replicas']} replicas at each of 10 temperatures, {run['steps']} steps:")
        wanted = r"steps of|curvature map|time:" if run["status"] == 0 else ""
        print(*(f"  {line}" for line in run["lines"] if re.search(wanted, line)), sep="\n")
    for one in summary["peers"]:
        ratio = f"{one['ours'] / one['rate']:.2f} times" if one["ours"] else "no figure of ours beside"
        print(f"{one['workload']} {one['replicas']:>6} replicas: {ratio} {one['peer']} {one['version']} on {one['device']} "
              f"({one['form']}), {one['rate']:.4g} steps/s")
    for one in sorted(summary["tune"], key=lambda one: (one["workload"], -(one.get("rate") or 0))):
        difference = one.get("difference", 0)
        print(f"{one['workload']} {one.get('rate') or 0:>12.4g}  "
              f"{'NOT FINITE' if difference is None else f'differs by {difference:.1e}'}  {one['variant']}  "
              f"{one.get('problem', '')}")
        if "rates" in one:
            print(" " * 15 + ", ".join(f"{n}: {rate or 0:.4g}" for n, rate in one["rates"].items()))


def main(records, results):
    summary = collect([json.loads(line) for line in pathlib.Path(records).read_text().splitlines()])
    pathlib.Path(results).write_text(json.dumps(summary, indent=1) + "\n")
    print(summary["devices"] + summary["ceilings_text"])
    show(summary)
    return int(any(test["status"] != 0 for test in summary["tests"].values()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
