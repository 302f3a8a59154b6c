#!/usr/bin/env python3
"""Draws the sample of planted bugs that the campaign runs: universalmutator's (PyPI) changes of single lines, at random.

    draw_sample.py [--seed 21] > sample.jsonl

Each share of SHARES is drawn evenly from all changes of the files it names, at most two of a line. Left out: comments,
includes, changes inside a text (the words of a sentence), which tests compare only where a number stands in them, `++`
(what comes of it hangs, or does not compile), and lines of Python that choose a look: sizes, widths, legends.
"""
import argparse
import contextlib
import io
import json
import pathlib
import random
import re
import subprocess
import sys
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARES = {  # how many, of the files that git has under these places
    "observe": (130, ["host/observe/*.cc", "host/observe/*.h"]),
    "command": (60, ["host/command/*.cc", "host/command/*.h", "host/run/*.cc", "host/run/*.h"]),
    "store": (30, ["host/store/*.cc", "host/store/*.h"]),
    "show": (30, ["host/show/*.cc", "host/show/*.h"]),
    "model": (50, ["host/model/*.cc", "host/model/*.h", "host/data/*.cc", "host/data/*.h"]),
    "engine": (40, ["host/physics/*.h", "host/engine/*.cc", "host/engine/*.h"]),
    "python": (60, ["host/show/*.py", "host/papers/*/*.py"]),
}
RULES = {".py": ["universal.rules", "python.rules"], ".cc": ["universal.rules", "c_like.rules", "cpp.rules"]}
RULES[".h"] = RULES[".cc"]
LOOKS = re.compile(r"figsize|legend|ylim|suptitle|supxlabel|rcParams|tick_params|linewidth|bar\(|markersize|alpha|colour|title=")
NONSENSE = re.compile(r"\(0[+-]1\)[\w.]|[\w.]\(0[+-]1\)|\w {2,}\w|\d+_t>|uint0|\bsize_[0-9]|\b\dx")
NOT_CODE = ("//", "///", "#", '"""', "namespace", "using ", "}  // namespace")


def files(patterns):
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split() if "selftest" not in name]


def without_texts(line):
    """The line with every text and comment taken out of it."""
    kept, inside, previous = "", False, ""
    for at, letter in enumerate(line):
        if letter == '"' and previous != "\\":
            inside = not inside
        elif not inside and (line.startswith("//", at) or letter == "#"):
            break
        elif not inside:
            kept += letter
        previous = letter
    return kept.strip()


def balance(line):
    """Open brackets at its end, of each kind."""
    return [sum((letter == pair[0]) - (letter == pair[1]) for letter in line) for pair in ("()", "[]", "{}")]


def may_compile(before, after):
    """Spares the compiler most of what the rules, which know no grammar, make of templates, pointers and brackets."""
    code, commented = before.strip(), after.strip().startswith("/*")
    if commented and (not code.endswith(";") or re.match(r"(const|auto|std::|double|return|using|int|bool|float)\b", code)):
        return False
    if NONSENSE.search(after.strip()) and not NONSENSE.search(code) or before.count("++") != after.count("++"):
        return False
    if re.search(r"\w {1,2}\( .*\)", after) and "const" in after:  # the arguments of a declaration
        return False
    if "\n" in after.rstrip("\n") or balance(before) != balance(after) or "(0==1)" in after or "(1==1)" in after:
        return False
    first = next((i for i, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
    last = len(before)
    while last > first and before[last - 1:] == after[len(after) - len(before) + last - 1:]:
        last -= 1
    while first > 0 and before[first - 1] in "<>=!&|*+-/":
        first -= 1
    while last < len(before) and before[last] in "<>=!&|*+-/":
        last += 1
    operator = before[first:last].strip()
    spaced = before[first - 1:first] in (" ", "") and before[last:last + 1] in (" ", "") or before[first:last] != operator
    return spaced or not operator or not set(operator) <= set("<>=!&|*+-/") or operator in ("!", "-", "++", "--")


def compiles(lines, number, after, name):
    if LOOKS.search(lines[number - 1]):
        return False
    text = "".join(lines[:number - 1]) + after + "".join(lines[number:])
    try:
        compile(text, name, "exec")
    except SyntaxError:
        return False
    return True


def changes(name):
    """(number of the line from 1, as it is, as it would be) of a file."""
    from universalmutator import mutator
    lines = (ROOT / name).read_text().splitlines(keepends=True)
    with contextlib.redirect_stdout(io.StringIO()):
        found = mutator.mutants_regexp(lines, RULES[pathlib.Path(name).suffix], ignorePatterns=[])
    documented = False
    skip = set()
    for number, line in enumerate(lines, 1):  # doc strings of Python
        if name.endswith(".py") and line.count('"""') == 1:
            documented = not documented
        if documented:
            skip.add(number)
    for number, after, *_ in found:
        before = lines[number - 1]
        if number in skip or before.strip().startswith(NOT_CODE) or before.strip() in ("", "{", "}", "};"):
            continue
        if without_texts(before) == without_texts(after) or not without_texts(before):
            continue
        if not (compiles(lines, number, after, name) if name.endswith(".py") else may_compile(before, after)):
            continue
        yield number, before.rstrip("\n"), after.rstrip("\n")


def draw(share, count, patterns, seed):
    candidates = [(name, *change) for name in files(patterns) for change in changes(name)]
    random.Random(f"{seed}/{share}").shuffle(candidates)
    taken, of_line = [], {}
    for name, number, before, after in candidates:
        if len(taken) == count:
            break
        of_line[name, number] = of_line.get((name, number), 0) + 1
        if of_line[name, number] > 2:
            continue
        taken.append({"id": f"{share}-{len(taken) + 1}", "share": share, "file": name, "line": number, "before": before,
                      "after": after})
    print(f"{share}: {len(taken)} of {len(candidates)}", file=sys.stderr)
    return taken


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=21)
    seed = parser.parse_args().seed
    warnings.simplefilter("ignore")
    for share, (count, patterns) in SHARES.items():
        for mutant in draw(share, count, patterns, seed):
            print(json.dumps(mutant, ensure_ascii=False))


if __name__ == "__main__":
    main()
