"""The workloads that every program of the comparison advances, and how one of them answers the script that compares.

A step is one full-batch Euler-Maruyama update of one replica with a Gaussian prior,
    w <- w - eta (grad L + (T / sigma^2) w) + sqrt(2 eta T) xi,
of a ReLU network with softmax cross-entropy: weights and examples in float32, xi fresh normals for every weight.
"""
import json
import pathlib
import platform
import sys
import time

WIDTHS = {"S": (10, 32, 32, 2), "M": (20, 100, 100, 10), "L": (100, 256, 256, 10)}
EXAMPLES = {"S": 64, "M": 200, "L": 1000}
STEP_SIZE, TEMPERATURE, PRIOR = 0.01, 1e-3, 0.7
DECAY = TEMPERATURE / PRIOR**2
AMPLITUDE = (2 * STEP_SIZE * TEMPERATURE) ** 0.5


def shapes(workload):
    """Of the weights and biases, layer by layer, without the dimension of the replicas."""
    widths = WIDTHS[workload]
    return [shape for inputs, outputs in zip(widths, widths[1:]) for shape in ((inputs, outputs), (outputs,))]


def weights(workload):
    return sum(inputs * outputs + outputs for inputs, outputs in zip(WIDTHS[workload], WIDTHS[workload][1:]))


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def serve(about, advance, replicas, seconds):
    """Answers every line on standard input with one repetition: advance(steps) runs and waits for the result."""
    steps, spent = 1, 0.0
    while True:
        advance(steps)  # compiles, warms up
        began = time.perf_counter()
        advance(steps)
        spent = time.perf_counter() - began
        if spent >= seconds / 2:
            break
        # Few times: JAX compiles each number of steps anew.
        steps = max(2 * steps, min(64 * steps, int(steps * seconds / max(spent, 1e-6))))
    print(json.dumps(about | {"replicas": replicas, "steps": steps}), flush=True)
    for _ in sys.stdin:
        began = time.perf_counter()
        advance(steps)
        print(json.dumps({"replica_steps_per_second": replicas * steps / (time.perf_counter() - began)}), flush=True)
