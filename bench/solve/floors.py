#!/usr/bin/env python3
"""What `replicas solve` has to reach, measured through the ordinary command: speed and success beside the best public
C++ program (Nico-Curti/rFBP at 12a9ed0, its own iterate(), release flags, one core; its figures stand below and it is
not built here), success of focusing belief propagation against N, the contrast of SBPI without its entropic step, replicated
descent beside single replicas, Bethe entropies beside theory, and what lies around solutions of committees and parity machines.

    bench/solve/floors.py PROGRAM [PART ...]       one core; a line per part on standard output

Seconds are those of one processor, so a busy machine makes them longer and not wrong by orders.
"""
import json
import math
import subprocess
import sys
import tempfile

QUICK = {"--threads": "1", "--fields": "1", "--flips": "0.05"}  # unless a part says otherwise
# model, load, options of ours, instances; of the peer: solved, tries, seconds to a solution (median)
PEER = [
    ("committee:321x5", 0.3, [], 12, (12, 12, 3.8)),
    ("committee:321x5", 0.5, [], 12, (6, 10, 12.0)),
    ("perceptron:1001", 0.5, ["--rate", "0.005"], 12, (None, None, 1.4)),
    ("perceptron:1001", 0.6, ["--rate", "0.005"], 12, (None, None, 2.0)),
    ("perceptron:1001", 0.7, [], 12, (10, 10, 13.2)),
    ("perceptron:1001", 0.74, [], 12, (2, 10, 15.0)),
]


def solve(*words):
    with tempfile.TemporaryDirectory() as folder:
        quick = [word for option, value in QUICK.items() if option not in words for word in (option, value)]
        done = subprocess.run([program, "solve", *map(str, words), *quick, "--quiet", "--json"], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        return json.loads(done.stdout)["arrays"]


def wilson(solved, count, z=1.96):
    """95 % bounds of a share."""
    p = solved / count
    middle, half = p + z * z / 2 / count, z * math.sqrt(p * (1 - p) / count + z * z / 4 / count**2)
    return (middle - half) / (1 + z * z / count), (middle + half) / (1 + z * z / count)


def counted(arrays):
    tried = arrays["instance_solved"]["value"]
    return int(sum(tried)), len(tried)


def peer():
    print("beside the peer (its figures: issue of 2026-11): model, load: solved, seconds to a solution, ns per edge and "
          "iteration; peer's solved, seconds; ratio of seconds")
    for model, load, words, count, (their_solved, their_tries, their_seconds) in PEER:
        arrays = solve("--model", model, "--loads", load, "--instances", count, "--solver", "fbp", *words)
        solved, tried = counted(arrays)
        sizes = [int(part) for part in model.split(":")[1].split("x")]
        weights = math.prod(sizes)
        seconds, iterations = arrays["seconds"]["value"][0], arrays["iterations"]["value"][0]
        nanoseconds = 1e9 * seconds / iterations / weights / round(load * weights)
        theirs = "?" if their_solved is None else f"{their_solved}/{their_tries}"
        print(f"  {model} {load}: {solved}/{tried}, {seconds:.3f} s, {nanoseconds:.2f} ns; {theirs}, {their_seconds} s; "
              f"{their_seconds / seconds:.0f}x", flush=True)


def speed():
    print("SBPI N = 10001, load 0.6 (floor 3 s); AMP per iteration (floors 0.25 ms at N = 1001, 5 ms at N = 4001)")
    arrays = solve("--model", "perceptron:10001", "--loads", 0.6, "--instances", 2, "--solver", "sbpi")
    print(f"  SBPI: {counted(arrays)}, {arrays['seconds']['value'][0]:.2f} s", flush=True)
    for n, rate, most in ((1001, 1e-3, 4000), (4001, 5e-3, 400)):
        arrays = solve("--model", f"perceptron:{n}", "--loads", 0.6999, "--instances", 2, "--rate", rate,
                       "--max-iterations", most)
        solved = arrays["seconds"]["value"][0]
        if solved is not None:
            print(f"  AMP N = {n}: {1e3 * solved / arrays['iterations']['value'][0]:.3f} ms", flush=True)


def success():
    print("focusing belief propagation, 200 instances N = 1001, load 0.70 (floor: lower 95 % bound at least 0.93)")
    solved, tried = counted(solve("--model", "perceptron:1001", "--loads", 0.7, "--instances", 200))
    low, high = wilson(solved, tried)
    print(f"  {solved}/{tried}, 95 % {low:.3f} to {high:.3f}", flush=True)


def sizes():
    print("success against N (rises at 0.70, falls at 0.78)")
    for n, count in ((101, 80), (201, 80), (501, 40), (1001, 40)):
        for load in (0.70, 0.78):
            arrays = solve("--model", f"perceptron:{n}", "--loads", load, "--instances", count, "--max-iterations", 1500,
                           "--seed", 2)
            solved, tried = counted(arrays)
            low, high = wilson(solved, tried)
            print(f"  N = {n}, load {load}: {solved}/{tried}, 95 % {low:.2f} to {high:.2f}", flush=True)


def contrast():
    print("SBPI N = 1001: its entropic step (p_s = 0.3) against none, 10000 epochs")
    for load, strengthen in ((0.4, 0), (0.5, 0.3), (0.5, 0)):
        arrays = solve("--model", "perceptron:1001", "--loads", load, "--instances", 10, "--solver", "sbpi",
                       "--strengthen", strengthen)
        print(f"  load {load}, p_s = {strengthen}: {counted(arrays)}, epochs {arrays['iterations']['value'][0]}", flush=True)


def coupled():
    print("replicated descent, committee N = 321, K = 5, load 0.5: y = 7 against single replicas, equal total epochs")
    together = solve("--model", "committee:321x5", "--loads", 0.5, "--instances", 20, "--solver", "rsgd",
                     "--max-iterations", 1000)
    alone = solve("--model", "committee:321x5", "--loads", 0.5, "--instances", 20, "--attempts", 7, "--solver", "rsgd",
                  "--replicas", 1, "--max-iterations", 1000)
    tries = alone["instance_solved"]["value"]
    any_of_seven = sum(any(tries[7 * i:7 * i + 7]) for i in range(20))
    print(f"  y = 7: {counted(together)}, {together['iterations']['value'][0]} epochs, local energy "
          f"{together['local_energy']['value'][0]}; seven alone: {any_of_seven}/20", flush=True)


def bethe():
    """Of a typical instance the Bethe entropy is exact for large N; 100 instances leave an error of some 5e-4, and the floor is 4 of
    them. What is planted to miss it is a load 0.01 away, whose entropy differs by 8e-3."""
    print("Bethe entropy, N = 2001, 100 instances, against replica-symmetric theory (floor: 4 standard errors)")
    for load in (0.4, 0.5, 0.7):
        arrays = solve("--model", "perceptron:2001", "--loads", load, "--instances", 100, "--solver", "bp", "--fields", "0")
        mean, error, theory = arrays["entropy"]["value"][0], arrays["entropy"]["error"][0], arrays["theory_entropy"]["value"][0]
        print(f"  load {load}: {mean:.5f} +- {error:.5f}, theory {theory:.5f}: {(mean - theory) / error:+.1f} errors; "
              f"converged {sum(arrays['instance_converged']['value']):.0f}/100", flush=True)


def surroundings():
    print("around solutions of least action, trees N = 999, K = 3: S_loc(d) - H(d) of the committee, of the parity machine")
    for load in (0.05, 0.1, 0.2):
        found = [solve("--model", f"{kind}:999x3", "--loads", load, "--instances", 20, "--solver", "lal", "--max-iterations", 500,
                       "--fields", "0.8,1,1.2,1.5") for kind in ("tree", "parity")]
        for field in range(4):
            d, s, error = ([arrays[name][part][field] for arrays in found] for name, part in
                           (("local_distance", "value"), ("local_entropy_less_sphere", "value"), ("local_entropy_less_sphere", "error")))
            print(f"  load {load}: d = {d[0]:.3f}: {s[0]:.4f} +- {error[0]:.4f}; d = {d[1]:.3f}: {s[1]:.4f} +- {error[1]:.4f}",
                  flush=True)


def devices():
    print("a device without wide flat minima: least action on trees N = 999, K = 3, 500 epochs")
    for kind in ("tree", "parity"):
        for load in (0.05, 0.1, 0.2, 0.3):
            arrays = solve("--model", f"{kind}:999x3", "--loads", load, "--instances", 10, "--solver", "lal",
                           "--max-iterations", 500)
            print(f"  {kind} {load}: {counted(arrays)}, epochs {arrays['iterations']['value'][0]}, local energy at 0.05 "
                  f"{arrays['local_energy']['value'][0]}", flush=True)


if __name__ == "__main__":
    program = sys.argv[1]
    for part in sys.argv[2:] or ("peer", "speed", "contrast", "devices", "coupled", "success", "sizes", "bethe", "surroundings"):
        globals()[part]()
