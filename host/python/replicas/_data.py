"""Arrays of the caller as data of a run. They take the way of files: an array travels as the bytes of an NPY file, so that
what is assumed, refused and computed is the same, bit for bit."""
from __future__ import annotations

import io
import os
from typing import Any

import numpy as np

Pair = tuple[bytes, bytes]


def data_of(value: Any, keyword: str) -> tuple[str | None, list[Pair]]:
    """The text of files, or the pairs of arrays, that `value` stands for: a path or "INPUTS,LABELS"; two paths; (x, y); or a
    list of (x, y), a data set each."""
    if value is None:
        return None, []
    if isinstance(value, (str, os.PathLike)):
        return os.fspath(value), []
    parts = list(value) if isinstance(value, (tuple, list)) else None
    if not parts:
        raise TypeError(f"{keyword}= takes (x, y), a list of such pairs, or files; not {type(value).__name__}")
    if isinstance(value, list) and all(isinstance(part, tuple) for part in parts):
        return None, [pair_of(part, f"{keyword}[{i}]" if len(parts) > 1 else keyword) for i, part in enumerate(parts)]
    if len(parts) == 2 and all(isinstance(part, (str, os.PathLike)) for part in parts):
        return ",".join(os.fspath(part) for part in parts), []
    return None, [pair_of(parts, keyword)]


def pair_of(value: Any, shown: str) -> Pair:
    """Inputs and answers as bytes."""
    if len(value) != 2:
        raise TypeError(f"{shown} has {len(value)} parts; it is (x, y): inputs and labels or targets")
    return npy_of(inputs_of(value[0], f"{shown}[0]")), answers_of(value[1], f"{shown}[1]")


def numeric(value: Any, shown: str) -> np.ndarray:
    """An array of one of the types that data files have; the values are kept exactly."""
    array = np.asarray(value)
    if array.dtype.kind == "f":
        return array.astype("<f4" if array.dtype.itemsize < 8 else "<f8", copy=False)
    if array.dtype == np.uint8:
        return array
    if array.dtype.kind in "iu":
        if array.dtype.kind == "u" and array.size and array.max() > np.iinfo(np.int64).max:
            raise ValueError(f"{shown}: {array.max()} is beyond 64 bits with a sign")
        return array.astype("<i8", copy=False)
    raise TypeError(f"{shown}: an array of {array.dtype} holds neither numbers nor words")


def inputs_of(value: Any, shown: str) -> np.ndarray:
    array = np.asarray(value)
    return array.astype("<f4") if array.dtype.kind == "b" else numeric(array, shown)


def answers_of(value: Any, shown: str) -> bytes:
    """Labels that are words become a CSV file of one column, which is where files have words."""
    array = np.asarray(value)
    if array.dtype.kind == "b":
        array = array.astype("<i8")
    if array.dtype.kind == "O" and all(isinstance(entry, str) for entry in array.ravel()):
        array = array.astype(str)
    if array.dtype.kind != "U":
        return npy_of(numeric(array, shown))
    if array.ndim != 1:
        raise ValueError(f"{shown}: words have the shape {array.shape}, it must be (examples,)")
    if any("\n" in word or "\r" in word for word in array):
        raise ValueError(f"{shown}: a label has a line break in it")
    return "".join('"' + word.replace('"', '""') + '"\n' for word in array).encode()


def npy_of(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
    return buffer.getvalue()
