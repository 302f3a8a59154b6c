"""run.nc as the figures want it."""
import netCDF4

GROUPS = ("curvature_map", "dynamics", "reweighting", "training")  # of curves; their names are unique in the file


def read(path):
    """Root attributes of run.nc, and the variables of its root and of its groups of curves. ValueError when it is no run."""
    with netCDF4.Dataset(path) as file:
        if not str(getattr(file, "Conventions", "")).startswith("replicas-"):
            raise ValueError("it has no attribute Conventions = replicas-1")
        return ({name: file.getncattr(name) for name in file.ncattrs()},
                {name: variable[:] for group in (file, *(file.groups[g] for g in GROUPS if g in file.groups))
                 for name, variable in group.variables.items()})
