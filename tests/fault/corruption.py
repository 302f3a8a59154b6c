"""Damages a saved run in one place and starts it again: a bit in any byte of any file, a file cut at any length, longer,
empty, swapped with another of its kind, missing, in one place or in both copies. The run has to give the result of an
uninterrupted one (from the checkpoint before, if it says so) or refuse with one line and 65; it may never use what is
damaged: corruption.py [CASES].

With REPLICAS_MUTANT, the name of files whose checksum checks nothing in this program (see no_checksum.cc), bits of those
files are flipped, and some of it has to be noticed here: else nothing would show that this checksum is needed."""
import os
import shutil

import tiny


def saved_run(out, finished):
    """A run that is finished, or was killed in a call of the file layer after a good part: manifests, states, segments."""
    calls = 10**6 if finished else 1000
    while True:
        shutil.rmtree(os.path.join(out, "run"), ignore_errors=True)
        tiny.call(out, *tiny.shorter, env=tiny.environment(LD_PRELOAD=tiny.shim, SHIM_FAULT=f"{calls} kill once",
                                                           SHIM_ROOT=os.path.join(os.path.realpath(out), "run")))
        if finished == (b"\nresult " in read(os.path.join(out, "run"), "manifest")):
            return
        calls -= 40


def files_of(run):
    return sorted(os.path.relpath(os.path.join(folder, name), run)
                  for folder, _, names in os.walk(run) for name in names)


def read(run, name):
    with open(os.path.join(run, name), "rb") as file:
        return bytearray(file.read())


def write(run, name, data):
    with open(os.path.join(run, name), "wb") as file:
        file.write(data)


def damage(run, random, only):
    """Does one thing to the run; says what. With `only`, flips a bit in one of the files of that kind."""
    names = files_of(run)
    if only:
        name = random.choice([name for name in names if name.startswith(only) and name != "manifest.prev"])
        data = read(run, name)
        if only == "manifest":  # another digit: most other texts are none that the program writes, whatever the checksum
            at = random.choice([i for i, byte in enumerate(data) if chr(byte).isdigit()])
            data[at] = random.choice([digit for digit in b"0123456789" if digit != data[at]])
        else:
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        write(run, name, data)
        return f"bit {name}"
    # Every kind of file as often as the others, however many of the kind there are.
    kind = random.choice(sorted({name.split(".")[0].split("/")[0] for name in names}))
    name = random.choice([name for name in names if name.split(".")[0].split("/")[0] == kind])
    data = read(run, name)
    how = random.choice(["bit"] * 6 + ["cut", "cut", "longer", "empty", "missing", "swap", "both", "zeros"])
    if how == "missing":
        os.remove(os.path.join(run, name))
    elif how == "empty":
        write(run, name, b"")
    elif how == "cut":
        write(run, name, data[:random.randrange(max(len(data), 1))])
    elif how == "longer":
        write(run, name, data + bytes(random.randrange(256) for _ in range(random.randrange(1, 50))))
    elif how == "zeros" and data:
        at = random.randrange(len(data))
        data[at:at + 64] = bytes(len(data[at:at + 64]))
        write(run, name, data)
    elif how == "swap":
        other = random.choice(names)
        write(run, name, read(run, other))
        write(run, other, data)
        name += " and " + other
    else:
        for each in [name] + ([random.choice(names)] if how == "both" else []):
            data = read(run, each)
            if data:
                data[random.randrange(len(data))] ^= 1 << random.randrange(8)
                write(run, each, data)
    return f"{how} {name}"


def main():
    tiny.needs_shim()
    mutant = os.environ.get("REPLICAS_MUTANT", "")
    count = tiny.Count("corruption" + (f" without the checksum of {mutant}" if mutant else ""), tiny.cases(300))
    wanted, _ = tiny.reference(*tiny.shorter)
    with tiny.Folder() as unfinished, tiny.Folder() as finished:
        saved_run(unfinished, False)
        saved_run(finished, True)
        while count.more():
            with tiny.Folder() as out:
                saved = count.random.choice((unfinished, unfinished, unfinished, finished))
                if mutant in ("run.nc", "manifest"):  # these count there alone
                    saved = finished if mutant == "run.nc" else unfinished
                shutil.copytree(os.path.join(saved, "run"), os.path.join(out, "run"))
                what = ("finished: " if saved == finished else "unfinished: ") + damage(
                    os.path.join(out, "run"), count.random, "" if mutant == "all" else mutant)
                done = tiny.call(out, *tiny.shorter)
                problem = ""
                if done.returncode == 0:
                    count.note("recovered")
                    problem = "" if tiny.digest(out) == wanted else "another result"
                elif done.returncode == tiny.BAD_DATA and tiny.one_line(done.stderr):
                    count.note("refused")
                else:
                    problem = f"exit {done.returncode}: {done.stderr.strip()}"
            if mutant and problem:
                print(f"noticed: {what}: {problem}")
                count.note("noticed")
                count.case("", "")
                break
            count.case(problem, what)
    if mutant and "noticed" not in count.notes:
        count.case("nothing was noticed", mutant)
    count.finish()


main()
