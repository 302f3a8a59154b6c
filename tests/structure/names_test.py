#!/usr/bin/env python3
"""Names that code asks for by text do not compile where nobody makes them: a column that is in no table, an array asked of
a record of another occasion. Beside each planted line stands the right one, which compiles.

    names_test.py COMPILER
"""
import pathlib
import subprocess
import sys

HOST = pathlib.Path(__file__).resolve().parents[2] / "host"
COLUMN = """
#include "observe/results.h"
const replicas::Column* asked(const replicas::Results& results) { return results.column("%s"); }
"""
ARRAY = """
#include "observe/instruments/record.h"
std::size_t asked(const replicas::Sample& sample) { return sample[replicas::recorded::%s].size(); }
"""


def said(compiler, source):
    """The exit status of a compiler that only looks, and what it says."""
    done = subprocess.run([compiler, "-std=c++20", "-fsyntax-only", f"-I{HOST}", "-x", "c++", "-"], input=source,
                          capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"})
    return done.returncode, done.stderr


def main(compiler):
    failures = []
    for what, right, planted, reason in [
            ("column", COLUMN % "loss_mean", COLUMN % "loss_maen", "column_name.h"),
            ("column without its table", COLUMN % "d_mean", COLUMN % "", "column_name.h"),
            ("array of another occasion", ARRAY % "loss", ARRAY % "curvature_probe", "operator[]"),
    ]:
        status, words = said(compiler, right)
        if status != 0:
            failures.append(f"{what}: the right name does not compile:\n{words}")
        status, words = said(compiler, planted)
        if status == 0:
            failures.append(f"{what}: the planted name compiles:\n{planted}")
        elif reason not in words:
            failures.append(f"{what}: the planted name fails for another reason than {reason}:\n{words}")
    print("\n".join(failures) or "names that nobody makes do not compile")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
