#!/usr/bin/env python3
"""A run as one page: report.py RUN.nc PAGE.html [CITATION [KEYS]]. The page needs no network and no file beside itself.
KEYS, with commas between them: what is an option where a verdict has a word in angle brackets.

Exit 65 when the file is no run of this program, 66 when there is none, 69 without matplotlib or netCDF4, 73 when the page cannot
be written, 74 when standard output is lost.
"""
import os
import pathlib
import sys
import warnings

sys.dont_write_bytecode = True  # the folder of the program need not be writable
import surroundings  # noqa: E402: before matplotlib
try:
    import page
    import panels
    import run_figures
    from run_file import read
except ImportError as missing:
    print(f"replicas: {missing}; install python3-matplotlib and python3-netcdf4", file=sys.stderr)
    sys.exit(69)
panels.set_up()
warnings.filterwarnings("ignore", module="matplotlib")


def main(words):
    """Exit status and what to say on standard error."""
    if len(words) not in (2, 3, 4):
        return 64, "report.py takes the results of a run, a page and, if you like, how to cite and the keys of options"
    path, out = pathlib.Path(words[0]), pathlib.Path(words[1])
    if not path.is_file():
        return 66, f"{path} does not exist; give the directory of a run"
    try:
        run = panels.Run(*read(path))
    except (OSError, AttributeError, IndexError, ValueError, KeyError) as error:
        return 65, f"{path} is no run of this program: {error}"
    absent = []
    try:
        text = page.page(run, run_figures.drawn(run, lambda name, what: absent.append(name)),
                         "".join(words[2:3]), page.as_options("".join(words[3:]).split(",")), absent)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return 65, f"{path} cannot be shown: {type(error).__name__}: {error}"
    part = out.with_name(f".{out.name}.tmp")  # an interrupted call leaves no half a page under the right name
    try:
        out.parent.mkdir(exist_ok=True, parents=True)
        part.write_text(text, encoding="utf-8")
        os.replace(part, out)
    except OSError as error:
        return 73, f"cannot write the report: {error}; choose another place with --out"
    surroundings.say(f"report in {out}")
    return 0, ""


if __name__ == "__main__":
    surroundings.end(*main(sys.argv[1:]))
