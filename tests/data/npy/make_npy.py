"""Writes the NPY files beside this script with NumPy; tests/formula/npy_test.cc knows what is in them."""

import pathlib

import numpy
from numpy.lib import format as npy

here = pathlib.Path(__file__).parent
matrix = numpy.array([[0.5, -1.25, 3.0], [1e-30, 7.0, -0.0]])

for dtype in ("float32", "float64"):
    numpy.save(here / f"{dtype}.npy", matrix.astype(dtype))
for dtype in ("int32", "int64", "uint8"):
    numpy.save(here / f"{dtype}.npy", numpy.array([2, 0, 1, 127]).astype(dtype))
numpy.save(here / "negative.npy", numpy.array([-1, 1, -(2**40)]))
numpy.save(here / "scalar.npy", numpy.float64(2.5))
numpy.save(here / "no_rows.npy", numpy.zeros((0, 3), "float32"))
for version in (2, 3):
    with open(here / f"version{version}.npy", "wb") as file:
        npy.write_array(file, matrix.astype("float32"), version=(version, 0))
numpy.save(here / "fortran.npy", numpy.asfortranarray(matrix))
for dtype in ("bool", "float16", "int16", "uint16"):
    numpy.save(here / f"{dtype}.npy", numpy.zeros(2, dtype))

# Not taken.
numpy.save(here / "big_endian.npy", matrix.astype(">f4"))
numpy.save(here / "objects.npy", numpy.array([{"a": 1}, None], object), allow_pickle=True)
numpy.save(here / "fields.npy", numpy.zeros(2, [("a", "<f4"), ("b", "<i4")]))
numpy.save(here / "dimensions9.npy", numpy.zeros((1,) * 9, "float32"))
for dtype in ("complex64", "<U4", "S4", "datetime64[s]", "longdouble"):
    name = "".join(letter for letter in dtype if letter.isalnum())
    numpy.save(here / f"{name}.npy", numpy.zeros(2, dtype))
