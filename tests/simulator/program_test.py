"""The program with the simulated GPU: what it lists, and how a kernel that goes wrong on the device ends it."""
import os
import subprocess
import sys

program = os.environ["REPLICAS_PROGRAM"]


def call(*words, **more):
    return subprocess.run([program, *words], capture_output=True, text=True, env=os.environ | more)


def expect(condition, *what):
    if not condition:
        sys.exit("\n".join(map(str, what)))


listed = call("devices")
expect(listed.returncode == 0 and "gpu 0: simulated GPU" in listed.stdout, listed.stdout, listed.stderr)
refused = call("--device", "gpu", "--gpu", "1", "--temps", "1e-3")
expect(refused.returncode == 69 and refused.stderr.count("\n") == 1, refused.returncode, refused.stderr)

steps = ("bench", "--device", "gpu", "--kernel", "block", "--workload", "S", "--temps", "1e-3", "--replicas", "2",
         "--seconds", "0.001", "--repetitions", "1")
whole = call(*steps)
expect(whole.returncode == 0 and "128 threads" in whole.stdout, whole.returncode, whole.stdout, whole.stderr)
broken = call(*steps, REPLICAS_SIMULATED_WITHOUT_BARRIER="1")  # its threads race
last = broken.stderr.splitlines()[-1]
expect(broken.returncode == 70, "status", broken.returncode, broken.stderr)
expect(all(some in last for some in ("simulated GPU", "cudaErrorLaunchFailure", "the last good step is 0")), last)
print(last)
