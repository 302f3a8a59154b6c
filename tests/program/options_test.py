#!/usr/bin/env python3
"""docs/options.md is the program's own table of fields, and shells complete from it. options_test.py --write makes it anew."""
import os
import pathlib
import shutil
import subprocess
import sys

PROGRAM = os.environ["REPLICAS_PROGRAM"]
PAGE = pathlib.Path(__file__).parents[2] / "docs" / "options.md"
HEAD = """# Options of a run

Made from the program's table of fields by `tests/program/options_test.py --write`. As `--key VALUE` on the command line, `key = value` in a
configuration file (`--config`), and as members of `Physics` and `RunControl` in [the library](library.md).
"""
TABLE = """
## {topic}

| option | value | default | what it is |
|---|---|---|---|
"""


def rows(verb):
    said = subprocess.run([PROGRAM, verb, "--list-options"], capture_output=True, text=True, check=True).stdout
    return [line.split("\t") for line in said.splitlines()]


def page():
    def cell(text):
        return text.replace("|", "\\|").replace("<", "&lt;")

    text, before = HEAD, None
    for option, _, words, value, default, topic in rows("run"):
        if option == "--help":
            continue
        text += TABLE.format(topic=topic) if topic != before else ""
        before = topic
        text += f"| `{option}` | {cell(value)} | {cell(default)} | {cell(words)} |\n"
    return text


def completed(words):
    """What bash offers for the last of these words."""
    script = subprocess.run([PROGRAM, "completion", "bash"], capture_output=True, text=True, check=True).stdout
    quoted = " ".join(f"'{word}'" for word in [PROGRAM, *words])
    script += f'COMP_WORDS=({quoted}); COMP_CWORD={len(words)}; _replicas; printf "%s\\n" "${{COMPREPLY[@]}}"\n'
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.split()


def problems_of_help(verbs):
    """--help has the options under their topics, and a line for each verb under its own."""
    helped = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
    lines = helped.splitlines()
    topic = None
    for option, *_, own in rows("run"):
        if own != topic and f"{own}:" not in lines:
            yield f"--help has no heading {own!r}"
        topic = own
        place = next((number for number, line in enumerate(lines) if line.split(",")[-1].split()[:1] == [option] or line.split()[:1] == [option]), None)
        above = next((line[:-1] for line in reversed(lines[:place]) if line.endswith(":") and not line.startswith(" ")), None) if place else None
        if above != own:
            yield f"--help has {option} under {above!r}, not {own!r}"
    for verb in verbs:
        if not any(line.split()[:1] == [verb] and line.startswith("    ") for line in lines):
            yield f"--help does not say what {verb} is for"


def problems():
    if PAGE.read_text() != page():
        yield "docs/options.md is not what the program says; make it anew: tests/program/options_test.py --write"
    verbs = subprocess.run([PROGRAM, "--list-verbs"], capture_output=True, text=True, check=True).stdout.split()
    for verb in verbs:
        listed = [] if verb == "theory" else [row[0] for row in rows(verb)]  # theory has options per quantity
        helped = subprocess.run([PROGRAM, verb, "--help"], capture_output=True, text=True, check=True).stdout
        for option in listed:
            if option not in helped:
                yield f"{verb} --help does not name {option}"
        if verb != "theory":
            slip = subprocess.run([PROGRAM, verb, "--hlep"], capture_output=True, text=True)
            if slip.returncode != 64 or "did you mean --help?" not in slip.stderr:
                yield f"{verb} --hlep: {slip.returncode} {slip.stderr!r}"
    asked = {("res",): ["resume"], ("--te",): ["--temps", "--teacher", "--test-examples", "--test-data"], ("run", "--device", ""): ["auto", "cpu", "gpu"],
             ("resume", "--upd"): ["--update"], ("selftest", "--dir"): ["--directory"], ("diagnose", "--"): ["--help", "--json"]}
    for words, expected in asked.items():
        if sorted(completed(words)) != sorted(expected):
            yield f"completion of {words}: {completed(words)}, not {expected}"
    yield from problems_of_help(verbs)
    for shell in ("zsh", "fish"):
        if shutil.which(shell):
            script = subprocess.run([PROGRAM, "completion", shell], capture_output=True, text=True, check=True).stdout
            read = subprocess.run([shell, "-n", "/dev/stdin"], input=script, capture_output=True, text=True)
            if read.returncode != 0:
                yield f"{shell} cannot read its script: {read.stderr}"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(page())
        sys.exit(0)
    found = list(problems())
    print("\n".join(found) or "options.md, --help and completion agree")
    sys.exit(1 if found else 0)
