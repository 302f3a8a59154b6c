"""Training runs (T = 0) as the claims of a paper read them: curves over steps with errors over replicas, and the numbers of single
replicas."""
import json
import pathlib

import netCDF4
import numpy as np

import panels
from power_law import slope
from run_file import read as read_run


class TrainingStudy(panels.Run):
    """The curves of a run at its one temperature, and losses and saved weights of its replicas."""

    def __init__(self, path):
        super().__init__(*read_run(path))
        with netCDF4.Dataset(path) as file:
            self.verdicts = json.loads(file.getncattr("verdicts")) if "verdicts" in file.ncattrs() else []
            self.replica_losses = self.draw_steps = self.weights = self.weight_steps = None
            for group in file.groups.values():
                if "loss" in group.variables and group.name == "posterior":
                    self.replica_losses = np.asarray(group["loss"][:, :, 0], float)  # chain x draw
                    self.draw_steps = np.asarray(group["draw_step"][:])
                if "weights" in group.variables:
                    self.weights = np.asarray(group["weights"][:, :, 0], float)  # chain x draw x weight
                    self.weight_steps = np.asarray(group["draw_step"][:])

    def curve(self, name, axis):
        """Steps, means and errors of a curve."""
        return self.values[axis], self.values[name][0], self.values[name + "_error"][0]

    def at(self, name, axis, step):
        """Value and error of a curve at the step nearest to one."""
        steps, value, error = self.curve(name, axis)
        place = int(np.argmin(np.abs(steps - step)))
        return value[place], error[place]

    def number(self, name):
        return float(self.about[name])


def read(folder, needed):
    """Studies by name; FileNotFoundError names the first of the needed ones that is missing."""
    for name in needed:
        if not (folder / name / "run.nc").is_file():
            raise FileNotFoundError(folder / name / "run.nc")
    studies = {}
    for path in sorted(pathlib.Path(folder).glob("*/run.nc")):
        try:
            studies[path.parent.name] = TrainingStudy(path)
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise ValueError(f"{path} is no training run of this program: {error}") from error
    return studies


def protocol(studies):
    lines = ["| study | options |", "|---|---|"]
    for name, study in studies.items():
        words = str(study.about.get("history", "")).split()
        lines.append(f"| {name} | `{' '.join(words[1:words.index('--out')] if '--out' in words else words[1:])}` |")
    sources = sorted({str(study.about.get("source", "replicas")) for study in studies.values()})
    return lines + ["", f"Made by {', '.join(sources)}. The protocol and all thresholds are ours: only the abstract was at hand."]


def local_slopes(x, y, error):
    """Exponents between neighbours, with errors."""
    return [slope(x[i:i + 2], y[i:i + 2], error[i:i + 2]) for i in range(len(x) - 1)]
