"""Damaged saved runs: what resume, and the command that began a run, are pointed at. Both manifests are damaged alike, or
a file that both list, so that there is no earlier checkpoint to go on from. Where it is written "crafted", every size and
checksum fits again: what is wrong is the contents alone."""
import os
import re
import shutil
import struct

import xxhash


def checksum(data):
    return xxhash.xxh3_64_intdigest(data)


def with_checksum(text):
    return text + b"checksum %016x\n" % checksum(text)


def body(run):
    """The manifest without its last line."""
    text = (run / "manifest").read_bytes()
    return text[:text.rindex(b"checksum ")]


def set_manifests(run, text):
    for name in ("manifest", "manifest.prev"):
        (run / name).write_bytes(text)


def state(run):
    return run / re.search(rb"file (state\S+)", (run / "manifest").read_bytes())[1].decode()


def segment(run):
    return run / "segments" / "000000"


def craft(run, path, data):
    """Puts the data there and lists them as if they had been written so."""
    path.write_bytes(data)
    name = path.relative_to(run).as_posix().encode()
    set_manifests(run, with_checksum(re.sub(rb"file %s \d+ \w+" % name, b"file %s %d %016x" % (name, len(data), checksum(data)),
                                            body(run))))


MANIFESTS = {  # the whole text after a change of the good one
    "empty": lambda text: b"",
    "newline": lambda text: b"\n",
    "nul": lambda text: b"\0" * 200,
    "garbage": lambda text: b"this is no manifest\n" * 5,
    "cut": lambda text: text[:len(text) // 2],
    "cut1": lambda text: text[:-1],
    "longer": lambda text: text + b"\n",
    "twice": lambda text: text * 2,
    "bit": lambda text: text.replace(b"seed 1", b"seed 3"),
    "crlf": lambda text: text.replace(b"\n", b"\r\n"),
    "bom": lambda text: b"\xef\xbb\xbf" + text,
    "version": lambda text: text.replace(b"manifest 2", b"manifest 1"),
}
CRAFTED = {  # the text before the checksum, which is made to fit
    "nothing": lambda text: text[:text.index(b"\n") + 1],
    "seed": lambda text: text.replace(b"seed 1", b"seed -1"),
    "spelling": lambda text: text.replace(b"seed 1", b"seed 01"),
    "overflow": lambda text: text.replace(b"seed 1", b"seed 18446744073709551616"),
    "no_seed": lambda text: text.replace(b"seed 1\n", b""),
    "order": lambda text: re.sub(rb"(planned.*\n)(step .*\n)", rb"\2\1", text),
    "beyond": lambda text: re.sub(rb"\nstep \d+", b"\nstep 999999", text),
    "other_step": lambda text: re.sub(rb"\nstep \d+", b"\nstep 1", text),
    "nan": lambda text: re.sub(rb"step-sizes \S+", b"step-sizes nan", text),
    "infinite": lambda text: re.sub(rb"step-sizes \S+", b"step-sizes inf", text),
    "negative": lambda text: re.sub(rb"step-sizes \S+", b"step-sizes -1", text),
    "one_size": lambda text: re.sub(rb"step-sizes .*", b"step-sizes 0.05", text),
    "parent": lambda text: re.sub(rb"file state\S+", b"file ../file", text),
    "absolute": lambda text: re.sub(rb"file state\S+", b"file /etc/passwd", text),
    "through": lambda text: re.sub(rb"file segments/\S+", b"file segments/../../file", text, count=1),
    "no_name": lambda text: re.sub(rb"file state\S+", b"file ", text),
    "no_state": lambda text: re.sub(rb"file state.*\n", b"", text),
    "no_segments": lambda text: re.sub(rb"file segments.*\n", b"", text),
    "gap": lambda text: re.sub(rb"file segments/000000.*\n", b"", text),
    "twice_one": lambda text: re.sub(rb"(file segments/000000.*\n)", rb"\1\1", text),
    "huge": lambda text: re.sub(rb"(file state\S+) \d+", rb"\1 18446744073709551615", text),
    "tail": lambda text: text + b"more\n",
}


def spoil_file(path):
    """Ways to spoil one listed file in its place."""
    data = path.read_bytes() if path.is_file() else b""
    yield "missing", lambda p: p.unlink()
    yield "empty", lambda p: p.write_bytes(b"")
    yield "cut", lambda p: p.write_bytes(data[:len(data) // 2])
    yield "longer", lambda p: p.write_bytes(data + b"\0")
    yield "bit", lambda p: p.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
    yield "zeros", lambda p: p.write_bytes(bytes(len(data)))
    yield "folder", lambda p: (p.unlink(), p.mkdir())
    yield "pipe", lambda p: (p.unlink(), os.mkfifo(p))
    yield "loop", lambda p: (p.unlink(), p.symlink_to(p.name))


HEADS = {"magic": (0, b"REPLICAS"), "frame_version": (8, b"\1\0\0\0"), "endian": (12, b"\1\2\3\4"), "kind": (16, b"\3\0\0\0"),
         "number": (20, b"\7\0\0\0"), "step": (24, b"\xff" * 8)}
COUNTS = {"count": (32, struct.pack("<Q", 2**60)), "largest": (32, b"\xff" * 8), "one_more": (32, struct.pack("<Q", 1))}


def patched(data, at, new):
    return data[:at] + new + data[at + len(new):]


def make(folder, good):
    """Copies of the stopped run `good` under folder/saved, each with one thing wrong; (name, words in the message)."""
    made = []

    def copy(name, *needles):
        run = folder / "saved" / name
        shutil.copytree(good, run)
        made.append((name, (name, *needles)))
        return run

    for name, change in MANIFESTS.items():
        run = copy(f"manifest_{name}", "manifest")
        set_manifests(run, change((run / "manifest").read_bytes()))
    for name, change in CRAFTED.items():
        run = copy(f"crafted_{name}")
        assert change(body(run)) != body(run), name
        set_manifests(run, with_checksum(change(body(run))))
    run = copy("no_manifest", "no manifest")
    for name in ("manifest", "manifest.prev"):
        (run / name).unlink()
    for kind, find in (("state", state), ("segment", segment)):
        for name, spoil in spoil_file(find(good)):
            run = copy(f"{kind}_{name}", find(good).name)
            spoil(find(run))
            set_manifests(run, (run / "manifest").read_bytes())  # both list the spoilt one
        for name, patch in (HEADS if kind == "state" else {**HEADS, **COUNTS}).items():
            run = copy(f"{kind}_{name}", find(good).name)
            craft(run, find(run), patched(find(run).read_bytes(), *patch))
        for name, length in (("head", 20), ("frame", 32), ("odd", -1), ("less", -4)):
            # One weight less in the only block: the next one is asked for.
            run = copy(f"{kind}_only_{name}", "state.1." if (kind, name) == ("state", "less") else find(good).name)
            craft(run, find(run), find(run).read_bytes()[:length])
        run = copy(f"{kind}_more", find(good).name)
        craft(run, find(run), find(run).read_bytes() + bytes(4))
    for name, spoil in spoil_file(good / "config.toml"):
        run = copy(f"config_{name}", "config.toml")
        spoil(run / "config.toml")
    return made


def cases(made, words):
    """`words`: the command that began the run. resume reads config.toml as a configuration, with statuses of its own."""
    for name, needles in made:
        cannot_open = name in ("config_folder", "config_pipe", "config_loop")
        yield [*words, "--out", f"saved/{name}"], 66 if cannot_open else 65, list(needles)
        if not name.startswith("config_"):
            yield ["resume", f"saved/{name}", "--quiet"], 65, list(needles)
