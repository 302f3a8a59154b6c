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


def folder_of(path):
    """The studies of a reproduction, by the names of their folders."""
    return {file.parent.name: Study.read(file) for verb in ("solve", "theory") for file in sorted(path.glob(f"*/{verb}.nc"))}
