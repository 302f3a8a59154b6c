#!/usr/bin/env python3
"""Compiles one CUDA file (a launcher in front of nvcc) and refuses kernels that would be slow on sm_80 or sm_90: more
registers, or more bytes of them spilled, than resources.txt allows. Prints nothing when all is well.

    check_resources.py NVCC ARGUMENTS...
"""
import pathlib
import re
import shutil
import subprocess
import sys

CHECKED = ("sm_80", "sm_90")  # what the table was made for; other architectures only have to compile
TABLE = pathlib.Path(__file__).with_name("resources.txt")


def limits():
    """[(pattern of the mangled name, most registers, most bytes spilled)] in order; the first match counts."""
    rows = [line.split("#")[0].split() for line in TABLE.read_text().splitlines()]
    return [(re.compile(row[0]), int(row[1]), int(row[2])) for row in rows if row]


def judge(report, table):
    """What is wrong in the output of ptxas -v, one line each."""
    wrong, kernel, arch = [], None, None
    for line in report.splitlines():
        if entry := re.search(r"Compiling entry function '(\w+)' for '(\w+)'", line):
            kernel, arch = entry.groups()
        if arch not in CHECKED:
            continue
        if spill := re.search(r"(\d+) bytes spill stores, (\d+) bytes spill loads", line):
            allowed = next((bytes for pattern, _, bytes in table if pattern.search(kernel or "")), 0)
            if max(map(int, spill.groups())) > allowed:
                wrong.append(f"{kernel} ({arch}) spills: {line.strip()}; {TABLE.name} allows {allowed}")
        if used := re.search(r"Used (\d+) registers", line):
            most = next((most for pattern, most, _ in table if pattern.search(kernel or "")), None)
            if most is None:
                wrong.append(f"{kernel} has no row in {TABLE.name}; it uses {used.group(1)} registers on {arch}")
            elif int(used.group(1)) > most:
                wrong.append(f"{kernel} ({arch}) uses {used.group(1)} registers, {TABLE.name} allows {most}")
    return wrong


def main():
    command = sys.argv[1:]
    if "-c" not in command or not any(word.endswith(".cu") for word in command):
        return subprocess.run(command).returncode
    if ccache := shutil.which("ccache"):
        command.insert(0, ccache)
    done = subprocess.run(command + ["-Xptxas", "-v"], capture_output=True, text=True)
    noise = re.compile(r"ptxas info|bytes stack frame|bytes gmem|^\s*$")
    for line in (done.stdout + done.stderr).splitlines():
        if done.returncode or not noise.search(line):
            print(line)
    wrong = judge(done.stdout + done.stderr, limits()) if done.returncode == 0 else []
    for line in wrong:
        print(f"{TABLE.name}: {line}")
    if wrong:  # or the next build would take it for good
        pathlib.Path(command[command.index("-o") + 1]).unlink(missing_ok=True)
    return done.returncode or (1 if wrong else 0)


if __name__ == "__main__":
    sys.exit(main())
