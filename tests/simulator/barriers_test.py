"""Takes every barrier out of the compiled kernels in turn: the simulated GPU has to say which threads then race.

    barriers_test.py PARITY_TEST
"""
import os
import subprocess
import sys

# A fused kernel of several warps: of its 15 barriers the last is for a sum that follows, and none does. One of the
# batched path's kernels with most of theirs.
CASES = {"Gpu/GpuParity.TenStepsAgree/*_block_10_32_32_2_*relu*": 14,
         "Gpu/GpuParity.OneStepAgrees/*_batched_1_1_2_P_16*": 5}


def said_without(number, case):
    done = subprocess.run([sys.argv[1], f"--gtest_filter={case}"], capture_output=True, text=True,
                          env=os.environ | {"REPLICAS_SIMULATED_WITHOUT_BARRIER": str(number)})
    if "1 test from 1 test suite ran" not in done.stdout:
        sys.exit(f"{case} is not one test:\n{done.stdout}{done.stderr}")
    fault = next((line for line in done.stderr.splitlines() if line.startswith("simulated GPU: ")), "")
    if (done.returncode != 0) != (fault != ""):
        sys.exit(f"status {done.returncode} of {case}, but the simulated GPU said '{fault}'\n{done.stdout}")
    return fault


for case, needed in CASES.items():
    for number in range(needed):
        fault = said_without(number, case)
        if "race" not in fault and "never written" not in fault:
            sys.exit(f"{case}: nothing was noticed without barrier {number}: '{fault}'")
    if fault := said_without(1000, case):
        sys.exit(f"{case}: with all its barriers: {fault}")
print("every barrier taken away was noticed:", CASES)
