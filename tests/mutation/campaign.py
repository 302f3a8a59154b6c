#!/usr/bin/env python3
"""Plants the bugs of sample.jsonl one at a time in a copy of the sources, builds what changed, and asks the tests that can see
the file, fast ones first, until one fails.

    campaign.py [--share observe ...] [--id observe-3 ...] [--seconds N]   plants what results.jsonl does not know yet
    campaign.py --again                                                    plants everything anew
    campaign.py --turn N                                                   ten that were noticed before, other ones for each N;
                                                                           fails when one of them is not noticed any more
    campaign.py --report                                                   counts

A mutant is `noticed` (a test fails, or hangs), `refused` (it does not compile: warnings are errors here), `same` (the
object file has the same bytes), `survived`, or `gone` (the line is no longer there). survivors.md says of each survivor
what became of it.
"""
import argparse
import collections
import fnmatch
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COPY = ROOT / "build" / "mutation"
BUILD = COPY / "build" / "release"
PYTHON = "/usr/bin/python3"
SLOW = "-Locale.*:Npy.EveryChanged*:OverOnePlus.*:LossBound.NoWeights*:CovarianceSpectrum.Isotropic*"
SLOWER = SLOW + ":MapVerdicts*:Verdicts*:Notebook*:Advice*:Mixing*:GroundLoss.*:TwoStarts*:Gibbs*:Autocorrelation.Time*:LossMinimum*"
PATIENCE = 300  # seconds of a test: then it hangs


def formula(only="*", slow=SLOW):
    return ["formula_test"], ["tests/formula/formula_test", "--gtest_brief=1", "--gtest_fail_fast", f"--gtest_filter={only}{slow}"]


def binary(folder, name, only="*"):
    return [name], [f"tests/{folder}/{name}", "--gtest_brief=1", "--gtest_fail_fast", f"--gtest_filter={only}"]


def script(name):
    return ["replicas"], [PYTHON, str(COPY / "tests" / "program" / f"{name}_test.py")]


def drawing(name):
    """Needs no program, and so no build."""
    return [], script(name)[1]


FILES = [  # the first pattern that a file matches says which tests can see it
    ("host/show/plot.py", [script("plot")]),
    ("host/show/reproduce.py", [script("reproduce")]),
    ("host/papers/jules2023/claims.py", [drawing("claims")]),
    ("host/papers/jules2023/*.py", [drawing("claims"), drawing("reproduce_figures"), script("reproduce")]),
    ("host/show/*.py", [drawing("figures"), drawing("run_arrays"), drawing("claims"), drawing("reproduce_figures")]),
    ("host/show/*", [formula("Table*:Progress*:Report*:Number*:Json*:Wrap*:Duration*:Printable*"), script("words"), script("run")]),
    ("host/observe/*map*", [formula(), script("curvature_map")]),
    ("host/observe/*stiff*", [formula(), script("curvature_map")]),
    ("host/observe/*", [formula(slow=SLOWER), formula()]),
    ("host/store/*", [binary("program", "program_test"), binary("program", "durable_file_test"), formula(), script("run"),
                      script("saved_samples")]),
    ("host/command/theory*", [script("solve")]),
    ("host/command/solve*", [script("solve"), script("solve_life")]),
    ("host/command/bench*", [script("words"), script("bad_input")]),
    *[(f"host/command/{word}*", [formula(), script("continuing")]) for word in ("begin", "continu", "known", "resume", "go_on", "sav")],
    ("host/command/footprint*", [formula(), script("room")]),
    ("host/command/*", [formula(), binary("program", "program_test"), script("words"), script("run"), script("bad_input")]),
    ("host/model/*", [formula("*"), binary("program", "program_test"), script("bad_input"), script("data")]),
    ("host/data/*", [formula("*"), binary("program", "program_test"), script("bad_input"), script("data")]),
]
FILES += [(pattern.replace("command", "run"), tests) for pattern, tests in FILES if "host/command/" in pattern]
FILES += [("host/*", [binary("engine", "engine_test"), binary("parity", "parity_test"), formula(), script("run"),
                      binary("physics", "physics_test")])]


def environment():
    return {**os.environ, "CCACHE_BASEDIR": str(COPY), "CCACHE_NOHASHDIR": "1", "REPLICAS_PROGRAM": str(BUILD / "replicas"),
            "MPLBACKEND": "Agg",
            # A change of one second and the same length would be taken for the file that was compiled before it.
            "PYTHONDONTWRITEBYTECODE": "1"}


def call(command, timeout=3600):
    """(exit status, output) of a command, which gets a session of its own: what hangs is ended with all that it started."""
    with subprocess.Popen(command, cwd=BUILD if BUILD.exists() else COPY, env=environment(), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True) as child:
        try:
            output = child.communicate(timeout=timeout)[0]
            return child.returncode, output
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            raise


def copy_sources():
    """What git has, and what it does not ignore; files that are the same keep their times, and so their objects."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True)
    names = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    for name in names:
        here, there = ROOT / name, COPY / name
        if there.exists() and there.read_bytes() == here.read_bytes():
            continue
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(here, there)
        shutil.copymode(here, there)
    for old in (COPY / "host").rglob("*.*"):
        if str(old.relative_to(COPY)) not in names:
            old.unlink()
    if not (BUILD / "build.ninja").exists():
        subprocess.run(["cmake", "--preset", "release", "-DREPLICAS_CUDA=OFF"], cwd=COPY, env=environment(), check=True,
                       stdout=subprocess.DEVNULL)


def objects(name):
    return sorted(BUILD.glob(f"CMakeFiles/*/{name}.o"))


def digest(paths):
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def place_of(lines, mutant):
    """The line that is changed: the nearest one with its text, since files change; None where there is none."""
    same = [i for i, line in enumerate(lines) if line == mutant["before"]]
    return min(same, key=lambda i: abs(i + 1 - mutant["line"])) if same else None


def tests_of(name):
    return next(tests for pattern, tests in FILES if fnmatch.fnmatch(name, pattern))


def ask(name):
    """The first test that fails, or None; refused and same come out of the build."""
    before = digest(objects(name))
    for number, (targets, command) in enumerate(tests_of(name)):
        status, output = call(["ninja", *targets]) if targets else (0, "")
        if status != 0:
            return "refused", next((line for line in output.splitlines() if " error: " in line), "")[-100:]
        if number == 0 and before and digest(objects(name)) == before:
            return "same", ""
        if not pathlib.Path(command[-1]).exists() and command[0] == PYTHON:
            continue
        try:
            status, output = call(command, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return "noticed", pathlib.Path(command[-1]).stem + " hangs" if command[0] == PYTHON else command[0] + " hangs"
        if status != 0:
            failed = [line for line in output.splitlines() if line.startswith(("[  FAILED  ]", "FAIL:", "ERROR:"))]
            return "noticed", (failed[0] if failed else pathlib.Path(command[0]).name).replace("[  FAILED  ] ", "")[:120]
    return "survived", ""


def where(name):
    """A file that has moved to another room since the sample was drawn is found by its name."""
    if (COPY / name).exists():
        return name
    found = sorted((COPY / "host").rglob(pathlib.Path(name).name))
    return str(found[0].relative_to(COPY)) if len(found) == 1 else name


def plant(mutant, last):
    """`last`: the file that was changed and brought back before this."""
    began = time.monotonic()
    mutant = {**mutant, "file": where(mutant["file"])}
    file = COPY / mutant["file"]
    result = {"id": mutant["id"], "outcome": "gone", "by": ""}
    original = file.read_text() if file.exists() else ""
    lines = original.split("\n")
    place = place_of(lines, mutant)
    if place is None:
        return result
    if mutant["file"] == last and objects(last):
        call(["ninja", tests_of(last)[0][0][0]])  # whole again, or `same` would compare with the last mutant
    lines[place] = mutant["after"]
    try:
        file.write_text("\n".join(lines))
        result["outcome"], result["by"] = ask(mutant["file"])
    finally:
        file.write_text(original)
    result["seconds"] = round(time.monotonic() - began, 1)
    return result


def read(name):
    path = HERE / name
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def report(sample, results):
    table = collections.defaultdict(collections.Counter)
    shares = {mutant["id"]: mutant["share"] for mutant in sample}
    for result in results.values():
        table[shares[result["id"]]][result["outcome"]] += 1
        table["all"][result["outcome"]] += 1
    print("| share | drawn | planted | noticed | survived | of those that count | refused | same |\n|---|---|---|---|---|---|---|---|")
    for share, count in table.items():
        seen, left = count["noticed"], count["survived"]
        drawn = sum(m["share"] == share or share == "all" for m in sample)
        print(f"| {share} | {drawn} | {sum(count.values())} | {seen} | {left} | {100 * seen / max(1, seen + left):.0f} % | "
              f"{count['refused']} | {count['same']} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--share", "--id"):
        parser.add_argument(name, nargs="*", default=[])
    parser.add_argument("--seconds", type=float, default=1e9, help="begin no other after so long")
    parser.add_argument("--turn", type=int)
    parser.add_argument("--results", default="results.jsonl", help="where they are kept, in tests/mutation")
    for name in ("--again", "--report"):
        parser.add_argument(name, action="store_true")
    asked = parser.parse_args()
    sample = read("by_hand.jsonl") + read("sample.jsonl")
    results = {result["id"]: result for result in read(asked.results)}
    if asked.report:
        return report(sample, results)
    chosen = [m for m in sample if (not asked.share or m["share"] in asked.share) and (not asked.id or m["id"] in asked.id)]
    if asked.turn is not None:
        # Without those that only a hang shows, which takes minutes.
        known = [m for m in sample if (of := results.get(m["id"], {})).get("outcome") == "noticed" and "hangs" not in of["by"]]
        chosen = [known[(10 * asked.turn + k) % len(known)] for k in range(min(10, len(known)))]
    elif not asked.again and not asked.id:
        chosen = [m for m in chosen if m["id"] not in results]
        chosen.sort(key=lambda m: int(m["id"].split("-")[1]))  # of all shares in turn, so that a part says something, too
    copy_sources()
    end, lost, last = time.monotonic() + asked.seconds, [], ""
    for mutant in chosen:
        if time.monotonic() > end:
            print("no time for more")
            break
        result, last = plant(mutant, last), mutant["file"]
        print(f"{result['id']:<12} {result['outcome']:<9} {mutant['file']}:{mutant['line']} {result['by']}", flush=True)
        if asked.turn is None:
            results[mutant["id"]] = result
            ordered = [results[m["id"]] for m in sample if m["id"] in results]
            (HERE / asked.results).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in ordered))
        elif result["outcome"] not in ("noticed", "gone"):  # it was noticed before, so it is a mutant
            lost.append(f"{mutant['file']}: {mutant['after'].strip()}")
    if lost:
        sys.exit("not noticed any more:\n" + "\n".join(lost))


if __name__ == "__main__":
    main()
