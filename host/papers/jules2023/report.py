"""The report on arXiv:2304.01335: what is read, what stands in it beside the claims, and when its studies are no evidence."""
import json
import re

from jules2023 import claims as judged
from jules2023 import figures, scans

import panels
from run_file import read as read_run

FIGURES = figures.ALL
REFERENCE = "arXiv:2304.01335"
NEEDED = ("network", "quadratic", "transition", "wall-gas")
DECISIVE = ("network", "quadratic", "wall-gas")  # the transition is slow at any length: that is what it shows
OF_LENGTH = ("stationarity", "length", "effective_sample_size")  # checks of the program that a short run fails
TITLE = "The claims of arXiv:2304.01335, one by one"
INTRODUCTION = (
    "Jules et al., *Charting the Topography of the Neural Network Landscape with Thermal-Like Noise*. Only the abstract was used: "
    "the paper's own protocol is not known to us, so the numbers below are ours, at the protocol below, and not a comparison with "
    "its figures. Checks and thresholds are those of `host/papers/jules2023/claims.py`. Errors are one standard error over "
    "replicas.")


def read(folder):
    """Runs by name. FileNotFoundError names the first that is missing."""
    runs = {}
    for name in list(NEEDED) + sorted(p.parent.name for p in folder.glob("*/run.nc") if p.parent.name not in NEEDED):
        path = folder / name / "run.nc"
        if not path.is_file():
            raise FileNotFoundError(path)
        try:
            runs[name] = panels.Run(*read_run(path))
        except (OSError, ValueError, KeyError) as error:
            raise ValueError(f"{path} is no run of this program: {error}") from error
    return runs


def verdicts_of(run):
    """The verdicts stored in a run, with the keys of options (<steps>) as they are typed (--steps)."""
    found = json.loads(run.about.get("verdicts", "[]"))
    return [v | {"sentence": re.sub(r"<([a-z][a-z0-9-]*[a-z0-9])>", r"--\1", v["sentence"])} for v in found]


def no_evidence(runs):
    """Why nothing here is evidence for or against a claim, whatever length was asked for; "" when it is."""
    short = [name for name in DECISIVE
             if any(v["kind"] == "failure" and v["check"] in OF_LENGTH for v in verdicts_of(runs[name]))]
    return (f"Too short: by the program's own checks of length and stationarity {' and '.join(short)} failed (see the end), so no "
            "number here is evidence for or against a claim.") if short else ""


def claims(runs):
    return judged.claims(runs)


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


def closing(runs, pictures):
    """Sections after the claims."""
    lines = []
    if scans.of(runs):
        lines += ["", "## Scans: where do the claims stop holding?", "", *scans.table(runs)]
    lines += ["", "## The fitting transition", "", transition_in_words(runs["transition"]), "", *pictures,
              "", "## What the runs say about themselves", ""]
    for name, run in runs.items():
        verdicts = verdicts_of(run)
        lines += [f"**{name}**", ""] + [f"- {v['kind']}: {v['sentence']}" for v in verdicts if v["kind"] != "good"]
        lines += ["- nothing to remark"] if all(v["kind"] == "good" for v in verdicts) else []
        lines += [""]
    return lines
