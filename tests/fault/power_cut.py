"""Records the calls of one run, cuts the power after a random one of them, makes what the model of disk_model.py leaves,
starts the same command there and compares: power_cut.py [STATES] [MUTANT]. The result has to be that of the
uninterrupted run, and nothing may be lost that was committed: the run has to go on from at least the step whose manifest
was durable. With a MUTANT (config, state, segments, manifest, run.nc: no fsync of those files; directory, folder, parent:
no fsync of the run directory, of segments/, of its parent) the same has to fail somewhere."""
import os
import re
import sys

import tiny
from disk_model import Disk, read_log

mutant = sys.argv[2] if len(sys.argv) > 2 else ""


def ignores(call):
    kind, path = call[0], call[1]
    if kind == "D":
        return {"directory": path.endswith("/run"), "folder": path.endswith("/run/segments"),
                "parent": not path.endswith("/run") and not path.endswith("segments")}.get(mutant, False)
    name = path.split("/run/")[-1]
    return mutant != "" and name.startswith(mutant)


def record(out):
    log = os.path.join(out, "log")
    done = tiny.call(out, *tiny.shorter, quiet=False, env=tiny.environment(LD_PRELOAD=tiny.shim, SHIM_LOG=log,
                                                              SHIM_ROOT=os.path.join(os.path.realpath(out), "run")))
    assert done.returncode == 0, done.stderr
    return os.path.join(os.path.realpath(out), "run"), read_log(log)


def committed(disk, call, root, before):
    """The step (infinite for a finished run) that the program had made durable, as far as it knew, after this call."""
    if call[0] != "D" or call[1] != root:
        return before
    number = disk.directories[root].entries().get("manifest")
    text = disk.files[number].content().decode() if number else ""
    found = re.search(r"^step (\d+)$", text, re.M)
    return max(before, float("inf") if "\nresult " in text else int(found.group(1)) if found else -1)


def problem_of(out, least, wanted):
    done = tiny.call(out, *tiny.shorter, quiet=False)
    if done.returncode != 0:
        return f"exit {done.returncode}: {done.stderr.strip()}"
    if tiny.digest(out) != wanted:
        return "another result"
    found = re.search(r"going on from step (\d+)", done.stderr)
    step = float("inf") if "is finished" in done.stderr else int(found.group(1)) if found else -1
    return "" if step >= least else f"went on from {step}, but {least} was committed"


tiny.needs_shim()
count = tiny.Count("power cuts" + (f" without fsync of {mutant}" if mutant else ""), tiny.cases(200))
wanted, _ = tiny.reference(*tiny.shorter, quiet=False)
with tiny.Folder() as recorded:
    root, calls = record(recorded)
    while count.more():
        # run.nc counts only once the last manifest lists it.
        cut = len(calls) - count.random.randrange(3) if mutant == "run.nc" else count.random.randrange(len(calls) + 1)
        disk, least = Disk(root, ignores), -1
        for call in calls[:cut]:
            disk.do(call)
            least = committed(disk, call, root, least)
        strict = count.random.random() < 0.5
        with tiny.Folder() as out:
            for name, content in disk.tree(None, count.random, strict).items():
                if content is None:
                    os.mkdir(os.path.join(out, name))
                else:
                    with open(os.path.join(out, name), "wb") as file:
                        file.write(content)
            problem = problem_of(out, least, wanted)
        if mutant and problem:
            count.note("noticed")
            count.case("", "")
            break
        count.case(problem, f"after call {cut} of {len(calls)}, {'strict POSIX' if strict else 'ordered'}")
if mutant and not count.notes:
    count.case("nothing was noticed", mutant)
count.finish()
