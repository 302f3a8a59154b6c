"""How many threads this process may use at once: the affinity mask, as `taskset` and Slurm set it, and the processor time
that a cgroup grants, as containers have it. More threads than that wait for each other."""
from __future__ import annotations

import math
import os
import pathlib

ROOT = pathlib.Path("/sys/fs/cgroup")


def quota(folder: pathlib.Path) -> float:
    """Processors that the cgroup in a folder grants; infinite where it says nothing."""
    try:  # version 2: "200000 100000", or "max 100000"
        granted, period = (folder / "cpu.max").read_text().split()
        return math.inf if granted == "max" else int(granted) / int(period)
    except (OSError, ValueError):
        pass
    try:  # version 1: -1 for no limit
        most = int((folder / "cpu.cfs_quota_us").read_text())
        return most / int((folder / "cpu.cfs_period_us").read_text()) if most > 0 else math.inf
    except (OSError, ValueError, ZeroDivisionError):
        return math.inf


def granted(groups: str, root: pathlib.Path = ROOT) -> float:
    """The least quota on the way up from this process's cgroup; `groups` is the text of /proc/self/cgroup."""
    least = math.inf
    for line in groups.splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        top = root / "cpu" if controllers else root
        folder = top / path.lstrip("/")
        while True:
            least = min(least, quota(folder))
            if folder == top or top not in folder.parents:
                break
            folder = folder.parent
    return least


def available() -> int:
    """Threads that can run at once, at least one."""
    processors = len(os.sched_getaffinity(0))
    try:
        groups = pathlib.Path("/proc/self/cgroup").read_text()
    except OSError:
        return processors
    return max(1, min(processors, math.ceil(min(granted(groups), processors))))
