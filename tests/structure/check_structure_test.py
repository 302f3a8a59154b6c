#!/usr/bin/env python3
"""A small house in order passes check_structure.py, and each planted violation is found, in the planted file alone."""
import pathlib
import sys
import tempfile

from check_structure import violations

SOUND = {
    "CMakeLists.txt": "project(replicas VERSION 1.2.3)\nadd_executable(replicas host/main.cc) # main.cc\n",
    "CITATION.cff": "cff-version: 1.2.0\nversion: 1.2.3\n",
    "docker/Dockerfile": 'LABEL org.opencontainers.image.version="1.2.3"\n',
    "docker/conda/recipe.yaml": 'context:\n  version: "1.2.3"\n',
    "host/main.cc": '#include "command/run.h"\nint main() { return 0; }\n',
    "host/command/run.h": '#pragma once\n#include "engine/engine.h"\n#include "store/run_nc.h"\n#include "show/table.h"\n',
    "host/engine/engine.h": '#pragma once\n#include "model/network.h"\n',
    "host/engine/CMakeLists.txt": "target_sources(replicas_host PRIVATE\n  backends.cc\n)\n",
    "host/engine/backends.cc": '#include "engine/plain/plain_engine.h"\n',
    "host/engine/plain/plain_engine.h": '#pragma once\n#include "engine/plain/pass.h"\n',
    "host/observe/loss.h": '#pragma once\n#include "engine/engine.h"\n// the program prints it with printf("x")\n',
    "host/physics/noise.h": '#pragma once\n#include <cmath>\n#include "physics/philox.h"\n#define HOST_DEVICE inline\n',
    "host/store/durable_file.cc": "int f() { return open(name, O_CREAT); }\n",
    "host/store/CMakeLists.txt": "durable_file.cc\n",
    "host/show/table.h": '#pragma once\n#include <iostream>\ninline void f() { std::cout << 1; }\n',
    "cuda/advance.cuh": '#pragma once\n#include "physics/noise.h"\n#include <cuda_runtime.h>\n',
    "tests/engine/contract_test.cc": '#include "engine/plain/plain_engine.h"\n',
    "tests/engine/CMakeLists.txt": "contract_test.cc\n",
}
HEADER = "#pragma once\n"
# One violation each: the file it goes to, its text, and a part of the message.
PLANTED = [
    ("host/physics/normal.h", HEADER + "#include <vector>\n", "formulas include only"),
    ("host/physics/normal.h", HEADER + '#include "model/network.h"\n', "physics may include only"),
    ("host/model/network.h", HEADER + '#include "engine/engine.h"\n', "model may include only"),
    ("host/engine/cpu/pack.h", HEADER + '#include "observe/loss.h"\n', "engine may include only"),
    ("host/engine/cpu/pack.h", HEADER + '#include "engine/plain/plain_engine.h"\n', "know a backend"),
    ("host/observe/trace.h", HEADER + '#include "engine/plain/plain_engine.h"\n', "know a backend"),
    ("host/observe/trace.h", HEADER + '  #  include "store/run_nc.h"\n', "observe may include only"),
    ("host/observe/statistics/convergence.h", HEADER + '#include "observe/instruments/krylov.h"\n', "look back alone"),
    ("host/observe/observables/loss.h", HEADER + '#include "observe/verdicts/advice.h"\n', "look back alone"),
    ("host/observe/trace.h", HEADER + '#include "system/network/network_system.h"\n', "observe may include only"),
    ("host/store/run_nc.h", HEADER + '#include "show/table.h"\n', "store may include only"),
    ("host/show/table.h", HEADER + '#include "command/run.h"\n', "show may include only"),
    ("host/command/bench.h", HEADER + '#include "engine/cpu/plan.h"\n', "know a backend"),
    ("host/command/bench.h", HEADER + "#include <cuda_runtime.h>\n", "know nothing of CUDA"),
    ("host/command/bench.h", HEADER + '#include "../cuda/advance.cuh"\n', "know nothing of CUDA"),
    ("host/command/bench.h", HEADER + '#include "run.h"\n', "write the path below host/"),
    ("cuda/sums.cuh", HEADER + '#include "store/run_nc.h"\n', "cuda/ may include"),
    ("host/main.cc", '#include "engine/engine.h"\n', "main.cc may include only"),
    ("host/kitchen/stove.h", HEADER, None),
    ("host/kitchen/stove.h", HEADER + "#include <array>\n", "not a room"),
    ("host/model/string_utils.h", HEADER, "after its idea"),
    ("host/model/types.h", HEADER, "after its idea"),
    ("host/model/ladder.h", "int rungs();\n", "#pragma once"),
    ("host/model/ladder.h", HEADER + "#define RUNGS 10\n", "the only macro"),
    ("host/model/ladder.h", HEADER + "inline void f() { std::exit(1); }\n", "ends the program"),
    ("host/observe/trace.h", HEADER + 'inline void f() { std::printf("x"); }\n', "prints"),
    ("host/command/save.h", HEADER + "inline std::ofstream file;\n", "writes a file"),
    ("host/store/run_nc.h", HEADER + "inline int f() { return open(name, O_CREAT); }\n", "writes a file"),
    ("host/model/ladder.h", HEADER + "inline double f() { return std::stod(text); }\n", "as the locale writes it"),
    ("host/command/save.h", HEADER + "inline double f() { return strtod(text, nullptr); }\n", "as the locale writes it"),
    ("host/model/ladder.h", HEADER + 'inline const char* advice = "use more --steps";\n', "says --steps"),
    ("host/command/ladder.h", HEADER + 'inline const char* advice = "use more --steps";\n', None),
    ("host/model/ladder.h", HEADER + "// one\n" * 300, "301 lines"),
    ("host/model/ladder.h", HEADER + "// so long because it is one table\n" * 200, None),
    ("host/model/ladder.cc", "int rungs();\n", "nothing compiles it"),
    ("scratch/notes.md", "note\n", "top-level folders"),
    ("tests/data/README", "made in /ho" + "me/someone/x\n", "one machine"),
    ("docker/start.sh", "get pypi" + ".org/x\n", "names the host"),
    ("docker/README", "https://arxiv.org/abs/2304.01335\n", None),
    ("bench/CMakeLists.txt", "target_compile_options(b PRIVATE -ffast" + "-math)\n", "fast-math"),
    ("docker/Dockerfile", "FROM debian:12\n", "its version"),
    ("docker/Dockerfile", 'LABEL image.version="1.2.3" \\\nLABEL image.version="1.2.4"\n', "its version"),
    ("docker/conda/recipe.yaml", 'context:\n  version: "1.2.4"\n', "its version"),
    ("CITATION.cff", "cff-version: 1.2.0\nversion: 1.2.4\n", "its version"),
]


def write(root, files):
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def found_in(files):
    with tempfile.TemporaryDirectory() as folder:
        write(pathlib.Path(folder), files)
        return list(violations(pathlib.Path(folder)))


failures = [f"a house in order is refused: {violation}" for violation in found_in(SOUND)]
for path, text, message in PLANTED:
    found = found_in(SOUND | {path: text})
    if message is None and found:
        failures.append(f"{path} is in order, but: {found}")
    if message and not (len(found) == 1 and found[0][0] == path and message in found[0][2]):
        failures.append(f"planted in {path}, '{message}': found {found}")
print("\n".join(failures) or f"{len(PLANTED)} planted files judged rightly")
sys.exit(1 if failures else 0)
