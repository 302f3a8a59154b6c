"""Only the durable-file layer writes: writers_test.py PROGRAM HOST_FOLDER.

Looks for other ways to write in the sources under host/ and among the symbols the program imports. libnetcdf is the
one exception, for the temporary file that the layer commits.
"""

import pathlib
import re
import subprocess
import sys

THE_LAYER = "store/durable_file.cc"
CALLS = re.compile(
    r"\b(?:o?fstream|wofstream|filebuf|fopen(?:64)?|freopen|fdopen|tmpfile|mkstemp|creat|pwrite|writev|ftruncate|mmap"
    r"|O_WRONLY|O_RDWR|O_CREAT|copy_file|create_director(?:y|ies)|create_(?:hard_|sym|directory_sym)link|resize_file"
    r"|remove_all|basic_file_sink|(?:basic|rotating|daily)_logger)\b"
    r"|(?:(?<!\w)::|\bstd::|\bfilesystem::|\bfs::)(?:rename|remove|write|unlink|mkdir|link)\s*\(")
SYMBOLS = re.compile(
    r"\b(?:fopen(?:64)?|freopen(?:64)?|tmpfile(?:64)?|mkstemp\w*|creat(?:64)?|pwrite\w*|writev|mmap(?:64)?"
    r"|_ZNSt\d+basic_ofstream\w*|_ZNSt\d+basic_fstream\w*)(?:@|$)")


# Standard error from a signal handler, and what takes the place of a closed standard stream: neither is a file.
NO_FILE = re.compile(r'::write\(STDERR_FILENO,|::open\("/dev/null",')


def calls_outside_the_layer(folder):
    found = []
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.suffix not in (".h", ".cc") or path.as_posix().endswith(THE_LAYER):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.startswith("#include"):  # of readers, too; what is written with is looked for by its use and its symbols
                continue
            if CALLS.search(line.split("//")[0]) and not NO_FILE.search(line):
                found.append(f"{path}:{number}: {line.strip()}")
    return found


def imported_writers(program):
    names = subprocess.run(["nm", "-D", "--undefined-only", program], check=True, capture_output=True, text=True).stdout
    return [line.strip() for line in names.splitlines() if SYMBOLS.search(line.split()[-1])]


def self_test():
    """What must be found, and what must not."""
    for bad in ["std::ofstream file(path);", "::open(p, O_RDWR)", "std::filesystem::rename(a, b)", "FILE* f = fopen(p);",
                "::rename(a, b)", "fs::create_directories(p)"]:
        assert CALLS.search(bad), bad
    assert NO_FILE.search('::write(STDERR_FILENO, a, b)') and not NO_FILE.search("::write(descriptor, a, b)")
    for good in ["std::ifstream file(path);", "posterior.write(name)", "names.remove(x)", "void Group::write(int)", "writers", "rename_durably("]:
        assert not CALLS.search(good), good
    assert SYMBOLS.search("fopen64@GLIBC_2.2.5") and SYMBOLS.search("_ZNSt14basic_ofstreamIcSt11char_traitsIcEEC1Ev@GLIBCXX")
    assert not SYMBOLS.search("fwrite@GLIBC_2.2.5") and not SYMBOLS.search("_ZNSt14basic_ifstreamIcE@GLIBCXX")


if __name__ == "__main__":
    self_test()
    problems = calls_outside_the_layer(sys.argv[2]) + imported_writers(sys.argv[1])
    for problem in problems:
        print("a writer past the durable-file layer:", problem)
    sys.exit(1 if problems else 0)
