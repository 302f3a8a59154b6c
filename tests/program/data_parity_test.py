"""NPY, IDX and CSV files as numpy reads them: on arrays that numpy wrote, and on every input of the fuzz corpora that
this program takes. Debian's python3 with numpy.

    data_parity_test.py PRINT_DATA_ARRAY CORPUS"""
import csv
import gzip
import io
import pathlib
import struct
import subprocess
import sys
import tempfile
import warnings

import numpy as np

NPY_KINDS = ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool", "float16"]
CODES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def read_npy(data):
    return np.load(io.BytesIO(data), allow_pickle=False)


def read_idx(data):
    shape = struct.unpack_from(f">{data[3]}I", data, 4)
    return np.frombuffer(data, CODES[data[2]], offset=4 + 4 * data[3]).reshape(shape)


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def is_header(first, second):
    """The rule of docs/guides/data.md, in other words: names, words above numbers, or a count over four columns."""
    names = [bool(field) and number(field) is None for field in first]
    counted = [field for field, name in zip(first, names) if not name and (field or field is not first[0])]
    counts = bool(counted) and counted in ([str(i + k) for i in range(len(counted))] for k in (0, 1))
    known = any(field.lower() in ("label", "class", "target", "y", "species") for field in first)
    if not second:
        return all(names)
    if counts and any((number(b) is None) != name for name, b in zip(names, second)):
        return True
    if all(names[1:]) and (names[0] or (not first[0] and len(first) > 1)):
        return len(first) > 1 or number(second[0]) is not None or known
    return counts and (len(first) >= 4 or known or not first[0])


def read_csv(data):
    lines = data.decode("utf-8-sig").split("\n")
    rows = [line for line in lines if line.strip(" \t\r") and not line.startswith("#")]
    rows = [[field.strip(" \t\r") for field in row] for row in csv.reader(rows, skipinitialspace=True)]
    if rows and is_header(rows[0], rows[1] if len(rows) > 1 else None):
        rows = rows[1:]
    return np.loadtxt([",".join(row) for row in rows], delimiter=",", comments=None, ndmin=2).astype("float32")


def read_npz(data):
    return np.load(io.BytesIO(data), allow_pickle=False)["x"]


READERS = {"npy": read_npy, "idx": read_idx, "csv": read_csv, "npz": read_npz}
CORPORA = ("npy", "idx", "csv")


def expected_line(array):
    shape = ",".join(map(str, array.shape)) or "scalar"
    if array.dtype.kind == "f":
        with np.errstate(over="ignore"):
            numbers = [float(x) for x in array.ravel().astype("float32")]
    else:
        numbers = [int(x) for x in array.ravel()]
    return array.dtype.name, shape, numbers


def parsed(line):
    _, name, shape, *numbers = line.split(" ")
    convert = float.fromhex if name.startswith("float") else int
    return name, shape, [convert(text) for text in numbers]


def same(a, b):
    return a[:2] == b[:2] and len(a[2]) == len(b[2]) and all(x == y or (x != x and y != y) for x, y in zip(a[2], b[2]))


def made_by_numpy(folder):
    """(path, reader) of files with random numbers, shapes and types, every half among them."""
    generator = np.random.default_rng(1)
    np.save(folder / "halves.npy", np.arange(65536, dtype="uint16").view("float16"))
    yield folder / "halves.npy", "npy"
    for i in range(60):
        shape = tuple(generator.integers(1, 6, generator.integers(1, 5)))
        values = generator.normal(size=shape) * 10.0 ** generator.integers(-20, 20)
        kind = NPY_KINDS[i % len(NPY_KINDS)]
        with np.errstate(over="ignore", under="ignore"):
            array = values.astype(kind) if kind[0] == "f" else generator.integers(0, 256, shape).astype(kind)
        if i % 2:
            array = np.asfortranarray(array)
        path = folder / f"{i}.npy"
        np.save(path, array)
        yield path, "npy"
        code, big = list(CODES.items())[i % 6]
        whole = generator.integers(0, 128, shape)
        data = struct.pack(">BBBB", 0, 0, code, len(shape)) + struct.pack(f">{len(shape)}I", *shape)
        data += (values if big[1] == "f" else whole).astype(big).tobytes()
        path = folder / f"{i}.idx"
        path.write_bytes(gzip.compress(data) if i % 2 else data)
        yield path, "idx"
        path = folder / f"{i}.npz"
        (np.savez_compressed if i % 2 else np.savez)(path, other=whole, x=array)
        yield folder / f"{i}.npz:x", "npz"
        path = folder / f"{i}.npy.gz"
        path.write_bytes(gzip.compress((folder / f"{i}.npy").read_bytes()))
        yield path, "npy"
        path = folder / f"{i}.csv"
        table = values.reshape(shape[0], -1)
        np.savetxt(path, table, delimiter=",", fmt=["%.18e", "%r", "%.6g", "%g"][i % 4],
                   header="a table" if i % 3 == 0 else "", newline="\r\n" if i % 5 == 0 else "\n")
        yield path, "csv"


def main(program, corpus):
    failures = taken = 0
    with tempfile.TemporaryDirectory() as name:
        own = list(made_by_numpy(pathlib.Path(name)))
        inputs = own + [(path, kind) for kind in CORPORA for path in sorted((corpus / kind).iterdir())]
        lines = subprocess.run([program, *[str(path) for path, _ in inputs]], check=True, capture_output=True,
                               text=True, errors="replace").stdout.split("\n")
        for i, ((path, kind), line) in enumerate(zip(inputs, lines)):
            if line.startswith("refused"):
                if i < len(own):
                    failures += 1
                    print(f"FAILED {path.name}: numpy wrote it, {line}")
                continue
            taken += 1
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    if not line.startswith("ok"):
                        raise ValueError(f"printed {line!r}")
                    data = pathlib.Path(str(path).removesuffix(":x")).read_bytes()
                    if data[:2] == b"\x1f\x8b":
                        data = gzip.decompress(data)
                    kind = "npy" if data[:1] == b"\x93" else kind
                    reader = READERS["csv"] if " float32 " in line and data[:1] not in (b"\x93", b"\0", b"P") else READERS[kind]
                    expected, got = expected_line(reader(data)), parsed(line)
            except Exception as error:  # numpy refuses what this program took
                failures += 1
                print(f"FAILED {path}: taken, but numpy says {type(error).__name__}: {error}")
                continue
            if not same(expected, got):
                failures += 1
                print(f"FAILED {path}: numpy reads {str(expected)[:200]}\n  this program {str(got)[:200]}")
    print(f"{taken} of {len(inputs)} files taken, {failures} unlike numpy")
    return 1 if failures or taken < len(own) + 20 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
