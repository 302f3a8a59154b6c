"""Devices from outside: what `replicas devices` lists, what --device, --gpu and --kernel accept, and that a plugin that
is missing or is none is told in one line."""
import os
import subprocess
import sys
import tempfile

program = os.environ["REPLICAS_PROGRAM"]
hidden = {"CUDA_VISIBLE_DEVICES": ""}  # no GPU, whatever this machine has


def call(words, **more):
    return subprocess.run([program, *words.split()], capture_output=True, text=True, env=os.environ | hidden | more)


def expect(done, status, *fragments):
    text = done.stdout + done.stderr
    missing = [fragment for fragment in fragments if fragment not in text]
    one_line = status == 0 or (done.stderr.count("\n") == 1 and not done.stdout)
    if done.returncode != status or missing or not one_line:
        sys.exit(f"{done.args}: status {done.returncode}, expected {status}; missing {missing}\n{text}")


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open("plugin.so", "w") as file:
        file.write("this is no library")
    none = {"REPLICAS_CUDA_PLUGIN": os.path.abspath("missing.so")}
    bad = {"REPLICAS_CUDA_PLUGIN": os.path.abspath("plugin.so")}

    expect(call("devices"), 0, "cpu (", "gpu: none, ")
    expect(call("devices", **none), 0, "cpu (", "the GPU plugin cannot be loaded", "missing.so")
    expect(call("devices", **bad), 0, "the GPU plugin cannot be loaded", "plugin.so")
    expect(call("devices --help"), 0, "--measure")
    expect(call("devices now"), 64, "'now' is one word too many")
    expect(call("--device gpu"), 69, "no GPU can be used: ", "--device cpu")
    expect(call("--device gpu", **bad), 69, "the GPU plugin cannot be loaded")
    expect(call("selftest --device gpu"), 69, "no GPU can be used: ")
    expect(call("selftest --gpu 3"), 69, "no GPU can be used: ")
    expect(call("--gpu 3"), 69, "no GPU can be used: ")
    expect(call("--kernel warp"), 69, "no GPU can be used: ")
    expect(call("--gpu -1"), 64, "--gpu -1 is negative")
    expect(call("--kernel fast"), 64, "auto, warp, block, batched")
    expect(call("--device cuda"), 64, "auto, cpu, gpu")
    expect(call("--device cpu --gpu 0"), 64, "of no use with --device cpu")
    short = "--temps 1e-3 --replicas 1 --steps 2000 --threads 1"
    expect(call(short), 0, "device: cpu (")
    left = sorted(os.listdir())
    if left != ["plugin.so", "runs"]:
        sys.exit(f"refused commands left {left}")
