"""Kills the run with SIGKILL at a uniform random time, starts the same command again until it is done, and compares the
result with that of the uninterrupted run, byte for byte: kill.py [RUNS]."""
import subprocess

import tiny

count = tiny.Count("kill -9", tiny.cases(20))
wanted, seconds = tiny.reference(quiet=False)
moment = tiny.Moment(count.random, seconds)
while count.more():
    with tiny.Folder() as out:
        problem, kills, restarts = "", 0, 0
        while True:
            child = subprocess.Popen([tiny.program, *(w for w in tiny.words if w != "--quiet"), "--out", "run"], cwd=out,
                                     env=tiny.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            try:
                message = child.communicate(timeout=moment.draw())[1]
            except subprocess.TimeoutExpired:
                child.kill()
                message = child.communicate()[1]
                kills += 1
            restarts += "going on from step" in message
            moment.learn(child.returncode == -9)
            if child.returncode != -9:
                break
        if child.returncode != 0:
            problem = f"exit {child.returncode}: {message}"
        elif tiny.digest(out) != wanted:
            problem = "another result"
        count.note("kills", kills)
        count.note("continued", restarts)
        count.case(problem, f"after {kills} kills")
# A test in which no restart really went on from a saved state would prove nothing.
if count.notes.get("continued", 0) < count.done / 4:
    count.case("hardly a run was continued", str(count.notes))
count.finish()
