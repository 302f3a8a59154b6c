"""`replicas collect`: the results of many runs as one netCDF file, over the options in which they differ.

    collect.py OUT --run NAME run.nc KEY=TEXT... +KEY... [--run ...]

KEY=TEXT are all options that define the run, +KEY those that were chosen."""
import os
import sys

import netCDF4
import numpy as np

AXIS_OF_ONE = "run"


class Refused(Exception):
    pass


def arguments(words):
    """The file to write, and (name, path, {key: text}) of each run: of the options that make one of them what it is."""
    runs = []
    for word in words[1:]:
        if word == "--run":
            runs.append([])
        else:
            runs[-1].append(word)
    chosen = {word[1:] for _, _, *said in runs for word in said if word.startswith("+")}
    texts = [dict(word.split("=", 1) for word in said if not word.startswith("+")) for _, _, *said in runs]
    return words[0], [(run[0], run[1], {key: text for key, text in own.items() if key in chosen}) for run, own in zip(runs, texts)]


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def differing(chosen):
    """The keys of which the runs say different things, with the texts in order: numbers by size, others as they come. An empty
    text is of a run to which the option does not apply."""
    keys = list(dict.fromkeys(key for one in chosen for key in one))
    axes = {}
    for key in keys:
        texts = list(dict.fromkeys(one.get(key, "") for one in chosen))
        if len(texts) > 1:
            numbers = [number(text) for text in texts]
            axes[key] = texts if None in numbers else [text for _, text in sorted(zip(numbers, texts))]
    return axes


def grid(chosen):
    """The axes, and for each run its place on them: one axis per differing option where the runs are all their combinations, once
    each; else one axis over the runs. Options that others tell apart already are no axes of their own (a burn-in that follows from
    the steps)."""
    axes = differing(chosen)
    for key in list(reversed(axes)):
        fewer = [other for other in axes if other != key]
        places = {tuple(one.get(other, "") for other in fewer) for one in chosen}
        if fewer and len(places) == len(chosen):
            if np.prod([len(axes[other]) for other in fewer]) == len(chosen):
                del axes[key]
    if axes and np.prod([len(texts) for texts in axes.values()]) == len(chosen):
        places = [tuple(texts.index(one.get(key, "")) for key, texts in axes.items()) for one in chosen]
        if len(set(places)) == len(chosen):
            return axes, places
    return {}, [(i,) for i in range(len(chosen))]


def read(path):
    """Attributes, and of each variable of the root over the temperature (dimensions, values, attributes)."""
    with netCDF4.Dataset(path) as file:
        file.set_auto_mask(False)
        variables = {name: (v.dimensions, v[:], {key: v.getncattr(key) for key in v.ncattrs() if key != "_FillValue"})
                     for name, v in file.variables.items()}
        return {name: file.getncattr(name) for name in file.ncattrs()}, variables


def same_axes(contents, name):
    """Whether a variable has the same dimensions and coordinates in all runs."""
    first = contents[0]
    if any(name not in one or one[name][0] != first[name][0] or one[name][1].shape != first[name][1].shape for one in contents):
        return False
    return all(d not in first or all(d in one and np.array_equal(one[d][1], first[d][1]) for one in contents)
               for d in first[name][0] if d != "temperature")


def write(path, runs):
    axes, places = grid([chosen for _, _, chosen in runs])
    attributes, contents = zip(*(read(file) for _, file, _ in runs))
    ladders = [one["temperature"][1] for one in contents]
    if any(len(ladder) != len(ladders[0]) for ladder in ladders):
        lengths = sorted({len(ladder) for ladder in ladders})
        raise Refused(f"the runs have {', '.join(map(str, lengths[:-1]))} and {lengths[-1]} temperatures; collect those with as many")
    one_ladder = all(np.array_equal(ladder, ladders[0]) for ladder in ladders)
    names = list(axes) or [AXIS_OF_ONE]
    shape = [len(texts) for texts in axes.values()] or [len(runs)]
    left_out = []
    with netCDF4.Dataset(path, "w") as file:
        file.Conventions, file.title = "replicas-collection-1", f"{len(runs)} runs of replicas over {', '.join(names)}"
        for name, length in zip(names, shape):
            file.createDimension(name, length)
        for name, texts in axes.items():
            # Whole numbers stay what they are: a seed has 64 bits, of which a double keeps 53.
            kind = "u8" if all(text.isdigit() for text in texts) else str if None in map(number, texts) else "f8"
            variable = file.createVariable(name, kind, (name,))
            variable[:] = np.array([int(text) for text in texts], "u8") if kind == "u8" else \
                np.array(texts, object) if kind is str else np.array(texts, "f8")
            variable.long_name = f"--{name} of the runs"

        def put(name, kind, dimensions, values, described):
            """`values` by run, each over `dimensions`."""
            whole = np.empty((*shape, *np.shape(values[0])), object if kind is str else kind)
            for place, value in zip(places, values):
                whole[place] = value
            variable = file.createVariable(name, kind, (*names, *dimensions), **({} if kind is str else {"fill_value": np.nan} if kind == "f8" else {}))
            variable[:] = whole
            variable.setncatts(described)

        put("directory", str, (), [name for name, _, _ in runs], {"long_name": "directory of the run"})
        for key in [key for key in differing([chosen for _, _, chosen in runs]) if key not in axes]:
            put(f"option_{key}", str, (), [chosen.get(key, "") for _, _, chosen in runs], {"long_name": f"--{key} of the run"})
        for key in ("complete", "steps", "seed", "weights", "examples", "replicas", "datasets"):
            if all(key in one for one in attributes) and key not in names:
                put(f"run_{key}", "i8", (), [int(one[key]) for one in attributes], {"long_name": f"{key} of the run"})
        first = contents[0]
        for dimension in dict.fromkeys(d for _, (dims, _, _) in first.items() for d in dims):
            file.createDimension("rung" if dimension == "temperature" and not one_ladder else dimension,
                                 next(v.shape[dims.index(dimension)] for dims, v, _ in first.values() if dimension in dims))
        for name, (dimensions, values, described) in first.items():
            if name in names:
                continue
            if not same_axes(contents, name):
                left_out.append(name)
                continue
            if dimensions == (name,) and (name != "temperature" or one_ladder):
                variable = file.createVariable(name, values.dtype, dimensions)
                variable[:] = values
                variable.setncatts(described)
                continue
            over = tuple("rung" if d == "temperature" and not one_ladder else d for d in dimensions)
            put(name, values.dtype.str[1:], over, [one[name][1] for one in contents], described)
        others = sorted({name for one in contents for name in one} - set(first))
    return names, shape, left_out + others


def main(words):
    path, runs = arguments(words)
    temporary = path + ".tmp"
    try:
        if len({os.path.realpath(file) for _, file, _ in runs}) < len(runs):
            raise Refused("a run is named twice")
        names, shape, left_out = write(temporary, runs)
        os.replace(temporary, path)
    except Refused as error:
        print(f"replicas: {error}", file=sys.stderr)
        sys.exit(65)
    except OSError as error:
        print(f"replicas: {path}: cannot be written: {error.strerror or error}", file=sys.stderr)
        sys.exit(74)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)
    where = " x ".join(f"{name} ({length})" for name, length in zip(names, shape))
    print(f"replicas: {len(runs)} runs over {where} in {path}", file=sys.stderr)
    if left_out:
        shown = ", ".join(left_out[:6]) + (f" and {len(left_out) - 6} more" if len(left_out) > 6 else "")
        print(f"replicas: left out, since not all runs have them over the same axes: {shown}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
