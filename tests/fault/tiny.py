"""A tiny run, its uninterrupted result, and how a run after a fault may end: what every test in this folder needs."""
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

program = os.environ["REPLICAS_PROGRAM"]
shim = os.environ.get("REPLICAS_SHIM", "")
# 60 chunks with a commit after each: interruptions find every moment of many commits.
words = ("--temps 1e-3:1e-2:2 --network 2-3-2 --examples 4 --replicas 2 --steps 600 --sample-interval 10 --burn-in 100 "
         "--start random --step-size 0.05 --threads 1 --checkpoint-interval 0 --quiet").split()
shorter = ["--steps", "150", "--burn-in", "30"]  # fewer commits, for sweeps over every single call
IO_ERROR, BAD_DATA, CANNOT_CREATE = 74, 65, 73


def environment(**more):
    """A fixed time stamp, so that run.nc can be compared byte by byte."""
    return {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", **more}


def call(out, *more, env=None, quiet=True, **options):
    some = words if quiet else [word for word in words if word != "--quiet"]
    return subprocess.run([program, *some, *more, "--out", "run"], cwd=out, env=env or environment(),
                          capture_output=True, text=True, timeout=3600, **options)


def faulty(out, fault, *more):
    """The shorter run with SHIM_FAULT (see file_shim.cc); the number of its calls is then in out/count."""
    return call(out, *shorter, *more, env=environment(LD_PRELOAD=shim, SHIM_FAULT=fault, SHIM_COUNT=os.path.join(out, "count"),
                                               SHIM_ROOT=os.path.join(os.path.realpath(out), "run")))


def calls_of_a_run(*more):
    with Folder() as out:
        assert faulty(out, "-1 none once", *more).returncode == 0
        with open(os.path.join(out, "count")) as file:
            return int(file.read())


def digest(out):
    """Of run.nc, the finished result."""
    with open(os.path.join(out, "run", "run.nc"), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def folder_for_cases():
    """In memory where there is room: nothing here depends on the disk (killed processes leave what the kernel has, power
    cuts are a model), and there an fsync costs nothing. REPLICAS_FAULT_DIRECTORY chooses another place."""
    memory = "/dev/shm"
    if "REPLICAS_FAULT_DIRECTORY" in os.environ or not os.access(memory, os.W_OK):
        return os.environ.get("REPLICAS_FAULT_DIRECTORY")
    return memory if shutil.disk_usage(memory).free > 2**24 else None


class Folder:
    """A directory of its own for one case, removed with it."""
    def __enter__(self):
        self.path = tempfile.mkdtemp(dir=folder_for_cases())
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


class Moment:
    """When to interrupt a run: at a uniform random time within about as long as it takes. How long that is changes with
    what else the machine does, so each run says: one that was not interrupted in time halves it, one that was adds a
    tenth. So, on a machine of any speed and however busy, ln 2 / (ln 2 + ln 1.1) = 88 % of the waits end inside a run."""
    def __init__(self, random, seconds):
        self.random, self.seconds = random, seconds

    def draw(self):
        return self.random.uniform(0, self.seconds)

    def learn(self, interrupted):
        self.seconds *= 1.1 if interrupted else 0.5


def reference(*more, quiet=True):
    """Digest of the uninterrupted run (its command is in the file), and the seconds it takes."""
    with Folder() as out:
        begin = time.monotonic()
        done = call(out, *more, quiet=quiet)
        assert done.returncode == 0, done.stderr
        return digest(out), time.monotonic() - begin


def one_line(text):
    return len(text.splitlines()) == 1 and text.startswith("replicas: ") and len(text) < 500


class Count:
    """Counts cases and failures, stops at the end of its time, and appends a line of JSON to REPLICAS_FAULT_COUNTS."""
    def __init__(self, name, cases):
        self.name, self.cases, self.done, self.failed, self.notes = name, cases, 0, 0, {}
        self.begin = time.monotonic()
        self.seconds = float(os.environ.get("REPLICAS_FAULT_SECONDS", "inf"))
        self.seed = int(os.environ.get("REPLICAS_FAULT_SEED", "1"))
        self.random = random.Random(self.seed)

    def more(self):
        return self.done < self.cases and time.monotonic() - self.begin < self.seconds

    def note(self, what, count=1):
        self.notes[what] = self.notes.get(what, 0) + count

    def case(self, problem, description):
        """Counts one case; `problem` is empty when all is well."""
        self.done += 1
        if problem:
            self.failed += 1
            print(f"FAILED {self.name}: {description}: {problem}", flush=True)

    def finish(self):
        line = {"test": self.name, "cases": self.done, "failed": self.failed, **self.notes,
                "seconds": round(time.monotonic() - self.begin, 1), "seed": self.seed}
        print(json.dumps(line))
        path = os.environ.get("REPLICAS_FAULT_COUNTS")
        if path:
            with open(path, "a") as file:
                file.write(json.dumps(line) + "\n")
        sys.exit(1 if self.failed or self.done == 0 else 0)


def needs_shim():
    """Ends with 77 (skipped) where nothing can be preloaded: under a sanitizer."""
    if not shim:
        print("left out: no library can be preloaded under a sanitizer")
        sys.exit(77)


def cases(default):
    """How many, from the command line."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else default
