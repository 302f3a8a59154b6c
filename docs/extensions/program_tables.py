"""What the program says of itself, as pages: verbs, exit statuses, and the variables of run.nc. The program is REPLICAS_PROGRAM, or
the one in the package that is installed."""
import importlib.util
import json
import os
import pathlib
import subprocess
import tempfile

import netCDF4

#: Runs that together have every group of run.nc; what is in none of them is no variable that this page could have.
RUNS = {
    "network": ["--temps", "1e-3:1e-1:3", "--network", "3-4-3", "--data", "table.csv", "--test-data", "table.csv", "--scale", "standard",
                "--replicas", "4", "--steps", "4000", "--save-weights"],
    "data sets": ["--temps", "1e-3:1e-1:3", "--network", "3-4-3", "--examples", "8", "--datasets", "2", "--replicas", "4", "--steps", "4000",
                  "--batch", "4"],
    "potential": ["--temps", "1e-3:1e-1:3", "--potential", "quadratic:4,2", "--replicas", "4", "--steps", "4000"],
    "cloud": ["--temps", "1e-3:1e-1:3", "--network", "3-4-3", "--examples", "8", "--replicas", "4", "--steps", "4000", "--start", "common",
              "--burn-in", "0"],
}


def program():
    named = os.environ.get("REPLICAS_PROGRAM")
    if named:
        return named
    package = importlib.util.find_spec("replicas")
    if package is None:
        raise SystemExit("docs: neither REPLICAS_PROGRAM nor the package replicas is there; nothing can be generated")
    return str(pathlib.Path(package.origin).parent / "bin" / "replicas")


def said(*words, cwd=None):
    return subprocess.run([program(), *words], capture_output=True, text=True, check=True, cwd=cwd).stdout


def tables():
    return json.loads(said("--tables"))


def cell(text):
    """A text in a cell of a table in Markdown, where a bar would end it and a star would begin emphasis."""
    for sign in "\\|*_<>$[]":
        text = text.replace(sign, "\\" + sign)
    return text


def table(heads, rows):
    return "\n".join(["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads), *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def commands():
    """The page of all verbs, each with what its --help prints."""
    all_tables = tables()
    text = ["# Commands\n", "What each verb prints for `--help`, generated from the program. Without a verb, `replicas` is `replicas run`.\n"]
    topic = None
    for verb in all_tables["verbs"]:
        if verb["topic"] != topic:
            topic = verb["topic"]
            text.append(f"## {topic}\n")
        text += [f"### `{verb['name']}`\n", f"{verb['about'][0].upper()}{verb['about'][1:]}.\n", "```text\n" + said(verb["name"], "--help").rstrip() + "\n```\n"]
    text += ["## Exit statuses\n", table(["status", "meaning"], [[str(one["status"]), cell(one["meaning"])] for one in all_tables["exit_statuses"]])]
    return "\n".join(text)


def variables_of(group, path=""):
    for name, variable in group.variables.items():
        kind = getattr(variable.dtype, "name", "text")
        yield path, name, variable.dimensions, getattr(variable, "units", ""), getattr(variable, "long_name", ""), kind
    for name, inner in group.groups.items():
        yield from variables_of(inner, f"{path}/{name}" if path else name)


def written():
    """{group: {name: (dimensions, unit, long name, type)}} of what the small runs wrote, partners (_error, _dataset_spread) left out."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        rows = "\n".join(f"{i / 3 - 1:.3f},{(7 * i) % 5 - 2},{(i * i) % 4 / 2},{'ab'[i % 2] if i % 3 else 'c'}" for i in range(12))
        pathlib.Path(folder, "table.csv").write_text("x1,x2,x3,label\n" + rows + "\n")
        for name, words in RUNS.items():
            said(*words, "--quiet", "--out", name.replace(" ", "_"), cwd=folder)
            with netCDF4.Dataset(pathlib.Path(folder, name.replace(" ", "_"), "run.nc")) as file:
                for group, variable, *about in variables_of(file):
                    found.setdefault(group, {}).setdefault(variable, about)
    for inside in found.values():
        for name in [name for name in inside for end in ("_error", "_dataset_spread") if name.endswith(end) and name[:-len(end)] in inside]:
            del inside[name]
    return found


def variables():
    """The page of the variables of run.nc."""
    columns = tables()["observables"]
    text = ["# Variables of run.nc\n",
            "Generated: the columns from the program's table of observables, all else from what small runs wrote. Units are UDUNITS, 1 where "
            "there is none. [Reading a run](../guides/reading.md) says how to use them, [Estimators](../theory/estimators.md) what they estimate.\n",
            "## Columns: one number per temperature\n",
            "In the root group. With `NAME_error`, one standard error over replicas (Student), where the last column says so, and "
            "`NAME_dataset_spread` where there are several data sets. A column without a number at any temperature is left out.\n",
            table(["variable", "meaning", "error"], [[f"`{one['name']}`", cell(one["meaning"]), "yes" if one["has_error"] else "no"] for one in columns])]
    listed = {one["name"] for one in columns}
    for group, inside in written().items():
        rest = {name: about for name, about in inside.items() if group or name not in listed}
        if rest:
            text += [f"## Group `{group}`\n" if group else "## Curves, coordinates and what else is in the root\n",
                     table(["variable", "axes", "unit", "meaning", "type"],
                           [[f"`{name}`", cell(", ".join(axes)), unit and f"`{unit}`", cell(words), kind] for name, (axes, unit, words, kind) in rest.items()])]
    return "\n".join(text)
