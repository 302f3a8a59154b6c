#!/usr/bin/env python3
"""Planted faults in the report of ptxas: cuda/check_resources.py names each, and accepts a kernel within its limits."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "cuda"))
sys.dont_write_bytecode = True
import check_resources

REPORT = """ptxas info    : 0 bytes gmem
ptxas info    : Compiling entry function '_ZN13update_kernelEv' for 'sm_90'
ptxas info    : Function properties for _ZN13update_kernelEv
    0 bytes stack frame, {spill} bytes spill stores, {spill} bytes spill loads
ptxas info    : Used {registers} registers, used 0 barriers
"""
TABLE = [(re.compile("update_kernel"), 64, 16)]


def found(spill=0, registers=64, table=TABLE):
    return check_resources.judge(REPORT.format(spill=spill, registers=registers), table)


assert found(spill=16) == [], found(spill=16)
assert "spills" in found(spill=24)[0]
assert "uses 65 registers" in found(registers=65)[0]
assert "no row" in found(table=[])[0]
assert len(check_resources.limits()) >= 8
