#!/usr/bin/env python3
"""Writes the seeds of the corpora from the malformed inputs of tests/program/bad_input and a few good ones. What a
campaign finds is added beside them by hand. Debian's python3 with numpy:  python3 make_corpus.py"""
import hashlib
import pathlib
import struct
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
    target = "csv" if name.endswith(".csv") else "npy" if data[:1] == b"\x93" else "npz" if data[:2] == b"PK" else "idx"
    if target != "idx" or data[:2] in (b"\0\0", b"\x1f\x8b"):
        keep(target, data)
    if target == "csv":
        keep("table", b"0" + data)
for text in (b"1,2\n3,4\n", b"# c\na,b\r\n1e-3,+.5\r\n", b"\xef\xbb\xbf-1\n", b" 1 ,\t2\n\n3,4"):
    keep("csv", text)
for text in (b"1,2,3,0\n4,5,6,1\n", b",a,b,label\n0,1,2,cat\n1,3,4,\"dog\"\n", b"0,1,2,3\n.1,.2,.3,2\n", b"x,y,z\n1,2,3\n",
             b"label,0,1\n1,2,3\n0,4,5\n", b"a,b\n1,0,1\n2,3,4\n", b"".join(b"%d,.5,.5,%d\n" % (i, i % 2) for i in range(6)),
             b"1,0.5,1,0,0\n2,0.5,0,0,1\n"):
    for loss in (b"0", b"1", b"2", b"3"):
        keep("table", loss + text)
for kind in ("int8", "int16", "int32", "float32", "float64.gz", "images.gz", "labels"):
    keep("idx", (here.parent / "data" / "idx" / kind).read_bytes())
for packed in (data_files.npz(x=data_files.X), data_files.npz(x=data_files.X, y=data_files.Y),
               data_files.zipped("x.npy", data_files.GOOD)):
    keep("npz", packed)
for path in (here.parent / "data" / "npy").glob("*.npy"):
    keep("npy", path.read_bytes())
for data in configs.files().values():
    keep("config", data)
keep("config", b'temps = [1e-3, 1e-2]\nreplicas = 3\nno-bias = true\nseed = "0xff"\n')
for target, good in (("temps", [b"1e-5:1e-2", b"1e-5:1e-2:7", b"1e-5,1e-4,3e-3", b"0.5"]),
                     ("network", [b"10-24-24-3", b"1-1", b"65536-65536"])):
    for value in [*values(target), *good]:
        keep(target, value)

HEAD = b"replicas manifest 2\nprogram 0.1.0\nseed 1\ndata 00000000000004d2\nplanned 50\nstep 40\nstep-sizes 0.1 1e-05\n"
for text in (HEAD, HEAD + b"file config.toml 10 0000000000000007\nfile state.0.40 280 00000000000000ff\n"
             b"file segments/000000 9 ffffffffffffffff\nresult run.nc 5 0000000000000006\n",
             HEAD.replace(b"step 40", b"step 51"), HEAD.replace(b"0.1 ", b"nan "), HEAD.replace(b"seed 1", b"seed 01"),
             HEAD.replace(b"manifest 2", b"manifest 1"), HEAD + b"file ../x 1 0000000000000001\n",
             HEAD + b"file segments/../x 1 0000000000000001\n", HEAD + b"file state.0.40 -1 1\n", HEAD[:60], b""):
    keep("manifest", text)  # the target adds the checksum


def frame(kind, number, step, body):
    return struct.pack("<8sIIIIQ", b"replicas", 4, 0x01020304, kind, number, step) + body


def vector(kind, values):
    return struct.pack(f"<Q{len(values)}{kind}", len(values), *values)


# The arrays of each occasion and the sums over steps, as the program names them.
LAYOUT = (b"loss:f active_points:f weight_norm2:f | weights:f gauge_modes:f curvature_probe:d loss_of_weights:d total_loss:d "
          b"test_loss:d test_error:d loss_participation:d | largest_eigenvalue:d | loss loss2 gradient2 gradient4 gradient_product "
          b"batch_noise2 wrong largest_weight ")


def segment(steps):
    """What a run of the target's 3-4-3 network with 2 replicas writes, with one of everything from step 30 on."""
    def sample(step):
        return struct.pack("<Q", step) + vector("f", [1, 2]) + vector("f", range(6)) + vector("f", [1, 2])
    late = [step for step in steps if step > 20]
    series = [[sample(step) for step in steps if step <= 20], [sample(step) for step in late],
              [struct.pack("<Q", step) + vector("f", range(62)) + vector("f", range(10)) + vector("d", [1, 2]) * 6
               for step in late],
              [struct.pack("<Q", step) + vector("d", [3, 4]) for step in late], [struct.pack("<QQ", 1, s) for s in late[:1]],
              [struct.pack("<Q", s) for s in late[:1]]]
    sums = struct.pack("<Q8dB", 10, *range(8), 1)
    cells = struct.pack("<QQQ", 0, 1, 2) + 2 * sums
    return (struct.pack("<Q", len(LAYOUT)) + LAYOUT + b"".join(struct.pack("<Q", len(some)) + b"".join(some) for some in series) + cells
            + struct.pack("<Q", max(steps)) + vector("d", [0.5, 0.25]) + vector("d", []))


for body in (segment([10, 20]), segment([30]), segment([10, 20, 30, 40])):
    whole = frame(2, 0, 0, body)
    for data in (whole, whole[:-1], whole + b"\0", whole[:40] + b"\xff" * 8 + whole[48:]):
        keep("state", data)
for count in (0, 1, 62, 63):
    keep("state", frame(1, 0, 40, struct.pack(f"<{count}f", *range(count))))
keep("state", frame(1, 0, 40, bytes(9)))
keep("state", frame(2, 0, 0, b"").replace(b"\x04\x03\x02\x01", b"\x01\x02\x03\x04"))
keep("state", frame(2, 0, 0, b"").replace(b"\x02\0\0\0", b"\x01\0\0\0", 1))
