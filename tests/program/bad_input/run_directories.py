"""Wrong run directories and results: what plot, diagnose, --config and --out are pointed at."""
import netCDF4

GARBAGE = b"this is no netCDF file\n" * 10


def foreign(path):
    """A netCDF-4 file that no run wrote."""
    with netCDF4.Dataset(path, "w") as file:
        file.createDimension("x", 3)
        file.createVariable("x", "f8", ("x",))[:] = [1, 2, 3]


def classic(path):
    with netCDF4.Dataset(path, "w", format="NETCDF3_CLASSIC") as file:
        file.createDimension("temperature", 3)
        file.createVariable("temperature", "f8", ("temperature",))[:] = [1, 2, 3]


def changed(path, run, change):
    """run.nc of a real run with one thing changed."""
    path.write_bytes(run)
    with netCDF4.Dataset(path, "a") as file:
        change(file)


CHANGES = {
    "other_version.nc": lambda file: file.setncattr("output_schema_version", 99),
    "text_version.nc": lambda file: file.setncattr("output_schema_version", "one"),
    "no_version.nc": lambda file: file.delncattr("output_schema_version"),
    "no_temperature.nc": lambda file: file.renameVariable("temperature", "temperatures"),
    "no_posterior.nc": lambda file: file.renameGroup("posterior", "other"),
}


def files(run):
    """`run`: bytes of a good run.nc."""
    size = len(run)
    made = {f"cut{i}.nc": run[:length] for i, length in enumerate([1, 7, 8, 100, 512, size // 4, size // 2, size - 1])}
    made["empty.nc"] = b""
    made["garbage.nc"] = GARBAGE
    made["head.nc"] = b"\x89HDF\r\n\x1a\n" + b"\xff" * 2000
    made["garbage_run/run.nc"] = GARBAGE
    made["empty_run/config.toml"] = b'seed = "1"\n'
    made["occupied/notes.txt"] = b"mine\n"
    made["file"] = b"a file\n"
    made["good_run/run.nc"] = run
    return made


def make_netcdf(folder, run):
    foreign(folder / "foreign.nc")
    classic(folder / "classic.nc")
    for name, change in CHANGES.items():
        changed(folder / name, run, change)


def cases():
    results = ["garbage.nc", "head.nc", "foreign.nc", "classic.nc", *CHANGES, *(f"cut{i}.nc" for i in range(8))]
    for name in results:
        yield ["diagnose", name], 65, [name]
        yield ["--config", name], 65, [name]
    for verb in ("diagnose", "plot"):
        yield [verb, "missing"], 66, ["missing"]
        yield [verb, "missing.nc"], 66, ["missing.nc"]
        yield [verb, "empty_run"], 66, ["empty_run"]
        yield [verb, "folder"], 66, ["folder"]
        yield [verb, "loop"], 66, ["loop"]
        yield [verb, "a\nb"], 66, ["a\\x0ab"]
    yield ["diagnose", "empty.nc"], 65, ["empty.nc"]
    yield ["diagnose", "garbage_run"], 65, ["garbage_run/run.nc"]
    yield ["diagnose", "file"], 65, ["file"]
    yield ["diagnose", "pipe"], 66, ["pipe"]
    short = ["--temps", "1e-3", "--steps", "100", "--sample-interval", "10", "--burn-in", "0", "--start", "random"]
    for out in ("occupied", "good_run", "file"):
        yield [*short, "--out", out], 73, [out]
    yield [*short, "--out", "file/inner"], 73, ["file"]
    yield [*short, "--out", "loop/inner"], 73, ["loop/inner"]
    yield [*short, "--out", "/proc/replicas"], 73, ["/proc/replicas"]
    yield [*short, "--out", "n" * 300], 73, ["File name too long"]
    yield [*short, "--out", "pipe"], 73, ["pipe"]
