#!/usr/bin/env python3
"""The report of a reproduction: reproduce.py PAPER DIRECTORY [LENGTH] reads the studies below DIRECTORY and writes report.html (one
page that needs no network), report.md, report.json and figures/*.png. LENGTH: the studies are so many times as long as they should be (1 unless given). Exit 65
when a study is no result of this program, 66 when one is missing, 73 when nothing can be written.

What is the paper's own stands in papers/PAPER/report.py: TITLE, INTRODUCTION, FIGURES [(claim, function)], read(folder),
claims(studies), protocol(studies); where it needs them, no_evidence(studies) and closing(studies, pictures of claim 0).
"""
import importlib
import json
import math
import os
import pathlib
import sys
import warnings

sys.dont_write_bytecode = True
here = pathlib.Path(__file__).resolve().parent
sys.path[1:1] = [str(here / "papers"), str(here.parent / "papers")]  # installed; in the sources
import surroundings  # noqa: E402: before matplotlib
try:
    import drawing
    import panels
    import study_page
    from matplotlib import pyplot
except ImportError as missing:
    print(f"replicas: {missing}; install python3-matplotlib and python3-netcdf4", file=sys.stderr)
    sys.exit(69)
panels.set_up()
warnings.filterwarnings("ignore", module="matplotlib")

ANSWER = {True: "yes", False: "**no**", None: "-"}
SMOKE = 0.1  # of the length: below, the program's own checks of the length fail


def number(value, error=math.nan):
    if not math.isfinite(value):
        return "-"
    if not math.isfinite(error) or error == 0:
        return f"{value:.3g}"
    digits = max(0, 1 - math.floor(math.log10(error)))
    return f"{value:.{digits}f} ± {error:.{digits}f}" if digits < 7 else f"{value:.3g} ± {error:.1g}"


def clean(value):
    """NaN is no JSON."""
    if isinstance(value, dict):
        return {key: clean(each) for key, each in value.items()}
    if isinstance(value, list):
        return [clean(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def write(path, text):
    part = path.with_name(f".{path.name}.tmp")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def why_no_evidence(paper, studies, length):
    """Why nothing here is evidence for or against a claim; "" when it is."""
    if length < SMOKE:
        return (f"A smoke run, at {length:g} of the length of its studies: it shows that all of it runs. No number here is evidence "
                "for or against a claim.")
    return paper.no_evidence(studies) if hasattr(paper, "no_evidence") else ""


def shown(pictures, claim):
    return [f"![{caption}](figures/{name}.png)\n\n*{caption}*\n" for number_, name, caption in pictures if number_ == claim]


def report(paper, studies, judged, pictures, length, why_not):
    lines = [f"# {paper.TITLE}", "", *([f"**{why_not}**", ""] if why_not else []),
             paper.INTRODUCTION + ("" if length == 1 else f" Every study here is {length:g} times as "
             "long as it should be."), "", "## Protocol", "", *paper.protocol(studies), "", "## Verdicts", "",
             "| # | claim | verdict |", "|---|---|---|"]
    lines += [f"| {c['number']} | {c['claim']} | **{c['verdict']}** |" for c in judged]
    for c in judged:
        lines += ["", f"## {c['number']}. {c['claim'][0].upper()}{c['claim'][1:]}", "", f"**{c['verdict']}**. {c['reading']}", ""]
        if c["checks"]:
            lines += ["| measured | value | asked for | holds | null | its value |", "|---|---|---|---|---|---|"]
        lines += [f"| {k['what']} | {number(k['value'], k['error'])} | {k['asked']} | {ANSWER[k['holds']]} | "
                  f"{k['null'] or '-'} | {number(k['null_value'], k['null_error'])} |" for k in c["checks"]]
        lines += ["", *shown(pictures, c["number"])]
    last = shown(pictures, 0)
    lines += paper.closing(studies, last) if hasattr(paper, "closing") else ["", *last]
    return "\n".join(lines).rstrip() + "\n"


def draw(paper, studies, folder):
    """Draws and saves every figure; [(claim, name, caption)], and the figures by name."""
    (folder / "figures").mkdir(exist_ok=True)
    pictures, drawn = [], {}
    for claim, function in paper.FIGURES:
        figure = function(studies)
        if figure is None:  # the studies that it shows were not asked for
            continue
        part = folder / "figures" / f".{function.__name__}.tmp"
        drawing.write_png(figure, part, dpi=110)
        os.replace(part, folder / "figures" / f"{function.__name__}.png")
        drawn[function.__name__] = figure
        pictures.append((claim, function.__name__, " ".join(function.__doc__.split())))
    return pictures, drawn


def main(words):
    if len(words) not in (2, 3):
        return 64, "reproduce.py takes a paper, the directory of its studies and their length"
    name, folder, length = words[0], pathlib.Path(words[1]), float(words[2]) if len(words) == 3 else 1.0
    paper = importlib.import_module(f"{name}.report")
    try:
        studies = paper.read(folder)
    except FileNotFoundError as missing:
        return 66, f"{missing} does not exist; run replicas reproduce {name} first"
    except (OSError, ValueError, KeyError) as error:
        return 65, str(error)
    judged, why_not = paper.claims(studies), why_no_evidence(paper, studies, length)
    if why_not:
        judged = [c | {"verdict": "not tested"} for c in judged]
    try:
        pictures, drawn = draw(paper, studies, folder)
        write(folder / "report.json", json.dumps(clean({"study": paper.REFERENCE, "length": length, "no_evidence": why_not,
                                                             "claims": judged}), indent=1) + "\n")
        text = report(paper, studies, judged, pictures, length, why_not)
        write(folder / "report.md", text)
        write(folder / "report.html", study_page.page(text, drawn, "replicas"))
        pyplot.close("all")
    except OSError as error:
        return 73, f"cannot write the report: {error}"
    if why_not:
        surroundings.say(why_not)
    for c in judged:
        surroundings.say(f"{c['number']}. {c['verdict']:<17} {c['claim']}")
    surroundings.say(f"report in {folder / 'report.html'}, and as report.md")
    return 0, ""


if __name__ == "__main__":
    surroundings.end(*main(sys.argv[1:]))
