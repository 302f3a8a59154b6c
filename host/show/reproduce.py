#!/usr/bin/env python3
"""The report of a reproduction: reproduce.py DIRECTORY [LENGTH] reads DIRECTORY/<study>/run.nc and writes report.md,
report.json and figures/*.png. LENGTH: the studies are so many times as long as they should be (1 unless given). Exit 65
when a study is no run of this program, 66 when one is missing, 73 when nothing can be written.
"""
import json
import math
import os
import pathlib
import re
import sys
import warnings

sys.dont_write_bytecode = True
import surroundings  # noqa: E402: before matplotlib
try:
    import claims
    import panels
    import reproduce_figures
    import scans
    from matplotlib import pyplot
    from plot import read
except ImportError as missing:
    print(f"replicas: {missing}; install python3-matplotlib and python3-netcdf4", file=sys.stderr)
    sys.exit(69)
warnings.filterwarnings("ignore", module="matplotlib")

ANSWER = {True: "yes", False: "**no**", None: "-"}
NEEDED = ("network", "quadratic", "transition", "wall-gas")
DECISIVE = ("network", "quadratic", "wall-gas")  # the transition is slow at any length: that is what it shows
OF_LENGTH = ("stationarity", "length", "effective_sample_size")  # checks of the program that a short run fails
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


def verdicts_of(run):
    """The verdicts stored in a run, with the keys of options (<steps>) as they are typed (--steps)."""
    found = json.loads(run.about.get("verdicts", "[]"))
    return [v | {"sentence": re.sub(r"<([a-z][a-z0-9-]*[a-z0-9])>", r"--\1", v["sentence"])} for v in found]


def no_evidence(runs, length):
    """Why nothing here is evidence for or against a claim; "" when it is."""
    if length < SMOKE:
        return (f"A smoke run, at {length:g} of the length of its studies: it shows that all of it runs. No number here is evidence "
                "for or against a claim.")
    short = [name for name in DECISIVE
             if any(v["kind"] == "failure" and v["check"] in OF_LENGTH for v in verdicts_of(runs[name]))]
    return (f"Too short: by the program's own checks of length and stationarity {' and '.join(short)} failed (see the end), so no "
            "number here is evidence for or against a claim.") if short else ""


def protocol(runs):
    lines = ["| study | options |", "|---|---|"]
    for name, run in runs.items():
        words = str(run.about.get("history", "")).split()
        kept = words[1:words.index("--out")] if "--out" in words else words[1:]
        lines.append(f"| {name} | `{' '.join(kept)}` |")
    share = max(float(run.about.get("curvature_map_share", 0)) for run in runs.values())
    lines += ["", f"Made by {', '.join(sorted({str(run.about.get('source', 'replicas')) for run in runs.values()}))} on "
              f"{next(iter(runs.values())).about.get('device', '?')}, update {next(iter(runs.values())).about.get('update')}; "
              f"curvature maps planned at {100 * share:.0f} % of the cost of the steps or less (20 % unless said). Step sizes by the "
              "pilot."]
    return lines


def transition_in_words(run):
    """What happens near P T = 1, with the numbers of this run."""
    ratio = run.values["d_var"] / run.values["d_mean"]
    rows = [f"P T = {x:.2g}: d_var/d_mean {r:.2f}, tr H {h:.3g}, {100 * e:.1f} % wrong, R-hat {q:.3f}" for x, r, h, e, q in
            zip(run.values["p_t"], ratio, run.values["curvature"], run.values["training_error"], run.values["rhat"])]
    return ("L is a mean over P examples, so one example feels the temperature P T, and its loss scale is of order 1. Below, "
            "every example sits behind its wall, pays e-folds to come near the boundary, and the picture of walls holds. Where "
            "P T comes near 1, the entropy of the prior outweighs the loss of single examples: they are given up, labels turn "
            "wrong, and the network no longer fits. With P = 100 and a prior of 0.5 this begins within the ladder. At its onset "
            "the loss fluctuates between fitting more and fewer examples, so d_var/d_mean rises above 1 and relaxation is slow; "
            "beyond, softmax saturates at ln(3), the loss has an upper end, d_var/d_mean and tr H fall. The claims speak of the "
            "region left of it.\n\n- " + "\n- ".join(rows))


def report(runs, judged, pictures, length, why_not):
    lines = ["# The claims of arXiv:2304.01335, one by one", "", *([f"**{why_not}**", ""] if why_not else []),
             "Jules et al., *Charting the Topography of the Neural Network Landscape with Thermal-Like Noise*. Only the "
             "abstract was used: the paper's own protocol is not known to us, so the numbers below are ours, at the protocol "
             "below, and not a comparison with its figures. Checks and thresholds are those of `host/show/claims.py`. "
             "Errors are one standard error over replicas." + ("" if length == 1 else f" Every study here is {length:g} times as "
             "long as it should be."), "", "## Protocol", "", *protocol(runs), "", "## Verdicts", "",
             "| # | claim | verdict |", "|---|---|---|"]
    lines += [f"| {c['number']} | {c['claim']} | **{c['verdict']}** |" for c in judged]
    for c in judged:
        lines += ["", f"## {c['number']}. {c['claim'][0].upper()}{c['claim'][1:]}", "", f"**{c['verdict']}**. {c['reading']}", "",
                  "| measured | value | asked for | holds | null | its value |", "|---|---|---|---|---|---|"]
        lines += [f"| {k['what']} | {number(k['value'], k['error'])} | {k['asked']} | {ANSWER[k['holds']]} | "
                  f"{k['null'] or '-'} | {number(k['null_value'], k['null_error'])} |" for k in c["checks"]]
        lines += ["", *[f"![{caption}](figures/{name}.png)\n\n*{caption}*\n" for number_, name, caption in pictures
                        if number_ == c["number"]]]
    if scans.of(runs):
        lines += ["", "## Scans: where do the claims stop holding?", "", *scans.table(runs)]
    lines += ["", "## The fitting transition", "", transition_in_words(runs["transition"]), "",
              *[f"![{caption}](figures/{name}.png)\n\n*{caption}*\n" for number_, name, caption in pictures if number_ == 0],
              "", "## What the runs say about themselves", ""]
    for name, run in runs.items():
        verdicts = verdicts_of(run)
        lines += [f"**{name}**", ""] + [f"- {v['kind']}: {v['sentence']}" for v in verdicts if v["kind"] != "good"]
        lines += ["- nothing to remark"] if all(v["kind"] == "good" for v in verdicts) else []
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def main(words):
    if len(words) not in (1, 2):
        return 64, "reproduce.py takes the directory of the studies and their length"
    folder, length = pathlib.Path(words[0]), float(words[1]) if len(words) == 2 else 1.0
    runs = {}
    order = list(NEEDED) + sorted(p.parent.name for p in folder.glob("*/run.nc") if p.parent.name not in NEEDED)
    for name in order:
        path = folder / name / "run.nc"
        if not path.is_file():
            if name in NEEDED:
                return 66, f"{path} does not exist; run replicas reproduce jules2023 first"
            continue
        try:
            runs[name] = panels.Run(*read(path))
        except (OSError, ValueError, KeyError) as error:
            return 65, f"{path} is no run of this program: {error}"
    judged, why_not = claims.claims(runs), no_evidence(runs, length)
    if why_not:
        judged = [c | {"verdict": "not tested"} for c in judged]
    try:
        (folder / "figures").mkdir(exist_ok=True)
        pictures = []
        for claim, draw in reproduce_figures.ALL:
            figure = draw(runs)
            part = folder / "figures" / f".{draw.__name__}.tmp"
            figure.savefig(part, format="png", dpi=110)
            os.replace(part, folder / "figures" / f"{draw.__name__}.png")
            pyplot.close(figure)
            pictures.append((claim, draw.__name__, " ".join(draw.__doc__.split())))
        write(folder / "report.json", json.dumps(clean({"study": "arXiv:2304.01335", "length": length, "no_evidence": why_not,
                                                             "claims": judged}), indent=1) + "\n")
        write(folder / "report.md", report(runs, judged, pictures, length, why_not))
    except OSError as error:
        return 73, f"cannot write the report: {error}"
    if why_not:
        surroundings.say(why_not)
    for c in judged:
        surroundings.say(f"{c['number']}. {c['verdict']:<17} {c['claim']}")
    surroundings.say(f"report in {folder / 'report.md'}")
    return 0, ""


if __name__ == "__main__":
    surroundings.end(*main(sys.argv[1:]))
