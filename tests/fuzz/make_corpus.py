#!/usr/bin/env python3
"""Writes the seeds of the corpora from the malformed inputs of tests/program/bad_input and a few good ones. What a
campaign finds is added beside them by hand. Debian's python3 with numpy:  python3 make_corpus.py"""
import hashlib
import pathlib
import sys

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here.parent / "program" / "bad_input"))
import command_lines  # noqa: E402
import configs  # noqa: E402
import data_files  # noqa: E402

LONGEST = 2000


def keep(target, data):
    folder = here / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    if len(data) <= LONGEST:
        (folder / hashlib.sha1(data).hexdigest()[:12]).write_bytes(data)


def values(option):
    """The values that the table of command lines gives one option."""
    for words, *_ in command_lines.CASES:
        words = words.split() if isinstance(words, str) else words
        for name, value in zip(words, words[1:]):
            if name == f"--{option}":
                yield value if isinstance(value, bytes) else value.encode()


for name, data in data_files.files().items():
    target = "csv" if name.endswith(".csv") else "npy" if data[:1] == b"\x93" else "idx"
    if target != "idx" or data[:2] in (b"\0\0", b"\x1f\x8b"):
        keep(target, data)
for text in (b"1,2\n3,4\n", b"# c\na,b\r\n1e-3,+.5\r\n", b"\xef\xbb\xbf-1\n", b" 1 ,\t2\n\n3,4"):
    keep("csv", text)
for kind in ("int8", "int16", "int32", "float32", "float64.gz", "images.gz", "labels"):
    keep("idx", (here.parent / "data" / "idx" / kind).read_bytes())
for path in (here.parent / "data" / "npy").glob("*.npy"):
    keep("npy", path.read_bytes())
for data in configs.files().values():
    keep("config", data)
keep("config", b'temps = [1e-3, 1e-2]\nreplicas = 3\nno-bias = true\nseed = "0xff"\n')
for target, good in (("temps", [b"1e-5:1e-2", b"1e-5:1e-2:7", b"1e-5,1e-4,3e-3", b"0.5"]),
                     ("network", [b"10-24-24-3", b"1-1", b"65536-65536"])):
    for value in [*values(target), *good]:
        keep(target, value)
