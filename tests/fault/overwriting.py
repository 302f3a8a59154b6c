"""Kills a run with --overwrite before each of its calls until it has taken the place of the old one: what is left is the old
run, finished and byte for byte as it was, or the new one, which goes on to its own results: overwriting.py."""
import os

import tiny

tiny.needs_shim()
count = tiny.Count("kill while overwriting", tiny.cases(10**9))
new = ["--seed", "7"]


def begin(out):
    done = tiny.call(out, *tiny.shorter, "--checkpoint-interval", "1h")
    assert done.returncode == 0, done.stderr
    return tiny.digest(out)


def losses(out):
    import netCDF4
    with netCDF4.Dataset(os.path.join(out, "run", "run.nc")) as file:
        return file["posterior"]["loss"][...].tobytes()


with tiny.Folder() as out:
    old = begin(out)
with tiny.Folder() as out:
    assert tiny.call(out, *tiny.shorter, *new).returncode == 0
    wanted = losses(out)
seen, n = set(), 0
while count.more():
    n += 1
    with tiny.Folder() as out:
        begin(out)
        killed = tiny.faulty(out, f"{n} {'torn' if n % 2 else 'kill'} once", *new, "--overwrite").returncode
        # Whatever happened: the old command finds the old run, finished, or it is told that another one is there.
        again = tiny.call(out, *tiny.shorter, quiet=False)
        problem = ""
        if again.returncode == 0:
            seen.add("old")
            if "is finished" not in again.stderr or tiny.digest(out) != old:
                problem = "the old run is not what it was"
        elif again.returncode == 73 and "another run" in again.stderr:
            seen.add("new")
            done = tiny.call(out, *tiny.shorter, *new)
            if done.returncode != 0 or losses(out) != wanted:
                problem = f"the new run does not go on: exit {done.returncode}: {done.stderr}"
            elif {"next", "arrived"} & set(os.listdir(os.path.join(out, "run"))):
                problem = "something of the replacement is left"
        else:
            problem = f"exit {again.returncode}: {again.stderr}"
        count.note("kills", killed == -9)
        count.case(problem, f"call {n}")
        count.note("with the new run", "new" in seen)
        # It has taken the place of the old one: from there on its commits are those of any run.
        if n >= 200 or count.notes["with the new run"] > 40:
            break
if seen != {"old", "new"}:
    count.case(f"only {seen} were seen", "both runs")
count.finish()
