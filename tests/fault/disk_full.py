"""Really full disks: a file system of a few hundred kilobytes (where this may mount one), a limit on the size of files,
and /dev/full in the place of metrics.jsonl. One line, 74, and the same result once there is room: disk_full.py"""
import os
import resource
import subprocess

import tiny

count = tiny.Count("disk full", 10**9)
wanted, _ = tiny.reference()


def after(out, done, description, free):
    problem = ""
    if done.returncode != tiny.IO_ERROR or not tiny.one_line(done.stderr):
        problem = f"exit {done.returncode}: {done.stderr.strip()}"
    free()
    again = tiny.call(out)
    if not problem and (again.returncode != 0 or tiny.digest(out) != wanted):
        problem = f"afterwards exit {again.returncode}: {again.stderr.strip()}"
    count.case(problem, description)


for size in (300, 1000, 2500, 6000, 12000):
    with tiny.Folder() as out:
        done = tiny.call(out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
        after(out, done, f"files of at most {size} bytes", lambda: None)

with tiny.Folder() as out:
    os.mkdir(os.path.join(out, "run"))
    for blocks in (40, 80, 120, 200):  # KiB
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={blocks}k", "none", os.path.join(out, "run")],
                                 capture_output=True).returncode == 0
        if not mounted:
            count.note("no small file system may be mounted here")
            break
        try:
            done = tiny.call(out)
            def free():
                subprocess.run(["mount", "-o", "remount,size=20m", os.path.join(out, "run")], check=True)
            if done.returncode == 0 and tiny.digest(out) == wanted:
                count.note("fitted")
            else:
                after(out, done, f"a disk of {blocks} KiB", free)
        finally:
            subprocess.run(["umount", os.path.join(out, "run")], check=True)
count.finish()
