#!/usr/bin/env python3
"""Checks the house rules of ARCHITECTURE.md that a compiler does not: which room may include which, who may write
files or print, names and lengths of files, what never belongs in the repository. Prints one line per violation,
"file:line: what is wrong", and exits 1.

    tests/structure/check_structure.py [ROOT]
"""
import pathlib
import re
import subprocess
import sys

TOP = {".ci", "host", "cuda", "tests", "bench", "docker", "docs"}
# Rooms of host/ and the rooms (or single headers) each may include, itself apart.
MAY_INCLUDE = {
    "physics": [],
    "model": ["physics/"],
    "data": ["model/", "physics/"],
    "system": ["model/", "physics/"],
    "engine": ["system/", "model/", "physics/"],
    "observe": ["engine/engine.h", "engine/dot.h", "engine/spread_tasks.h", "system/system.h", "system/ensemble.h",
                "system/decay_ranges.h", "model/", "physics/"],
    "theory": ["model/error.h"],
    "solve": ["model/byte_stream.h", "model/error.h", "physics/", "engine/spread_tasks.h"],
    "store": ["observe/", "data/", "model/"],
    "verify": ["engine/engine.h", "engine/spread_tasks.h", "system/", "model/", "observe/", "store/", "physics/"],
    "show": ["observe/", "model/"],
    "papers": [],
    "run": ["engine/engine.h", "engine/spread_tasks.h", "data/", "model/", "observe/", "store/", "system/", "physics/"],
    "python": ["command/citation.h", "data/", "engine/engine.h", "model/", "run/", "store/", "system/network/"],
    "command": ["engine/engine.h", "engine/gpu_plugin.h", "engine/spread_tasks.h", "data/", "model/", "observe/", "run/", "store/", "system/",
                "show/", "papers/", "physics/", "solve/", "theory/", "verify/"],
    "main.cc": ["command/", "model/error.h"],
}
# Folders of observe: each may include itself, those before it and what lies in no folder.
OBSERVE_FOLDERS = ["statistics", "instruments", "observables", "verdicts"]
CUDA_MAY_INCLUDE = ("physics/", "model/", "system/ensemble.h", "system/network/", "engine/engine.h", "engine/krylov_basis.h", "engine/landscape.h",
                    "engine/sampler.h", "engine/step_sums.h", "engine/spectra.h", "engine/gpu_plugin.h")
BACKENDS = ["engine/plain/", "engine/cpu/"]
KNOWS_BACKENDS = ["host/engine/backends.cc", "tests/", "bench/"]  # and each backend its own
PHYSICS_HEADERS = {"array", "bit", "cmath", "cstdint", "numbers"}
GPU_HEADER = re.compile(r"cuda|cublas|curand|cusolver|thrust/|cub/|\.cuh$")
FORBIDDEN_STEM = re.compile(r"(^|_)(utils?|common|types|helpers?|misc)(_|$)")
WRITES_FILES = re.compile(r"std::(ofstream|fstream|rename)\b|\b(fopen|mkstemp|mmap|creat|ftruncate|fsync)\s*\(|\bO_CREAT\b")
PRINTS = re.compile(r"std::(cout|cerr|clog|puts|printf|exit|abort|_Exit)\b|\b(printf|fprintf|puts|_?exit|abort)\s*\(|\bfmt::print\b")
FOLLOWS_LOCALE = re.compile(r"\b(std::)?(sto(d|f|ld|i|l|ul|ll|ull)|strto(d|f|ld|l|ul|ll|ull)|ato(f|i|l|ll)|v?s?n?scanf|setlocale)\s*\(|std::locale\b")
MACRO = re.compile(r"\s*#\s*define\s+(?!HOST_DEVICE\b)(\w+)")
FAST_MATH = re.compile(r"-f(fast-math|unsafe-math-optimizations|associative-math|finite-math-only)|-Ofast|-use_fast_math")
MACHINE_PATH = re.compile(r"(?<![\w./<-])/(work|root|home)/\w")
HOST_NAME = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:org|com|io|net|dev)\b")
KNOWN_HOSTS = re.compile(r"(^|\.)(arxiv\.org|doi\.org|github\.com|gitlab\.com|keepachangelog\.com|semver\.org)$")
LONGEST = 300


def tracked(root):
    """Paths of the project, relative to its root: what git knows or could add, or all there is without git."""
    if (root / ".git").exists():
        listing = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"], check=True,
                                 capture_output=True, text=True).stdout.splitlines()
        return [path for path in listing if (root / path).is_file()]
    paths = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return [path for path in paths if not re.match(r"(\.git|build|runs|dist)/|.*__pycache__/", path)]


def room_of(path):
    return path.split("/")[1] if path.startswith("host/") else None


def without_comments(text):
    """The code alone: comments and string literals blanked, lines kept."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"', re.S)
    return pattern.sub(lambda match: "\n" * match.group().count("\n"), text)


def later_folder_of_observe(path, name):
    """Whether a file in a folder of observe includes one from a later folder."""
    own, other = (re.match(rf"(?:host/)?observe/({'|'.join(OBSERVE_FOLDERS)})/", text) for text in (path, name))
    return own and other and OBSERVE_FOLDERS.index(own.group(1)) < OBSERVE_FOLDERS.index(other.group(1))


def check_includes(path, text):
    room = room_of(path)
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
        if not match:
            continue
        quoted, name = match.group(1) == '"', match.group(2)
        named_room = name.split("/")[0] if quoted and name.split("/")[0] in MAY_INCLUDE else None
        backend = next((backend for backend in BACKENDS if name.startswith(backend)), None)
        if path.startswith(("host/", "bench/")) and GPU_HEADER.search(name):
            yield number, f"includes {name}: host/ and bench/ know nothing of CUDA"
        elif backend and not path.startswith(("host/" + backend, *KNOWS_BACKENDS)):
            yield number, f"includes {name}: only engine/backends.cc, tests and bench know a backend"
        elif path.startswith("cuda/") and named_room and not name.startswith(CUDA_MAY_INCLUDE):
            yield number, f"includes {name}: cuda/ may include {', '.join(CUDA_MAY_INCLUDE)}"
        elif room is None:
            continue
        elif room not in MAY_INCLUDE:
            yield number, f"host/{room} is not a room of the house"
        elif named_room and not name.startswith((room + "/", *MAY_INCLUDE[room])):
            yield number, f"includes {name}: {room} may include only {', '.join(MAY_INCLUDE[room]) or 'itself'}"
        elif quoted and later_folder_of_observe(path, name):
            yield number, f"includes {name}: folders of observe look back alone, {' <- '.join(OBSERVE_FOLDERS)}"
        elif quoted and not named_room:
            yield number, f"includes {name}: write the path below host/"
        elif room == "physics" and not quoted and name not in PHYSICS_HEADERS:
            yield number, f"includes <{name}>: formulas include only {', '.join(sorted(PHYSICS_HEADERS))}"


def check_source(path, text):
    if path.endswith((".h", ".cuh")) and "#pragma once" not in text:
        yield 1, "a header starts with #pragma once"
    room = room_of(path)
    for number, line in enumerate(without_comments(text).splitlines(), 1):
        if room and not path.startswith("host/store/durable_file.") and WRITES_FILES.search(line):
            yield number, "writes a file: only store/durable_file does"
        if room and room not in ("command", "show", "main.cc") and PRINTS.search(line):
            yield number, "prints or ends the program: throw Error instead; only main, command and show print"
        if path.startswith(("host/", "cuda/")) and FOLLOWS_LOCALE.search(line):
            yield number, "reads a number as the locale writes it: use number_in or std::from_chars"
        macro = MACRO.match(line)
        if macro and path.startswith(("host/", "cuda/", "bench/")):
            yield number, f"defines {macro.group(1)}: HOST_DEVICE is the only macro"


def check_option_words(path, text):
    """Libraries speak of fields (<steps>), not of the options (--steps) that one of their callers has for them. The studies of a
    paper are command lines, and so data."""
    if not path.startswith(("host/", "cuda/")) or path.startswith(("host/command/", "host/papers/", "host/main.cc", "cuda/tune/")) or not path.endswith((".h", ".cc", ".cu", ".cuh")):
        return
    for match in re.finditer(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', text, re.S):
        word = re.search(r"(?<![\w-])--[a-z][a-z-]+", match.group())
        if match.group().startswith('"') and word and not re.search(r"(docker|apptainer) run", match.group()):
            yield text[:match.start()].count("\n") + 1, f"says {word.group()}: write the field, <{word.group()[2:]}>, which command/ renders"


def check_text(path, text):
    lines = text.splitlines()
    long_for_a_reason = re.search(r"(//|#|\"\"\").*\blong\b", "\n".join(lines[:15]), re.I)
    if path.endswith((".h", ".cc", ".cu", ".cuh", ".py", ".sh", ".cmake")) and len(lines) > LONGEST and not long_for_a_reason:
        yield 1, f"{len(lines)} lines: split it, or say in a comment at its top why it is so long"
    for number, line in enumerate(lines, 1):
        if MACHINE_PATH.search(line):
            yield number, f"names a place on one machine: {MACHINE_PATH.search(line).group()}..."
        for host in HOST_NAME.findall(line):
            if not KNOWN_HOSTS.search(host):
                yield number, f"names the host {host}: add it to KNOWN_HOSTS if it is no package registry"
        if path.endswith(("CMakeLists.txt", ".cmake", "CMakePresets.json", "Makefile")) and FAST_MATH.search(line):
            yield number, "asks for fast-math, which breaks NaN checks and equal bits"


def check_tree(root, paths):
    for path in paths:
        top, *rest = path.split("/")
        if rest and top not in TOP:
            yield path, 1, f"the top-level folders are {', '.join(sorted(TOP))}"
        if FORBIDDEN_STEM.search(pathlib.PurePath(path).stem):
            yield path, 1, "name a file after its idea, not utils, common, types or helpers"
        if path.endswith(".cc") and rest:
            folders = pathlib.PurePath(path).parents
            lists = [root / folder / "CMakeLists.txt" for folder in folders]
            if not any(list.is_file() and pathlib.PurePath(path).name in list.read_text() for list in lists):
                yield path, 1, "no CMakeLists.txt above it lists this file, so nothing compiles it"


def check_versions(root):
    copies = {"CITATION.cff": r"^version: *[\"']?([\d.]+)", "docker/Dockerfile": r'image\.version="([\d.]+)"',
              "docker/conda/recipe.yaml": r'^  version: "([\d.]+)"'}
    project = re.search(r"project\(\w+ VERSION ([\d.]+)", (root / "CMakeLists.txt").read_text()).group(1)
    for path, pattern in copies.items():
        found = re.findall(pattern, (root / path).read_text() if (root / path).is_file() else "", re.M)
        if not found or set(found) != {project}:
            yield path, 1, f"its version is not {project}, that of project() in CMakeLists.txt"


def violations(root):
    paths = tracked(root)
    yield from check_tree(root, paths)
    yield from check_versions(root)
    for path in paths:
        try:
            text = (root / path).read_text()
        except UnicodeDecodeError:
            continue
        checks = [check_text]
        if path.endswith((".h", ".cc", ".cu", ".cuh")):
            checks += [check_includes, check_source, check_option_words]
        for check in checks:
            for number, message in check(path, text):
                yield path, number, message


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    found = sorted(violations(root))
    for path, number, message in found:
        print(f"{path}:{number}: {message}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
