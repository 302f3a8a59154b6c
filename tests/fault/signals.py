"""Stops the run with TERM, INT, HUP or USR1 at a uniform random time, starts the same command again until it is done:
exit 75 soon, no step lost, and the result of the uninterrupted run, byte for byte: signals.py [SIGNALS]."""
import os
import re
import resource
import signal
import subprocess

import tiny

# Nothing but the signal makes it save; a chunk takes a millisecond.
longer = ["--steps", "60000", "--sample-interval", "100", "--checkpoint-interval", "1h"]
words = [word for word in tiny.words if word != "--quiet"] + longer + ["--out", "run"]
count = tiny.Count("signals", tiny.cases(50))
wanted, seconds = tiny.reference(*longer, quiet=False)
moment = tiny.Moment(count.random, seconds)
most_processor_seconds = 10  # of one start, its stop included; what else runs here does not count


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def saved_step(out):
    with open(os.path.join(out, "run", "manifest")) as file:
        return int(re.search(r"^step (\d+)$", file.read(), re.M).group(1))


while count.more():
    with tiny.Folder() as out:
        saved = None  # the step of the last stop
        while True:
            before = processor_seconds()
            child = subprocess.Popen([tiny.program, *words], cwd=out, env=tiny.environment(), stdout=subprocess.DEVNULL,
                                     stderr=subprocess.PIPE, text=True)
            try:
                message = child.communicate(timeout=moment.draw())[1]
            except subprocess.TimeoutExpired:
                child.send_signal(count.random.choice((signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1)))
                message = child.communicate()[1]
                used = processor_seconds() - before
                if child.returncode < 0:  # before the program took the signal for itself: as if it had been killed
                    count.note("too early")
                    moment.learn(True)
                    continue
                went_on = re.search(r"going on from step (\d+)", message)
                stopped = re.search(r"stopped by a signal[a-z ]*,? after (?:step|all) (\d+)", message)
                problem = ""
                if child.returncode not in (0, 75) or used > most_processor_seconds:
                    problem = f"exit {child.returncode} after {used:.1f} s of the processor"
                elif saved and went_on and int(went_on.group(1)) != saved:
                    problem = f"stopped after step {saved}, but {went_on.group(0)}"
                elif stopped and saved_step(out) != int(stopped.group(1)):
                    problem = f"{stopped.group(0)}, but {saved_step(out)} is saved"
                if stopped:
                    saved = int(stopped.group(1))
                    count.note("stopped in the middle")
                count.case(problem, message)
                moment.learn(child.returncode == 75)
                if child.returncode == 75:
                    continue
            else:
                moment.learn(False)
            if child.returncode != 0 or tiny.digest(out) != wanted:
                count.case(f"exit {child.returncode}, or another result", message)
            break
if count.notes.get("stopped in the middle", 0) < count.done / 4:
    count.case("hardly a run was stopped in its middle", str(count.notes))
count.finish()
