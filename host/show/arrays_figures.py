"""The figure of a result of `replicas solve` or `replicas theory`: a panel for every array, against its last axis."""
import matplotlib.pyplot as plt
import numpy as np

import panels

CONVENTIONS = "replicas-arrays-1"
AGAINST = {"local_entropy": "local_distance", "local_entropy_less_sphere": "local_distance"}  # not against the field
HIDDEN = {"local_distance", "local_entropy_converged", "constant_inputs"}
COLUMNS = 3


def read(file):
    """Arrays by name: their axes, values, errors and words; those of single instances are left to the file."""
    found = {}
    for name, variable in file.variables.items():
        one_of_errors = name.endswith("_error") and name[:-6] in file.variables
        if name in file.dimensions or one_of_errors or "instance" in variable.dimensions or name in HIDDEN:
            continue
        values = np.ma.filled(np.ma.asarray(variable[:], dtype=float), np.nan)
        if not np.isfinite(values).any():
            continue
        errors = file.variables.get(name + "_error")
        errors = np.zeros_like(values) if errors is None else np.nan_to_num(np.ma.filled(errors[:], 0.0))
        found[name] = (variable.dimensions, values, errors, variable.long_name, variable.units)
    return found


def label(long_name, unit):
    return long_name if unit == "1" else f"{long_name} ({unit})"


def draw(file):
    """A figure of all arrays; ValueError when there is none."""
    arrays = read(file)
    if not arrays:
        raise ValueError("it has no number to draw")
    rows = -(-len(arrays) // COLUMNS)
    columns = min(len(arrays), COLUMNS)
    figure, axes = plt.subplots(rows, columns, figsize=(3.2 * columns, 2.4 * rows), squeeze=False)
    for panel in axes.flat[len(arrays):]:
        panel.set_axis_off()
    for panel, (name, (dimensions, values, errors, long_name, unit)) in zip(axes.flat, arrays.items()):
        across = file.variables[AGAINST.get(name, dimensions[-1])]
        x = np.broadcast_to(np.ma.filled(across[:].astype(float), np.nan), values.shape).reshape(-1, values.shape[-1])
        outer = file.variables[dimensions[0]]
        for i, (here, line, error) in enumerate(zip(x, values.reshape(x.shape), errors.reshape(x.shape))):
            colour = panels.COLD_TO_HOT(i / max(1, len(x) - 1))
            words = f"{outer.long_name} {outer[i]:g}" if len(x) > 1 else None
            panel.errorbar(here, line, error, color=colour, marker="o", label=words)
        if np.all(x > 0) and np.nanmax(x) >= 100 * np.nanmin(x):
            panel.set_xscale("log")
        panel.set_title(name)
        panel.set_xlabel(label(across.long_name, across.units))
        panel.set_ylabel(f"({unit})" if unit != "1" else "")
        if 1 < len(x) <= 5:
            panel.legend()
    figure.suptitle(file.title, fontsize=9)
    return figure
