"""A result of `replicas solve` or `replicas theory` as the claims of a paper read it: arrays with their axes and errors."""
import netCDF4
import numpy as np

CONVENTIONS = "replicas-arrays-1"


class Study:
    """Arrays of double by name, NaN where something is absent; axes are arrays, too."""

    def __init__(self, about, values, axes=None):
        self.about, self.values, self.axes = about, values, axes or {}

    @classmethod
    def read(cls, path):
        with netCDF4.Dataset(path) as file:
            if getattr(file, "Conventions", "") != CONVENTIONS:
                raise ValueError(f"it has no attribute Conventions = {CONVENTIONS}")
            return cls({name: file.getncattr(name) for name in file.ncattrs()},
                       {name: np.ma.filled(np.ma.asarray(variable[:], dtype=float), np.nan)
                        for name, variable in file.variables.items()},
                       {name: variable.dimensions for name, variable in file.variables.items()})

    def __getitem__(self, name):
        return self.values[name]

    def error(self, name):
        return self.values.get(name + "_error", np.full_like(self.values[name], np.nan))

    def has(self, name):
        return name in self.values and np.isfinite(self.values[name]).any()

    def place(self, axis, value):
        """The index on an axis nearest to a value."""
        return int(np.argmin(np.abs(self.values[axis] - value)))

    def at(self, name, **where):
        """Value and error of an array where its leading axes have given values, such as load=0.5."""
        index = tuple(self.place(axis, value) for axis, value in where.items())
        return self.values[name][index], self.error(name)[index]

    def by_instance(self, name, load):
        """Instances x attempts x the rest of an array of single attempts, at a load."""
        values = self.values[name][self.place("load", load)]
        several = "attempt" in self.values
        return values if several else values[:, None]

    def near_solutions(self, load, distance):
        """Local entropy per weight less that of all weights, at a distance from the solutions of a study: each attempt's curve is
        followed between its points, then averaged by instance."""
        d, entropy = (self.by_instance("instance_local_" + name, load) for name in ("distance", "entropy"))
        return mean_over_instances(np.array([[followed(x, s - sphere(x), distance) for x, s in zip(*one)] for one in zip(d, entropy)]))

    def local_energy(self, load, flips):
        """The share of patterns that flips at a rate make wrong, mean over solutions."""
        return mean_over_instances(self.by_instance("instance_local_energy", load)[..., self.place("flips", flips)])


def sphere(d):
    """Entropy per weight of all configurations at a distance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(-d * np.log(d)) - (1 - d) * np.log1p(-d)


def followed(x, y, at):
    """A curve between its points; NaN beyond them."""
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if len(x) == 0 or not x.min() <= at <= x.max():
        return np.nan
    order = np.argsort(x)
    return np.interp(at, x[order], y[order])


def mean_over_instances(values):
    """Mean and standard error over instances, whose attempts are averaged first; NaN where none, or only one, is known."""
    known = np.isfinite(values)
    each = np.where(known, values, 0).sum(1)[known.any(1)] / known.sum(1)[known.any(1)]
    if len(each) == 0:
        return np.nan, np.nan
    return each.mean(), each.std(ddof=1) / np.sqrt(len(each)) if len(each) > 1 else np.nan


def folder_of(path):
    """The studies of a reproduction, by the names of their folders."""
    return {file.parent.name: Study.read(file) for verb in ("solve", "theory") for file in sorted(path.glob(f"*/{verb}.nc"))}
