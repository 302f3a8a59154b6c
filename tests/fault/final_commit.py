"""Kills the run before and in the middle of every call of its last two commits: that of the last state, and that which
lists run.nc and so ends the run. Elsewhere a random call is hardly ever one of these few. Then the same in what
--drop-samples does after that: final_commit.py."""
import os

import tiny

BEFORE, AFTER = 28, 5  # calls around the one with which the commit is there


def reached(out):
    """0, or 1 when the last state is committed, or 2 when the finished run is."""
    path = os.path.join(out, "run", "manifest")
    if not os.path.exists(path):
        return 0
    with open(path) as file:
        text = file.read()
    return (f"\nstep {tiny.shorter[1]}\n" in text) + ("\nresult " in text)


def first_call(stage, calls):
    """The first call before which a killed run had reached this stage."""
    low, high = 1, calls + 1
    while low < high:
        middle = (low + high) // 2
        with tiny.Folder() as out:
            tiny.faulty(out, f"{middle} kill once")
            low, high = (low, middle) if reached(out) >= stage else (middle + 1, high)
    return low


tiny.needs_shim()
count = tiny.Count("kill in the last commits", tiny.cases(10**9))
wanted, _ = tiny.reference(*tiny.shorter)
calls = tiny.calls_of_a_run()
cases = [(n, kind) for stage in (1, 2) for at in [first_call(stage, calls)]
         for n in range(at - BEFORE, min(at + AFTER, calls) + 1) for kind in (("kill", "torn") if n % 2 else ("kill",))]
stages = set()
complete = True
for n, kind in cases:
    complete = count.more()
    if not complete:
        break
    with tiny.Folder() as out:
        killed = tiny.faulty(out, f"{n} {kind} once").returncode
        stages.add(reached(out))
        again = tiny.call(out, *tiny.shorter)
        problem = "" if again.returncode == 0 else f"exit {again.returncode}: {again.stderr}"
        if not problem and tiny.digest(out) != wanted:
            problem = "another result"
        count.note("kills", killed == -9)
        count.case(problem, f"{kind} call {n} of {calls}")
drop = "--drop-samples"
calls = tiny.calls_of_a_run(drop)
wanted, _ = tiny.reference(*tiny.shorter, drop)  # run.nc says the command
for n in range(calls - 2 * BEFORE, calls + 1):
    with tiny.Folder() as out:
        count.note("kills", tiny.faulty(out, f"{n} {'torn' if n % 2 else 'kill'} once", drop).returncode == -9)
        again = tiny.call(out, *tiny.shorter, drop)
        problem = "" if again.returncode == 0 else f"exit {again.returncode}: {again.stderr}"
        if not problem and tiny.digest(out) != wanted:
            problem = "another result"
        if not problem and len(os.listdir(os.path.join(out, "run", "segments"))) != 1:
            problem = "more than one segment is left"
        count.case(problem, f"call {n} of {calls} with {drop}")
if complete and stages != {0, 1, 2}:
    count.case(f"only {stages} were seen", "all stages")
count.finish()
