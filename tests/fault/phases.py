"""A run that may not even begin its second piece of work in one process (--max-hours 1e-9 stops it after each product, chunk
of steps and sample) still gets to its end, through descent, pilot, steps and map, with the results of one that was never
stopped. And TERM is answered in every one of these phases: phases.py."""
import os
import re
import signal
import subprocess
import time

import netCDF4
import numpy

import tiny

words = ("--temps 1e-3:1e-2:2 --network 2-3-2 --examples 4 --replicas 2 --steps 200 --sample-interval 10 --burn-in 50 "
         "--threads 1 --checkpoint-interval 1h --map-share 300").split()
# So long in each phase that no machine comes to its end before the signal: a step takes a processor 2e9 operations.
long = ("--temps 1e-3 --network 100-256-256-10 --examples 1000 --replicas 2 --steps 200 --sample-interval 10 --burn-in 50 "
        "--threads 1 --checkpoint-interval 1h --map-share 1000").split()
count = tiny.Count("phases", 10**9)


def contents(out):
    """All of run.nc but the words of the command."""
    result = {}
    with netCDF4.Dataset(os.path.join(out, "run", "run.nc")) as file:
        result.update({name: str(file.getncattr(name)) for name in file.ncattrs() if name != "history"})
        for group in [file, *file.groups.values()]:
            group.set_auto_mask(False)
            result.update({group.path + name: numpy.asarray(v[...]).tobytes() for name, v in group.variables.items()})
    return result


def run(out, *more):
    return subprocess.run([tiny.program, *words, *more, "--out", "run"], cwd=out, env=tiny.environment(), capture_output=True,
                          text=True, timeout=120)


def piece_by_piece(*more):
    with tiny.Folder() as out:
        done = run(out, *more)
        assert done.returncode == 0, done.stderr
        wanted = contents(out)
    with tiny.Folder() as out:
        where = {"before the first step": 0, "after step": 0, "in the curvature map": 0}
        while True:
            done = run(out, *more, "--max-hours", "1e-9")
            message = done.stderr.splitlines()[-1] if done.stderr else ""
            found = [phase for phase in where if phase in message]
            if done.returncode != 75 or len(found) != 1 or sum(where.values()) > 5000:
                break
            where[found[0]] += 1
        for phase, stops in where.items():
            count.note(f"stops {phase}", stops)
        problem = "" if done.returncode == 0 else f"exit {done.returncode}: {message}"
        if not problem and min(where.values()) < 10:
            problem = f"hardly stopped everywhere: {where}"
        if not problem and contents(out) != wanted:
            other = [name for name, value in contents(out).items() if value != wanted.get(name)]
            problem = f"other results: {other[:5]}"
        if not problem and os.path.exists(os.path.join(out, "run", "notebook")):
            problem = "the notebook is still there"
        count.case(problem, " ".join(more) or "piece by piece")


def answers(phase, begun, *more):
    """TERM when `begun` is there: a file of the run, or a line that it says."""
    with tiny.Folder() as out:
        child = subprocess.Popen([tiny.program, *long, *more, "--out", "run"], cwd=out, env=tiny.environment(),
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if begun.startswith("run/"):
            while child.poll() is None and not os.path.exists(os.path.join(out, begun)):
                time.sleep(0.02)
        else:
            for line in child.stderr:
                if re.search(begun, line):
                    break
        child.send_signal(signal.SIGTERM)
        sent = time.monotonic()
        message = child.communicate()[1]
        waited = time.monotonic() - sent
        problem = ""
        if child.returncode != 75 or waited > 10:
            problem = f"exit {child.returncode} after {waited:.1f} s"
        elif phase not in message:
            problem = "it was elsewhere"
        elif phase != "after all" and not os.path.exists(os.path.join(out, "run", "notebook")):
            problem = "nothing was saved"
        count.case(problem, f"TERM {phase}: {message}")


piece_by_piece()
piece_by_piece("--start", "descent:0.3", "--anchor", "100", "--step-size", "0.05")
answers("before the first step", "run/config.toml", "--start", "descent:1e-30")
answers("before the first step", "run/config.toml", "--start", "random")
answers("in the curvature map", "steps of .* replicas in", "--start", "random", "--step-size", "1e-4")
# The results of many chains take seconds; the last of these options counts.
answers("after all", "steps of .* replicas in", "--network", "2-3-2", "--replicas", "4000", "--examples", "4", "--map-share", "0",
        "--start", "random", "--step-size", "0.05", "--steps", "200", "--max-memory", "1000")
count.finish()
