"""Makes the n-th call of the file layer (and of libnetcdf) fail, for n = 1, 2, ... until nothing fails any more, by a
preloaded shim: no space, I/O error, short write, killed before or in the middle; once or from then on. The run has to
end with one line and 74 (73 where the directory could not be made), or not to mind; the next run, on a sound disk, has
to give the result of an uninterrupted one: file_faults.py [CASES]. Fewer CASES than there are: a random choice."""
import tiny

kinds = [("enospc", "once"), ("enospc", "sticky"), ("eio", "once"), ("eio", "sticky"), ("short", "once"),
         ("short", "sticky"), ("kill", "once"), ("torn", "once")]


def problem_of(out, kind, done, wanted):
    if kind in ("kill", "torn"):
        if done.returncode not in (-9, 0):
            return f"exit {done.returncode}: {done.stderr}"
    elif done.returncode == 0:
        if tiny.digest(out) != wanted:
            return "success with another result"
    elif done.returncode not in (tiny.IO_ERROR, tiny.CANNOT_CREATE) or not tiny.one_line(done.stderr):
        return f"exit {done.returncode}: {done.stderr}"
    again = tiny.call(out, *tiny.shorter)
    if again.returncode != 0:
        return f"the next run: exit {again.returncode}: {again.stderr}"
    return "" if tiny.digest(out) == wanted else "another result after going on"


tiny.needs_shim()
count = tiny.Count("file faults", tiny.cases(10**9))
wanted, _ = tiny.reference(*tiny.shorter)
calls = tiny.calls_of_a_run()
cases = [(n, *kind) for n in range(1, calls + 1) for kind in kinds]
count.random.shuffle(cases)
for n, kind, how in cases:
    if not count.more():
        break
    with tiny.Folder() as out:
        done = tiny.faulty(out, f"{n} {kind} {how}")
        count.note("exit 74", done.returncode == tiny.IO_ERROR)
        count.case(problem_of(out, kind, done, wanted), f"call {n} of {calls} {kind} {how}")
count.note("calls of a run", calls)
count.finish()
