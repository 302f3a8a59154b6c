#!/usr/bin/env python3
"""Writes the IDX files of this folder with numpy: python3 make_idx.py."""
import gzip
import pathlib
import struct

import numpy as np

here = pathlib.Path(__file__).parent
codes = {"uint8": 0x08, "int8": 0x09, "int16": 0x0B, "int32": 0x0C, "float32": 0x0D, "float64": 0x0E}


def idx(array):
    header = struct.pack(">BBBB", 0, 0, codes[array.dtype.name], array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


def save(name, array):
    (here / name).write_bytes(idx(array))


def pack(name, data):
    (here / name).write_bytes(gzip.compress(data, mtime=0))


images = np.arange(0, 240, 5, dtype="uint8").reshape(3, 4, 4)
labels = np.array([2, 0, 255], dtype="uint8")
save("images", images)
save("labels", labels)
pack("images.gz", idx(images))
pack("labels.gz", idx(labels))
for name in ("int8", "int16", "int32"):
    limits = np.iinfo(name)
    save(name, np.array([-1, 1, limits.min, limits.max], dtype=name))
save("float32", np.array([-1, 0.25, 3e-30, 1e30], dtype="float32"))
pack("float64.gz", idx(np.array([-1, 0.25, np.float32(3e-30), np.float32(1e30)], dtype="float64")))
# 4 GiB are promised, one byte is there.
pack("promises_much.gz", struct.pack(">BBBBI", 0, 0, 8, 1, 0xFFFFFFFF) + b"\1")
