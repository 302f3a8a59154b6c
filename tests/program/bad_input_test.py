"""The threat table: every malformed command line, configuration, data file, run directory ends in the right exit status
and one line on stderr of at most 200 characters that names what is wrong; nothing is created or changed; at most 1 s of
processor time and 200 MB of memory. Debian's python3 with numpy and netCDF4."""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "bad_input"))
import command_lines  # noqa: E402
import configs  # noqa: E402
import data_files  # noqa: E402
import run_directories  # noqa: E402
import saved_runs  # noqa: E402
import solve_words  # noqa: E402

program = os.environ["REPLICAS_PROGRAM"]
# Sanitizers reserve terabytes of addresses and take their time: there only what the program says is judged.
sanitized = b"__asan_init" in pathlib.Path(program).read_bytes()
ADDRESS_SPACE = 1 << 30
MEMORY_KB = 200_000
PROCESSOR_SECONDS = 10  # of a call that takes hundredths: what loops for ever or reads what it should not
RUN = ["--temps", "1e-3,1e-2", "--replicas", "2", "--network", "2-3-2", "--examples", "4", "--steps", "400",
       "--sample-interval", "10", "--start", "random", "--step-size", "0.05", "--threads", "1", "--quiet"]


def limit():
    # What should have been refused may be a long run: it is stopped.
    resource.setrlimit(resource.RLIMIT_CPU, (3 * PROCESSOR_SECONDS, 3 * PROCESSOR_SECONDS))
    if not sanitized:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def run(words, folder):
    """Exit status, stdout, stderr, processor seconds and kilobytes of one call."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([program, *words], cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                   preexec_fn=limit)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return process.returncode, out.read(), err.read(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def listing(folder):
    """Every path with its size and time: what a call may not change."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in folders + files:
            status = os.lstat(os.path.join(place, name))
            found[os.path.join(place, name)] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def write(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def all_cases(saved):
    for words, status, needle in command_lines.CASES + solve_words.CASES:
        yield [word.replace("''", "") for word in words.split()] if isinstance(words, str) else words, status, [needle]
    yield from configs.cases()
    yield from data_files.cases()
    yield from run_directories.cases()
    yield from saved_runs.cases(saved, RUN)


def on_the_processor(words):
    """A search for GPUs has notes and libraries of its own, which are not what is judged here."""
    starts_a_run = words and isinstance(words[0], str) and words[0].startswith("--") and words[0] != "--config"
    return ["--device", "cpu", *words] if starts_a_run else words


def problems(words, status, needles, folder, before):
    code, out, err, seconds, kilobytes = run(on_the_processor(words), folder)
    text = err.decode("utf-8", "replace")
    lines = text.splitlines()
    if code != status:
        yield f"exit {code}, expected {status}, {text!r:.300}"
    if len(lines) != 1:
        yield f"{len(lines)} lines on stderr"
    if len(err) > 201:
        yield f"a line of {len(err)} bytes"
    if not text.isprintable() and not text[:-1].isprintable():
        yield "control characters in the message"
    for needle in needles:
        if needle not in text:
            yield f"'{needle}' is not in {text!r:.300}"
    if out:
        yield "something on stdout"
    after = listing(folder)
    left = set(after) - set(before)
    if left:
        yield f"left {min(left)} behind"
        for path in left:  # out of the way of the cases that follow
            shutil.rmtree(path, ignore_errors=True)
    elif after != before:
        yield "changed a file"
    if seconds > PROCESSOR_SECONDS:
        yield f"{seconds:.2f} s of processor time"
    if kilobytes > MEMORY_KB and not sanitized:
        yield f"{kilobytes} kB of memory"


def main():
    count, failures = 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        done = run([*RUN, "--out", "run"], folder)
        if done[0] != 0:
            sys.exit(f"the good run failed: {done[2].decode()}")
        good = (folder / "run" / "run.nc").read_bytes()
        for made in (configs.files(), data_files.files(), run_directories.files(good)):
            write(folder, made)
        run_directories.make_netcdf(folder, good)
        done = run([*RUN, "--out", "stopped", "--max-hours", "1e-9", "--checkpoint-interval", "0"], folder)
        if done[0] != 75:
            sys.exit(f"the run was not stopped: {done[2].decode()}")
        saved = saved_runs.make(folder, folder / "stopped")
        (folder / "folder").mkdir()
        os.mkfifo(folder / "pipe")
        (folder / "loop").symlink_to("loop")
        with open(folder / "sparse", "wb") as file:
            file.truncate(1 << 36)
        before = listing(folder)
        for words, status, needles in all_cases(saved):  # one after the other: each looks at what the one before left
            if sanitized and status == 71:
                continue  # AddressSanitizer itself ends a program that gets no memory
            count += 1
            found = list(problems(words, status, needles, folder, before))
            if found:
                failures += 1
                shown = " ".join(word[:60] if isinstance(word, str) else repr(word) for word in words)
                print(f"FAILED {shown!r}: {'; '.join(found)}")
    print(f"{count - failures} of {count} malformed inputs are answered as they should be")
    return 1 if failures or count < 300 else 0


if __name__ == "__main__":
    sys.exit(main())
