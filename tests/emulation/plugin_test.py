"""The program with a GPU, the emulated one: what it lists, that a run agrees with the CPU's, that a device which fails
ends the run with status 70 and one line, and that the run then goes on to the bits of one that never failed."""
import os
import pathlib
import subprocess
import sys
import tempfile

import netCDF4
import numpy

program = os.environ["REPLICAS_PROGRAM"]
# 5-4-3-2 takes the batched kernels; 60 chunks with a commit after each.
system = "--temps 1e-3:1e-2:2 --network 5-4-3-2 --examples 12 --replicas 3 --start random --step-size 0.05".split()
words = [*system, *"--steps 600 --sample-interval 10 --burn-in 100 --checkpoint-interval 0".split()]


def call(*arguments, **more):
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1700000000"} | more
    return subprocess.run([program, *arguments], capture_output=True, text=True, env=environment)


def expect(condition, *what):
    if not condition:
        sys.exit("\n".join(map(str, what)))


def run(device, out, *more, **environment):
    return call(*words, "--device", device, "--out", out, *more, **environment)


def short_run(out, *more, **environment):
    """For what a run says before its first step."""
    return call(*system, *"--steps 100 --burn-in 0 --sample-interval 10 --map-share 0 --device gpu".split(), "--out", out, *more,
                **environment)


def bits(out):
    """Of every variable of every group; the command of a run is in the file too, so that its bytes may differ."""
    with netCDF4.Dataset(pathlib.Path(out) / "run.nc") as file:
        return {(group.path, name): numpy.array(variable[:]).tobytes() for group in (file, *file.groups.values())
                for name, variable in group.variables.items()}


def column(out, name):
    with netCDF4.Dataset(pathlib.Path(out) / "run.nc") as file:
        return numpy.array(file[name][:])


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    listed = call("devices")
    expect(listed.returncode == 0 and "emulated" in listed.stdout, "devices:", listed.stdout, listed.stderr)
    expect(call("--device", "gpu", "--gpu", "1").returncode == 69, "a second GPU was accepted")

    batches = call(*words, "--device", "gpu", "--batch", "4", "--out", "batches")
    expect(batches.returncode == 64 and "use --device cpu" in batches.stderr and not os.path.exists("batches"),
           "batches on the GPU:", batches.returncode, batches.stderr)

    # --gpu auto: that of the local rank, of those there are; one process is none of several.
    for more, number in (({}, 0), ({"SLURM_LOCALID": "0"}, 0), ({"SLURM_LOCALID": "3"}, 0), ({"OMPI_COMM_WORLD_LOCAL_RANK": "1"}, 0)):
        ranked = short_run(f"ranked-{len(more)}-{list(more.values())}", "--gpu", "auto", **more)
        expect(ranked.returncode == 0 and f"gpu {number} (" in ranked.stderr, "--gpu auto", more, ranked.returncode, ranked.stderr)
        pair = short_run(f"pair-{len(more)}-{list(more.values())}", "--gpu", "auto", REPLICAS_EMULATED_GPUS="2", **more)
        second = 1 if "3" in more.values() or "1" in more.values() else 0
        expect(pair.returncode == 0 and f"gpu {second} (" in pair.stderr, "--gpu auto of two", more, pair.returncode, pair.stderr)

    whole = run("gpu", "whole")
    expect(whole.returncode == 0 and "gpu" in whole.stderr and "emulated" in whole.stderr, "whole:", whole.stderr)
    host = run("cpu", "host")
    expect(host.returncode == 0, host.stderr)
    # The same noise, other sums: rounding grows over 600 steps, but not to a part in a thousand at these step sizes.
    gpu, cpu = column("whole", "loss_mean"), column("host", "loss_mean")
    expect(numpy.allclose(gpu, cpu, rtol=1e-3), "the GPU's mean losses", gpu, "the CPU's", cpu)
    gpu, cpu = column("whole", "covariance_spectrum"), column("host", "covariance_spectrum")
    expect(numpy.allclose(gpu, cpu, rtol=1e-3, atol=1e-3 * cpu.max()), "the GPU's covariance", gpu, "the CPU's", cpu)

    # The device is lost after some copies, again and again, until the run gets to its end.
    failures, copies = 0, 100
    while True:
        done = run("gpu", "failing", REPLICAS_EMULATED_COPIES=str(int(copies)))
        if done.returncode == 0:
            break
        last = done.stderr.strip().splitlines()[-1]
        expect(done.returncode == 70, "status", done.returncode, done.stderr)
        expect(all(some in last for some in ("cudaMemcpy", "emulated", "last checkpoint is step", "run again"))
               or failures == 0, last)
        failures += 1
        copies *= 1.4  # most are those of the curvature map
        expect(failures < 50, "no end of failures:", last)
    expect(failures >= 3, "the device failed only", failures, "times")
    expect(bits("failing") == bits("whole"), "a run whose device failed has other bits than one that went through")
    expect("finished" in run("gpu", "failing").stderr, "a finished run was not recognised")
    # What is not the device's fault is not called so, and trying again is no advice.
    bug = run("gpu", "bug", REPLICAS_EMULATED_COPIES="200", REPLICAS_EMULATED_BUG="1")
    last = bug.stderr.strip().splitlines()[-1]
    expect(bug.returncode == 70 and "internal error after step" in last and "planted" in last, "a bug:", last)
    expect("run again" not in last, "a bug:", last)

    # A plugin of another build is not used, whatever it calls itself.
    other = run("gpu", "other", REPLICAS_EMULATED_LAYOUT="0.1.0 1234567 12.2.0 abi 1017 32 24")
    expect(other.returncode == 69 and "built from other sources or by another compiler" in other.stderr, other.stderr)
    expect("built from other sources" in call("devices", REPLICAS_EMULATED_LAYOUT="").stdout, "devices does not say why")
print(f"agrees with the CPU; went on after {failures} failures of the device, bit for bit")
