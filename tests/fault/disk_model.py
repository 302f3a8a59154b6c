"""A model of a disk under POSIX: what may be left after a power cut of the calls that file_shim.cc recorded.

Every file remembers what is durable and which writes came after its last fsync: each of those may be kept, lost or torn.
Every directory remembers its durable entries and the changes since its last fsync: kept as a prefix (ext4, xfs) or as any
subset (strict POSIX)."""
import os
import struct


def read_log(path):
    """Tuples (kind, first path, second path, file number, offset, data)."""
    with open(path, "rb") as file:
        data = file.read()
    calls, at = [], 0
    while at < len(data):
        kind, at = chr(data[at]), at + 1
        texts = []
        for _ in range(2):
            (length,) = struct.unpack_from("<Q", data, at)
            texts.append(data[at + 8:at + 8 + length].decode())
            at += 8 + length
        number, offset, size = struct.unpack_from("<QQQ", data, at)
        at += 24
        calls.append((kind, *texts, number, offset, data[at:at + size]))
        at += size
    return calls


def apply_write(content, offset, data):
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset:offset + len(data)] = data


class File:
    def __init__(self):
        self.durable, self.pending, self.left = bytearray(), [], None

    def content(self, random=None):
        """All of it, or what a power cut may leave of it (the same under every name)."""
        if random and self.left is not None:
            return self.left
        content = self.cut(random)
        if random:
            self.left = content
        return content

    def cut(self, random):
        content = bytearray(self.durable)
        mood = random.choice(("none", "all", "some", "torn")) if random else "all"
        for kind, offset, data in self.pending:
            if mood == "none" or (mood == "some" and random.random() < 0.5):
                continue
            if kind == "T":
                del content[offset:]
                content.extend(bytes(offset - len(content)))
                continue
            if mood == "torn" and random.random() < 0.5:
                data = data[:random.randrange(len(data) + 1)]
            apply_write(content, offset, data)
        return content

    def sync(self):
        self.durable, self.pending = self.content(), []


def change(entries, call):
    """One change of a directory: ("set", name, target), ("move", name, new name), ("link", ...) or ("drop", name)."""
    kind, name, other = call
    if kind == "set":
        entries[name] = other
    elif kind == "drop":
        entries.pop(name, None)
    elif name in entries:  # else the change it builds on was lost
        entries[other] = entries.pop(name) if kind == "move" else entries[name]


class Directory:
    def __init__(self):
        self.durable, self.pending = {}, []

    def entries(self, random=None, strict=False):
        entries = dict(self.durable)
        kept = self.pending
        if random and strict:
            kept = [call for call in kept if random.random() < 0.5]
        elif random:
            kept = kept[:random.randrange(len(kept) + 1)]
        for call in kept:
            change(entries, call)
        return entries

    def sync(self):
        self.durable, self.pending = self.entries(), []


class Disk:
    """Follows the calls; `ignores(call)` leaves out fsyncs, to see whether they are missed."""
    def __init__(self, root, ignores=lambda call: False):
        self.parent, self.ignores = os.path.dirname(root), ignores
        self.files, self.directories = {}, {self.parent: Directory()}

    def directory(self, path):
        return self.directories[os.path.dirname(path)]

    def do(self, call):
        kind, first, second, number, offset, data = call
        name = os.path.basename(first)
        if kind == "C":
            self.files[number] = File()
            self.directory(first).pending.append(("set", name, number))
        elif kind == "W" or kind == "T":
            self.files[number].pending.append((kind, offset, data))
        elif kind == "F" and not self.ignores(call):
            self.files[number].sync()
        elif kind == "D" and first in self.directories and not self.ignores(call):
            self.directories[first].sync()
        elif kind == "M":
            self.directories[first] = Directory()
            self.directory(first).pending.append(("set", name, first))
        elif kind in "RL":
            self.directory(first).pending.append(("move" if kind == "R" else "link", name, os.path.basename(second)))
        elif kind == "U":
            self.directory(first).pending.append(("drop", name, None))

    def tree(self, path=None, random=None, strict=False):
        """{relative path: bytes, or None for a directory} below `path`."""
        result = {}
        for name, target in self.directories[path or self.parent].entries(random, strict).items():
            if isinstance(target, str):
                result[name] = None
                below = self.tree(target, random, strict)
                result.update({os.path.join(name, inner): content for inner, content in below.items()})
            else:
                result[name] = bytes(self.files[target].content(random))
        return result
